"""What an answer of success must hold, and where a redirect leads: nowhere (faults 23-26, 44-46, 54)."""

from __future__ import annotations

import json

import pytest

from console.api import errors
from console.api.errors import Invalid, OutcomeUnknown
from tests.api.given import ORDER, ORDER_JSON, Connect, Serve, read_fails, write_fails
from tests.api.test_reply import BROKEN
from tests.support.raw_server import reply, reply_json

OTHER = "11111111-2222-4333-8444-555555555555"


UNFIT: dict[str, bytes] = {
    **{name: reply(200, body) for name, body in BROKEN.items()},
    "another order": reply_json(ORDER_JSON | {"orderId": OTHER}),
    "no id": reply_json({"grandTotal": 1}),
    "id is a number": reply_json(ORDER_JSON | {"orderId": 7}),
    "array": reply_json([ORDER_JSON]),
    "null": reply_json(None),
    "string": reply_json("ok"),
    "204": reply(204),
    "202": reply(202, json.dumps(ORDER_JSON).encode()),
    "206": reply(206, json.dumps(ORDER_JSON).encode()),
    "103": b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
    "101": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    "306": reply(306),
    "600": reply(600),
    "999": reply(999),
}


@pytest.mark.fault(24, 25, 26, 44, 45)
@pytest.mark.parametrize("answer", UNFIT.values(), ids=UNFIT)
def test_an_unfit_answer_is_invalid_to_a_read_and_unknown_to_a_write(
    raw: Serve, connect: Connect, answer: bytes
) -> None:
    server = raw(answer)
    client = connect(server)
    error = read_fails(client)
    assert type(error) is Invalid
    assert error.advice.startswith("Nothing was changed.")
    reads = len(server.requests)
    error = write_fails(client)
    assert type(error) is OutcomeUnknown
    assert error.advice.startswith("It is not known whether it was saved.")
    assert len(server.requests) == reads + 1


def test_a_web_page_is_called_what_it_is_and_its_sample_is_masked(raw: Serve, connect: Connect) -> None:
    page = b"<html>Sign in as jo@shop.example</html>"
    error = read_fails(connect(raw(reply(200, page, {"Content-Type": "text/html"}))))
    assert "it is a web page (perhaps a sign-in page), not data" in error.headline
    assert "The answer begins: <html>Sign in as •••@•••" in error.detail
    assert "jo@" not in error.detail


def test_whole_answers_of_every_allowed_status_are_read(raw: Serve, connect: Connect) -> None:
    client = connect(raw(reply_json(ORDER_JSON, 201), reply_json(ORDER_JSON | {"orderId": ORDER.upper()})))
    assert client.get_order(ORDER).order_id == ORDER
    assert client.get_order(ORDER).id == ORDER


@pytest.mark.fault(46, 47)
def test_odd_values_are_shown_and_never_fail(raw: Serve, connect: Connect) -> None:
    odd = ORDER_JSON | {
        "status": "REFUNDED",
        "lineItems": None,
        "states": "both",
        "grandTotal": "12,50",
        "hasTracking": 1,
        "orderDate": "2015-W01-5",
        "emailAddress": ["x"],
        "somethingNew": {"a": 1},
    }
    order = connect(raw(reply_json(odd))).get_order(ORDER)
    assert order.order_id == ORDER
    assert order.model_extra == {"somethingNew": {"a": 1}}


def test_a_search_finds_nothing_or_a_list(raw: Serve, connect: Connect) -> None:
    client = connect(raw(reply(204), reply_json([ORDER_JSON]), reply_json(ORDER_JSON), reply_json([1])))
    assert client.find_orders(customer_order_id="1001") == []
    assert [order.id for order in client.find_orders(customer_order_id="1001")] == [ORDER]
    for _ in range(2):
        with pytest.raises(Invalid, match="not a list of records"):
            client.find_orders(customer_order_id="1001")


@pytest.mark.fault(54)
@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 305, 307, 308])
@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("/orders/elsewhere", "127.0.0.1:{port}/orders/elsewhere instead"),
        ("http://elsewhere.example/x?y", "elsewhere.example"),
        ("//user:pw@evil.example/", "evil.example"),
        ("file:///etc/passwd", "file:"),
        ("http://[", "an address that cannot be read"),
        ("", "an address that it does not name"),
    ],
)
def test_no_redirect_is_followed_and_its_target_is_named(
    raw: Serve, connect: Connect, status: int, location: str, named: str
) -> None:
    server = raw(reply(status, headers={"Location": location} if location else {}))
    client = connect(server)
    error = read_fails(client)
    assert type(error) is errors.Refused
    assert f"points to {named.format(port=server.port)}" in error.headline
    assert "pw" not in error.headline
    assert "which is not followed" in error.headline
    assert type(write_fails(client)) is OutcomeUnknown
    assert len(server.requests) == 2


@pytest.mark.fault(54)
def test_nothing_leaves_for_the_target_of_a_redirect(raw: Serve, connect: Connect) -> None:
    target = raw(reply_json(ORDER_JSON))
    for status in (301, 302, 303, 307, 308):
        client = connect(raw(reply(status, headers={"Location": target.url + "/orders/x"})))
        read_fails(client)
        write_fails(client)
    assert target.connections == 0
