"""One console at a time for each set of per-user folders: a second start hands its argument to the first.

It must not look anything up; what it is handed is told as a text, to be understood by the look-up's own rule.
"""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QSysInfo, Signal

from console.store.places import Places

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LONGEST = 4_096
_PATIENCE_MS = 2_000


class Single(QObject):
    """The claim on the folders; `asked` brings what a later start was given (empty where it was given nothing).

    `elsewhere` is the name of the other computer where the folders are in use, as far as can be told from here, and
    `told` are sentences for the operator.
    """

    asked = Signal(str)

    def __init__(self, places: Places) -> None:
        super().__init__()
        self._folder = places.data
        self.path = places.data / "instance.lock"
        self.elsewhere = ""
        self.told: list[str] = []
        self._lock = QLockFile(str(self.path))
        self._lock.setStaleLockTime(0)  # never by age; a lock whose process is gone is broken by itself
        self._server: QLocalServer | None = None
        self._callers: list[QLocalSocket] = []

    def claim(self) -> bool:
        """Whether this is the first console here. A folder that cannot be written claims nothing and is let be.

        A lock that no console has, whatever stands in it, is taken away; where nobody could read it, that is told.
        One of another computer stays, since from here nobody can tell whether its console is there: see `elsewhere`.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return True
        nobodys = f"{self.path} could not be read; no console had it, so it was taken away."
        if self._never_ends():
            return self._take_away(nobodys)
        if self._may_work():
            return True
        from console.store import holder  # not before the first paint, unless there is a lock

        found = holder.holder(self.path)
        if found is None and not holder.is_held(self.path):
            return self._take_away(nobodys)
        if found is None:
            return False
        if found.host == QSysInfo.machineHostName() or found.machine == _machine():
            if not holder.is_held(self.path):
                return self._take_away()
            # A computer that was given another name while the console was open is still the same one.
            if (
                found.host == QSysInfo.machineHostName()
                or found.boot == bytes(QSysInfo.bootUniqueId().data()).decode()
            ):
                return False
        self.elsewhere = found.host
        return False

    def take_over(self) -> bool:
        """Take the folders from the other computer, because the operator says that no console is open there."""
        self.elsewhere = ""
        return self._take_away()

    def _take_away(self, sentence: str = "") -> bool:
        from console.store import holder
        from console.store.files import StoreTrouble

        try:
            holder.take_away(self.path)
        except StoreTrouble as trouble:
            self.told.append(f"{trouble.sentence} Order Console works without it.")
            return True
        if sentence:
            self.told.append(sentence)
        return self._may_work()

    def _never_ends(self) -> bool:
        """Whether a pipe or a device lies there, which Qt would read for ever."""
        try:
            mode = self.path.stat().st_mode
        except OSError:
            return False
        return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISBLK(mode)

    def _may_work(self) -> bool:
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError

    def listen(self) -> None:
        """Hear later starts from now on."""
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        # It may be of a console that was killed; the lock says that none is there.
        QLocalServer.removeServer(self._name())
        self._server.listen(self._name())

    def hand_over(self, text: str) -> bool:
        """Give the first console this text and the front; whether it took it."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name())
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(text[:_LONGEST].encode("utf-8", "replace") + b"\n")
        taken = socket.waitForBytesWritten(_PATIENCE_MS) and socket.waitForReadyRead(_PATIENCE_MS)
        socket.disconnectFromServer()
        return taken

    def close(self) -> None:
        """Give the claim up."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _name(self) -> str:
        import hashlib  # not before the first paint

        return "order-console-" + hashlib.sha256(str(self._folder).encode()).hexdigest()[:24]

    def _called(self) -> None:
        assert self._server is not None
        while (caller := self._server.nextPendingConnection()) is not None:
            self._callers.append(caller)
            caller.readyRead.connect(self._heard)
            caller.disconnected.connect(self._gone)
            self._hear(caller)

    def _heard(self) -> None:
        for caller in tuple(self._callers):
            self._hear(caller)

    def _hear(self, caller: QLocalSocket) -> None:
        if caller.canReadLine() or caller.bytesAvailable() > _LONGEST:
            line = bytes(caller.readLine(_LONGEST + 1).data())
            caller.write(b"\n")
            caller.flush()
            self.asked.emit(line.decode("utf-8", "replace").strip())

    def _gone(self) -> None:
        for caller in tuple(self._callers):
            if caller.state() == caller.LocalSocketState.UnconnectedState:
                self._callers.remove(caller)
                caller.deleteLater()


def _machine() -> str:
    return bytes(QSysInfo.machineUniqueId().data()).decode() or "this one has no name of its own"
