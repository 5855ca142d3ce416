"""OpenDocument spreadsheets (ODS, and FODS, which is one flat file), read cell by cell as they are written.

It must not work a number's look out: the file has beside each number the text that was shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from zipfile import ZipFile

from console.store.files import StoreTrouble
from console.store.tables.formats import DIGITS_KEPT, plain
from console.store.tables.sheet import SheetCells, SheetEntry, XmlAttributes, sheet_of
from console.store.tables.table import SheetRead
from console.store.tables.xml_parser import xml_parser

MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_FARTHEST = 1_048_576
_NOISE = re.compile(r"[\s.,'’\u00a0\u202f()$€£¥₩₹+-]")
_ENCRYPTED = "encryption-data"


def read(name: str, archive: ZipFile, wanted: str) -> SheetRead:
    """The sheet of a document that is asked for, or that was open. Raises StoreTrouble, KeyError, ExpatError."""
    if (
        "META-INF/manifest.xml" in archive.namelist()
        and _ENCRYPTED in archive.read("META-INF/manifest.xml").decode()
    ):
        raise StoreTrouble(f"{name} is protected by a password. Save it without one; nothing was read.")
    parts = [archive.read(part) for part in ("settings.xml", "content.xml") if part in archive.namelist()]
    if "content.xml" not in archive.namelist():
        raise KeyError("content.xml")
    return _read(name, parts, wanted)


def read_flat(name: str, content: bytes, wanted: str) -> SheetRead:
    """The same of a flat file."""
    return _read(name, [content], wanted)


def _read(name: str, parts: list[bytes], wanted: str) -> SheetRead:
    document = _Document()
    for part in parts:
        document.feed(part)
    entries = document.entries
    active = next((place for place, entry in enumerate(entries) if entry.name == document.active), 0)

    def read(entry: SheetEntry) -> SheetCells:
        if document.too_wide:
            raise StoreTrouble(
                f"{name} has more rows than can be read. Delete what is not needed; nothing was read."
            )
        return document.sheets[entries.index(entry)]

    return sheet_of(name, entries, active, wanted=wanted, read=read)


class _Document:
    """All sheets of a document, as its parts are parsed."""

    def __init__(self) -> None:
        self.entries: list[SheetEntry] = []
        self.sheets: list[SheetCells] = []
        self.active = ""
        self.too_wide = False
        self._unseen: set[str] = set()
        self._inside: list[str] = []
        self._style, self._item = "", ""
        self._row = self._column = self._rows = self._columns = 0
        self._at_column = 0
        self._hides = False
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._paragraphs = 0
        self._skipped = 0

    def feed(self, part: bytes) -> None:
        parser = xml_parser()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(part, True)

    def _start(self, element: str, raw: XmlAttributes) -> None:
        element = element.rpartition(":")[2]
        self._inside.append(element)
        if element in ("annotation", "shapes", "tracked-changes", "forms", "named-expressions", "dde-links"):
            self._skipped += 1
        if self._skipped:
            return
        given = {key.rpartition(":")[2]: value for key, value in raw.items()}
        if element in ("table-cell", "covered-table-cell"):
            self._cell = given | ({"kind": raw["calcext:value-type"]} if "calcext:value-type" in raw else {})
            self._text, self._paragraphs = [], 0
            self._columns = _count(given, "number-columns-repeated")
        elif element == "p" and self._cell is not None:
            if self._paragraphs:
                self._text.append("\n")
            self._paragraphs += 1
        elif element in ("s", "tab", "line-break") and self._cell is not None:
            self._text.append({"s": " " * min(_count(given, "c"), 100), "tab": "\t"}.get(element, "\n"))
        elif element == "table-row":
            self._column = 0
            self._rows = _count(given, "number-rows-repeated")
            self._hides = given.get("visibility", "visible") != "visible"
        elif element == "table-column":
            count = _count(given, "number-columns-repeated")
            if given.get("visibility", "visible") != "visible":
                self.sheets[-1].hidden_columns.update(
                    range(self._at_column, self._at_column + min(count, 16_384))
                )
            self._at_column += count
        elif element == "table" and "table-cell" not in self._inside:
            hidden = given.get("style-name") in self._unseen or given.get("display") == "false"
            self.entries.append(SheetEntry(given.get("name", ""), "hidden" if hidden else "visible"))
            self.sheets.append(SheetCells())
            self._row = self._at_column = 0
        elif element == "style":
            self._style = given.get("name", "")
        elif element == "table-properties" and given.get("display") == "false":
            self._unseen.add(self._style)
        elif element == "config-item":
            self._item = given.get("name", "")

    def _characters(self, text: str) -> None:
        if self._skipped:
            return
        if self._cell is not None and self._paragraphs and "p" in self._inside:
            self._text.append(text)
        elif self._item == "ActiveTable" and self._inside[-1] == "config-item":
            self.active += text

    def _end(self, element: str) -> None:
        element = element.rpartition(":")[2]
        self._inside.pop()
        if element in ("annotation", "shapes", "tracked-changes", "forms", "named-expressions", "dde-links"):
            self._skipped -= 1
        elif self._skipped:
            return
        elif element in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._put(self._cell, "".join(self._text))
            self._cell = None
            self._column += self._columns
        elif element == "table-row":
            if self._hides:
                self.sheets[-1].hidden.update(range(self._row, self._row + min(self._rows, _FARTHEST)))
            self._row += self._rows
        elif element == "config-item":
            self._item = ""

    def _put(self, cell: dict[str, str], shown: str) -> None:
        kind = cell.get("value-type", "")
        if not (kind or shown or "formula" in cell):
            return
        sheet = self.sheets[-1]
        rows, columns = min(self._rows, 25_000), min(self._columns, 600)
        for row in range(self._row, self._row + rows):
            for column in range(self._column, self._column + columns):
                _put(sheet, row, column, cell, kind, shown)


def _put(sheet: SheetCells, row: int, column: int, cell: dict[str, str], kind: str, shown: str) -> None:
    if cell.get("kind") == "error":
        sheet.error(row, column, shown)
    elif kind in ("float", "currency", "percentage") and "value" in cell:
        _number(sheet, row, column, float(cell["value"]), shown, kind)
    elif kind == "date" and "date-value" in cell:
        sheet.put(row, column, cell["date-value"].replace("T", " ").removesuffix(" 00:00:00"), "date")
    elif kind == "boolean":
        sheet.flag(row, column, cell.get("boolean-value", shown).lower() == "true")
    elif "formula" in cell and not (kind or shown):
        sheet.unsaved(row, column, cell["formula"].partition(":")[2] or cell["formula"])
    else:
        sheet.put(row, column, shown or cell.get("string-value", ""))


def _number(sheet: SheetCells, row: int, column: int, value: float, shown: str, kind: str) -> None:
    """Put a number in as it was shown where that tells an ID: zeros in front, letters, parts."""
    if abs(value) >= DIGITS_KEPT:
        sheet.put(row, column, plain(value), "digits")
        return
    own, look = plain(value), shown.strip()
    whole = own.lstrip("-")
    bare = _NOISE.sub("", look)
    alike = bare.removesuffix("0" * (len(bare) - len(whole))) if bare.startswith(whole) else bare
    if kind == "percentage":
        sheet.put(row, column, own, "look")
    elif (
        kind == "currency"
        or not look
        or look == own
        or alike == whole
        or not whole.isdigit()
        or re.fullmatch(r"#+|[\d.,]+E[+-]?\d+", look)
    ):
        sheet.put(row, column, own)
    elif "".join(re.findall(r"\d", look)).lstrip("0").endswith(whole.lstrip("0")):
        sheet.put(row, column, look)
    else:
        sheet.put(row, column, own, "look")


def _count(given: Mapping[str, Any], name: str) -> int:
    try:
        return max(1, int(given.get(name, "1")))
    except ValueError:
        return 1
