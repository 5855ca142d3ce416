"""What is to be on the disk and is not yet: unsaved work of every environment, tried again until the disk takes it.

It must not know editors or the window; a journal hands it what was typed, and whoever closes asks what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from console.model.fields.field import RecordKind
from console.model.plural import by_count, counted
from console.presenters.clock import utc_now
from console.presenters.notice import KEEP_AGAIN, Notice, from_error
from console.presenters.observable import Observable
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.model.drafts.draft import Draft
    from console.store.drafts import Drafts, KeptDraft, Tab

RETRY_MS = 3_000
"""How long to wait before the disk is tried again."""
_EVERY = "It is tried again every few seconds."

DraftKey = tuple[str, RecordKind, str]
"""Environment, kind and id: of what there is one draft."""


@dataclass(frozen=True, slots=True)
class KeepingState:
    """`why` the disk does not take anything, empty while it does; the edits that wait for it, and of which records."""

    why: str = ""
    edits: int = 0
    titles: tuple[str, ...] = ()

    @property
    def notice(self) -> Notice | None:
        """What to say for as long as this lasts; None while all is well."""
        if not self.why:
            return None
        if not self.edits:
            lost = "Drafts and the trail of what you send are not written meanwhile."
            return Notice(
                "bad", f"Nothing can be kept now. {self.why}", f"{lost} {_EVERY}", action=KEEP_AGAIN
            )
        only = f"{counted(self.edits, 'edit')} of {counted(len(self.titles), 'record')}"
        headline = f"{only} {by_count(self.edits, 'is', 'are')} only on the screen. {self.why}"
        elsewhere = "File > Save a copy of drafts… keeps them in another place; closing asks first."
        return Notice("bad", headline, f"{_EVERY} {elsewhere}", action=KEEP_AGAIN)


class _Writing:
    """One thing to write. `kept` is the draft as the disk takes it, once a worker has made it."""

    def __init__(
        self,
        make: Callable[[], KeptDraft] | None,
        write: Callable[[Drafts, KeptDraft | None], object],
        done: Callable[[KeptDraft | None], object],
    ) -> None:
        self.make, self.write, self.done = make, write, done
        self.kept: KeptDraft | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    """How far a worker came: what is on the disk, why no more is, and which file that was."""

    done: tuple[tuple[DraftKey, _Writing], ...]
    error: Exception | None
    file: int


_Batch = Sequence[tuple[DraftKey, _Writing]]


class Keeping(Observable[KeepingState]):
    """Writes what journals hand it, the newest of each record, and tries again until it is written."""

    def __init__(self, disk: Submits, store: Drafts, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(KeepingState())
        self._disk, self._store, self._clock = disk, store, clock
        self._waiting: dict[DraftKey, _Writing] = {}
        self._failed: set[DraftKey] = set()
        self._known: dict[DraftKey, KeptDraft] = {}
        self._open: dict[DraftKey, _Writing] = {}
        self._file: int | None = None
        self._again = QTimer()
        self._again.setSingleShot(True)
        self._again.setInterval(RETRY_MS)
        self._again.timeout.connect(self.retry)

    # -- what there is to keep ----------------------------------------------------------------------------

    def keep(self, environment: str, title: str, draft: Draft, done: Callable[[KeptDraft], object]) -> None:
        """Have a draft on the disk in place of an older one of its record; `done` hears when it is there."""
        place = (environment, draft.base.kind, draft.base.id)
        make = partial(_made, environment, title, draft, self._clock())
        self._hand_over(place, _Writing(make, _keep, lambda kept: kept and done(kept)))

    def bring_back(self, draft: KeptDraft, done: Callable[[], object]) -> None:
        """Have a draft on the disk that was kept before, such as one out of a copy."""
        self._hand_over(_place(draft), _Writing(lambda: draft, _keep, lambda _: done()))

    def forget(self, place: DraftKey, done: Callable[[], object]) -> None:
        """Have no draft of this record on the disk any more."""
        self._known.pop(place, None)
        self._hand_over(place, _Writing(None, lambda store, _: store.forget(*place), lambda _: done()))

    def keep_tabs(self, environment: str, tabs: tuple[Tab, ...], front: Tab | None) -> None:
        """Have on the disk which records are open."""
        write = partial(_keep_tabs, environment, tabs, front)
        self._open[environment, "order", ""] = _Writing(None, write, _nothing)
        self._hand_over((environment, "order", ""), self._open[environment, "order", ""])

    def know(self, environment: str, drafts: Iterable[KeptDraft]) -> None:
        """Take these drafts, and no others of this environment, for those that are on the disk."""
        others = {place: kept for place, kept in self._known.items() if place[0] != environment}
        self._known = others | {_place(kept): kept for kept in drafts}

    # -- what is not kept ---------------------------------------------------------------------------------

    def unkept(self, environment: str = "") -> tuple[KeptDraft, ...]:
        """The drafts that the disk did not take, of one environment or of all."""
        left = (one.kept for place, one in self._waiting.items() if place in self._failed)
        return tuple(kept for kept in left if kept and environment in ("", kept.environment))

    def drafts(self) -> tuple[KeptDraft, ...]:
        """Every draft there is, on the disk or not, as it is now; only of environments that were in use."""
        found = dict(self._known)
        for place, one in self._waiting.items():
            if one.make is not None:
                found[place] = one.kept or one.make()
        return tuple(found.values())

    @property
    def busy(self) -> bool:
        """Whether something is on its way that was not refused yet."""
        return any(place not in self._failed for place in self._waiting)

    def doubt(self) -> None:
        """Take what is on its way for refused, because the disk does not answer."""
        for place, one in self._waiting.items():
            if one.kept is None and one.make is not None:
                one.kept = one.make()
            self._failed.add(place)
        self._show(self.state.why or "The disk does not answer.")

    def waits(self, place: DraftKey) -> bool:
        """Whether a draft of this record is on its way to the disk."""
        return place in self._waiting and self._waiting[place].make is not None

    def knows(self, place: DraftKey) -> bool:
        """Whether a draft of this record is on the disk."""
        return place in self._known

    def retry(self) -> None:
        """Try now what the disk did not take; where nothing waits for it, find out whether it takes anything."""
        self._again.stop()
        if batch := [(place, one) for place, one in self._waiting.items() if place in self._failed]:
            self._submit(batch)
        else:
            self.look()

    def look(self) -> None:
        """Find out whether the disk takes anything."""
        self._disk.submit(lambda _: self._store.try_writing(), self._looked)

    def settle(self, done: Callable[[], object]) -> None:
        """See that everything is on the disk, what was there before included; `done` when it was tried."""
        batch, known = list(self._waiting.items()), dict(self._known)

        def work(_: Cancel) -> _Written:
            there = _there(self._store)
            if there is not None:
                gone = [kept for place, kept in known.items() if there.get(place) != kept.kept_at]
                batch.extend((_place(kept), _again(kept)) for kept in gone if _place(kept) not in dict(batch))
            return self._write(batch)

        def settled(result: JobResult[_Written]) -> None:
            for place, one in batch:
                self._waiting.setdefault(place, one)
            self._written(batch, result)
            done()

        self._disk.submit(work, settled)

    def close(self) -> None:
        """Try nothing again, and show nothing any more."""
        self._again.stop()
        self.hide()

    # -- on the disk's worker -----------------------------------------------------------------------------

    def _write(self, batch: _Batch) -> _Written:
        from console.store.files import StoreTrouble

        for _, one in batch:
            if one.kept is None and one.make is not None:
                one.kept = one.make()
        written: list[tuple[DraftKey, _Writing]] = []
        for place, one in batch:
            try:
                one.write(self._store, one.kept)
            except StoreTrouble as refused:
                return _Written(tuple(written), refused, self._store.file)
            written.append((place, one))
        return _Written(tuple(written), None, self._store.file)

    # -- back on the UI thread ----------------------------------------------------------------------------

    def _hand_over(self, place: DraftKey, one: _Writing) -> None:
        self._waiting[place] = one
        self._submit([(place, one)])

    def _submit(self, batch: _Batch) -> None:
        self._disk.submit(lambda _: self._write(batch), partial(self._written, batch))

    def _written(self, batch: _Batch, result: JobResult[_Written]) -> None:
        error = result.error if isinstance(result, Failed) else None
        if isinstance(result, Done):
            error = result.value.error
            for place, one in result.value.done:
                if one.kept is not None:
                    self._known[place] = one.kept
                if self._waiting.get(place) is one:
                    del self._waiting[place]
                    self._failed.discard(place)
                one.done(one.kept)
            self._look_at_file(result.value.file)
        if error is not None:
            self._failed |= {place for place, one in batch if self._waiting.get(place) is one}
            self._say(error)
        elif isinstance(result, Done):
            self._taken()

    def _looked(self, result: JobResult[None]) -> None:
        if isinstance(result, Failed):
            self._say(result.error)
        elif isinstance(result, Done):
            self._taken()

    def _say(self, error: Exception) -> None:
        self._show(from_error(error).headline)
        self._again.start()

    def _taken(self) -> None:
        """The disk takes something: what it did not take before is tried at once."""
        if self._failed and self._again.isActive():
            self.retry()
        self._show(self.state.why if self._failed else "")

    def _show(self, why: str) -> None:
        left = self.unkept()
        state = KeepingState(why, sum(kept.count for kept in left), tuple(kept.title for kept in left))
        if state != self.state:
            self.put(state)

    def _look_at_file(self, file: int) -> None:
        """Write everything again where the disk's file is another one than before: nothing of it is in there."""
        before, self._file = self._file, file
        if before is not None and file != before:
            kept_there = {place: _again(kept) for place, kept in self._known.items()}
            for place, one in (kept_there | self._open).items():
                if place not in self._waiting:
                    self._hand_over(place, one)


def _place(kept: KeptDraft) -> DraftKey:
    return kept.environment, kept.kind, kept.id


def _again(kept: KeptDraft) -> _Writing:
    return _Writing(lambda: kept, _keep, _nothing)


def _there(store: Drafts) -> dict[DraftKey, datetime] | None:
    """When each draft on the disk was kept; None where the disk does not tell."""
    from console.store.files import StoreTrouble

    try:
        return store.moments()
    except StoreTrouble:
        return None


def _made(environment: str, title: str, draft: Draft, at: datetime) -> KeptDraft:
    from console.model.drafts.kept import kept
    from console.store.drafts import KeptDraft

    record = draft.base
    return KeptDraft(environment, record.kind, record.id, title, len(draft.changes()), kept(draft), at)


def _keep(store: Drafts, kept: KeptDraft | None) -> None:
    assert kept is not None, "what is kept was made before"
    store.keep(kept)


def _keep_tabs(
    environment: str, tabs: tuple[Tab, ...], front: Tab | None, store: Drafts, _: KeptDraft | None
) -> None:
    store.keep_tabs(environment, tabs, front)


def _nothing(_: object) -> None:
    """Nobody waits for it."""
