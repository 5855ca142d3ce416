"""What is copied of a record to be handed on: true of what the server holds, and never with a gap.

It must not touch the clipboard.
"""

from __future__ import annotations

import pytest

from console.model import date_form, template
from console.model.carriers.carriers import carriers
from console.model.drafts.draft import Draft
from console.model.records import Cart, Order
from console.presenters.handing import HandKey, OnHand, of_draft, of_record
from tests.presenters.given import NOON

UPS = "https://www.ups.com/track?tracknum=1Z999AA10123456784"
SHIPPED = Order.model_validate(
    {
        "orderId": "0ad24370-96de-4922-9a53-954530fcbb64",
        "customerOrderId": "1001",
        "shippingTrackingUrl": UPS,
        "shippingDate": "2026-11-21",
    }
)
EVERYTHING = "{order}, {carrier}, {number}, {link}, {date}"


def copied(of: OnHand, key: HandKey, sentence: str = template.USUAL) -> tuple[str, str]:
    """The text, and everything that is said."""
    handed = of.copied(key, sentence, carriers)
    return handed.text, f"{handed.notice.headline} {handed.notice.advice}".strip()


def test_the_id_the_link_and_the_sentence_of_a_shipped_order_are_copied() -> None:
    of = of_record(SHIPPED)
    assert copied(of, "id") == (SHIPPED.id, "The ID of order #1001 was copied.")
    assert copied(of, "link") == (UPS, "The tracking link of order #1001 was copied.")
    assert copied(of, "sentence", EVERYTHING) == (
        f"1001, UPS, 1Z999AA10123456784, {UPS}, 2026-11-21",
        "The sentence for order #1001 was copied.",
    )


def test_a_link_to_a_record_names_its_environment_and_is_refused_where_it_could_not_be_read() -> None:
    cart = of_record(Cart.model_validate({"cartId": SHIPPED.id}))
    handed = cart.copied("console link", "", carriers, "Shop, live")
    assert handed.text == f"order-console://cart/{SHIPPED.id}?environment=Shop%2C%20live"
    assert handed.notice.headline == f"A link to {cart.called} was copied."
    refused = cart.copied("console link", "", carriers, "50%20off")
    assert (refused.text, refused.notice.tone) == ("", "warn")
    assert "50%20off" in refused.notice.advice
    unknown = OnHand("order 7", "").copied("console link", "", carriers, "Shop")
    assert (unknown.text, unknown.notice.headline) == ("", "Order 7 has no ID yet.")


def test_the_sentence_has_its_date_in_the_form_that_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(date_form.IN_USE, "form", "words")
    assert copied(of_record(SHIPPED), "sentence", "On {date}.")[0] == "On 21 Nov 2026."


@pytest.mark.parametrize(
    ("held", "sentence", "lacks"),
    [
        ({"customerOrderId": "7"}, EVERYTHING, "Order #7 has no tracking link and no shipping date."),
        ({"customerOrderId": "7"}, "By {carrier}", "Order #7 has no tracking link."),
        (
            {"customerOrderId": "7", "shippingTrackingUrl": "https://parcels.example/where/12345678"},
            "By {carrier}: {number} {link}",
            "Order #7 has a tracking link that names no known carrier.",
        ),
        ({"customerOrderId": "7", "shippingTrackingUrl": UPS}, "On {date}", "Order #7 has no shipping date."),
    ],
)
def test_what_the_record_lacks_is_said_and_nothing_is_copied(
    held: dict[str, str], sentence: str, lacks: str
) -> None:
    text, said = copied(of_record(Order.model_validate({"orderId": "an-id"} | held)), "sentence", sentence)
    assert text == ""
    assert said.startswith(f"The sentence was not copied. {lacks}")


def test_a_sentence_that_needs_less_is_copied_of_an_order_that_has_less() -> None:
    order = Order.model_validate({"orderId": "an-id", "customerOrderId": "7"})
    assert copied(of_record(order), "sentence", "Thank you for order {order}.")[0] == "Thank you for order 7."
    assert copied(of_record(order), "link") == ("", "Order #7 has no tracking link. Nothing was copied.")


def test_a_cart_is_no_order_and_says_so() -> None:
    cart = Cart.model_validate({"cartId": "a-cart", "customerCartId": "C-2207", "shippingTrackingUrl": UPS})
    text, said = copied(of_record(cart), "sentence")
    assert (text, "no order number" in said) == ("", True)
    assert copied(of_record(cart), "id")[0] == "a-cart"


def test_a_customer_is_told_what_the_server_holds_and_the_operator_that_edits_are_not_in_it() -> None:
    draft = Draft(SHIPPED, NOON).typed("shippingTrackingUrl", "https://www.dhl.de/other")
    text, said = copied(of_draft(draft), "sentence")
    assert UPS in text
    assert said.endswith("It is what the server holds; your edits are not in it.")
    untouched = copied(of_draft(Draft(SHIPPED, NOON).typed("taxAmount", "1")), "sentence")[1]
    assert "edits" not in untouched


def test_a_sentence_that_was_kept_wrong_is_told_and_not_copied() -> None:
    assert copied(of_record(SHIPPED), "sentence", "{parcel}")[0] == ""
