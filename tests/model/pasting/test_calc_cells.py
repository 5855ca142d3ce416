"""What LibreOffice Calc 7.4 puts on the clipboard, byte for byte, and the cells that were copied.

It must not read any other program's text; `tsv` does.
"""

from __future__ import annotations

import pytest

from console.model.pasting.calc_cells import cells
from console.model.pasting.tsv import Block

BLOCK = (
    'SKU\tName\tQuantity\tTotal price\nA-1\t"Mug\nblue"\t2\t12.5\n5" pipe\t"ditto\t1\t3\n'
    '"tab\there"\t"\t1\t3\n"quoted"\t"a ""x"" b\nline"\t1\t3\n',
    'SKU\tName\tQuantity\tTotal price\nA-1\tMug blue\t2\t12.5\n5" pipe\t"ditto\t1\t3\n'
    'tab here\t"\t1\t3\n"quoted"\ta "x" b line\t1\t3\n',
)


@pytest.mark.parametrize(
    ("tsvc", "plain", "copied"),
    [
        (
            *BLOCK,
            (
                ("SKU", "Name", "Quantity", "Total price"),
                ("A-1", "Mug\nblue", "2", "12.5"),
                ('5" pipe', '"ditto', "1", "3"),
                ("tab\there", '"', "1", "3"),
                ('"quoted"', 'a "x" b\nline', "1", "3"),
            ),
        ),
        (
            '"ditto\n"\n"a ""x"" b\nline"\n',
            '"ditto\n"\na "x" b line\n',
            (('"ditto',), ('"',), ('a "x" b\nline',)),
        ),
        ('"Mug\nblue"', "Mug\nblue", (("Mug\nblue",),)),
        ('"', '"', (('"',),)),
        ('5" pipe', '5" pipe', (('5" pipe',),)),
        ('"a\nb"\t1\r\n2\t3\r\n', "a b\t1\r\n2\t3\r\n", (("a\nb", "1"), ("2", "3"))),
    ],
    ids=["block", "column", "line break", "ditto", "inch", "Windows"],
)
def test_cells_are_as_they_were_copied(tsvc: str, plain: str, copied: Block) -> None:
    assert cells(tsvc, plain) == copied


@pytest.mark.parametrize(
    ("tsvc", "plain"),
    [
        ("a\tb\n", "a\tc\n"),
        ("a\n", "a\nb\n"),
        ("a\nb\n", "a\n"),
        ("", "a"),
        ('"a\n', "a b\n"),
        ("a\tb\nc\n", "a\tb\nc\n"),
    ],
)
def test_texts_that_do_not_belong_together_are_no_cells(tsvc: str, plain: str) -> None:
    assert cells(tsvc, plain) is None
