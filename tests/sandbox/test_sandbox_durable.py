"""Many clients at once, crashes and restarts: whatever was answered stays."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.conftest import Api
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

pytestmark = pytest.mark.usefixtures("as_command")

ORDER = f"/orders/{SAMPLE_ORDER}"
CLIENTS = 200


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """Call `work(0)` to `work(count - 1)` in as many threads that start together; their results in order."""
    results: list[object] = [None] * count
    barrier = threading.Barrier(count)

    def one(number: int) -> None:
        barrier.wait()
        results[number] = work(number)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def post(sandbox: Sandbox, token: str, path: str, body: object) -> dict[str, Any]:
    """Post on a connection of its own; the answer's JSON. Raises OSError or HTTPException when there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", sandbox.port, timeout=60)
    try:
        connection.request("POST", path, json.dumps(body), {"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    assert answer.status in (200, 201), text
    return dict(json.loads(text))


def test_two_hundred_clients_write_one_order_and_none_is_lost(sandbox: Sandbox, api: Api) -> None:
    order = api.new_order()
    path = f"/orders/{order['orderId']}?triggerEvents=false"
    token = sandbox.token()
    answers = at_once(CLIENTS, lambda n: post(sandbox, token, path, {"messageId": f"m{n}"}))
    assert [one["messageId"] for one in answers] == [f"m{n}" for n in range(CLIENTS)]  # type: ignore[index]
    dates = {one["updatedDate"] for one in answers}  # type: ignore[index]
    assert len(dates) == CLIENTS, "every write was applied on its own"
    now = api.get(f"/orders/{order['orderId']}").body
    assert now in answers
    assert now["updatedDate"] == max(dates)


def test_two_hundred_answered_orders_outlive_a_kill(call_as: Callable[..., Api]) -> None:
    with Sandbox() as sandbox:
        token = sandbox.token()
        answers = at_once(
            CLIENTS, lambda n: post(sandbox, token, "/orders", {"customerOrderId": f"K{n}", "taxAmount": n})
        )
        sandbox.kill()
        sandbox.restart()
        api = call_as(sandbox)
        assert [api.get(f"/orders/customerOrderId/K{n}").body for n in range(CLIENTS)] == answers


def test_an_answer_is_durable_before_it_is_sent(call_as: Callable[..., Api]) -> None:
    with Sandbox() as sandbox:
        for number in range(3):
            api = call_as(sandbox)
            answer = api.post(ORDER, {"messageId": f"kill {number}"}).body
            cart = api.new_cart()
            api.put(f"/carts/{cart['cartId']}/abandon")
            sandbox.kill()
            sandbox.restart()
            assert api.get(ORDER).body == answer
            assert api.get(f"/carts/{cart['cartId']}").body["status"] == "ABANDONED"
        assert [event["event"] for event in sandbox.events()] == ["cart abandoned"] * 3


def test_a_kill_in_the_middle_of_writes_loses_no_answered_one(call_as: Callable[..., Api]) -> None:
    with Sandbox() as sandbox:
        token = sandbox.token()
        answered: list[dict[str, Any]] = []
        enough = threading.Event()

        def write_on(number: int) -> None:
            try:
                for step in range(10_000):
                    body = {"customerOrderId": f"W{number}-{step}"}
                    answered.append(post(sandbox, token, "/orders", body))
                    if len(answered) >= 100:
                        enough.set()
            except (OSError, http.client.HTTPException):
                return

        writers = [threading.Thread(target=write_on, args=(number,)) for number in range(8)]
        for writer in writers:
            writer.start()
        assert enough.wait(30)
        sandbox.kill()
        for writer in writers:
            writer.join()
        sandbox.restart()
        api = call_as(sandbox)
        for order in answered:
            assert api.get(f"/orders/{order['orderId']}").body == order


def test_a_delay_holds_the_answer_and_not_the_write(call_as: Callable[..., Api]) -> None:
    with Sandbox(delay=150) as sandbox:
        api = call_as(sandbox)
        started = time.monotonic()
        assert api.get(ORDER).status == 200
        assert time.monotonic() - started >= 0.15
        together = time.monotonic()
        token = sandbox.token()
        at_once(20, lambda n: post(sandbox, token, ORDER, {"messageId": str(n)}))
        assert time.monotonic() - together < 20 * 0.15, "answers wait beside each other"


def test_records_outlive_a_restart_and_are_not_filled_in_again(
    tmp_path: Path, call_as: Callable[..., Api]
) -> None:
    with Sandbox(database=tmp_path / "kept.sqlite", orders=10) as sandbox:
        api = call_as(sandbox)
        api.delete(ORDER)
        api.delete("/orders/customerOrderId/1003")
        changed = api.post(f"/carts/{SAMPLE_CART}", {"phase": "PAYMENT"}).body
        sandbox.restart()
        api.token = sandbox.token()
        assert api.get(ORDER).status == 404
        assert api.get("/orders/customerOrderId/1003").status == 404
        assert api.get(f"/carts/{SAMPLE_CART}").body == changed
