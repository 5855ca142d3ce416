"""Cells on their way to the clipboard: as a text in the operator's marks, as a table, and as the console's own form.

It must not change what a cell holds; only the decimal mark of a number is the operator's.

Excel and LibreOffice take the table cell by cell, so that line breaks, quotes and leading zeros stay; numbers stand in it
once more as such (`sdval`), which LibreOffice reads in any language.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from console.model.fields import numerals
from console.model.fields.json_text import in_steps
from console.model.fields.kinds import Number
from console.model.fields.numerals import Marks
from console.model.lines.lines import COLUMNS
from console.model.pasting.tsv import Block, written
from console.runtime.giving_way import unhurried

_Texts = Sequence[Sequence[str]]
_MOST_IN_TABLE = 2_000
"""Rows up to which a table is made; a longer one would be slow to make, and is pasted as text."""
_TEXT = ' style=\'mso-number-format:"\\@"\' sdnum="1033;0;@"'
_BREAK = '<br style="mso-data-placement:same-cell">'


@dataclass(frozen=True, slots=True)
class Copied:
    """What goes to the clipboard. `own` is read back by `own_cells`; `table` is HTML, empty where the text will do."""

    own: str
    text: str
    table: str = ""


def copied(cells: _Texts, columns: Sequence[str], marks: Marks, *, head: Sequence[str] = ()) -> Copied:
    """Rows of texts whose columns have these API names, under a `head` of labels where there is one.

    A single cell goes out as it is, for fields and letters; one with a line break has a table too, for spreadsheets.
    """
    numbers = [isinstance(COLUMNS[column].kind, Number) for column in columns]
    shown = [
        [in_marks(text, marks) if number else text for text, number in zip(row, numbers, strict=True)]
        for row in unhurried(cells)
    ]
    every = [list(head), *shown] if head else shown
    own = in_steps([list(head), *map(list, cells)] if head else list(map(list, cells)), ensure_ascii=True)
    if not head and [len(row) for row in cells] == [1]:
        text = shown[0][0]
        return Copied(own, text, _table([], cells, shown, numbers) if "\n" in text or "\t" in text else "")
    table = _table(head, cells, shown, numbers) if len(cells) <= _MOST_IN_TABLE else ""
    return Copied(own, written(every), table)


def own_cells(own: str) -> Block | None:
    """The cells that `Copied.own` holds; None where it is no such text."""
    try:
        held = json.loads(own)
    except ValueError:
        return None
    rows = held if isinstance(held, list) and all(isinstance(row, list) for row in held) else None
    return None if rows is None else tuple(tuple(map(str, row)) for row in rows)


def in_marks(text: str, marks: Marks) -> str:
    """A plain number with the operator's own decimal mark; any other text as it is."""
    number = numerals.exact(text) if text and marks.decimal not in ("", ".") else None
    return text if number is None else text.replace(".", marks.decimal)


def _table(head: Sequence[str], cells: _Texts, shown: _Texts, numbers: Sequence[bool]) -> str:
    rows = [f"<tr>{''.join(f'<th>{_escaped(label)}</th>' for label in head)}</tr>"] if head else []
    for row, texts in zip(cells, shown, strict=True):
        made = map(_cell, row, texts, numbers)
        rows.append(f"<tr>{''.join(made)}</tr>")
    return f'<html><head><meta charset="utf-8"></head><body><table>{"".join(rows)}</table></body></html>'


def _escaped(text: str) -> str:
    from html import escape  # it brings the name of every character, a third of a MiB

    return escape(text)


def _cell(text: str, shown: str, number: bool) -> str:
    value = numerals.exact(text) if number and text else None
    if value is not None:
        return f'<td sdval="{value}" sdnum="1033;">{_escaped(shown)}</td>'
    lines = _escaped(shown).replace("\r\n", "\n").replace("\r", "\n").replace("\n", _BREAK)
    return f"<td{_TEXT}>{lines}</td>"
