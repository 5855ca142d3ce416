"""The table of a file of shipments: a model over the presenter's own rows, and its view.

It must not copy, read or send a row; the presenter's list is what it shows, and choosing a row is asked of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView

from console.presenters.runs.items import RowKey, RunRow
from console.presenters.runs.state import RunPhase
from console.ui.look.direction import IsolatedCells
from console.ui.look.hand_menu import HandMenu
from console.ui.look.parts import ModelIndex
from console.ui.look.text import one_line, tip
from console.ui.look.theme import Theme
from console.ui.runs.counts import tone_of

_CHOSEN, _NUMBER, _CHECK, _RESULT, _FILE = range(5)
"""The first columns. What the check found stands before the file's own, then the link; of many, those in use come first."""
_TITLES = ("Chosen", "#", "Check", "Result")
_LINK, _OF_LINK, _MANY = "Link", -1, 16
_LONGEST, _PADDING, _LOOKED_AT, _CELLS = 300, 24, 60, 1_600
_NARROWEST, _WIDEST, _STATUS_WIDE, _STATUS_WIDEST = 76, 230, 176, 380
_DISPLAY = Qt.ItemDataRole.DisplayRole
_ANSWERED = frozenset(
    {
        _DISPLAY,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.CheckStateRole,
    }
)

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class RowsModel(QAbstractTableModel):
    """The rows, or those of them that stand a certain way. `chosen` has the places of rows and whether to send them."""

    chosen = Signal(list, bool)

    def __init__(self) -> None:
        super().__init__()
        self._items: Sequence[RunRow] = ()
        self._places: list[int] = []
        self._head: tuple[str, ...] = ()
        self._order: tuple[int, ...] = ()
        self._names: tuple[str, ...] = (*_TITLES, _LINK)
        self._phase: RunPhase = "choose"
        self._only: RowKey | None = None
        self._theme: Theme | None = None

    # -- what is shown ------------------------------------------------------------------------------------

    def show_rows(self, items: Sequence[RunRow]) -> None:
        """Show these rows from now on; the list is looked into again whenever a row is painted."""
        self.beginResetModel()
        self._items = items
        self._places = [place for place, item in enumerate(items) if self._fits(item)]
        self.endResetModel()

    def show_columns(self, head: tuple[str, ...], phase: RunPhase, used: Collection[int] = ()) -> None:
        """Head the file's columns so, those `used` for a role first, and show what this phase has to show of its rows."""
        order = tuple(range(len(head)))
        first = [place for place in order if place in used] if len(head) > _MANY else order
        order = (*first, _OF_LINK, *(place for place in order if place not in first))
        if (head, order) != (self._head, self._order):
            self.beginResetModel()
            self._head, self._order = head, order
            names = (_LINK if place == _OF_LINK else one_line(head[place], _LONGEST) for place in order)
            self._names = (*_TITLES, *names)
            self.endResetModel()
        if phase != self._phase:
            self._phase = phase
            self._all_changed()

    def show_only(self, key: RowKey | None) -> None:
        """Show the rows that stand so, by what the check found or what became of them; all for None."""
        if key != self._only:
            self._only = key
            self.show_rows(self._items)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of this theme."""
        self._theme = theme
        self._all_changed()

    def rows_changed(self, places: list[int]) -> None:
        """Show these rows as they are now; where only some are shown, they come and go."""
        stay: list[int] = []
        for place in places:
            row = bisect_left(self._places, place)
            there = row < len(self._places) and self._places[row] == place
            fits = self._fits(self._items[place])
            if there and fits:
                stay.append(row)
            elif fits:
                self.beginInsertRows(QModelIndex(), row, row)
                self._places.insert(row, place)
                self.endInsertRows()
            elif there:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._places[row]
                self.endRemoveRows()
        if stay:
            self.dataChanged.emit(self.index(stay[0], 0), self.index(stay[-1], self.columnCount() - 1))

    @property
    def places(self) -> list[int]:
        """The places in the file of the rows that are shown."""
        return list(self._places)

    def place(self, row: int) -> int:
        """The place in the file of a row that is shown."""
        return self._places[row]

    def item(self, row: int) -> RunRow:
        """The row of the file that stands here."""
        return self._items[self._places[row]]

    def _fits(self, item: RunRow) -> bool:
        return self._only is None or self._only in (item.verdict, item.status)

    def _all_changed(self) -> None:
        if self._places:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._places) - 1, self.columnCount() - 1))

    # -- the table ----------------------------------------------------------------------------------------

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: ModelIndex, role: int = _DISPLAY) -> Any:
        if role not in _ANSWERED:  # a font, an icon, a size: most of what is asked for each cell
            return None
        item, column = self.item(index.row()), index.column()
        if column == _CHOSEN:
            return self._choice(item, role)
        if role == _DISPLAY:
            return self.line(item, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._text(item, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._name(column)}: {self.line(item, column) or 'empty'}"
        if role == Qt.ItemDataRole.ForegroundRole and self._theme is not None:
            return self._theme.colour(self._colour(item, column))
        if role == Qt.ItemDataRole.TextAlignmentRole and column == _NUMBER:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def multiData(self, index: ModelIndex, roles: Any) -> None:
        # All of a painted cell in one call: while lanes are at work, each call from Qt waits for its turn.
        for place in range(roles.size()):
            role = roles[place]
            if role.role() in _ANSWERED:
                role.setData(self.data(index, role.role()))
            else:
                role.clearData()

    def setData(self, index: ModelIndex, value: Any, role: int = _DISPLAY) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != _CHOSEN:
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self.chosen.emit([self.place(index.row())], on)
        return True

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        reads = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren | Qt.ItemFlag.ItemIsEnabled
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if index.column() != _CHOSEN:
            return reads
        if not self.may_choose(index.row()):
            return reads & ~Qt.ItemFlag.ItemIsEnabled
        return reads | Qt.ItemFlag.ItemIsUserCheckable

    def may_choose(self, row: int) -> bool:
        """Whether it can be chosen now that this row is sent."""
        return self._phase == "checked" and self.item(row).may_be_sent

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == _DISPLAY:
                return "" if section == _CHOSEN else self._name(section)
            if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
                return tip(self._name(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == _NUMBER else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _choice(self, item: RunRow, role: int) -> Any:
        sent = item.included and item.may_be_sent
        if role == Qt.ItemDataRole.CheckStateRole and self._phase not in ("map", "checking"):
            return Qt.CheckState.Checked if sent else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"Row {item.place + 1}: {'chosen to be sent' if sent else 'left out'}"
        return None

    def _name(self, column: int) -> str:
        return self._names[column]

    def line(self, item: RunRow, column: int) -> str:
        """What stands in a row's cell, but for the first."""
        return one_line(self._text(item, column), _LONGEST)

    def _text(self, item: RunRow, column: int) -> str:
        if column == _NUMBER:
            return f"hidden · {item.place + 1:,}" if item.hidden else f"{item.place + 1:,}"
        if column == _CHECK:
            return item.found if item.verdict != "unchecked" else ""
        if column == _RESULT:
            return item.became
        place = self._order[column - _FILE]
        if place == _OF_LINK:
            return item.request.shipment.link
        return item.cells[place] if place < len(item.cells) else ""

    def _colour(self, item: RunRow, column: int) -> str:
        if column in (_CHECK, _RESULT):
            tone = tone_of(item.verdict if column == _CHECK else item.status)
            return "muted" if tone == "plain" else tone
        return "muted" if column == _NUMBER or self._order[column - _FILE] == _OF_LINK else "text"


class RowsTable(QTableView):
    """The table on the screen. Space chooses the selected rows, or leaves them out; Enter or a double click opens an order.

    `asked` has a row, and the key of what is to be done with its order (`console/presenters/handing.py`).
    """

    asked = Signal(object, str)

    def __init__(self, model: RowsModel) -> None:
        super().__init__()
        self._rows = model
        self.setModel(model)
        self._order_cells()
        self.setObjectName("rows")
        self.setAccessibleName("Rows")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(120)
        numbers, header = self.verticalHeader(), self.horizontalHeader()
        numbers.hide()
        numbers.setDefaultSectionSize(30)
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        model.modelReset.connect(self._follow)
        self.menu = HandMenu(self, ("open", "id", "console link", "link", "sentence"))
        self.menu.chosen.connect(self._ask)
        self.doubleClicked.connect(self._clicked_twice)

    def dataChanged(self, first: ModelIndex, last: ModelIndex, roles: Sequence[int] = ()) -> None:
        """Draw rows anew that are seen; Qt draws the whole table for any, and lanes are mostly at work further down."""
        lowest = self.rowAt(self.viewport().height() - 1)
        seen = last.row() >= self.rowAt(0) and (lowest < 0 or first.row() <= lowest)
        if seen or QAccessible.isActive():  # a screen reader knows of rows that nobody sees, too
            super().dataChanged(first, last, roles)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._order_cells()

    def _order_cells(self) -> None:
        """Only a window from right to left needs it: a delegate of our own is asked for each cell that is painted."""
        rightwards = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setItemDelegate(IsolatedCells(self) if rightwards else QStyledItemDelegate(self))

    def show_phase(self, phase: RunPhase) -> None:
        """Show the columns that say something by now."""
        self.setColumnHidden(_CHOSEN, phase in ("choose", "map", "checking"))
        self.setColumnHidden(_CHECK, phase not in ("checking", "checked"))
        self.setColumnHidden(_RESULT, phase not in ("sending", "stopping", "over"))
        self._follow()

    def current_item(self) -> RunRow | None:
        """The row of the file under the cursor; None where it is on none."""
        row = self.currentIndex().row()
        return self._rows.item(row) if 0 <= row < self._rows.rowCount() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space for all selected rows at once, whichever column the cursor is in."""
        if event.key() == Qt.Key.Key_Space:
            self._toggle()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self._ask(self.currentIndex().row(), "open")
        else:
            super().keyPressEvent(event)

    def _clicked_twice(self, index: QModelIndex) -> None:
        if index.column() != _CHOSEN:  # there it was two ticks
            self._ask(index.row(), "open")

    def _ask(self, row: int, key: str) -> None:
        if 0 <= row < self._rows.rowCount():
            self.asked.emit(self._rows.item(row), key)

    def _toggle(self) -> None:
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        free = [row for row in rows if self._rows.may_choose(row)]
        if free:
            on = not all(self._rows.item(row).included for row in free)
            self._rows.chosen.emit([self._rows.place(row) for row in free], on)

    def _follow(self) -> None:
        """Make the columns as wide as what stands in the first rows."""
        model, metrics = self._rows, self.fontMetrics()
        most = min(
            _LOOKED_AT, _CELLS // model.columnCount() + 1
        )  # or dozens of columns would hold up the window
        rows = range(min(model.rowCount(), most))
        self.setColumnWidth(_CHOSEN, 36)
        for column in range(_NUMBER, model.columnCount()):
            heading = str(model.headerData(column, Qt.Orientation.Horizontal))
            texts = {heading, *(model.line(model.item(row), column) for row in rows)}
            narrowest = 44 if column == _NUMBER else _STATUS_WIDE if column < _FILE else _NARROWEST
            needs = max(map(metrics.horizontalAdvance, texts)) + _PADDING
            self.setColumnWidth(
                column, min(max(needs, narrowest), _STATUS_WIDEST if column < _FILE else _WIDEST)
            )
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        """Give the last column the room that is left, and enough in any case."""
        last = self._rows.columnCount() - 1
        others = self.horizontalHeader().length() - self.columnWidth(last)
        self.setColumnWidth(last, max(_WIDEST, self.viewport().width() - others))
