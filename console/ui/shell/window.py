"""The main window: look-up on top, recents, tabs and changes in the middle, the bar at the foot.

It must not decide anything; it shows what presenters say and tells them what was clicked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSignalBlocker, QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.model.remembered import MAIN_WINDOW
from console.ui.lines.columns import Columns
from console.ui.look.cursor import CursorKeeper
from console.ui.look.room import on_screen
from console.ui.look.text import LONGEST_TARGET, one_line
from console.ui.look.theme import Theme, worn
from console.ui.record.folds import Folds
from console.ui.shell.actions import MENU_TITLES, MENUS, Actions, words
from console.ui.shell.bar import ActionButton, Bar
from console.ui.shell.cart_menu import CartMenu
from console.ui.shell.environment import EnvironmentButton
from console.ui.shell.lines_menu import LinesMenu
from console.ui.shell.panes import Panes
from console.ui.shell.record_menu import RecordMenu
from console.ui.shell.spare import SparePage
from console.ui.shell.tabs import RecordTabs
from console.ui.workbench.lookup import LookupPane
from console.ui.workbench.recents import RecordsPane
from console.ui.workbench.welcome import Welcome

if TYPE_CHECKING:
    from console.model.drafts.sums import Mend
    from console.presenters.notice import Notice
    from console.presenters.record.editor import Editor
    from console.presenters.trail.history_card import HistoryState
    from console.presenters.workbench.workbench import WorkbenchState
    from console.ui.record.editor import EditorPage
    from console.ui.shell.side import SidePane

_USUAL, _LEAST = QSize(1360, 850), QSize(640, 400)


class Window(QMainWindow):
    """The one window. Heavy panes are made with the first record, so that the window is there at once."""

    close_asked = Signal()
    tab_close_asked = Signal(object)
    tab_chosen = Signal(object)
    environment_chosen = Signal(str)
    notice_action = Signal(str)
    cancel_asked = Signal()
    scheme_changed = Signal()
    record_rendered = Signal()
    put_back_asked = Signal(int)
    trail_asked = Signal(str)
    copy_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Order Console")
        self.setMinimumSize(_LEAST)
        on_screen(self, _USUAL)
        self.actions_ = Actions(self)
        self.record_menu = RecordMenu(self.actions_)
        self.cart_menu = CartMenu(self.actions_, lambda: self.front)
        self.lines_menu = LinesMenu(self.actions_, lambda: self.front)
        self.columns, self.folds = Columns(), Folds()
        self._theme = worn()
        self._target, self._several = "", False
        self._pages: dict[Editor, EditorPage] = {}
        self._side: SidePane | None = None
        self._may_close = False
        self._build_menus()
        self._build_panes()
        self.actions_.connect_to({"paste": self.lookup.paste})
        CursorKeeper(self)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.activated.connect(self._escape)
        self.lookup.take_cursor()
        self._follow_front()

    # -- parts --------------------------------------------------------------------------------------------

    def _build_menus(self) -> None:
        for key, acts in MENUS.items():
            menu = self.menuBar().addMenu(MENU_TITLES[key])
            menu.setToolTipsVisible(True)
            if key == "cart":
                self.cart = menu.menuAction()
            for act in acts:
                if act is None:
                    menu.addSeparator()
                else:
                    menu.addAction(self.actions_[act.name])
                    self.addAction(self.actions_[act.name])

    def _build_panes(self) -> None:
        self.lookup = LookupPane()
        self.environment = EnvironmentButton()
        self.environment.chosen.connect(self.environment_chosen)
        self.lookup.line.addSpacing(12)
        self.lookup.line.addWidget(self.environment)
        self.unsaved = RecordsPane("Unsaved")
        self.recents = RecordsPane("Recent", "Records that you look up are listed here.")
        self.tabs = RecordTabs()
        self.tabs.currentChanged.connect(self._tab_changed)
        self.tabs.tabCloseRequested.connect(self._tab_closed)
        self.workbench = QStackedWidget()
        self.welcome = Welcome()
        self.workbench.addWidget(self.welcome)
        self.workbench.addWidget(self.tabs)
        self.spare = SparePage(self.tabs.findChild(QStackedWidget) or self.tabs, self.columns, self.folds)
        self.lookup.expected.connect(self.spare.expect)
        self.save = ActionButton(self.actions_["save"], "Save", "primary")
        self.ship = ActionButton(self.actions_["mark_shipped"], "Mark shipped")
        plain = [
            ActionButton(self.actions_[key], words(self.actions_[key]))
            for key in ("undo", "redo", "reload", "discard")
        ]
        self.bar = Bar([*plain, self.ship, self.save])
        self.bar.action_asked.connect(self.notice_action)
        self.middle = QHBoxLayout()
        self.middle.setSpacing(14)
        self.panes = Panes(self.middle, self.tabs, unsaved=self.unsaved, recents=self.recents)
        self.middle.addWidget(self.panes.left)
        self.middle.addWidget(self.workbench, 1)
        frame = QFrame()
        frame.setObjectName("frame")
        column = QVBoxLayout(frame)
        column.setContentsMargins(14, 10, 14, 8)
        column.setSpacing(8)
        column.addWidget(self.lookup)
        column.addLayout(self.middle, 1)
        column.addWidget(self.bar)
        self.setCentralWidget(frame)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_sign(self, sign: QWidget) -> None:
        """Have this beside the environment: how the desk stands."""
        place = self.lookup.line.indexOf(self.environment)
        self.lookup.line.insertWidget(place, sign)
        QWidget.setTabOrder(sign, self.environment)

    def show_environment(self, name: str, target: str, theme: Theme, *, read_only: bool = False) -> None:
        """Put an environment's name and colours everywhere; `target` is its name inside buttons that write.

        Where it is `read_only` there is no such button, and the bar says why.
        """
        self._theme, self._target = theme, target
        self.spare.forget()
        self._say_environment(name)
        kind = " (read-only)" if read_only else ""
        self.setWindowTitle(f"Order Console — {one_line(name)}{kind}" if name else "Order Console")
        self.environment.show_environment(name, theme, read_only=read_only)
        self.actions_.show_writes(not read_only)
        self.bar.show_read_only(one_line(name, LONGEST_TARGET) if read_only else "")
        self.cart.setVisible(not read_only)
        self.save.say(f"Save to {one_line(target, LONGEST_TARGET)}…" if target else "Save…")
        self.ship.say("Mark shipped…")
        for page in self._pages.values():
            page.apply_theme(theme)

    def show_environments(self, names: list[str], current: str) -> None:
        """List the environments to choose from."""
        self._several = len(names) > 1
        self._say_environment(current)
        more = [self.actions_["connect"], self.actions_["environments"]]
        self.environment.show_list(names, current, more=more)

    def _say_environment(self, name: str) -> None:
        self.lookup.notice.name_environment(name, several=self._several)
        self.bar.say_environment(name, several=self._several)

    def show_notice(self, notice: Notice) -> None:
        """Say something that is not about a record: at the foot, or under the look-up field while a record is in front."""
        if self.front is None:
            self.bar.notice.show_notice(notice)
        else:
            self.lookup.show_notice(notice)

    def stands(self, notice: Notice) -> bool:
        """Whether this is what is said at the foot, with no record in front."""
        return self.front is None and self.bar.notice.shown == notice

    def show_history(self, state: HistoryState) -> None:
        """Show what was sent for the record in front."""
        if self._side is not None:
            self._side.history.show_state(state)

    def render_workbench(self, state: WorkbenchState) -> None:
        """Show these records on tabs."""
        if not state.editors:  # at once, so that the tabs keep the size that the next record will have
            self.bar.notice.show_notice(None)  # it told of a record that is closed now
            self.workbench.setCurrentWidget(self.welcome)
        with QSignalBlocker(self.tabs):  # nobody chose these tabs
            for editor in [known for known in self._pages if known not in state.editors]:
                page = self._pages.pop(editor)
                editor.show(_unseen)
                self.tabs.take_out(page)
                page.deleteLater()
            for editor in state.editors:
                if editor not in self._pages:
                    self._add_page(editor, state.editors)
            if state.front is not None:
                self.tabs.setCurrentWidget(self._pages[state.front])
        self._follow_front()  # before the page is seen, which would be laid out anew for what comes later
        if state.editors:
            self.workbench.setCurrentWidget(self.tabs)
            self._follow_width()

    @property
    def front(self) -> EditorPage | None:
        """The page in front, if any record is open."""
        page = self.tabs.currentWidget()
        return next((known for known in self._pages.values() if known is page), None)

    def page_of(self, editor: Editor) -> EditorPage:
        """The page of an open record."""
        return self._pages[editor]

    @property
    def pages(self) -> tuple[EditorPage, ...]:
        """The pages of all open records."""
        return tuple(self._pages.values())

    def _add_page(self, editor: Editor, editors: tuple[Editor, ...]) -> None:
        from console.ui.shell.side import SidePane

        if self._side is None:
            self._side = SidePane()
            self.panes.take(self._side)
            self._side.totals.mend_asked.connect(self._mend)
            self._side.history.put_back_asked.connect(self.put_back_asked)
            self._side.history.all_asked.connect(self.trail_asked)
            self._follow_width()
        page = self.spare.take(editor.state.draft.base.kind)
        page.bind(editor, self._theme)
        self._pages[editor] = page
        page.rendered.connect(self._page_rendered)
        page.copy_asked.connect(self.copy_asked)
        after = editors[editors.index(editor) + 1 :]
        places = [self.tabs.indexOf(self._pages[other]) for other in after if other in self._pages]
        self.tabs.insertTab(min(places, default=self.tabs.count()), page, "")
        self.bar.come_after(page.fold)
        self.tabs.name(page)
        self.record_rendered.emit()

    def _page_rendered(self, page: EditorPage) -> None:
        self.tabs.name(page)
        if page is self.front:
            self._follow_front()
        self.record_rendered.emit()

    def _follow_front(self) -> None:
        page = self.front
        state = page.editor.state if page is not None else None
        draft = state.draft if state is not None else None
        if self._side is not None:
            self._side.show_draft(draft)
        self._follow_width()
        self.panes.sync()
        if state is not None:
            self.bar.notice.show_notice(state.notice)
        self.record_menu.sync(state, self.tabs.count())
        self.cart_menu.sync(state)
        self.lines_menu.sync(page)

    # -- what was clicked ---------------------------------------------------------------------------------

    def _tab_changed(self, place: int) -> None:
        page = self.tabs.widget(place)
        for editor, known in self._pages.items():
            if known is page:
                self.tab_chosen.emit(editor)
        self._follow_front()

    def _tab_closed(self, place: int) -> None:
        page = self.tabs.widget(place)
        for editor, known in tuple(self._pages.items()):
            if known is page:
                self.tab_close_asked.emit(editor)

    def _mend(self, mend: Mend) -> None:
        if (page := self.front) is not None:
            page.editor.do(mend.step, mend.on(page.editor.state.draft))

    def step_tab(self, by: int) -> None:
        """Bring a neighbour to the front, round and round."""
        if count := self.tabs.count():
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % count)

    def _escape(self) -> None:
        if not self.panes.close_drawer():
            self.cancel_asked.emit()

    # -- the window itself --------------------------------------------------------------------------------

    def remember(self, ini: QSettings) -> None:
        """Write down where the window stands."""
        ini.setValue(MAIN_WINDOW, self.saveGeometry())
        self.columns.remember(ini)
        self.folds.remember(ini)

    def restore(self, ini: QSettings) -> None:
        """Stand where it stood last; Qt puts it back onto a screen that is there."""
        self.columns.restore(ini)
        self.folds.restore(ini)
        geometry = ini.value(MAIN_WINDOW)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def let_close(self) -> None:
        """Close now, without asking."""
        self._may_close = True
        self.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow_width()

    def _follow_width(self) -> None:
        self.panes.follow(self.width(), any_record=self.tabs.count() > 0)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_asked.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ThemeChange, QEvent.Type.ApplicationFontChange):
            self.scheme_changed.emit()


def _unseen(_: object) -> None:
    """A closed record is rendered nowhere."""
