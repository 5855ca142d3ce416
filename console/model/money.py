"""How many digits a currency has, and amounts written with them.

It must not round: digits that are there stay there, and only zeros are ever added.
"""

from decimal import Decimal
from functools import lru_cache


@lru_cache(maxsize=256)
def digits(currency: object) -> int | None:
    """Digits after the point for an ISO-4217 code ("JPY" 0, "USD" 2, "KWD" 3); None where the code has none or is unknown."""
    if not isinstance(currency, str):
        return None
    from iso4217 import Currency  # 70 ms of import, so not before the first amount is shown

    try:
        exponent = Currency(currency.strip().upper()).exponent
    except ValueError:
        return None
    return None if exponent is None else int(exponent)


def written(amount: Decimal, places: int | None = None) -> str:
    """`amount` in plain digits, never with an exponent, padded with zeros to `places` digits after the point."""
    text = format(amount, "f")
    if places:
        whole, _, fraction = text.partition(".")
        text = f"{whole}.{fraction.ljust(places, '0')}"
    return text
