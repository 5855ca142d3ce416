"""Lines that two people changed: which line is which, what joins, what is asked, and where each line ends up.

It must not test fields; lines go through the same functions as an operator's whole draft.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from console.model.drafts.draft import LINES, Change, Draft
from console.model.lines.lines import DraftLine
from console.model.merging.clash import Clash, Side, clashes, merged, told
from console.model.records import Order
from tests.model.samples import MUG, POT, READ_AT, draft, order

LATER = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
PEN: dict[str, Any] = {"name": "Pen", "sku": "PEN", "quantity": Decimal(1), "totalPrice": Decimal(2)}
CUP: dict[str, Any] = {"name": "Cup", "sku": "CUP", "quantity": Decimal(1), "totalPrice": Decimal(5)}
BOTH_SIDES: tuple[Side, Side] = ("mine", "theirs")


def with_cell(start: Draft, place: int, column: str, text: str) -> Draft:
    rows = list(start.lines)
    rows[place] = rows[place].typed(column, text, start.decimals)
    return start.with_lines(rows)


def without(start: Draft, place: int) -> Draft:
    return start.with_lines([row for at, row in enumerate(start.lines) if at != place])


def names(now: Draft) -> list[str]:
    return [row.title for row in now.lines]


# -- lines ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theirs", "expected", "words"),
    [
        ([MUG, POT, PEN], ["Coffee Mug 1", "Pot 3", "Pen 1"], "3 lines: 1 added"),
        ([PEN, MUG, POT], ["Pen 1", "Coffee Mug 1", "Pot 3"], "3 lines: 1 added"),
        (
            [MUG | {"quantity": Decimal(4)}, POT],
            ["Coffee Mug 4", "Pot 3"],
            "2 lines: 1 changed (line 1: quantity 1 → 4)",
        ),
        ([POT], ["Pot 3"], "1 line: 1 removed (Coffee Mug)"),
        ([POT, MUG], ["Pot 3", "Coffee Mug 1"], "2 lines: 1 moved"),
        (
            [PEN, POT, MUG | {"name": "Mug"}],
            ["Pen 1", "Pot 3", "Mug 1"],
            "3 lines: 1 added, 1 changed (line 3: name Coffee Mug → Mug), 1 moved",
        ),
    ],
)
def test_changes_to_different_lines_join_and_are_told(theirs: Any, expected: list[str], words: str) -> None:
    mine, there = with_cell(draft(), 1, "quantity", "3"), order(lineItems=theirs)
    assert clashes(mine, there) == ()
    assert told(mine, there) == (Change(LINES, "Line items", "2 lines", words),)
    now = merged(mine, there, LATER)
    assert now.base is there
    assert [f"{row.title} {row.shown('quantity', 2)}" for row in now.lines] == expected
    assert [row.item for row in now.lines] == list(there.lines)
    assert len(now.changes()) == 1
    assert "1 changed" in now.changes()[0].after


@pytest.mark.parametrize(
    ("theirs", "clash"),
    [
        (
            [MUG, POT | {"quantity": Decimal(5)}],
            Clash("lineItems[1]", "Line 2: Pot", "Quantity 2", "Quantity 5", "Quantity 3"),
        ),
        (
            [MUG, POT | {"name": "Tea Pot"}],
            Clash(
                "lineItems[1]",
                "Line 2: Pot",
                "Name Pot, Quantity 2",
                "Name Tea Pot, Quantity 2",
                "Name Pot, Quantity 3",
            ),
        ),
        ([MUG], Clash("lineItems[1]", "Line 2: Pot", "Quantity 2", "removed", "Quantity 3")),
    ],
)
def test_a_line_that_both_changed_is_asked(theirs: Any, clash: Clash) -> None:
    mine, there = with_cell(draft(), 1, "quantity", "3"), order(lineItems=theirs)
    assert clashes(mine, there) == (clash,)
    assert merged(mine, there, LATER, {clash.key: "theirs"}) == Draft(there, LATER)
    now = merged(mine, there, LATER, {clash.key: "mine"})
    assert now.base is there
    [pot] = [row for row in now.lines if row.title == "Pot"]
    assert pot.wire() == mine.lines[1].wire()
    now = merged(mine, there, LATER)
    [still] = clashes(now, there)
    assert (still.before, still.theirs, still.mine) == (clash.before, clash.theirs, clash.mine)
    assert told(now, there) == ()
    [pot] = [row for row in now.lines if row.title == "Pot"]
    assert pot.wire() == mine.lines[1].wire()


def test_a_line_that_i_removed_and_they_changed_is_asked() -> None:
    mine = without(draft(), 1)
    there = order(lineItems=[PEN, MUG, POT | {"quantity": Decimal(5)}])
    assert clashes(mine, there) == (
        Clash("lineItems[1]", "Line 2: Pot", "Quantity 2", "Quantity 5", "removed"),
    )
    assert [change.after for change in told(mine, there)] == ["3 lines: 1 added"]
    assert merged(mine, there, LATER, {"lineItems[1]": "theirs"}) == Draft(there, LATER)
    assert names(merged(mine, there, LATER, {"lineItems[1]": "mine"})) == ["Pen", "Coffee Mug"]
    now = merged(mine, there, LATER)
    assert names(now) == ["Pen", "Coffee Mug"]
    assert [still.mine for still in clashes(now, there)] == ["removed"]


def test_what_both_did_to_the_lines_is_there_once() -> None:
    mine = with_cell(without(draft(lineItems=[MUG, POT, CUP]), 0), 0, "quantity", "3")
    spoon = DraftLine().typed("name", "Spoon", 2).typed("quantity", "1", 2).typed("totalPrice", "2.00", 2)
    mine = mine.with_lines([*mine.lines, spoon])
    here = {"name": "Spoon", "quantity": Decimal(1), "totalPrice": Decimal(2)}
    for rest in ([CUP], [CUP | {"quantity": Decimal(9)}]):
        there = order(lineItems=[POT | {"quantity": Decimal(3)}, *rest, here])
        assert clashes(mine, there) == ()
        assert merged(mine, there, LATER) == Draft(there, LATER)


def test_what_was_sent_is_clean_when_it_is_read_again() -> None:
    """As after a lost answer, however much of a line was changed."""
    mine = with_cell(with_cell(draft(), 1, "name", "Kettle"), 1, "totalPrice", "30")
    mine = with_cell(with_cell(mine, 1, "sku", "K"), 1, "quantity", "1")
    mine = mine.with_lines([*reversed(mine.lines), mine.lines[0].copy(2)])
    there = order(lineItems=[row.wire() for row in mine.lines])
    assert clashes(mine, there) == ()
    assert merged(mine, there, LATER) == Draft(there, LATER)


def test_both_came_to_one_line_in_different_ways() -> None:
    mine = without(with_cell(with_cell(draft(lineItems=[PEN, CUP]), 1, "name", "Pen"), 1, "sku", "PEN"), 0)
    mine = with_cell(mine, 0, "totalPrice", "2")
    there = order(lineItems=[PEN])
    assert clashes(mine, there) == ()
    assert merged(mine, there, LATER) == Draft(there, LATER)


def test_an_order_of_lines_that_both_changed_is_asked() -> None:
    mine = draft(lineItems=[MUG, POT, PEN])
    mine = mine.with_lines([mine.lines[at] for at in (1, 0, 2)])
    there = order(lineItems=[CUP, MUG, PEN, POT])
    clash = Clash(
        "lineItems.order", "Order of the lines", "Coffee Mug, Pot, Pen", "Coffee Mug, Pen, Pot", "Pot, Coffee Mug, Pen"
    )  # fmt: skip
    assert clashes(mine, there) == (clash,)
    assert merged(mine, there, LATER, {clash.key: "theirs"}) == Draft(there, LATER)
    now = merged(mine, there, LATER, {clash.key: "mine"})
    assert names(now) == ["Cup", "Pot", "Coffee Mug", "Pen"]
    assert now.base is there
    now = merged(mine, there, LATER)
    assert names(now) == ["Cup", "Pot", "Coffee Mug", "Pen"]
    assert [still.key for still in clashes(now, there)] == ["lineItems.order"]


def test_my_order_stays_where_they_only_changed_lines() -> None:
    mine = draft(lineItems=[MUG, POT, PEN])
    mine = mine.with_lines([mine.lines[at] for at in (2, 0, 1)])
    there = order(lineItems=[MUG, CUP, POT | {"quantity": Decimal(7)}])
    assert clashes(mine, there) == ()
    now = merged(mine, there, LATER)
    assert [f"{row.title} {row.shown('quantity', 2)}" for row in now.lines] == [
        "Coffee Mug 1",
        "Cup 1",
        "Pot 7",
    ]


def test_a_line_with_no_name_is_found_by_its_place_or_counts_as_another() -> None:
    bare = {"quantity": Decimal(13), "totalPrice": Decimal("15.99")}
    mine = with_cell(draft(lineItems=[MUG, bare]), 1, "quantity", "14")
    [clash] = clashes(mine, order(lineItems=[MUG, bare | {"totalPrice": Decimal(16)}]))
    assert (clash.label, clash.mine) == ("Line 2: unnamed line", "Quantity 14, Total price 15.99")
    [clash] = clashes(mine, order(lineItems=[MUG, PEN]))
    assert clash.theirs == "removed"


def test_one_of_equal_lines_changed_by_each() -> None:
    mine = with_cell(draft(lineItems=[MUG, MUG]), 1, "quantity", "3")
    there = order(lineItems=[MUG | {"quantity": Decimal(2)}, MUG])
    assert clashes(mine, there) == ()
    assert [row.shown("quantity", 2) for row in merged(mine, there, LATER).lines] == ["2", "3"]


def test_very_many_clashing_lines_are_one_question() -> None:
    many = [MUG | {"sku": f"M-{at}"} for at in range(60)]
    mine = draft(lineItems=many)
    mine = mine.with_lines([row.typed("quantity", "3", 2) for row in mine.lines])
    there = order(lineItems=[line | {"quantity": Decimal(5)} for line in many])
    assert clashes(mine, there) == (
        Clash(
            LINES,
            "Line items",
            "60 lines",
            "60 lines; 60 of them are changed on both sides",
            "60 lines: 60 changed",
        ),
    )
    assert merged(mine, there, LATER, {LINES: "theirs"}) == Draft(there, LATER)
    now = merged(mine, there, LATER, {LINES: "mine"})
    assert {row.shown("quantity", 2) for row in now.lines} == {"3"}
    assert now.base is there
    assert clashes(merged(mine, there, LATER), there) == clashes(mine, there)


def test_lines_that_cannot_be_taken_apart_are_one_question() -> None:
    mine, there = with_cell(draft(), 1, "quantity", "3"), order(lineItems="none")
    [clash] = clashes(mine, there)
    assert (clash.key, clash.before, clash.theirs, clash.mine) == (
        LINES,
        "2 lines",
        "0 lines, not the same",
        "2 lines, edited",
    )
    assert merged(mine, there, LATER, {LINES: "theirs"}) == Draft(there, LATER)
    now = merged(mine, there, LATER)
    assert clashes(now, there) == (clash,)
    assert now.lines == mine.lines
    now = merged(mine, there, LATER, {LINES: "mine"})
    assert [row.wire() for row in now.lines] == [row.wire() for row in mine.lines]
    assert [problem.key for problem in now.problems()] == [LINES]
    back = Draft(there, READ_AT)
    assert [change.after for change in told(back, order())] == ["2 lines, not the same"]
    assert merged(back, order(), LATER) == Draft(order(), LATER)
    assert merged(back, there, LATER) == Draft(there, LATER)


def test_ten_thousand_lines_take_no_more_than_a_moment() -> None:
    many = [MUG | {"sku": f"M-{at}"} for at in range(10_000)]
    mine = with_cell(draft(lineItems=many), 5, "quantity", "3")
    theirs: Order = order(lineItems=[PEN, *many[:-1]])
    assert clashes(mine, theirs) == ()
    assert len(merged(mine, theirs, LATER).lines) == 10_000
