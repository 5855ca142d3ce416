"""Which properties a body may hold and what form each has; it must not read or change a stored record."""

from collections.abc import Callable, Mapping

from console.sandbox import forms, wire
from console.sandbox.answers import RefusalError

Reader = Callable[[str, object], object]
Body = dict[str, object]

ORDER_STATUSES = ("PENDING", "PROCESSED")
CART_PHASES = (
    "SHOPPING",
    "BILLING",
    "PAYMENT",
    "SHIPPING_INFO",
    "SHIPPING_METHOD",
    "ORDER_REVIEW",
    "ORDER_COMPLETE",
)
COMPAT_IGNORED = frozenset({"customerOrderId", "cartId", "orderSource"})
AMOUNTS = ("grandTotal", "subtotal", "discountAmount", "taxAmount", "shippingAmount")

_LINE_TEXTS = ("name", "description", "sku", "other", "imageUrl", "category", "productUrl")
_LINE_NUMBERS = ("quantity", "salePrice", "totalPrice", "unitPrice")
_LINE: Mapping[str, Reader] = dict.fromkeys(_LINE_TEXTS, forms.text) | dict.fromkeys(
    _LINE_NUMBERS, forms.number
)


def lines(name: str, value: object) -> list[Body]:
    """Line items as they are answered: every property present, zero-based position last."""
    if not isinstance(value, list):
        raise RefusalError(400, f"{name} must be an array")
    return [_line(f"{name}[{position}]", item, position) for position, item in enumerate(value)]


def states(name: str, value: object) -> dict[str, bool]:
    """The state flags that are given; one may be missing."""
    if not isinstance(value, dict) or not value:
        raise RefusalError(400, f"{name} must be an object with processed, shipped or both")
    unknown = value.keys() - {"processed", "shipped"}
    if unknown:
        raise RefusalError(400, f"{name}.{min(unknown)} is not a known property")
    return {key: forms.boolean(f"{name}.{key}", flag) for key, flag in value.items() if flag is not None}


def _status(name: str, value: object) -> str:
    return forms.one_of(name, value, ORDER_STATUSES)


def _phase(name: str, value: object) -> str:
    return forms.one_of(name, value, CART_PHASES)


def _filled_text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise RefusalError(400, f"{name} must be a text that is not empty")
    return value


def _raw_text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise RefusalError(400, f"{name} must be a text")
    return value


_BOTH: Mapping[str, Reader] = {
    "emailAddress": forms.email,
    "contactId": forms.text,
    "currency": forms.currency,
    **dict.fromkeys(AMOUNTS, forms.number),
    "shippingDate": forms.date,
    "shippingDetails": forms.text,
    "shippingTrackingUrl": forms.text,
    "originIp": forms.ip,
    "originUserAgent": forms.text,
    "messageId": forms.text,
    "deliveryId": forms.text,
    "tid": _raw_text,
    "trackingCookieName": _raw_text,
    "trackingCookieValue": _raw_text,
    "lineItems": lines,
}
ORDER_UPDATE: Mapping[str, Reader] = {
    **_BOTH,
    "status": _status,
    "states": states,
    "orderDate": forms.order_date,
}
ORDER_CREATE: Mapping[str, Reader] = {
    **ORDER_UPDATE,
    "customerOrderId": _filled_text,
    "cartId": forms.uuid,
    "orderSource": forms.text,
}
CART_UPDATE: Mapping[str, Reader] = {**_BOTH, "url": forms.text, "phase": _phase}
CART_CREATE: Mapping[str, Reader] = {**CART_UPDATE, "customerCartId": _filled_text}


def check(
    data: bytes,
    properties: Mapping[str, Reader],
    *,
    ignored: frozenset[str] = frozenset(),
    required: str | None = None,
) -> Body:
    """The properties given in a body, each in its stored form; None stands for a text that is cleared.

    null counts as not given. Raises a 400 refusal for the first fault found.
    """
    try:
        body = wire.read(data)
    except wire.MalformedError as error:
        raise RefusalError(400, str(error)) from error
    if not isinstance(body, dict):
        raise RefusalError(400, "The body must be a JSON object")
    for name in body:
        if name not in properties and name not in ignored:
            raise RefusalError(400, f"{name} is not a property that can be set here")
    if required is not None and body.get(required) is None:
        raise RefusalError(400, f"{required} is required")
    return {
        name: properties[name](name, value)
        for name, value in body.items()
        if value is not None and name in properties and name not in ignored
    }


def _line(where: str, item: object, position: int) -> Body:
    if not isinstance(item, dict):
        raise RefusalError(400, f"{where} must be an object")
    for name in item:
        if name not in _LINE:
            raise RefusalError(400, f"{where}.{name} is not a property that can be set here")
    for name in ("quantity", "totalPrice"):
        if item.get(name) is None:
            raise RefusalError(400, f"{where}.{name} is required")
    line: Body = dict.fromkeys(_LINE_TEXTS) | dict.fromkeys(_LINE_NUMBERS, wire.JsonNumber("0"))
    for name, value in item.items():
        if value is not None:
            line[name] = _LINE[name](f"{where}.{name}", value)
    line["position"] = position
    return line
