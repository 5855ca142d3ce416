"""One row that a lane has claimed: the last question before its write, and the last look at the clock.

It must not begin a write; it can only end one that has not left.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from console.desk.claims.claim import Claim
from console.desk.claims.claims import Claims
from console.runtime.cancel import Cancel
from console.runtime.turn import away

if TYPE_CHECKING:
    from console.api.call import Progress, Watcher


class ClaimedRow:
    """A row of a run with its claim. `late`: the lease had too little left when the write was about to leave."""

    def __init__(self, claims: Claims, claim: Claim) -> None:
        self._claims, self.claim = claims, claim
        self.late = False

    @property
    def doubtful(self) -> str:
        """Whose write of this row may have left before they were gone; empty where there was none."""
        return self.claim.before if self.claim.may_have_sent else ""

    def ask(self) -> None:
        """Ask the desk whether the row may be sent. Raises `ClaimLost` where it may not, or nobody can say."""
        with away:
            self._claims.ask_to_send(self.claim)


@contextmanager
def watching(claimed: ClaimedRow | None, watch: Watcher, cancel: Cancel) -> Iterator[tuple[Watcher, Cancel]]:
    """What hears of the write in this block, and what ends it: it does not leave with a lease that has run short."""
    if claimed is None:
        yield watch, cancel
        return
    ends = Cancel()

    def heard(progress: Progress) -> None:
        if progress.leaving and not claimed.claim.counts:
            claimed.late = True
            ends.cancel()
        watch(progress)

    forget = cancel.on_cancel(ends.cancel)
    try:
        yield heard, ends
    finally:
        forget()
