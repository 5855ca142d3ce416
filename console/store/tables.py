"""Tables from files: CSV, TSV and XLSX read into rows of texts, and how they were read.

It must not know what a column means, and it reads a file's values, never its formulas.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import BadZipFile

from console.store.files import StoreTrouble

MOST_ROWS = 20_000
_MOST_COLUMNS = 60
_LARGEST = 32 * 1024 * 1024
_DELIMITERS = "\t;,|"
_SAMPLE, _LOOKED_AT = 64 * 1024, 50
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MAGIC_OF_ZIP = b"PK\x03\x04"
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, all as long, texts trimmed; `form` says how it was read: "CSV, semicolon, UTF-8"."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    form: str

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0


def read(path: Path) -> Table:
    """Read a file by what is in it, not by its name. Raises `StoreTrouble` with a sentence for the operator."""
    try:
        if path.stat().st_size > _LARGEST:
            raise StoreTrouble(f"{path.name} is larger than {_LARGEST // 1024**2} MB. Nothing was read.")
        content = path.read_bytes()
    except OSError as error:
        raise StoreTrouble(f"{path.name} could not be read: {error.strerror}.") from error
    if content.startswith(_MAGIC_OF_ZIP):
        return _table(path.name, _spreadsheet(path.name, content), "XLSX, first sheet")
    text, encoding = _decoded(path.name, content)
    return pasted(text, path.name, encoding)


def pasted(text: str, name: str = "what was pasted", encoding: str = "") -> Table:
    """Read rows from a text: the separator is sensed, quotes may hold it and line breaks."""
    text = text.lstrip("\ufeff")
    delimiter = _sensed(text)
    csv.field_size_limit(_LARGEST)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    kind = "TSV" if delimiter == "\t" else "CSV"
    form = ", ".join(part for part in (kind, _NAMES[delimiter], encoding) if part)
    try:
        return _table(name, rows, form)
    except csv.Error as error:
        raise StoreTrouble(f"{name} is no table that can be read: {error}.") from error


def _table(name: str, rows: Iterable[Sequence[str]], form: str) -> Table:
    kept: list[list[str]] = []
    for row in rows:
        cells = [cell.replace("\0", "").strip() for cell in row[:_MOST_COLUMNS]]
        if any(cells):
            kept.append(cells)
        if len(kept) > MOST_ROWS + 1:  # one of them may be the header
            raise StoreTrouble(f"{name} has more than {MOST_ROWS:,} rows. Split it; nothing was read.")
    if not kept:
        raise StoreTrouble(f"There are no rows in {name}.")
    width = max(len(row) for row in kept)
    while width > 1 and not any(row[width - 1 :] and row[width - 1] for row in kept):
        width -= 1
    return Table(name, tuple(tuple((row + [""] * width)[:width]) for row in kept), form)


def _decoded(name: str, content: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS.items():
        if content.startswith(bom):
            return content.decode(encoding, "replace"), encoding.removesuffix("-sig").upper()
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(content).best()
        if best is None:
            raise StoreTrouble(
                f"{name} is neither a spreadsheet (XLSX) nor a text. Nothing was read."
            ) from None
        return str(best), best.encoding


def _sensed(text: str) -> str:
    """The separator: the one by which most of the first rows have the same number of cells, and the more cells."""
    lines = text[:_SAMPLE].splitlines(keepends=True)[:_LOOKED_AT]
    widths = {mark: Counter(map(len, csv.reader(lines, delimiter=mark))) for mark in _DELIMITERS}
    found = {
        mark: max(counted.items(), key=lambda one: (one[1], one[0]))
        for mark, counted in widths.items()
        if counted
    }
    parting = {mark: (rows, cells) for mark, (cells, rows) in found.items() if cells > 1}
    return max(parting, key=lambda mark: parting[mark], default=",")


def _spreadsheet(name: str, content: bytes) -> Iterable[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            for row in sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True):
                yield [_text(value) for value in row]
        finally:
            book.close()
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        raise StoreTrouble(f"{name} is no spreadsheet that can be read (XLSX). Nothing was read.") from error


def _text(value: object) -> str:
    """A cell as people read it: whole numbers without a point, dates as ISO, a bare date without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    return str(value)
