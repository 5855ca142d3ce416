"""One console at a time for each set of per-user folders: who has them, told by a lock, and who has not.

It must not talk to the console that has them; `door` does.
"""

from __future__ import annotations

import stat

from PySide6.QtCore import QLockFile, QSysInfo

from console.store.places import Places


class Single:
    """The claim on the folders.

    `elsewhere` is the name of the other computer where the folders are in use, as far as can be told from here, and
    `told` are sentences for the operator.
    """

    def __init__(self, places: Places) -> None:
        self._folder = places.data
        self.path = places.data / "instance.lock"
        self.elsewhere = ""
        self.told: list[str] = []
        self._lock = QLockFile(str(self.path))
        self._lock.setStaleLockTime(0)  # never by age; a lock whose process is gone is broken by itself

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

    def close(self) -> None:
        """Give the claim up."""
        self._lock.unlock()


def _machine() -> str:
    return bytes(QSysInfo.machineUniqueId().data()).decode() or "this one has no name of its own"
