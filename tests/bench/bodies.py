"""The line items that long records of the bench hold.

It must not import anything, since a console of an earlier build makes the same ones.
"""

from __future__ import annotations

from typing import Any


def body(count: int, turn: int = 0) -> list[dict[str, Any]]:
    """So many line items of about 320 bytes each, as JSON values; every turn is another price for each 1,000th."""
    return [
        {
            "sku": f"SKU-{place:06}",
            "name": f"Enamel mug, number {place}",
            "description": "A mug of enamelled steel, 350 ml, that may go into the oven.",
            "category": ("Kitchen", "Garden", "Office")[place % 3],
            "quantity": 1 + place % 4,
            "unitPrice": 12.5,
            "salePrice": 12.5,
            "totalPrice": 12.5 * (1 + place % 4) + (turn if place % 1_000 == 999 else 0),
            "imageUrl": f"https://cdn.shop.example/images/mugs/{place}.jpg",
            "productUrl": f"https://shop.example/products/mugs/{place}",
        }
        for place in range(count)
    ]
