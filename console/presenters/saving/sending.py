"""One save from the operator's yes to its outcome: noted in the trail, sent, and its outcome noted.

It must not repeat a write. Where the trail cannot be written the save goes on all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from console.model import records
from console.model.checks import looked_over
from console.model.draft import LINES, Draft
from console.model.field import Raw
from console.model.lines import rows
from console.model.records import Cart, Order
from console.presenters.clock import utc_now
from console.presenters.notice import from_error
from console.presenters.saving.cart_act import CartQuestion, move, shown
from console.presenters.saving.saving import Saved, SavePlan, SaveResult, save
from console.presenters.saving.tracing import broken
from console.runtime.cancel import Cancel
from console.runtime.jobs import Cancelled, Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.api.client import Client
    from console.store.trail import Cause, Entry, FieldChange, Intent, Trail
    from console.store.trail import TrailStatus as Ending

_ENDINGS: dict[SaveResult, Ending] = {
    "saved": "saved",
    "arrived": "arrived",
    "not arrived": "not arrived",
    "unknown": "unknown",
    "differs": "changed by someone else",
}
"""What the trail calls what became of a save; anything else was not saved."""

_REASONS: dict[SaveResult, str] = {
    "clash": "Someone else had changed the same. Nothing was sent.",
    "merged": "Someone else had changed the record, which made another request of it. Nothing was sent.",
    "closed": "The cart was closed. Nothing was sent.",
}


_Work = Callable[[Cancel, int | None], Saved]
"""A write from its fresh reading to what became of it; the number is its place in the trail."""


class Sending:
    """The saves of one environment."""

    def __init__(self, jobs: Submits, client: Client, disk: Submits, trail: Trail, environment: str) -> None:
        self._jobs, self._client, self._disk = jobs, client, disk
        self._trail, self._environment = trail, environment

    def send(self, plan: SavePlan, done: Callable[[JobResult[Saved]], None], *, again: bool = False) -> None:
        """Send this plan; `done` gets what became of it. `again` says that a repetition was confirmed."""
        self._disk.submit(
            partial(self._begin, plan, again), partial(self._begun, partial(save, self._client, plan), done)
        )

    def move(self, question: CartQuestion, done: Callable[[JobResult[Saved]], None]) -> None:
        """Take this step of a cart's status; `done` gets what became of it."""
        intent = _intent_of_act(question, self._environment)
        self._disk.submit(
            lambda _: self._trail.begin(intent),
            partial(self._begun, partial(move, self._client, question), done),
        )

    def note(self, number: int, saved: Saved) -> None:
        """Write what became of a save into the trail."""
        self._disk.submit(partial(self._end, number, saved), _noted)

    def _begin(self, plan: SavePlan, again: bool, _: Cancel) -> int | Entry:
        """On the disk's worker: the intent, before anything is sent; or the entry that this one would repeat."""
        record, intent = plan.base, intent_of(plan, self._environment)
        same = self._trail.same_recently(self._environment, record.kind, record.id, intent.body)
        return same if same is not None and not again else self._trail.begin(intent)

    def _begun(
        self,
        work: _Work,
        done: Callable[[JobResult[Saved]], None],
        result: JobResult[int | Entry],
    ) -> None:
        number: int | None = None
        unnoted = from_error(result.error).headline if isinstance(result, Failed) else ""
        if isinstance(result, Cancelled):
            done(result)  # all is being closed; nothing was sent
            return
        if isinstance(result, Done):
            if not isinstance(result.value, int):
                done(Done(Saved("repeated", repeats=result.value)))
                return
            number = result.value
        self._jobs.submit(partial(_looked_over, work, number), partial(self._saved, number, unnoted, done))

    def _saved(
        self,
        number: int | None,
        unnoted: str,
        done: Callable[[JobResult[Saved]], None],
        result: JobResult[Saved],
    ) -> None:
        if isinstance(result, Done):
            result = Done(replace(result.value, number=number, unnoted=unnoted))
        if number is not None:
            error = result.error if isinstance(result, Failed) else None
            self.note(
                number, result.value if isinstance(result, Done) else Saved("unknown", cause=broken(error))
            )
        done(result)

    def _end(self, number: int, saved: Saved, _: Cancel) -> None:
        self._trail.end(number, *ended(saved))


def _looked_over(work: _Work, number: int | None, cancel: Cancel) -> Saved:
    """What became of it, with the lines of its record looked over before it is shown."""
    saved = work(cancel, number)
    if saved.record is not None:
        looked_over(Draft(saved.record, utc_now()))
    return saved


def ended(saved: Saved) -> tuple[Ending, str, Any, Cause | None]:
    """How the trail writes down what became of a save: the outcome, the reason, the answer as JSON, the cause."""
    error = saved.error
    reason = (error.reason or error.headline) if error is not None else _REASONS.get(saved.became, "")
    answer = None
    if saved.became == "saved" and saved.record is not None:
        answer = saved.record.model_dump(by_alias=True, exclude_unset=True)
    return _ENDINGS.get(saved.became, "not saved"), reason, answer, saved.cause


def intent_of(plan: SavePlan, environment: str) -> Intent:
    """How the trail writes down what is about to be sent."""
    return _intended(plan, environment, _changes(plan.draft, plan.payload))


def _intent_of_act(question: CartQuestion, environment: str) -> Intent:
    """The status before and after, as the operator saw it; the words of the act are what it is found by."""
    from console.store.trail import FieldChange

    plan, act = question.plan, question.act
    was, label = records.value(plan.base, "status"), plan.draft.fields["status"].label
    change = FieldChange("status", label, shown(plan.base), act.after.capitalize(), was, act.after)
    return _intended(plan, environment, (change,), act.title, act.step)


def _intended(plan: SavePlan, environment: str, changes: tuple[FieldChange, ...], *words: str) -> Intent:
    from console.store.archive import keys_of
    from console.store.trail import Intent

    record, outgoing = plan.base, plan.outgoing
    query = outgoing.url.partition("?")[2].split("&")
    return Intent(
        environment,
        record.kind,
        record.id,
        record.customer_id,
        changes,
        outgoing.method,
        outgoing.url,
        outgoing.body or "",
        workflows="triggerEvents=true" in query,
        force=outgoing.forced,
        keys=(*keys_of(_searched(record)), *words),
    )


def _searched(record: Order | Cart) -> dict[str, Any]:
    """What of a record it can be found by, as JSON: of ten thousand lines not all twelve cells."""
    content: dict[str, Any] = record.model_dump(by_alias=True, exclude_unset=True, exclude={"line_items"})
    return content | {LINES: [{"sku": line.sku, "name": line.name} for line in record.lines]}


def _changes(draft: Draft, payload: dict[str, Any]) -> tuple[FieldChange, ...]:
    """What was changed, each with the values that "put it back" needs."""
    from console.store.trail import FieldChange

    found = []
    for change in draft.changes():
        if change.key == LINES:
            was: Any = [row.wire() for row in rows(draft.base.lines)]
        else:
            held = records.value(draft.base, change.key)
            was = held.json if isinstance(held, Raw) else held
        outer, _, inner = change.key.partition(".")
        becomes = payload.get(outer)
        found.append(
            FieldChange(
                change.key,
                change.label,
                change.before,
                change.after,
                was,
                becomes.get(inner) if inner and isinstance(becomes, dict) else becomes,
            )
        )
    return tuple(found)


def _noted(_: JobResult[None]) -> None:
    """Whether the outcome could be noted changes nothing for the operator; the intent stands."""
