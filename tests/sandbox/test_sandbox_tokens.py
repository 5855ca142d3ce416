"""Tokens over real HTTP: both grants, their refusals, scopes, and what is kept of them."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
import requests

from tests.contract import contract
from tests.sandbox.conftest import Api
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

ORDER, CART = f"/orders/{SAMPLE_ORDER}", f"/carts/{SAMPLE_CART}"
READ_ONLY, WRITE_ONLY, NO_SCOPE = "practice-read-only", "practice-write-only", "practice-no-scope"


def ask(sandbox: Sandbox, *, url: str | None = None, **form: str | None) -> tuple[int, dict[str, Any]]:
    """Post a token form with the main client's credentials; a None takes a field away."""
    fields = {"client_id": sandbox.client_id, "client_secret": sandbox.client_secret} | form
    given = {name: value for name, value in fields.items() if value is not None}
    with requests.post(url or sandbox.token_url, data=given, timeout=20) as answer:
        body = answer.json()
        contract.check_response(
            "POST", sandbox.token_url, answer.status_code, dict(answer.headers), answer.content
        )
        assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, body


def test_a_pair_is_two_uuids_and_their_life(sandbox: Sandbox) -> None:
    status, pair = ask(sandbox, grant_type="client_credentials")
    assert status == 200
    assert pair["expires_in"] == 3600
    assert uuid.UUID(pair["access_token"]) != uuid.UUID(pair["refresh_token"])
    assert ask(sandbox, grant_type="client_credentials", url=sandbox.token_url + "/")[0] == 200


def test_a_refresh_gives_a_new_pair_once(sandbox: Sandbox, api: Api) -> None:
    first = ask(sandbox, grant_type="client_credentials")[1]
    status, second = ask(sandbox, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert status == 200
    assert len({*first.values(), *second.values()}) == 5  # two pairs and one life
    for pair in (first, second):
        api.token = pair["access_token"]
        assert api.get(ORDER).status == 200
    again = ask(sandbox, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (again[0], again[1]["error"]) == (400, "invalid_grant")
    assert ask(sandbox, grant_type="refresh_token", refresh_token=second["refresh_token"])[0] == 200


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": None}, 400, "invalid_request"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "client_id": None}, 400, "invalid_request"),
        ({"grant_type": "client_credentials", "client_secret": ""}, 400, "invalid_request"),
        ({"grant_type": "client_credentials", "client_id": "nobody"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_secret": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_secret": "größe"}, 401, "invalid_client"),
        ({"grant_type": "refresh_token"}, 400, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "unknown"}, 400, "invalid_grant"),
        (
            {"grant_type": "refresh_token", "refresh_token": "unknown", "client_secret": "wrong"},
            401,
            "invalid_client",
        ),
    ],
)
def test_bad_token_requests(sandbox: Sandbox, form: dict[str, str | None], status: int, error: str) -> None:
    answered, body = ask(sandbox, **form)
    assert (answered, body["error"]) == (status, error)
    assert body["error_description"]


def basic(client_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{quote_plus(client_id)}:{quote_plus(secret)}".encode()).decode()


def by_basic(sandbox: Sandbox, header: str, **form: str) -> tuple[int, dict[str, Any], str]:
    data = {"grant_type": "client_credentials"} | form
    with requests.post(
        sandbox.token_url, data=data, headers={"Authorization": header}, timeout=20, auth=_as_it_is
    ) as answer:
        return answer.status_code, answer.json(), answer.headers.get("WWW-Authenticate", "")


def _as_it_is(request: Any) -> Any:
    return request


def test_id_and_secret_may_come_in_a_basic_header(sandbox: Sandbox, api: Api) -> None:
    status, pair, _ = by_basic(sandbox, basic(sandbox.client_id, sandbox.client_secret))
    assert status == 200
    api.token = pair["access_token"]
    assert api.get(ORDER).status == 200
    renewed = {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"]}
    assert by_basic(sandbox, basic(sandbox.client_id, sandbox.client_secret), **renewed)[0] == 200


def test_a_secret_with_signs_is_read_from_the_header_as_from_a_form() -> None:
    with Sandbox(secret="a b+c%20/:=~") as sandbox:
        assert by_basic(sandbox, basic(sandbox.client_id, sandbox.client_secret))[0] == 200


def test_bad_basic_headers(sandbox: Sandbox) -> None:
    client_id, secret = sandbox.client_id, sandbox.client_secret
    for header in (basic(client_id, "wrong"), "Basic !", "Basic bm9jb2xvbg==", "Basic /w=="):
        status, said, challenge = by_basic(sandbox, header)
        assert (status, said["error"], challenge) == (401, "invalid_client", 'Basic realm="oauth2"')
    twice = by_basic(sandbox, basic(client_id, secret), client_id=client_id, client_secret=secret)
    assert (twice[0], twice[1]["error"]) == (400, "invalid_request")
    assert by_basic(sandbox, basic(client_id, secret), client_id="another")[1]["error"] == "invalid_request"
    assert by_basic(sandbox, basic(client_id, secret), client_id=client_id)[0] == 200


def test_a_scope_chooses_nothing_and_is_refused_where_it_is_not_held(sandbox: Sandbox, api: Api) -> None:
    grant = "client_credentials"
    status, pair = ask(sandbox, grant_type=grant, scope="orders/carts-write orders/carts-read")
    assert (status, "scope" in pair) == (200, False)
    status, pair = ask(sandbox, grant_type=grant, scope="orders/carts-read")
    assert (status, pair["scope"]) == (200, "orders/carts-read orders/carts-write")
    api.token = pair["access_token"]
    assert api.post(ORDER, {}, "triggerEvents=false").status == 200
    other = next(one for one in sandbox.clients if one["client_id"] == READ_ONLY)
    credentials = {name: other[name] for name in ("client_id", "client_secret")}
    for scope in ("orders/carts-write", "orders:read", "orders/carts-read orders/carts-write"):
        status, said = ask(sandbox, grant_type=grant, scope=scope, **credentials)
        assert (status, said["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b'{"grant_type": "client_credentials"}', "application/json"),
        (b"grant_type=client_credentials&grant_type=client_credentials", "application/x-www-form-urlencoded"),
        (b"grant_type=%FF", "application/x-www-form-urlencoded"),
        (b"\xff", "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(100)), "application/x-www-form-urlencoded"),
    ],
)
def test_a_token_body_must_be_a_form(sandbox: Sandbox, data: bytes, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    with requests.post(sandbox.token_url, data=data, headers=headers, timeout=20) as answer:
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_refresh_token_belongs_to_its_client(sandbox: Sandbox) -> None:
    pair = ask(sandbox, grant_type="client_credentials")[1]
    other = next(one for one in sandbox.clients if one["client_id"] == READ_ONLY)
    taken = ask(
        sandbox,
        grant_type="refresh_token",
        refresh_token=pair["refresh_token"],
        client_id=other["client_id"],
        client_secret=other["client_secret"],
    )
    assert (taken[0], taken[1]["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic {token}",
        "{token}",
        "Bearer 00000000-0000-4000-8000-000000000000",
        "Bearer {token}x",
        "Bearer ünknown",
        "Bearer {refresh_token}",
    ],
)
@pytest.mark.parametrize(("method", "path"), [("GET", ORDER), ("POST", "/orders"), ("DELETE", CART)])
def test_token_trouble_is_always_403(
    sandbox: Sandbox, api: Api, header: str | None, method: str, path: str
) -> None:
    pair = ask(sandbox, grant_type="client_credentials")[1]
    filled = header and header.format(token=api.token, refresh_token=pair["refresh_token"])
    api.token = None
    answer = api.send(method, path, headers={} if filled is None else {"Authorization": filled})
    assert (answer.status, answer.text) == (403, "")
    assert answer.reason


@pytest.mark.parametrize(
    ("client", "reads_orders", "reads_carts", "writes"),
    [
        (None, 200, 200, True),
        (READ_ONLY, 200, 200, False),
        (WRITE_ONLY, 403, 200, True),
        (NO_SCOPE, 403, 403, False),
    ],
)
def test_scopes(
    sandbox: Sandbox,
    call_as: Callable[..., Api],
    client: str | None,
    reads_orders: int,
    reads_carts: int,
    *,
    writes: bool,
) -> None:
    api = call_as(sandbox, client)
    for path in (ORDER, "/orders/customerOrderId/1001"):
        assert api.get(path).status == reads_orders
    for path in (CART, "/carts/customerCartId/C-2207"):
        assert api.get(path).status == reads_carts
    assert api.get("/orders", "customerOrderId=1001").status == reads_orders
    nowhere = "/carts/00000000-0000-4000-8000-000000000000"
    answers = {
        "update order": api.post(ORDER, {}, "triggerEvents=false").status,
        "add order": api.post("/orders", {}).status,
        "delete order": api.delete("/orders/customerOrderId/nobody").status,
        "update cart": api.post(CART, {}).status,
        "add cart": api.post("/carts", {}).status,
        "delete cart": api.delete(nowhere).status,
        "fiddle": api.put(f"{nowhere}/fiddle").status,
        "abandon": api.put(f"{nowhere}/abandon").status,
        "expire": api.post(f"{nowhere}/expire").status,
    }
    allowed = [200, 400, 204, 200, 400, 204, 404, 404, 404]
    assert list(answers.values()) == (allowed if writes else [403] * 9), answers


def test_an_expired_token_is_403_and_its_refresh_token_lives(call_as: Callable[..., Api]) -> None:
    with Sandbox(expires_in=0) as sandbox:
        status, pair = ask(sandbox, grant_type="client_credentials")
        assert (status, pair["expires_in"]) == (200, 0)
        api = call_as(sandbox)
        answer = api.get(ORDER)
        assert (answer.status, answer.reason) == (403, "The access token is unknown or has expired")
        assert ask(sandbox, grant_type="refresh_token", refresh_token=pair["refresh_token"])[0] == 200


def test_tokens_outlive_a_restart_and_are_not_kept_in_the_clear(
    tmp_path: Path, call_as: Callable[..., Api]
) -> None:
    database = tmp_path / "kept.sqlite"
    with Sandbox(database=database) as sandbox:
        pair = ask(sandbox, grant_type="client_credentials")[1]
        secret = sandbox.client_secret
        sandbox.restart()
        assert sandbox.client_secret == secret
        api = call_as(sandbox)
        api.token = pair["access_token"]
        assert api.get(ORDER).status == 200
        assert ask(sandbox, grant_type="refresh_token", refresh_token=pair["refresh_token"])[0] == 200
        kept = b"".join(file.read_bytes() for file in tmp_path.glob("kept.sqlite*"))
        assert kept
        for token in (pair["access_token"], pair["refresh_token"]):
            assert token.encode() not in kept
            assert uuid.UUID(token).bytes not in kept


def test_the_secret_may_be_given_by_the_environment() -> None:
    with Sandbox(secret="a secret of our own") as sandbox:
        assert sandbox.client_secret == "a secret of our own"
        assert sandbox.token()
