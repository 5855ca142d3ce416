"""The accessible names on a record's page, as the screen has them, for every test that looks for one."""

from __future__ import annotations

SHARED = [
    "E-mail address",
    "Contact ID",
    "Currency",
    "Shipping date",
    "Shipping details",
    "Tracking URL",
    "Subtotal",
    "Discount",
    "Tax",
    "Shipping amount",
    "Grand total",
    "Origin IP",
    "Origin user agent",
    "Message ID",
    "Delivery ID",
    "Tracking ID (tid)",
    "Tracking cookie name",
    "Tracking cookie value",
]
TYPED = {"order": [*SHARED, "Order date"], "cart": [*SHARED, "Cart URL"]}
CHOSEN = {"order": ["Processed", "Shipped"], "cart": ["Phase"]}
READ_ONLY = {
    "order": ["Order ID", "Customer order ID", "Cart ID", "Status", "Created", "Updated"],
    "cart": ["Customer cart ID", "Cart ID", "Status", "Created", "Updated"],
}
LINE_BUTTONS = ["Add line", "Duplicate line", "Remove line", "Move up", "Move down", "Paste lines"]
