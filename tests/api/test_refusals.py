"""Refusals and faults, each in its own words (faults 13-22)."""

from __future__ import annotations

from time import monotonic

import pytest

from console.api import errors
from console.api.call import Progress
from console.api.client import Client
from console.api.errors import ApiError, OutcomeUnknown, ServerFault
from console.runtime.cancel import Cancel
from tests.api.given import ORDER, ORDER_JSON, Connect, Serve, read_fails, write_fails
from tests.support.raw_server import reply, reply_json


def cart_write_fails(client: Client) -> ApiError:
    with pytest.raises(ApiError) as caught:
        client.update_cart(ORDER, {"url": "x"})
    return caught.value


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


@pytest.mark.fault(18)
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


@pytest.mark.fault(19)
@pytest.mark.parametrize("status", [412, 428])
def test_a_record_that_moved_is_outdated(raw: Serve, connect: Connect, status: int) -> None:
    assert type(write_fails(connect(raw(reply(status))))) is errors.Outdated


def test_what_is_missing_is_named_by_what_was_asked(raw: Serve, connect: Connect) -> None:
    client = connect(raw(reply(404, headers={"X-Reason": "no such record"})))
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


@pytest.mark.fault(14, 15)
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


@pytest.mark.fault(15)
def test_a_reason_of_60_kb_is_cut(raw: Serve, connect: Connect) -> None:
    error = write_fails(connect(raw(reply(400, headers={"X-Reason": "no " * 20_000}))))
    assert len(error.reason) <= 500
    assert len(error.detail) < 2_500


@pytest.mark.fault(14)
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


@pytest.mark.fault(21)
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_on_a_read_is_tried_three_times(raw: Serve, connect: Connect, status: int) -> None:
    server = raw(reply(status))
    error = read_fails(connect(server))
    assert type(error) is ServerFault
    assert f"(status {status})" in error.headline
    assert len(server.requests) == 3
    assert connect(raw(reply(status), reply_json(ORDER_JSON))).get_order(ORDER).order_id == ORDER


@pytest.mark.fault(22)
@pytest.mark.parametrize("status", [500, 501, 502, 503, 504, 507, 599])
def test_a_fault_on_a_write_is_unknown_and_left_once(raw: Serve, connect: Connect, status: int) -> None:
    server = raw(reply(status, headers={"Retry-After": "0"}))
    error = write_fails(connect(server))
    assert type(error) is OutcomeUnknown
    assert error.status == status
    assert len(server.requests) == 1


@pytest.mark.fault(20)
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
    assert monotonic() - began >= 1.0  # longer than `whole`: an announced wait is not held against the call
    assert len(server.requests) == 2


def test_slowing_down_for_ever_is_an_error_that_knows_how_long(raw: Serve, connect: Connect) -> None:
    server = raw(reply(429, headers={"Retry-After": "86400"}))
    error = write_fails(connect(server, retry_after=0.05))
    assert type(error) is errors.TooMany
    assert error.retry_after == 86400
    assert error.advice == "Nothing was saved. Try again in 86,400 s."
    assert len(server.requests) == 3


@pytest.mark.fault(20)
@pytest.mark.parametrize(
    "value", ["-1", "soon", "", "1e3", "99999999999999", "Wed, 99 Nov 2026 99:99:99 GMT"]
)
def test_a_senseless_wait_is_replaced_by_our_own(raw: Serve, connect: Connect, value: str) -> None:
    server = raw(reply(429, headers={"Retry-After": value}), reply_json(ORDER_JSON))
    began = monotonic()
    assert connect(server).get_order(ORDER).order_id == ORDER
    assert monotonic() - began < 5


def test_a_wait_can_be_cancelled_and_nothing_was_applied(raw: Serve, connect: Connect) -> None:
    client = connect(raw(reply(429, headers={"Retry-After": "30"})))
    cancel = Cancel()
    outgoing = client.order_update(ORDER, {}, trigger_events=False)
    began = monotonic()
    with pytest.raises(errors.Stopped) as caught:
        client.send(outgoing, cancel=cancel, progress=lambda progress: progress.waiting and cancel.cancel())
    assert monotonic() - began < 5
    assert caught.value.advice == "Nothing was saved."


def test_a_forced_update_is_never_repeated(raw: Serve, connect: Connect) -> None:
    server = raw(reply(429, headers={"Retry-After": "0"}))
    with pytest.raises(errors.TooMany):
        connect(server).update_order(ORDER, {}, trigger_events=True, force=True)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_read_at_once_waits_for_nobody(raw: Serve, connect: Connect, status: int) -> None:
    server = raw(reply(status, headers={"Retry-After": "30"}))
    error = read_fails(connect(server), at_once=True)
    assert type(error) is (errors.TooMany if status == 429 else ServerFault)
    assert error.retry_after == 30
    assert len(server.requests) == 1


def test_a_read_at_once_does_not_wait_for_the_sign_in_either(raw: Serve, connect: Connect) -> None:
    server = raw(token=[reply(429, headers={"Retry-After": "30"})])
    assert type(read_fails(connect(server), at_once=True)) is errors.TooMany
