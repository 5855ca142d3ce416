"""The save job: read afresh, compare, send only what changed, compare the answer.

It must not touch a widget or repeat a write; it runs on a worker and returns what became of the save.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from console.cancel import Cancel
from console.model.draft import Change
from console.model.merge import NEVER_ANSWERED, kept_otherwise, moved
from console.model.records import Cart, Order

if TYPE_CHECKING:
    from console.api.client import Client
    from console.api.errors import ApiError, OutcomeUnknown
    from console.api.outgoing import Outgoing

Became = Literal["saved", "not saved", "moved", "closed", "arrived", "not arrived", "unknown"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be sent: the record it was edited from, the fields that change, and the exact request."""

    base: Order | Cart
    payload: dict[str, Any]
    outgoing: Outgoing


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save.

    saved        a whole answer came; `kept` names where the server kept otherwise, `foreign` what others changed
    not saved    nothing was changed; `error` says why
    moved        someone changed the record since it was read (`foreign`); nothing was sent
    closed       the cart can no longer be changed; nothing was saved
    arrived      no answer came, but a fresh read holds all that was sent
    not arrived  no answer came, and a fresh read holds none of it
    unknown      no answer came, and reading again did not tell
    """

    became: Became
    record: Order | Cart | None = None
    kept: tuple[Change, ...] = ()
    foreign: tuple[Change, ...] = ()
    error: ApiError | None = None


def save(client: Client, plan: Plan, cancel: Cancel) -> Saved:
    """Run the save to its end. Raises only what is no ApiError."""
    from console.api.errors import ApiError, CartClosed, OutcomeUnknown

    try:
        fresh = fetch(client, plan.base, cancel)
        if fresh.closed:
            return Saved("closed", fresh)
        if foreign := moved(plan.base, fresh):
            return Saved("moved", fresh, foreign=foreign)
        answer = client.send(plan.outgoing, cancel=cancel)
    except CartClosed as error:
        return Saved("closed", _now(client, plan), error=error)
    except OutcomeUnknown as error:
        return _settled(client, plan, error)
    except ApiError as error:
        return Saved("not saved", error=error)
    return Saved("saved", answer, kept_otherwise(plan.payload, answer), _untouched_moved(plan, answer))


def fetch(client: Client, record: Order | Cart, cancel: Cancel) -> Order | Cart:
    """Read a record again."""
    read = client.get_order if isinstance(record, Order) else client.get_cart
    return read(record.id, cancel=cancel)


def _settled(client: Client, plan: Plan, error: OutcomeUnknown) -> Saved:
    """After a write without an answer: the record as it is now tells whether the write arrived."""
    now = _now(client, plan)
    if now is None:
        return Saved("unknown", error=error)
    foreign, can_tell = moved(plan.base, now), not set(plan.payload) <= set(NEVER_ANSWERED)
    if can_tell and not kept_otherwise(plan.payload, now):
        return Saved("arrived", now, foreign=_untouched_moved(plan, now), error=error)
    if can_tell and not foreign:
        return Saved("not arrived", now, error=error)
    return Saved("unknown", now, foreign=foreign, error=error)


def _now(client: Client, plan: Plan) -> Order | Cart | None:
    """The record as it is after a write that went wrong; nothing where it cannot be read."""
    from console.api.errors import ApiError

    try:
        return fetch(client, plan.base, Cancel())
    except ApiError:
        return None


def _untouched_moved(plan: Plan, now: Order | Cart) -> tuple[Change, ...]:
    """What differs from the record as edited from, apart from the fields that were sent and what follows from them."""
    sent = set(plan.payload) | {"hasTracking"}
    if "states" in plan.payload:
        sent |= {"states.processed", "states.shipped", "status"}
    return tuple(change for change in moved(plan.base, now) if change.key not in sent)
