"""What the machine did to the process, in a file beside the log: written as it dies, told by the next start.

It must not hold more than the last crash, and no value of the program: stacks are names of files and functions.
"""

from __future__ import annotations

import faulthandler
import os
from pathlib import Path
from typing import IO

NAME, LAST = "crash.log", "crash-last.log"
"""The file of the process that is open, and where the next start keeps what it found in it."""
_LARGEST = 64 * 1024


class Crashes:
    """The file of this process; `told` is the sentence about a crash of the one before, empty where there was none."""

    def __init__(self, folder: Path) -> None:
        """Keep what the process before left, then write there from now on if this one crashes. Raises OSError."""
        self._path = folder / NAME
        self.told = _told(self._path)
        # A pipe in its place must not hang the start, hence no blocking.
        how = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | getattr(os, "O_NONBLOCK", 0)
        file = os.open(self._path, how, 0o600)
        self._file: IO[bytes] = os.fdopen(file, "wb")
        faulthandler.enable(self._file)

    def close(self) -> None:
        """The process ends as it should: nothing is to be told."""
        faulthandler.disable()
        self._file.close()
        self._path.unlink(missing_ok=True)


def _told(left: Path) -> str:
    try:
        status = left.stat()
        if not status.st_size:
            return ""
        with left.open("rb") as file:
            text = file.read(_LARGEST).decode("utf-8", "replace")
        kept = left.with_name(LAST)
        left.replace(kept)
        os.truncate(kept, min(status.st_size, _LARGEST))
    except OSError:
        return ""
    from datetime import datetime  # not before the first paint

    when = datetime.fromtimestamp(status.st_mtime).astimezone()
    why = text.partition("\n")[0].removeprefix("Fatal Python error: ").strip()[:80]
    return (
        f"Order Console broke down on {when:%Y-%m-%d at %H:%M} ({why}). What you had typed until a second before is here;"
        f" {kept} has the facts for whoever must find out why."
    )
