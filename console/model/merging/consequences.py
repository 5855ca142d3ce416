"""What a service itself changes along with what was sent: which fields those are, and where that is sure.

It must not say that the service did what a colleague may have done just then; what cannot be told apart is named so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.model import records
from console.model.drafts.draft import LINES, Change, Draft
from console.model.drafts.sums import sums
from console.model.records import Cart, Order

_AMOUNTS = frozenset({"subtotal", "discountAmount", "taxAmount", "shippingAmount", "grandTotal"})
_TRACKING = frozenset({"hasTracking", "messageId", "deliveryId"})
_FOLLOWS: dict[str, Set[str]] = {
    LINES: _AMOUNTS,
    "currency": _AMOUNTS,
    **dict.fromkeys(_AMOUNTS, _AMOUNTS),
    "states": frozenset({"status", "states.processed", "states.shipped", "shippingDate"}),
    "shippingTrackingUrl": frozenset({"shippingDate"}),
    "emailAddress": frozenset({"contactId"}),
    "contactId": frozenset({"emailAddress"}),
    "tid": _TRACKING,
    "trackingCookieName": _TRACKING,
    "trackingCookieValue": _TRACKING,
}
"""What may follow from each field that is sent."""
_SUMS = ("subtotal", "grandTotal")


@dataclass(frozen=True, slots=True)
class Consequences:
    """What differs after a write beside what was sent: what the server set, what others changed, and what may be either."""

    server: tuple[Change, ...] = ()
    others: tuple[Change, ...] = ()
    either: tuple[Change, ...] = ()


def consequences(
    changes: Iterable[Change], payload: Mapping[str, Any], before: Order | Cart, now: Order | Cart
) -> Consequences:
    """Tell apart what `changes` of a record came of the write of `payload`.

    `before` is the newest reading before the write: what had moved by then, nobody but others did. After it, a sum that
    the record now adds up to, and a state in another word, are the server's own; any other field that may follow from
    what was sent can be told from a colleague's change by nothing.
    """
    may_follow = set[str]().union(*(_FOLLOWS.get(key, frozenset()) for key in payload))
    if isinstance(now, Cart):
        may_follow.add("status")  # a service may take a shopper for active whose cart changes
    sure: set[str] = set()
    server, others, either = [], [], []
    for change in changes:
        if change.key not in may_follow or _had_moved(change.key, before, now):
            others.append(change)
        elif change.key in (
            sure := sure or _sure(now)
        ):  # worked out for the first that needs it: mostly none does
            server.append(change)
        else:
            either.append(change)
    return Consequences(tuple(server), tuple(others), tuple(either))


def _had_moved(key: str, before: Order | Cart, now: Order | Cart) -> bool:
    kind = records.fields(type(now))[key].kind
    return kind.same(records.value(before, key), records.value(now, key))


def _sure(now: Order | Cart) -> set[str]:
    """The fields of a record that say no more than its others do."""
    draft = Draft(now, datetime.min)
    wrong = {one.key for one in sums(draft) if one.tone == "warn"}
    known = {key for key in _SUMS if key not in wrong and draft.shown(key)}
    return known | {"hasTracking"} | (set() if isinstance(now, Cart) else {"status", "states.processed"})
