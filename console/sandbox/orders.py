"""The rules of orders; it must not know HTTP beyond an answer's status, nor check tokens."""

import uuid
from sqlite3 import Connection

from console.sandbox import bodies, clock, events, forms, wire
from console.sandbox.answers import Answer, RefusalError
from console.sandbox.bodies import Body
from console.sandbox.calls import Received, touched
from console.sandbox.contacts import settle_contact
from console.sandbox.events import EventState
from console.sandbox.tracking import settle_tracking

EMPTY: Body = {
    "orderId": None,
    "customerOrderId": None,
    "cartId": None,
    "emailAddress": None,
    "contactId": None,
    "orderDate": None,
    "status": "PENDING",
    "states": {"processed": False, "shipped": False},
    "hasTracking": False,
    "trackingCookieName": None,
    "trackingCookieValue": None,
    "deliveryId": None,
    "messageId": None,
    "currency": None,
    **dict.fromkeys(bodies.AMOUNTS, wire.JsonNumber("0")),
    "shippingDate": None,
    "shippingDetails": None,
    "shippingTrackingUrl": None,
    "originIp": None,
    "originUserAgent": None,
    "createdDate": None,
    "updatedDate": None,
    "lineItems": [],
}


def read_order(tx: Connection, call: Received) -> Answer:
    """Get Order, by either id."""
    _, document, _ = _find(tx, call)
    return Answer(200, document)


def update_order(tx: Connection, call: Received) -> Answer:
    """Update Order, by either id: what is not given stays; lineItems are replaced whole."""
    order_id, document, was_added = _find(tx, call)
    ignored = frozenset() if call.settings.strict else bodies.COMPAT_IGNORED
    changes = bodies.check(call.body, bodies.ORDER_UPDATE, ignored=ignored)
    order = wire.read_own(document)
    before = _state(order)
    _apply(tx, order, changes, call)
    order["updatedDate"] = touched(str(order["updatedDate"]))
    _fire(tx, order, call, before=before, first_time=not was_added)
    answer = wire.write(order)
    tx.execute(
        "UPDATE orders SET document = ?, sort_date = ?, added = ? WHERE order_id = ?",
        (answer, _sort_date(order), was_added or _state(order).processed, order_id),
    )
    return Answer(200, answer)


def add_order(tx: Connection, call: Received) -> Answer:
    """Add Order: 409 when the customer's id is taken by an order or a return."""
    changes = bodies.check(call.body, bodies.ORDER_CREATE, required="customerOrderId")
    changes.pop("orderSource", None)
    taken = tx.execute(
        "SELECT 1 FROM orders WHERE customer_order_id = ?1 UNION SELECT 1 FROM returns WHERE customer_order_id = ?1",
        (changes["customerOrderId"],),
    ).fetchone()
    if taken:
        raise RefusalError(
            409, f"customerOrderId {changes['customerOrderId']} is already used by an order or a return"
        )
    now = clock.write(clock.now())
    order = EMPTY | {"orderId": str(uuid.uuid4()), "createdDate": now, "updatedDate": now}
    before = _state(order)
    _apply(tx, order, changes, call)
    _fire(tx, order, call, before=before, first_time=True)
    insert_order(tx, order)
    return Answer(201, wire.write(order))


def insert_order(tx: Connection, order: Body) -> None:
    """Store a whole new order as it will be answered."""
    tx.execute(
        "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)",
        (
            order["orderId"],
            order["customerOrderId"],
            order["cartId"],
            _sort_date(order),
            _state(order).processed,
            wire.write(order),
        ),
    )


def delete_order(tx: Connection, call: Received) -> Answer:
    """Delete Order, by either id: 204 whether it was there or not."""
    if "orderId" in call.path:
        tx.execute("DELETE FROM orders WHERE order_id = ?", (call.path["orderId"].lower(),))
    else:
        tx.execute("DELETE FROM orders WHERE customer_order_id = ?", (call.path["customerOrderId"],))
    return Answer(204)


def search_orders(tx: Connection, call: Received) -> Answer:
    """Search For Orders: all given filters must hold, at least one must be given; 204 when nothing matches."""
    filters: list[tuple[str, str]] = []
    if cart_id := call.query.get("cartId"):
        filters.append(("cart_id = ?", forms.uuid("cartId", cart_id)))
    if customer_order_id := call.query.get("customerOrderId"):
        filters.append(("customer_order_id = ?", customer_order_id))
    if start := call.query.get("startDate"):
        filters.append(("sort_date >= ?", forms.date("startDate", start)))
    if end := call.query.get("endDate"):
        filters.append(("sort_date <= ?", forms.date("endDate", end)))
    if not filters:
        raise RefusalError(400, "One of cartId, customerOrderId, startDate and endDate is required")
    where = " AND ".join(condition for condition, _ in filters)
    rows = tx.execute(
        f"SELECT document FROM orders WHERE {where} ORDER BY sort_date, rowid",  # noqa: S608 - fixed conditions
        [value for _, value in filters],
    ).fetchall()
    return Answer(200, f"[{','.join(document for (document,) in rows)}]") if rows else Answer(204)


def _find(tx: Connection, call: Received) -> tuple[str, str, bool]:
    """The order's id, its JSON text, and whether it was processed before."""
    if "orderId" in call.path:
        asked = call.path["orderId"]
        query, key = "order_id", asked.lower() if forms.is_uuid(asked) else ""
    else:
        asked = key = call.path["customerOrderId"]
        query = "customer_order_id"
    row = tx.execute(
        f"SELECT order_id, document, added FROM orders WHERE {query} = ?",  # noqa: S608 - one of two column names
        (key,),
    ).fetchone()
    if row is None:
        raise RefusalError(404, f"There is no order {asked}")
    return row[0], row[1], bool(row[2])


def _apply(tx: Connection, order: Body, changes: Body, call: Received) -> None:
    status, states = changes.pop("status", None), changes.pop("states", None)
    settle_tracking(changes, ignore_invalid=call.ignore_invalid_tracking)
    settle_contact(tx, changes.get("emailAddress"), create=call.flag("createContact"))
    order.update(changes)
    held = order["states"]
    flags = dict(held) if isinstance(held, dict) else {}
    if status is not None:
        flags["processed"] = status == "PROCESSED"
    elif isinstance(states, dict):
        flags.update(states)
    order["states"] = flags
    order["status"] = "PROCESSED" if flags["processed"] else "PENDING"


def _fire(tx: Connection, order: Body, call: Received, *, before: EventState, first_time: bool) -> None:
    if call.flag("triggerEvents", default=True):
        fired = events.order_events(before, _state(order), first_time=first_time, force=call.flag("force"))
        for event, forced in fired:
            events.record(tx, event, order_id=str(order["orderId"]), forced=forced)


def _state(order: Body) -> EventState:
    flags = order["states"]
    assert isinstance(flags, dict)
    return EventState(processed=flags["processed"], shipped=flags["shipped"])


def _sort_date(order: Body) -> str:
    return str(order["orderDate"] or order["createdDate"])
