"""Closing a record or the window: never during a write, and never past edits without asking.

It must not decide what becomes of edits; the operator does, and until then they stay on disk.
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
    from console.app.runs import ShippingRuns
    from console.presenters.desk.desk import Desk
    from console.presenters.record.editor import Editor


class Closing(QObject):
    """Stands between the crosses that are clicked and what they close."""

    def __init__(
        self,
        window: Window,
        desk: Desk,
        ini: QSettings,
        *,
        run: Callable[[], ShippingRuns | None],
        forget: Callable[[Editor], None],
    ) -> None:
        """`run` gives the runs of the environment in use; `forget` gets a record whose draft is to be kept no more."""
        super().__init__()
        self._window, self._desk, self._ini, self._run, self._forget = window, desk, ini, run, forget
        self._waiting = False

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
            self._desk.close(editor)

    def remember(self) -> None:
        """Take what is being typed, in a cell too, and write down where the window stands."""
        self._commit()
        self._window.remember(self._ini)
        self._ini.sync()

    def leave(self) -> None:
        """Close the window without a question: drafts stay on disk. Writes under way are waited for, no others begin."""
        self._commit()
        if self._waiting and self._sending:
            self._close_window()  # asked twice: what was sent is settled at the next start
            return
        self._waiting = self._sending
        if not self._waiting:
            self._close_window()
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
        for editor in self._desk.state.editors:
            self._window.page_of(editor).lines.commit()

    @property
    def _sending(self) -> bool:
        runs = self._run()
        return self._desk.sending or (runs is not None and runs.sending)

    def _close_window(self) -> None:
        self.remember()
        self._window.let_close()

    def _ask(self, editor: Editor) -> None:
        from console.ui.shell.leaving import Leaving

        dialog = Leaving(editor.state.title, self._window)
        dialog.kept.connect(partial(self._desk.close, editor))
        dialog.discarded.connect(partial(self._discard, editor))
        open_over(self._window, dialog)

    def _discard(self, editor: Editor) -> None:
        self._desk.close(editor)
        self._forget(editor)

    def _say(self, sentence: str, advice: str = "") -> None:
        self._window.show_notice(Notice("warn", sentence, advice))
