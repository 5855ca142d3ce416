"""The operations on carts: each builds one request, sends it and checks the answer against the question.

It must not decide what to send beyond what the caller gave, nor repeat a write.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from console.api import ids
from console.api.call import CallTrace, Watcher
from console.api.outgoing import About, Outgoing, built, cart_query
from console.api.service import PATH_MAY_BE_REFUSED, Service
from console.runtime.cancel import Cancel

if TYPE_CHECKING:
    from console.model.records import Cart

CartStep = Literal["fiddle", "abandon", "expire"]
"""The three steps that move a cart's status; each is a request of its own, without a body."""


class Carts(Service):
    """Carts by their generated id (a UUID) and by the customer's id (the shop's own text).

    `changes` and `body` are JSON objects under API names with Decimal for numbers. Every method may raise any
    ApiError; `cancel` stops it from another thread. A cart write has no triggerEvents switch.
    Source: openapi.yaml, paths /carts....
    """

    def get_cart(
        self,
        cart_id: str,
        *,
        cancel: Cancel | None = None,
        progress: Watcher | None = None,
        at_once: bool = False,
    ) -> Cart:
        """Read one cart by its generated id. Raises NotFound, Invalid (also when another cart came back).

        `at_once`: the first answer counts; a 429 or 5xx raises at once, whatever wait it asks for.
        """
        about = About("cart", "read", cart_id)
        return self._cart(self._get(_by_id(cart_id), about), cancel, progress, at_once=at_once)

    def get_cart_by_customer_id(
        self, customer_cart_id: str, *, cancel: Cancel | None = None, progress: Watcher | None = None
    ) -> Cart:
        """Read one cart by the shop's own id; one that paths may not carry is searched for before it is called missing."""
        about = About("cart", "read", customer_cart_id, by_customer_id=True)
        outgoing = self._get(_by_customer_id(customer_cart_id), about)
        try:
            return self._cart(outgoing, cancel, progress)
        except PATH_MAY_BE_REFUSED as error:
            if not self._may_search(error, customer_cart_id):
                raise
            refused = error
        search = self._get("/carts", About("cart", "find"), {"customerCartId": customer_cart_id})
        return _read(self._sought(outgoing, refused, self._found(search, cancel, progress)))

    def find_carts(
        self, *, customer_cart_id: str, cancel: Cancel | None = None, progress: Watcher | None = None
    ) -> list[Cart]:
        """Find carts by the shop's own id; none found is an empty list."""
        ids.customer_id(customer_cart_id, "cart")
        outgoing = self._get("/carts", About("cart", "find"), {"customerCartId": customer_cart_id})
        return [_read(found) for found in self._found(outgoing, cancel, progress)]

    def add_cart(
        self,
        body: Mapping[str, object],
        *,
        create_contact: bool = False,
        ignore_invalid_tid: bool = False,
        cancel: Cancel | None = None,
    ) -> Cart:
        """Create a cart; `body` needs customerCartId. Raises AlreadyUsed, UnknownContact, OutcomeUnknown."""
        query = cart_query(create_contact=create_contact, ignore_invalid_tid=ignore_invalid_tid)
        about = About("cart", "add", str(body.get("customerCartId", "")), by_customer_id=True)
        return self._cart(built("POST", self._base, "/carts", about, query=query, body=body), cancel)

    def cart_update(
        self,
        cart_id: str,
        changes: Mapping[str, object],
        *,
        create_contact: bool = False,
        ignore_invalid_tid: bool = False,
        by_customer_id: bool = False,
    ) -> Outgoing:
        """The exact request that `update_cart` would send; nothing is sent. Raises Invalid for a bad id."""
        query = cart_query(create_contact=create_contact, ignore_invalid_tid=ignore_invalid_tid)
        path = _by_customer_id(cart_id) if by_customer_id else _by_id(cart_id)
        about = About("cart", "update", cart_id, by_customer_id)
        return built("POST", self._base, path, about, query=query, body=changes)

    def update_cart(
        self,
        cart_id: str,
        changes: Mapping[str, object],
        *,
        create_contact: bool = False,
        ignore_invalid_tid: bool = False,
        cancel: Cancel | None = None,
    ) -> Cart:
        """Change one cart; properties that `changes` does not name stay as they are.

        Raises CartClosed, UnknownContact, Refused, OutcomeUnknown (then read the cart and compare).
        """
        outgoing = self.cart_update(
            cart_id, changes, create_contact=create_contact, ignore_invalid_tid=ignore_invalid_tid
        )
        return self._cart(outgoing, cancel)

    def update_cart_by_customer_id(
        self,
        customer_cart_id: str,
        changes: Mapping[str, object],
        *,
        create_contact: bool = False,
        ignore_invalid_tid: bool = False,
        cancel: Cancel | None = None,
    ) -> Cart:
        """As `update_cart`, by the shop's own id. No page of the vendor documents this call."""
        outgoing = self.cart_update(
            customer_cart_id,
            changes,
            create_contact=create_contact,
            ignore_invalid_tid=ignore_invalid_tid,
            by_customer_id=True,
        )
        return self._cart(outgoing, cancel)

    def delete_cart(self, cart_id: str, *, cancel: Cancel | None = None) -> None:
        """Delete one cart. The API says yes also when there was none."""
        self._done(built("DELETE", self._base, _by_id(cart_id), About("cart", "delete", cart_id)), cancel)

    def delete_cart_by_customer_id(self, customer_cart_id: str, *, cancel: Cancel | None = None) -> None:
        """Delete one cart by the shop's own id. No page of the vendor documents this call."""
        about = About("cart", "delete", customer_cart_id, by_customer_id=True)
        self._done(built("DELETE", self._base, _by_customer_id(customer_cart_id), about), cancel)

    def cart_move(self, cart_id: str, step: CartStep) -> Outgoing:
        """The exact request of one step; nothing is sent. Raises Invalid for a bad id.

        Expire is a POST while the others are PUTs; none has a body. Source: openapi.yaml.
        """
        method: Literal["POST", "PUT"] = "POST" if step == "expire" else "PUT"
        return built(method, self._base, f"{_by_id(cart_id)}/{step}", About("cart", "move", cart_id))

    def fiddle_cart(self, cart_id: str, *, cancel: Cancel | None = None) -> None:
        """Mark activity: restarts the abandonment timer, and turns ABANDONED into ACTIVE. Raises CartClosed."""
        self._done(self.cart_move(cart_id, "fiddle"), cancel)

    def abandon_cart(self, cart_id: str, *, cancel: Cancel | None = None) -> None:
        """Set an ACTIVE cart to ABANDONED. Raises CartClosed."""
        self._done(self.cart_move(cart_id, "abandon"), cancel)

    def expire_cart(self, cart_id: str, *, cancel: Cancel | None = None) -> None:
        """Set an ABANDONED cart to EXPIRED, for ever. Raises CartClosed, also for an ACTIVE one."""
        self._done(self.cart_move(cart_id, "expire"), cancel)

    def _cart(
        self,
        outgoing: Outgoing,
        cancel: Cancel | None,
        progress: Watcher | None = None,
        trace: CallTrace | None = None,
        *,
        at_once: bool = False,
    ) -> Cart:
        return _read(self._one(outgoing, cancel, progress, trace, at_once=at_once))


def _read(found: dict[str, Any]) -> Cart:
    from console.api.shape import record  # by then a request is on its way, which takes longer
    from console.model.records import Cart

    return record(Cart, found)


def _by_id(cart_id: str) -> str:
    return f"/carts/{ids.record_id(cart_id, 'cart')}"


def _by_customer_id(customer_cart_id: str) -> str:
    return f"/carts/customerCartId/{ids.customer_id(customer_cart_id, 'cart')}"
