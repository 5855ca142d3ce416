"""The door of the open console: later starts knock here and are heard, and where they knock without Qt's help in vain.

It must not look anything up; what it is handed is told, to be understood by the look-up's own rule.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.runtime import knock
from console.runtime.knock import Knock, KnockAnswer

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 3_000
_LONGEST = 65_536
_MOST_CALLERS = 32
"""Each takes one of the files that a process may have open, which the database needs too."""
Understands = Callable[[bytes], Knock | None]


class Door(QObject):
    """`asked` brings what a later start was given: a `Knock`."""

    asked = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._servers: list[QLocalServer] = []
        self._callers: dict[QLocalSocket, Understands] = {}

    def listen(self) -> None:
        """Hear later starts from now on. Whoever calls has the folder: what listened before is gone."""
        from PySide6.QtNetwork import QLocalServer

        self._serve(
            QLocalServer(self), knock.listening(str(self._folder)) or _name(self._folder), knock.unpacked
        )
        # Where those of before there were versions knock, such as of another installation.
        self._serve(QLocalServer(self), _old_name(self._folder), _unpacked_line)

    def close(self) -> None:
        """Hear nobody any more."""
        for server in self._servers:
            server.close()
        if self._servers:
            knock.forget(str(self._folder))
        self._servers.clear()

    def _serve(self, server: QLocalServer, where: int | str, understands: Understands) -> None:
        server.newConnection.connect(partial(self._called, server, understands))
        if isinstance(where, str):
            server.setSocketOptions(server.SocketOption.UserAccessOption)
            server.removeServer(where)  # it may be of a console that was killed
        server.listen(where)
        self._servers.append(server)

    def _called(self, server: QLocalServer, understands: Understands) -> None:
        while (caller := server.nextPendingConnection()) is not None:
            if not knock.is_own(caller.socketDescriptor()):
                caller.abort()
                caller.deleteLater()
                continue
            if len(self._callers) >= _MOST_CALLERS:
                self._send_away(next(iter(self._callers)))  # who has waited longest without a word
            self._callers[caller] = understands
            caller.readyRead.connect(self._heard)
            caller.disconnected.connect(self._gone)
            self._heard()

    def _heard(self) -> None:
        for caller, understands in tuple(self._callers.items()):
            if caller not in self._callers:  # answered or gone by what an earlier one has led to
                continue
            try:
                asked = understands(bytes(caller.peek(_LONGEST).data()))
            except ValueError:
                self._answer(caller, knock.UNREADABLE)
                continue
            if asked is not None:
                self._answer(caller, knock.TAKEN)
                self.asked.emit(asked)

    def _answer(self, caller: QLocalSocket, answer: bytes) -> None:
        """Answer and hear no more of this one, whatever else it says."""
        self._forget(caller)
        caller.disconnected.connect(caller.deleteLater)
        caller.write(answer)
        caller.flush()
        caller.disconnectFromServer()

    def _send_away(self, caller: QLocalSocket) -> None:
        self._forget(caller)
        caller.abort()
        caller.deleteLater()

    def _forget(self, caller: QLocalSocket) -> None:
        del self._callers[caller]
        caller.readyRead.disconnect(self._heard)
        caller.disconnected.disconnect(self._gone)

    def _gone(self) -> None:
        for caller in tuple(self._callers):
            if caller.state() == caller.LocalSocketState.UnconnectedState:
                del self._callers[caller]
                caller.deleteLater()


def hand_over(folder: Path, what: Knock) -> KnockAnswer:
    """Hand this to the console that has the folder, by whatever way it hears; waits some seconds at most."""
    answer = knock.knock_at(str(folder), what)
    if answer == "nobody":
        answer = _through_qt(_name(folder), knock.packed(what))
    if answer != "nobody":
        return answer
    line = what.text[: knock.LONGEST].encode("utf-8", "replace") + b"\n"
    answer = _through_qt(_old_name(folder), line)
    # It has looked the text up, in whichever environment it works on.
    return "taken" if answer == "other version" and not _names_environment(what) else answer


def _through_qt(name: str, said: bytes) -> KnockAnswer:
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_PATIENCE_MS):
        return "nobody"
    if not knock.is_own(socket.socketDescriptor()):
        return "nobody"
    socket.write(said)
    heard = socket.waitForBytesWritten(_PATIENCE_MS) and socket.waitForReadyRead(_PATIENCE_MS)
    gone = socket.state() == socket.LocalSocketState.UnconnectedState
    answer = bytes(socket.readAll().data())
    socket.abort()
    if not heard:
        return "nobody" if gone else "silent"
    return "taken" if answer == knock.TAKEN else "other version"


def _names_environment(what: Knock) -> bool:
    from console.model import link  # not before the first paint

    return bool(what.environment) or bool(link.standing_in(what.text)[0])


def _unpacked_line(received: bytes) -> Knock | None:
    """What a start of before there were versions says: a text and a line break."""
    line, line_break, _ = received.partition(b"\n")
    if not line_break and len(received) <= knock.LONGEST:
        return None
    return Knock(line[: knock.LONGEST].decode("utf-8", "replace").strip())


def _name(folder: Path) -> str:
    """Where Qt finds the door, on systems and disks on which `knock` can have no socket in the folder."""
    return f"{_old_name(folder)}-2"


def _old_name(folder: Path) -> str:
    import hashlib  # not before the first paint

    return "order-console-" + hashlib.sha256(str(folder).encode()).hexdigest()[:24]
