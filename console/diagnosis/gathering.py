"""Parts of a report, gathered side by side: each has its time, and one that fails or hangs is a line of its own.

It must not know what the parts tell, nor wait for any of them longer than it was given.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic

Tells = Callable[[], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading and what tells the lines under it; `seconds` is how long that may take."""

    heading: str
    tell: Tells
    seconds: float = 6.0


def gathered(parts: Sequence[Chapter]) -> Iterator[str]:
    """Each part's heading and lines in order. What had been told before a part failed or ran out of time stays."""
    began = monotonic()
    works = [(part, _Work(part.tell)) for part in parts]
    for part, work in works:
        work.wait(began + part.seconds)
        yield f"== {part.heading} =="
        lines, ended = tuple(work.lines), work.ended
        yield from lines
        if not ended:
            yield f"(no more was told within {part.seconds:g} s)"


def each(*facts: tuple[str, Callable[[], str]]) -> Iterator[str]:
    """`name: fact` for each; a fact that cannot be had is told as that, and the others come all the same."""
    for name, tell in facts:
        try:
            told = tell()
        except Exception as error:  # noqa: BLE001 - whatever it is, the rest is still wanted
            told = failed(error)
        yield f"{name}: {told}"


def failed(error: BaseException) -> str:
    """What an error says of itself without what it may quote: its kind, and the system's own words."""
    why = f", {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    return f"could not be told ({type(error).__name__}{why})"


class _Work:
    """One part on a thread of its own, which nobody waits for at the end of the process."""

    def __init__(self, tell: Tells) -> None:
        self.lines: list[str] = []
        self._tell = tell
        self._over = threading.Event()
        threading.Thread(target=self._run, name="diagnosis", daemon=True).start()

    @property
    def ended(self) -> bool:
        return self._over.is_set()

    def wait(self, until: float) -> None:
        self._over.wait(max(0.0, until - monotonic()))

    def _run(self) -> None:
        try:
            for line in self._tell():
                self.lines.append(line)
        except BaseException as error:  # noqa: BLE001 - even an exit asked for in there ends this part alone
            self.lines.append(f"This part {failed(error)}.")
        finally:
            self._over.set()
