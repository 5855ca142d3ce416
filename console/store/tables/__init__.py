"""Tables from files as warehouses, shops and carriers write them, by what is in them: text, spreadsheets, markup."""

from __future__ import annotations

import io
import re
import stat
import struct
import zlib
from pathlib import Path
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from console.store.files import StoreTrouble
from console.store.tables import markup, ods, text, xls, xlsb, xlsx
from console.store.tables.table import MOST_ROWS, SheetRead, Table, table

__all__ = ["MOST_ROWS", "Table", "pasted", "read"]

_LARGEST = 32 * 1024 * 1024
_NO_TABLES = {
    b"%PDF": "a PDF; export the list as CSV or XLSX",
    b"\x1f\x8b": "packed (gzip); unpack it first",
    b"Rar!": "packed (RAR); unpack it first",
    b"7z\xbc\xaf": "packed (7z); unpack it first",
    b"{\\rtf": "a text document (RTF); save the table as CSV or XLSX",
    b"ID;P": "a SYLK file; open it in the spreadsheet and save it as XLSX",
    b"TABLE\r\n0,1": "a DIF file; open it in the spreadsheet and save it as XLSX",
    b"TABLE\n0,1": "a DIF file; open it in the spreadsheet and save it as XLSX",
    b"MIME-Version:": "a web archive; open it in the spreadsheet and save it as XLSX",
    b"socialcalc:": "of SocialCalc; export it there as CSV",
    b"SQLite format 3": "a database; export the list as CSV or XLSX",
    b"\x89PNG": "a picture; export the list as CSV or XLSX",
    b"\xff\xd8\xff": "a picture; export the list as CSV or XLSX",
}
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|table|body|head|meta|style)\b",
    re.I | re.S,
)
_NO_ROWS = re.compile(r"[\ufeff\s]*(<|\{|\[\s*[\[{])")
_2003 = re.compile(rb"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL)
_FLAT = b"office:spreadsheet"
_DAMAGED = (
    BadZipFile,
    zlib.error,
    struct.error,
    ExpatError,
    LookupError,
    ValueError,
    OverflowError,
    EOFError,
    NotImplementedError,
    RecursionError,
    OSError,
)
"""What the libraries raise for bytes that are no longer what they were."""


def read(path: Path, sheet: str = "") -> Table:
    """Read a file by what is in it, not by its name. Raises `StoreTrouble` with a sentence for the operator.

    `sheet` is the name of a workbook's sheet; without it the sheet is read that was open when it was saved.
    """
    content = _content(path)
    for magic, what in _NO_TABLES.items():
        if content.startswith(magic):
            raise StoreTrouble(f"{path.name} is {what}. Nothing was read.")
    try:
        if content.startswith(b"PK"):
            found, kind = _packed(path.name, content, sheet)
        elif content.startswith(xls.MAGIC) or content[:2] == b"\x09\x08":
            found, kind = xls.read(path.name, content, sheet), "XLS"
        elif _2003.search(content[:4096]):
            found, kind = markup.read_2003(path.name, content, sheet), "XML of 2003"
        elif _FLAT in content[:65536] and content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml"):
            found, kind = ods.read_flat(path.name, content, sheet), "FODS"
        else:
            return _text(path.name, content, sheet)
        return table(path.name, f"{kind}, sheet “{found.sheet}”", found)
    except _DAMAGED as error:
        raise StoreTrouble(
            f"{path.name} is damaged or no spreadsheet that can be read. Nothing was read."
        ) from error


def _content(path: Path) -> bytes:
    """All that a file or a pipe holds. A device may have no end, and of a pipe nobody knows how much there is."""
    too_large = StoreTrouble(f"{path.name} is larger than {_LARGEST // 1024**2} MB. Nothing was read.")
    try:
        status = path.stat()
        if stat.S_ISCHR(status.st_mode) or stat.S_ISBLK(status.st_mode):
            raise StoreTrouble(f"{path.name} is a device and no file. Nothing was read.")
        if status.st_size > _LARGEST:
            raise too_large
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise StoreTrouble(f"{path.name} could not be read: {error.strerror}.") from error
    if len(content) > _LARGEST:
        raise too_large
    return content


def pasted(text_: str, name: str = "what was pasted", encoding: str = "") -> Table:
    """Read rows from a text: the separator is sensed; quotes may hold it and line breaks."""
    found, form = text.rows(name, text_)
    return table(name, ", ".join(part for part in (form, encoding) if part), found)


def _text(name: str, content: bytes, sheet: str) -> Table:
    if sheet:
        raise StoreTrouble(f"{name} has no sheets, so none called “{sheet}”. Nothing was read.")
    said, encoding, guess = text.decoded(name, content)
    if _HTML.match(said[:65536]):
        return table(name, "HTML, a table of a web page", markup.read_html(name, said))
    if match := _NO_ROWS.match(said):
        kind = "XML" if match[1] == "<" else "JSON"
        raise StoreTrouble(
            f"{name} is {kind} and no table. Export the list as CSV or XLSX; nothing was read."
        )
    found, form = text.rows(name, said)
    if guess:
        found.said.append(f"The encoding {encoding} is a guess; look whether letters with accents are right.")
    return table(name, f"{form}, {encoding}", found)


def _packed(name: str, content: bytes, sheet: str) -> tuple[SheetRead, str]:
    with ZipFile(io.BytesIO(content)) as archive:
        names = {entry.lower().lstrip("/") for entry in archive.namelist()}
        if any(info.flag_bits & 1 for info in archive.infolist()):
            raise StoreTrouble(f"{name} is protected by a password. Save it without one; nothing was read.")
        if "xl/workbook.bin" in names:
            return xlsb.read(name, archive, sheet), "XLSB"
        if (
            any(entry.startswith("index/") and entry.endswith(".iwa") for entry in names)
            or "index.zip" in names
        ):
            raise StoreTrouble(f"{name} is of Numbers; export it there as CSV or Excel. Nothing was read.")
        if "content.xml" in names and archive.read("mimetype").startswith(ods.MIME):
            return ods.read(name, archive, sheet), "ODS"
        if "[content_types].xml" in names and not any(entry.startswith(("word/", "ppt/")) for entry in names):
            return xlsx.read(name, archive, sheet), "XLSX"
    raise StoreTrouble(
        f"{name} is a packed file without a spreadsheet in it. Unpack it first; nothing was read."
    )
