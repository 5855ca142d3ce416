"""A record read again, and the edits of an operator on top of it; both on a worker, since a cart may be long.

It must not decide a clash: where both changed something, the operator's text stays on what it was typed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.cancel import Cancel
from console.model.clash import merged
from console.model.draft import Change, Draft
from console.model.merge import moved
from console.model.records import Cart, Order
from console.presenters.saving import fetch

if TYPE_CHECKING:
    from console.api.client import Client


@dataclass(frozen=True, slots=True)
class Reread:
    """`draft` is `under`, as it was when this began, on the fresh `record`; `foreign` is what others changed.

    The draft's `read_at` is still that of the older reading.
    """

    under: Draft
    record: Order | Cart
    draft: Draft
    foreign: tuple[Change, ...]


def read_again(client: Client, under: Draft, cancel: Cancel) -> Reread:
    """Read the draft's record and put the draft on it. Raises what the client raises."""
    return on_top(under, fetch(client, under.base, cancel), cancel)


def on_top(under: Draft, record: Order | Cart, _: Cancel) -> Reread:
    """The same for a record that is there: after more was typed while it was read."""
    return Reread(under, record, merged(under, record, under.read_at), moved(under.base, record))
