"""The save job: read afresh, compare, send only what changed, compare the answer.

It must not touch a widget or repeat a write; it runs on a worker and returns what became of the save.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from console.model import records
from console.model.drafts.draft import LINES, Change, Draft
from console.model.lines.lines import rows
from console.model.merging.clash import clashes, merged
from console.model.merging.consequences import consequences
from console.model.merging.differences import NEVER_ANSWERED, kept_otherwise, moved
from console.model.records import Cart, Order
from console.presenters.saving.saved import Saved as Saved
from console.presenters.saving.saved import SavePlan as SavePlan
from console.presenters.saving.saved import SaveResult as SaveResult
from console.presenters.saving.tracing import traced
from console.presenters.waiting import Waiting
from console.runtime.cancel import Cancel

if TYPE_CHECKING:
    from console.api.call import CallTrace, Watcher
    from console.api.client import Client
    from console.api.errors import OutcomeUnknown

LOOK_AGAIN = (0.0, 1.0, 2.0)
"""Seconds before each look at a record whose write got no answer, by the worker that sent it."""
LOOK_LATER = (4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds before each further look, about two minutes in all: a gateway gave up, and the server may still be at it.

No worker waits for these; they are alarms of whoever keeps the write open. After them every reading is a look as well.
"""


def looks_left(since: timedelta) -> tuple[float, ...]:
    """The pauses that are left of `LOOK_LATER` so long after a write left; all where the clock was set back."""
    after, gone, left = max(0.0, since.total_seconds()), 0.0, []
    for pause in LOOK_LATER:
        gone += pause
        if gone > after:
            left.append(min(pause, gone - after))
    return tuple(left)


def save(
    client: Client,
    plan: SavePlan,
    cancel: Cancel,
    number: int | None = None,
    *,
    waiting: Waiting | None = None,
) -> Saved:
    """Run the save to its end; `number` is its place in the trail. Raises only what is no ApiError.

    `waiting` hears how it stands, and can end it until the write is out.
    """
    from console.api.errors import ApiError, Outdated

    base, cancel = plan.base, cancel if waiting is None else waiting.within(cancel)
    try:
        fresh = fetch(client, base, cancel, waiting)
    except ApiError as error:
        return Saved("not saved", error=error)
    if stopped := _in_the_way(plan, fresh):
        return stopped
    saved = write(client, plan, fresh, cancel, waiting, number=number)
    return _outdated(client, plan, saved) if isinstance(saved.error, Outdated) else saved


def _in_the_way(plan: SavePlan, fresh: Order | Cart) -> Saved | None:
    """Why the plan must not be sent to the record as it is now; None where it may."""
    if fresh.closed:
        return Saved("closed", fresh)
    if foreign := moved(plan.base, fresh):
        if clashes(plan.draft, fresh):
            return Saved("clash", fresh, foreign=foreign)
        if merged(plan.draft, fresh, plan.draft.read_at, {}).payload() != plan.payload:
            return Saved("merged", fresh, foreign=foreign)
    return None


def _outdated(client: Client, plan: SavePlan, refused: Saved) -> Saved:
    """What a save comes to that the server refused because the record had moved: what a fresh reading shows.

    Where nothing moved in it that matters to this save it is "not saved" with the record that was read.
    """
    seen = read_again(client, plan.base)
    if seen is None:
        return refused
    found = _in_the_way(plan, seen) or Saved("not saved", seen, foreign=moved(plan.base, seen))
    return replace(found, error=refused.error, cause=refused.cause)


def write(
    client: Client,
    plan: SavePlan,
    fresh: Order | Cart,
    cancel: Cancel,
    progress: Watcher | None = None,
    *,
    number: int | None = None,
    stop: Cancel | None = None,
) -> Saved:
    """The second half of a save: send the plan, whose record was just read as `fresh`, and compare the answer.

    `cancel` cuts the write itself. With a `stop`, which ends the looks after it and never the write, the first answer
    counts: a server that asks to wait is waited for by the caller.
    """
    work = partial(_written, client, plan, fresh, cancel, progress, stop)
    return traced(number, plan.outgoing, work)


def _written(
    client: Client,
    plan: SavePlan,
    fresh: Order | Cart,
    cancel: Cancel,
    progress: Watcher | None,
    stop: Cancel | None,
    trace: CallTrace,
) -> Saved:
    from console.api.errors import ApiError, CartClosed, OutcomeUnknown

    try:
        answer = client.send(
            plan.outgoing, cancel=cancel, progress=progress, trace=trace, at_once=stop is not None
        )
    except CartClosed as error:
        return Saved("closed", read_again(client, fresh), error=error)
    except OutcomeUnknown as error:
        return settled(client, fresh, partial(judge, fresh, plan.payload, error=error), error, stop or cancel)
    except ApiError as error:
        return Saved("not saved", error=error)
    saved = Saved("saved", answer, kept_otherwise(plan.payload, answer))
    return _with_moved(saved, plan.base, plan.payload, fresh)


def fetch(
    client: Client,
    record: Order | Cart,
    cancel: Cancel,
    progress: Watcher | None = None,
    *,
    at_once: bool = False,
) -> Order | Cart:
    """Read a record again; `at_once`: the first answer counts, even one that asks to wait."""
    read = client.get_order if isinstance(record, Order) else client.get_cart
    return read(record.id, cancel=cancel, progress=progress, at_once=at_once)


def judge(
    base: Order | Cart, payload: Mapping[str, Any], now: Order | Cart, error: OutcomeUnknown | None = None
) -> Saved:
    """What became of a write without an answer, told by the record as it is `now`; `base` is as it was edited from.

    That it is not there yet settles nothing: a slow server may still apply it, and a replica may be behind.
    A write that changes nothing, sent for the workflows alone, leaves no trace that could tell.
    """
    others = _untouched_moved(base, payload, now)
    can_tell = not set(payload) <= set(NEVER_ANSWERED) and bool(kept_otherwise(payload, base))
    if can_tell and not kept_otherwise(payload, now):
        return _with_moved(Saved("arrived", now, error=error), base, payload, base)
    if can_tell and not own_moved(base, payload, now):
        return Saved("not arrived", now, foreign=others, error=error)
    return Saved("unknown", now, foreign=moved(base, now), error=error)


def on_arrived(draft: Draft, payload: Mapping[str, Any], record: Order | Cart, now: datetime) -> Draft:
    """What was typed after a save that did arrive, on the record as it is now; what was sent is no edit any more."""
    typed = draft.payload()
    if typed == payload and not draft.problems():
        return Draft(record, now)
    sent_still = {key for key in payload if key in typed and typed[key] == payload[key]}
    # What arrived counts as read, so that it is no change of someone else's beside what was typed since.
    arrived = {records.attribute(key): getattr(record, records.attribute(key)) for key in payload}
    base = draft.base.model_copy(update=arrived)
    edits = {key: text for key, text in draft.edits.items() if key.partition(".")[0] not in sent_still}
    lines = rows(base.lines) if LINES in payload else draft.lines
    on_top = merged(Draft(base, draft.read_at, edits, lines), record, now)
    if LINES not in payload or LINES in sent_still:
        return on_top
    # The record's are those that were sent.
    return on_top.with_lines([row.copy(draft.decimals) for row in draft.lines])


def left_over(draft: Draft, sent: Draft, record: Order | Cart, now: datetime) -> Draft:
    """What was typed and not sent with a save that arrived, on the record as it is now."""
    if draft is sent:
        return Draft(record, now)
    edits = {key: text for key, text in draft.edits.items() if key not in sent.edits}
    return merged(replace(draft, edits=edits), record, now)


def settled(
    client: Client,
    record: Order | Cart,
    judged: Callable[[Order | Cart], Saved],
    error: OutcomeUnknown,
    cancel: Cancel,
) -> Saved:
    """After a write without an answer: looks at the record until it holds what was sent, at most three times."""
    saved = Saved("unknown", error=error)
    for pause in LOOK_AGAIN:
        if cancel.wait(pause):
            break
        seen = read_again(client, record, cancel)
        if seen is not None:
            saved = judged(seen)
            if saved.became == "arrived":
                break
    return saved


def read_again(client: Client, record: Order | Cart, cancel: Cancel | None = None) -> Order | Cart | None:
    """The record as it is after a write; nothing where the first answer does not tell, because a wait that the server
    asks for would hold up what there is to say of the write.
    """
    from console.api.errors import ApiError

    try:
        return fetch(client, record, cancel or Cancel(), at_once=True)
    except ApiError:
        return None


def own_moved(base: Order | Cart, payload: Mapping[str, Any], now: Order | Cart) -> tuple[Change, ...]:
    """What differs from the record as edited from, in the fields that were sent."""
    sent = _fields_of(payload)
    return tuple(change for change in moved(base, now) if change.key in sent)


def _with_moved(saved: Saved, base: Order | Cart, payload: Mapping[str, Any], before: Order | Cart) -> Saved:
    """The same with what else differs from the record as edited from; `before` is the newest reading before the write."""
    assert saved.record is not None
    changes = _untouched_moved(base, payload, saved.record)
    found = consequences(changes, payload, before, saved.record)
    return replace(saved, foreign=found.others, server=found.server, either=found.either)


def _untouched_moved(base: Order | Cart, payload: Mapping[str, Any], now: Order | Cart) -> tuple[Change, ...]:
    """What differs from the record as edited from, apart from the fields that were sent and what follows from them."""
    sent = _fields_of(payload) | {"hasTracking"} | ({"status"} if "states" in payload else set())
    return tuple(change for change in moved(base, now) if change.key not in sent)


def _fields_of(payload: Mapping[str, Any]) -> set[str]:
    return set(payload) | ({"states.processed", "states.shipped"} if "states" in payload else set())
