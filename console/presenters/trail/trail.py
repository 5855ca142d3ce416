"""The trail as it is read: what was sent from this computer, searched, told in words, handed on as a file.

It must not touch the disk itself or put anything back; the one worker reads, and whoever listens puts back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from console.model.plural import counted
from console.presenters.clock import utc_now
from console.presenters.notice import Notice, from_error
from console.presenters.observable import Observable
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.presenters.handing import HandedText
    from console.presenters.trail.entry import TrailLine
    from console.store.export import ExportFormat
    from console.store.trail import Entry, Trail

PAGE = 50
_PAUSE_MS = 200
"""How long typing is awaited before the trail is searched."""
_PEEK = 10
"""How many older entries are looked for; more than one, since a damaged one is left out."""
_FIRST_YEAR, _LAST_YEAR = 1971, 2999
_WRONG_DAY = "Type the day as in 2026-11-21, or “today”, or leave it empty."


@dataclass(frozen=True, slots=True)
class TrailState:
    """What the trail window shows; `more` means that there are older entries, `may_put_back` is of the chosen one."""

    text: str = ""
    day: str = ""
    lines: tuple[TrailLine, ...] = ()
    more: bool = False
    busy: bool = False
    chosen: int | None = None
    changes: str = ""
    request: str = ""
    may_put_back: bool = False
    day_trouble: str = ""
    notice: Notice | None = None

    @property
    def counted(self) -> str:
        """How many entries are listed, in words; what to do where there are none."""
        if self.busy and not self.lines:
            return "Searching…"
        if not self.lines:
            asked = self.text.strip() or self.day.strip()
            return "Nothing in the trail fits." if asked else "Nothing was sent from this computer yet."
        entries = counted(len(self.lines), "entry")
        return f"The newest {entries}" if self.more else entries


_Page = tuple["list[Entry]", bool]


class TrailSearch(Observable[TrailState]):
    """Searches the trail of all environments; the newest question wins."""

    def __init__(
        self,
        disk: Submits,
        trail: Trail,
        put_back: Callable[[Entry], None],
        *,
        who: Callable[[], str],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """`put_back` gets the entry to put back; `who` is the operator of now, who is called "you"."""
        super().__init__(TrailState())
        self._disk, self._trail, self._put_back, self._who = disk, trail, put_back, who
        self._clock = clock
        self._environment = ""
        self._entries: list[Entry] = []
        self._asked = 0
        self._open = False
        self._pause = QTimer()
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.search)

    def work_in(self, environment: str) -> None:
        """Take this environment for the one in use: only what was sent there can be put back."""
        self._environment = environment
        self._choose(self.state.chosen)

    # -- questions ----------------------------------------------------------------------------------------

    def open(self, text: str = "") -> None:
        """List what has these words, everything without any, and keep up with what is sent."""
        self._open = True
        self.put(replace(self.state, text=text, day="", day_trouble="", notice=None))
        self.search()

    def closed(self) -> None:
        """Read nothing more until it is opened again."""
        self._open = False
        self._asked += 1
        self._pause.stop()

    def refresh(self) -> None:
        """Read the list again after something was sent or settled, if anybody looks at it."""
        if self._open:
            self.search()

    def ask(self, text: str, day: str) -> None:
        """Search for words and a day, once typing pauses."""
        self.put(
            replace(
                self.state,
                text=text,
                day=day,
                day_trouble=self._day(day)[1] if len(day.strip()) >= len("2026-11-21") else "",
            )
        )
        self._pause.start()

    def search(self) -> None:
        """Search for what is typed, now."""
        self._pause.stop()
        self._asked += 1
        day, trouble = self._day(self.state.day)
        if trouble:
            self.put(replace(self.state, day_trouble=trouble, busy=False))
            return
        self.put(replace(self.state, day_trouble="", busy=True))
        work = partial(self._found, self.state.text, day, None)
        self._disk.submit(work, partial(self._listed, self._asked, []))

    def older(self) -> None:
        """List the next page as well."""
        if self.state.more and not self.state.busy:
            self.put(replace(self.state, busy=True))
            day, _ = self._day(self.state.day)
            work = partial(self._found, self.state.text, day, self._entries[-1].number)
            self._disk.submit(work, partial(self._listed, self._asked, self._entries))

    def choose(self, number: int | None) -> None:
        """Show the details of an entry."""
        if number != self.state.chosen:
            self._choose(number)

    def put_back(self) -> None:
        """Hand the chosen entry to whoever puts it back."""
        entry = self._entry(self.state.chosen)
        if entry is not None and self.state.may_put_back:
            self._put_back(entry)

    def as_curl(self) -> HandedText | None:
        """The request of the chosen entry as a command for a shell, without its token; None where none is chosen."""
        from console.presenters.trail.entry import curl

        entry = self._entry(self.state.chosen)
        return curl(entry.intent) if entry is not None else None

    def console_link(self) -> HandedText | None:
        """A link to the record of the chosen entry, in the environment that it was sent to; None where none is chosen."""
        from console.presenters.handing import console_link

        entry = self._entry(self.state.chosen)
        if entry is None:
            return None
        sent = entry.intent

        return console_link(f"{sent.kind} {sent.record_id}", sent.kind, sent.record_id, sent.environment)

    def say(self, notice: Notice) -> None:
        """Say this in the window, until there is something else to say."""
        self.put(replace(self.state, notice=notice))

    def export(self, path: str) -> None:
        """Write everything that fits the question, all pages of it, to a file: CSV or JSON by its name."""
        form: ExportFormat | None = {".csv": "csv", ".json": "json"}.get(Path(path).suffix.lower())  # type: ignore[assignment]
        day, trouble = self._day(self.state.day)
        if form is None or trouble:
            why = trouble or "Give the file a name that ends in .csv or .json."
            self.put(replace(self.state, notice=Notice("warn", f"Nothing was written. {why}")))
            return
        self.put(replace(self.state, notice=Notice("plain", "Writing…")))
        work = partial(self._write, self.state.text, day, Path(path), form)
        self._disk.submit(work, partial(self._written, Path(path).name))

    # -- on the disk's worker -----------------------------------------------------------------------------

    def _found(self, text: str, day: date | None, older_than: int | None, _: Cancel) -> _Page:
        found = self._trail.search(text, day, older_than=older_than, limit=PAGE)
        last = found[-1].number if found else None
        more = last is not None and bool(self._trail.search(text, day, older_than=last, limit=_PEEK))
        return found, more

    def _write(self, text: str, day: date | None, path: Path, form: ExportFormat, _: Cancel) -> int:
        from console.store.export import export

        found = self._trail.search(text, day, limit=-1)
        export(path, found, form=form)
        return len(found)

    # -- back on the UI thread ----------------------------------------------------------------------------

    def _listed(self, asked: int, newer: list[Entry], result: JobResult[_Page]) -> None:
        if asked != self._asked:
            return
        from console.presenters.trail.entry import (
            line,  # with all that a record needs, which no start waits for
        )

        if isinstance(result, Done):
            found, more = result.value
            self._entries = [*newer, *found]
            lines = tuple(line(entry, self._who()) for entry in self._entries)
            self.put(replace(self.state, lines=lines, more=more, busy=False))
            known = self._entry(self.state.chosen)
            self._choose(known.number if known is not None else lines[0].number if lines else None)
        else:
            notice = from_error(result.error) if isinstance(result, Failed) else None
            self.put(replace(self.state, busy=False, notice=notice))

    def _written(self, name: str, result: JobResult[int]) -> None:
        if isinstance(result, Done):
            many = counted(result.value, "entry")
            self.put(replace(self.state, notice=Notice("good", f"Wrote {many} to {name}.")))
        elif isinstance(result, Failed):
            self.put(replace(self.state, notice=from_error(result.error)))

    def _day(self, text: str) -> tuple[date | None, str]:
        return _day(text, self._clock().astimezone().date())

    def _entry(self, number: int | None) -> Entry | None:
        return next((entry for entry in self._entries if entry.number == number), None)

    def _choose(self, number: int | None) -> None:
        entry = self._entry(number)
        if entry is None:
            self.put(replace(self.state, chosen=None, changes="", request="", may_put_back=False))
            return
        from console.presenters.saving.sent import can_be_put_back
        from console.presenters.trail.entry import details, request

        here = entry.intent.environment == self._environment
        self.put(
            replace(
                self.state,
                chosen=entry.number,
                changes=details(entry),
                request=request(entry.intent),
                may_put_back=here and can_be_put_back(entry),
            )
        )


def _day(text: str, today: date) -> tuple[date | None, str]:
    """The day that was typed, if any, and a sentence where it is none."""
    from console.model.fields import dates

    text = text.strip()
    try:
        found = today if dates.is_today(text) else dates.day(text) if text else None
    except ValueError:
        found = None
    fits = not text or (found is not None and _FIRST_YEAR <= found.year <= _LAST_YEAR)
    return (found, "") if fits else (None, _WRONG_DAY)
