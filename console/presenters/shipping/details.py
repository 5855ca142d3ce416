"""The shipping details beside a parcel's carrier: when its name is proposed, and when only offered, since a text stands there.

It must not replace or lengthen an order's text by itself; whoever presses the button does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def proposed(held: str, named: str, carriers: Iterable[str], *, already: bool) -> str:
    """What stands in the field unasked: the carrier as `named`, where the order has no text yet.

    The bare name of a carrier on an order that is shipped `already` is no text: an earlier shipment put it there.
    """
    return named if not held.strip() or (already and is_a_carrier(held, carriers)) else ""


def has(held: str, named: str) -> bool:
    """Whether a text names the carrier already, as a word of its own in any case."""
    return bool(re.search(rf"(?<!\w){re.escape(named)}(?!\w)", held, re.IGNORECASE))


def is_a_carrier(held: str, carriers: Iterable[str]) -> bool:
    """Whether a text is nothing but the name of a carrier, so that another one's beside it would be told as both."""
    return held.strip().casefold() in {name.casefold() for name in carriers}


def with_carrier(held: str, named: str, carriers: Iterable[str]) -> str:
    """The text with the carrier after it, as "wrap twice; UPS"; another carrier's bare name gives way."""
    if has(held, named):
        return held
    return named if is_a_carrier(held, carriers) else f"{held.rstrip().rstrip(';')}; {named}"


def offer(held: str, named: str, carriers: Iterable[str]) -> str:
    """What the button says that puts the carrier into the order's text; empty where there is nothing to put."""
    if not held.strip() or not named or has(held, named):
        return ""
    return f'Replace with "{named}"' if is_a_carrier(held, carriers) else f'Add "{named}"'
