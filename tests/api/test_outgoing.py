"""The exact request: what is shown is what is sent."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import simplejson

from console.api.call import CallTrace
from console.api.errors import Conflict, Invalid, OutcomeUnknown
from console.api.outgoing import About, Outgoing, built, to_json
from console.model.drafts.draft import Draft
from tests.api.given import ORDER, ORDER_JSON, Connect, Serve
from tests.support.raw_server import reply, reply_json

ABOUT = About("order", "update", ORDER)
READ_AT = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)


def test_numbers_keep_their_digits_and_text_its_letters() -> None:
    written = to_json({"grandTotal": Decimal("4.10"), "name": "Müller “日本”", "big": Decimal("1E+2")})
    assert '"grandTotal": 4.10' in written
    assert "Müller “日本”" in written
    assert simplejson.loads(written, use_decimal=True)["big"] == 100


@pytest.mark.parametrize("number", [Decimal("NaN"), Decimal("Infinity"), float("nan")])
def test_what_is_no_number_is_never_written(number: object) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"a": number})


def test_switches_are_lower_case_and_only_there_when_on(raw: Serve, connect: Connect) -> None:
    client = connect(raw())
    base = client.environment.api_url
    quiet = client.order_update(ORDER, {}, trigger_events=False)
    assert quiet.url == f"{base}/orders/{ORDER}?triggerEvents=false"
    loud = client.order_update(
        ORDER, {}, trigger_events=True, force=True, create_contact=True, ignore_invalid_tid=True
    )
    assert loud.path == (
        f"/orders/{ORDER}?triggerEvents=true&force=true&createContact=true&ignoreInvalidTid=true"
    )
    assert loud.forced
    assert not quiet.forced
    assert client.cart_update(ORDER, {}).path == f"/carts/{ORDER}"
    assert client.cart_update(ORDER, {}, create_contact=True).path == f"/carts/{ORDER}?createContact=true"


def test_a_query_value_cannot_become_a_switch() -> None:
    outgoing = built("GET", "https://a.example/", "/orders", ABOUT, query={"cartId": "x&force=true"})
    assert outgoing.url == "https://a.example/orders?cartId=x%26force%3Dtrue"
    assert not outgoing.forced


def test_what_is_shown_is_what_is_sent(raw: Serve, connect: Connect) -> None:
    server = raw(reply_json(ORDER_JSON))
    client = connect(server)
    outgoing = client.order_update(
        ORDER, {"grandTotal": Decimal("4.10"), "shippingDetails": "grün"}, trigger_events=False
    )
    client.send(outgoing)
    [request] = server.requests
    assert request.method == outgoing.method
    assert request.target == outgoing.path
    assert request.body.decode() == outgoing.body
    assert request.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "typed", ["3.99", "3.990", "-0.50", "0", "0.00000010", "1" * 30, "12345678901234567890123456.7890"]
)
def test_a_typed_number_goes_out_in_the_digits_that_were_typed(
    raw: Serve, connect: Connect, typed: str
) -> None:
    server = raw(reply_json(ORDER_JSON))
    client = connect(server)
    draft = Draft(client.get_order(ORDER), READ_AT).typed("grandTotal", typed)
    client.send(client.order_update(ORDER, draft.payload(), trigger_events=False))
    assert server.requests[-1].body == f'{{\n  "grandTotal": {typed}\n}}'.encode()


def test_numbers_that_nobody_touched_are_not_sent_or_sent_as_they_came(raw: Serve, connect: Connect) -> None:
    lines = '[{"quantity": 1.0, "unitPrice": 3.990, "totalPrice": 1E+2}, {"quantity": 1e2, "totalPrice": 0.0000001}]'
    came = f'{{"orderId": "{ORDER}", "subtotal": 3.990, "taxAmount": 1E+2, "grandTotal": 4.10, "lineItems": {lines}}}'
    server = raw(reply(200, came.encode(), {"Content-Type": "application/json"}))
    client = connect(server)
    draft = Draft(client.get_order(ORDER), READ_AT)
    assert draft.typed("shippingDetails", "by boat").payload() == {"shippingDetails": "by boat"}
    named = draft.with_lines([draft.lines[0].typed("name", "Pen", None), draft.lines[1]])
    body = client.order_update(ORDER, named.payload(), trigger_events=False).body
    assert body is not None
    assert re.findall(r"[\d.eE+-]+(?=,?\n)", body) == ["1.0", "3.990", "1E+2", "1e2", "0.0000001"]


@pytest.mark.parametrize(
    "foreign",
    [
        Outgoing("POST", f"https://elsewhere.example/orders/{ORDER}", "{}", ABOUT),
        Outgoing(
            "DELETE", f"https://elsewhere.example/orders/{ORDER}", None, About("order", "delete", ORDER)
        ),
    ],
)
def test_only_its_own_updates_are_sent(raw: Serve, connect: Connect, foreign: Outgoing) -> None:
    server = raw()
    with pytest.raises(Invalid, match="not built by this client"):
        connect(server).send(foreign)
    assert server.connections == 0


def test_a_url_that_the_library_would_change_is_not_sent(raw: Serve, connect: Connect) -> None:
    server = raw(reply_json(ORDER_JSON))
    client = connect(server)
    odd = Outgoing("POST", f"{server.url}/orders/%2e%2e/carts/x", "{}", ABOUT)
    with pytest.raises(Invalid) as caught:
        client.send(odd)
    assert caught.value.sent is False
    assert server.requests == []


def test_a_trace_tells_how_a_write_went_and_its_path_no_values(raw: Serve, connect: Connect) -> None:
    refused = reply(409, b"", {"X-Reason": "status"})
    client = connect(raw(refused, reply_json(ORDER_JSON), lambda peer: peer.reset()))
    outgoing = client.order_update(ORDER, {"shippingDetails": "x"}, trigger_events=True, force=False)
    assert outgoing.path_without_values == f"/orders/{ORDER}?triggerEvents"
    first, second, third = CallTrace(), CallTrace(), CallTrace()
    with pytest.raises(Conflict):
        client.send(outgoing, trace=first)
    client.send(outgoing, trace=second)
    with pytest.raises(OutcomeUnknown):
        client.send(outgoing, trace=third)
    assert [(one.left, one.refused, one.step, one.status) for one in (first, second, third)] == [
        (True, False, "reading", 409),
        (True, False, "reading", 200),
        (True, False, "waiting", None),
    ]
    assert all(one.ms > 0 for one in (first, second, third))


def test_a_long_body_is_written_in_steps_and_reads_as_if_it_was_not() -> None:
    line = {"name": "a\nb\u2028", "quantity": Decimal("1.50"), "tags": [1, 2], "none": {}, "empty": []}
    body = {"currency": "USD", "lineItems": [line] * 333, "url": None, 'odd"': list(range(150))}
    whole = simplejson.dumps(
        body, use_decimal=True, ensure_ascii=False, indent=2, allow_nan=False, namedtuple_as_object=False
    )
    assert to_json(body) == whole
