"""What the API's answers mean: each status in its own words, and nothing shown that does not fit (faults 13-26, 44, 45)."""

from __future__ import annotations

import json
from time import monotonic
from typing import Any

import pytest

from console.api import errors
from console.api.call import Progress
from console.api.client import Client
from console.api.errors import ApiError, Invalid, OutcomeUnknown, ServerFault
from console.cancel import Cancel
from tests.api.given import ORDER, ORDER_JSON, Connect, Serve
from tests.api.test_reply import BROKEN
from tests.support.raw_server import reply, reply_json

OTHER = "11111111-2222-4333-8444-555555555555"


def read_fails(client: Client, **options: Any) -> ApiError:
    with pytest.raises(ApiError) as caught:
        client.get_order(ORDER, **options)
    return caught.value


def write_fails(client: Client, **options: Any) -> ApiError:
    with pytest.raises(ApiError) as caught:
        client.update_order(ORDER, {"shippingDetails": "x"}, trigger_events=False, **options)
    return caught.value


def cart_write_fails(client: Client) -> ApiError:
    with pytest.raises(ApiError) as caught:
        client.update_cart(ORDER, {"url": "x"})
    return caught.value


# refusals ----------------------------------------------------------------------------------------

REFUSALS = [
    400,
    402,
    404,
    405,
    406,
    407,
    408,
    409,
    410,
    411,
    412,
    413,
    414,
    415,
    417,
    422,
    423,
    428,
    431,
    451,
]


def test_every_refusal_of_a_write_is_not_saved_and_has_its_own_line(raw: Serve, connect: Connect) -> None:
    client = connect(raw(*(reply(status) for status in REFUSALS)))
    found = [write_fails(client) for _ in REFUSALS]
    assert [error.status for error in found] == REFUSALS
    assert all(error.advice.startswith("Nothing was saved.") and error.sent is True for error in found)
    assert all(isinstance(error, errors.Refused | errors.NotFound) for error in found)
    headlines = {error.headline for error in found}
    assert len(headlines) == len(REFUSALS) - 1  # 412 and 428 are one thing to a person


def test_a_refused_read_changed_nothing(raw: Serve, connect: Connect) -> None:
    client = connect(raw(*(reply(status) for status in REFUSALS)))
    assert all(read_fails(client).advice.startswith("Nothing was changed.") for _ in REFUSALS)


@pytest.mark.parametrize("status", [412, 428])
def test_a_record_that_moved_is_outdated(raw: Serve, connect: Connect, status: int) -> None:
    assert type(write_fails(connect(raw(reply(status))))) is errors.Outdated


def test_what_is_missing_is_named_by_what_was_asked(raw: Serve, connect: Connect) -> None:
    client = connect(raw(reply(404)))
    assert read_fails(client).headline == "There is no order with this ID."
    with pytest.raises(errors.NotFound, match="There is no cart with this customer cart ID"):
        client.get_cart_by_customer_id("abc")


REASONS = {
    "plain": (b"emailAddress is invalid", "emailAddress is invalid"),
    "wrapped": (
        b"ServiceExceptionMessage{siteId=00001, statusCode=400, reason=a, b=c}",
        "a, b=c",
    ),
    "markup": (
        b'<a href="http://evil.example">click</a><img src=x>',
        '<a href="http://evil.example">click</a><img src=x>',
    ),
    "UTF-8": ("requête refusée".encode(), "requête refusée"),
    "latin-1": ("requête".encode("latin-1"), "requête"),
    "bidi": ("ab\u202ecd".encode(), "ab⟨U+202E⟩cd"),
    "controls": (b"a\x07b\x1b[31mc", "a⟨U+0007⟩b⟨U+001B⟩[31mc"),
    "folded over lines": (b"first\r\n second", "first second"),
}


@pytest.mark.parametrize("case", REASONS.values(), ids=REASONS)
def test_the_reason_is_shown_as_the_plain_text_that_it_is(
    raw: Serve, connect: Connect, case: tuple[bytes, str]
) -> None:
    sent, shown = case
    server = raw(b"HTTP/1.1 400 Bad\r\nContent-Length: 0\r\nx-reason: " + sent + b"\r\n\r\n")
    error = write_fails(connect(server))
    assert type(error) is errors.Refused
    assert " ".join(error.reason.split()) == shown
    assert error.headline == f"The server refused the request: {error.reason}."


def test_a_reason_of_60_kb_is_cut(raw: Serve, connect: Connect) -> None:
    error = write_fails(connect(raw(reply(400, headers={"X-Reason": "no " * 20_000}))))
    assert len(error.reason) <= 500
    assert len(error.detail) < 2_500


def test_a_reason_in_the_body_counts_when_there_is_no_header(raw: Serve, connect: Connect) -> None:
    text = reply(400, b"quantity is missing", {"Content-Type": "text/plain; charset=utf-8"})
    page = reply(400, b"<h1>Bad</h1>", {"Content-Type": "text/html"})
    client = connect(raw(text, page))
    assert write_fails(client).reason == "quantity is missing"
    assert write_fails(client).headline == "The server refused the request, without a reason."


def test_the_detail_holds_the_facts(raw: Serve, connect: Connect) -> None:
    raw_reason = "ServiceExceptionMessage{siteId=1, statusCode=400, reason=no}"
    error = write_fails(connect(raw(reply(400, headers={"X-Reason": raw_reason}))))
    assert error.detail.splitlines() == [
        f"POST /orders/{ORDER}?triggerEvents=false",
        "HTTP status 400",
        f"X-Reason: {raw_reason}",
    ]
    assert str(error) == error.headline


# conflicts ---------------------------------------------------------------------------------------

CONFLICTS = [
    (
        "order",
        "emailAddress jo@x.example belongs to no contact and createContact is not true",
        errors.UnknownContact,
    ),
    ("order", "There is no contact with status active for this email", errors.UnknownContact),
    ("order", "something else", errors.Conflict),
    ("order", "", errors.Conflict),
    ("cart", "The cart is EXPIRED and cannot be changed", errors.CartClosed),
    ("cart", "status COMPLETE", errors.CartClosed),
    ("cart", "No contact for emailAddress", errors.UnknownContact),
    ("cart", "The e-mail of the expired cart has no contact", errors.Conflict),
    ("cart", "something else", errors.Conflict),
    ("cart", "", errors.Conflict),
]


@pytest.mark.parametrize(("record", "reason", "kind"), CONFLICTS)
def test_conflicts_are_told_apart_only_where_the_words_do(
    raw: Serve, connect: Connect, record: str, reason: str, kind: type[ApiError]
) -> None:
    client = connect(raw(reply(409, headers={"X-Reason": reason} if reason else {})))
    error = write_fails(client) if record == "order" else cart_write_fails(client)
    assert type(error) is kind
    assert error.advice.startswith("Nothing was saved.")


def test_a_step_of_a_closed_cart_and_a_used_id_have_their_own_kinds(raw: Serve, connect: Connect) -> None:
    client = connect(raw(reply(409), reply(409, headers={"X-Reason": "customerOrderId 7 is already used"})))
    with pytest.raises(errors.CartClosed, match="does not allow this step"):
        client.fiddle_cart(ORDER)
    with pytest.raises(errors.AlreadyUsed, match="used already"):
        client.add_order({"customerOrderId": "7"}, trigger_events=False)


# faults and slowing down -------------------------------------------------------------------------


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_on_a_read_is_tried_three_times(raw: Serve, connect: Connect, status: int) -> None:
    server = raw(reply(status))
    error = read_fails(connect(server))
    assert type(error) is ServerFault
    assert f"(status {status})" in error.headline
    assert len(server.requests) == 3
    assert connect(raw(reply(status), reply_json(ORDER_JSON))).get_order(ORDER).order_id == ORDER


@pytest.mark.parametrize("status", [500, 501, 502, 503, 504, 507, 599])
def test_a_fault_on_a_write_is_unknown_and_left_once(raw: Serve, connect: Connect, status: int) -> None:
    server = raw(reply(status, headers={"Retry-After": "0"}))
    error = write_fails(connect(server))
    assert type(error) is OutcomeUnknown
    assert error.status == status
    assert len(server.requests) == 1


@pytest.mark.parametrize("write", [False, True])
def test_slowing_down_is_obeyed_for_reads_and_writes(raw: Serve, connect: Connect, write: bool) -> None:
    server = raw(reply(429, headers={"Retry-After": "1"}), reply_json(ORDER_JSON))
    client, waits = connect(server, whole=0.8), list[float]()
    began = monotonic()

    def note(progress: Progress) -> None:
        if progress.waiting:
            waits.append(progress.waiting)

    if write:
        outgoing = client.order_update(ORDER, {}, trigger_events=False)
        assert client.send(outgoing, progress=note).customer_id == "1001"
    else:
        assert client.get_order(ORDER, progress=note).customer_id == "1001"
    assert waits == [1.0]
    assert (
        1.0 <= monotonic() - began < 1.5
    )  # longer than `whole`: an announced wait is not held against the call
    assert len(server.requests) == 2


def test_slowing_down_for_ever_is_an_error_that_knows_how_long(raw: Serve, connect: Connect) -> None:
    server = raw(reply(429, headers={"Retry-After": "86400"}))
    error = write_fails(connect(server, retry_after=0.05))
    assert type(error) is errors.TooMany
    assert error.retry_after == 86400
    assert error.advice == "Nothing was saved. Try again in 86,400 s."
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    "value", ["-1", "soon", "", "1e3", "99999999999999", "Wed, 99 Nov 2026 99:99:99 GMT"]
)
def test_a_senseless_wait_is_replaced_by_our_own(raw: Serve, connect: Connect, value: str) -> None:
    server = raw(reply(429, headers={"Retry-After": value}), reply_json(ORDER_JSON))
    began = monotonic()
    assert connect(server).get_order(ORDER).order_id == ORDER
    assert monotonic() - began < 0.5


def test_a_wait_can_be_cancelled_and_nothing_was_applied(raw: Serve, connect: Connect) -> None:
    client = connect(raw(reply(429, headers={"Retry-After": "30"})))
    cancel = Cancel()
    outgoing = client.order_update(ORDER, {}, trigger_events=False)
    began = monotonic()
    with pytest.raises(errors.Stopped) as caught:
        client.send(outgoing, cancel=cancel, progress=lambda progress: progress.waiting and cancel.cancel())
    assert monotonic() - began < 0.3
    assert caught.value.advice == "Nothing was saved."


def test_a_forced_update_is_never_repeated(raw: Serve, connect: Connect) -> None:
    server = raw(reply(429, headers={"Retry-After": "0"}))
    with pytest.raises(errors.TooMany):
        connect(server).update_order(ORDER, {}, trigger_events=True, force=True)
    assert len(server.requests) == 1


# answers of success that are none ----------------------------------------------------------------

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


# redirects ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 305, 307, 308])
@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("/orders/elsewhere", "127.0.0.1"),
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
    assert f"points to {named}" in error.headline
    assert "pw" not in error.headline
    assert "which is not followed" in error.headline
    assert type(write_fails(client)) is OutcomeUnknown
    assert len(server.requests) == 2


def test_nothing_leaves_for_the_target_of_a_redirect(raw: Serve, connect: Connect) -> None:
    target = raw(reply_json(ORDER_JSON))
    for status in (301, 302, 303, 307, 308):
        client = connect(raw(reply(status, headers={"Location": target.url + "/orders/x"})))
        read_fails(client)
        write_fails(client)
    assert target.connections == 0
