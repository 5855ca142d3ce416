"""Which lines are looked at and in which order: sorting and filtering for the eye alone.

It must not change a draft; what is sent keeps its own order, and every line of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter, is_

from console.model import records
from console.model.fields.field import Value, counted_as
from console.model.lines.lines import COLUMNS, DraftLine
from console.presenters.observable import Observable

_TEXTS = tuple(column for column, field in COLUMNS.items() if field.kind.holds is str)
_TEXTS_OF = attrgetter(*map(records.attribute, _TEXTS))
_AS_SENT = "the order that is sent does not change."


@dataclass(frozen=True, slots=True)
class OrderState:
    """`column` is what the lines are sorted by and `words` what they are filtered by, empty where they are not.

    `shown` are the places in the draft of the lines to show, first to last; none while they are shown as sent.
    """

    column: str = ""
    descending: bool = False
    words: str = ""
    shown: tuple[int, ...] | None = None

    @property
    def note(self) -> str:
        """What there is to say of it; empty while the lines are shown as sent."""
        if not self.column:
            return "Filtered: the other lines are kept, and sent, as they are." if self.words else ""
        way = ", last first," if self.descending else ""
        return f"Sorted by {COLUMNS[self.column].label}{way} for viewing; {_AS_SENT}"

    @property
    def unmovable(self) -> str:
        """Why no line can be moved now; empty where it can."""
        if self.shown is None:
            return ""
        seen = "sorted" if self.column else "filtered"
        return f"Lines are moved in the order that is sent; these are {seen}. Show them as sent first."


class LineOrder(Observable[OrderState]):
    """Remembers how the lines are looked at. A line stays where it is while its cells are typed in."""

    def __init__(self, render: Callable[[OrderState], object] | None = None) -> None:
        super().__init__(OrderState(), render)
        self._rows: Sequence[DraftLine] = ()
        self._searched: tuple[Sequence[DraftLine], list[str]] = ((), [])

    def sync(self, rows: Sequence[DraftLine]) -> None:
        """Take the lines as they now are; they are ordered again where some came, went or moved. Renders nothing."""
        before, self._rows = self._rows, rows
        if self.state.shown is not None and not _same_lines(before, rows):
            self.state = replace(self.state, shown=self._arranged(self.state))

    def sort(self, column: str, *, descending: bool = False) -> None:
        """Look at the lines in the order of a column; of none, in the order that is sent."""
        self.put(replace(self.state, column=column, descending=descending and bool(column)))

    def turn(self, column: str) -> None:
        """Sort by a column up, then down, then no longer."""
        again = self.state.column == column
        self.sort("" if again and self.state.descending else column, descending=again)

    def filter(self, words: str) -> None:
        """Look only at lines whose texts hold all of these words, in any case."""
        self.put(replace(self.state, words=words.strip()))

    def as_sent(self) -> None:
        """Look at all lines, in the order that is sent."""
        self.put(OrderState())

    def put(self, state: OrderState) -> None:
        """Look at the lines in this way from now on."""
        super().put(replace(state, shown=self._arranged(state)))

    def _arranged(self, state: OrderState) -> tuple[int, ...] | None:
        if not state.column and not state.words:
            return None
        places: Sequence[int] = range(len(self._rows))
        if state.words:
            texts = self._texts()
            for word in state.words.casefold().split():
                places = [place for place in places if word in texts[place]]
        if state.column == "position":
            places = places[::-1] if state.descending else places
        elif state.column:
            places = self._sorted(places, state.column, descending=state.descending)
        return tuple(places)

    def _sorted(self, places: Sequence[int], column: str, *, descending: bool) -> list[int]:
        """Numbers as numbers, then texts, each the other way round where asked; what is empty stands last."""
        values = {place: _value(self._rows[place], column) for place in places}
        numbers, texts, empty = {}, {}, []
        for place, value in values.items():
            if (number := counted_as(value)) is not None and number.is_finite():
                numbers[place] = number
            elif value is None or value == "":
                empty.append(place)
            else:
                texts[place] = str(value).casefold()
        parts = [sorted(part, key=part.__getitem__, reverse=descending) for part in (numbers, texts)]
        return [*parts[descending], *parts[not descending], *empty]

    def _texts(self) -> list[str]:
        """Every line's texts to search in; read once for all that is typed into the filter."""
        if self._searched[0] is not self._rows:
            self._searched = (self._rows, list(map(_searched, self._rows)))
        return self._searched[1]


def _value(row: DraftLine, column: str) -> Value:
    if row.item is not None and column not in row.cells:  # most of ten thousand
        held: Value = records.value(row.item, column)
        return held
    return row.reading(column).value


def _searched(row: DraftLine) -> str:
    if row.item is not None and not row.cells:
        held = _TEXTS_OF(row.item)
        try:  # nearly always all of them are texts, and a look at each takes longer than the rest
            return "\n".join(filter(None, held)).casefold()
        except TypeError:
            return "\n".join(str(one) for one in held if one is not None).casefold()
    return "\n".join(row.shown(column, None) for column in _TEXTS).casefold()


def _same_lines(one: Sequence[DraftLine], other: Sequence[DraftLine]) -> bool:
    """Whether these are the same lines in the same order, whatever was typed into them."""
    return len(one) == len(other) and all(map(is_, (row.item for row in one), (row.item for row in other)))
