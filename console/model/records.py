"""Every field of the API's orders, carts and line items, declared once.

The form, the validation, the change list, the request body and the README's field table follow from these
lines. Nothing here refuses what a server sends: odd values are kept as they came (`Raw`), unknown properties stay
in `model_extra`, and `model_dump(by_alias=True)` gives the whole answer back.

Source: the Update Order, Update Cart and Get Order pages; `tests/contract/openapi.yaml` is compared with it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic.alias_generators import to_camel

from console.model.fields.field import Field, Raw
from console.model.fields.field import RecordKind as RecordKind
from console.model.fields.kinds import (
    AMOUNT,
    CURRENCY,
    EMAIL,
    FLAG,
    ID,
    IP,
    LINK,
    MOMENT,
    NUMBER,
    ORDER_MOMENT,
    QUANTITY,
    TEXT,
    OneOf,
)
from console.model.findings import Findings
from console.runtime.giving_way import unhurried

SHIPPING, CUSTOMER, AMOUNTS = "Shipping", "Customer", "Amounts"
CART, LINES, ORIGIN, RECORD = "Cart", "Line items", "Origin and attribution", "Record"

Words = str | Raw | None
Figure = Decimal | Raw | None
Truth = bool | Raw | None

PHASES = {
    "SHOPPING": "Shopping",
    "BILLING": "Billing",
    "PAYMENT": "Payment",
    "SHIPPING_INFO": "Shipping address",
    "SHIPPING_METHOD": "Shipping method",
    "ORDER_REVIEW": "Order review",
    "ORDER_COMPLETE": "Order complete",
}
PHASE = OneOf(options=PHASES, clearable=False)
KEPT_AS_PAIR = "The cookie's name and value are sent together."


class Declared(BaseModel):
    """What all three share: API names as aliases, unknown properties kept, values never changed in place."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, frozen=True, extra="allow"
    )


class LineItem(Declared):
    """One line of an order or cart. `position` is zero-based and only ever comes from the server."""

    position: Annotated[Figure, Field("#", LINES, NUMBER, writable=False)] = None
    sku: Annotated[Words, Field("SKU", LINES, TEXT)] = None
    name: Annotated[Words, Field("Name", LINES, TEXT)] = None
    description: Annotated[Words, Field("Description", LINES, TEXT)] = None
    category: Annotated[Words, Field("Category", LINES, TEXT)] = None
    other: Annotated[Words, Field("Other", LINES, TEXT)] = None
    quantity: Annotated[Figure, Field("Quantity", LINES, QUANTITY)] = None
    unit_price: Annotated[Figure, Field("Unit price", LINES, AMOUNT)] = None
    sale_price: Annotated[Figure, Field("Sale price", LINES, AMOUNT)] = None
    total_price: Annotated[Figure, Field("Total price", LINES, AMOUNT)] = None
    image_url: Annotated[Words, Field("Image URL", LINES, LINK)] = None
    product_url: Annotated[Words, Field("Product URL", LINES, LINK)] = None


class States(Declared):
    """The two states of an order. An update sends both or neither."""

    processed: Annotated[Truth, Field("Processed", SHIPPING, FLAG)] = None
    shipped: Annotated[Truth, Field("Shipped", SHIPPING, FLAG)] = None


class Record(Declared):
    """The fields that orders and carts share."""

    kind: ClassVar[RecordKind]
    id_key: ClassVar[str]
    customer_id_key: ClassVar[str]

    shipping_tracking_url: Annotated[Words, Field("Tracking URL", SHIPPING, LINK, short="Tracking")] = None
    shipping_date: Annotated[Words, Field("Shipping date", SHIPPING, MOMENT, short="Date")] = None
    shipping_details: Annotated[Words, Field("Shipping details", SHIPPING, TEXT, short="Details")] = None
    email_address: Annotated[Words, Field("E-mail address", CUSTOMER, EMAIL, short="E-mail")] = None
    contact_id: Annotated[Words, Field("Contact ID", CUSTOMER, TEXT, short="Contact")] = None
    currency: Annotated[Words, Field("Currency", CUSTOMER, CURRENCY)] = None
    subtotal: Annotated[Figure, Field("Subtotal", AMOUNTS, AMOUNT)] = None
    discount_amount: Annotated[Figure, Field("Discount", AMOUNTS, AMOUNT)] = None
    tax_amount: Annotated[Figure, Field("Tax", AMOUNTS, AMOUNT)] = None
    shipping_amount: Annotated[Figure, Field("Shipping amount", AMOUNTS, AMOUNT, short="Shipping")] = None
    grand_total: Annotated[Figure, Field("Grand total", AMOUNTS, AMOUNT)] = None
    line_items: tuple[LineItem, ...] | Raw = ()
    origin_ip: Annotated[Words, Field("Origin IP", ORIGIN, IP)] = None
    origin_user_agent: Annotated[Words, Field("Origin user agent", ORIGIN, TEXT)] = None
    message_id: Annotated[Words, Field("Message ID", ORIGIN, TEXT)] = None
    delivery_id: Annotated[Words, Field("Delivery ID", ORIGIN, TEXT)] = None
    tid: Annotated[
        Words, Field("Tracking ID (tid)", ORIGIN, TEXT, hint="Sent, but never answered by the service.")
    ] = None
    tracking_cookie_name: Annotated[Words, Field("Tracking cookie name", ORIGIN, TEXT, hint=KEPT_AS_PAIR)] = (
        None
    )
    tracking_cookie_value: Annotated[
        Words, Field("Tracking cookie value", ORIGIN, TEXT, hint=KEPT_AS_PAIR)
    ] = None
    has_tracking: Annotated[Truth, Field("Has tracking", RECORD, FLAG, writable=False)] = None
    created_date: Annotated[Words, Field("Created", RECORD, MOMENT, writable=False)] = None
    updated_date: Annotated[Words, Field("Updated", RECORD, MOMENT, writable=False)] = None

    @field_validator("line_items", mode="wrap")
    @classmethod
    def _lines_or_raw(cls, value: Any, _: Any) -> tuple[LineItem, ...] | Raw:
        if value is None:
            return ()
        if isinstance(value, list | tuple) and all(isinstance(line, dict | LineItem) for line in value):
            return tuple(map(LineItem.model_validate, unhurried(value)))
        return Raw(value)

    @property
    def id(self) -> str:
        """The service's own id, in lower case; empty where the answer had none."""
        found = value(self, self.id_key)
        return found.lower() if isinstance(found, str) else ""

    @property
    def customer_id(self) -> str:
        """The shop's own id; empty where there is none."""
        found = value(self, self.customer_id_key)
        return found if isinstance(found, str) else ""

    @property
    def called(self) -> str:
        """What to call it in a sentence, as `called` does."""
        return called(self.kind, self.id, self.customer_id)

    @property
    def closed(self) -> str:
        """Why this record can never be changed again; empty where it can."""
        return ""

    @property
    def lines(self) -> tuple[LineItem, ...]:
        """The line items, in the server's order; none where they could not be understood."""
        return () if isinstance(self.line_items, Raw) else self.line_items

    def as_json(self) -> dict[str, Any]:
        """The whole answer as it came, by the API's names; the lines one by one, because there may be ten thousand."""
        whole = self.model_dump(by_alias=True, exclude_unset=True, exclude={"line_items"})
        if "line_items" in self.model_fields_set:
            held = self.line_items
            whole["lineItems"] = (
                held.json
                if isinstance(held, Raw)
                else tuple([line.model_dump(by_alias=True, exclude_unset=True) for line in unhurried(held)])
            )
        return whole

    def as_read(self) -> Self:
        """The same reading for who keeps it for long: without what was worked out of it, which is as much again."""
        alone = self.model_copy()
        alone.__dict__.pop("findings", None)
        return alone

    @cached_property
    def findings(self) -> Findings:
        """What drafts of this very reading share; a worker may have worked it out before the first of them."""
        return Findings(self)


class Order(Record):
    """An order as the API answers it."""

    kind: ClassVar[RecordKind] = "order"
    id_key: ClassVar[str] = "orderId"
    customer_id_key: ClassVar[str] = "customerOrderId"

    states: States | Raw = States()
    order_date: Annotated[Words, Field("Order date", CUSTOMER, ORDER_MOMENT, short="Ordered")] = None
    order_id: Annotated[Words, Field("Order ID", RECORD, ID, writable=False)] = None
    customer_order_id: Annotated[Words, Field("Customer order ID", RECORD, ID, writable=False)] = None
    cart_id: Annotated[Words, Field("Cart ID", RECORD, ID, writable=False)] = None
    status: Annotated[Words, Field("Status", RECORD, TEXT, writable=False)] = None

    @field_validator("states", mode="wrap")
    @classmethod
    def _states_or_raw(cls, value: Any, _: Any) -> States | Raw:
        if value is None:
            return States()
        return States.model_validate(value) if isinstance(value, dict | States) else Raw(value)


class Cart(Record):
    """A cart as the API answers it. Only the service and its three actions move `status`."""

    kind: ClassVar[RecordKind] = "cart"
    id_key: ClassVar[str] = "cartId"
    customer_id_key: ClassVar[str] = "customerCartId"

    url: Annotated[Words, Field("Cart URL", CART, LINK)] = None
    phase: Annotated[Words, Field("Phase", CART, PHASE)] = None
    cart_id: Annotated[Words, Field("Cart ID", RECORD, ID, writable=False)] = None
    customer_cart_id: Annotated[Words, Field("Customer cart ID", RECORD, ID, writable=False)] = None
    status: Annotated[Words, Field("Status", RECORD, TEXT, writable=False)] = None

    @property
    def closed(self) -> str:
        return {
            "EXPIRED": "This cart has expired. The service never changes an expired cart again.",
            "COMPLETE": "This cart has become an order. The service never changes a complete cart again.",
        }.get(str(self.status), "")


def status_words(status: str) -> str:
    """A status of the service in words, also one that is not known here."""
    return status.capitalize()


def called(kind: RecordKind, id: str, customer_id: str) -> str:
    """What to call a record in a sentence: "order #1001", "cart C-2207", or by the first part of its id."""
    sign = "#" if kind == "order" and customer_id.isdigit() else ""
    return f"{kind} {sign}{customer_id or id[:8]}"


@lru_cache(maxsize=8)
def fields(model: type[Declared]) -> dict[str, Field]:
    """Every declared field of a record by its API name, in form order; the two states as `states.processed`, `states.shipped`."""
    found: dict[str, Field] = {}
    if model is Order:
        found |= {f"states.{name}": field for name, field in fields(States).items()}
    for name, info in model.model_fields.items():
        declared = next((item for item in info.metadata if isinstance(item, Field)), None)
        if declared is not None:
            found[to_camel(name)] = declared
    return found


def value(record: Declared, key: str) -> Any:
    """The value of an API name of `fields()` in a record."""
    if "." not in key:  # a hundred thousand times for a cart of ten thousand lines
        return getattr(record, attribute(key))
    outer, _, inner = key.partition(".")
    holder = getattr(record, attribute(outer))
    return holder if isinstance(holder, Raw) else getattr(holder, attribute(inner))


@lru_cache(maxsize=256)
def attribute(name: str) -> str:
    """The Python name of an undotted API name."""
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)
