"""A table of shipments: which column means what, and what each row asks for.

It must not read an order or choose between carriers that fit alike; what it cannot tell is a problem of that row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from console.model import moment
from console.model.carriers import Carriers
from console.model.kinds import TEXT
from console.model.parcel import Parcel, ParcelProblem, choose
from console.model.question import NotAnId, understand
from console.model.shipping import Shipment

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
_NAMES: dict[Role, tuple[str, ...]] = {
    "order": ("order", "order id", "order number", "order no", "customer order id", "reference", "id"),
    "tracking": (
        *(
            "tracking",
            "tracking number",
            "tracking no",
            "tracking number or link",
        ),
        *(
            "tracking id",
            "awb",
            "waybill",
            "consignment",
            "parcel",
            "number",
        ),
    ),
    "link": ("tracking url", "tracking link", "shipping tracking url", "link", "url"),
    "carrier": ("carrier", "courier", "shipper", "shipped with"),
    "date": ("date", "shipping date", "ship date", "shipped on", "shipped at", "dispatched"),
    "details": ("details", "shipping details", "service", "shipping method"),
    "message": ("message", "message the customer", "message customer", "notify", "notify customer", "mail"),
}
_YES, _NO = {"yes", "y", "true", "1", "x", "message"}, {"no", "n", "false", "0", "-", "do not message"}
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)

RowProblem = ParcelProblem | Literal["bad id", "bad date", "bad choice"]


@dataclass(frozen=True, slots=True)
class RowRequest:
    """What a row asks for. `by` says what kind of id `order` is; `message` is None where the row does not say.

    `problem` keeps it from being sent as it stands and `why` says so in a sentence. A "bad number" whose carrier is
    known has its link all the same: the check digit is a hint, and the operator may overrule it. `carrier` and `number`
    are what the link is of, "" where that is not known.
    """

    order: str
    by: Literal["id", "customer id"] = "id"
    shipment: Shipment = field(default_factory=Shipment)
    message: bool | None = None
    problem: RowProblem = ""
    why: str = ""
    carrier: str = ""
    number: str = ""


def columns(head: Sequence[str], known: Mapping[str, Role] | None = None) -> dict[int, Role]:
    """Which column has which role, by the names in the first row; `known` are names an operator mapped before.

    Empty where no column can be an order: then the first row is no head.
    """
    found: dict[int, Role] = {}
    for place, name in enumerate(head):
        role = (known or {}).get(_plain(name)) or _role(name)
        if role is not None and role not in found.values():
            found[place] = role
    if "tracking" not in found.values():  # a link says all that a number would
        found = {place: "tracking" if role == "link" else role for place, role in found.items()}
    return found if "order" in found.values() else {}


def guessed(rows: Sequence[Sequence[str]], carriers: Carriers) -> dict[int, Role]:
    """Which column has which role where nothing names them: links and numbers of carriers, then the first other one."""
    sample = rows[:20]
    width = max(map(len, sample), default=0)
    score = {place: sum(bool(carriers.candidates(row[place])) for row in sample) for place in range(width)}
    tracking = max(score, key=lambda place: score[place], default=None)
    found: dict[int, Role] = {}
    if tracking is not None and score[tracking] * 2 > len(sample) and width > 1:
        found[tracking] = "tracking"
    order = next((place for place in range(width) if place not in found), None)
    return found if order is None else {order: "order", **found}


def names(head: Sequence[str], roles: Mapping[int, Role]) -> dict[str, Role]:
    """What to remember of a mapping: the names of its columns in plain form."""
    return {
        _plain(head[place]): role
        for place, role in roles.items()
        if place < len(head) and head[place].strip()
    }


def row_request(
    row: Sequence[str],
    roles: Mapping[int, Role],
    carriers: Carriers,
    usual_date: str = "",
    usual_carrier: str = "",
) -> RowRequest:
    """What a row asks for. A blank cell leaves the field as it is; `usual_date` is for rows with a link and no date.

    `usual_carrier` names the carrier of the rows that name none.
    """
    cells = {role: row[place].strip() for place, role in roles.items() if place < len(row)}
    order, by, no_id = _order(cells.get("order", ""))
    if no_id:
        why = no_id if cells.get("order") else "There is no order's ID in this row."
        return RowRequest(cells.get("order", ""), problem="bad id", why=why)
    details = cells.get("details", "")
    parcel = _parcel(cells, roles, carriers, usual_carrier)
    problem: RowProblem = parcel.problem
    why = parcel.why
    when, not_a_date = _date(cells.get("date", ""))
    message, no_choice = _choice(cells.get("message", ""))
    if not_a_date:
        problem, why = "bad date", not_a_date
    elif no_choice:
        problem, why = "bad choice", no_choice
    elif problem in ("", "no tracking") and (error := TEXT.read(details).error):
        problem, why = "bad choice", error
    shipment = Shipment(parcel.link, when or usual_date, details)
    return RowRequest(order, by, shipment, message, problem, why, parcel.carrier, parcel.number)


def _plain(name: str) -> str:
    """ "shippingTrackingUrl", "Tracking_No." and "tracking no" in one form."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[^\w]+|_", " ", parted).lower().split())


def _role(name: str) -> Role | None:
    plain = _plain(name)
    return next((role for role, known in _NAMES.items() if plain in known), None)


def _order(text: str) -> tuple[str, Literal["id", "customer id"], str]:
    """An order's id, which kind of id it is, and a sentence where the text is none."""
    try:
        asked = understand(text, "order")
    except NotAnId as error:
        return "", "id", str(error)
    if len(asked) > 1:
        return "", "id", f"These are {len(asked)} IDs in one row."
    return asked[0].tries[0].id, asked[0].tries[0].by, ""


def _parcel(
    cells: Mapping[Role, str], roles: Mapping[int, Role], carriers: Carriers, usual_carrier: str
) -> Parcel:
    """The row's parcel; none, and no problem, where no column is mapped for it."""
    if not {"tracking", "link"} & set(roles.values()):
        return Parcel()
    return choose(
        cells.get("tracking", ""), cells.get("link", ""), cells.get("carrier", ""), carriers, usual_carrier
    )


def _date(text: str) -> tuple[str, str]:
    """A bare date in the API's form; a sentence where the text is none or could be two."""
    if not text:
        return "", ""
    if match := _DAY_FIRST.fullmatch(text):
        first, second, year = (int(part) for part in match.groups() if part is not None)
        if "/" in text and first <= 12 and second <= 12 and first != second:
            return (
                "",
                f"{text} could be two dates; write {year}-{first:02}-{second:02} or {year}-{second:02}-{first:02}.",
            )
        day, month = (second, first) if "/" in text and second > 12 else (first, second)
        text = f"{year}-{month:02}-{day:02}"
    try:
        return date.fromisoformat(moment.typed(text)[:10]).isoformat(), ""
    except ValueError as error:
        return "", str(error)


def _choice(text: str) -> tuple[bool | None, str]:
    said = text.casefold()
    if not said:
        return None, ""
    if said in _YES | _NO:
        return said in _YES, ""
    return None, f"“{text[:20]}” says neither yes nor no to messaging the customer."
