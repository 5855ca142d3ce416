"""The rules of carts; it must not know HTTP beyond an answer's status, nor check tokens."""

import uuid
from sqlite3 import Connection

from console.sandbox import bodies, clock, events, forms, wire
from console.sandbox.answers import Answer, RefusalError
from console.sandbox.bodies import Body
from console.sandbox.calls import Received, touched
from console.sandbox.contacts import settle_contact
from console.sandbox.tracking import settle_tracking

EMPTY: Body = {
    "cartId": None,
    "customerCartId": None,
    "url": None,
    "status": "ACTIVE",
    "phase": "SHOPPING",
    "emailAddress": None,
    "contactId": None,
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
CLOSED = ("EXPIRED", "COMPLETE")


def read_cart(tx: Connection, call: Received) -> Answer:
    """Get Cart, by either id; closed carts can be read."""
    return Answer(200, _find(tx, call))


def update_cart(tx: Connection, call: Received) -> Answer:
    """Update Cart, by either id: what is not given stays, the status always; 409 for a closed cart."""
    cart = wire.read_own(_find(tx, call))
    _refuse_closed(cart)
    changes = bodies.check(call.body, bodies.CART_UPDATE)
    _apply(tx, cart, changes, call)
    return Answer(200, _save(tx, cart))


def add_cart(tx: Connection, call: Received) -> Answer:
    """Add Cart: ACTIVE; 409 when the customer's id is taken."""
    changes = bodies.check(call.body, bodies.CART_CREATE, required="customerCartId")
    key = changes["customerCartId"]
    if tx.execute("SELECT 1 FROM carts WHERE customer_cart_id = ?", (key,)).fetchone():
        raise RefusalError(409, f"customerCartId {key} is already used")
    now = clock.write(clock.now())
    cart = EMPTY | {"cartId": str(uuid.uuid4()), "createdDate": now, "updatedDate": now}
    _apply(tx, cart, changes, call)
    insert_cart(tx, cart)
    return Answer(201, wire.write(cart))


def insert_cart(tx: Connection, cart: Body) -> None:
    """Store a whole new cart as it will be answered."""
    tx.execute(
        "INSERT INTO carts VALUES (?, ?, ?)", (cart["cartId"], cart["customerCartId"], wire.write(cart))
    )


def delete_cart(tx: Connection, call: Received) -> Answer:
    """Delete Cart, by either id: 204 whether it was there or not."""
    if "cartId" in call.path:
        tx.execute("DELETE FROM carts WHERE cart_id = ?", (call.path["cartId"].lower(),))
    else:
        tx.execute("DELETE FROM carts WHERE customer_cart_id = ?", (call.path["customerCartId"],))
    return Answer(204)


def search_carts(tx: Connection, call: Received) -> Answer:
    """Search For Carts by the customer's id: a list of one, or 204."""
    key = call.query.get("customerCartId")
    if not key:
        raise RefusalError(400, "customerCartId is required")
    row = tx.execute("SELECT document FROM carts WHERE customer_cart_id = ?", (key,)).fetchone()
    return Answer(200, f"[{row[0]}]") if row else Answer(204)


def fiddle_cart(tx: Connection, call: Received) -> Answer:
    """Fiddle: mark activity; ABANDONED becomes ACTIVE again."""
    return _move(tx, call, to="ACTIVE")


def abandon_cart(tx: Connection, call: Received) -> Answer:
    """Abandon: set ABANDONED; recorded as the event `cart abandoned` when the cart was active."""
    return _move(tx, call, to="ABANDONED")


def expire_cart(tx: Connection, call: Received) -> Answer:
    """Expire: close an ABANDONED cart for good; 409 for any other."""
    return _move(tx, call, to="EXPIRED")


def _move(tx: Connection, call: Received, *, to: str) -> Answer:
    cart = wire.read_own(_find(tx, call))
    _refuse_closed(cart)
    if to == "EXPIRED" and cart["status"] != "ABANDONED":
        raise RefusalError(409, "The cart is ACTIVE; only an ABANDONED cart can expire")
    if to == "ABANDONED" and cart["status"] == "ACTIVE":
        events.record(tx, "cart abandoned", cart_id=str(cart["cartId"]))
    cart["status"] = to
    _save(tx, cart)
    return Answer(204)


def _find(tx: Connection, call: Received) -> str:
    if "cartId" in call.path:
        asked = call.path["cartId"]
        column, key = "cart_id", asked.lower() if forms.is_uuid(asked) else ""
    else:
        asked = key = call.path["customerCartId"]
        column = "customer_cart_id"
    row = tx.execute(
        f"SELECT document FROM carts WHERE {column} = ?",  # noqa: S608 - one of two column names
        (key,),
    ).fetchone()
    if row is None:
        raise RefusalError(404, f"There is no cart {asked}")
    return str(row[0])


def _refuse_closed(cart: Body) -> None:
    if cart["status"] in CLOSED:
        raise RefusalError(409, f"The cart is {cart['status']} and cannot be changed")


def _apply(tx: Connection, cart: Body, changes: Body, call: Received) -> None:
    settle_tracking(changes, ignore_invalid=call.ignore_invalid_tracking)
    settle_contact(tx, changes.get("emailAddress"), create=call.flag("createContact"))
    cart.update(changes)


def _save(tx: Connection, cart: Body) -> str:
    cart["updatedDate"] = touched(str(cart["updatedDate"]))
    document = wire.write(cart)
    tx.execute("UPDATE carts SET document = ? WHERE cart_id = ?", (document, cart["cartId"]))
    return document
