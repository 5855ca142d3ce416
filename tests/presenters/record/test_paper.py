"""A record on paper: all that the server held, in the order of the form, and nothing that was only typed.

It must not know a page.
"""

from __future__ import annotations

from datetime import UTC, datetime

from console.model.drafts.draft import Draft
from console.model.records import Cart, Order
from console.presenters.record.paper import name_of, on_paper

READ_AT = datetime(2026, 11, 27, 13, 2, tzinfo=UTC)
LINES = [
    {
        "position": 0,
        "sku": "MUG-1",
        "name": "Coffee Mug",
        "quantity": 1,
        "unitPrice": 3.99,
        "totalPrice": 3.99,
    },
    {"position": 1, "sku": "POT-2", "name": "Pot", "quantity": 2, "unitPrice": 10, "totalPrice": 20},
]
ORDER = Order.model_validate(
    {
        "orderId": "0ad24370-96de-4922-9a53-954530fcbb64",
        "customerOrderId": "1001",
        "emailAddress": "josé@example.com",
        "currency": "USD",
        "subtotal": 23.99,
        "shippingDetails": "x" * 6_000,
        "lineItems": LINES,
    }
)


def test_it_has_the_fields_that_hold_something_by_group_and_the_columns_that_do() -> None:
    paper = on_paper(Draft(ORDER, READ_AT), "Test shop")
    assert paper.title == "Order #1001"
    assert paper.under[0] == ORDER.id
    assert paper.under[1].startswith("Test shop. As the server held it at 2026-11-27 ")
    assert len(paper.under) == 2
    groups = {caption: dict(pairs) for caption, pairs in paper.groups}
    assert groups["Customer"] == {"E-mail address": "josé@example.com", "Currency": "USD"}
    assert groups["Amounts"] == {"Subtotal": "23.99"}
    assert groups["Shipping"]["Shipping details"].endswith("… and 1,000 more characters")
    assert paper.columns == (
        ("#", True),
        ("SKU", False),
        ("Name", False),
        ("Quantity", True),
        ("Unit price", True),
        ("Total price", True),
    )
    assert (paper.caption, paper.rows) == ("Line items: 2 lines", 2)
    assert paper.row(1) == ("2", "POT-2", "Pot", "2", "10.00", "20.00")


def test_edits_that_are_not_saved_are_not_on_it_and_that_is_said() -> None:
    draft = Draft(ORDER, READ_AT).typed("emailAddress", "typed@example.com").with_lines([])
    paper = on_paper(draft, "Test shop")
    assert paper.under[2] == "Edits that are not saved are not on it."
    assert "typed@example.com" not in str(paper.groups)
    assert paper.rows == 2


def test_the_name_for_a_file_has_no_sign_that_a_folder_might_not_take() -> None:
    named = {"1001": "order-1001", "../a/b:c*": "order-..-a-b-c", "": "order-0ad24370"}
    for customer_id, name in named.items():
        order = Order.model_validate({"orderId": ORDER.id, "customerOrderId": customer_id})
        assert name_of(order).startswith(name)
        assert not set(name_of(order)) & set('/\\:*?"<>|')
    assert len(name_of(Cart.model_validate({"cartId": "7255", "customerCartId": "C" * 400}))) <= 80
