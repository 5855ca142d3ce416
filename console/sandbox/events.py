"""The workflow events that the real service would have fired; it must not decide what a record becomes.

Orders: a changed state fires `order processed`, `order pending`, `order shipped` or `order not shipped`; the first time
an order is processed also fires `order is added`, which passes unheard when triggerEvents is false. `force` fires the
event of each state that holds although it did not change. Carts have no switch: `cart abandoned` is recorded whenever
an active cart becomes abandoned.
"""

from dataclasses import dataclass
from sqlite3 import Connection

from console.sandbox import clock


@dataclass(frozen=True)
class EventState:
    """What an order's events depend on."""

    processed: bool
    shipped: bool


def order_events(
    before: EventState, after: EventState, *, first_time: bool, force: bool
) -> list[tuple[str, bool]]:
    """The (event, forced) pairs of one applied write; `first_time` = never processed before now."""
    fired = []
    if after.processed and first_time:
        fired.append(("order is added", False))
    if before.processed != after.processed:
        fired.append(("order processed" if after.processed else "order pending", False))
    elif force:
        fired.append(("order processed" if after.processed else "order pending", True))
    if before.shipped != after.shipped:
        fired.append(("order shipped" if after.shipped else "order not shipped", False))
    elif force and after.shipped:
        fired.append(("order shipped", True))
    return fired


def record(
    tx: Connection,
    event: str,
    *,
    order_id: str | None = None,
    cart_id: str | None = None,
    forced: bool = False,
) -> None:
    """Note that an event fired now."""
    tx.execute(
        "INSERT INTO events (time, order_id, cart_id, event, forced) VALUES (?, ?, ?, ?, ?)",
        (clock.write(clock.now()), order_id, cart_id, event, forced),
    )


def recorded(tx: Connection, *, order_id: str | None, cart_id: str | None) -> list[dict[str, object]]:
    """All events, oldest first, of one order or cart when an id is given."""
    rows = tx.execute(
        "SELECT time, order_id, cart_id, event, forced FROM events"
        " WHERE (?1 IS NULL OR order_id = ?1) AND (?2 IS NULL OR cart_id = ?2) ORDER BY number",
        (order_id, cart_id),
    )
    return [
        {"time": time, "orderId": order, "cartId": cart, "event": event, "forced": bool(forced)}
        for time, order, cart, event, forced in rows
    ]
