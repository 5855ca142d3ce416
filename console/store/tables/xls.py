"""Old binary workbooks (XLS, BIFF5 and BIFF8), read with xlrd, which knows number formats and hidden rows.

It must not compute a formula, and what the file holds beside its sheets does not matter.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from console.store.files import StoreTrouble
from console.store.tables.sheet import SheetCells, SheetEntry, sheet_of
from console.store.tables.table import SheetRead

if TYPE_CHECKING:
    from xlrd import Book
    from xlrd.sheet import Sheet as ReadSheet

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_TEXT, _NUMBER, _DATE, _FLAG, _ERROR = 1, 2, 3, 4, 5


def read(name: str, content: bytes, wanted: str) -> SheetRead:
    """The sheet of a workbook that is asked for, or that was open. Raises StoreTrouble."""
    import xlrd
    from xlrd.biffh import XLRDError
    from xlrd.compdoc import CompDocError

    if _PROTECTED in content:
        raise StoreTrouble(f"{name} is protected by a password. Save it without one; nothing was read.")
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,
            ragged_rows=True,
            logfile=io.StringIO(),
            on_demand=False,
        )
    except XLRDError as error:
        if "encrypted" in str(error).lower():
            raise StoreTrouble(
                f"{name} is protected by a password. Save it without one; nothing was read."
            ) from error
        raise _unreadable(name) from error
    except (
        CompDocError,
        struct.error,
        AssertionError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise _unreadable(name) from error
    sheets = book.sheets()
    entries = [
        SheetEntry(sheet.name, "hidden" if sheet.visibility else "visible", place=str(place))
        for place, sheet in enumerate(sheets)
    ]
    active = next((place for place, sheet in enumerate(sheets) if getattr(sheet, "sheet_visible", 0)), 0)
    return sheet_of(
        name,
        entries,
        active,
        wanted=wanted,
        read=lambda entry: _cells(book, sheets[int(entry.place)]),
    )


def _unreadable(name: str) -> StoreTrouble:
    return StoreTrouble(
        f"{name} is no spreadsheet that can be read (XLS). Save it as XLSX; nothing was read."
    )


def _cells(book: Book, read: ReadSheet) -> SheetCells:
    from xlrd.biffh import error_text_from_code

    sheet = SheetCells(bool(book.datemode))
    codes = {key: format_.format_str for key, format_ in book.format_map.items()}
    formats = [codes.get(style.format_key, "General") for style in book.xf_list]
    for row in range(read.nrows):
        for column, cell in enumerate(read.row(row)):
            code = (
                formats[cell.xf_index]
                if cell.xf_index is not None and cell.xf_index < len(formats)
                else "General"
            )
            if cell.ctype == _TEXT:
                sheet.text(row, column, str(cell.value), code)
            elif cell.ctype in (_NUMBER, _DATE):
                sheet.number(row, column, float(cell.value), code)
            elif cell.ctype == _FLAG:
                sheet.flag(row, column, bool(cell.value))
            elif cell.ctype == _ERROR:
                sheet.error(row, column, error_text_from_code.get(int(cell.value), "#N/A"))
    sheet.hidden.update(row for row, info in read.rowinfo_map.items() if info.hidden)
    for column, info in read.colinfo_map.items():
        if info.hidden:
            sheet.hidden_columns.add(column)
    return sheet
