"""The acts on a cart's status: when they are offered, and what the cart's status tells of one without an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.api.errors import OutcomeUnknown
from console.model.drafts.draft import Draft
from console.presenters.record.editor_state import EditorState
from console.presenters.saving import messages
from console.presenters.saving.cart_act import ABANDON, ACTS, EXPIRE, FIDDLE, behind
from console.presenters.saving.saving import Saved
from tests.model import samples
from tests.presenters.given import NOON


@pytest.mark.parametrize(
    ("held", "offered"),
    [
        ("ACTIVE", ["fiddle", "abandon"]),
        ("ABANDONED", ["fiddle", "expire"]),
        ("EXPIRED", []),
        ("COMPLETE", []),
        ("NEW", []),
        (None, []),
    ],
)
def test_an_act_is_offered_only_where_it_can_do_something(held: Any, offered: list[str]) -> None:
    state = EditorState(Draft(samples.cart(status=held), NOON))
    assert [step for step, one in ACTS.items() if not one.refusal(state)] == offered
    assert all(one.refusal(replace(state, busy="reading")) for one in ACTS.values())


def test_the_reason_why_it_is_not_offered_is_said() -> None:
    active, abandoned = (
        EditorState(Draft(samples.cart(status=held), NOON)) for held in ("ACTIVE", "ABANDONED")
    )
    assert EXPIRE.refusal(active) == "Only an abandoned cart can expire; abandon it first."
    assert ABANDON.refusal(abandoned) == "This cart is abandoned already."
    assert "never changes" in FIDDLE.refusal(EditorState(Draft(samples.cart(status="COMPLETE"), NOON)))
    assert FIDDLE.refusal(EditorState(Draft(samples.order(), NOON))) == "This is for carts."


@pytest.mark.parametrize(
    ("one", "before", "now", "became"),
    [
        (ABANDON, "ACTIVE", "ABANDONED", "arrived"),
        (ABANDON, "ACTIVE", "ACTIVE", "not arrived"),
        (ABANDON, "ACTIVE", "EXPIRED", "differs"),
        (EXPIRE, "ABANDONED", "EXPIRED", "arrived"),
        (EXPIRE, "ABANDONED", "ACTIVE", "differs"),
        (FIDDLE, "ABANDONED", "ACTIVE", "arrived"),
        (FIDDLE, "ACTIVE", "ACTIVE", "unknown"),
    ],
)
def test_the_status_tells_what_became_of_it(one: Any, before: str, now: str, became: str) -> None:
    found = one.judged(samples.cart(status=before), samples.cart(status=now, url="https://other.example"))
    assert found.became == became
    assert one.told(found, NOON).headline


def test_an_open_end_of_an_act_is_told_from_that_of_an_update() -> None:
    assert behind({"status": "EXPIRED"}) is EXPIRE
    assert behind({"status": "ACTIVE"}) is FIDDLE
    assert behind({"status": "ABANDONED"}) is ABANDON
    assert behind({"status": "COMPLETE"}) is None
    assert behind({"phase": "PAYMENT"}) is None
    assert behind({}) is None


def test_an_error_keeps_its_words_and_what_is_not_in_the_trail_is_said() -> None:
    error = OutcomeUnknown("No answer came.", "Compare.", sent=True)
    saved = Saved("not saved", error=error, unnoted="The disk is full.")
    assert messages.unnoted(ABANDON.told(saved, NOON), saved).advice == (
        "Compare. It is not in the trail: The disk is full."
    )
