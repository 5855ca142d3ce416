"""How the trail writes a save down: what is about to be sent, and what became of it.

It must not write the trail itself or send anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.model import records
from console.model.drafts.draft import LINES, Draft
from console.model.fields import moment
from console.model.fields.field import Raw
from console.model.fields.kinds import Moment
from console.model.lines.lines import rows
from console.model.records import Cart, Order
from console.presenters.saving.cart_act import CartQuestion, shown
from console.presenters.saving.saving import Saved, SavePlan, SaveResult

if TYPE_CHECKING:
    from console.store.trail import Cause, FieldChange, Intent, TrailStatus

_STATUSES: dict[SaveResult, TrailStatus] = {
    "saved": "saved",
    "arrived": "arrived",
    "not arrived": "not arrived",
    "unknown": "unknown",
    "differs": "changed by someone else",
}
"""What the trail calls what became of a save; anything else was not saved."""


def ended(saved: Saved) -> tuple[TrailStatus, str, Any, Cause | None]:
    """How the trail writes down what became of a save: the outcome, the reason, the answer as JSON, the cause."""
    from console.store.trail import WHY_NOT_SENT

    error = saved.error
    reason = (error.reason or error.headline) if error is not None else WHY_NOT_SENT.get(saved.became, "")
    answer = None
    if saved.became == "saved" and saved.record is not None:
        answer = saved.record.as_json()
    return _STATUSES.get(saved.became, "not saved"), reason, answer, saved.cause


def intent_of(plan: SavePlan, environment: str) -> Intent:
    """How the trail writes down what is about to be sent."""
    return _intended(plan, environment, _changes(plan.draft, plan.payload))


def intent_of_act(question: CartQuestion, environment: str) -> Intent:
    """The same for an act: the status before and after, as the operator saw it; it is found by the words of the act."""
    from console.store.trail import FieldChange

    plan, act = question.plan, question.act
    was, label = records.value(plan.base, "status"), plan.draft.fields["status"].label
    change = FieldChange("status", label, shown(plan.base), records.status_words(act.after), was, act.after)
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
        if inner and isinstance(becomes, dict):
            becomes = becomes.get(inner)
        found.append(
            FieldChange(
                change.key,
                change.label,
                _in_one_form(draft, change.key, change.before, was),
                _in_one_form(draft, change.key, change.after, becomes),
                was,
                becomes,
                draft.lines_difference if change.key == LINES else None,
            )
        )
    return tuple(found)


def _in_one_form(draft: Draft, key: str, text: str, value: Any) -> str:
    """The text as it is kept: a date as year-month-day, however dates are written now, or an export would have both."""
    dated = key in draft.fields and isinstance(draft.fields[key].kind, Moment) and isinstance(value, str)
    return moment.shown(value, "iso") if dated and value else text
