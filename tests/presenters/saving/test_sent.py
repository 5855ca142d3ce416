"""An entry of the trail as the change that it was: what it sent, and whether it can be put back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from console.model.records import value
from console.presenters.saving.sent import act_behind, as_before, can_be_put_back, fields_sent
from tests.model.samples import cart, order
from tests.presenters.given import LINK
from tests.presenters.trail.test_entry import MARKED, act, entry


@pytest.mark.parametrize(
    "outcome", ["sent", "unknown", "not saved", "not arrived", "changed by someone else"]
)
def test_only_what_reached_the_server_can_be_put_back(outcome: str) -> None:
    assert not can_be_put_back(entry(outcome))
    assert can_be_put_back(entry("saved"))
    assert can_be_put_back(entry("arrived"))
    assert not can_be_put_back(entry("saved", changes=()))


def test_an_act_on_a_cart_cannot_be_put_back() -> None:
    assert not can_be_put_back(act())
    assert not can_be_put_back(act(outcome="arrived"))


def test_an_update_is_no_act_whatever_it_changes() -> None:
    assert act_behind(entry().intent) is None
    assert act_behind(entry(kind="cart", body="{}").intent) is None
    assert act_behind(entry(kind="cart", body="", url="https://api.example.com/carts/x").intent) is None


def test_what_was_sent_tells_later_whether_it_arrived() -> None:
    assert fields_sent(entry().intent) == {"taxAmount": Decimal("0.28")}
    assert fields_sent(act().intent) == {"status": "ABANDONED"}
    assert fields_sent(act("fiddle", change=MARKED).intent) == {}, "no reading can tell"


def test_the_record_of_before_is_made_of_what_an_entry_keeps() -> None:
    now = cart(status="EXPIRED", currency="USD")
    assert as_before(now, {"status": "ACTIVE"}).status == "ACTIVE"
    assert as_before(now, {}) is now

    shipped = order(states={"processed": True, "shipped": True}, shippingTrackingUrl=LINK, currency="USD")
    lines = [{"name": "Coffee Mug", "quantity": Decimal("2")}]
    before = as_before(
        shipped,
        {
            "states.shipped": False,
            "shippingTrackingUrl": None,
            "taxAmount": Decimal("4.10"),
            "lineItems": lines,
        },
    )
    assert [value(before, f"states.{name}") for name in ("processed", "shipped")] == [True, False]
    assert (before.shipping_tracking_url, before.tax_amount, before.currency) == (
        None,
        Decimal("4.10"),
        "USD",
    )
    assert [(line.name, line.quantity) for line in before.lines] == [("Coffee Mug", 2)]
    assert value(shipped, "states.shipped") is True, "the record itself is never changed"
