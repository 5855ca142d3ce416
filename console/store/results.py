"""Rows with their results as a file for the warehouse: CSV, or a spreadsheet (XLSX).

It must not let a text become a formula, nor leave half a file where there was a whole one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from console.store import files
from console.store.export import cell

ResultsFormat = Literal["csv", "xlsx"]
FORMS: dict[str, ResultsFormat] = {".csv": "csv", ".xlsx": "xlsx"}
_BOM = b"\xef\xbb\xbf"


def write(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]], *, form: ResultsFormat) -> None:
    """Write the rows below a head, mode 0600, whole or not at all. Raises `StoreTrouble`, such as for a full disk."""
    files.replace(path, to_csv(head, rows) if form == "csv" else to_xlsx(head, rows))


def to_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark that Excel needs, RFC 4180; formulas neutralised."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (head, *rows):
        writer.writerow([cell(value) for value in row])
    return _BOM + text.getvalue().encode("utf-8", "backslashreplace")


def to_xlsx(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet, every cell a text: ids and tracking numbers keep every digit, and nothing is a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Results")
    sheet.freeze_panes = "A2"
    for place, row in enumerate((head, *rows)):
        cells = []
        for value in row:
            made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("�", value))
            made.data_type = "s"  # or a text that begins with = would become a formula
            if place == 0:
                made.font = Font(bold=True)
            cells.append(made)
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
