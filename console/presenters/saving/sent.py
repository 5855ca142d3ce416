"""An entry of the trail as the change that it was: what it sent, and what would put it back.

It must not read the trail or send anything; words for the screen stand elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from console.model.plural import by_count, counted
from console.model.records import Cart, Order, States, attribute
from console.presenters.saving.cart_act import ACTS, CartAct

if TYPE_CHECKING:
    from console.store.trail import Entry, Intent


def act_behind(intent: Intent) -> CartAct | None:
    """The act on a cart's status that was sent; none where it was a change of fields."""
    if intent.kind != "cart" or intent.body or len(intent.changes) != 1:
        return None
    return next((act for act in ACTS.values() if intent.url.endswith(f"/{act.step}")), None)


def fields_sent(intent: Intent) -> dict[str, Any]:
    """What was sent, as the record shows it once it arrived; nothing where no reading could ever tell.

    For an act on a cart's status that is the status after it, unless the cart had it before.
    """
    if act_behind(intent) is None:
        return dict(json.loads(intent.body or "{}", parse_float=Decimal, parse_int=Decimal))
    return {change.key: change.becomes for change in intent.changes if change.was != change.becomes}


def as_before(record: Order | Cart, was: Mapping[str, Any]) -> Order | Cart:
    """The record with the values of before in the fields of `was`, which has them as JSON by their API names."""
    if not was:
        return record
    wire: dict[str, Any] = {}
    for key, value in was.items():
        outer, _, inner = key.partition(".")
        if inner:
            wire.setdefault(outer, {})[inner] = value
        else:
            wire[outer] = value
    made = type(record).model_validate(wire)
    update = {attribute(key): getattr(made, attribute(key)) for key in wire}
    if isinstance(record, Order) and isinstance(states := record.states, States) and "states" in wire:
        update["states"] = states.model_copy(
            update={attribute(key): held for key, held in wire["states"].items()}
        )
    return record.model_copy(update=update)


def can_be_put_back(entry: Entry) -> bool:
    """Whether what it changed is known to have reached the server, and an edit could change it back."""
    return (
        entry.outcome in ("saved", "arrived")
        and bool(entry.intent.changes)
        and "values" not in entry.left_out
        and not act_behind(entry.intent)
    )


def values_before(entry: Entry) -> Mapping[str, Any]:
    """The values before an entry, as `console.model.merging.putback` takes them."""
    return {change.key: change.was for change in entry.intent.changes}


def put_back_step(entry: Entry) -> str:
    """What the step of undo is called."""
    changes = entry.intent.changes
    return f"put back {by_count(len(changes), changes[0].label, counted(len(changes), 'field'))}"
