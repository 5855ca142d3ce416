"""Undo and redo as a stack of whole drafts; what steps there are for which edit is the editor's test."""

from __future__ import annotations

from console.model.drafts.draft import Draft
from console.presenters.record.history import History
from tests.model.samples import draft


class Steps:
    """A history, and the draft it showed last."""

    def __init__(self) -> None:
        self.shown: list[tuple[Draft, str, str]] = []
        self.history = History(lambda *shown: self.shown.append(shown))
        self.now = draft()

    def type(self, key: str, text: str, merge: str = "") -> None:
        after = self.now.typed(key, text)
        self.history.do(f"type in {key}", self.now, after, merge)
        self.now = after
        assert self.shown[-1][0] is after


def test_there_and_back() -> None:
    steps, start = Steps(), draft()
    steps.type("currency", "EUR")
    steps.type("shippingDetails", "by boat")
    end = steps.now
    steps.history.undo()
    steps.history.undo()
    assert steps.shown[-1] == (start, "", "type in currency")
    steps.history.redo()
    steps.history.redo()
    assert steps.shown[-1] == (end, "type in shippingDetails", "")


def test_with_nothing_to_undo_nothing_is_shown() -> None:
    steps = Steps()
    steps.history.undo()
    steps.history.redo()
    assert steps.shown == []
    steps.type("currency", "EUR")
    steps.history.clear()
    before = len(steps.shown)
    steps.history.undo()
    steps.history.redo()
    assert len(steps.shown) == before, "a draft from before the record was read again came back"


def test_steps_of_one_field_become_one() -> None:
    steps, start = Steps(), draft()
    for text in ("E", "EU", "EUR"):
        steps.type("currency", text, merge="currency")
    steps.history.undo()
    assert steps.shown[-1] == (start, "", "type in currency")
    steps.history.redo()
    assert steps.shown[-1][0].edits == {"currency": "EUR"}


def test_steps_of_two_fields_stay_two() -> None:
    steps = Steps()
    steps.type("currency", "EUR", merge="currency")
    steps.type("shippingDetails", "x", merge="shippingDetails")
    steps.type("currency", "GBP", merge="currency")
    steps.history.undo()
    assert steps.shown[-1][0].edits == {"currency": "EUR", "shippingDetails": "x"}
    steps.history.undo()
    assert steps.shown[-1][0].edits == {"currency": "EUR"}


def test_typing_the_old_value_back_leaves_no_step() -> None:
    steps = Steps()
    steps.type("shippingDetails", "x", merge="shippingDetails")
    steps.type("currency", "EUR", merge="currency")
    steps.type("currency", "USD", merge="currency")
    assert steps.shown[-1] == (steps.now, "type in shippingDetails", "")
    steps.history.undo()
    assert steps.shown[-1] == (draft(), "", "type in shippingDetails")


def test_a_new_step_forgets_what_was_taken_back() -> None:
    steps, start = Steps(), draft()
    steps.type("currency", "EUR")
    steps.history.undo()
    steps.now = start
    steps.type("shippingDetails", "x")
    steps.history.redo()
    assert steps.shown[-1] == (start.typed("shippingDetails", "x"), "type in shippingDetails", "")
