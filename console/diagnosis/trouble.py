"""What went wrong here before: the last warnings and errors of the log, and the last crash, without anybody's values.

It must not tell an exception's own words, which may quote a record; its kind and the lines of code do.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from console.diagnosis.folders import moment, size
from console.diagnosis.masking import own_words
from console.runtime.crashes import LAST, NAME

_LOG = "console.log"
_READ = 512 << 10
_MOST = 6
_ENTRY = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d{3} ([A-Z]+) ([\w.]+): (.*)")
_TOLD = {"WARNING", "ERROR", "CRITICAL"}
_FRAME = re.compile(r'\s*File "(?:[^"]*/)?(console/[\w/]+\.py)", line (\d+)(?:, in|$| in) ?(\w*)')
_KIND = re.compile(
    r"(?:[A-Za-z_]\w*\.)*([A-Z]\w*(?:Error|Exception|Warning|Trouble|Interrupt|Exit|Timeout))(?::.*)?$"
)
_FRAMES = 3
_CRASH_LINES = 8


class _LogEntry(NamedTuple):
    when: str
    level: str
    text: str


def log(folder: Path) -> Iterator[str]:
    """The last warnings and errors, the newest last; equal ones that follow each other once."""
    path = folder / _LOG
    lines = [*_tail(path.with_name(f"{_LOG}.1"), _READ), *_tail(path, _READ)]
    entries = [entry for entry in _entries(lines) if entry.level in _TOLD]
    yield f"{path.name}: {_about(path)}; {len(entries)} warnings and errors in what was read of it"
    times, shown = 1, list[str]()
    for at, entry in enumerate(entries):
        if at + 1 < len(entries) and entries[at + 1].text == entry.text:
            times += 1
            continue
        shown.append(f"{entry.when} {entry.level} {entry.text}{f' ({times} times)' if times > 1 else ''}")
        times = 1
    yield from shown[-_MOST:]


def crash(folder: Path) -> Iterator[str]:
    """The last crash: when, why, and where in the program; and one that the next start will tell."""
    for name, what in ((LAST, "The last one told"), (NAME, "Of the process that is or was open")):
        lines = _tail(folder / name, 64 << 10)
        if not lines:
            continue
        yield f"{what}: {moment((folder / name).stat().st_mtime)}, {own_words(lines[0].removeprefix('Fatal Python error: '))}"
        yield from (f"  {place}" for place in _places(lines)[:_CRASH_LINES])
    if not (folder / LAST).exists():
        yield "None was told so far."


def _about(path: Path) -> str:
    return (
        f"{size(path.stat().st_size)}, written {moment(path.stat().st_mtime)}"
        if path.exists()
        else "not there"
    )


def _entries(lines: list[str]) -> Iterator[_LogEntry]:
    head: tuple[str, str, str, str] | None = None
    more: list[str] = []
    for line in [*lines, ""]:
        found = _ENTRY.match(line)
        if found is None and line:
            more.append(line)
            continue
        if head is not None:
            yield _LogEntry(head[0], head[1], _told(head[2], head[3], more))
        more = []
        head = (found[1], found[2], found[3], found[4]) if found is not None else None


def _told(logger: str, message: str, more: list[str]) -> str:
    said = (
        f"{logger if logger.partition('.')[0] in ('console', 'urllib3') else 'another'}: {own_words(message)}"
    )
    places = _places(more)[-_FRAMES:]
    kind = next((found[1] for line in reversed(more) if (found := _KIND.match(line))), "")
    return said + (f" {kind}" if kind else "") + (f" at {' < '.join(reversed(places))}" if places else "")


def _places(lines: list[str]) -> list[str]:
    found = (_FRAME.match(line) for line in lines)
    return [f"{one[1]}:{one[2]}{f' {one[3]}' if one[3] else ''}" for one in found if one is not None]


def _tail(path: Path, most: int) -> list[str]:
    """The last lines of a plain file, whole ones; none where it is not there. Raises OSError where it cannot be read."""
    try:
        # A pipe in its place must hold nothing up, hence no blocking.
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return []
    with os.fdopen(file, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            return []
        stream.seek(max(0, status.st_size - most))
        lines = stream.read(most).decode("utf-8", "replace").split("\n")
    return [line for line in lines[1 if status.st_size > most else 0 :] if line.strip()]
