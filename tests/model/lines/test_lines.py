"""Rows under edit: what cells show, mean and are sent as, and how a replacement is told in words.

It must not send or compare whole records; that is for the tests of drafts and merges.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.fields.field import Raw
from console.model.lines.lines import COLUMNS, DraftLine, rows, trouble
from console.model.records import LineItem
from tests.model.samples import MUG, POT, order
from tests.support.tries import tries

MUG_LINE, POT_LINE = order().lines


# -- cells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        ("name", "Coffee Mug"),
        ("quantity", "1"),
        ("unitPrice", "3.99"),
        ("totalPrice", "3.990"),
        ("other", ""),
        ("position", "0"),
    ],
)
def test_cells_show_what_the_server_holds(column: str, shown: str) -> None:
    assert DraftLine(MUG_LINE).shown(column, 2) == shown


@pytest.mark.parametrize(
    ("places", "shown"), [(0, "3.990"), (2, "3.990"), (3, "3.990"), (4, "3.9900"), (None, "3.990")]
)
def test_amounts_have_at_least_the_digits_of_the_currency(places: int | None, shown: str) -> None:
    assert DraftLine(MUG_LINE).shown("totalPrice", places) == shown


@pytest.mark.parametrize(
    ("column", "typed", "value", "error"),
    [
        ("quantity", "2", Decimal(2), ""),
        ("quantity", "2.5", Decimal("2.5"), ""),
        ("quantity", "", None, "Every line needs a quantity."),
        ("quantity", "  ", None, "Every line needs a quantity."),
        ("totalPrice", "", None, "Every line needs a total price."),
        ("totalPrice", "3,99", "3,99", "Write the decimals after a point: 3.99."),
        ("unitPrice", "", None, ""),
        ("name", "", "", ""),
        ("productUrl", "a b", "a b", "A link has no spaces or control characters in it."),
    ],
)
def test_what_a_typed_cell_means(column: str, typed: str, value: object, error: str) -> None:
    reading = DraftLine(MUG_LINE).typed(column, typed, 2).reading(column)
    assert (reading.value, reading.error) == (value, error)


def test_a_new_line_needs_quantity_and_total() -> None:
    new = DraftLine().typed("name", "Pen", 2)
    errors = {column: new.reading(column).error for column in COLUMNS if new.reading(column).error}
    assert errors == {
        "quantity": "Every line needs a quantity.",
        "totalPrice": "Every line needs a total price.",
    }


def test_undoing_an_edit_makes_the_row_untouched() -> None:
    row = DraftLine(MUG_LINE).typed("name", "Tea Mug", 2).typed("quantity", "2", 2)
    assert row.touched
    undone = row.typed("name", "Coffee Mug", 2).typed("quantity", "1", 2)
    assert undone == DraftLine(MUG_LINE)
    assert not undone.touched


def test_a_cell_that_means_the_same_is_no_change() -> None:
    row = DraftLine(MUG_LINE).typed("totalPrice", "3.99", 2)
    assert row.shown("totalPrice", 2) == "3.99"
    assert not row.changed("totalPrice")
    assert not row.touched
    assert row.wire()["totalPrice"].as_tuple() == Decimal("3.990").as_tuple()


@pytest.mark.parametrize(
    ("item", "cells", "title"),
    [
        (MUG_LINE, {}, "Coffee Mug"),
        (MUG_LINE, {"name": "Tea Mug"}, "Tea Mug"),
        (MUG_LINE, {"name": ""}, "MUG-1"),
        (None, {}, "unnamed line"),
    ],
)
def test_title(item: LineItem | None, cells: dict[str, str], title: str) -> None:
    assert DraftLine(item, cells).title == title


# -- wire -------------------------------------------------------------------------------------------------


def test_an_untouched_line_is_sent_as_the_server_gave_it_without_position() -> None:
    sent = DraftLine(MUG_LINE).wire()
    assert sent == {name: held for name, held in MUG.items() if name != "position" and held is not None}
    assert str(sent["totalPrice"]) == "3.990"


@pytest.mark.parametrize(
    ("column", "typed", "sent"),
    [
        ("name", "Tea Mug", {"name": "Tea Mug"}),
        ("name", "", {"name": ""}),
        ("quantity", "2", {"quantity": Decimal(2)}),
        ("salePrice", "", {}),
        ("other", "gift", {"other": "gift"}),
    ],
)
def test_a_changed_cell_alone_differs(column: str, typed: str, sent: dict[str, Any]) -> None:
    before = DraftLine(MUG_LINE).wire()
    before.pop(column, None)
    assert DraftLine(MUG_LINE).typed(column, typed, 2).wire() == before | sent


def test_an_ill_formed_cell_is_sent_back_as_it_came() -> None:
    line = LineItem.model_validate({"quantity": "13", "totalPrice": Decimal(1), "other": [1]})
    assert DraftLine(line).typed("name", "Mug", 2).wire() == {
        "name": "Mug",
        "quantity": "13",
        "totalPrice": Decimal(1),
        "other": [1],
    }


def test_a_copy_is_a_new_line_with_the_same_texts() -> None:
    copy = DraftLine(MUG_LINE).typed("name", "Tea Mug", 2).copy(2)
    assert copy.item is None
    assert copy.wire() == DraftLine(MUG_LINE).wire() | {"name": "Tea Mug"}
    assert copy.touched
    assert "position" not in copy.cells


# -- counts and troubles ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ((), ""),
        ((MUG_LINE, POT_LINE), ""),
        (
            Raw("none"),
            "The server sent line items in a form this console does not know, so they cannot be edited here.",
        ),
        (
            (MUG_LINE, LineItem.model_validate(POT | {"weight": 3, "id": 1})),
            "The server's lines carry something this console does not know (id, weight); editing them would lose it.",
        ),
    ],
)
def test_trouble(items: tuple[LineItem, ...] | Raw, told: str) -> None:
    assert trouble(items) == told


# -- any edits --------------------------------------------------------------------------------------------

CELL = st.tuples(
    st.sampled_from([column for column, declared in COLUMNS.items() if declared.writable]),
    st.sampled_from(["", " ", "2", "3.99", "3,99", "Mug", "Coffee Mug", "https://x.example/", "ü"]),
)


@given(st.lists(CELL, max_size=6))
@tries(100)
def test_only_typed_cells_differ_from_the_servers_line(edits: list[tuple[str, str]]) -> None:
    row = DraftLine(MUG_LINE)
    for column, text in edits:
        row = row.typed(column, text, 2)
        assert row.shown(column, 2) == text
    before, now = DraftLine(MUG_LINE).wire(), row.wire()
    differs = {column for column in {*before, *now} if before.get(column) != now.get(column)}
    assert differs <= set(dict(edits))
    assert differs <= {column for column in COLUMNS if row.changed(column)}
    assert set(row.cells) <= set(dict(edits))
    assert row.touched is any(row.changed(column) for column in COLUMNS)
    assert rows([MUG_LINE]) == (DraftLine(MUG_LINE),)
