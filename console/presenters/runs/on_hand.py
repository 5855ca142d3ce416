"""A row of a run as something to hand on: the order that it asks for, and the parcel that it has for it.

It must not read or send anything.
"""

from __future__ import annotations

from console.model import records
from console.presenters.handing import OnHand
from console.presenters.runs.items import RunRow


def wanted(row: RunRow) -> str:
    """What to look the row's order up by: its own ID, or what the file calls it."""
    return row.order_id or row.request.order


def on_hand(row: RunRow) -> OnHand:
    """What is known of the row's order once it was sent; until then that is said beside it."""
    by_shop = "" if row.request.by == "id" else row.request.order
    order = row.customer_id or by_shop
    shipment = row.request.shipment
    beside = "" if row.status == "sent" else "It is what the row says; it was not sent."
    return OnHand(
        records.called("order", wanted(row), order),
        row.order_id,
        order or row.order_id,
        shipment.link or row.held_link,
        shipment.date,
        beside,
    )
