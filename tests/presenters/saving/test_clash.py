"""The question of a clash: what it says, what it takes for an answer, and the draft that comes of it.

It must not repeat what joins and what clashes; the model's tests prove that.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from console.model.drafts.draft import Draft
from console.presenters.saving.clash import ClashState, clash
from tests.model.samples import READ_AT, cart, draft, order

LATER = READ_AT + timedelta(minutes=3)


def asked() -> ClashState:
    mine = draft().typed("taxAmount", "2").typed("shippingDetails", "By bike").typed("contactId", "c-2")
    theirs = order(taxAmount=Decimal("0.28"), shippingDetails="By car", subtotal=Decimal(5), originIp="::1")
    found = clash(mine, theirs, LATER)
    assert found is not None
    return found


def test_it_says_since_when_and_what_is_kept_anyway() -> None:
    state = asked()
    told = READ_AT.astimezone().strftime("%H:%M")
    assert state.title == f"Someone else changed order #1001 since you read it at {told}"
    assert state.also == ("Subtotal 23.99 → 5.00", "Origin IP 127.0.0.1 → ::1")


def test_it_names_the_day_where_it_was_another() -> None:
    read_at = datetime(2026, 11, 19, 9, 30, tzinfo=UTC)
    state = clash(Draft(cart(), read_at).typed("phase", "PAYMENT"), cart(phase="SHOPPING"), LATER)
    assert state is not None
    assert state.title.endswith(
        read_at.astimezone().strftime("cart C-2207 since you read it on %Y-%m-%d at %H:%M")
    )


def test_there_is_no_question_where_all_joins() -> None:
    assert clash(draft().typed("taxAmount", "2"), order(subtotal=Decimal(5)), LATER) is None
    assert clash(draft(), order(), LATER) is None


def test_it_is_decided_when_every_clash_is() -> None:
    state = asked()
    assert (state.left, state.decided) == (2, False)
    state = state.chosen("taxAmount", "mine")
    assert (state.left, state.decided) == (1, False)
    state = state.chosen("taxAmount", "theirs")
    assert (state.left, state.decided) == (1, False)
    state = state.chosen("shippingDetails", "mine")
    assert (state.left, state.decided) == (0, True)


def test_an_answer_to_no_question_changes_nothing() -> None:
    state = asked()
    assert state.chosen("contactId", "theirs") is state


@pytest.mark.parametrize(
    ("tax", "details", "payload"),
    [
        ("mine", "mine", {"shippingDetails": "By bike", "contactId": "c-2", "taxAmount": Decimal(2)}),
        ("theirs", "mine", {"shippingDetails": "By bike", "contactId": "c-2"}),
        ("theirs", "theirs", {"contactId": "c-2"}),
    ],
)
def test_the_draft_is_as_chosen(tax: str, details: str, payload: dict[str, object]) -> None:
    state = asked()
    for key, side in (("taxAmount", tax), ("shippingDetails", details)):
        state = state.chosen(key, "mine" if side == "mine" else "theirs")
    now = state.merged()
    assert (now.base, now.read_at) == (state.theirs, LATER)
    assert now.payload() == payload
    assert clash(now, state.theirs, LATER) is None


def test_before_it_is_decided_the_draft_shows_mine_and_still_clashes() -> None:
    state = asked().chosen("taxAmount", "theirs")
    now = state.merged()
    assert (now.shown("taxAmount"), now.shown("shippingDetails")) == ("0.28", "By bike")
    again = clash(now, state.theirs, LATER)
    assert again is not None
    assert [one.key for one in again.clashes] == ["shippingDetails"]
