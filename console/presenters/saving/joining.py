"""What a save found and the draft that is shown, put together; by a worker where there are many lines.

It must not settle anything or decide a clash; the editor takes over what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from console.model.drafts.checks import looked_over
from console.model.drafts.draft import Draft
from console.model.merging.clash import merged
from console.presenters.notice import from_error
from console.presenters.saving.clash import ClashState, clash
from console.presenters.saving.saving import Saved, SavePlan, left_over
from console.runtime.jobs import Cancelled, Done, JobResult, Submits

MANY = 2_000
"""Fewer lines than these are worked on while nobody would notice."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of a save: `draft` is what to go on with, `question` what to ask first; neither where nothing moved."""

    saved: Saved
    draft: Draft | None = None
    question: ClashState | None = None


def join(
    jobs: Submits, plan: SavePlan, saved: Saved, draft: Draft, now: datetime, done: Callable[[Joined], None]
) -> None:
    """Put `draft`, in which nothing can be typed meanwhile, on the record that the save of `plan` found."""
    if saved.record is None or max(len(draft.lines), len(saved.record.lines)) <= MANY:
        done(joined(plan, saved, draft, now))
    else:
        jobs.submit(lambda _: joined(plan, saved, draft, now), partial(_landed, saved, done))


def joined(plan: SavePlan, saved: Saved, draft: Draft, now: datetime) -> Joined:
    """The same at once. A draft that was not the one sent, as with Mark shipped, is asked nothing."""
    record = saved.record
    if record is None:
        return Joined(saved)
    if saved.became in ("saved", "arrived"):
        return Joined(saved, looked_over(left_over(draft, plan.draft, record, now)))
    if saved.became == "clash" and plan.draft is draft:
        return Joined(saved, question=clash(draft, record, now))
    if saved.became in ("clash", "merged", "closed"):
        return Joined(saved, looked_over(merged(draft, record, now)))
    return Joined(saved)


def _landed(saved: Saved, done: Callable[[Joined], None], result: JobResult[Joined]) -> None:
    if isinstance(result, Done):
        done(result.value)
    elif not isinstance(result, Cancelled):  # the save itself is still to be told of
        from_error(result.error)
        done(Joined(saved))
