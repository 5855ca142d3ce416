"""What is to be saved, and what became of it, as values that every step of a save hands to the next.

It must not send or decide anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from console.model.drafts.draft import Change, Draft
from console.model.records import Cart, Order

if TYPE_CHECKING:
    from console.api.errors import ApiError
    from console.api.outgoing import Outgoing
    from console.store.trail import Cause, Entry

SaveResult = Literal[
    "saved",
    "not saved",
    "clash",
    "merged",
    "repeated",
    "not noted",
    "may arrive",
    "landed",
    "behind",
    "closed",
    "arrived",
    "not arrived",
    "differs",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class SavePlan:
    """What is to be sent: the draft, the fields that change, and the exact request."""

    draft: Draft
    payload: dict[str, Any]
    outgoing: Outgoing

    @property
    def base(self) -> Order | Cart:
        """The record as it was when it was edited."""
        return self.draft.base


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save.

    saved        a whole answer came; `kept` names where the server kept otherwise, `foreign` what others changed,
                 `server` what it set by itself along with what was sent, `either` what it or others did
    not saved    nothing was changed; `error` says why
    clash        someone changed what this draft changes too (`record` is theirs); nothing was sent
    merged       someone changed something else, which makes another request of this one; nothing was sent
    repeated     the identical change went out a moment ago (`repeats`); nothing was sent
    not noted    the trail cannot be written (`unnoted` says why), and nobody said yes to that; nothing was sent
    may arrive   an earlier write to the record may still arrive (`repeats`); nothing was sent
    landed       the fresh read shows that an earlier write, open until then, did arrive; nothing was sent
    behind       the fresh read shows less than arrived a moment ago, as a replica that lags does; nothing was sent
    closed       the cart can no longer be changed; nothing was saved
    arrived      no answer came, but a fresh read holds all that was sent
    not arrived  no answer came, and the fields that were sent are as before: it had not arrived by then, and still may
    differs      no answer came, and a later read shows neither what was there nor what was sent
    unknown      no answer came, and reading again did not tell

    Of these "not arrived" and "unknown" are `open`: a later reading may still show that it arrived.

    `number` is the save's place in the trail, if it has one; `unnoted` says why it has none. `cause` are the facts behind
    an `error` of the write itself, for whoever must explain it.
    """

    became: SaveResult
    record: Order | Cart | None = None
    kept: tuple[Change, ...] = ()
    foreign: tuple[Change, ...] = ()
    server: tuple[Change, ...] = ()
    either: tuple[Change, ...] = ()
    error: ApiError | None = None
    repeats: Entry | None = None
    number: int | None = None
    unnoted: str = ""
    cause: Cause | None = None

    @property
    def open(self) -> bool:
        """Whether the write may still arrive."""
        return self.became in ("unknown", "not arrived")
