"""An entry of the trail as the change that it was: what it sent, and what would put it back.

It must not read the trail or send anything; words for the screen stand elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from console.model.plural import by_count, counted
from console.presenters.saving.cart_act import ACTS, CartAct

if TYPE_CHECKING:
    from console.model.records import Cart, Order
    from console.store.trail import Entry, Intent


def act_behind(intent: Intent) -> CartAct | None:
    """The act on a cart's status that was sent; none where it was a change of fields."""
    if intent.kind != "cart" or intent.body:
        return None
    return next((act for act in ACTS.values() if intent.url.endswith(f"/{act.step}")), None)


def fields_sent(intent: Intent) -> dict[str, Any]:
    """What was sent, as the record shows it once it arrived; nothing where no reading could ever tell.

    For an act on a cart's status that is the status after it, unless the cart had it before.
    """
    if act_behind(intent) is None:
        return dict(json.loads(intent.body or "{}", parse_float=Decimal, parse_int=Decimal))
    return {change.key: change.becomes for change in intent.changes if change.was != change.becomes}


def record_before(intent: Intent, record: Order | Cart) -> Order | Cart:
    """The record as it stood before an act on its status; as it is now for any other entry."""
    was = {} if act_behind(intent) is None else {change.key: change.was for change in intent.changes}
    return record.model_copy(update=was)


def can_be_put_back(entry: Entry) -> bool:
    """Whether what it changed is known to have reached the server, and an edit could change it back."""
    return (
        entry.outcome in ("saved", "arrived") and bool(entry.intent.changes) and not act_behind(entry.intent)
    )


def values_before(entry: Entry) -> Mapping[str, Any]:
    """The values before an entry, as `console.model.merging.putback` takes them."""
    return {change.key: change.was for change in entry.intent.changes}


def put_back_step(entry: Entry) -> str:
    """What the step of undo is called."""
    changes = entry.intent.changes
    return f"put back {by_count(len(changes), changes[0].label, counted(len(changes), 'field'))}"
