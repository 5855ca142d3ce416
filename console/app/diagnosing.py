"""*Help > Copy diagnosis*: has the diagnosis made by a second process of the program, and puts it on the clipboard.

It must not gather anything on the window's thread but what the window knows of itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QTimer
from PySide6.QtGui import QGuiApplication

from console.model.plural import counted
from console.presenters.notice import LOOK_IN_LOG, Notice
from console.runtime import itself
from console.ui.look.theme import worn

if TYPE_CHECKING:
    from console.app.session import Session
    from console.ui.shell.window import Window

_PATIENCE_MS = 45_000
_AT_WORK = Notice("plain", "The diagnosis is being put together…")
_FAILED = Notice(
    "bad", "The diagnosis could not be put together.", f"order-console --diagnose prints it. {LOOK_IN_LOG}"
)


class Diagnosing(QObject):
    """The act, and the process at work for it, of which there is one at most."""

    def __init__(self, window: Window, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._process: QProcess | None = None
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._end)
        window.actions_.connect_to({"diagnosis": self.copy})

    def copy(self) -> None:
        """Begin; what becomes of it is said at the foot of the window."""
        if self._process is not None:
            return
        program, *arguments = itself.itself_as("--probe", "whole")
        process = self._process = QProcess(self)
        process.setWorkingDirectory(str(itself.FOLDER))
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._broke)
        process.start(program, arguments)
        process.write("\n".join(self._of_window()).encode())
        process.closeWriteChannel()
        self._patience.start()
        self._window.show_notice(_AT_WORK)

    def close(self) -> None:
        """End the process, if there is one; nothing is said any more."""
        self._patience.stop()
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._finished)
            process.errorOccurred.disconnect(self._broke)
            process.kill()
            process.waitForFinished()

    def _of_window(self) -> Iterator[str]:
        """What only the window's own process can tell. Takes a millisecond."""
        from console.diagnosis.surroundings import loaded_input_methods

        window, screen = self._window, self._window.screen()
        yield f"Environment: {self._session.name or 'none'}{', read-only' if self._session.read_only else ''}"
        yield f"Open records: {window.tabs.count()}"
        yield (
            f"Window: {window.width()}x{window.height()} on {screen.name()}, scale {window.devicePixelRatio():g},"
            f" platform plugin {QGuiApplication.platformName()}"
        )
        yield f"Look: {worn().scheme}, text {worn().text} %; input method loaded: {loaded_input_methods()}"

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        process, text = self._process, ""
        if process is not None and status == QProcess.ExitStatus.NormalExit and code == 0:
            text = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
        self._over()
        if not text:
            self._window.show_notice(_FAILED)
            return
        QGuiApplication.clipboard().setText(text)
        lines = counted(len(text.splitlines()), "line")
        self._window.show_notice(
            Notice(
                "good",
                f"The diagnosis is on the clipboard, {lines}.",
                "It holds no secret; paste it into the ticket.",
            )
        )

    def _broke(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._over()
            self._window.show_notice(_FAILED)

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _over(self) -> None:
        self._patience.stop()
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
