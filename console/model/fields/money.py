"""How many digits a currency has, and amounts written with them.

It must not round: digits that are there stay there, and only zeros are ever added.
"""

from decimal import Decimal
from functools import lru_cache

from console.model.fields.currencies import listed
from console.model.fields.iso_table import exponents

ASSUMED = 2
"""Digits after the point where a record has no currency at all."""


def digits(currency: object) -> int | None:
    """Digits after the point for a currency code ("JPY" 0, "USD" 2, "KWD" 3), also a withdrawn one ("HRK" 2).

    None where the code has none or is unknown; without any currency two are assumed.
    """
    if is_none(currency):
        return ASSUMED
    return _listed(currency)[1] if isinstance(currency, str) else None


def is_none(currency: object) -> bool:
    """Whether this says that there is no currency."""
    return currency is None or (isinstance(currency, str) and not currency.strip())


def withdrawn(currency: object) -> bool:
    """Whether this was a currency, and is none any more."""
    return isinstance(currency, str) and _listed(currency) != (False, None) and not known(currency)


def known(currency: object) -> bool:
    """Whether this is an ISO-4217 code, also one without digits, such as gold (XAU)."""
    return isinstance(currency, str) and _listed(currency)[0]


def written(amount: Decimal, places: int | None = None) -> str:
    """`amount` in plain digits, never with an exponent, padded with zeros to `places` digits after the point."""
    text = format(amount, "f")
    if places:
        whole, _, fraction = text.partition(".")
        text = f"{whole}.{fraction.ljust(places, '0')}"
    return text


def beyond(amount: Decimal, currency: object) -> str:
    """What to say of an amount with more digits after the point than its currency has; empty where it has not."""
    usual, typed = digits(currency), len(format(amount, "f").partition(".")[2])
    if usual is None or typed <= usual:
        return ""
    if is_none(currency):
        return f"Without a currency {ASSUMED} digits after the point are assumed; this is sent with {typed}."
    counted = {0: "no digits", 1: "1 digit"}.get(usual, f"{usual} digits")
    return f"{currency} has {counted} after the point; this is sent with {typed}."


@lru_cache(maxsize=256)
def _listed(code: str) -> tuple[bool, int | None]:
    """Whether ISO 4217 has this code, and its digits there, else in Unicode CLDR."""
    code = code.strip().upper()
    in_use = exponents()
    if code in in_use:
        return True, in_use[code]
    once = listed(code)
    return False, None if once is None else once.digits
