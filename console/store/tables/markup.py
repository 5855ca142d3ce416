"""Tables in markup: pages of HTML that shops call .xls, and SpreadsheetML 2003, which is one XML file.

It must not run or fetch anything that a page names.
"""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

from console.store.files import StoreTrouble
from console.store.tables.sheet import SheetCells, SheetEntry, found, sheet_of
from console.store.tables.table import SheetRead
from console.store.tables.xml_parser import xml_parser

_MOST_SPAN = 200
_SKIPPED = frozenset({"style", "script", "head", "title"})


def read_html(name: str, text: str) -> SheetRead:
    """The largest table of a page. Raises StoreTrouble where there is none."""
    page = _Page()
    page.feed(text)
    page.close()
    if not page.tables:
        raise StoreTrouble(f"{name} is a web page without a table. Nothing was read.")
    largest = max(page.tables, key=lambda sheet: sum(map(len, sheet.rows.values())))
    said = [] if len(page.tables) == 1 else [f"The page has {len(page.tables)} tables; the largest was read."]
    read = found(largest, SheetEntry(""), [SheetEntry("")], asked=False)
    return SheetRead(read.rows, read.flaws, read.hidden, read.hidden_columns, said=said)


class _Page(HTMLParser):
    """The tables of a page. A cell that spans rows or columns stands in the first of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[SheetCells] = []
        self._open: list[_Open] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag == "table":
            self._open.append(_Open())
            self.tables.append(self._open[-1].sheet)
        elif self._open:
            self._open[-1].begin(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag == "table" and self._open:
            self._open.pop().end("table")
        elif self._open:
            self._open[-1].end(tag)

    def handle_data(self, data: str) -> None:
        if self._open and not self._skipping:
            self._open[-1].say(data)


class _Open:
    """A table while it is read."""

    def __init__(self) -> None:
        self.sheet = SheetCells()
        self._row, self._column, self._span = -1, 0, 1
        self._text: list[str] | None = None
        self._taken: dict[int, set[int]] = {}

    def begin(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "tr":
            self._close()
            self._row, self._column = self._row + 1, 0
            if "display:none" in given.get("style", "").replace(" ", "").lower() or "hidden" in given:
                self.sheet.hidden.add(self._row)
        elif tag in ("td", "th"):
            self._close()
            self._row = max(self._row, 0)
            while self._column in self._taken.get(self._row, ()):
                self._column += 1
            self._span = _span(given.get("colspan", ""))
            for row in range(self._row + 1, self._row + _span(given.get("rowspan", ""))):
                self._taken.setdefault(row, set()).update(range(self._column, self._column + self._span))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def end(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close()

    def say(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _close(self) -> None:
        if self._text is not None:
            lines = [" ".join(line.split()) for line in "".join(self._text).split("\n")]
            self.sheet.put(self._row, self._column, "\n".join(lines).strip())
            self._column += self._span
        self._text = None


def _span(text: str) -> int:
    return min(int(text), _MOST_SPAN) if text.isascii() and text.isdigit() and int(text) else 1


def read_2003(name: str, content: bytes, wanted: str) -> SheetRead:
    """The sheet of a SpreadsheetML file that is asked for, or that was open. Raises StoreTrouble, ExpatError."""
    book = _Book2003()
    parser = xml_parser()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = book.start, book.end
    parser.CharacterDataHandler = book.characters
    parser.Parse(content, True)
    return sheet_of(
        name,
        book.entries,
        book.active,
        wanted=wanted,
        read=lambda entry: book.sheets[book.entries.index(entry)],
    )


class _Book2003:
    """The sheets of a SpreadsheetML file, as it is parsed."""

    def __init__(self) -> None:
        self.entries: list[SheetEntry] = []
        self.sheets: list[SheetCells] = []
        self.active = 0
        self._codes: dict[str, str] = {}
        self._style, self._code, self._kind = "", "General", ""
        self._row = self._column = self._at_column = 0
        self._across = 0
        self._formula = ""
        self._text: list[str] | None = None
        self._had_data = False

    def start(self, element: str, raw: Mapping[str, str]) -> None:
        element = element.rpartition(":")[2]
        given = {key.rpartition(":")[2]: value for key, value in raw.items()}
        if element == "Style":
            self._style = given.get("ID", "")
        elif element == "NumberFormat":
            self._codes[self._style] = _named(given.get("Format", "General"))
        elif element == "Worksheet":
            self.entries.append(SheetEntry(given.get("Name", "")))
            self.sheets.append(SheetCells())
            self._row, self._at_column = -1, 0
        elif element == "Column":
            self._at_column = int(given.get("Index", self._at_column + 1))
            last = self._at_column + int(given.get("Span", "0"))
            if given.get("Hidden") == "1":
                self.sheets[-1].hidden_columns.update(range(self._at_column - 1, min(last, 16_384)))
            self._at_column = last
        elif element == "Row":
            self._row = int(given["Index"]) - 1 if "Index" in given else self._row + 1
            self._column, self._across = -1, 0
            if given.get("Hidden") == "1":
                self.sheets[-1].hidden.add(self._row)
        elif element == "Cell":
            self._column = int(given["Index"]) - 1 if "Index" in given else self._column + self._across + 1
            self._across = int(given.get("MergeAcross", "0"))
            self._code = self._codes.get(given.get("StyleID", ""), "General")
            self._formula, self._had_data = given.get("Formula", ""), False
        elif element == "Data":
            self._kind, self._text, self._had_data = given.get("Type", "String"), [], True
        elif element in ("Visible", "ActiveSheet"):
            self._text = []

    def end(self, element: str) -> None:
        element = element.rpartition(":")[2]
        text = "".join(self._text or ())
        if element == "Data":
            self._put(text)
        elif element == "Cell" and self._formula and not self._had_data:
            self.sheets[-1].unsaved(self._row, self._column, self._formula)
        elif element == "Visible" and text.strip() in ("SheetHidden", "SheetVeryHidden") and self.entries:
            self.entries[-1] = SheetEntry(self.entries[-1].name, "hidden")
        elif element == "ActiveSheet" and text.strip().isdigit():
            self.active = int(text)
        if element in ("Data", "Visible", "ActiveSheet"):
            self._text = None

    def characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _put(self, text: str) -> None:
        sheet, row, column = self.sheets[-1], self._row, self._column
        if self._kind == "Number" and text.strip():
            sheet.number(row, column, float(text), self._code)
        elif self._kind == "DateTime":
            sheet.put(
                row, column, text.partition(".000")[0].replace("T", " ").removesuffix(" 00:00:00"), "date"
            )
        elif self._kind == "Boolean":
            sheet.flag(row, column, text.strip() == "1")
        elif self._kind == "Error":
            sheet.error(row, column, text.strip())
        elif self._formula and not text and self._kind != "String":
            sheet.unsaved(row, column, self._formula)
        else:
            sheet.text(row, column, text, self._code)


def _named(code: str) -> str:
    """The code of a format that SpreadsheetML has a name for."""
    names = {
        "Short Date": "yyyy-mm-dd",
        "General Date": "yyyy-mm-dd hh:mm",
        "Fixed": "0.00",
        "Standard": "#,##0.00",
    }
    return "yyyy-mm-dd" if code.endswith(" Date") and code not in names else names.get(code, code)
