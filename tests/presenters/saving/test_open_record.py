"""Why nothing can be sent for a record as it stands: said for orders and carts in their own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.model.drafts.draft import Draft
from console.model.records import Cart, Order
from console.presenters.record.editor_state import EditorState
from console.presenters.saving.open_record import refusal
from tests.model.samples import cart, order
from tests.presenters.given import NOON


@pytest.mark.parametrize("record", [order(), cart()])
def test_a_record_that_is_busy_says_so_by_its_kind(record: Order | Cart) -> None:
    state = EditorState(Draft(record, NOON))
    assert refusal(state) == ""
    assert (
        refusal(replace(state, busy="reading")) == f"The {record.kind} is being read; wait until it is there."
    )
    assert refusal(replace(state, busy="sending")) == "It is being sent."
    assert refusal(replace(state, may_arrive="It had not arrived.")) == "", "that is asked about on the sheet"


def test_a_closed_cart_says_why() -> None:
    assert "never changes" in refusal(EditorState(Draft(cart(status="EXPIRED"), NOON)))
