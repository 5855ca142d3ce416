"""The trail as it is read: what was sent from this computer, searched, told in words, handed on as a file.

It must not touch the disk itself or put anything back; the one worker reads, and whoever listens puts back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QTimer

from console.presenters.clock import utc_now
from console.presenters.notice import Notice, from_error
from console.presenters.observable import Observable
from console.presenters.trail.pages import TwoPages
from console.presenters.trail.shared_trail import marked, question
from console.presenters.trail.state import TrailState as TrailState
from console.presenters.trail.state import day_of
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.desk.part import Hint
    from console.desk.sends import DeskPage
    from console.desk.trouble import DeskTrouble
    from console.presenters.handing import HandedText
    from console.presenters.trail.shared_trail import SharedTrail
    from console.store.trail import Entry, Trail

PAGE = 50
_PAUSE_MS = 200
"""How long typing is awaited before the trail is searched."""
_PEEK = 10
"""How many older entries are looked for; more than one, since a damaged one is left out."""


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
        shared: Callable[[], SharedTrail | None] | None = None,
    ) -> None:
        """`put_back` gets the entry to put back; `who` is the operator of now, who is called "you".

        `shared` says where colleagues' entries are read; None for no desk.
        """
        super().__init__(TrailState())
        self._shared = shared or (lambda: None)
        self._disk, self._trail, self._put_back, self._who = disk, trail, put_back, who
        self._clock = clock
        self._environment, self._read_only = "", False
        self._entries: list[Entry] = []
        self._pages = TwoPages()
        self._asked = self._asked_desk = 0
        self._older_asked: set[Literal["here", "desk"]] = set()
        self._heard = False
        self._found_for = ("", "")
        self._whole: Entry | None = None
        self._asked_whole: int | None = None
        self._open = False
        self._pause = QTimer()
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.search)

    def work_in(self, environment: str, *, read_only: bool = False) -> None:
        """Take this environment for the one in use: only what was sent there can be put back, and that unless it is read-only."""
        self._environment, self._read_only = environment, read_only
        self._choose(self.state.chosen)

    @property
    def shared(self) -> SharedTrail | None:
        """The desk as it is asked now, and what environments are called; None for no desk."""
        return self._shared()

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
        self._asked_desk += 1
        self._pause.stop()
        self.put(replace(self.state, searched=("", None)))

    def hear(self, hints: frozenset[Hint] | None) -> None:
        """Something changed at the desk, anything where it is None: read its newest entries again, if anybody looks."""
        if self._open and (hints is None or any(hint.of in ("sends", "endings") for hint in hints)):
            self._heard = True
            self._read_what_was_heard()

    def lose(self) -> None:
        """The desk is away, or there is none any more: what colleagues sent is not shown, nor what still comes in."""
        self._asked_desk += 1
        self._older_asked.discard("desk")
        if self._pages.theirs:
            self._pages.drop_theirs()
            self._show()

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
        asked = (self.state.text, self.state.day)
        if asked != self._found_for:
            self._found_for = asked
            self._pages.drop_theirs()
        self._older_asked = set()
        self.put(replace(self.state, day_trouble="", busy=True, searched=(self.state.text, day)))
        work = partial(self._found, self.state.text, day, None)
        self._disk.submit(work, partial(self._listed, self._asked, []))
        self._ask_desk(None)

    def older(self) -> None:
        """List the next page as well."""
        if not self.state.more or self.state.busy:
            return
        self.put(replace(self.state, busy=True))
        day, _ = self._day(self.state.day)
        own = self._pages.own
        if self._pages.own_more:
            self._older_asked.add("here")
            work = partial(self._found, self.state.text, day, own[-1].number)
            self._disk.submit(work, partial(self._listed, self._asked, own))
        if self._pages.last is not None:
            self._older_asked.add("desk")
            self._ask_desk(self._pages.last)

    def choose(self, number: int | None) -> None:
        """Show the details of an entry."""
        if number != self.state.chosen:
            self._choose(number)

    def put_back(self) -> None:
        """Hand the chosen entry to whoever puts it back."""
        entry = self._chosen
        if entry is not None and self.state.may_put_back:
            self._put_back(entry)

    def as_curl(self) -> HandedText | None:
        """The request of the chosen entry as a command for a shell, without its token; None where none is chosen."""
        from console.presenters.trail.entry import curl

        entry = self._chosen
        return curl(entry.intent) if entry is not None and self.state.request else None

    def console_link(self) -> HandedText | None:
        """A link to the record of the chosen entry, in the environment that it was sent to; None where none is chosen."""
        from console.presenters.handing import console_link

        entry = self._entry(self.state.chosen)
        if entry is None:
            return None
        sent = entry.intent

        return console_link(f"{sent.kind} {sent.record_id}", sent.kind, sent.record_id, sent.environment)

    def is_elsewhere(self, id: str) -> bool:
        """Whether the chosen entry is of this record in an environment that is not in use; says so then."""
        entry = self._entry(self.state.chosen)
        shop = entry.intent.environment if entry is not None and entry.intent.record_id == id else ""
        if elsewhere := bool(self._environment) and shop not in ("", self._environment):
            self.say(Notice("warn", f"That record is in {shop}: bring that into use first."))
        return elsewhere

    def say(self, notice: Notice) -> None:
        """Say this in the window, until there is something else to say."""
        self.put(replace(self.state, notice=notice))

    def export(self, path: str) -> None:
        """Write everything that fits the question, all pages of it, to a file: CSV or JSON by its name."""
        from console.presenters.trail.exporting import FORMS, TrailExport

        day, trouble = self._day(self.state.day)
        if Path(path).suffix.lower() not in FORMS or trouble:
            why = trouble or "Give the file a name that ends in .csv or .json."
            self.put(replace(self.state, notice=Notice("warn", f"Nothing was written. {why}")))
            return
        self.put(replace(self.state, notice=Notice("plain", "Writing…")))
        wanted = TrailExport(self._trail, self._shared(), self.state.text, day, Path(path))
        self._disk.submit(wanted.write, self._written)

    # -- on the disk's worker -----------------------------------------------------------------------------

    def _found(self, text: str, day: date | None, older_than: int | None, _: Cancel) -> _Page:
        found = self._trail.search(text, day, older_than=older_than, limit=PAGE)
        last = found[-1].number if found else None
        if self._shared() is not None:
            found = marked(self._trail, found)
        more = last is not None and bool(self._trail.search(text, day, older_than=last, limit=_PEEK))
        return found, more

    # -- back on the UI thread ----------------------------------------------------------------------------

    def _listed(self, asked: int, newer: list[Entry], result: JobResult[_Page]) -> None:
        if asked != self._asked:
            return
        self._older_asked.discard("here")
        if isinstance(result, Done):
            found, more = result.value
            self._pages.take_own([*newer, *found], more=more)
            self._show(busy=bool(self._older_asked))
        else:
            notice = from_error(result.error) if isinstance(result, Failed) else None
            self.put(replace(self.state, busy=False, notice=notice))

    def _ask_desk(self, older_than: int | None) -> None:
        shared = self._shared()
        if shared is None:
            self.lose()
            return
        self._heard = False
        self._asked_desk += 1
        day, _ = self._day(self.state.day)
        asked = question(self.state.text, day, older_than)
        shared.page(asked, PAGE, partial(self._told, self._asked_desk, older_than is not None))

    def _read_what_was_heard(self) -> None:
        """Later, where an older page is under way: its answer would come too late then."""
        if self._heard and "desk" not in self._older_asked:
            self._ask_desk(None)

    def _told(self, asked: int, older: bool, found: DeskPage | DeskTrouble) -> None:
        from console.desk.sends import DeskPage

        if asked != self._asked_desk:
            return
        self._older_asked.discard("desk")
        if not isinstance(found, DeskPage):
            self._pages.drop_theirs()
        elif older:
            self._pages.take_older(found)
        else:
            self._pages.take_newest(found)
        self._show(busy=self.state.busy and bool(self._older_asked))
        self._read_what_was_heard()

    def _show(self, *, busy: bool = False) -> None:
        # with all that a record needs, which no start waits for
        from console.presenters.trail.entry import line

        self._entries = self._pages.shown
        lines = tuple(line(entry, self._you(entry)) for entry in self._entries)
        self.put(replace(self.state, lines=lines, more=self._pages.more, busy=busy))
        known = self._entry(self.state.chosen)
        self._choose(known.number if known is not None else lines[0].number if lines else None)

    def _you(self, entry: Entry) -> str:
        shared = self._shared()
        return shared.teller(entry, self._who()) if shared is not None else self._who()

    def _written(self, result: JobResult[Notice]) -> None:
        if isinstance(result, Done):
            self.put(replace(self.state, notice=result.value))
        elif isinstance(result, Failed):
            self.put(replace(self.state, notice=from_error(result.error)))

    def _day(self, text: str) -> tuple[date | None, str]:
        return day_of(text, self._clock().astimezone().date())

    def _entry(self, number: int | None) -> Entry | None:
        return next((entry for entry in self._entries if entry.number == number), None)

    @property
    def _chosen(self) -> Entry | None:
        """All of the entry that is chosen, as far as it was read."""
        entry, whole = self._entry(self.state.chosen), self._whole
        if entry is None or whole is None:
            return entry
        return whole if (whole.number, whole.outcome) == (entry.number, entry.outcome) else entry

    def _choose(self, number: int | None) -> None:
        self.put(replace(self.state, chosen=number))
        entry = self._chosen
        if entry is None:
            self.put(replace(self.state, chosen=None, changes="", request="", may_put_back=False))
            return
        from console.presenters.saving.sent import can_be_put_back
        from console.presenters.trail.entry import details, request

        here = entry.intent.environment == self._environment and not self._read_only
        whole = entry.number >= 0 or entry is self._whole
        self.put(
            replace(
                self.state,
                changes=details(entry),
                request=request(entry.intent) if whole and "body" not in entry.left_out else "",
                may_put_back=here and whole and can_be_put_back(entry),
            )
        )
        if not whole and self._asked_whole != number and (shared := self._shared()) is not None:
            self._asked_whole = number
            shared.whole(entry.number, partial(self._whole_came, entry.number))

    def _whole_came(self, number: int, found: Entry | DeskTrouble | None) -> None:
        from console.store.entries import Entry

        self._asked_whole = None
        if isinstance(found, Entry) and number == self.state.chosen:
            self._whole = found
            self._choose(number)
