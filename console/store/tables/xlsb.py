"""Binary workbooks (XLSB), read record by record.

It must not compute a formula; what it does not know in the file it passes over.

Source: [MS-XLSB] 2.1.4 (records), 2.4 (each of them), 2.5.97 (cells). Own code, because python-calamine passes the short
records of cells over, so that columns are lost without a word, and knows neither hidden rows nor number formats.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from posixpath import join, normpath
from zipfile import ZipFile

from console.store.tables.formats import BUILT_IN
from console.store.tables.sheet import SheetCells, SheetEntry, sheet_of
from console.store.tables.table import SheetRead
from console.store.tables.xml_parser import xml_parser

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_ROW, _COLUMNS = 0, 60
_LONG = {1: "blank", 2: "rk", 3: "error", 4: "flag", 5: "real", 6: "text", 7: "shared", 8: "text", 9: "real", 10: "flag",
         11: "error", 62: "rich"}  # fmt: skip
_SHORT = {12: "blank", 13: "rk", 14: "error", 15: "flag", 16: "real", 17: "text", 18: "shared"}


def read(name: str, archive: ZipFile, wanted: str) -> SheetRead:
    """The sheet of a workbook that is asked for, or that was open. Raises StoreTrouble, KeyError, struct.error."""
    book = _Book(archive)
    return sheet_of(
        name,
        book.entries,
        book.active,
        wanted=wanted,
        read=lambda entry: _sheet(book, archive.read(entry.place)),
    )


class _Book:
    """What holds for all sheets."""

    def __init__(self, archive: ZipFile) -> None:
        related = _relations(archive.read("xl/_rels/workbook.bin.rels"))
        self.entries: list[SheetEntry] = []
        self.active, self.since_1904 = 0, False
        for kind, data in _records(archive.read("xl/workbook.bin")):
            if kind == 156:
                relation, at = _string(data, 8)
                label, _ = _string(data, at)
                type_, place = related.get(relation, ("", ""))
                state = "hidden" if int.from_bytes(data[:4], "little") else "visible"
                self.entries.append(
                    SheetEntry(
                        label, "hidden" if state == "hidden" else "visible", type_ == "worksheet", place
                    )
                )
            elif kind == 158 and len(data) >= 28:
                self.active = int.from_bytes(data[24:28], "little")
            elif kind == 153:
                self.since_1904 = bool(data[0] & 1)
        names = set(archive.namelist())
        self.texts = (
            [
                _string(data, 1)[0]
                for kind, data in _records(archive.read("xl/sharedStrings.bin"))
                if kind == 19
            ]
            if "xl/sharedStrings.bin" in names
            else []
        )
        self.codes = _formats(archive.read("xl/styles.bin")) if "xl/styles.bin" in names else []


def _formats(content: bytes) -> list[str]:
    own: dict[int, str] = {}
    codes: list[str] = []
    of_cells = False
    for kind, data in _records(content):
        if kind == 44:
            own[int.from_bytes(data[:2], "little")] = _string(data, 2)[0]
        elif kind in (617, 618):
            of_cells = kind == 617
        elif kind == 47 and of_cells:
            number = int.from_bytes(data[2:4], "little")
            codes.append(own.get(number) or BUILT_IN.get(number, "General"))
    return codes


def _sheet(book: _Book, content: bytes) -> SheetCells:
    sheet = SheetCells(book.since_1904)
    row = column = -1
    for kind, data in _records(content):
        if kind == _ROW:
            row, column = int.from_bytes(data[:4], "little"), -1
            if len(data) > 11 and data[11] & 0x10:
                sheet.hidden.add(row)
        elif kind == _COLUMNS and len(data) >= 18:
            first, last = struct.unpack_from("<II", data)
            if data[16] & 1:
                sheet.hidden_columns.update(range(first, min(last, 16_383) + 1))
        elif kind in _LONG:
            column = int.from_bytes(data[:4], "little")
            style = int.from_bytes(data[4:7], "little")
            _put(book, sheet, row, column, style, _LONG[kind], data[8:])
        elif kind in _SHORT:
            column += 1
            _put(book, sheet, row, column, int.from_bytes(data[:3], "little"), _SHORT[kind], data[4:])
    return sheet


def _put(book: _Book, sheet: SheetCells, row: int, column: int, style: int, kind: str, data: bytes) -> None:
    code = book.codes[style] if style < len(book.codes) else "General"
    if kind == "rk":
        sheet.number(row, column, _rk(int.from_bytes(data[:4], "little")), code)
    elif kind == "real":
        sheet.number(row, column, struct.unpack_from("<d", data)[0], code)
    elif kind == "shared":
        at = int.from_bytes(data[:4], "little")
        sheet.text(row, column, book.texts[at] if at < len(book.texts) else "", code)
    elif kind in ("text", "rich"):
        sheet.text(row, column, _string(data, int(kind == "rich"))[0], code)
    elif kind == "flag":
        sheet.flag(row, column, bool(data[0]))
    elif kind == "error":
        sheet.error(row, column, _ERRORS.get(data[0], "#N/A"))


def _rk(raw: int) -> float:
    """A number in four bytes: whole or the upper half of a double, perhaps a hundred times too large."""
    if raw & 2:
        number = float((raw >> 2) - (1 << 30 if raw & 0x80000000 else 0))
    else:
        number = struct.unpack("<d", b"\0\0\0\0" + (raw & 0xFFFFFFFC).to_bytes(4, "little"))[0]
    return number / 100 if raw & 1 else number


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    at, end = 0, len(content)
    while at < end:
        kind, at = content[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | (content[at] & 0x7F) << 7, at + 1
        size = shift = 0
        while True:
            byte, at = content[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        yield kind, content[at : at + size]
        at += size


def _string(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length in front, and where it ends."""
    length = int.from_bytes(data[at : at + 4], "little")
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _relations(content: bytes) -> dict[str, tuple[str, str]]:
    found_: dict[str, tuple[str, str]] = {}
    parser = xml_parser()

    def start(element: str, given: dict[str, str]) -> None:
        if element.rpartition(":")[2] == "Relationship":
            target = given.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            found_[given.get("Id", "")] = (given.get("Type", "").rpartition("/")[2], place)

    parser.StartElementHandler = start
    parser.Parse(content, True)
    return found_
