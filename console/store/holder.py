"""Who holds the operator's folders, as the lock file `instance.lock` says it: this host, another one, or nobody can tell.

It must not lock anything; it reads what the program that locks has written there, and takes a lock away that nobody has.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import NamedTuple

from console.store import files
from console.store.files import StoreTrouble

if sys.platform != "win32":
    import fcntl

_LONGEST = 4_096
_LINES = 3
_HELD = {errno.EACCES, errno.EAGAIN}


class Holder(NamedTuple):
    """The process that wrote the lock, on which computer; `boot` is that computer's start, where it was known."""

    process: int
    host: str
    machine: str = ""
    boot: str = ""


def holder(lock: Path) -> Holder | None:
    """Who wrote the lock; None where nobody can read that out of it: cut, empty, foreign, or not to be opened."""
    try:
        # A pipe in its place must not hang the start, hence no blocking.
        file = os.open(lock, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            raw = os.read(file, _LONGEST)
        finally:
            os.close(file)
        lines = raw.decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return None
    whole = len(lines) >= _LINES and all(line.isprintable() for line in lines)
    if not (
        whole and lines[0].isascii() and lines[0].isdecimal() and len(lines[0]) <= 10 and lines[2].strip()
    ):
        return None
    return Holder(int(lines[0]), *(line.strip() for line in (*lines, "", "")[2:5]))


def is_held(lock: Path) -> bool:
    """Whether a process has the file locked now, whatever stands in it; true where that cannot be told."""
    if sys.platform == "win32":
        return True
    try:
        file = os.open(lock, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False  # whoever may not open it has no console of this operator's in it
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _HELD
    finally:
        os.close(file)
    return False


def take_away(lock: Path) -> None:
    """Take away a lock that nobody has; a folder in its place is kept beside it. Raises `StoreTrouble`."""
    with files.exclusive(lock.parent):
        try:
            lock.unlink(missing_ok=True)
        except IsADirectoryError:
            files.set_aside(lock)
        except OSError as error:
            with contextlib.suppress(StoreTrouble):
                files.set_aside(lock)
                return
            raise files.trouble("Order Console could not take away the lock", lock, error) from error
