"""The operations on orders: each builds one request, sends it and checks the answer against the question.

It must not decide what to send beyond what the caller gave, nor repeat a write.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from console.api import ids
from console.api.call import CallTrace, Watcher
from console.api.errors import Invalid
from console.api.outgoing import About, Outgoing, built, order_query
from console.api.service import PATH_MAY_BE_REFUSED, Service
from console.runtime.cancel import Cancel

if TYPE_CHECKING:
    from console.model.records import Order

When = str | date | datetime


class Orders(Service):
    """Orders by their generated id (a UUID) and by the customer's id (the shop's own text).

    `changes` and `body` are JSON objects under API names with Decimal for numbers. Every method may raise any
    ApiError; `cancel` stops it from another thread. Source: openapi.yaml, paths /orders....
    """

    def get_order(
        self,
        order_id: str,
        *,
        cancel: Cancel | None = None,
        progress: Watcher | None = None,
        at_once: bool = False,
    ) -> Order:
        """Read one order by its generated id. Raises NotFound, Invalid (also when another order came back).

        `at_once`: the first answer counts; a 429 or 5xx raises at once, whatever wait it asks for.
        """
        about = About("order", "read", order_id)
        return self._order(self._get(_by_id(order_id), about), cancel, progress, at_once=at_once)

    def get_order_by_customer_id(
        self, customer_order_id: str, *, cancel: Cancel | None = None, progress: Watcher | None = None
    ) -> Order:
        """Read one order by the shop's own id; one that paths may not carry is searched for before it is called missing."""
        about = About("order", "read", customer_order_id, by_customer_id=True)
        outgoing = self._get(_by_customer_id(customer_order_id), about)
        try:
            return self._order(outgoing, cancel, progress)
        except PATH_MAY_BE_REFUSED as error:
            if not self._may_search(error, customer_order_id):
                raise
            refused = error
        search = self._get("/orders", About("order", "find"), {"customerOrderId": customer_order_id})
        return _read(self._sought(outgoing, refused, self._found(search, cancel, progress)))

    def find_orders(
        self,
        *,
        cart_id: str | None = None,
        customer_order_id: str | None = None,
        start_date: When | None = None,
        end_date: When | None = None,
        cancel: Cancel | None = None,
        progress: Watcher | None = None,
    ) -> list[Order]:
        """Find orders by at least one filter; none found is an empty list.

        Dates are ISO-8601 texts, or a date or an aware datetime (a naive one raises Invalid).
        """
        query: dict[str, str | bool] = {}
        if cart_id is not None:
            query["cartId"] = ids.record_id(cart_id, "cart")
        if customer_order_id is not None:
            ids.customer_id(customer_order_id, "order")
            query["customerOrderId"] = customer_order_id
        if start_date is not None:
            query["startDate"] = _moment(start_date)
        if end_date is not None:
            query["endDate"] = _moment(end_date)
        if not query:
            raise Invalid("A search needs at least one filter.", "Nothing was sent.", sent=False)
        outgoing = self._get("/orders", About("order", "find"), query)
        return [_read(found) for found in self._found(outgoing, cancel, progress)]

    def add_order(
        self,
        body: Mapping[str, object],
        *,
        trigger_events: bool,
        force: bool = False,
        create_contact: bool = False,
        ignore_invalid_tid: bool = False,
        cancel: Cancel | None = None,
    ) -> Order:
        """Create an order; `body` needs customerOrderId. Raises AlreadyUsed, UnknownContact, OutcomeUnknown."""
        query = order_query(
            trigger_events=trigger_events,
            force=force,
            create_contact=create_contact,
            ignore_invalid_tid=ignore_invalid_tid,
        )
        about = About("order", "add", str(body.get("customerOrderId", "")), by_customer_id=True)
        return self._order(built("POST", self._base, "/orders", about, query=query, body=body), cancel)

    def order_update(
        self,
        order_id: str,
        changes: Mapping[str, object],
        *,
        trigger_events: bool,
        force: bool = False,
        create_contact: bool = False,
        ignore_invalid_tid: bool = False,
        by_customer_id: bool = False,
    ) -> Outgoing:
        """The exact request that `update_order` would send; nothing is sent. Raises Invalid for a bad id."""
        query = order_query(
            trigger_events=trigger_events,
            force=force,
            create_contact=create_contact,
            ignore_invalid_tid=ignore_invalid_tid,
        )
        path = _by_customer_id(order_id) if by_customer_id else _by_id(order_id)
        about = About("order", "update", order_id, by_customer_id)
        return built("POST", self._base, path, about, query=query, body=changes)

    def update_order(
        self,
        order_id: str,
        changes: Mapping[str, object],
        *,
        trigger_events: bool,
        force: bool = False,
        create_contact: bool = False,
        ignore_invalid_tid: bool = False,
        cancel: Cancel | None = None,
        progress: Watcher | None = None,
    ) -> Order:
        """Change one order; properties that `changes` does not name stay as they are.

        `trigger_events` is always sent, because the API's own default (true) may message the customer.
        Raises UnknownContact, Refused, OutcomeUnknown (then read the order and compare).
        """
        outgoing = self.order_update(
            order_id,
            changes,
            trigger_events=trigger_events,
            force=force,
            create_contact=create_contact,
            ignore_invalid_tid=ignore_invalid_tid,
        )
        return self._order(outgoing, cancel, progress)

    def update_order_by_customer_id(
        self,
        customer_order_id: str,
        changes: Mapping[str, object],
        *,
        trigger_events: bool,
        force: bool = False,
        create_contact: bool = False,
        ignore_invalid_tid: bool = False,
        cancel: Cancel | None = None,
    ) -> Order:
        """As `update_order`, by the shop's own id."""
        outgoing = self.order_update(
            customer_order_id,
            changes,
            trigger_events=trigger_events,
            force=force,
            create_contact=create_contact,
            ignore_invalid_tid=ignore_invalid_tid,
            by_customer_id=True,
        )
        return self._order(outgoing, cancel)

    def delete_order(self, order_id: str, *, cancel: Cancel | None = None) -> None:
        """Delete one order. The API says yes also when there was none."""
        self._done(built("DELETE", self._base, _by_id(order_id), About("order", "delete", order_id)), cancel)

    def delete_order_by_customer_id(self, customer_order_id: str, *, cancel: Cancel | None = None) -> None:
        """Delete one order by the shop's own id. The API says yes also when there was none."""
        about = About("order", "delete", customer_order_id, by_customer_id=True)
        self._done(built("DELETE", self._base, _by_customer_id(customer_order_id), about), cancel)

    def _order(
        self,
        outgoing: Outgoing,
        cancel: Cancel | None,
        progress: Watcher | None = None,
        trace: CallTrace | None = None,
        *,
        at_once: bool = False,
    ) -> Order:
        return _read(self._one(outgoing, cancel, progress, trace, at_once=at_once))


def _read(found: dict[str, Any]) -> Order:
    from console.api.shape import record  # by then a request is on its way, which takes longer
    from console.model.records import Order

    return record(Order, found)


def _by_id(order_id: str) -> str:
    return f"/orders/{ids.record_id(order_id, 'order')}"


def _by_customer_id(customer_order_id: str) -> str:
    return f"/orders/customerOrderId/{ids.customer_id(customer_order_id, 'order')}"


def _moment(when: When) -> str:
    if isinstance(when, datetime) and when.tzinfo is None:
        raise Invalid("A date with a time needs a time zone.", "Nothing was sent.", sent=False)
    return when if isinstance(when, str) else when.isoformat()
