"""What a state says of itself: why nothing may be typed, and what the record is called."""

from __future__ import annotations

import pytest

from console.model.drafts.draft import Draft
from console.presenters.record.editor_state import EditorState
from tests.model import samples
from tests.presenters.given import NOON


@pytest.mark.parametrize(("busy", "locked"), [("", ""), ("reading", ""), ("sending", "It is being sent.")])
def test_only_sending_locks_an_open_record(busy: str, locked: str) -> None:
    state = EditorState(Draft(samples.order(), NOON), busy=busy)
    assert state.locked == state.lines_locked == locked


def test_it_is_called_by_kind_and_the_shops_own_id() -> None:
    assert EditorState(Draft(samples.order(), NOON)).title == "Order #1001"
    assert EditorState(Draft(samples.cart(), NOON)).title == "Cart C-2207"
