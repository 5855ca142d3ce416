"""Line items under edit: rows that remember which line of the server they come from.

It must not know how lines are shown in a table; it only answers what each cell holds, means and is sent as.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from console.model import records
from console.model.fields.field import Raw, Reading, Value
from console.model.fields.kinds import Amount
from console.model.plural import counted
from console.model.records import LineItem
from console.runtime.giving_way import unhurried

COLUMNS = records.fields(LineItem)
SENT = tuple(column for column, declared in COLUMNS.items() if declared.writable)
SENT_OF = attrgetter(*map(records.attribute, SENT))
"""All that a server's line holds of what is sent, in the order of SENT."""
MOST = 20_000
"""How many lines a record can have here; a longer one is neither read nor sent."""
REQUIRED = ("quantity", "totalPrice")


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line under edit. `item` is the server's line it began as (none for a new one), `cells` the texts typed since."""

    item: LineItem | None = None
    cells: Mapping[str, str] = field(default_factory=dict)

    def shown(self, column: str, places: int | None) -> str:
        """The text of a cell; `places` is how many digits the currency has."""
        if column in self.cells:
            return self.cells[column]
        return COLUMNS[column].kind.show(self._held(column), places)

    def reading(self, column: str) -> Reading:
        """What a cell means, with its error if it cannot be sent."""
        held, kind = self._held(column), COLUMNS[column].kind
        if column not in self.cells:
            missing = held is None and column in REQUIRED
            return Reading(
                held, error=f"Every line needs a {COLUMNS[column].label.lower()}." if missing else ""
            )
        text = self.cells[column]
        if text.strip() or kind.clearable:
            return kind.read(text)
        if column in REQUIRED:
            return Reading(None, error=f"Every line needs a {COLUMNS[column].label.lower()}.")
        return Reading(None)

    def reading_in(self, column: str, currency: Value) -> Reading:
        """What a cell means where the record's currency is this code; an untouched one has no advice."""
        reading, kind = self.reading(column), COLUMNS[column].kind
        if isinstance(kind, Amount) and column in self.cells:
            return kind.in_currency(reading, currency)
        return reading

    def changed(self, column: str) -> bool:
        """Whether a cell means something else than what the server holds."""
        if column not in self.cells:
            return False
        reading, held = self.reading(column), self._held(column)
        return bool(reading.error or isinstance(held, Raw)) or not COLUMNS[column].kind.same(
            reading.value, held
        )

    def typed(self, column: str, text: str, places: int | None) -> DraftLine:
        """This row with a cell typed over; typing what the server holds makes the cell untouched again."""
        cells = {name: kept for name, kept in self.cells.items() if name != column}
        if text != COLUMNS[column].kind.show(self._held(column), places):
            cells[column] = text
        return DraftLine(self.item, cells)

    def copy(self, places: int | None) -> DraftLine:
        """A new line with the same texts, for duplicating."""
        texts = {column: self.shown(column, places) for column, field in COLUMNS.items() if field.writable}
        return DraftLine(None, {column: text for column, text in texts.items() if text})

    def wire(self) -> dict[str, Any]:
        """This line as the API takes it: what the server held, with the changed cells over it. Position is never sent."""
        if self.item is not None and not self.cells:  # most of ten thousand
            whole = zip(SENT, SENT_OF(self.item), strict=True)
            return {
                column: held.json if isinstance(held, Raw) else held
                for column, held in whole
                if held is not None
            }
        body: dict[str, Any] = {}
        for column in SENT:
            sent = self.reading(column).value if self.changed(column) else self._held(column)
            if sent is not None:
                body[column] = sent.json if isinstance(sent, Raw) else sent
        return body

    @property
    def touched(self) -> bool:
        """Whether any cell differs from the server's line."""
        return self.item is None or (bool(self.cells) and any(map(self.changed, self.cells)))

    @property
    def title(self) -> str:
        """What to call this line in a sentence."""
        return self.shown("name", None) or self.shown("sku", None) or "unnamed line"

    def _held(self, column: str) -> Value:
        held: Value = None if self.item is None else records.value(self.item, column)
        return held


def rows(items: Sequence[LineItem]) -> tuple[DraftLine, ...]:
    """The server's lines, untouched."""
    return tuple(map(DraftLine, unhurried(items)))


def too_many(count: int) -> str:
    """Why so many lines cannot be sent, and what to do."""
    over = counted(count - MOST, "line")
    return f"There are {counted(count, 'line')}, and {MOST:,} is the most that can be sent. Remove {over}."


def untouched(now: Sequence[DraftLine], base: Sequence[LineItem]) -> bool:
    """Whether these rows are just the server's lines, in order and unedited."""
    return len(now) == len(base) and all(
        row.item is item and not (row.cells and row.touched)
        for row, item in zip(unhurried(now), base, strict=True)
    )


def trouble(items: tuple[LineItem, ...] | Raw) -> str:
    """Why these lines must not be replaced: the service sent something the console would lose. Empty where nothing would be."""
    if isinstance(items, Raw):
        return (
            "The server sent line items in a form this console does not know, so they cannot be edited here."
        )
    extra = Counter(name for item in items for name in (item.model_extra or {}))
    if extra:
        names = ", ".join(sorted(extra)[:3])
        return f"The server's lines carry something this console does not know ({names}); editing them would lose it."
    return ""
