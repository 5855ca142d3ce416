"""What drafts of one reading share: ten thousand lines are not walked again at every key."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from console.model.drafts import draft as drafts
from console.model.drafts.checks import looked_over
from console.model.drafts.draft import Draft
from console.model.findings import Findings
from console.model.lines import lines as line_items
from console.model.records import Cart

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def cart(count: int = 3) -> Cart:
    lines = [{"name": f"Mug {place}", "quantity": 1, "totalPrice": 3} for place in range(count)]
    return Cart.model_validate({"cartId": "7255c31c-39ac-4611-a2b7-974b0ebfa555", "lineItems": lines})


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each question was asked of all lines."""
    counted: Counter[str] = Counter()

    def count(holder: object, name: str) -> None:
        real: Any = getattr(holder, name)

        def counting(*given: Any) -> Any:
            counted[name] += 1
            return real(*given)

        monkeypatch.setattr(holder, name, counting)

    for holder, name in (
        (line_items, "untouched"),
        (line_items, "trouble"),
        (line_items, "rows"),
        (drafts, "difference"),
        (Draft, "_walked"),
    ):
        count(holder, name)
    return counted


def ask_all(draft: Draft) -> None:
    assert draft.lines_trouble == ""
    draft.changes()
    draft.problems()
    assert draft.dirty


def test_typing_in_a_field_walks_no_line_again(walks: Counter[str]) -> None:
    draft = Draft(cart(), NOW)
    rows = [draft.lines[0].typed("quantity", "2", 2), *draft.lines[1:]]
    draft = draft.with_lines(rows)
    ask_all(draft)
    before = walks.copy()
    assert set(before) == {"untouched", "trouble", "rows", "difference", "_walked"}
    for text in ("L", "Le", "Lea", "Leave"):
        draft = draft.typed("shippingDetails", text)
        ask_all(draft)
    assert walks == before


def test_an_edited_line_walks_them_once_and_does_not_look_at_the_record_again(walks: Counter[str]) -> None:
    draft = Draft(cart(), NOW).typed("shippingDetails", "x")
    ask_all(draft)
    before = walks.copy()
    rows = [draft.lines[0].typed("quantity", "2", 2), *draft.lines[1:]]
    draft = draft.with_lines(rows)
    ask_all(draft)
    ask_all(draft)
    assert walks - before == Counter(untouched=1, difference=1, _walked=1)


def test_lines_as_they_were_read_are_no_change_without_a_look(walks: Counter[str]) -> None:
    draft = Draft(cart(), NOW)
    assert not draft.lines_changed
    assert not draft.typed("shippingDetails", "x").discarded().lines_changed
    assert walks == Counter(rows=1)


def test_what_was_found_of_one_reading_is_not_told_of_another() -> None:
    draft = Draft(cart(), NOW)
    strange = Cart.model_validate({"lineItems": [{"name": "Mug", "gift": True}]})
    assert draft.lines_trouble == ""
    other = replace(draft, base=strange)
    assert "gift" in other.lines_trouble
    assert other.lines_changed
    assert draft.lines_trouble == ""


def test_edits_taken_back_are_no_change() -> None:
    draft = Draft(cart(), NOW)
    edited = draft.with_lines(draft.lines[1:])
    assert edited.lines_changed
    assert not edited.with_lines(draft.lines).lines_changed
    assert not edited.with_lines(list(draft.lines)).lines_changed
    assert edited.lines_changed


def test_findings_are_no_part_of_a_draft() -> None:
    record = cart()
    assert Draft(record, NOW).typed("url", "x") == Draft(record, NOW).typed("url", "x")
    assert "Findings" not in repr(Draft(record, NOW))


def test_a_finding_is_worked_out_once_for_the_same_object_and_anew_for_another() -> None:
    findings, asked = Findings(None), []

    def work() -> int:
        asked.append(1)
        return len(asked)

    one, other = [1, 2], [1, 2]
    assert [findings.once("a", one, work) for _ in range(2)] == [1, 1]
    assert findings.once("b", one, work) == 2
    assert findings.once("a", other, work) == 3
    assert findings.once("a", one, work) == 4


def test_more_lines_than_can_be_sent_are_a_problem_that_says_what_to_do() -> None:
    draft = Draft(cart(), NOW)
    row = draft.lines[0]
    assert draft.with_lines([*draft.lines, *[row] * (line_items.MOST - 3)]).problems() == ()
    (problem,) = draft.with_lines([row] * (line_items.MOST + 1)).problems()
    assert problem.sentence == (
        "There are 20,001 lines, and 20,000 is the most that can be sent. Remove 1 line."
    )


def test_a_record_that_was_looked_over_is_not_walked_again_when_it_is_shown(walks: Counter[str]) -> None:
    record = cart()
    looked_over(Draft(record, NOW))
    before = walks.copy()
    shown = Draft(record, NOW)
    assert not shown.problems()
    assert not shown.changes()
    assert shown.lines is Draft(record, NOW).lines
    assert walks == before


def test_a_copy_of_a_record_does_not_go_by_what_was_found_of_the_first() -> None:
    record = cart()
    looked_over(Draft(record, NOW))
    copy = record.model_copy(update={"line_items": record.lines[:1]})
    assert len(Draft(copy, NOW).lines) == 1
    assert copy != record
    assert cart() == record
