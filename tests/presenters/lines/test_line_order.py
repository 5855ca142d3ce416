"""Looking at lines sorted and filtered: numbers as numbers, what is empty last, and nothing jumps while one types.

It must not look at a draft that is sent; here no draft is changed at all.
"""

from __future__ import annotations

import pytest

from console.model.lines.lines import DraftLine
from console.model.records import LineItem
from console.presenters.lines.line_order import LineOrder, OrderState

TOTALS = {"A": "10", "B": "9.5", "C": None, "D": "100", "E": "9.50"}


def lines() -> tuple[DraftLine, ...]:
    """Five lines called A to E with these totals."""
    return tuple(
        DraftLine(LineItem.model_validate({"name": name, "sku": f"SKU {name.lower()}", "totalPrice": total}))
        for name, total in TOTALS.items()
    )


@pytest.fixture
def order() -> LineOrder:
    made = LineOrder()
    made.sync(lines())
    return made


def seen(order: LineOrder, rows: tuple[DraftLine, ...] | None = None) -> str:
    """The names of the lines as they are looked at."""
    rows = rows or lines()
    shown = order.state.shown
    return "".join(rows[place].title for place in (range(len(rows)) if shown is None else shown))


def numbers(*texts: str) -> tuple[DraftLine, ...]:
    """New lines with these totals as typed."""
    return tuple(DraftLine(None, {"totalPrice": text, "name": text} if text else {}) for text in texts)


def test_as_sent_until_asked_otherwise(order: LineOrder) -> None:
    assert order.state == OrderState()
    assert (order.state.note, order.state.unmovable) == ("", "")
    assert seen(order) == "ABCDE"


def test_numbers_sort_as_numbers_and_what_is_empty_stands_last(order: LineOrder) -> None:
    typed = numbers("10", "9", "", "1,5x", "100")
    order.sync(typed)
    order.sort("totalPrice")
    assert order.state.shown == (1, 0, 4, 3, 2), "9, 10, 100, what is no number, nothing"
    order.sort("totalPrice", descending=True)
    assert order.state.shown == (3, 4, 0, 1, 2)


def test_what_is_equal_stays_in_the_order_that_is_sent(order: LineOrder) -> None:
    typed = numbers("2", "1", "2.0", "1.0")
    order.sync(typed)
    order.sort("totalPrice")
    assert order.state.shown == (1, 3, 0, 2)
    order.sort("totalPrice", descending=True)
    assert order.state.shown == (0, 2, 1, 3)


def test_texts_sort_whatever_their_case(order: LineOrder) -> None:
    order.sync(tuple(DraftLine(None, {"name": name}) for name in ("beta", "Alpha", "", "alpha", "Émile")))
    order.sort("name")
    assert order.state.shown == (1, 3, 0, 4, 2)


def test_the_number_of_a_line_turns_the_order_around(order: LineOrder) -> None:
    order.sort("position", descending=True)
    assert seen(order) == "EDCBA"
    order.sort("position")
    assert seen(order) == "ABCDE"


def test_a_column_turns_up_then_down_then_off(order: LineOrder) -> None:
    turned = []
    for _ in range(3):
        order.turn("name")
        turned.append((order.state.column, order.state.descending, seen(order)))
    assert turned == [("name", False, "ABCDE"), ("name", True, "EDCBA"), ("", False, "ABCDE")]
    order.turn("name")
    order.turn("sku")
    assert (order.state.column, order.state.descending) == ("sku", False)


@pytest.mark.parametrize(
    ("words", "found"),
    [("sku b", "B"), ("SKU", "ABCDE"), ("b  sku", "B"), ("nowhere", ""), ("   ", "ABCDE"), ("10", "")],
)
def test_every_word_must_stand_somewhere_in_the_texts(order: LineOrder, words: str, found: str) -> None:
    order.filter(words)
    assert seen(order) == found


def test_filtered_lines_can_be_sorted_too(order: LineOrder) -> None:
    order.filter("sku")
    order.sort("name", descending=True)
    assert seen(order) == "EDCBA"
    order.sort("")
    assert (seen(order), order.state.words) == ("ABCDE", "sku")


def test_it_says_what_is_seen_and_that_nothing_else_is_sent(order: LineOrder) -> None:
    order.filter("a")
    assert "kept, and sent" in order.state.note
    assert "filtered" in order.state.unmovable
    order.sort("name", descending=True)
    assert (
        order.state.note == "Sorted by Name, last first, for viewing; the order that is sent does not change."
    )
    assert "sorted" in order.state.unmovable
    order.as_sent()
    assert order.state == OrderState()


def test_a_line_stays_where_it_is_while_it_is_typed_in(order: LineOrder) -> None:
    order.sync(rows := lines())
    order.sort("name")
    before = order.state
    typed = (rows[0].typed("name", "Zebra", 2), *rows[1:])
    order.sync(typed)
    assert order.state is before
    order.sort("name")
    assert order.state.shown == (1, 2, 3, 4, 0)


def test_a_line_stays_in_the_filter_while_it_is_typed_in(order: LineOrder) -> None:
    order.sync(rows := lines())
    order.filter("sku b")
    order.sync((rows[0], rows[1].typed("sku", "other", 2), *rows[2:]))
    assert order.state.shown == (1,)
    order.filter("sku")
    assert order.state.shown == (0, 2, 3, 4)


def test_lines_that_come_go_or_move_are_put_where_they_belong(order: LineOrder) -> None:
    order.sync(rows := lines())
    order.sort("name", descending=True)
    order.sync(rows[1:])
    assert order.state.shown == (3, 2, 1, 0)
    more = (*rows[1:], DraftLine(None, {"name": "Z"}))
    order.sync(more)
    assert order.state.shown == (4, 3, 2, 1, 0)
    order.sync(more[::-1])
    assert order.state.shown == (0, 1, 2, 3, 4)


def test_what_changed_is_rendered_and_following_renders_nothing(order: LineOrder) -> None:
    shown: list[OrderState] = []
    order.show(shown.append)
    order.sort("name")
    order.filter("a")
    order.sync(())
    assert [(state.column, state.words) for state in shown] == [("", ""), ("name", ""), ("name", "a")]
