"""The question that a clash asks: what someone else did, what the operator did, and which of the two is to stay.

It must not decide for the operator or send anything; it ends in a draft that goes through the review like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from console.model.date_form import written
from console.model.drafts.draft import Change, Draft
from console.model.merging.clash import Clash, Side, clashes, merged, told
from console.model.records import Cart, Order


@dataclass(frozen=True, slots=True)
class ClashState:
    """What the dialog shows. `draft` is the operator's, `theirs` the record as it was read at `read_at`.

    `choices` says "mine" or "theirs" by the key of a clash; what is not in it is not decided yet.
    """

    draft: Draft
    theirs: Order | Cart
    read_at: datetime
    clashes: tuple[Clash, ...]
    told: tuple[Change, ...]
    choices: Mapping[str, Side] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What happened, and since when."""
        since = _clock(self.draft.read_at, self.read_at)
        return f"Someone else changed {self.draft.base.called} since you read it {since}"

    @property
    def also(self) -> tuple[str, ...]:
        """What joins without a question, in words."""
        return tuple(f"{change.label} {change.before} → {change.after}" for change in self.told)

    @property
    def left(self) -> int:
        """How many clashes are not decided yet."""
        return sum(clash.key not in self.choices for clash in self.clashes)

    @property
    def decided(self) -> bool:
        """Whether every clash is decided."""
        return not self.left

    def chosen(self, key: str, side: Side) -> ClashState:
        """This question with one clash decided; a later choice takes the place of an earlier one."""
        if all(clash.key != key for clash in self.clashes):
            return self
        return replace(self, choices={**self.choices, key: side})

    def merged(self) -> Draft:
        """The operator's draft on the record as it is now, as chosen so far."""
        return merged(self.draft, self.theirs, self.read_at, self.choices)


def clash(draft: Draft, theirs: Order | Cart, read_at: datetime) -> ClashState | None:
    """The question to ask before this draft may be joined with a fresh reading; None where there is none to ask."""
    clashing = clashes(draft, theirs)
    return ClashState(draft, theirs, read_at, clashing, told(draft, theirs)) if clashing else None


def _clock(then: datetime, now: datetime) -> str:
    """ "at 14:02", with the day where it was another one."""
    local = then.astimezone()
    day = "" if local.date() == now.astimezone().date() else f"on {written(local.date())} "
    return f"{day}at {local:%H:%M}"
