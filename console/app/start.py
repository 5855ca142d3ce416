"""The start: paint the window first, bring everything heavy in behind it, then hand over to the app.

It must not import anything before the first paint that the window itself does not need.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from console import __version__
from console.app.claiming import claimed, refused
from console.app.door import Door
from console.app.ending import Ending
from console.app.first_paint import FirstPaint
from console.app.forward import Forward, forget_tokens
from console.app.ini import appearance_of, ini_of
from console.app.input_methods import name_plugins
from console.app.opening import Opening, StartOptions, Warm
from console.app.screen import no_abort
from console.app.single import Single
from console.runtime.collect import Collector
from console.runtime.crashes import Crashes
from console.runtime.guard import check_pyside
from console.runtime.knock import Knock, KnockAnswer
from console.runtime.mishaps import Mishap, Mishaps
from console.runtime.watch import WindowWatch
from console.runtime.window_first import WindowFirst
from console.store.places import Places
from console.ui.look.style_rules import forget_rules
from console.ui.look.theme import apply_theme
from console.ui.shell.window import Window

if TYPE_CHECKING:
    from console.app.app import App
    from console.runtime.cancel import Cancel
    from console.runtime.jobs import JobResult, Jobs


class Start(QObject):
    """The window before and while the app is brought in; `ready` comes when `app` is there."""

    ready = Signal()

    def __init__(
        self, qt: QApplication, options: StartOptions, places: Places, *, told: tuple[str, ...] = ()
    ) -> None:
        """`told` are sentences that the operator has to read of what was found before."""
        super().__init__()
        self.qt, self.options, self.places = qt, options, places
        self._told, self._ending = told, False
        self.ini = ini_of(places)
        self.appearance = appearance_of(self.ini)
        self.collector, self._first = Collector(), WindowFirst()
        self.collector.tidying.connect(forget_rules)
        self.window = Window()
        self._forward = Forward(self.window)
        self.app: App | None = None
        self._jobs: Jobs | None = None

    def show(self) -> None:
        """Show the window; the rest follows its first paint."""
        self.window.restore(self.ini)
        if self.options.open:
            self.window.lookup.ask_for(self.options.open)
        apply_theme(self.qt, self.appearance.before)
        self.window.close_asked.connect(self._close_early)
        FirstPaint(self.window).over.connect(self._begin)
        self.window.show()

    def come_forward(self, what: Knock) -> None:
        """Stand in front, and look up what a later start was given; another environment is offered, never taken."""
        self._forward.come(what.token)
        if self.app is not None:
            self.app.looking_up.ask_from_elsewhere(what.text, what.environment)
        elif what.text:
            self.window.lookup.ask_for(what.text)

    def end(self) -> None:
        """End as if the window was closed, because a signal asks for it; a second one waits for nothing."""
        if self.app is None or self._ending:
            if self.app is not None:
                self.app.closing.remember()
            self.qt.exit(0)  # quit() would ask the window, which may have a question of its own
        else:
            self._ending = True
            self.app.closing.leave()

    def tell_mishap(self, mishap: Mishap) -> None:
        """Say that something went wrong inside, once, with how often; what is typed is written down first."""
        from console.presenters.notice import of_mishap

        notice = of_mishap(mishap.facts, mishap.more)
        if self.app is None:
            self.window.show_notice(notice)
            return
        self.app.closing.keep_typed()
        self.app.telling.banners.tell(notice, "mishap")

    def keep_all(self) -> None:
        """Have everything typed and open on the disk when this returns, some seconds at most: the session ends."""
        if self.app is not None:
            self.app.closing.remember()
            self.app.disk.wait()

    def close(self) -> None:
        """End everything that was begun."""
        if self.app is not None:
            self.app.close()
        if self._jobs is not None:
            self._jobs.close()
        self.collector.stop()
        self._first.stop()

    def _close_early(self) -> None:
        if self.app is None:
            QTimer.singleShot(0, self.window.let_close)  # not inside its own closing

    def _begin(self) -> None:
        from console.runtime.jobs import Jobs

        forget_tokens()
        self._jobs = Jobs()
        self._jobs.submit(self._warm_up, self._warmed)

    def _warm_up(self, _: Cancel) -> Warm:
        """On a worker: folders, log, environments, and the imports that would hold the first paint up."""
        from console.runtime.heap import share_heap

        share_heap()  # before there are more threads
        import console.api.client
        import console.app.app  # noqa: F401
        from console.runtime import log
        from console.store.environments import Environments
        from console.store.files import StoreTrouble, trouble

        notices = list(self._told)
        close_log: Callable[[], None] | None = None
        try:
            notices += self.places.prepare()
        except StoreTrouble as refused:
            notices.append(refused.sentence)
        try:
            if not self.places.held_by:
                close_log = log.write_to(self.places.log, verbose=self.options.verbose)
        except OSError as error:
            unlogged = trouble("No log can be written in", self.places.log, error)
            notices.append(f"{unlogged.sentence} All else goes on.")
        book = Environments(self.places).load()
        return Warm(book, (*notices, *book.notices), close_log)

    def _warmed(self, result: JobResult[Warm]) -> None:
        from console.app.app import App
        from console.app.settings_file import SettingsFile
        from console.runtime.jobs import Done, Failed

        if isinstance(result, Failed):
            raise result.error
        if isinstance(result, Done) and self._jobs is not None:
            opening = Opening(
                self.qt,
                self.options,
                self.places,
                self.ini,
                SettingsFile(self.ini),
                self.appearance,
                self.window,
            )
            self.window.spare.hold()
            self.app = App(opening, self._jobs, result.value)
            self.ready.emit()
            self.app.begin()
            self._jobs.submit(_load_work, self._worked)

    def _worked(self, result: JobResult[None]) -> None:
        from console.runtime.jobs import Failed

        if isinstance(result, Failed):
            raise result.error
        if self.app is not None and self._jobs is not None:
            self.window.spare.let_go(expected=self.app.lookup.state.waiting > 0)
            self.app.begin_work()
            self._jobs.submit(_warm_on, self._warmed_on)

    def _warmed_on(self, _: JobResult[None]) -> None:
        from console.ui.look.program_icon import program_icon

        self.qt.setWindowIcon(program_icon())
        if self.app is not None:
            self.app.begin_later()


def application() -> QApplication:
    """The Qt application, with the settings every start needs. Raises SystemExit where PySide6 must not be used."""
    if refusal := check_pyside(PySide6.__version__):
        raise SystemExit(refusal)
    os.environ.pop("SSLKEYLOGFILE", None)  # it would write the keys of every connection to a file
    name_plugins(os.environ)
    with no_abort():
        qt = QApplication([*sys.argv[:1], "-style", "Fusion"])  # setStyle() would answer with a slow class
    qt.setApplicationName("Order Console")
    qt.setApplicationVersion(__version__)
    qt.setDesktopFileName("order-console")
    return qt


def run(
    options: StartOptions, places: Places, *, what: Knock | None = None, answer: KnockAnswer = "nobody"
) -> int:
    """Run the console until its window is closed; returns the exit code.

    `what` is for an open console, and `answer` what one answered already where it did not take it.
    """
    qt = application()
    if answer != "nobody":
        return refused(qt, places, answer)
    single = Single(places)
    found = claimed(qt, single, places, what or Knock(options.open, options.environment))
    if isinstance(found, int):
        return found
    crashes = _crashes(found)
    told = (*single.told, *([crashes.told] if crashes is not None and crashes.told else []))
    start = Start(qt, options, found, told=told)
    door = Door(found.data)
    if not found.held_by:
        door.asked.connect(start.come_forward)
        start.ready.connect(door.listen)
    mishaps = Mishaps()
    mishaps.happened.connect(start.tell_mishap)
    # What nobody has a file for yet, or may write one for, is no matter of the terminal.
    logging.getLogger("console").addHandler(logging.NullHandler())
    watches: list[WindowWatch] = []
    if sys.gettrace() is None:
        start.ready.connect(lambda: watches.append(WindowWatch()))
    ending = Ending(qt, start.keep_all)
    # Python hears a signal between any two steps, such as in the middle of painting; nothing may end there.
    ending.asked.connect(start.end, Qt.ConnectionType.QueuedConnection)
    start.show()
    code = qt.exec()
    ending.close()
    start.close()
    door.close()
    single.close()
    for watch in watches:
        watch.close()
    mishaps.close()
    if crashes is not None:
        crashes.close()
    return code


def _crashes(places: Places) -> Crashes | None:
    """Where a crash would be written down; nowhere while the folders are another's or cannot be written."""
    if places.held_by:
        return None
    try:
        places.log.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Crashes(places.log)
    except OSError:
        return None


def _load_work(_: Cancel) -> None:
    """On a worker: what the first record needs, while the server is asked for it."""
    import console.api.shape
    import console.app.workspace  # noqa: F401


def _warm_on(_: Cancel) -> None:
    """On a worker: what the first amount needs."""
    from console.model.fields.iso_table import exponents

    exponents()
