"""What acts on many cells and lines make of them: emptied, filled down, moved together, and nothing else touched.

It must not know the names of steps; the presenter's tests do.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from console.model.lines.block import cleared, filled, moved, texts
from console.model.lines.lines import DraftLine
from console.model.records import LineItem
from tests.model.samples import MUG, POT


def rows() -> list[DraftLine]:
    return [
        DraftLine(LineItem.model_validate(MUG)),
        DraftLine(LineItem.model_validate(POT)),
        DraftLine(None, {"quantity": "1"}),
    ]


def test_cleared_cells_are_empty_and_all_others_are_as_they_were() -> None:
    before = rows()
    after = cleared(before, {0: ["name", "quantity"], 2: ["quantity", "sku"]}, 2)
    assert [after[0].shown(column, 2) for column in ("name", "quantity")] == ["", ""]
    assert after[0].reading("quantity").error
    assert after[1] is before[1]
    assert after[2].cells == {}, "a new line's cells are not there when they are empty"
    assert before[0].cells == {}


def test_the_number_of_a_line_is_no_text_to_clear_or_fill() -> None:
    before = rows()
    assert cleared(before, {0: ["position"]}, 2) == before
    assert filled(before, {0: ["position"], 1: ["position"]}, 2) == before


def test_the_texts_of_chosen_cells_are_those_seen_and_the_number_is_that_of_the_line() -> None:
    chosen = {2: ["position", "quantity"], 0: ["name"]}
    assert texts(rows(), chosen, ["position", "name", "quantity"], 2) == [
        ["3", "", "1"],
        ["", "Coffee Mug", ""],
    ]


def test_the_first_line_seen_is_written_over_those_below() -> None:
    before = rows()
    after = filled(before, {1: ["name", "quantity"], 0: ["name", "quantity"], 2: ["name"]}, 2)
    assert [row.shown("name", 2) for row in after] == [before[1].shown("name", 2)] * 3
    assert after[0].shown("quantity", 2) == before[1].shown("quantity", 2)
    assert after[2].shown("quantity", 2) == "1", "that cell was not chosen"
    assert after[1] is before[1]


def test_only_columns_of_the_first_line_are_filled() -> None:
    before = rows()
    after = filled(before, {0: ["name"], 1: ["name", "sku"]}, 2)
    assert after[1].shown("sku", 2) == before[1].shown("sku", 2)


def test_filling_what_is_there_already_changes_nothing() -> None:
    same = [DraftLine(LineItem.model_validate(MUG)), DraftLine(LineItem.model_validate(MUG))]
    assert filled(same, {0: ["totalPrice", "name"], 1: ["totalPrice", "name"]}, 2) == same


def test_nothing_chosen_is_nothing_done() -> None:
    before = rows()
    assert filled(before, {}, 2) == cleared(before, {}, 2) == moved(before, [], 2) == before


def test_moved_lines_stand_together_where_they_were_dropped() -> None:
    lines = [DraftLine(None, {"name": name}) for name in "ABCDE"]

    def order(chosen: list[int], to: int) -> str:
        return "".join(row.title for row in moved(lines, chosen, to))

    assert order([1], 4) == "ACDBE"
    assert order([3, 1], 0) == "BDACE"
    assert order([0, 4], 2) == "BAECD"
    assert order([0, 1], 5) == "CDEAB"
    assert order([1, 2], 2) == order([1, 2], 1) == order([1, 2], 3) == "ABCDE"


@given(st.integers(0, 8), st.data())
def test_moving_keeps_every_line_and_the_order_of_both_groups(count: int, data: st.DataObject) -> None:
    lines = [DraftLine(None, {"name": str(number)}) for number in range(count)]
    chosen = data.draw(st.sets(st.integers(0, max(count - 1, 0)), max_size=count)) if count else set()
    to = data.draw(st.integers(0, count))
    after = [int(row.title) for row in moved(lines, chosen, to)]
    assert [number for number in after if number in chosen] == sorted(chosen)
    assert [number for number in after if number not in chosen] == sorted(set(range(count)) - chosen)
    if chosen:
        first = after.index(min(chosen))
        assert after[first : first + len(chosen)] == sorted(chosen), "together"
        assert first == sum(number < to for number in range(count) if number not in chosen)
