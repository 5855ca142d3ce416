"""What is decided of a clash, without a server; tests/presenters/saving/test_saving.py saves what comes of it."""

from __future__ import annotations

from datetime import timedelta

from console.model.drafts.draft import Draft
from console.presenters.notice import Notice
from console.presenters.observable import Observable
from console.presenters.record.clash import DECIDED, ClashDecision
from console.presenters.record.editor_state import EditorState
from console.presenters.record.history import Onto
from console.presenters.saving.clash import clash
from tests.model.samples import draft, order
from tests.presenters.given import NOON


def clashing() -> tuple[Observable[EditorState], ClashDecision, list[Draft], list[str]]:
    mine, theirs = draft().typed("shippingDetails", "By bike"), order(shippingDetails="By car")
    page = Observable(EditorState(mine, clash=clash(mine, theirs, NOON + timedelta(minutes=1))))
    loaded: list[Draft] = []
    reviewed: list[str] = []

    def load(decided: Draft, _: Notice, onto: Onto) -> None:
        assert onto(mine).base is theirs
        loaded.append(decided)

    def do(step: str, decided: Draft) -> None:
        assert step == DECIDED
        loaded[-1] = decided

    decision = ClashDecision(page, load=load, do=do, review=lambda: reviewed.append("asked"))
    return page, decision, loaded, reviewed


def test_nothing_goes_on_before_every_clash_is_decided() -> None:
    _, decision, loaded, reviewed = clashing()
    decision.accept()
    assert (loaded, reviewed) == ([], [])
    decision.decide("shippingDetails", "mine")
    decision.accept()
    assert [one.shown("shippingDetails") for one in loaded] == ["By bike"]
    assert reviewed == ["asked"]


def test_taking_theirs_leaves_nothing_to_review() -> None:
    _, decision, loaded, reviewed = clashing()
    decision.decide("shippingDetails", "theirs")
    decision.accept()
    assert [one.dirty for one in loaded] == [False]
    assert reviewed == []


def test_a_clash_that_is_left_changes_nothing() -> None:
    page, decision, loaded, _ = clashing()
    before = page.state.draft
    decision.leave()
    assert (page.state.clash, page.state.draft, loaded) == (None, before, [])
    decision.decide("shippingDetails", "mine")
    assert page.state.clash is None
