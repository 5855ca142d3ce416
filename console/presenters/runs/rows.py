"""A table that was read, as the rows of a run: its head, what its columns are, what each row asks for, what to say of it.

It must not load Qt or ask anybody; the window and the command line understand a file by this very code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from console.model.carriers.carriers import Carriers
from console.model.plural import by_count, counted
from console.model.shipments import heads
from console.model.shipments.evidence import carriers_named, guessed, looker, not_to_send, unmapped
from console.model.shipments.flaws import WHOLE_ROW, Flaw, flaw_in
from console.model.shipments.heads import ColumnLook, Role, TableHead
from console.model.shipments.shipments import row_request
from console.presenters.runs.items import RunRow
from console.store.tables import Table

_LISTED = 5
_OF_IDS = ("order", "tracking")
_PARCEL: dict[Role, Role] = {"link": "tracking"}
"""One column for either is enough."""
_LOST: Flaw = "digits"
_MEND = "Format the column as text and export again."
_DIGITS_KEPT, _CHANCE = 15, 2
"""So many digits a spreadsheet keeps; of three numbers of sixteen digits or more, one in a thousand ends in zeros alone."""
_ODD: tuple[tuple[Flaw, str, str], ...] = (
    ("wide", "has more cells than", "have more cells than"),
    ("repeat", "repeats", "repeat"),
)


def understood(table: Table, known: Mapping[str, Role], carriers: Carriers) -> TableHead:
    """The head of a table and what its columns are, by their names, or where nothing names them by what is in them."""
    look = looker(table.rows, carriers)
    found = heads.find(table.rows, known, look)
    if found.row is not None:
        return _with_carriers(_seen(found, table), table, look)
    return replace(found, roles=guessed(table.rows, carriers))


def headed(table: Table, row: int | None, known: Mapping[str, Role], carriers: Carriers) -> TableHead:
    """The same where a person says which row the head is, counted from 0 in the table; None for none."""
    if row is None:
        return TableHead(None, ("",) * table.width, guessed(table.rows, carriers))
    look = looker(table.rows, carriers)
    found = heads.at(table.rows, row, known, look)
    return (
        _with_carriers(found, table, look)
        if found.roles
        else replace(found, roles=guessed(table.rows[row + 1 :], carriers))
    )


def items(
    table: Table,
    head: int | None,
    roles: Mapping[int, Role],
    carriers: Carriers,
    *,
    dated: str = "",
    carrier: str = "",
    today: date | None = None,
) -> list[RunRow]:
    """The rows below a head. `dated` is the date of rows that have none, `carrier` the carrier of those that name none."""
    first = 0 if head is None else head + 1
    names = table.rows[head] if head is not None else ()
    width = _width(table, head)
    rows = []
    rounded = [place for place, role in roles.items() if role in _OF_IDS and _rounded(table, first, place)]
    for place, row in enumerate(table.rows[first:]):
        flaws = table.flaws.get(place + first)
        if lost := [at for at in rounded if len(row[at]) > _DIGITS_KEPT and row[at].isdigit()]:
            flaws = {**dict.fromkeys(lost, _LOST), **(flaws or {})}
        if odd := _odd(row, names, width):
            flaws = {WHOLE_ROW: odd, **(flaws or {})}
        wish = row_request(row, roles, carriers, dated, carrier, flaws=flaws, today=today)
        rows.append(RunRow(place, row, wish, hidden=place + first in table.hidden))
    return rows


def said(table: Table, head: TableHead, carriers: Carriers) -> tuple[str, ...]:
    """What there is to tell of a table before its rows are checked."""
    found = [*table.said, *telling(table, head, carriers).values()]
    first = 0 if head.row is None else head.row + 1
    if first >= len(table.rows):
        found.append("There is no row below the header, so there is nothing to send.")
    found += _odd_ones(table, head, first)
    found += _lost_ones(table, head, first)
    found += not_to_send(head.names, table.rows[first:], head.roles)
    for column in sorted(table.hidden_columns & head.roles.keys()):
        found.append(f"The column “{head.names[column]}” is hidden in the spreadsheet.")
    if "tracking" not in head.roles.values() and "link" not in head.roles.values():
        found.append("No column has tracking numbers; orders are marked shipped without a link.")
    return tuple(found)


def telling(table: Table, head: TableHead, carriers: Carriers) -> dict[int, str]:
    """The columns without a role that are full of carriers' numbers or links, with a sentence for each."""
    first = 0 if head.row is None else head.row + 1
    return unmapped(head.names, table.rows[first:], {*head.roles, *table.hidden_columns}, carriers)


def _odd_ones(table: Table, head: TableHead, first: int) -> list[str]:
    """A sentence for the rows with more cells than the head, and one for those that repeat it."""
    places: dict[Flaw, list[str]] = {}
    width = _width(table, head.row)
    names = table.rows[head.row] if head.row is not None else ()
    for place, row in enumerate(table.rows[first:], first):
        if odd := _odd(row, names, width):
            places.setdefault(odd, []).append(str(table.numbers[place]))
    said = []
    for flaw, one, more in _ODD:
        numbers = places.get(flaw, [])
        listed = ", ".join(numbers[:_LISTED]) + ("…" if len(numbers) > _LISTED else "")
        if numbers:
            rows = by_count(len(numbers), f"Row {listed} {one}", f"Rows {listed} {more}")
            said.append(f"{rows} the head; nothing of them is sent as it stands.")
    return said


def _lost_ones(table: Table, head: TableHead, first: int) -> list[str]:
    """A sentence for each column of IDs or numbers in which the spreadsheet has lost digits."""
    said = []
    for column, role in head.roles.items():
        if role not in _OF_IDS:
            continue
        rounded = _rounded(table, first, column)
        lost = sum(
            _LOST in (table.flaws.get(place, {}).get(column), flaw_in(row[column]))
            or (rounded and len(row[column]) > _DIGITS_KEPT and row[column].isdigit())
            for place, row in enumerate(table.rows[first:], first)
        )
        if lost:
            name = head.names[column] or f"Column {column + 1}"
            kept_back = by_count(lost, "it is", "they are")
            said.append(
                f"“{name}” has lost its last digits in {counted(lost, 'row')}; {kept_back} not sent. {_MEND}"
            )
    return said


def _rounded(table: Table, first: int, column: int) -> bool:
    """Whether all the long numbers of a column end in zeros from the sixteenth digit on: a spreadsheet wrote them out."""
    numbers = [
        row[column] for row in table.rows[first:] if len(row[column]) > _DIGITS_KEPT and row[column].isdigit()
    ]
    return len(numbers) > _CHANCE and not any(number[_DIGITS_KEPT:].strip("0") for number in numbers)


def _seen(head: TableHead, table: Table) -> TableHead:
    """Columns that the spreadsheet hides yield to those that it shows; what no other column holds they keep."""
    hidden = table.hidden_columns & head.roles.keys()
    if not hidden or head.row is None:
        return head
    shown = tuple("" if place in table.hidden_columns else name for place, name in enumerate(head.names))
    again = heads.columns(shown)
    if not again:
        return head
    held = {_PARCEL.get(role, role) for role in again.values()}
    kept = {
        place: role
        for place, role in head.roles.items()
        if place in hidden and _PARCEL.get(role, role) not in held
    }
    return replace(head, roles=dict(sorted({**again, **kept}.items())))


def _with_carriers(head: TableHead, table: Table, look: ColumnLook) -> TableHead:
    """Where no name tells of carriers, the column that is full of their names: none of them may be overruled."""
    if "carrier" in head.roles.values() or head.row is None:
        return head
    taken = {*head.roles, *table.hidden_columns}
    seen = {place: look(place, head.row) for place in range(table.width) if place not in taken}
    return replace(head, roles=dict(sorted({**head.roles, **carriers_named(seen, taken)}.items())))


def _width(table: Table, head: int | None) -> int:
    """How many cells the head has; rows with something beyond them are doubtful. Without a head there is no bound."""
    return table.width if head is None or not table.lengths else table.lengths[head]


def _odd(row: tuple[str, ...], names: tuple[str, ...], width: int) -> Flaw | None:
    if any(row[width:]):
        return "wide"
    repeated = 0
    for cell, name in zip(row, names, strict=False):
        if cell and cell != name:
            return None
        repeated += bool(cell)
    return "repeat" if repeated > 1 else None
