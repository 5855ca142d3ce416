"""The table of line items: a model that Qt's own checker has nothing against, whatever becomes of the rows.

It must not check sums or requests; here it counts what is seen, read aloud, marked and copied.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from console.model.fields import money
from console.model.lines.lines import DraftLine
from console.model.records import LineItem
from console.ui.lines.lines import FIELDS, KEYS, MARK, LinesModel
from console.ui.look.parts import ModelIndex
from tests.model.samples import MUG, POT

HEADERS = [
    "#",
    "SKU",
    "Name",
    "Description",
    "Category",
    "Other",
    "Quantity",
    "Unit price",
    "Sale price",
    "Total price",
    "Image URL",
    "Product URL",
]
HOSTILE = '<a href="x">y</a>\n<img src=x>\u202e\x07'


def item(**fields: Any) -> LineItem:
    return LineItem.model_validate(MUG | fields)


def rows(count: int) -> tuple[DraftLine, ...]:
    return tuple(DraftLine(item(name=f"Mug {number}")) for number in range(count))


def at(model: LinesModel, place: int, key: str, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
    return model.index(place, KEYS.index(key)).data(role)


def titles(model: LinesModel) -> list[str]:
    return [at(model, place, "name") for place in range(model.rowCount())]


class Unnumbered(LinesModel):
    """Qt's checker looks at the first column only, and takes it amiss that its numbers change by themselves."""

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return super().data(index.siblingAtColumn(KEYS.index("name")) if index.column() == 0 else index, role)


@pytest.fixture
def checked(qtmodeltester: ModelTester) -> Unnumbered:
    """A model whose every announcement is checked by Qt."""
    made = Unnumbered()
    made.show(rows(2), 2, "")
    qtmodeltester.check(made)
    return made


@pytest.fixture
def model() -> LinesModel:
    made = LinesModel()
    made.show((DraftLine(LineItem.model_validate(MUG)), DraftLine(LineItem.model_validate(POT))), 2, "")
    return made


def test_qt_has_nothing_against_any_sequence_of_edits(checked: Unnumbered) -> None:
    a, b, c, d, e, f = rows(6)
    steps: list[Sequence[DraftLine]] = [
        (a, b, c),
        (a, b, c, d),
        (d, a, b, c),
        (a, a.copy(2), b, c, c.copy(2)),
        (a, b, c),
        (c, b, a),
        (b,),
        (),
        (),
        (e, f),
        (a, b, c, d, e, f),
        (a, e, f),
        (b, c, d, e),
        (a, b.typed("quantity", "7", 2), c, d, e, f),
    ]
    for step in steps:
        checked.show(step, 2, "")
        assert titles(checked) == [row.title for row in step]


def test_qt_has_nothing_against_hundreds_of_changes_at_random(checked: Unnumbered) -> None:
    chance, now = random.Random(7), list(rows(12))
    for _ in range(400):
        again = [row.copy(2) if chance.random() < 0.05 else row for row in now]
        chance.shuffle(again) if chance.random() < 0.1 else None
        start, end = sorted(chance.choices(range(len(again) + 1), k=2))
        again[start:end] = rows(chance.randrange(4))
        now = again[:20]
        checked.show(tuple(now), 2, "")
        assert checked.rowCount() == len(now)
    assert titles(checked) == [row.title for row in now]


def test_hundreds_of_lines_are_taken_in_and_edited(checked: Unnumbered) -> None:
    many = rows(600)
    checked.show(many, 2, "")
    checked.show((*many[:300], many[300].typed("sku", "NEW", 2), *many[301:]), 2, "")
    checked.show(many[1:], 2, "")
    checked.show((), 2, "")
    assert checked.rowCount() == 0


def test_what_differs_is_announced_and_nothing_else(model: LinesModel, qtbot: QtBot) -> None:
    a, b, c = rows(3)
    model.show((a, b, c), 2, "")
    with qtbot.assertNotEmitted(model.rowsInserted), qtbot.waitSignal(model.rowsRemoved) as removed:
        model.show((a, c), 2, "")
    assert removed.args is not None
    assert removed.args[1:] == [1, 1]
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        model.show((a, b, c), 2, "")
    assert inserted.args is not None
    assert inserted.args[1:] == [1, 1]
    same = (a, b, c)
    model.show(same, 2, "")
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.show(same, 2, "")


def test_the_columns_are_those_of_the_manual(model: LinesModel) -> None:
    assert [model.headerData(place, Qt.Orientation.Horizontal) for place in range(len(KEYS))] == HEADERS
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_numbers_stand_right_with_their_headers_and_words_left(model: LinesModel) -> None:
    right = {"#", "Quantity", "Unit price", "Sale price", "Total price"}
    for column, field in enumerate(FIELDS):
        for aligned in (
            model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole),
            model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole),
        ):
            assert bool(aligned & Qt.AlignmentFlag.AlignRight) == (field.label in right), field.label


@pytest.mark.parametrize(("places", "shown"), [(2, "3.990"), (0, "3.990"), (3, "3.990"), (4, "3.9900")])
def test_amounts_have_their_currency_s_digits_and_lose_none(
    model: LinesModel, places: int, shown: str
) -> None:
    model.show((DraftLine(LineItem.model_validate(MUG)),), places, "")
    assert at(model, 0, "totalPrice") == shown


def test_lines_are_numbered_as_they_stand(model: LinesModel) -> None:
    a, b, c = rows(3)
    model.show((c, a, b), 2, "")
    assert [at(model, place, "position") for place in range(3)] == ["1", "2", "3"]


def test_a_cell_is_one_line_that_hides_nothing_and_edits_the_original(model: LinesModel) -> None:
    model.show((DraftLine(item(description=HOSTILE)),), 2, "")
    assert at(model, 0, "description") == '<a href="x">y</a> <img src=x>⟨U+202E⟩⟨U+0007⟩'
    assert at(model, 0, "description", Qt.ItemDataRole.EditRole) == HOSTILE
    tip = at(model, 0, "description", Qt.ItemDataRole.ToolTipRole)
    assert "<a" not in tip
    assert "<img" not in tip


def test_a_long_text_costs_no_more_than_what_is_seen_of_it(model: LinesModel) -> None:
    model.show((DraftLine(item(description="x" * 65_536)),), 2, "")
    assert len(at(model, 0, "description")) <= 400
    assert len(at(model, 0, "description", Qt.ItemDataRole.ToolTipRole)) <= 2_000
    assert len(at(model, 0, "description", Qt.ItemDataRole.EditRole)) == 65_536


def test_changed_and_wrong_cells_are_marked_and_said(model: LinesModel) -> None:
    row = DraftLine(LineItem.model_validate(MUG)).typed("quantity", "2", 2).typed("unitPrice", "abc", 2)
    model.show((row, DraftLine(None, {"quantity": "1"})), 2, "")
    assert at(model, 0, "quantity", MARK) == "changed"
    assert at(model, 0, "unitPrice", MARK) == "wrong"
    assert at(model, 0, "sku", MARK) == ""
    assert at(model, 1, "sku", MARK) == "changed", "all of a new line is new"
    assert at(model, 1, "totalPrice", MARK) == "wrong", "it is needed and missing"
    assert "plain number" in at(model, 0, "unitPrice", Qt.ItemDataRole.ToolTipRole)
    aloud = at(model, 0, "unitPrice", Qt.ItemDataRole.AccessibleTextRole)
    assert aloud.startswith("Unit price: abc. ")
    assert "plain number" in aloud
    assert at(model, 0, "other", Qt.ItemDataRole.AccessibleTextRole).startswith("Other: empty.")


@pytest.mark.parametrize(
    ("column", "typed", "currency", "sentence"),
    [
        ("totalPrice", "12.3456", "EUR", "EUR has 2 digits after the point; this is sent with 4."),
        ("unitPrice", "1234.56", "JPY", "JPY has no digits after the point; this is sent with 2."),
        (
            "salePrice",
            "1.5055",
            None,
            "Without a currency 2 digits after the point are assumed; this is sent with 4.",
        ),
        ("quantity", "-1", "EUR", "A negative quantity; is it meant as a return?"),
        ("quantity", "1.500", "EUR", "Sent as 1.500; for thousands write 1500."),
        ("productUrl", "https://ups.com@evil.example/1", "EUR", "this link leads to evil.example."),
    ],
)
def test_advice_of_a_cell_is_marked_and_said_like_an_error(
    model: LinesModel, column: str, typed: str, currency: str | None, sentence: str
) -> None:
    row = DraftLine(item()).typed(column, typed, 2)
    model.show((row,), money.digits(currency), "", currency=currency)
    assert at(model, 0, column, MARK) == "doubtful"
    assert sentence in at(model, 0, column, Qt.ItemDataRole.ToolTipRole)
    assert at(model, 0, column, Qt.ItemDataRole.AccessibleTextRole).endswith(sentence)
    assert at(model, 0, "other", MARK) == ""


def test_another_currency_marks_the_same_cell_otherwise(model: LinesModel, qtbot: QtBot) -> None:
    rows = (DraftLine(item()).typed("totalPrice", "5.50", 2),)
    model.show(rows, 2, "", currency="EUR")
    assert at(model, 0, "totalPrice", MARK) == "changed"
    with qtbot.waitSignal(model.dataChanged):
        model.show(rows, 0, "", currency="JPY")
    assert at(model, 0, "totalPrice", MARK) == "doubtful"
    model.show((DraftLine(item()).typed("totalPrice", "CHF 5", 2),), 2, "", currency="EUR")
    assert at(model, 0, "totalPrice", MARK) == "wrong"
    assert "CHF is the Swiss Franc" in at(model, 0, "totalPrice", Qt.ItemDataRole.ToolTipRole)


def test_typing_in_a_cell_is_told_and_changes_nothing_here(model: LinesModel, qtbot: QtBot) -> None:
    index = model.index(0, KEYS.index("quantity"))
    with qtbot.waitSignal(model.cell_typed) as typed:
        assert model.setData(index, "7")
    assert typed.args == [0, "quantity", "7"]
    assert index.data() == "1"
    with qtbot.assertNotEmitted(model.cell_typed):
        model.setData(index, "1")


def test_locked_lines_can_be_read_and_not_edited(model: LinesModel, qtbot: QtBot) -> None:
    model.show((DraftLine(item()),), 2, "This cart <b>has</b> expired.")
    index = model.index(0, KEYS.index("sku"))
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert index.flags() & Qt.ItemFlag.ItemIsSelectable
    with qtbot.assertNotEmitted(model.cell_typed):
        assert not model.setData(index, "7")
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "<p>This cart &lt;b&gt;has&lt;/b&gt; expired.</p>"


def test_the_number_of_a_line_is_never_edited(model: LinesModel) -> None:
    assert not model.index(0, 0).flags() & Qt.ItemFlag.ItemIsEditable
