"""What can be wrong with a cell before anybody asks what it means: a spreadsheet has lost or changed what was typed.

It must not know where a cell comes from; readers find flaws, and rows whose cells are used say them.
"""

from __future__ import annotations

import re
from typing import Literal

Flaw = Literal["digits", "no value", "error", "look", "date", "quote", "wide", "repeat"]
"""A number that has lost its last digits; a formula without a stored value; an error such as #N/A; a number whose look
cannot be worked out; a date in place of an ID; a quote that may swallow rows; more cells than the head; a second head."""

WHY: dict[Flaw, str] = {
    "digits": "The spreadsheet has lost its last digits; format the column as text and export again.",
    "no value": "This cell is a formula without a stored value; open the file in the spreadsheet, save it and choose it again.",
    "error": "This cell is an error of the spreadsheet; mend it there and export again.",
    "look": "This number is shown in a form that cannot be read here; format the column as text and export again.",
    "date": "The spreadsheet holds a date here, not an ID or number; format the column as text and type it again.",
    "quote": "A quote may join rows or cells here; remove the quotes in this row and choose the file again.",
    "wide": "This row has more cells than the head; a separator inside a text must be in quotes.",
    "repeat": "This row repeats the head.",
}
"""What to say of each, to the operator."""

OF_THE_ROW: frozenset[Flaw] = frozenset({"quote", "wide", "repeat"})
"""Flaws that make all cells of a row doubtful."""

WHOLE_ROW = -1
"""In place of a column where the flaw is of the row."""

_POWER = re.compile(r"[+-]?\d+(?:[.,]\d+)?E\+\d{1,3}|[+-]?\d[.,]\d+E-?\d{1,3}", re.IGNORECASE | re.ASCII)
_REDRESSED = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s?%", re.ASCII)
"""A number that a program took for a share: 310500%."""
_ZEROS = re.compile(r"\d{15}0{3,}", re.ASCII)
_FORMULA = re.compile(r"=[\w$(+\-\"'\[{@.]")
_ERRORS = re.compile(
    r"#(?:N/?[AVD]|REF|BEZUG|VALUE|WERT|DIV/0|NAME|NOMBRE|NOM|NUM|NULL|ZAHL|NULO|NUL|NB|VALOR|VALEUR|RIF|VALORE|WAARDE"
    r"|VERW|DEEL/0|SPILL|CALC|FIELD|BUSY|BLOCKED|CONNECT|GETTING_DATA|UNKNOWN|ARG|ADR|ODKAZ|HODNOTA|LICZBA|HIV|ÉRTÉK)[!?]?"
    r"|Err:\d{3}|#{3,}",
    re.IGNORECASE,
)


def flaw_in(text: str) -> Flaw | None:
    """The flaw that a cell's text shows by itself: 9.4E+21, #N/A, =A1. None where it shows none."""
    if not text or text[0] not in "#=0123456789+-Ee":
        return None
    if text[0] in "#Ee":
        return "error" if _ERRORS.fullmatch(text) else None
    if text[0] == "=":
        return "no value" if _FORMULA.match(text) else None
    if _POWER.fullmatch(text) or _ZEROS.fullmatch(text):
        return "digits"
    return "look" if _REDRESSED.fullmatch(text) else None
