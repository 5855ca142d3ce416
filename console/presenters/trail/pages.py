"""Pages of entries from two places, this computer's trail and the desk, as one list without gaps.

It must not read either; it is given what was read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.trail.shared_trail import together

if TYPE_CHECKING:
    from console.desk.sends import DeskPage
    from console.store.trail import Entry


class TwoPages:
    """What was read so far. `last` is where the desk's next page begins; None where there is none."""

    def __init__(self) -> None:
        self.own: list[Entry] = []
        self.own_more = False
        self.theirs: list[Entry] = []
        self.last: int | None = None

    @property
    def more(self) -> bool:
        """Whether either has older entries."""
        return self.own_more or self.last is not None

    @property
    def shown(self) -> list[Entry]:
        """Both, newest first, down to where one of them was not read any further: others may belong below that."""
        ends = [
            entries[-1].sent_at
            for entries, more in ((self.own, self.own_more), (self.theirs, self.last is not None))
            if more and entries
        ]
        end = max(ends, default=None)
        found = together(self.own, self.theirs)
        return found if end is None else [entry for entry in found if entry.sent_at >= end]

    def take_own(self, entries: list[Entry], *, more: bool) -> None:
        """All that was read so far of what was sent from here."""
        self.own, self.own_more = entries, more

    def take_newest(self, page: DeskPage) -> None:
        """The desk's newest page, read again: older ones stay where they follow it."""
        known = {entry.number for entry in self.theirs}
        follow = page.last is not None and any(entry.number in known for entry in page.entries)
        older = [entry for entry in self.theirs if follow and entry.number > page.entries[-1].number]
        self.theirs = [*page.entries, *older]
        self.last = self.last if older else page.last

    def take_older(self, page: DeskPage) -> None:
        """The desk's next page."""
        self.theirs += page.entries
        self.last = page.last

    def drop_theirs(self) -> None:
        """The desk is away, or another question is asked: nothing of it is known."""
        self.theirs, self.last = [], None
