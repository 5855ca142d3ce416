"""The practice sandbox as this program starts it: a process of its own, ended with the window.

It must not know the sandbox's rules or import it; what it needs it reads from the first line the process writes.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from console.model.environment import SANDBOX_NAME, Environment, Secret
from console.runtime.itself import FOLDER, itself_as

_LINES_KEPT = 2_000
_PATIENCE_MS = 3_000
_REFUSED = 2
"""The exit code with which the sandbox says why it did not start."""


class Practice(QObject):
    """Starts the sandbox; `ready` brings the environment to use, `failed` a sentence."""

    ready = Signal(object)
    failed = Signal(str)

    def __init__(self, database: Path | None, *, orders: int = 60, seed: int = 1) -> None:
        """`database` keeps the sandbox's records; without one they end with it."""
        super().__init__()
        self._program, *self._arguments = itself_as("sandbox", "--exit-with-parent")
        self._arguments += ["--database", str(database)] if database is not None else []
        self._arguments += ["--orders", str(orders), "--seed", str(seed)]
        self._port = 0
        self.environment: Environment | None = None
        self._ending = False
        self._buffer = b""
        self._errors = b""
        self.requests: deque[str] = deque(maxlen=_LINES_KEPT)
        """One JSON line for each request that the sandbox answered, the newest last."""
        self._process = QProcess(self)
        self._process.setWorkingDirectory(str(FOLDER))
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._not_started)

    def start(self) -> None:
        """Start the process; the same port again where it was running before."""
        self._buffer, self._errors, self._ending = b"", b"", False
        self._process.start(self._program, [*self._arguments, "--port", str(self._port)])

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def stop(self) -> None:
        """End the process and wait for it, at most three seconds."""
        self._ending = True
        if self.running:
            self._process.closeWriteChannel()
            self._process.terminate()
            if not self._process.waitForFinished(_PATIENCE_MS):
                self._process.kill()
                self._process.waitForFinished(_PATIENCE_MS)

    def _read(self) -> None:
        self._buffer += bytes(self._process.readAllStandardOutput().data())
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            text = line.decode("utf-8", "replace")
            found = json.loads(text) if text.startswith("{") else {}
            if "client_secret" in found:
                self._greeted(found)
            else:
                self.requests.append(text)

    def _greeted(self, found: dict[str, str]) -> None:
        self._port = int(found["url"].rpartition(":")[2])
        self.environment = Environment(
            SANDBOX_NAME,
            found["url"],
            found["token_url"],
            found["client_id"],
            Secret(found["client_secret"]),
            "sandbox",
        )
        self.ready.emit(self.environment)

    def _read_errors(self) -> None:
        self._errors = (self._errors + bytes(self._process.readAllStandardError().data()))[-4_000:]

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._ending:
            return
        said = self._errors.decode("utf-8", "replace").strip()
        if said and status == QProcess.ExitStatus.NormalExit and code == _REFUSED:
            self.failed.emit(said.splitlines()[-1])
            return
        if said:
            logging.getLogger("console").error("the practice sandbox broke down:\n%s", said)
        self.failed.emit("It ended by itself.")

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.failed.emit("Its process could not be started.")
