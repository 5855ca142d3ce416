"""One record read on a worker, for a look-up or for what was open before.

It must not show anything; whoever asked is told by the job's outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.presenters.clock import utc_now
from console.runtime.cancel import Cancel

if TYPE_CHECKING:
    from console.api.call import Watcher
    from console.api.client import Client
    from console.model.question import Try
    from console.model.records import Cart, Order
    from console.presenters.waiting import Waiting

Ahead = Callable[["Order | Cart"], object]
"""Hears of a record from the worker that read it, so that what takes long is worked out before the window has it."""


def unheard(_: Order | Cart) -> None:
    """Nothing is worked out ahead."""


def heard(ahead: Ahead, record: Order | Cart, _: Cancel) -> Order | Cart:
    """Have `ahead` hear of a record that was read before it could; returns the record."""
    ahead(record)
    return record


def search(
    client: Client, tries: tuple[Try, ...], progress: Waiting, ahead: Ahead, cancel: Cancel
) -> Order | Cart:
    """Read the first of these that there is; `progress` is told which kind is read now.

    Raises what the client raises, NotFound where there is none.
    """
    from console.api.errors import NotFound, NotTheApi

    missing: NotFound | NotTheApi | None = None
    for one in tries:
        progress.kind = one.kind
        try:
            return read(client, one, cancel, progress, ahead)
        except NotFound as error:
            missing = missing or error
        except NotTheApi as error:  # what stands in front may know the one path and not the other
            if error.status != 404:
                raise
            missing = missing if isinstance(missing, NotTheApi) else error
    raise missing or LookupError("nothing to look for")


def read(
    client: Client, one: Try, cancel: Cancel, progress: Watcher | None = None, ahead: Ahead = unheard
) -> Order | Cart:
    """Read one record and look its lines over, for `ahead` to hear of; raises what the client raises."""
    from console.model.drafts.checks import looked_over
    from console.model.drafts.draft import Draft

    record: Order | Cart
    if one.kind == "order":
        by_id = client.get_order if one.by == "id" else client.get_order_by_customer_id
        record = by_id(one.id, cancel=cancel, progress=progress)
    else:
        cart_by_id = client.get_cart if one.by == "id" else client.get_cart_by_customer_id
        record = cart_by_id(one.id, cancel=cancel, progress=progress)
    record = looked_over(Draft(record, utc_now())).base
    ahead(record)
    return record
