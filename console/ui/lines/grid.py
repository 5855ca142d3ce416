"""The line items of a page: the table with its acts, the filter, the columns, and the cells to mend.

It must not change lines itself or decide what an act does; presenters do, and their state comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from console.model import records
from console.model.drafts.draft import Draft
from console.presenters.lines.line_order import LineOrder, OrderState
from console.presenters.notice import Notice
from console.presenters.record.editor import Editor, EditorState
from console.ui.lines.columns import Column, Columns, ColumnsOf
from console.ui.lines.errors import CellErrors
from console.ui.lines.grid_clipboard import GridClipboard
from console.ui.lines.head import Head
from console.ui.lines.lines import KEYS, LINKS, LinesModel
from console.ui.lines.view import LinesView
from console.ui.look.heard import SpokenWords
from console.ui.look.inputs import TypedLine, clearable
from console.ui.look.links import OpenLink, openable
from console.ui.look.parts import button, caption, label, open_over, put_text, put_tip, row
from console.ui.look.theme import Theme

_Button = Literal["add", "duplicate", "remove", "up", "down", "paste"]
_BUTTONS: dict[_Button, tuple[str, str]] = {
    "add": ("Add line", "Add"),
    "duplicate": ("Duplicate line", "Duplicate"),
    "remove": ("Remove line", "Remove"),
    "up": ("Move up", "Up"),
    "down": ("Move down", "Down"),
    "paste": ("Paste lines", "Paste lines"),
}
"""The buttons: the name of each, and what stands on it; that they are about lines is said by their place."""
_LAST = ("description", "other", "imageUrl", "productUrl")
"""Columns that usually stand at the right end, because they are long or rare; the order of the API is kept beneath."""
_WIDTHS = {
    "position": 62,
    "sku": 84,
    "name": 172,
    "description": 220,
    "category": 94,
    "other": 100,
    "quantity": 76,
}
_LINK_WIDTH, _OTHER_WIDTH = 170, 88
_NO_LINK = Notice(
    "warn", "There is no link here that can be opened.", "A link starts with https:// or http:// and a host."
)


class LinesPanel(QWidget):
    """`view` shows the lines; acts go to the editor and are one undo step each."""

    reordered = Signal()
    editor: Editor
    clipboard: GridClipboard

    def __init__(self, columns: Columns, parent: QWidget) -> None:
        super().__init__(parent)
        self.order = LineOrder(self._show_order)
        self.model = LinesModel()
        self.model.setParent(self)
        self.view = LinesView(self.model, self)
        self.view.setMinimumHeight(140)
        self.columns = ColumnsOf(columns, self.view, _usual(), keys=KEYS)
        self.title = caption(records.LINES)
        self.filter = TypedLine()
        self.filter.setAccessibleName("Filter lines")
        self.filter.setPlaceholderText("Filter lines")
        clearable(self.filter)
        self.filter.setMinimumWidth(96)
        self.filter.setMaximumWidth(190)
        self.columns_button = button("Columns", role="link", tip="Which columns are shown, for every record")
        self.buttons = {key: button(text, name, "link") for key, (name, text) in _BUTTONS.items()}
        self.head = Head(
            row(self.title, 1, self.filter, self.columns_button, spacing=2),
            row(1, *self.buttons.values(), spacing=2),
        )
        self.note = label(role="muted", wrap=True)
        self._noted = SpokenWords(self.note)
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.as_sent = button("Show as sent", role="link")
        self.errors = CellErrors()
        self._lay_out()
        self._wire()

    def bind(self, editor: Editor) -> None:
        """Be of this record from now on; `show_state` shows its lines."""
        self.editor = editor
        self.clipboard = GridClipboard(editor, self.view, self.order)
        self.model.cell_typed.connect(editor.lines.cell_typed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addLayout(row(self.note, self.as_sent))
        column.addWidget(self.view, 1)
        column.addWidget(self.errors)

    def _wire(self) -> None:
        view, model = self.view, self.model
        model.sort_asked.connect(self._sort)
        view.asked.connect(self._asked)
        view.dropped.connect(self._dropped)
        view.refused.connect(lambda why: self.editor.say(Notice("plain", why)))
        view.horizontalHeader().customContextMenuRequested.connect(self._columns_asked)
        self.filter.typed.connect(self.order.filter)
        self.filter.returnPressed.connect(self._enter_lines)
        self.columns_button.clicked.connect(self.choose_columns)
        self.as_sent.clicked.connect(self.show_as_sent)
        self.errors.chosen.connect(self.focus_on)
        acts: dict[_Button, Callable[[], None]] = {
            "add": self.add_line,
            "duplicate": self.duplicate_line,
            "remove": self.remove_line,
            "up": self.move_up,
            "down": self.move_down,
            "paste": self.paste_lines,
        }
        for key, act in acts.items():
            self.buttons[key].clicked.connect(act)

    @property
    def inputs(self) -> list[QWidget]:
        """What Tab goes through, in this order."""
        acts = (self.columns_button, *self.buttons.values(), self.as_sent)
        return [self.filter, *acts, self.view, *self.errors.links]

    @property
    def locked(self) -> str:
        """Why the lines may not be edited; empty where they may."""
        return self.editor.state.lines_locked

    @property
    def unmovable(self) -> str:
        """Why lines cannot be moved as they are looked at now; empty where they can."""
        return self.order.state.unmovable

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.view.painted.apply_theme(theme)
        self.view.viewport().update()

    # -- rendering ----------------------------------------------------------------------------------------

    def show_state(self, state: EditorState) -> None:
        """Show the lines of a state; showing it twice changes nothing."""
        draft = state.draft
        self.order.sync(draft.lines)
        refused = [one for one in state.refused if one.row is not None]
        self.model.refuse({(one.row or 0, one.key): one.sentence for one in refused})
        self._show_lines(draft, state.lines_locked)
        problems = [*(draft.problems() if draft.lines_changed else ()), *refused]
        self.errors.show_cells(problems, draft.advice_of_lines())
        self._show_buttons()

    def _show_lines(self, draft: Draft, locked: str) -> None:
        order = self.order.state
        self.model.show(draft.lines, draft.decimals, locked, order.shown, currency=draft.currency)
        every, seen = len(draft.lines), self.model.rowCount()
        counted = f"{every:,}" if seen == every else f"{seen:,} of {every:,} shown"
        put_text(self.title, f"{records.LINES} · {counted}".upper())
        put_text(self.note, order.note)
        self._noted.tell(order.note)
        self.note.setVisible(bool(order.note))
        self.as_sent.setVisible(bool(order.note))
        self.view.unmovable = order.unmovable
        self.view.empty = "No line has these words." if every else "No line items. Add line puts one here."

    def _show_buttons(self) -> None:
        for key, made in self.buttons.items():
            why = self.locked or (self.unmovable if key in ("up", "down") else "")
            name, text = _BUTTONS[key]
            made.setEnabled(not why)
            put_tip(made, why or (name if text != name else ""))

    def _show_order(self, order: OrderState) -> None:
        """The lines are looked at otherwise; the cursor stays on its line where that is shown."""
        current = self.view.currentIndex()
        place = self.view.place_of(current) if current.isValid() else None
        state = self.editor.state
        self._show_lines(state.draft, state.lines_locked)
        self._show_buttons()
        if self.filter.text().strip() != order.words:
            self.filter.put(order.words)
        header = self.view.horizontalHeader()
        section = KEYS.index(order.column) if order.column else -1
        way = Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder
        with QSignalBlocker(header):
            header.setSortIndicator(section, way)
        header.viewport().update()
        if place is not None:
            self.view.put_cursor(place)
        self.reordered.emit()

    # -- acts on lines ------------------------------------------------------------------------------------

    def add_line(self) -> None:
        self.view.commit()
        if not self.locked:
            self.order.as_sent()  # or the new line could stand anywhere, or be hidden
            self.editor.lines.add()
            self.focus_on(self.model.rowCount() - 1, "sku")

    def duplicate_line(self) -> None:
        self.view.commit()
        self.editor.lines.duplicate(self.view.chosen())

    def remove_line(self) -> None:
        self.view.commit()
        self.editor.lines.remove(self.view.chosen())

    def move_up(self) -> None:
        self._move(-1)

    def move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        self.view.commit()
        places, before, whole = self.view.chosen(), self.editor.state.draft, self.view.chosen_whole
        if not self.unmovable:
            self.editor.lines.move(places, by)
        if self.editor.state.draft is not before:
            self.view.choose([place + by for place in places], whole=whole)

    def _dropped(self, places: list[int], to: int) -> None:
        before = self.editor.state.draft
        self.editor.lines.move_to(places, to)
        if self.editor.state.draft is not before:
            first = to - sum(place < to for place in places)
            self.view.choose(range(first, first + len(places)), whole=True)

    # -- acts on cells ------------------------------------------------------------------------------------

    def clear_cells(self) -> None:
        self.editor.lines.clear(self.view.chosen_cells())

    def fill_down(self) -> None:
        self.view.commit()
        self.editor.lines.fill_down(self.view.chosen_cells())

    def edit_on_sheet(self) -> None:
        self.view.setFocus()
        self.view.edit_on_sheet()

    def copy_cells(self) -> None:
        self.clipboard.copy()

    def cut_cells(self) -> None:
        self.clipboard.copy()
        self.clear_cells()

    def paste_cells(self) -> None:
        self.clipboard.paste()

    def paste_lines(self) -> None:
        self.view.commit()
        self.clipboard.paste_lines()

    def _asked(self, act: str) -> None:
        acts = {
            "cut": self.cut_cells,
            "copy": self.copy_cells,
            "paste": self.paste_cells,
            "clear": self.clear_cells,
        }
        acts[act]()

    # -- looking ------------------------------------------------------------------------------------------

    def filter_lines(self) -> None:
        self.filter.setFocus()
        self.filter.selectAll()

    def show_as_sent(self) -> None:
        self.order.as_sent()

    def choose_columns(self) -> None:
        self._open_columns(self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height())))

    def open_link(self) -> None:
        """Open the link of the cursor's cell, after its host was shown."""
        index = self.view.currentIndex()
        self.ask_to_open(str(index.data(Qt.ItemDataRole.EditRole)) if index.column() in LINKS else "")

    def ask_to_open(self, text: str) -> None:
        """Ask whether to open this link; say so where it is none."""
        url = openable(text)
        if url is None:
            self.editor.say(_NO_LINK)
        else:
            open_over(self.window(), OpenLink(url, self))

    def focus_on(self, place: int, key: str) -> None:
        """Put the cursor into a cell, which is shown if it was not."""
        if self.model.row(place) < 0:
            self.order.as_sent()
        self.columns.reveal(KEYS.index(key))
        self.view.put_cursor(place, key)
        self.view.setFocus()

    def sort_lines(self) -> None:
        """Sort by the column of the cursor: up, down, no longer."""
        self.order.turn(KEYS[max(self.view.currentIndex().column(), 0)])

    def _sort(self, column: str, descending: bool) -> None:
        self.order.sort(column, descending=descending)

    def _enter_lines(self) -> None:
        if self.model.rowCount():
            self.view.put_cursor(self.model.place(0))
            self.view.setFocus()

    def _columns_asked(self, at: QPoint) -> None:
        self._open_columns(self.view.horizontalHeader().mapToGlobal(at))

    def _open_columns(self, at: QPoint) -> None:
        menu = QMenu(self)
        self.columns.fill(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)


def _usual() -> Sequence[Column]:
    """The columns as they stand until somebody changes them, from left to right."""
    keys = [key for key in KEYS if key not in _LAST] + list(_LAST)
    return [
        Column(key, _WIDTHS.get(key, _LINK_WIDTH if key.endswith("Url") else _OTHER_WIDTH)) for key in keys
    ]
