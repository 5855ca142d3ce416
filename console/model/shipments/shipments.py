"""A table of shipments: which column means what, and what each row asks for.

It must not read an order or choose between carriers that fit alike; what it cannot tell is a problem of that row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from console.model.carriers.carriers import Carriers
from console.model.drafts.shipping import Shipment
from console.model.fields import dates
from console.model.fields.kinds import TEXT
from console.model.question import NotAnId, understand
from console.model.shipments.evidence import guessed
from console.model.shipments.flaws import OF_THE_ROW, WHOLE_ROW, WHY, Flaw, flaw_in
from console.model.shipments.heads import ROLES, Role, columns, names
from console.model.shipments.parcel import Parcel, ParcelProblem, choose
from console.model.shipments.words import NO, TOTAL, YES

__all__ = ["ROLES", "Role", "RowProblem", "RowRequest", "columns", "guessed", "names", "row_request"]

_PROBLEM_OF: dict[Role, RowProblem] = {
    "order": "bad id",
    "tracking": "bad number",
    "link": "bad link",
    "carrier": "bad carrier",
    "date": "bad date",
    "details": "bad choice",
    "message": "bad choice",
}
_SUM = re.compile(r"([^\W\d]+(?: [^\W\d]+){0,3})(?:\s*[:=]\s*[\d.,]+|[\s:]*|\s+[\d.,]+)")
_IN_IDS: frozenset[Flaw] = frozenset({"look", "date"})
"""Flaws that matter in the columns of orders and numbers only."""

_TEXT_AGAIN = "format the column as text and export again."
_NUMBERS_MADE_OF_IDS = (
    (re.compile(r"\d+[.,]0", re.ASCII), f"This ID was made a number with a decimal; {_TEXT_AGAIN}"),
    (
        re.compile(r"\d{1,3}(?:[,'’ \u00a0\u202f]\d{3})+|\d{1,3}(?:\.\d{3}){2,}", re.ASCII),
        f"This ID has marks between its thousands, or these are several IDs; {_TEXT_AGAIN}",
    ),
)
"""What a spreadsheet or program makes of IDs that it takes for numbers."""

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


def row_request(
    row: Sequence[str],
    roles: Mapping[int, Role],
    carriers: Carriers,
    usual_date: str = "",
    usual_carrier: str = "",
    *,
    flaws: Mapping[int, Flaw] | None = None,
    today: date | None = None,
) -> RowRequest:
    """What a row asks for. A blank cell leaves the field as it is; `usual_date` is for rows with a link and no date.

    `usual_carrier` names the carrier of the rows that name none. `flaws` are those that a reader found in this row, by
    column; `today` makes dates of other decades slips.
    """
    cells = {role: row[place].strip() for place, role in roles.items() if place < len(row)}
    if flawed := _flawed(row, roles, flaws or {}):
        return RowRequest(cells.get("order", ""), problem=flawed[0], why=flawed[1])
    order, by, no_id = _order(cells.get("order", ""))
    if no_id:
        why = no_id if cells.get("order") else "There is no order's ID in this row."
        return RowRequest(cells.get("order", ""), problem="bad id", why=why)
    details = cells.get("details", "")
    parcel = _parcel(cells, roles, carriers, usual_carrier)
    problem: RowProblem = parcel.problem
    why = parcel.why
    when, not_a_date = _date(cells.get("date", ""), today)
    message, no_choice = _choice(cells.get("message", ""))
    if not_a_date:
        problem, why = "bad date", not_a_date
    elif no_choice:
        problem, why = "bad choice", no_choice
    elif problem in ("", "no tracking") and (error := _no_text(details)):
        problem, why = "bad choice", error
    shipment = Shipment(parcel.link, when or usual_date, details)
    return RowRequest(order, by, shipment, message, problem, why, parcel.carrier, parcel.number)


def _flawed(
    row: Sequence[str], roles: Mapping[int, Role], flaws: Mapping[int, Flaw]
) -> tuple[RowProblem, str] | None:
    """The problem of a row whose cells have lost or changed what was typed, and its sentence."""
    if (of_row := flaws.get(WHOLE_ROW)) in OF_THE_ROW and of_row is not None:
        return "bad choice", WHY[of_row]
    for place, role in roles.items():
        flaw = flaws.get(place) or (flaw_in(row[place]) if place < len(row) else None)
        if flaw is None or (flaw in _IN_IDS and role not in ("order", "tracking", "link")):
            continue
        if flaw == "digits" and role in ("date", "message"):
            continue  # it is said there as what it is not
        return _PROBLEM_OF[role], f"{ROLES[role]}: {WHY[flaw]}"
    return None


def _order(text: str) -> tuple[str, Literal["id", "customer id"], str]:
    """An order's id, which kind of id it is, and a sentence where the text is none."""
    for form, why in _NUMBERS_MADE_OF_IDS:
        if form.fullmatch(text):
            return "", "id", why
    if (said := _SUM.fullmatch(text)) and {said[1].casefold(), said[1].split()[0].casefold()} & TOTAL:
        return "", "id", "This row sums up others and is no order."
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


@lru_cache(maxsize=1_024)
def _no_text(details: str) -> str:
    """Why a text cannot be sent as details, "" where it can; columns repeat theirs."""
    return TEXT.read(details).error


@lru_cache(maxsize=1_024)
def _date(text: str, today: date | None) -> tuple[str, str]:
    """A bare date in the API's form; a sentence where the text is none or could be two."""
    if not text:
        return "", ""
    if today is not None and dates.is_today(text):
        return today.isoformat(), ""
    try:
        return dates.day(text, today).isoformat(), ""
    except dates.NotADate as error:
        return "", str(error)


@lru_cache(maxsize=1_024)
def _choice(text: str) -> tuple[bool | None, str]:
    said = text.casefold()
    if not said:
        return None, ""
    if said in YES | NO:
        return said in YES, ""
    return None, f"“{text[:20]}” says neither yes nor no to messaging the customer."
