"""The check of a file of shipments: every order is read and told how it stands, and nothing is sent.

It must not write anything, neither to the server nor to the disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from console.model.drafts.shipping import LINK, compare_shipment
from console.model.question import spellings
from console.model.records import Order, value
from console.presenters.runs.items import RunRow
from console.presenters.runs.lanes import TryLater, Watch
from console.presenters.runs.outage import asks_for_patience, not_the_rows_own
from console.presenters.runs.reasons import Reason
from console.runtime.cancel import Cancel

if TYPE_CHECKING:
    from console.api.client import Client


class RunCheck:
    """Reads orders for the rows of one file; `row` is the work of a lane and may run in several threads at once."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def row(self, item: RunRow, watch: Watch, _: Cancel) -> RunRow:
        """The row with what was found; a read is cut when no further row is to be taken."""
        from console.api.errors import ApiError, NotAllowed, NotFound, NotSignedIn, Stopped

        wanted = item.request
        if wanted.problem not in ("", "no tracking") and not wanted.shipment.link:
            watch.asked = False
            return item.checked(wanted.problem, wanted.why)
        try:
            order = self._order(item, watch)
        except NotFound:
            return item.checked("not found")
        except Stopped:
            return item
        except ApiError as error:
            if asks_for_patience(error):
                later = partial(item.checked, "not read", error.headline)
                raise TryLater(later, error) from error
            if not_the_rows_own(error):
                watch.met(error.headline, partial(replace, item))
            if isinstance(error, NotAllowed | NotSignedIn):
                return item.checked("not allowed", error.reason or error.headline)
            return item.checked("not read", error.headline)
        return self._read(item, order)

    def _order(self, item: RunRow, watch: Watch) -> Order:
        """The order of a row, also where the shop's ids have the sign that the row writes before them."""
        from console.api.errors import NotFound

        wanted = item.request
        if wanted.by == "id":
            return self._client.get_order(wanted.order, cancel=watch.stop, progress=watch)
        missing: NotFound | None = None
        for own_id in (wanted.order, *spellings(item.cells, wanted.order)[1:]):
            try:
                return self._client.get_order_by_customer_id(own_id, cancel=watch.stop, progress=watch)
            except NotFound as error:
                missing = missing or error
        raise missing or LookupError("no spelling to look for")

    def _read(self, item: RunRow, order: Order) -> RunRow:
        held = value(order, LINK)
        known = replace(
            item,
            order_id=order.id,
            customer_id=order.customer_id,
            held_link=held if isinstance(held, str) else "",
        )
        stands = compare_shipment(order, item.request.shipment)
        if item.request.problem and not (item.request.problem == "no tracking" and stands != "will ship"):
            return known.checked(item.request.problem, item.request.why)
        return known.checked(stands, known.held_link if stands == "different link" else "")


def doubles(items: Iterable[RunRow]) -> list[RunRow]:
    """Rows whose order another row ships already, each as a duplicate of that one; for when all were read.

    Of the rows that ask for one order, the first that is chosen stays, or the first that may be: one can be sent.
    """
    by_order: dict[str, list[RunRow]] = {}
    for item in items:
        if item.may_be_sent:
            by_order.setdefault(item.order_id, []).append(item)
    doubled = []
    for same in by_order.values():
        stays = next((item for item in same if item.included), same[0])
        why = Reason.of("same order", stays.place + 1)
        doubled += [item.checked("duplicate", why) for item in same if item is not stays]
    return doubled
