"""The lines of a draft as a table for Qt to look at.

It must not change rows itself; a typed cell is told to whoever listens, and the rows come back by `show`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import is_
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal

from console.model.fields.field import Raw, Reading, Value
from console.model.fields.kinds import Link
from console.model.lines.lines import COLUMNS, SENT, DraftLine
from console.ui.look.parts import ModelIndex
from console.ui.look.text import one_line, tip

_LONGEST = 400
_FITS = 8
"""How many characters a cell is sure to show whole; a longer text stands in the tooltip as well."""
KEYS = tuple(COLUMNS)
FIELDS = tuple(COLUMNS.values())
LABELS = tuple(field.label for field in FIELDS)
EDITABLE = frozenset(map(KEYS.index, SENT))
LINKS = frozenset(place for place, field in enumerate(FIELDS) if isinstance(field.kind, Link))
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ALIGNED = tuple(_RIGHT if field.kind.right_aligned else _LEFT for field in FIELDS)
_DISPLAY, _EDIT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)
_TIP, _READ_ALOUD = int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGN, MARK = int(Qt.ItemDataRole.TextAlignmentRole), int(Qt.ItemDataRole.UserRole)
_READS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_EDITS = _READS | Qt.ItemFlag.ItemIsEditable
_NOWHERE = QModelIndex()
_UNKNOWN = Raw(None)
"""A currency of which nothing can be said."""


class LinesModel(QAbstractTableModel):
    """Rows of a draft as a table. Only the cells on the screen are ever asked for.

    A table row is a line as it is looked at; a place is where the line stands in the draft. They differ while the
    lines are sorted or filtered.
    """

    cell_typed = Signal(int, str, str)
    sort_asked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._given: Sequence[DraftLine] = ()
        self._rows: Sequence[DraftLine] = ()
        self._order: Sequence[int] | None = None
        self._digits: int | None = None
        self._currency: Value = _UNKNOWN
        self._locked = ""
        self._refused: Mapping[tuple[int, str], str] = {}

    def refuse(self, cells: Mapping[tuple[int, str], str]) -> None:
        """Mark these cells as refused, by the place of their line in the draft and their column, each with a sentence."""
        if cells != self._refused:
            self._refused = cells
            self._changed(0, len(self._rows))

    def show(
        self,
        rows: Sequence[DraftLine],
        places: int | None,
        locked: str,
        order: Sequence[int] | None = None,
        *,
        currency: Value = _UNKNOWN,
    ) -> None:
        """Show these rows, those at `order` where it is given; `places` is how many digits amounts in `currency` have.

        Only what differs is announced, so that the selection and the cursor stay.
        """
        self._locked = locked
        reordered = order is not self._order
        redigited = (places, currency) != (self._digits, self._currency)
        if rows is self._given and not reordered and not redigited:
            return
        before, now = self._rows, rows if order is None else tuple(map(rows.__getitem__, order))
        self._given, self._digits, self._currency = rows, places, currency
        head = _common(before, now)
        shorter = min(len(before), len(now))
        tail = min(_common(before[::-1], now[::-1]), shorter - head) if head < shorter else 0
        if len(before) == len(now):
            self._rows, self._order = now, order
            self._changed(0, len(now)) if reordered or redigited else self._changed(head, len(now) - tail)
            return
        first = shorter - tail  # rows that are neither new nor gone, but differ, stand before it
        if len(now) > len(before):
            self.beginInsertRows(_NOWHERE, first, len(now) - tail - 1)
        else:
            self.beginRemoveRows(_NOWHERE, first, len(before) - tail - 1)
        self._rows, self._order = (*before[:first], *now[first:]), order
        self.endInsertRows() if len(now) > len(before) else self.endRemoveRows()
        self._rows = now
        # Behind it every line has another number.
        self._changed(0 if reordered or redigited else head, len(now))

    def _changed(self, first: int, end: int) -> None:
        if first < end:
            self.dataChanged.emit(self.index(first, 0), self.index(end - 1, len(KEYS) - 1))

    @property
    def locked(self) -> str:
        """Why no cell may be edited; empty where they may."""
        return self._locked

    def place(self, row: int) -> int:
        """Where the line of a table row stands in the draft."""
        return row if self._order is None else self._order[row]

    def row(self, place: int) -> int:
        """The table row of a line of the draft; -1 where it is not shown."""
        if self._order is None:
            return place if 0 <= place < len(self._rows) else -1
        return self._order.index(place) if place in self._order else -1

    def rowCount(self, parent: ModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: ModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(KEYS)

    def data(self, index: ModelIndex, role: int = _DISPLAY) -> Any:
        column = index.column()
        if role == _ALIGN:
            return _ALIGNED[column]
        if role in (_DISPLAY, _EDIT):
            if column == 0:
                return str(self.place(index.row()) + 1)
            text = self._rows[index.row()].shown(KEYS[column], self._digits)
            return text if role == _EDIT else one_line(text, _LONGEST)
        if column == 0:
            return None
        if self._refused and (why := self._refused.get((self.place(index.row()), KEYS[column]))):
            if role == MARK:
                return "wrong"
            if role in (_TIP, _READ_ALOUD):
                return tip(why) if role == _TIP else f"{FIELDS[column].label}: {why}"
        if role == MARK:
            return self._mark(self._rows[index.row()], KEYS[column])
        if role in (_TIP, _READ_ALOUD):
            return self._words(self._rows[index.row()], column, aloud=role == _READ_ALOUD)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == _DISPLAY:
                return LABELS[section]
            if role == _ALIGN:
                return _ALIGNED[section]
            if role == _TIP:
                return f"Click to look at the lines by {LABELS[section]}; the order that is sent does not change."
        return None

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _READS if self._locked or index.column() not in EDITABLE else _EDITS

    def setData(self, index: ModelIndex, value: Any, role: int = _EDIT) -> bool:
        if role != _EDIT or self._locked:
            return False
        if str(value) != self.data(index, _EDIT):
            self.cell_typed.emit(self.place(index.row()), KEYS[index.column()], str(value))
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Tell by which column a click on the header wants the lines looked at; an empty key for none."""
        key = KEYS[column] if column >= 0 else ""
        self.sort_asked.emit(key, order == Qt.SortOrder.DescendingOrder)

    def _mark(self, row: DraftLine, column: str) -> str:
        if row.item is None or column in row.cells:
            reading = row.reading_in(column, self._currency)
            if reading.error or reading.advice:
                return "wrong" if reading.error else "doubtful"
            return "changed" if row.item is None or row.changed(column) else ""
        return ""

    def _words(self, row: DraftLine, column: int, *, aloud: bool) -> str:
        text, key = row.shown(KEYS[column], self._digits), KEYS[column]
        typed = row.item is None or key in row.cells
        reading = row.reading_in(key, self._currency) if typed else Reading(None)
        said = reading.error or reading.advice
        if aloud:
            return f"{FIELDS[column].label}: {one_line(text, _LONGEST) or 'empty'}. {said}".strip()
        return tip(said or (text if len(text) > _FITS else "") or self._locked)


def _common(one: Sequence[DraftLine], other: Sequence[DraftLine]) -> int:
    """How many rows they begin with that are the same."""
    shorter = min(len(one), len(other))
    return next((place for place, same in enumerate(map(is_, one, other)) if not same), shorter)
