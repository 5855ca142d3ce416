"""What the console's client is tried with through each proxy, every outcome held against what the sandbox logged.

They must not look into a proxy: what counts is what the client says, and what reached the server how often.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from console.api.client import Client
from console.api.errors import ApiError, NotFound, OutcomeUnknown, Refused
from tests.support.proxy import FaultProxy
from tests.support.sandbox import SAMPLE_ORDER, Line, Sandbox

LINES = 2_000
IDS = (
    "A B",
    "A/B",
    "A//B",
    "A%B",
    "A%2FB",
    "A+B",
    "A#B",
    "A;B",
    "A?B=1",
    "A&B",
    "A:B",
    "A..B",
    "Ä-ü",
    "注文 7",
)
_ONE = {
    "quantity": 1,
    "totalPrice": 3.99,
    "sku": "MUG",
    "name": "Mug, blue, 300 ml",
    "productUrl": "https://x.example/mug",
}


class Missed(AssertionError):
    """A trial that did not end as it must; its text says what happened."""


@dataclass(frozen=True)
class Course:
    """One proxy under trial: a client through it, what stands between it and the sandbox, and where the client connects."""

    client: Client
    behind: FaultProxy
    sandbox: Sandbox
    port: int

    def writes(self, since: int) -> list[Line]:
        """The writes that reached the sandbox since it had answered so many requests."""
        return [line for line in self.sandbox.calls(since) if line["method"] != "GET"]


def look_up(course: Course) -> str:
    """An order by its ID and by the shop's, and one that is not there."""
    order = course.client.get_order(SAMPLE_ORDER)
    again = course.client.get_order_by_customer_id(order.customer_id)
    _must(again.id == SAMPLE_ORDER, f"{again.id} came instead")
    try:
        course.client.get_order("11111111-2222-4333-8444-555555555555")
    except NotFound as error:
        _must("no such" in error.reason.lower() or error.reason != "", "X-Reason was taken away")
        return "ok"
    raise Missed("an order that is not there was found")


def update(course: Course) -> str:
    """One change, which reaches the server once."""
    since = len(course.sandbox.requests())
    text = f"by way of port {course.port}, ünïcode"
    done = course.client.update_order(SAMPLE_ORDER, {"shippingDetails": text}, trigger_events=False)
    _must(done.shipping_details == text, "the answer holds something else")
    _must(len(course.writes(since)) == 1, f"it arrived {len(course.writes(since))} times")
    return "ok"


def long_cart(course: Course) -> str:
    """A cart of 2,000 lines, read, sent whole and read again."""
    cart = _new_cart(course, LINES)
    found = course.client.get_cart(cart)
    lines = [_ONE | {"name": f"Line {place}"} for place in range(LINES)]
    since = len(course.sandbox.requests())
    course.client.update_cart(cart, {"lineItems": lines})
    again = course.client.get_cart(cart)
    _must(
        len(found.lines) == len(again.lines) == LINES,
        f"{len(found.lines)}, then {len(again.lines)} lines came",
    )
    _must(again.lines[-1].name == f"Line {LINES - 1}", "the last line came otherwise")
    _must(len(course.writes(since)) == 1, "it did not arrive once")
    return "ok"


def ids(course: Course) -> str:
    """Orders with every odd ID, and with each the one that is not there; tells which took a search."""
    searched, wrong = [], []
    for own_id in IDS:
        made = _own(course, own_id)
        since = len(course.sandbox.requests())
        try:
            found = course.client.get_order_by_customer_id(own_id)
        except ApiError as error:
            wrong.append(f"{own_id}: {error.headline}")
            continue
        if (found.id, found.customer_id) != (made, own_id):
            wrong.append(f"{own_id}: another order came, {found.customer_id}")
        if any(line["path"] == "/orders" for line in course.sandbox.calls(since)):
            searched.append(own_id)
        try:
            course.client.get_order_by_customer_id(f"{own_id} none")
            wrong.append(f"{own_id} none: found")
        except NotFound:
            pass
        except ApiError as error:
            wrong.append(f"{own_id} none: {error.headline}")
    _must(not wrong, "; ".join(wrong))
    return f"ok; by search: {'  '.join(searched)}" if searched else "ok"


def idle(course: Course) -> str:
    """A write after the proxy has closed the idle connection, and one after the server has closed the proxy's."""
    course.client.get_order(SAMPLE_ORDER)
    _wait_until_closed(course)
    since = len(course.sandbox.requests())
    course.client.update_order(SAMPLE_ORDER, {"shippingDetails": "after a rest"}, trigger_events=False)
    _must(len(course.writes(since)) == 1, f"it arrived {len(course.writes(since))} times")
    course.behind.drop()
    return _once_or_unknown(course, "after the server's rest")


def killed_before(course: Course) -> str:
    """The server dies before it has read a write: not done, and not known to be."""
    since = len(course.sandbox.requests())
    course.client.get_order(SAMPLE_ORDER)
    course.behind.requests_reset = True
    try:
        course.client.update_order(SAMPLE_ORDER, {"shippingDetails": "never"}, trigger_events=False)
    except OutcomeUnknown as error:
        said = f"ok; status {error.status}" if error.status else "ok; cut"
    else:
        raise Missed("it was called saved")
    finally:
        course.behind.requests_reset = False
        course.behind.drop()
    _must(not course.writes(since), "it arrived")
    _must(course.client.get_order(SAMPLE_ORDER).shipping_details != "never", "it was done")
    return said


def killed_after(course: Course) -> str:
    """The server dies after it has done a write: done once, not known to be, and there when it is read."""
    since = len(course.sandbox.requests())
    course.client.get_order(SAMPLE_ORDER)
    course.behind.answers_lost = True
    try:
        course.client.update_order(SAMPLE_ORDER, {"shippingDetails": "done once"}, trigger_events=False)
    except OutcomeUnknown as error:
        said = f"ok; status {error.status}" if error.status else "ok; cut"
    else:
        raise Missed("it was called saved")
    finally:
        course.behind.answers_lost = False
        course.behind.drop()
    _must(len(course.writes(since)) == 1, f"it arrived {len(course.writes(since))} times")
    _must(course.client.get_order(SAMPLE_ORDER).shipping_details == "done once", "it is not there")
    return said


def too_large(course: Course) -> str:
    """A body that is larger than the proxy takes: refused, and nothing arrived."""
    cart = _new_cart(course, 1)
    since = len(course.sandbox.requests())
    try:
        course.client.update_cart(cart, {"lineItems": [_ONE] * LINES})
    except Refused as error:
        _must(error.status == 413, error.headline)
        _must(not course.writes(since), "it arrived all the same")
        return "ok"
    except OutcomeUnknown as error:
        _must(not course.writes(since), "it arrived all the same")
        raise Missed(f"unknown: {error.headline}") from error
    raise Missed("it was taken")


Trial = Callable[[Course], str]
TRIALS: dict[str, Trial] = {
    "look-up": look_up,
    "update": update,
    f"{LINES:,} lines": long_cart,
    "odd IDs": ids,
    "idle": idle,
    "killed before": killed_before,
    "killed after": killed_after,
}
"""Through a proxy as it is; `too_large` needs one with a small limit."""


def outcome(trial: Trial, course: Course) -> str:
    """What a trial came to: it begins with `ok`, or says what happened."""
    try:
        return trial(course)
    except Missed as error:
        return str(error)
    except ApiError as error:
        return f"{type(error).__name__}: {error.headline}"


def _must(true: bool, otherwise: str) -> None:
    if not true:
        raise Missed(otherwise)


def _once_or_unknown(course: Course, text: str) -> str:
    """A write over a connection that may be dead: done once and said so, or said to be unknown and done at most once."""
    since = len(course.sandbox.requests())
    try:
        course.client.update_order(SAMPLE_ORDER, {"shippingDetails": text}, trigger_events=False)
    except OutcomeUnknown as error:
        times = len(course.writes(since))
        _must(times <= 1, f"it arrived {times} times")
        return f"ok; unknown and {'done' if times else 'not done'} after the server's (status {error.status})"
    _must(len(course.writes(since)) == 1, f"it arrived {len(course.writes(since))} times")
    return "ok"


def _own(course: Course, own_id: str) -> str:
    status, made = course.sandbox.write(
        "/orders?triggerEvents=false", {"customerOrderId": own_id, "currency": "USD", "lineItems": [_ONE]}
    )
    if status == 409:
        _, made = course.sandbox.read("/orders?customerOrderId=" + quote(own_id, safe=""))
        made = made[0]
    return str(made["orderId"])


def _new_cart(course: Course, lines: int) -> str:
    name = f"bench-{len(course.sandbox.requests())}"
    status, made = course.sandbox.write(
        "/carts", {"customerCartId": name, "currency": "EUR", "lineItems": [_ONE] * lines}
    )
    _must(status == 201, f"the sandbox answered {status}")
    return str(made["cartId"])


def _wait_until_closed(course: Course) -> None:
    """Make a connection that is idle later than the client's, and wait until the proxy closes it."""
    connection = http.client.HTTPConnection("127.0.0.1", course.port, timeout=30)
    connection.request("GET", f"{course.client.environment.api_url}/orders/none")
    connection.getresponse().read()
    if connection.sock is None:
        raise Missed("it keeps no connection open")
    with connection.sock as sock:
        while sock.recv(1):
            pass
