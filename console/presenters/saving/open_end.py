"""A write of which it is not known whether it arrived, and what a later reading of its record tells of it.

It must not read or note anything; `open_ends` keeps those of an environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from console.model.drafts.draft import Change
from console.model.fields.field import RecordKind
from console.model.merging.differences import kept_otherwise, moved
from console.model.records import Cart, Order
from console.presenters.saving.cart_act import behind
from console.presenters.saving.saving import LOOK_LATER, Saved, judge, own_moved
from console.presenters.saving.sent import as_before, fields_sent

if TYPE_CHECKING:
    from console.store.trail import Entry

A_DAY = timedelta(days=1)
"""How long a write that had not arrived is taken for one that still may, and asked about before anything else is sent."""
LOOKED_FOR = timedelta(seconds=sum(LOOK_LATER))
"""How long after it left a write is looked for by itself."""


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """One write whose outcome is open.

    `payload` is what the record shows once it arrived, empty where nothing ever shows it. `base` is the record that it
    was edited from; where that is no longer at hand, `before` are the values of its fields until then. `number` is its
    place in the trail. `seen_at` is when it had not arrived yet at the last look; None where no look has told.
    `since` is when it left in seconds of this session, which nobody sets; None where that is not known yet. `first` is
    the record that it was edited from where `base` is what a later write of one's own made of it.
    """

    kind: RecordKind
    id: str
    payload: Mapping[str, Any]
    sent_at: datetime
    number: int | None = None
    base: Order | Cart | None = field(default=None, repr=False)
    before: Mapping[str, Any] = field(default_factory=dict, repr=False)
    seen_at: datetime | None = None
    since: float | None = None
    first: Order | Cart | None = field(default=None, repr=False)

    def gone(self, now: datetime, elapsed: float) -> timedelta:
        """How long ago it left, by the clock where it is not known better; none at all where that was set back."""
        if self.since is not None:
            return timedelta(seconds=elapsed - self.since)
        return max(timedelta(0), now - self.sent_at)

    def guards(self, gone: timedelta) -> bool:
        """Whether it may still arrive, so that nothing else is sent to its record without a word.

        That is for a day since it left (`gone`); what no reading can ever show, such as activity that was marked, counts
        while looks last.
        """
        return gone <= A_DAY if self.payload else gone < LOOKED_FOR

    def on(self, record: Order | Cart, *, later: bool = True) -> OpenEnd:
        """The same where the record was moved by another write of one's own: from now on that is how it was before.

        `later`: that one was sent after this one. Where the record holds what this one sent, no reading can show any more
        that it came as well.
        """
        there = (
            not kept_otherwise(self.payload, record)
            if behind(self.payload) is None
            else self._status_in(record)
        )
        return replace(
            self,
            base=record,
            before={},
            payload={} if there else self.payload,
            seen_at=None if there else self.seen_at,
            first=(self.first or self._edited_from(record)) if later else self.first,
        )

    def overwrote(self, record: Order | Cart) -> tuple[Change, ...]:
        """What one sent later and this one took back when it came after it, as `record` shows."""
        if self.first is None or self.base is None or behind(self.payload) is not None:
            return ()
        later = {change.key for change in moved(self.first, self.base)}
        return tuple(one for one in own_moved(self.base, self.payload, record) if one.key in later)

    def _edited_from(self, record: Order | Cart) -> Order | Cart:
        return self.base if self.base is not None else as_before(record, self.before)

    def _status_in(self, record: Order | Cart) -> bool:
        return bool(self.payload["status"] == record.status)

    def judged(self, record: Order | Cart, gone: timedelta) -> Saved:
        """What a reading tells of it, so long after it left. `foreign` is what else differs from when it left.

        "differs" is said only once it is no longer looked for: the fields that were sent hold something else by then.
        """
        base = self._edited_from(record)
        act = behind(self.payload)
        found = judge(base, self.payload, record) if act is None else act.judged(base, record)
        if gone < LOOKED_FOR:
            return replace(found, became="unknown") if found.became == "differs" else found
        if found.became == "unknown" and act is None and own_moved(base, self.payload, record):
            return replace(found, became="differs")
        return found


def from_entry(entry: Entry) -> OpenEnd:
    """An entry of the trail as what it left open."""
    intent = entry.intent
    return OpenEnd(
        intent.kind,
        intent.record_id,
        fields_sent(intent),
        entry.sent_at,
        entry.number,
        before={change.key: change.was for change in intent.changes},
        seen_at=entry.settled_at if entry.outcome == "not arrived" else None,
    )
