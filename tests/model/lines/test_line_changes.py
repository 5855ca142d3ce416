"""What replacing lines does, line by line and in words.

It must not test how a row came to be; that is for the tests of lines and of weaving.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.lines.line_changes import LineChange, difference, differences
from console.model.lines.lines import DraftLine, rows, untouched
from console.model.records import LineItem
from tests.model.samples import MUG, order
from tests.support.tries import tries

MUG_LINE, POT_LINE = order().lines


def edited(row: DraftLine, column: str, text: str) -> DraftLine:
    return row.typed(column, text, 2)


MUG_ROW, POT_ROW, PEN_LINE = (
    DraftLine(MUG_LINE),
    DraftLine(POT_LINE),
    LineItem.model_validate({"name": "Pen", "quantity": Decimal(3), "totalPrice": Decimal("1.5")}),
)
BASE = (MUG_LINE, POT_LINE)
NEW = DraftLine(None, {"name": "Spoon", "quantity": "1", "totalPrice": "2"})


@pytest.mark.parametrize(
    ("now", "base", "told"),
    [
        ([MUG_ROW, POT_ROW], BASE, ""),
        ([MUG_ROW, POT_ROW, NEW], BASE, "1 added"),
        ([MUG_ROW, MUG_ROW.copy(2), POT_ROW], BASE, "1 added"),
        ([MUG_ROW], BASE, "1 removed (Pot)"),
        ([], BASE, "2 removed"),
        ([POT_ROW, MUG_ROW], BASE, "1 moved"),
        (
            [MUG_ROW, edited(POT_ROW, "quantity", "3")],
            BASE,
            "1 changed (line 2: quantity 2 → 3)",
        ),
        (
            [edited(edited(MUG_ROW, "name", ""), "other", "gift"), POT_ROW],
            BASE,
            "1 changed (line 1: name Coffee Mug → empty, other empty → gift)",
        ),
        (
            [edited(MUG_ROW, "quantity", "2"), edited(POT_ROW, "quantity", "3")],
            BASE,
            "2 changed",
        ),
        (
            [NEW, edited(POT_ROW, "quantity", "1")],
            BASE,
            "1 added, 1 removed (Coffee Mug), 1 changed (line 2: quantity 2 → 1)",
        ),
        ([DraftLine(PEN_LINE), POT_ROW, MUG_ROW], (MUG_LINE, POT_LINE, PEN_LINE), "2 moved"),
        # rows that cannot come from the editor are told all the same
        ([MUG_ROW, MUG_ROW, POT_ROW], BASE, "1 added"),
        ([MUG_ROW, DraftLine(PEN_LINE)], BASE, "1 added, 1 removed (Pot)"),
    ],
)
def test_the_words(now: Sequence[DraftLine], base: Sequence[LineItem], told: str) -> None:
    assert difference(now, base).words == told
    assert untouched(now, base) is (told == "")


def brief(change: LineChange) -> tuple[Any, ...]:
    return (change.how, change.was, change.now, change.title, *change.cells)


def lines(names: str) -> tuple[LineItem, ...]:
    return order(lineItems=[MUG | {"name": name} for name in names]).lines


def test_each_line_is_told_from_the_top_and_a_removed_one_where_it_was() -> None:
    base = lines("abcdef")
    a, b, _, d, e, f = rows(base)
    now = [f, a, edited(b, "quantity", "2"), NEW, d, edited(e, "totalPrice", "4")]
    assert [brief(change) for change in differences(now, base, 2)] == [
        ("moved", 6, 1, "f"),
        ("changed", 2, 3, "b", ("quantity", "1", "2")),
        ("removed", 3, None, "c", ("SKU", "MUG-1", ""), ("quantity", "1", ""), ("total price", "3.990", "")),
        ("added", None, 4, "Spoon", ("quantity", "", "1"), ("total price", "", "2")),
        ("changed", 5, 6, "e", ("total price", "3.990", "4")),
    ]  # fmt: skip
    assert difference(now, base).words == "1 added, 1 removed (c), 2 changed, 1 moved"


def test_a_line_that_moved_and_changed_is_told_once_and_as_both() -> None:
    base = lines("abc")
    a, b, c = rows(base)
    now = [edited(c, "quantity", "7"), a, b]
    assert [brief(change) for change in differences(now, base)] == [
        ("moved", 3, 1, "c", ("quantity", "1", "7"))
    ]
    assert difference(now, base).words == "1 changed (line 1: quantity 1 → 7), 1 moved"


def test_amounts_have_the_digits_of_the_currency() -> None:
    base = order(lineItems=[MUG | {"totalPrice": Decimal(4)}]).lines
    (change,) = differences([edited(DraftLine(base[0]), "totalPrice", "5.1")], base, 2)
    assert change.cells == (("total price", "4.00", "5.1"),)


def test_a_line_is_called_by_its_name_as_it_is_now() -> None:
    base = lines("ab")
    a, b = rows(base)
    (change,) = differences([edited(a, "name", "z"), b], base)
    assert (change.title, change.cells) == ("z", (("name", "a", "z"),))


@pytest.mark.parametrize(
    ("order_now", "moved"),
    [("abcdef", 0), ("bacdef", 1), ("fabcde", 1), ("bcdefa", 1), ("fedcba", 5), ("badcfe", 3), ("defabc", 3)],
)
def test_as_few_lines_as_can_be_have_moved(order_now: str, moved: int) -> None:
    base = lines("abcdef")
    now = [DraftLine(base["abcdef".index(name)]) for name in order_now]
    found = differences(now, base)
    assert (len(found), {change.how for change in found} - {"moved"}) == (moved, set())


@given(
    st.lists(
        st.one_of(st.tuples(st.integers(0, 6), st.booleans()), st.none()),
        max_size=9,
    )
)
@tries(200)
def test_the_list_and_the_sentence_never_disagree(wanted: list[tuple[int, bool] | None]) -> None:
    base = lines("abcdefg")
    now = [
        NEW
        if one is None
        else edited(DraftLine(base[one[0]]), "quantity", "9")
        if one[1]
        else DraftLine(base[one[0]])
        for one in wanted
    ]
    found = differences(now, base)
    count = {how: sum(change.how == how for change in found) for how in ("added", "removed", "moved")}
    count["changed"] = sum(change.how in ("changed", "moved") and bool(change.cells) for change in found)
    said = {
        part.split()[1]: int(part.split()[0])
        for part in difference(now, base).words.split(", ")
        if part and part[0].isdigit()
    }
    assert said == {how: many for how, many in count.items() if many}
    assert len(base) - count["removed"] + count["added"] == len(now)
    assert (found == ()) is untouched(now, base)
    stayed = [
        base.index(row.item)
        for place, row in enumerate(now, 1)
        if row.item is not None
        and not any(change.now == place and change.how in ("added", "moved") for change in found)
    ]
    assert stayed == sorted(stayed)
    moved = [change.was - 1 for change in found if change.how == "moved" and change.was is not None]
    kept = [
        base.index(row.item)
        for place, row in enumerate(now, 1)
        if row.item is not None and not any(change.now == place and change.how == "added" for change in found)
    ]
    for fewer in combinations(moved, max(len(moved) - 1, 0)) if moved else ():
        rest = [was for was in kept if was not in fewer]
        assert rest != sorted(rest)
