"""Marking an order shipped: which edits that is, and how an order stands to a shipment before it.

It must not choose a carrier or decide whether the customer is messaged; it only puts what was chosen into a draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from console.model.drafts.draft import Draft
from console.model.fields.field import YES
from console.model.findings import Findings
from console.model.records import Order, value

LINK, DATE, DETAILS, SHIPPED = "shippingTrackingUrl", "shippingDate", "shippingDetails", "states.shipped"

ShipmentStanding = Literal["will ship", "same link", "different link", "changed nothing"]
"""How an order stands: not shipped yet; shipped with this very link; shipped with another link, or with none; shipped
already, and the shipment has no link that could change it."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """What is known of a parcel, as typed: an empty text leaves the field as it is. `date` is a bare date."""

    link: str = ""
    date: str = ""
    details: str = ""


def shipped(order: Order, read_at: datetime, shipment: Shipment) -> Draft:
    """The order as read, with Shipped ticked and the shipment typed in; nothing else is an edit."""
    # Kept by the order as well, they would hold each other, and thousands of rows would wait for the garbage collector.
    return ship(Draft(order, read_at, findings=Findings(order)), shipment)


def ship(draft: Draft, shipment: Shipment) -> Draft:
    """A draft of an order with Shipped ticked and the shipment typed in."""
    draft = draft.typed(SHIPPED, YES)
    for key, text in ((LINK, shipment.link), (DATE, shipment.date), (DETAILS, shipment.details)):
        if text.strip():
            draft = draft.typed(key, text)
    return draft


def compare_shipment(order: Order, shipment: Shipment) -> ShipmentStanding:
    """How an order stands to a shipment. A link is the same only to the letter."""
    if value(order, SHIPPED) is not True:
        return "will ship"
    held = value(order, LINK)
    if shipment.link.strip() and shipment.link.strip() != (held or ""):
        return "different link"
    if shipment.link.strip():
        return "same link"
    return "changed nothing"
