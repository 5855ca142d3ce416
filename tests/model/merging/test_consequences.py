"""What a service itself changes along with what was sent, told apart from what a colleague changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from console.model.merging.consequences import consequences
from console.model.merging.differences import moved
from console.model.records import Cart, Order
from tests.model.samples import MUG, POT, cart, order


def told(
    payload: dict[str, Any], before: Order | Cart, now: Order | Cart
) -> tuple[list[str], list[str], list[str]]:
    """The keys of what the server set, of what others changed, and of what may be either."""
    changes = [change for change in moved(before, now) if change.key not in payload]
    found = consequences(changes, payload, before, now)
    server, others, either = found.server, found.others, found.either
    return [one.key for one in server], [one.key for one in others], [one.key for one in either]


DEARER = {
    "lineItems": [MUG, POT | {"totalPrice": Decimal(21)}],
    "subtotal": Decimal("24.99"),
    "grandTotal": Decimal("26.67"),
}


def test_a_sum_that_the_record_now_adds_up_to_was_set_by_the_server() -> None:
    assert told({"lineItems": []}, order(), order(**DEARER)) == (["subtotal", "grandTotal"], [], [])


def test_a_sum_that_does_not_follow_may_be_either() -> None:
    odd = DEARER | {"grandTotal": Decimal("99.99")}
    assert told({"lineItems": []}, order(), order(**odd)) == (["subtotal"], [], ["grandTotal"])


def test_a_tax_beside_new_lines_may_be_either() -> None:
    taxed = DEARER | {"taxAmount": Decimal(2), "grandTotal": Decimal("26.99")}
    assert told({"lineItems": []}, order(), order(**taxed)) == (
        ["subtotal", "grandTotal"],
        [],
        ["taxAmount"],
    )


@pytest.mark.parametrize("payload", [{"shippingDetails": "x"}, {"emailAddress": "a@b.c"}])
def test_a_total_beside_what_no_total_follows_from_was_changed_by_others(payload: dict[str, Any]) -> None:
    now = order(grandTotal=Decimal(41), shippingDetails="x", emailAddress="a@b.c")
    before = order(shippingDetails="x", emailAddress="a@b.c")
    assert told(payload, before, now) == ([], ["grandTotal"], [])


def test_what_had_moved_before_the_write_was_others_whatever_follows_from_it() -> None:
    changes = moved(order(), order(**DEARER))
    found = consequences(changes, {"lineItems": []}, order(**DEARER), order(**DEARER))
    assert found.server == found.either == ()
    assert {one.key for one in found.others} == {"subtotal", "grandTotal", "lineItems"}


def test_the_contact_of_a_new_address_may_be_either() -> None:
    now = order(emailAddress="new@example.com", contactId="c-2")
    assert told({"emailAddress": "new@example.com"}, order(), now) == ([], [], ["contactId"])


def test_a_status_follows_from_the_states_of_an_order_and_may_be_either_in_a_cart() -> None:
    states = {"processed": False, "shipped": False}
    now = order(states=states, status="PENDING")
    changes = [change for change in moved(order(), now) if change.key == "status"]
    assert [one.key for one in consequences(changes, {"states": states}, order(), now).server] == ["status"]
    assert told({"lineItems": []}, cart(), cart(status="ABANDONED")) == ([], [], ["status"])
