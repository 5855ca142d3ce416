"""Tables in text files and from the clipboard: their encoding, their separator, their rows.

It must not keep a guess to itself: an encoding that was sensed, or lines that quotes could have joined, are told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from console.model.pasting.separated import NeverClosed, cells_of, separated
from console.model.shipments.head_speech import known
from console.store.files import StoreTrouble
from console.store.tables.table import SheetRead, whole_row

_MARKS = "\t;,|"
_SAMPLE, _LOOKED_AT = 64 * 1024, 60
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_BOMS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_ENCODINGS = (
    "cp1252", "cp1250", "cp932", "gb18030", "cp949", "big5", "cp1251", "cp1254", "cp1253", "cp874", "cp1258", "cp1257",
    "mac_roman", "mac_latin2", "koi8-r", "cp1255", "cp1256",
)  # fmt: skip
"""In which exports are written that are not UTF; the names of their columns tell which it is."""
_NAMED = 10
_CELL = re.compile(r"[\t;,|\"\r\n]+")
_SEPARATOR = re.compile(r'"?sep=(.)"?[ ;,\t]*(?:\r\n|\n|\r)', re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARK_WITHIN = re.compile("([\r\n])\ufeff")
"""The mark of a second file that was put behind the first."""
_PARTED = re.compile(r"\S {2,}\S")
_LINE = re.compile(r"\r\n|\n|\r")


def decoded(name: str, content: bytes) -> tuple[str, str, bool]:
    """The text of a file, its encoding, and whether that is a guess. Raises StoreTrouble where it is no text."""
    for bom, encoding in _BOMS.items():
        if content.startswith(bom):
            return content.decode(encoding, "replace"), encoding.removesuffix("-sig").upper(), False
    if wide := _without_mark(content):
        return content.decode(wide, "replace"), wide.upper(), False
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text, encoding, guess = _sensed(name, content)
    else:
        encoding, guess = "UTF-8", False
    if len(_CONTROL.findall(text[:_SAMPLE].replace("\0", ""))) * 100 > len(text[:_SAMPLE]):
        raise _no_text(name)
    return text, encoding, guess


def rows(name: str, text: str) -> tuple[SheetRead, str]:
    """The rows of a text, and in words what parts their cells. Raises StoreTrouble."""
    text = _MARK_WITHIN.sub(r"\1", text.lstrip("\ufeff").replace("\0", ""))
    first = 0
    said = _SEPARATOR.match(text)
    if said:
        text, first, mark = text[said.end() :], 1, said[1]
    else:
        mark = _separator(text)
    try:
        read = separated(text, mark)
    except NeverClosed as error:
        raise StoreTrouble(
            f"{name}: in row {error.line + first} a quote opens a cell and nothing closes it, so rows could be lost."
            " Close or remove it; nothing was read."
        ) from error
    if _only_blanks(read.rows):
        raise StoreTrouble(
            f"{name} has only blanks between its columns. Export it as CSV, with commas or tabs; nothing was read."
        )
    found = SheetRead(((place + first, row) for place, row in enumerate(read.rows)), ragged=True)
    found.flaws.update((place + first, whole_row("quote")) for place in read.doubtful)
    if read.by_lines:
        found.said.append(
            "Some quotes do not wrap their cells; they were read as characters, and each line as a row."
        )
    for place, end in read.doubtful.items():
        begin = read.starts[place] + first
        lines = f"line {begin}" if end + first <= begin else f"lines {begin} to {end + first}"
        found.said.append(f"Quotes in {lines} can be read in two ways; nothing of them is sent as it stands.")
    kind = "TSV" if mark == "\t" else "CSV"
    return found, f"{kind}, {_NAMES.get(mark, mark)}"


def _without_mark(content: bytes) -> str:
    """UTF-16 that does not say so: every other byte of a text in Latin letters is nothing."""
    sample = content[:_SAMPLE]
    if len(sample) < 4 or len(content) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd * 10 >= half * 4 and even * 10 < half:
        return "utf-16-le"
    return "utf-16-be" if even * 10 >= half * 4 and odd * 10 < half else ""


def _sensed(name: str, content: bytes) -> tuple[str, str, bool]:
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    likely = best.encoding if best is not None else ""
    named = {encoding: _named(content, encoding) for encoding in (likely, *_ENCODINGS) if encoding}
    for encoding in sorted(named, key=lambda one: named[one], reverse=True):
        if encoding == likely or named[encoding] > max(named.get(likely, 0), 0):
            try:
                return content.decode(encoding), encoding, True
            except UnicodeDecodeError:
                continue
    raise _no_text(name)


def _named(content: bytes, encoding: str) -> int:
    """How many names of columns are known where the first lines are read in an encoding; below none where they cannot be."""
    first = b"".join(content[:_SAMPLE].splitlines(keepends=True)[:_NAMED])
    try:
        return known(_CELL.split(first.decode(encoding)))
    except UnicodeDecodeError:
        return -len(first)


def _only_blanks(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table of one column is one of several that only blanks part."""
    lines = [row[0].strip() for row in rows[:_LOOKED_AT] if row and row[0].strip()]
    parted = sum(bool(_PARTED.search(line)) for line in lines)
    return max(map(len, rows), default=0) == 1 and len(lines) > 1 and parted * 4 > len(lines) * 3


def _no_text(name: str) -> StoreTrouble:
    return StoreTrouble(
        f"{name} is neither a spreadsheet (XLSX, XLSB, XLS, ODS) nor a text (CSV). Nothing was read."
    )


def _separator(text: str) -> str:
    """The separator: the one by which most of the first rows have the same number of cells, and the more cells."""
    lines = [line for line in _LINE.split(text[:_SAMPLE])[:_LOOKED_AT] if line.strip()]
    best, found = (0, 0), ","
    for mark in _MARKS:
        widths = Counter(width for line in lines if (width := len(cells_of(line, mark)[0])) > 1)
        if widths:
            width, count = max(widths.items(), key=lambda one: (one[1], one[0]))
            if (count, width) > best:
                best, found = (count, width), mark
    return found
