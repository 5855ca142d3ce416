"""How many digits a currency has, and amounts written with them.

It must not round: digits that are there stay there, and only zeros are ever added.
"""

from decimal import Decimal
from functools import lru_cache


def digits(currency: object) -> int | None:
    """Digits after the point for an ISO-4217 code ("JPY" 0, "USD" 2, "KWD" 3); None where the code has none or is unknown."""
    return _listed(currency)[1] if isinstance(currency, str) else None


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
    counted = {0: "no digits", 1: "1 digit"}.get(usual, f"{usual} digits")
    return f"{currency} has {counted} after the point; this is sent with {typed}."


@lru_cache(maxsize=256)
def _listed(code: str) -> tuple[bool, int | None]:
    from iso4217 import Currency  # 70 ms of import, so not before the first amount is shown

    try:
        exponent = Currency(code.strip().upper()).exponent
    except ValueError:
        return False, None
    return True, None if exponent is None else int(exponent)
