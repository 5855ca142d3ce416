"""The health of `console.db`: its version, sizes and whether it is whole, told from a copy; and who has it open.

It must not open the file by SQLite, which would take a lock, nor make anything beside it; it must run in a process that
has the file not open itself, for closing it would give up that process's locks.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from console.diagnosis.folders import moment, size
from console.diagnosis.gathering import failed
from console.store.holder import holder
from console.store.places import Places
from console.store.schema import STEPS

_LARGEST_COPY = 256 << 20
_TRIES = 3
_BESIDE = ("", "-wal")
_STEPS_A_LOOK = 20_000


def database(places: Places, seconds: float = 5.0) -> Iterator[str]:
    """The lines about the database; looking whether it is whole ends after so many seconds."""
    path = places.data / "console.db"
    yield from _sizes(path)
    yield f"Set aside: {_set_aside(path)}"
    yield f"In use by: {in_use(places)}"
    if path.is_file():
        with tempfile.TemporaryDirectory(prefix="order-console-") as folder:
            yield from _health(path, Path(folder) / path.name, seconds)


def in_use(places: Places) -> str:
    """Which process has the folders, by their lock and by what the system says is locked; no names of computers."""
    lock = places.data / "instance.lock"
    locked = {
        number
        for path in (lock, places.data / "console.db", places.data / "console.db-shm")
        for number in _lockers(path)
    }
    names = [f"process {number} ({_name(number)})" for number in sorted(locked)]
    found = holder(lock)
    if found is not None and found.process not in locked:
        here = found.host == os.uname().nodename if hasattr(os, "uname") else True
        alive = here and Path(f"/proc/{found.process}").exists()
        whose = "here" if here else "on another computer"
        names.append(f"process {found.process} {whose}, as the lock says{', which runs' if alive else ''}")
    return ", ".join(names) or "nobody"


def _sizes(path: Path) -> Iterator[str]:
    if not path.exists():
        yield f"{path.name}: not there"
        return
    told = []
    for end in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            status = Path(f"{path}{end}").stat()
            told.append(f"{path.name}{end} {size(status.st_size)}")
    yield f"{', '.join(told)}; changed {moment(path.stat().st_mtime)}"


def _set_aside(path: Path) -> str:
    found = [
        one
        for one in sorted(path.parent.glob(f"{path.name}.bad*"))
        if not one.name.endswith(("-wal", "-shm"))
    ]
    return ", ".join(f"{one.name} of {moment(one.stat().st_mtime)}" for one in found[-5:]) or "none"


def _health(path: Path, copy: Path, seconds: float) -> Iterator[str]:
    whole = sum(Path(f"{path}{end}").stat().st_size for end in _BESIDE if Path(f"{path}{end}").exists())
    if whole > _LARGEST_COPY:
        yield f"Whole: not looked at, because it is larger than {size(_LARGEST_COPY)}"
        return
    still = _copied(path, copy)
    connection = sqlite3.connect(copy)
    until = monotonic() + seconds
    connection.set_progress_handler(lambda: monotonic() > until, _STEPS_A_LOOK)
    try:
        yield f"Version: {connection.execute('PRAGMA user_version').fetchone()[0]}, this program's {len(STEPS)}"
        rows = [
            f"{table} {connection.execute(f'SELECT count(*) FROM {table}').fetchone()[0]:,}"  # noqa: S608 - names are the file's own, quoted
            for table in _tables(connection)
        ]
        yield f"Rows: {', '.join(rows)}"
        found = connection.execute("PRAGMA quick_check(3)").fetchall()
        verdict = "yes" if found == [("ok",)] else f"NO, {len(found)} complaints or more"
        yield f"Whole: {verdict}{'' if still else ' (it was being written, so the copy may be torn)'}"
    except sqlite3.OperationalError as error:
        slow = error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT
        yield f"Whole: {f'not known after {seconds:g} s' if slow else failed(error)}"
    except (sqlite3.Error, UnicodeDecodeError):
        yield "Whole: NO, it is damaged or no database"
    finally:
        connection.close()


def _tables(connection: sqlite3.Connection) -> list[str]:
    wanted = {
        statement.split()[2] for step in STEPS for statement in step if statement.startswith("CREATE TABLE")
    }
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [name for (name,) in found if name in wanted]


def _copied(path: Path, copy: Path) -> bool:
    """Copy the file and its log; whether neither changed meanwhile."""
    for _ in range(_TRIES):
        before = _stamps(path)
        for end in _BESIDE:
            Path(f"{copy}{end}").unlink(missing_ok=True)
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(f"{path}{end}", f"{copy}{end}")
        if _stamps(path) == before:
            return True
    return False


def _stamps(path: Path) -> list[tuple[int, int]]:
    found = (Path(f"{path}{end}") for end in _BESIDE)
    return [(one.stat().st_mtime_ns, one.stat().st_size) for one in found if one.exists()]


def _lockers(path: Path) -> set[int]:
    """The processes with a lock on the file, as Linux lists them; nobody is asked, and nothing is opened."""
    try:
        status = path.stat()
        lines = Path("/proc/locks").read_text("ascii", "replace").splitlines()
    except OSError:
        return set()
    place = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    fields = (line.split() for line in lines)
    return {
        int(parts[4])
        for parts in fields
        if len(parts) > 5 and parts[5] == place and parts[4].isdigit() and parts[4] != "0"
    }


def _name(process: int) -> str:
    try:
        return Path(f"/proc/{process}/comm").read_text("utf-8", "replace").strip()
    except OSError:
        return "gone"
