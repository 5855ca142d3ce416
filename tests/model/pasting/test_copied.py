"""Cells on their way out: the operator's decimal mark, quoting, and the table for spreadsheets.

It must not touch a clipboard; the tests of the dialogs do.
"""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from console.model.fields.numerals import Marks
from console.model.pasting.copied import Copied, copied, own_cells
from console.model.pasting.tsv import parsed

GERMAN, ENGLISH = Marks(",", "."), Marks(".", ",")
COLUMNS = ("sku", "name", "quantity", "totalPrice")
CELLS = [
    ["00123", "Mug\nblue", "0.5", "1234.50"],
    ["=1+1", '"ditto', "1", "12,5 x"],
    ["1.5", "a & <b>", "-2", ""],
]


def table(made: Copied) -> list[list[str]]:
    """What a spreadsheet reads: the text of each cell, a line break where it has one."""
    rows = ElementTree.fromstring(
        made.table.replace('<meta charset="utf-8">', "").replace(
            '<br style="mso-data-placement:same-cell">', "&#10;"
        )
    ).iter("tr")
    return [["".join(cell.itertext()) for cell in row] for row in rows]


def test_numbers_go_out_in_the_operators_marks_and_texts_as_they_are() -> None:
    made = copied(CELLS, COLUMNS, GERMAN)
    assert parsed(made.text) == (
        ("00123", "Mug\nblue", "0,5", "1234,50"),
        ("=1+1", '"ditto', "1", "12,5 x"),
        ("1.5", "a & <b>", "-2", ""),
    )
    assert table(made) == [list(row) for row in parsed(made.text)]
    assert copied(CELLS, COLUMNS, ENGLISH).text == copied(CELLS, COLUMNS, Marks("", "")).text


def test_a_table_tells_numbers_from_texts() -> None:
    made = copied(CELLS, COLUMNS, GERMAN).table
    assert '<td sdval="0.5" sdnum="1033;">0,5</td>' in made
    assert """<td style='mso-number-format:"\\@"' sdnum="1033;0;@">00123</td>""" in made
    assert """<td style='mso-number-format:"\\@"' sdnum="1033;0;@">=1+1</td>""" in made


@pytest.mark.parametrize("marks", [GERMAN, ENGLISH], ids=["German", "English"])
def test_the_console_reads_its_own_cells_back_to_the_letter(marks: Marks) -> None:
    assert own_cells(copied(CELLS, COLUMNS, marks).own) == tuple(map(tuple, CELLS))
    headed = copied(CELLS, COLUMNS, marks, head=["A", "B", "C", "D"])
    assert own_cells(headed.own) == (("A", "B", "C", "D"), *map(tuple, CELLS))
    assert table(headed)[0] == ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    ("cell", "column", "text", "has_table"),
    [
        ("0.5", "quantity", "0,5", False),
        ('5" pipe', "name", '5" pipe', False),
        ("1.5", "name", "1.5", False),
        ("Mug\nblue", "name", "Mug\nblue", True),
    ],
)
def test_one_cell_goes_out_as_it_is_and_as_one_cell(
    cell: str, column: str, text: str, has_table: bool
) -> None:
    made = copied([[cell]], [column], GERMAN)
    assert (made.text, bool(made.table)) == (text, has_table)
    assert not has_table or table(made) == [[cell]]


@pytest.mark.parametrize("own", ["", "x", "{}", "[1]", "SKU\tName"])
def test_what_is_not_the_consoles_own_is_not_read(own: str) -> None:
    assert own_cells(own) is None


def test_very_many_rows_go_out_as_a_text_only() -> None:
    made = copied([["A", "B", "1", "2"]] * 2_001, COLUMNS, GERMAN)
    assert made.table == ""
    assert made.text.count("\n") == 2_000
