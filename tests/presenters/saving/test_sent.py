"""An entry of the trail as the change that it was: what it sent, and whether it can be put back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from console.presenters.saving.sent import act_behind, can_be_put_back, fields_sent, record_before
from tests.model.samples import cart
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
    now = cart(status="EXPIRED")
    assert record_before(act().intent, now).status == "ACTIVE"
    assert record_before(entry().intent, now) == now
