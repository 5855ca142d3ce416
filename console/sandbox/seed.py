"""Fills a database with believable practice records, the same for the same seed; it must not apply the API's rules."""

import random
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from sqlite3 import Connection
from typing import TypeVar

from console.sandbox import bodies, carts, clock, orders, vocabulary
from console.sandbox.bodies import Body
from console.sandbox.contacts import add_contact
from console.sandbox.vocabulary import Product, Shopper
from console.sandbox.wire import JsonNumber

Drawn = TypeVar("Drawn")

SAMPLE_ORDER = "0ad24370-96de-4922-9a53-954530fcbb64"
SAMPLE_CART = "7255c31c-39ac-4611-a2b7-974b0ebfa555"
LONG_ORDER_LINES = 2000

_FIRST_ORDER, _FIRST_CART = 1001, 2207
_EPOCH = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
_LONG_ORDER, _LONG_TEXT, _WRONG_TOTAL = 5, 3, 4
_STATES = ((True, False), (True, True), (False, False), (True, False), (False, True))
_CART_STATUSES = ("ACTIVE", "ABANDONED", "ACTIVE", "EXPIRED", "COMPLETE")
_TAX = Decimal("0.07")


def add_samples(tx: Connection) -> None:
    """The order and the cart of the original pages, the shoppers' contacts, and one return that holds an order id."""
    for shopper in vocabulary.SHOPPERS:
        add_contact(tx, shopper.address, transactional=False)
    tx.execute("INSERT INTO returns VALUES ('R-1001')")
    money = _Money("USD", 2, "1")
    products = vocabulary.PRODUCTS
    shopper = vocabulary.SHOPPERS[0]
    rng = random.Random("samples")  # noqa: S311 - practice data
    bought = [(products[0], 1), (products[1], 2), (products[2], 1)]
    order = _record(orders.EMPTY, rng, shopper, money, bought, _EPOCH)
    order.update(
        orderId=SAMPLE_ORDER,
        customerOrderId=str(_FIRST_ORDER),
        orderDate=clock.write(_EPOCH),
        status="PROCESSED",
        states={"processed": True, "shipped": False},
        shippingDetails=vocabulary.SHIPPING[0],
    )
    orders.insert_order(tx, order)
    bought = [(products[0], 2), (products[3], 1), (products[9], 3), (products[11], 1)]
    cart = _record(carts.EMPTY, rng, shopper, money, bought, _EPOCH + timedelta(hours=2))
    cart.update(
        cartId=SAMPLE_CART,
        customerCartId=f"C-{_FIRST_CART}",
        url="http://www.example.com/carts/abc-123",
        phase="BILLING",
    )
    carts.insert_cart(tx, cart)


def fill(tx: Connection, *, orders: int, seed: int) -> None:
    """Add so many orders and half as many carts, unless there are any besides the samples."""
    others = tx.execute(
        "SELECT (SELECT count(*) FROM orders WHERE order_id != ?) + (SELECT count(*) FROM carts WHERE cart_id != ?)",
        (SAMPLE_ORDER, SAMPLE_CART),
    ).fetchone()[0]
    if others:
        return
    for index in range(1, orders // 2 + 1):
        _add_cart(tx, index, seed)
    for index in range(1, orders + 1):
        _add_order(tx, index, seed)


class _Money:
    """Amounts of one currency with its number of digits."""

    def __init__(self, code: str, digits: int, rate: str) -> None:
        self.code, self._rate = code, Decimal(rate)
        self._step = Decimal(1).scaleb(-digits)

    def price(self, cents: int) -> Decimal:
        """What a price in US cents is in this currency."""
        return self.rounded(self._rate * cents / 100)

    def rounded(self, amount: Decimal) -> Decimal:
        """The amount with the currency's digits."""
        return amount.quantize(self._step)


def _add_order(tx: Connection, index: int, seed: int) -> None:
    rng = random.Random(f"{seed} order {index}")  # noqa: S311 - practice data
    shopper, money = _nth(vocabulary.SHOPPERS, index), _Money(*_nth(vocabulary.CURRENCIES, index))
    count = LONG_ORDER_LINES if index == _LONG_ORDER else rng.choice((1, 1, 2, 3, 4, 7))
    bought = [(_pick(rng, vocabulary.PRODUCTS), rng.choice((1, 1, 1, 2, 3, 12))) for _ in range(count)]
    made = _EPOCH + timedelta(minutes=97 * index, milliseconds=rng.randrange(60_000))
    order = _record(orders.EMPTY, rng, shopper, money, bought, made)
    processed, shipped = _STATES[index % len(_STATES)]
    order.update(
        orderId=_identity(rng),
        customerOrderId=str(_FIRST_ORDER + index),
        cartId=_cart_identity(index // 2, seed)
        if index % 2 == 0 and _cart_status(index // 2) == "COMPLETE"
        else None,
        orderDate=clock.write(made - timedelta(minutes=3)),
        status="PROCESSED" if processed else "PENDING",
        states={"processed": processed, "shipped": shipped},
        shippingDetails=f"{_pick(rng, vocabulary.SHIPPING)} · {shopper.name}, {shopper.place}",
    )
    if shipped:
        order["shippingDate"] = clock.write(
            (made + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        )
        order["shippingTrackingUrl"] = _pick(rng, vocabulary.TRACKING_URLS)
    if index % 10 == _LONG_TEXT:
        order["shippingDetails"] = vocabulary.LONG_TEXT * 25
    if index % 6 == 0:
        order.update(_attribution(rng))
    if index % 14 == 0:
        order["emailAddress"] = order["contactId"] = None
    if index % 9 == _WRONG_TOTAL:
        order["grandTotal"] = JsonNumber(str(money.price(index * 1000)))
    orders.insert_order(tx, order)


def _add_cart(tx: Connection, index: int, seed: int) -> None:
    rng = random.Random(f"{seed} cart {index}")  # noqa: S311 - practice data
    identity = _identity(rng)
    shopper, money = _nth(vocabulary.SHOPPERS, index), _Money(*_nth(vocabulary.CURRENCIES, index))
    bought = [
        (_pick(rng, vocabulary.PRODUCTS), rng.choice((1, 1, 2, 5))) for _ in range(rng.choice((1, 2, 3, 5)))
    ]
    cart = _record(carts.EMPTY, rng, shopper, money, bought, _EPOCH + timedelta(minutes=131 * index))
    cart.update(
        cartId=identity,
        customerCartId=f"C-{_FIRST_CART + index}",
        url=f"https://shop.example.com/carts/{identity[:8]}",
        status=_cart_status(index),
        phase=bodies.CART_PHASES[index % len(bodies.CART_PHASES)],
    )
    carts.insert_cart(tx, cart)


def _record(
    empty: Body,
    rng: random.Random,
    shopper: Shopper,
    money: _Money,
    bought: list[tuple[Product, int]],
    made: datetime,
) -> Body:
    """What an order and a cart have in common; the totals add up."""
    lines = [_line(product, quantity, money, position) for position, (product, quantity) in enumerate(bought)]
    subtotal = sum((money.price(product.price) * quantity for product, quantity in bought), Decimal(0))
    discount = money.rounded(subtotal * rng.choice((0, 0, 0, 10)) / 100)
    tax = money.rounded((subtotal - discount) * _TAX)
    shipping = money.price(rng.choice((0, 495, 990)))
    written = clock.write(made)
    return empty | {
        "emailAddress": shopper.address,
        "contactId": f"{rng.getrandbits(64):016x}",
        "currency": money.code,
        "subtotal": JsonNumber(str(money.rounded(subtotal))),
        "discountAmount": JsonNumber(str(discount)),
        "taxAmount": JsonNumber(str(tax)),
        "shippingAmount": JsonNumber(str(shipping)),
        "grandTotal": JsonNumber(str(money.rounded(subtotal - discount + tax + shipping))),
        "originIp": _pick(rng, vocabulary.ADDRESSES),
        "originUserAgent": _pick(rng, vocabulary.AGENTS),
        "createdDate": written,
        "updatedDate": written,
        "lineItems": lines,
    }


def _line(product: Product, quantity: int, money: _Money, position: int) -> Body:
    price = money.price(product.price)
    return {
        "name": product.name,
        "description": product.description,
        "sku": product.sku,
        "other": product.other or None,
        "imageUrl": f"http://www.example.com/images/{product.sku}.jpg",
        "category": product.category,
        "productUrl": f"http://www.example.com/products/{product.sku}",
        "quantity": JsonNumber(str(quantity)),
        "salePrice": JsonNumber(str(price)),
        "totalPrice": JsonNumber(str(price * quantity)),
        "unitPrice": JsonNumber(str(price)),
        "position": position,
    }


def _attribution(rng: random.Random) -> Body:
    return {
        "hasTracking": True,
        "trackingCookieName": "tid_" + "".join(chr(97 + rng.randrange(26)) for _ in range(31)),
        "trackingCookieValue": f"3.Ag.AQ.AQ.AQ.AQ.AQ.t..l.AQ.n.VO4AkA.VO4AkA.{rng.getrandbits(24):06X}",
        "deliveryId": f"{rng.getrandbits(64):016x}",
        "messageId": f"{rng.getrandbits(64):016x}",
    }


def _cart_status(index: int) -> str:
    return _CART_STATUSES[index % len(_CART_STATUSES)]


def _cart_identity(index: int, seed: int) -> str:
    return _identity(random.Random(f"{seed} cart {index}"))  # noqa: S311 - practice data


def _identity(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _nth(choices: tuple[Drawn, ...], index: int) -> Drawn:
    """The choices in turn, so that a few dozen records show all of them."""
    return choices[index % len(choices)]


def _pick(rng: random.Random, choices: tuple[Drawn, ...]) -> Drawn:
    return choices[rng.randrange(len(choices))]
