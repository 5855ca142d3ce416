"""Clipboard texts as spreadsheets really write them, and what is written for them to read.

It must not know lines or columns; it is all about cells.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from console.model.pasting.tsv import Block, parsed, written

CAPTURED = {
    # Excel for Windows: CRLF, also behind the last row; a cell with a line end is quoted, its line end is a bare LF.
    "Excel": (
        'SKU\tName\tQty\r\nMUG-1\t"Coffee Mug\nblue"\t1\r\nPOT-2\tPot\t2\r\n',
        (("SKU", "Name", "Qty"), ("MUG-1", "Coffee Mug\nblue", "1"), ("POT-2", "Pot", "2")),
    ),
    # Excel for Windows: quotes inside a quoted cell are doubled; inches in a cell without line ends stay as they are.
    "Excel, quotes": (
        'PIPE\t5" pipe\r\nSIGN\t"""Open""\nsign"\r\n',
        (("PIPE", '5" pipe'), ("SIGN", '"Open"\nsign')),
    ),
    # Excel for Windows: the clipboard's text ends with a NUL in some programs' hands, and empty cells at the end are tabs.
    "Excel, empty cells": (
        "A\t\tC\t\t\r\n\t\t\t\t\r\nD\t\t\t\t\r\n\0",
        (("A", "", "C"), ("", "", ""), ("D", "", "")),
    ),
    # Excel for Mac, older ones: rows end with a bare CR.
    "Excel for Mac": ("SKU\tQty\rMUG-1\t1\r", (("SKU", "Qty"), ("MUG-1", "1"))),
    # LibreOffice Calc: LF, one behind the last row; line ends and quotes in a cell as in Excel.
    "LibreOffice": (
        'MUG-1\t"Coffee Mug\nblue"\t12,50\nPOT-2\tPot "XL"\t1.234,00\n',
        (("MUG-1", "Coffee Mug\nblue", "12,50"), ("POT-2", 'Pot "XL"', "1.234,00")),
    ),
    # LibreOffice Calc: a tab inside a cell is quoted too.
    "LibreOffice, tab": ('"a\tb"\tc\n', (("a\tb", "c"),)),
    # Google Sheets: LF, none behind the last row; rows are as wide as what was selected.
    "Sheets": (
        'SKU\tName\tQty\t\nMUG-1\t"Coffee ""Mug""\n, blue"\t1\t\n\t\t\t',
        (("SKU", "Name", "Qty"), ("MUG-1", 'Coffee "Mug"\n, blue', "1")),
    ),
    # LibreOffice: a ditto mark or a quote at the beginning of a cell stays bare, and the lines are the rows.
    "LibreOffice, ditto marks": (
        'MUG-1\tMug\t1\n"\tPot\t1\n"\tCup\t1\nSIGN\t"Open\t2\nPIPE\t5"\t3\n',
        (
            ("MUG-1", "Mug", "1"),
            ('"', "Pot", "1"),
            ('"', "Cup", "1"),
            ("SIGN", '"Open', "2"),
            ("PIPE", '5"', "3"),
        ),
    ),
    # Two marks under each other look like one quoted cell, and the line end behind them is no row that would make up for it.
    "LibreOffice, two ditto marks": (
        'A-1\tMug\t1\n"\tPot\t1\n"\tCup\t1\n\n',
        (("A-1", "Mug", "1"), ('"', "Pot", "1"), ('"', "Cup", "1")),
    ),
    # A file saved as "Unicode text" and opened in an editor: a byte order mark first.
    "byte order mark": ("\ufeffSKU\tQty\r\nMUG-1\t1\r\n", (("SKU", "Qty"), ("MUG-1", "1"))),
    # Numbers with a comma, as any of them writes them in German or French.
    "comma decimals": (
        "Menge\tPreis\r\n2\t1.234,50\r\n1\t0,99 €\r\n",
        (("Menge", "Preis"), ("2", "1.234,50"), ("1", "0,99 €")),
    ),
    # A letter: rows of different lengths, and empty ones between.
    "ragged": ("a\tb\tc\nd\n\ne\tf", (("a", "b", "c"), ("d", "", ""), ("", "", ""), ("e", "f", ""))),
}


@pytest.mark.parametrize(("text", "cells"), CAPTURED.values(), ids=CAPTURED)
def test_a_capture_is_read_as_it_was_copied(text: str, cells: Block) -> None:
    assert parsed(text) == cells


@pytest.mark.parametrize("text", ["", "\n", "\r\n\r\n", "\t\t\n\t", "\ufeff", "\0", '""', '""\t""\n'])
def test_nothing_is_no_block(text: str) -> None:
    assert parsed(text) == ()


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('"never closed\tb', (('"never closed', "b"),)),
        ('"closed" too soon\tb', (('"closed" too soon', "b"),)),
        ('a "quoted" word\tb', (('a "quoted" word', "b"),)),
        ('"a"\t"b"\n"c"', (("a", "b"), ("c", ""))),
        ('x\t"', (("x", '"'),)),
        ('""""', (('"',),)),
        ('"a\r\nb"\r\nc', (("a\r\nb",), ("c",))),
        ("a\u2028b\x0bc\x85d\te", (("a\u2028b\x0bc\x85d", "e"),)),
    ],
)
def test_a_quote_counts_only_around_a_whole_cell(text: str, cells: Block) -> None:
    assert parsed(text) == cells


def test_cells_are_quoted_as_a_spreadsheet_does_it() -> None:
    assert written([["a", "b c", ""], ["1\n2", "x\ty", 'the "X"']]) == 'a\tb c\t\n"1\n2"\t"x\ty"\t"the ""X"""'


texts = st.text(
    st.one_of(st.sampled_from('\t\r\n"\ufeff ,;'), st.characters(exclude_characters="\0")), max_size=8
)


def may_be_rows(text: str) -> bool:
    """Whether a cell holds what parts cells and what parts rows: lines of such cells can be rows to anybody."""
    return "\t" in text and ("\n" in text or "\r" in text)


@st.composite
def blocks(draw: Any) -> Block:
    """Blocks that end in something: empty rows and columns at the end are no part of one."""
    width = draw(st.integers(1, 4))
    cells = draw(st.lists(st.tuples(*[texts] * width), max_size=5))
    return (*cells, (*draw(st.tuples(*[texts] * (width - 1))), draw(texts.filter(bool))))


@given(blocks())
def test_what_is_written_is_read_back(cells: Block) -> None:
    assume(not any(may_be_rows(cell) for row in cells for cell in row))
    assert parsed(written(cells)) == cells


@given(st.text(st.sampled_from('ab\t\r\n"\ufeff')))
def test_any_text_gives_rows_of_one_width_that_are_read_back(text: str) -> None:
    cells = parsed(text)
    assert len({len(row) for row in cells}) <= 1
    if not any(may_be_rows(cell) for row in cells for cell in row):
        assert parsed(written(cells)) == cells


def test_quotes_that_are_never_closed_take_no_longer_than_others() -> None:
    rows = 30_000
    assert len(parsed('"a\t"b\n' * rows)) == rows
    assert len(parsed('""x\t"y\n' * rows)) == rows
