"""How well a column would do in each role: what its name speaks of, borne out or not by its values.

It must not look at other columns, but for the one export whose orders stand under a bare "Name".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from console.model.shipments.head_speech import Spoken, plain, spoken

Role = Literal["order", "tracking", "link", "carrier", "date", "details", "message"]
ROLES: dict[Role, str] = {
    "order": "Order",
    "tracking": "Tracking number or link",
    "link": "Tracking link",
    "carrier": "Carrier",
    "date": "Shipping date",
    "details": "Shipping details",
    "message": "Message the customer",
}
LEAST = 40
"""A column with a lower score has no role."""

_UNKNOWN, _MOST_UNKNOWN, _COUNTED = 7, 28, 6
_PLAIN = 85
_OWN_MESSAGE = frozenset({"message", "message the customer", "message customer"})
LIKE_A_VALUE = re.compile(r"\d{4}|@|://")
"""What stands in values and not in names."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the values of a column say of it, each as a share of those that are not blank, 0 to 1; `filled` of all rows.

    `counts` tells that they count the rows: 1, 2, 3.
    """

    filled: float = 0.0
    links: float = 0.0
    numbers: float = 0.0
    sure: float = 0.0
    dates: float = 0.0
    addresses: float = 0.0
    choices: float = 0.0
    carriers: float = 0.0
    digits: float = 0.0
    spaced: float = 0.0
    short: float = 0.0
    marked: float = 0.0
    counts: bool = False
    known: bool = False


NOTHING = Evidence()


def scores(
    name: str, evidence: Callable[[], Evidence] | None = None, *, shopify: bool = False
) -> dict[Role, float]:
    """How well a column would do in each role, 0 to about 110; below 40 it has none of them.

    `evidence` gives what its values say; it is asked only where the name can mean something.
    """
    said, unknown, count = spoken(name)
    if not name.strip() or LIKE_A_VALUE.search(name):
        return {}
    less = min(unknown * _UNKNOWN, _MOST_UNKNOWN) + (_COUNTED if count > 1 else 0)
    bases = {role: of(said) for role, of in _OF.items()}
    if shopify and plain(name) == "name":
        bases["order"] = 99
    if unknown and "shipping" not in said:
        bases["date"] = 0  # a date of what?
    if "shipper" in plain(name).split():
        bases["carrier"] = min(bases["carrier"], 70)  # to carriers that is who sends
    if plain(name) in _OWN_MESSAGE:
        bases["message"] = 90
    named = {role: max(0.0, base - less) if base else 0.0 for role, base in bases.items()}
    if not any(named.values()) and not said & {"name", "service"}:
        return {}
    if evidence is None:
        return {role: score for role, base in named.items() if (score := _unseen(role, base, said))}
    seen = evidence()
    return {role: score for role, base in named.items() if (score := _borne_out(role, base, said, seen)) > 0}


def _borne_out(role: Role, score: float, said: Spoken, seen: Evidence) -> float:
    """A score by a name after its values were looked at; a name that says it plainly stands against them all the same,
    so that rows with wrong values are told, not passed over."""
    if not seen.filled:
        return max(0.0, _unseen(role, score, said) - 15)
    against = score - 30 if score >= _PLAIN else 0.0
    if role == "order":
        if seen.addresses > 0.2 or seen.dates > 0.5 or seen.links > 0.5 or seen.sure > 0.5:
            return against
        if said <= {"number", "id", "name"} and (seen.counts or seen.digits <= 0.5):
            return 0.0  # the rows of the list, people, things
        score = max(score, 60.0) if said == {"name"} and seen.marked > 0.5 else score
        return score - 30 * (seen.filled < 0.5)
    if role == "tracking":
        if seen.links > 0.5 and "link" not in said:
            return score
        if seen.digits < 0.3 or (seen.dates > 0.7 and seen.numbers < 0.3):
            return against
        if said <= {"number", "shipping", "package", "delivery"} and seen.numbers > 0.6:
            return max(score, 50)
        return score - 45 * (seen.short > 0.7) + 12 * (seen.numbers > 0.6 and 0 < score < 70)
    if role == "link":
        if not score:
            return 0.0
        return score + 5 if seen.links > 0.5 else score if seen.links else against
    if role == "date":
        return score + 5 if score and seen.dates > 0.5 else against
    if role == "carrier":
        if seen.carriers > 0.5 and "service" in said and score == 0:
            return 75.0
        if seen.carriers < 0.2 and score < _PLAIN:
            return 0.0
        return against if seen.digits > 0.9 and seen.carriers < 0.2 else score
    if role == "details" and seen.carriers > 0.5:
        return score - 30
    if role == "message":
        return 0.0 if seen.addresses else score + 5 if score and seen.choices > 0.6 else against
    return score


def _unseen(role: Role, score: float, said: Spoken) -> float:
    """A score where there are no values to look at."""
    doubtful = (role == "message" and said <= {"mail", "customer", "note"} and score < 60) or (
        role == "date" and said == {"shipping"}
    )
    return 0.0 if doubtful or (role == "tracking" and said == {"number"}) else score


def _order(said: Spoken) -> float:
    if said & _NEVER_AN_ORDER or ("name" in said and "customer" in said):
        return 0
    numbered = said & {"number", "id", "reference"}
    if "reference" in said and said & {"shipping", "package"} and not said & {"item", "internal", "delivery"}:
        return 56
    if "order" in said:
        if said & {"shipping", "delivery", "package", "invoice", "barcode", "internal", "company"}:
            return 45
        if "item" in said:
            return 45 if numbered else 0
        if "name" in said:
            return 91
        best = 100 if "number" in said else 96 if "id" in said else 92 if numbered else 86
        # where both stand, the shop's own number is the one that the shop knows
        return best + ("shop" in said) - 2 * bool(said & {"customer", "other"}) - 30 * ("other" in said)
    if "purchase" in said:
        return 0 if "item" in said else 62 if numbered else 58
    if said & {"item", "name", "customer", "shipping", "delivery", "package", "barcode", "internal", "other"}:
        return 52 if "reference" in said and said <= {"customer", "reference", "number"} else 0
    if "reference" in said:
        return 64 if said & {"shop", "number"} else 62
    if "invoice" in said:
        return 42 if numbered else 0
    if said in ({"id"}, {"shop", "id"}):
        return 45
    return 41 if said == {"number"} else 0


def _tracking(said: Spoken) -> float:
    if "link" in said:
        return 99 if "tracking" in said and "number" in said else 0
    if said & _NEVER_A_NUMBER or ("company" in said and "number" not in said):
        return 0
    numbered = "number" in said
    less = 50 * ("other" in said) + 4 * bool(said & {"customer", "invoice", "shop"})
    named = said & {"number", "id", "reference", "barcode"}
    if "tracking" in said:
        if "carrier" in said and not named:
            return 0
        best = 100 if numbered else 97 if "id" in said else 70 if "reference" in said else 92
        return best - less - 6 * ("order" in said) - 30 * ("delivery" in said and not named)
    if "order" in said or "purchase" in said or "item" in said or "name" in said or "internal" in said:
        return 0
    if "reference" in said:
        return 60 - less if "carrier" in said else 45 - less if "waybill" in said else 0
    if "waybill" in said:
        return (96 if numbered else 94) - less
    if "package" in said:
        return (84 if numbered else 80 if "barcode" in said else 62 if "id" in said else 41) - less
    if "shipping" in said:
        return (
            80 if numbered else 78 if "barcode" in said else 50 if "id" in said else 42 if named else 0
        ) - less
    if "carrier" in said and numbered and "name" not in said:
        return 60 - less
    if "delivery" in said:
        return 46 - less if numbered else 41 - less if named else 0
    if "barcode" in said:
        return 60 - less
    return 20 if said == {"number"} else 0


def _link(said: Spoken) -> float:
    if (
        "link" not in said
        or "number" in said
        or said & _NEVER_A_NUMBER
        or said & {"item", "customer", "shop", "name", "invoice"}
    ):
        return 0
    if said & {"tracking", "waybill"}:
        return 96
    if "order" in said:
        return 0
    return 75 if said & {"shipping", "package", "delivery", "carrier"} else 45 if said == {"link"} else 0


def _carrier(said: Spoken) -> float:
    if said & _NEVER_A_CARRIER:
        return 0
    coded = bool(said & {"number", "id"})
    if "carrier" in said:
        if "tracking" in said:
            return 0 if coded else 92
        if said & {"reference", "barcode", "waybill"}:
            return 0
        if "service" in said:
            return 41
        return 97 if coded or "name" in said else 100
    moved = said & {"shipping", "delivery", "tracking", "package"}
    if "company" in said and moved:
        return 92 - 2 * coded
    return 70 if "via" in said and moved else 0


def _date(said: Spoken) -> float:
    if "date" not in said or said & _NEVER_A_DATE:
        return 60 if said == {"shipping"} and "date" not in said else 0
    if "shipping" in said:
        return 100
    if said & {"delivery", "carrier", "tracking", "number", "id", "name", "company", "service"}:
        return 0
    return 62


def _details(said: Spoken) -> float:
    if said & {
        "money",
        "place",
        "status",
        "date",
        "link",
        "pay",
        "count",
        "size",
        "customer",
        "return",
        "gift",
        "item",
        "number",
        "id",
    }:
        return 0
    moved = said & {"shipping", "delivery", "carrier", "package"}
    if "service" in said:
        return 80 if moved else 50
    if "details" in said:
        return 85 if moved else 60 if said == {"details"} else 0
    return 0


def _message(said: Spoken) -> float:
    if said & {
        "place",
        "gift",
        "money",
        "date",
        "link",
        "name",
        "number",
        "id",
        "phone",
        "order",
        "status",
        "type",
        "tracking",
    }:
        return 0
    if "notify" in said:
        return 100 if said <= {"notify", "customer", "mail", "shipping", "note"} else 70
    if said == {"note"}:
        return 45
    return 55 if said <= {"mail", "customer"} and "mail" in said else 0


_NEVER_AN_ORDER = frozenset(
    {"date", "link", "status", "money", "place", "service", "carrier", "tracking", "waybill", "count", "size", "type",
     "note", "phone", "return", "pay", "mail", "notify", "made", "expected", "gift", "stock", "via", "details"}
)  # fmt: skip
_NEVER_A_NUMBER = frozenset(
    {"date", "status", "money", "place", "service", "count", "size", "type", "note", "phone", "return", "pay", "mail",
     "notify", "made", "expected", "gift", "stock", "via"}
)  # fmt: skip
_NEVER_A_CARRIER = frozenset(
    {"date", "status", "money", "place", "link", "count", "size", "type", "note", "phone", "return", "pay", "mail",
     "notify", "made", "expected", "gift", "stock", "internal", "order", "item", "customer", "other", "invoice"}
)  # fmt: skip
_NEVER_A_DATE = frozenset(
    {"order", "purchase", "pay", "expected", "customer", "status", "money", "return", "invoice", "gift", "made", "count",
     "item", "place", "note", "stock", "mail", "notify", "other", "phone"}
)  # fmt: skip
_OF: dict[Role, Callable[[Spoken], float]] = {
    "order": _order,
    "tracking": _tracking,
    "link": _link,
    "carrier": _carrier,
    "date": _date,
    "details": _details,
    "message": _message,
}
