"""Closing a record or the window: never during a write, and never past edits that are not on the disk without asking.

It must not decide what becomes of edits; the operator does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings

from console.presenters.notice import Notice
from console.ui.look.parts import open_over
from console.ui.shell.window import Window

if TYPE_CHECKING:
    from console.app.draft_copies import CopiesOfDrafts
    from console.app.runs import ShippingRuns
    from console.presenters.record.editor import Editor
    from console.presenters.workbench.keeping import Keeping, KeepingState
    from console.presenters.workbench.workbench import Workbench
    from console.ui.shell.losing import Losing


class Closing(QObject):
    """Stands between the crosses that are clicked and what they close."""

    def __init__(
        self,
        window: Window,
        workbench: Workbench,
        ini: QSettings,
        *,
        keeping: Keeping,
        copies: CopiesOfDrafts,
        run: Callable[[], ShippingRuns | None],
        flush: Callable[[], None],
        forget: Callable[[Editor], None],
    ) -> None:
        """`run` gives the runs of the environment in use; `flush` hands over to be kept what was typed just now.

        `forget` gets a record whose draft is to be kept no more.
        """
        super().__init__()
        self._window, self._workbench, self._ini, self._run, self._forget = (
            window,
            workbench,
            ini,
            run,
            forget,
        )
        self._keeping, self._copies, self._flush = keeping, copies, flush
        self._waiting = self._settling = False
        self._losing: Losing | None = None

    def close_front(self) -> None:
        """Close the record in front."""
        if self._window.front is not None:
            self.close_tab(self._window.front.editor)

    def close_tab(self, editor: Editor) -> None:
        """Close a record; asks what becomes of its edits, and waits while it is being sent."""
        if editor.state.busy == "sending":
            self._say("This record is being sent; close it when the answer is there.")
        elif editor.state.draft.dirty:
            self._ask(editor)
        else:
            self._workbench.close(editor)

    def remember(self) -> None:
        """Take what is being typed, in a cell too, hand it over to be kept, and write down where the window stands."""
        self._commit()
        self._flush()
        self._window.remember(self._ini)
        self._ini.sync()

    def keep_typed(self) -> None:
        """Hand over to be kept what was typed by now."""
        self._flush()

    def leave(self) -> None:
        """Close the window: without a question where all that was typed is on the disk.

        Writes under way are waited for, no others begin.
        """
        self._commit()
        if self._waiting and self._sending:
            self._settle()  # asked twice: what was sent is settled at the next start
            return
        self._waiting = self._sending
        if not self._waiting:
            self._settle()
        elif (runs := self._run()) is not None and runs.sending:
            runs.stop()
            self._say(
                "A file is being sent; the window closes when the rows on their way have their answers.",
                "The next start offers to go on with it. Close it again to leave at once.",
            )
        else:
            self._say(
                "A record is being sent; the window closes when the answer is there.",
                "Close it again to leave at once; the next start then finds out whether it arrived.",
            )

    def leave_if_sent(self) -> None:
        """Close the window if that was asked for during a write which has its answer now."""
        if self._waiting and not self._sending:
            self.leave()

    def _commit(self) -> None:
        for editor in self._workbench.state.editors:
            self._window.page_of(editor).lines.commit()

    @property
    def _sending(self) -> bool:
        runs = self._run()
        return self._workbench.sending or (runs is not None and runs.sending)

    def may_switch(self, name: str) -> bool:
        """Whether another environment may be taken now; says why where it may not. Drafts are kept meanwhile."""
        if not self._sending:
            return True
        runs = self._run()
        what = "file" if runs is not None and runs.sending else "record"
        self._say(f"A {what} is being sent; switch to {name} when the answer is there.")
        return False

    def keeping(self, state: KeepingState) -> None:
        """Take over what is only on the screen by now; where nothing is any more, the window closes as it was asked to."""
        if self._losing is not None:
            if state.edits:
                self._losing.show_state(state)
            else:
                self._losing.accept()
                self._close_window()

    def _settle(self) -> None:
        """See that all that was typed is on the disk; asked again meanwhile, the disk does not answer, and that is asked."""
        if self._losing is not None:
            return
        if self._settling:
            self._keeping.doubt()
            self._ask_to_lose()
        else:
            self._settling = True
            self._flush()
            self._keeping.settle(self._settled)

    def _settled(self) -> None:
        if not self._settling:
            return  # it was asked again, and that decides
        self._flush()
        if self._keeping.busy:  # something was typed meanwhile
            self._keeping.settle(self._settled)
            return
        self._ask_to_lose()

    def _ask_to_lose(self) -> None:
        from console.ui.shell.losing import Losing

        self._settling = False
        if not self._keeping.state.edits:
            self._close_window()
            return
        self._losing = dialog = Losing(self._keeping.state, self._window)
        dialog.copy_asked.connect(self._copy)
        dialog.lost.connect(self._close_window)
        dialog.finished.connect(self._asked)
        open_over(self._window, dialog)

    def _copy(self) -> None:
        if self._losing is not None:
            self._copies.save_over(self._losing, self._copied)

    def _copied(self, notice: Notice) -> None:
        if self._losing is not None:
            self._losing.say(notice)

    def _asked(self) -> None:
        self._losing = None

    def _close_window(self) -> None:
        self.remember()
        self._window.let_close()

    def _ask(self, editor: Editor) -> None:
        from console.ui.shell.leaving import Leaving

        dialog = Leaving(editor.state.title, self._window)
        dialog.kept.connect(partial(self._workbench.close, editor))
        dialog.discarded.connect(partial(self._discard, editor))
        open_over(self._window, dialog)

    def _discard(self, editor: Editor) -> None:
        self._workbench.close(editor)
        self._forget(editor)

    def _say(self, sentence: str, advice: str = "") -> None:
        self._window.show_notice(Notice("warn", sentence, advice))
