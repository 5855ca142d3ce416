"""The one place that knows everybody: it builds session, jobs, presenters and window, and ends them in order.

It must not hold a rule of orders or a layout; those live with the model and the widgets.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from console import __version__
from console.cancel import Cancel
from console.closing import Closing
from console.collect import Collector
from console.connecting import Connecting
from console.guard import check_pyside
from console.jobs import Done, Failed, Jobs, Outcome
from console.presenters.lookup import Found, Lookup
from console.presenters.notice import Notice
from console.session import Session
from console.store.places import Places, find_places
from console.ui.help import Help
from console.ui.theme import Appearance, Choice, Theme, dress
from console.ui.window import Window

if TYPE_CHECKING:
    from console.model.question import Question
    from console.model.records import Cart, Order
    from console.presenters.desk import Desk
    from console.presenters.editor import Editor
    from console.presenters.recents import RecentsPresenter
    from console.store.environments import Book


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for: the environment's name and an id to look up, empty for none."""

    environment: str = ""
    open: str = ""


@dataclass(frozen=True, slots=True)
class Warm:
    """What the first job brings back: the environments, sentences to tell, and what closes the log."""

    book: Book
    notices: tuple[str, ...]
    close_log: Callable[[], None] | None


class App(QObject):
    """One running console."""

    def __init__(self, qt: QApplication, options: Options, places: Places) -> None:
        super().__init__()
        self._qt, self._options, self.places = qt, options, places
        self.settings = QSettings(str(places.config / "window.ini"), QSettings.Format.IniFormat)
        self.appearance = Appearance(self.settings)
        self.collector = Collector()
        self.jobs = Jobs()
        self.session = Session(self.jobs, places)
        self.window = Window()
        self.connecting = Connecting(self.jobs, self.session, self.window, places, self._may_switch)
        self.help = Help(self.window, _facts(places), places.log)
        self.lookup = Lookup(self.jobs, self.window.lookup.show_state, self._found, self._raise_open)
        self.window.lookup.attend(self.lookup)
        self.desk: Desk | None = None
        self.recents: RecentsPresenter | None = None
        self._close_log: Callable[[], None] | None = None
        self.closing = Closing(self.window, self.settings)
        self._wire()

    def start(self) -> None:
        """Show the window; whatever takes time comes after its first paint."""
        self.window.restore(self.settings)
        self.dress()
        self.window.show()
        QTimer.singleShot(0, self._begin)

    def close(self) -> None:
        """End everything, in order: nothing new begins, calls are cut, the sandbox and the workers end."""
        self.lookup.connect(None)
        self.session.close()
        self.jobs.close()
        self.collector.stop()
        if self._close_log is not None:
            self._close_log()

    def dress(self) -> None:
        """Give the window the colours of the scheme and the environment."""
        environment = self.session.environment
        theme = Theme(self.appearance.scheme, environment.accent if environment else "none")
        dress(self._qt, theme)
        self.window.show_environment(self.session.name, self.session.target, theme)

    # -- starting -----------------------------------------------------------------------------------------

    def _wire(self) -> None:
        window, session = self.window, self.session
        session.changed.connect(self._environment_changed)
        session.told.connect(self._say)
        window.environment_chosen.connect(self.connecting.choose)
        window.tab_chosen.connect(self._bring)
        window.tab_close_asked.connect(self.closing.close_tab)
        window.close_asked.connect(
            self.closing.leave, Qt.ConnectionType.QueuedConnection
        )  # not inside its own closing
        window.cancel_asked.connect(self.cancel)
        window.scheme_changed.connect(self.dress)
        window.notice_action.connect(self._notice_action)
        window.record_rendered.connect(self.closing.leave_if_sent)
        window.recents.chosen.connect(self.lookup.ask)
        acts: dict[str, Callable[[], object]] = {
            "look_up": window.lookup.take_cursor,
            "connect": self.connecting.open,
            "close_tab": self.closing.close_front,
            "quit": window.close,
            "next_tab": partial(window.step_tab, 1),
            "previous_tab": partial(window.step_tab, -1),
            "palette": self.help.palette,
            "look_system": partial(self.look, "system"),
            "look_light": partial(self.look, "light"),
            "look_dark": partial(self.look, "dark"),
            "shortcuts": self.help.shortcuts,
            "log_folder": self.help.log_folder,
            "about": self.help.about,
        }
        acts |= {name: partial(self._on_editor, name) for name in ("undo", "redo", "reload", "discard")}
        acts |= {name: partial(self._on_page, name) for name in _PAGE_ACTS}
        window.actions_.connect_to(acts)

    def _begin(self) -> None:
        if self._options.open:
            self.window.lookup.field.setText(self._options.open)
            self.lookup.ask(self._options.open)
        self.jobs.submit(self._warm_up, self._warmed)

    def _warm_up(self, _: Cancel) -> Warm:
        """On a worker: folders, log, environments, and the imports that would hold the first paint up."""
        import iso4217  # noqa: F401 - so that the first amount does not wait for it

        import console.api.client
        import console.presenters.editor
        import console.presenters.recents  # noqa: F401
        from console import log
        from console.store.environments import Environments
        from console.store.files import StoreTrouble

        notices: list[str] = []
        close_log: Callable[[], None] | None = None
        try:
            notices += self.places.prepare()
            close_log = log.write_to(self.places.log)
        except (StoreTrouble, OSError) as error:
            notices.append(f"{error} The console works on, but keeps nothing.")
        book = Environments(self.places).load()
        return Warm(book, (*notices, *book.notices), close_log)

    def _warmed(self, outcome: Outcome[Warm]) -> None:
        from console.presenters.desk import Desk

        if isinstance(outcome, Failed):
            raise outcome.error
        if not isinstance(outcome, Done):
            return
        warm = outcome.value
        self._close_log = warm.close_log
        self.desk = Desk(self.window.render_desk, self._make_editor, self._opened)
        self.closing.watch(self.desk)
        if warm.notices:
            self._say(Notice("warn", warm.notices[0], " ".join(warm.notices[1:])))
        if not self.session.begin(warm.book, wanted=self._options.environment):
            self.dress()
            self.connecting.open()

    # -- environments -------------------------------------------------------------------------------------

    def _may_switch(self, name: str) -> bool:
        """Whether another environment may be taken now; says why where it may not."""
        if self.desk is None or not (self.desk.unsaved or self.desk.sending):
            return True
        self._say(Notice("warn", f"Save or discard your edits before you switch to {name}."))
        return False

    def _environment_changed(self) -> None:
        from console.presenters.recents import RecentsPresenter
        from console.store.recents import Recents

        if self.desk is not None:
            for editor in self.desk.state.editors:
                self.desk.close(editor)
        self.recents = RecentsPresenter(
            self.jobs, Recents(self.places), self.session.name, self.window.recents.show_state
        )
        self.recents.load()
        self.dress()
        self._say(Notice("plain", f"Connected to {self.session.name}. Nothing has been sent."))
        self.lookup.connect(self.session.client)

    def say_trouble(self, sentence: str) -> None:
        """Tell of something that went wrong inside."""
        self._say(Notice("bad", sentence))

    def _say(self, notice: Notice) -> None:
        self.window.show_notice(notice)

    # -- records ------------------------------------------------------------------------------------------

    def _found(self, found: Found) -> None:
        if self.desk is not None:
            self.desk.open(found)

    def _raise_open(self, question: Question) -> bool:
        return self.desk is not None and self.desk.raise_open(question)

    def _make_editor(self, found: Found) -> Editor:
        from console.presenters.editor import Editor

        session = self.session
        assert session.client is not None
        return Editor(
            self.jobs,
            session.client,
            found.record,
            found.read_at,
            environment=session.name,
            target=session.target,
        )

    def _opened(self, record: Order | Cart) -> None:
        if self.recents is not None:
            self.recents.opened(record)

    def _bring(self, editor: Editor) -> None:
        if self.desk is not None and self.desk.state.front is not editor:
            self.desk.bring(editor)

    def _on_editor(self, name: str) -> None:
        if self.window.front is not None:
            getattr(self.window.front.editor, name)()

    def _on_page(self, name: str) -> None:
        if self.window.front is not None:
            getattr(self.window.front, _PAGE_ACTS[name])()

    def _notice_action(self, action: str) -> None:
        if self.window.front is not None:
            self.window.front.editor.act(action)

    def cancel(self) -> None:
        """Stop looking up and reading; a write is never cut."""
        self.lookup.cancel()
        self._on_editor("cancel")

    # -- view ---------------------------------------------------------------------------------------------

    def look(self, choice: Choice) -> None:
        """Light, dark, or as the desktop is."""
        self.appearance.choose(choice)
        self.dress()


_PAGE_ACTS = {
    "save": "ask_review",
    "mark_shipped": "mark_shipped",
    "add_line": "add_line",
    "duplicate_line": "duplicate_line",
    "remove_line": "remove_line",
    "move_up": "move_up",
    "move_down": "move_down",
}
"""Actions that belong to the page in front, and its method for each."""


def _facts(places: Places) -> dict[str, str]:
    return {
        "Version": __version__,
        "Settings and credentials": str(places.config),
        "Recent records, practice data": str(places.data),
        "Log": str(places.log),
        "Python, PySide6": f"{sys.version.split()[0]}, {PySide6.__version__}",
    }


def application() -> QApplication:
    """The Qt application, with the settings that every start needs. Raises SystemExit where PySide6 must not be used."""
    if refusal := check_pyside(PySide6.__version__):
        raise SystemExit(refusal)
    os.environ.pop("SSLKEYLOGFILE", None)  # it would write the keys of every connection to a file
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Order Console")
    made.setApplicationVersion(__version__)
    made.setDesktopFileName("order-console")
    made.setStyle("Fusion")
    return made


def _quit(qt: QApplication, *_: object) -> None:
    qt.quit()


def run(options: Options) -> int:
    """Run the console until its window is closed; returns the exit code."""
    from console.log import report_uncaught

    qt = application()
    app = App(qt, options, find_places())
    undo = report_uncaught(app.say_trouble)
    for ending in (signal.SIGINT, signal.SIGTERM):  # heard at the collector's next tick
        signal.signal(ending, partial(_quit, qt))
    app.start()
    code = qt.exec()
    app.close()
    undo()
    return code
