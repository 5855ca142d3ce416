"""The window "Ship from a file": the file and its columns, its rows as they stand, and the foot that sends them.

It must not decide anything or touch a file; it shows what the presenter says and tells what was chosen and clicked.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.model.plural import counted
from console.model.remembered import RUN_WINDOW
from console.presenters.notice import Notice
from console.ui.look.parts import Card, button, chip, label, put_property, put_text, row, to_front
from console.ui.look.room import on_screen
from console.ui.look.text import LONGEST_TARGET, one_line
from console.ui.look.theme import Theme
from console.ui.runs.acts import ACTS
from console.ui.runs.again import AgainQuestion
from console.ui.runs.chart import OutcomeChart
from console.ui.runs.counts import Counts
from console.ui.runs.cursor import RunCursor, order_tabs
from console.ui.runs.detail import RowDetail
from console.ui.runs.drop import FileDrop
from console.ui.runs.earlier import EarlierButton
from console.ui.runs.files import FileDialogs
from console.ui.runs.foot import Foot
from console.ui.runs.mapping import MapCard
from console.ui.runs.message import MessageQuestion
from console.ui.runs.picture import Picture
from console.ui.runs.rows import RowsModel, RowsTable
from console.ui.runs.welcome import run_welcome

if TYPE_CHECKING:
    from console.presenters.runs.items import RowKey
    from console.presenters.runs.run import ShippingRun
    from console.presenters.runs.state import RunPhase, RunState

TITLE = "Ship from a file"
_LONGEST_NAME = 90
_MAPPED, _LOW = ("map", "checking", "checked"), 760


class RunWindow(QDialog):
    """A window of its own beside the main one; Esc puts it away, and what it does goes on."""

    sample_asked = Signal(str)
    rendered = Signal()
    put_away = Signal()
    row_asked = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)  # the main window's end is the end
        self.setMinimumSize(760, 480)
        on_screen(self, QSize(1180, 800))
        self._run: ShippingRun | None = None
        self._picture = Picture(self)
        self._state: RunState | None = None
        self._told: Notice | None = None
        self._cursor = RunCursor()
        self.files = FileDialogs(self)
        self._build_parts()
        self._lay_out()
        self._connect()

    # -- parts --------------------------------------------------------------------------------------------

    def _build_parts(self) -> None:
        self.choose = button(
            "Ch&oose file…",
            "Choose file",
            tip="A CSV, TSV, XLSX, XLSB, XLS or ODS file, one row for each order  (Ctrl+O)",
        )
        self.paste = button("Paste &rows", "Paste rows", tip="Rows copied from a spreadsheet  (Ctrl+V)")
        self.sample = button("Save a sa&mple file…", "Save a sample file", tip="A file to be filled in")
        self.earlier = EarlierButton()
        self.close_it = button("Close", tip="Put the window away; what it does goes on  (Esc)")
        self.environment = chip("", "accent")
        self.name, self.form = label(role="title"), label(role="muted")
        self.mapping = MapCard()
        self.chart = OutcomeChart()
        self.counts = Counts()
        self.choose_shown = button(
            "Choose all shown", "Choose all shown", "link", "Send every row that is shown and can be sent"
        )
        self.leave_shown = button(
            "Leave out all shown", "Leave out all shown", "link", "Send none of the rows that are shown"
        )
        self.model = RowsModel()
        self.model.setParent(self)
        self.table = RowsTable(self.model)
        self.detail = RowDetail(self.table)
        self.asking = MessageQuestion()
        self.again = AgainQuestion()
        self.foot = Foot()

    def _lay_out(self) -> None:
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setObjectName("frame")
        around.addWidget(frame)
        whole = QVBoxLayout(frame)
        whole.setContentsMargins(16, 12, 16, 14)
        whole.setSpacing(12)
        whole.addLayout(
            row(self.choose, self.paste, self.sample, self.earlier, 1, self.environment, self.close_it)
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(run_welcome())
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.outcome = Card("What became of the rows")
        self.outcome.body.addWidget(self.chart)
        column.addLayout(row(self.name, self.form, 1))
        column.addWidget(self.mapping)
        column.addWidget(self.outcome)
        shown = row(self.counts, self.choose_shown, self.leave_shown)
        shown.setStretch(0, 1)
        column.addLayout(shown)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addWidget(self.asking)
        column.addWidget(self.again)
        self.pages.addWidget(page)
        whole.addWidget(self.pages, 1)
        whole.addWidget(self.foot)

    def _connect(self) -> None:
        self.choose.clicked.connect(self._ask_for_file)
        self.paste.clicked.connect(self._paste)
        self.close_it.clicked.connect(self.close)
        self.sample.clicked.connect(self._ask_where_sample)
        self.foot.pressed.connect(lambda act: self._with(ACTS[act]))
        self.foot.save_asked.connect(self._ask_where_results)
        self.earlier.chosen.connect(lambda number: self._with(lambda run: run.runs.open(number)))
        reading, columns = self.mapping.reading, self.mapping.columns
        reading.head_chosen.connect(lambda number: self._with(lambda run: run.file.choose_head(number)))
        reading.sheet_chosen.connect(lambda name: self._with(lambda run: run.file.choose_sheet(name)))
        reading.carrier_chosen.connect(lambda name: self._with(lambda run: run.file.choose_carrier(name)))
        reading.today_chosen.connect(lambda on: self._with(lambda run: run.file.date_today(on)))
        columns.strip.mapped.connect(lambda at, role: self._with(lambda run: run.file.map(at, role)))
        self.model.chosen.connect(lambda places, on: self._with(lambda run: run.include_all(places, on)))
        self.table.asked.connect(self.row_asked)
        self.choose_shown.clicked.connect(lambda: self.model.chosen.emit(self.model.places, True))
        self.leave_shown.clicked.connect(lambda: self.model.chosen.emit(self.model.places, False))
        self.counts.chosen.connect(self._show_only)
        for made in (columns, self.counts):
            made.remade.connect(self._order_tabs)
        self.asking.answered.connect(lambda on: self._with(lambda run: run.message(on)))
        self.again.answered.connect(lambda yes: self._with(lambda run: run.later.answer_again(yes)))
        FileDrop(self).dropped.connect(self.take)
        for keys, act in (("Ctrl+O", self.choose.click), ("Ctrl+V", self.paste.click)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # -- what is shown ------------------------------------------------------------------------------------

    def bind(self, run: ShippingRun) -> None:
        """Work for this presenter from now on."""
        self._run = run
        run.show_rows(self._rows_changed)
        run.show(self.show_state)

    def show_environment(self, name: str, target: str, theme: Theme, *, read_only: bool = False) -> None:
        """Put an environment's name and colours where it counts; `target` is its name inside buttons that write."""
        put_text(self.environment, one_line(name, LONGEST_TARGET))
        self.setWindowTitle(f"{TITLE} — {one_line(name)}")
        self.foot.notice.environment = name
        self.again.show_environment(target)
        self.foot.show_environment(target, production=theme.accent == "production", read_only=read_only)
        self.model.apply_theme(theme)
        self.chart.apply_theme(theme)

    def show_state(self, state: RunState) -> None:
        """Show a state; showing it twice changes nothing."""
        before, self._state, held = self._state, state, self.focusWidget()
        editing = state.phase in _MAPPED
        self.pages.setCurrentIndex(0 if state.phase == "choose" else 1)
        self._follow_height()
        rows = self._run.rows if self._run is not None else []
        put_text(self.name, one_line(state.name, _LONGEST_NAME))
        put_text(self.form, " · ".join(part for part in (state.form, counted(len(rows), "row")) if part))
        self.mapping.show_state(state)
        self.counts.show_counts(state.counts if state.phase != "map" else (), running=state.running)
        if before is None or (before.counts, before.samples, before.phase) != (
            state.counts,
            state.samples,
            state.phase,
        ):
            self.chart.show_numbers(() if editing else state.counts, () if editing else state.samples)
        self._offer_all_shown()
        self.model.show_columns(state.head, state.phase, state.roles)
        if before is None or (before.phase, before.head) != (state.phase, state.head):
            self.table.show_phase(state.phase)
        self.detail.show_phase(state.phase)
        self.asking.show_state(state)
        self.again.show_state(state)
        for made in (self.choose, self.paste):
            made.setEnabled(not (state.running or state.busy))
        put_property(self.choose, "role", "primary" if state.phase == "choose" else "")
        self.earlier.show_state(state)
        self.foot.show_state(state)
        if state.told is not self._told:
            self._told = state.told
            self.say(state.told)
        self._cursor.keep(held, before, state, following=self._next(state))
        self._picture.change()
        self.rendered.emit()

    def _next(self, state: RunState) -> QWidget | None:
        """What one goes on with in this phase; what is amiss with a file is mended from the row of its head on."""
        if state.phase == "map":
            may_check = state.busy or self.foot.check.isEnabled()
            return self.foot.check if may_check else self.mapping.reading.head
        following: dict[RunPhase, QWidget] = {
            "checking": self.foot.stop,
            "checked": self.table,
            "sending": self.foot.stop,
            "over": self.again.no if state.again else self.foot.save,
        }
        return following.get(state.phase)

    def _order_tabs(self) -> None:
        files = (self.choose, self.paste, self.sample, self.earlier, self.close_it)
        shown = (*self.counts.buttons, self.choose_shown, self.leave_shown, self.table)
        answers = (self.asking.yes, self.asking.no, self.again.yes, self.again.no, *self.foot.away.buttons)
        order_tabs([*files, *self.mapping.fields, *shown, *answers, self.foot.sure])

    def say(self, notice: Notice | None) -> None:
        """Say something, until the state has something else to say."""
        said = self._state.said if self._state is not None and self._state.phase == "map" else ()
        self.foot.notice.more = " ".join(said)
        self.foot.notice.show_notice(notice)
        self.foot.notice.setVisible(notice is not None)

    def _show_only(self, key: RowKey | None) -> None:
        self.model.show_only(key)
        self._offer_all_shown()

    def _offer_all_shown(self) -> None:
        """Only while rows of one kind are shown; or all of a file would be a click away."""
        checked = self._state is not None and self._state.phase == "checked"
        for made in (self.choose_shown, self.leave_shown):
            made.setVisible(checked and self.counts.only is not None)

    def _follow_height(self) -> None:
        """Leave the rows room to be read: once they are checked, their columns go where the window is low."""
        phase, asked = (self._state.phase, self._state.again) if self._state is not None else ("choose", "")
        high = self.height() >= _LOW
        self.mapping.setVisible(phase == "map" or (phase in _MAPPED and high))
        self.outcome.setVisible(phase not in _MAPPED and (high or not asked))

    def _rows_changed(self, places: list[int]) -> None:
        if places:
            self.model.rows_changed(places)
        elif self._run is not None:
            self.model.show_rows(self._run.rows)

    # -- what was clicked ---------------------------------------------------------------------------------

    def take(self, path: str) -> None:
        """Read this file."""
        self._with(lambda run: run.file.choose(path))

    def _ask_for_file(self) -> None:
        self.files.ask_which(self.take)

    def _ask_where_results(self) -> None:
        stem = Path(self._state.name).stem if self._state is not None else ""
        self.files.ask_where("Save results", f"{stem or 'shipments'}-results.csv", self._save_results)

    def _ask_where_sample(self) -> None:
        self.files.ask_where("Save a sample file", "shipments.csv", self.sample_asked.emit)

    def _save_results(self, path: str) -> None:
        self._with(lambda run: run.save_results(path))

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self._with(lambda run: run.file.paste(text))
        else:
            self.say(
                Notice("warn", "Nothing was copied.", "Copy rows in the spreadsheet, then paste them here.")
            )

    def _with(self, act: Callable[[ShippingRun], object]) -> None:
        if self._run is not None:
            act(self._run)

    # -- the window itself --------------------------------------------------------------------------------

    def bring_to_front(self) -> None:
        """Show it in front."""
        to_front(self)

    def remember(self, ini: QSettings) -> None:
        """Write down where the window stands."""
        ini.setValue(RUN_WINDOW, self.saveGeometry())

    def restore(self, ini: QSettings) -> None:
        """Stand where it stood last."""
        geometry = ini.value(RUN_WINDOW)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def event(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.UpdateRequest or self._run is None:
            return super().event(event)
        if self._picture.put_off():
            return True
        with self._run.drawing():  # all that changed in the window is drawn in this one event
            return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        if handle := self.windowHandle():
            # or it would stand before the main window, which stays in use
            handle.setTransientParent(None)  # type: ignore[arg-type]
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow_height()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.put_away.emit()
