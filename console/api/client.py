"""The client: everything that the Bronto Orders REST API can do, for one environment, without Qt.

It must not hold state beyond its connections and its sign-in, and knows nothing of drafts or of the screen.

It is whole on purpose: the window neither adds nor deletes a record, nor looks for orders by a cart or a date, nor writes by
a shop's own id, but scripts do, and an API that is there in part would have to be learnt twice. Tests try every operation.
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from console.api.call import CallTrace, Watcher
from console.api.carts import Carts
from console.api.errors import Invalid
from console.api.orders import Orders
from console.api.outgoing import Outgoing
from console.runtime.cancel import Cancel

if TYPE_CHECKING:
    from console.model.records import Cart, Order


class Client(Orders, Carts):
    """One environment's orders and carts. May be used from any number of threads at once; close it in the end.

        with Client(environment) as client:
            order = client.get_order("0ad24370-96de-4922-9a53-954530fcbb64")

    Every call blocks until its outcome is known, for at most `limits.whole` seconds plus announced waits.
    """

    def send(
        self,
        outgoing: Outgoing,
        *,
        cancel: Cancel | None = None,
        progress: Watcher | None = None,
        trace: CallTrace | None = None,
        at_once: bool = False,
    ) -> Order | Cart:
        """Send the request that `order_update` or `cart_update` built, as it stands, and return the new record.

        Raises what `update_order` and `update_cart` raise. `trace` tells afterwards how the call went, in any case.
        `at_once`: the first answer counts, so that a server that asks to wait is waited for by the caller.
        """
        self._own(outgoing, "update")
        if outgoing.about.record == "order":
            return self._order(outgoing, cancel, progress, trace, at_once=at_once)
        return self._cart(outgoing, cancel, progress, trace, at_once=at_once)

    def move(
        self,
        outgoing: Outgoing,
        *,
        cancel: Cancel | None = None,
        progress: Watcher | None = None,
        trace: CallTrace | None = None,
    ) -> None:
        """Send the request that `cart_move` built, as it stands; its answer has no body.

        Raises what `abandon_cart` raises. `trace` tells afterwards how the call went, in any case.
        """
        self._own(outgoing, "move")
        self._done(outgoing, cancel, progress, trace)

    def _own(self, outgoing: Outgoing, action: str) -> None:
        if outgoing.about.action != action or not outgoing.url.startswith(self._base + "/"):
            raise Invalid("This request was not built by this client.", "Nothing was sent.", sent=False)

    def close(self) -> None:
        """End every call in flight (each raises Stopped or OutcomeUnknown) and close every connection."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
