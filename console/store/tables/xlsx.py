"""Workbooks of Office Open XML (XLSX, XLSM), transitional and strict, read cell by cell as they are written.

It must not trust what a file says of itself: its dimension, its row numbers; and it never computes a formula.

Own code, because what the libraries leave out decides here: python-calamine gives errors as blanks and no number formats
and ends the process where one cell stands far off; openpyxl takes a wrong dimension for right and knows no strict files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from posixpath import dirname, join, normpath
from typing import Any
from zipfile import ZipFile

from console.store.files import StoreTrouble
from console.store.tables.formats import BUILT_IN
from console.store.tables.sheet import SheetCells, SheetEntry, XmlAttributes, sheet_of
from console.store.tables.table import SheetRead
from console.store.tables.xml_parser import xml_parser

_LARGEST_PART = 400 * 1024 * 1024
_DIGITS = "0123456789"
_PIECE = 256 * 1024
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read(name: str, archive: ZipFile, wanted: str) -> SheetRead:
    """The sheet of a workbook that is asked for, or that was open. Raises StoreTrouble, KeyError, ExpatError."""
    book = _Book(archive)
    return sheet_of(
        name,
        book.entries,
        book.active,
        wanted=wanted,
        read=lambda entry: _Cells(book).read(entry.place),
    )


class _Book:
    """What holds for all sheets: their names, texts, formats."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = {info.filename.lower().lstrip("/"): info for info in archive.infolist()}
        path = next(
            (target for kind, target in self._relations("").values() if kind == "officeDocument"),
            "xl/workbook.xml",
        )
        self._related = self._relations(path)
        self.entries: list[SheetEntry] = []
        self.active, self.since_1904 = 0, False
        self.computed_late = False
        self.parse(
            path,
            {
                "sheet": self._sheet,
                "workbookView": self._view,
                "workbookPr": self._properties,
                "calcPr": self._calculation,
            },
        )
        self.codes = self._formats()
        self.texts = self._texts()

    def parse(self, path: str, starts: Mapping[str, Callable[[XmlAttributes], None]]) -> None:
        """Read a part and call for each element that begins."""
        parser = xml_parser()

        def start(element: str, attributes: XmlAttributes) -> None:
            if handle := starts.get(element.rpartition(":")[2]):
                handle(attributes)

        parser.StartElementHandler = start
        self.feed(path, parser)

    def feed(self, path: str, parser: Any) -> None:
        """Give a part to a parser. Raises KeyError where there is no such part."""
        info = self._names[path.lower().lstrip("/")]
        if info.file_size > _LARGEST_PART:
            raise StoreTrouble("The sheet is too large when it is unpacked. Nothing was read.")
        with self._archive.open(info) as stream:
            while piece := stream.read(_PIECE):  # ParseFile asks for 2 KiB at a time
                parser.Parse(piece, False)
            parser.Parse(b"", True)

    def _sheet(self, attributes: XmlAttributes) -> None:
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        kind, target = self._related.get(relation, ("worksheet", ""))
        state = "hidden" if "hidden" in attributes.get("state", "").lower() else "visible"
        self.entries.append(
            SheetEntry(
                attributes.get("name", ""),
                "hidden" if state == "hidden" else "visible",
                kind == "worksheet",
                target,
            )
        )

    def _view(self, attributes: XmlAttributes) -> None:
        self.active = self.active or int(attributes.get("activeTab", "0") or 0)

    def _properties(self, attributes: XmlAttributes) -> None:
        self.since_1904 = attributes.get("date1904", "0").lower() in ("1", "true")

    def _calculation(self, attributes: XmlAttributes) -> None:
        self.computed_late = attributes.get("fullCalcOnLoad", "0").lower() in ("1", "true")

    def _relations(self, path: str) -> dict[str, tuple[str, str]]:
        """The kind and the path of what a part refers to, by id."""
        related: dict[str, tuple[str, str]] = {}
        folder, _, file = path.rpartition("/")

        def relation(attributes: XmlAttributes) -> None:
            target = attributes.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(path), target))
            related[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], place)

        try:
            self.parse(f"{folder}/_rels/{file}.rels".lstrip("/"), {"Relationship": relation})
        except KeyError:
            return {}
        return related

    def _part(self, kind: str, usual: str) -> str:
        return next((target for found, target in self._related.values() if found == kind), usual)

    def _formats(self) -> list[str]:
        """The format code of each style."""
        own: dict[int, str] = {}
        codes: list[str] = []
        inside: list[str] = []
        parser = xml_parser()

        def start(element: str, attributes: XmlAttributes) -> None:
            element = element.rpartition(":")[2]
            inside.append(element)
            if element == "numFmt":
                own[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "General")
            elif element == "xf" and inside[-2:-1] == ["cellXfs"]:
                number = int(attributes.get("numFmtId", "0"))
                codes.append(own.get(number) or BUILT_IN.get(number, "General"))

        parser.StartElementHandler = start
        parser.EndElementHandler = lambda _: inside.pop()
        try:
            self.feed(self._part("styles", "xl/styles.xml"), parser)
        except KeyError:
            return []
        return codes

    def _texts(self) -> list[str]:
        """The shared texts; what is only there to be read aloud is left out."""
        texts: list[str] = []
        parts: list[str] = []
        state = {"taken": False, "aloud": False}
        parser = xml_parser()
        parser.buffer_text = True

        def start(element: str, _: XmlAttributes) -> None:
            element = element.rpartition(":")[2]
            if element == "si":
                parts.clear()
            elif element == "rPh":
                state["aloud"] = True
            state["taken"] = element == "t" and not state["aloud"]

        def end(element: str) -> None:
            element = element.rpartition(":")[2]
            state["taken"] = False
            if element == "rPh":
                state["aloud"] = False
            elif element == "si":
                texts.append(unescaped("".join(parts)))

        def characters(text: str) -> None:
            if state["taken"]:
                parts.append(text)

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = characters
        try:
            self.feed(self._part("sharedStrings", "xl/sharedStrings.xml"), parser)
        except KeyError:
            return []
        return texts


class _Cells:
    """The cells of one sheet, as its part is parsed."""

    def __init__(self, book: _Book) -> None:
        self._book = book
        self._sheet = SheetCells(book.since_1904)
        self._row, self._column = -1, -1
        self._kind, self._code = "n", "General"
        self._value: list[str] = []
        self._formula: list[str] = []
        self._has_formula, self._aloud = False, False
        self._into: list[str] | None = None
        self._zero_height = False

    def read(self, path: str) -> SheetCells:
        parser = xml_parser()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        self._book.feed(path, parser)
        return self._sheet

    def _start(self, element: str, given: XmlAttributes) -> None:
        if ":" in element:
            element = element.rpartition(":")[2]
        if element == "c":
            at = _column(given["r"].rstrip(_DIGITS)) if "r" in given else -1
            self._column = at if at >= 0 else self._column + 1
            self._kind = given.get("t", "n")
            style = given.get("s")
            self._code = self._code_of(style) if style else "General"
            self._value, self._formula, self._has_formula = [], [], False
        elif element == "v":
            self._into = self._value
        elif element == "t":
            self._into = None if self._aloud else self._value
        elif element == "is":
            pass
        elif element == "f":
            self._has_formula, self._into = True, self._formula
        elif element == "row":
            self._row = int(given["r"]) - 1 if "r" in given else self._row + 1
            self._column = -1
            height = given.get("ht")
            hidden = given.get("hidden", "0") in ("1", "true") or (height is not None and float(height) == 0)
            if hidden or (self._zero_height and "ht" not in given and "hidden" not in given):
                self._sheet.hidden.add(self._row)
        elif element == "rPh":
            self._aloud = True
        elif element == "col" and given.get("hidden", "0") in ("1", "true"):
            self._sheet.hidden_columns.update(range(int(given["min"]) - 1, min(int(given["max"]), 16_384)))
        elif element == "sheetFormatPr":
            self._zero_height = given.get("zeroHeight", "0") in ("1", "true")

    def _code_of(self, style: str) -> str:
        codes = self._book.codes
        return codes[int(style)] if int(style) < len(codes) else "General"

    def _characters(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _end(self, element: str) -> None:
        if ":" in element:
            element = element.rpartition(":")[2]
        if element in ("v", "t", "f"):
            self._into = None
        elif element == "rPh":
            self._aloud = False
        elif element == "c" and (self._value or self._has_formula):
            self._put("".join(self._value))

    def _put(self, text: str) -> None:
        sheet, row, column, kind = self._sheet, self._row, self._column, self._kind
        # 0 is what writers put for a value that they leave to the spreadsheet
        if self._has_formula and ((not text and kind != "str") or (self._book.computed_late and text == "0")):
            sheet.unsaved(row, column, "".join(self._formula))
        elif kind == "s":
            texts = self._book.texts
            sheet.text(
                row, column, texts[int(text)] if text.strip() and int(text) < len(texts) else "", self._code
            )
        elif kind in ("str", "inlineStr"):
            sheet.text(row, column, unescaped(text), self._code)
        elif kind == "b":
            sheet.flag(row, column, text.strip() in ("1", "true"))
        elif kind == "e":
            sheet.error(row, column, text.strip())
        elif kind == "d":
            sheet.put(row, column, text.strip().replace("T", " ").removesuffix(" 00:00:00"), "date")
        elif text.strip():
            try:
                sheet.number(row, column, float(text), self._code)
            except (ValueError, OverflowError):
                sheet.put(row, column, text.strip(), "look")


def unescaped(text: str) -> str:
    """A text with the control characters that are written as _x000D_."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


@lru_cache(maxsize=2_000)
def _column(reference: str) -> int:
    """The column of a cell's reference, from 0: "AB" is 27, and so is "AB12"."""
    number = 0
    for sign in reference:
        if not sign.isalpha():
            break
        number = number * 26 + ord(sign.upper()) - 64
    return number - 1
