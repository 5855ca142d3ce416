"""The whole diagnosis: its parts in order, masked, as the text that goes into a ticket.

It must not be longer than a ticket bears, and it must come whatever is broken.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence

from console.diagnosis import database, environments, folders, probe, program, surroundings, trouble
from console.diagnosis.gathering import Chapter, gathered
from console.diagnosis.masking import Home
from console.runtime.log import redacted
from console.store.files import StoreTrouble
from console.store.places import Places, find_places

HEAD = "Order Console diagnosis"
QT = "Qt: "
"""How the line begins that Qt itself tells first."""
_TOLD_WITHOUT = (QT, "Platform plugins", "Font", "Letters")
_SCREEN_SECONDS, _DATABASE_SECONDS = 10.0, 10.0
_MOST_LINES, _LONGEST_LINE = 110, 400


def report(window: Sequence[str] = ()) -> str:
    """The text, with a line end at its end. Takes some seconds at most; `window` is what a window says of itself."""
    mask = Home()
    gathered_lines = list(
        gathered(_parts(window))
    )  # all of it first: by then every secret that was read is known
    lines = [
        f"{HEAD} (no secrets, no customers' data)",
        *(_one_line(redacted(mask(line))) for line in gathered_lines),
    ]
    cut = len(lines) - _MOST_LINES
    return "\n".join(lines[:_MOST_LINES] + ([f"({cut} lines more)"] if cut > 0 else [])) + "\n"


def _parts(window: Sequence[str]) -> list[Chapter]:
    here: list[Chapter] = [Chapter("This window", lambda: window)] if window else []
    return [
        Chapter("Program", program.program),
        *here,
        Chapter("Session", surroundings.session),
        Chapter("Screen", _screen, 2 * _SCREEN_SECONDS + 1),
        Chapter("Input method", surroundings.input_method),
        Chapter("Language and time", surroundings.language),
        Chapter("Folders", _in_places(folders.folders)),
        Chapter("Environments", _in_places(environments.environments)),
        Chapter("Database", _database, _DATABASE_SECONDS + 1),
        Chapter("Last errors", _in_places(lambda places: trouble.log(places.log))),
        Chapter("Last crash", _in_places(lambda places: trouble.crash(places.log))),
    ]


def _screen() -> Iterator[str]:
    """What Qt tells; where there is no screen, that, and then what it tells without one."""
    told = list(probe.asked("screen", _SCREEN_SECONDS))
    yield from told
    if not any(line.startswith(QT) for line in told):
        without = probe.asked("screen", _SCREEN_SECONDS, QT_QPA_PLATFORM="offscreen")
        yield from (f"Without a screen, {line}" for line in without if line.startswith(_TOLD_WITHOUT))


def _database() -> Iterator[str]:
    """What is told of the database; the copy that it is told from is gone even where that process had to be ended."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="order-console-")
    except OSError:
        yield from probe.asked("database", _DATABASE_SECONDS)
        return
    with folder as copies:
        yield from probe.asked("database", _DATABASE_SECONDS, TMPDIR=copies)


def _in_places(tell: Callable[[Places], Iterable[str]]) -> Callable[[], Iterator[str]]:
    def told() -> Iterator[str]:
        try:
            places = find_places()
        except StoreTrouble as refused:
            yield refused.sentence
            return
        yield from tell(places)

    return told


def of_database() -> Iterator[str]:
    """What the probe of the database tells."""
    return _in_places(database.database)()


def _one_line(line: str) -> str:
    clean = "".join(sign if sign.isprintable() else "?" for sign in line)
    return clean if len(clean) <= _LONGEST_LINE else f"{clean[:_LONGEST_LINE]}…"
