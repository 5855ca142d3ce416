"""A plain caller of the sandbox and the sandboxes that its tests share; it must not know the sandbox's code."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
import requests

from tests.contract import contract
from tests.support import sandbox as started
from tests.support.sandbox import Sandbox, serve

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def as_command() -> Iterator[None]:
    """Each sandbox is started as an operator would start it, for tests of how it starts and ends."""
    usual = started.START["sandbox"]
    started.START["sandbox"] = started.command
    yield
    started.START["sandbox"] = usual


@dataclass(frozen=True)
class Answer:
    """An answer: its JSON value (numbers int or Decimal) or None, its text, X-Reason read as UTF-8, headers by small letters."""

    status: int
    body: Any
    text: str
    reason: str | None
    headers: dict[str, str]


class Api:
    """Calls a sandbox as one client, on one connection; every answer is held against the contract."""

    def __init__(self, sandbox: Sandbox, client_id: str | None = None) -> None:
        self.sandbox = sandbox
        self._session = requests.Session()
        self._session.trust_env = False
        self.token: str | None = sandbox.token(client_id)

    def close(self) -> None:
        self._session.close()

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        query: str = "",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send JSON, or `raw` bytes as they are."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token is not None else {}
        data = raw if body is None else json.dumps(body).encode()
        if data is not None:
            sent["Content-Type"] = "application/json"
        url = self.sandbox.url + path + (f"?{query}" if query else "")
        prepared = requests.Request(method, self.sandbox.url, sent | (headers or {}), data=data).prepare()
        prepared.url = url  # as written: requests would tidy the path
        answer = self._session.send(prepared, allow_redirects=False, timeout=20)
        if answer.status_code not in (404, 405, 413):
            contract.check_response(method, url, answer.status_code, dict(answer.headers), answer.content)
        is_json = answer.headers.get("Content-Type") == "application/json"
        reason = answer.headers.get("X-Reason")
        return Answer(
            answer.status_code,
            json.loads(answer.content, parse_float=Decimal) if is_json else None,
            answer.content.decode(),
            None if reason is None else reason.encode("latin-1").decode(),
            {name.lower(): value for name, value in answer.headers.items()},
        )

    def get(self, path: str, query: str = "") -> Answer:
        return self.send("GET", path, query=query)

    def post(self, path: str, body: object = None, query: str = "") -> Answer:
        return self.send("POST", path, body, query=query)

    def put(self, path: str) -> Answer:
        return self.send("PUT", path)

    def delete(self, path: str) -> Answer:
        return self.send("DELETE", path)

    def new_order(self, **properties: object) -> dict[str, Any]:
        """A new order as answered; its customer's id is unique."""
        body = {"customerOrderId": f"T-{next(_numbers)}"} | properties
        answer = self.post("/orders", body, "createContact=true&triggerEvents=false")
        assert answer.status == 201, answer.text
        return dict(answer.body)

    def new_cart(self, **properties: object) -> dict[str, Any]:
        """A new cart as answered; its customer's id is unique."""
        answer = self.post(
            "/carts", {"customerCartId": f"TC-{next(_numbers)}"} | properties, "createContact=true"
        )
        assert answer.status == 201, answer.text
        return dict(answer.body)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """The sandbox most tests share; each works on records of its own."""
    yield from serve(orders=60)


@pytest.fixture(scope="session")
def strict_sandbox() -> Iterator[Sandbox]:
    yield from serve(strict=True, wrapped_reasons=True)


@pytest.fixture
def call_as() -> Iterator[Callable[[Sandbox, str | None], Api]]:
    """Makes callers that are closed at the end of the test."""
    made: list[Api] = []

    def make(sandbox: Sandbox, client_id: str | None = None) -> Api:
        made.append(Api(sandbox, client_id))
        return made[-1]

    yield make
    for api in made:
        api.close()


@pytest.fixture
def api(sandbox: Sandbox, call_as: Callable[..., Api]) -> Api:
    return call_as(sandbox)


@pytest.fixture
def strict_api(strict_sandbox: Sandbox, call_as: Callable[..., Api]) -> Api:
    return call_as(strict_sandbox)
