"""Cells that LibreOffice Calc copied, from the two texts that it offers: a plain one and `application/x-libreoffice-tsvc`.

It must not guess where a cell ends: where the two texts do not fit together, it gives none.

The plain text has every row on one line, with blanks for the line breaks and tabs inside cells, and no cell is quoted. The
other has them, and quotes only cells that have some; a cell that begins with a quote is not quoted, so it cannot be read
alone. A single cell is as it is in the plain text. Seen with LibreOffice 7.4 on X11.
"""

from __future__ import annotations

from console.model.pasting.tsv import Block

_NAME = "application/x-libreoffice-tsvc"
FORMATS = (_NAME, f'application/x-qt-windows-mime;value="{_NAME}"')
"""What Qt calls the format, on Windows too."""


def cells(tsvc: str, plain: str) -> Block | None:
    """The cells of a copy; None where these are not two texts of one copy."""
    tsvc, plain = tsvc.replace("\r\n", "\n"), plain.replace("\r\n", "\n")
    if _quoted(plain) == tsvc and plain:
        return ((plain,),)
    rows: list[tuple[str, ...]] = []
    at = 0
    for line in plain.removesuffix("\n").split("\n"):
        row: list[str] = []
        for seen in line.split("\t"):
            found = _next(tsvc, at, seen)
            if found is None:
                return None
            text, at = found
            row.append(text)
        rows.append(tuple(row))
    if at < len(tsvc) or len({len(row) for row in rows}) > 1:
        return None
    return tuple(rows)


def _next(tsvc: str, at: int, seen: str) -> tuple[str, int] | None:
    """The cell at this place, which the plain text shows as `seen`, and where the next one begins."""
    if tsvc.startswith('"', at):
        text, end = _unquoted(tsvc, at, len(seen))
        if _shown(text) == seen and text != seen and tsvc[end : end + 1] in ("", "\t", "\n"):
            return text, end + 1
    end = at + len(seen)
    if tsvc.startswith(seen, at) and tsvc[end : end + 1] in ("", "\t", "\n"):
        return seen, end + 1
    return None


def _unquoted(tsvc: str, at: int, length: int) -> tuple[str, int]:
    """The text of so many characters behind a quote, with its doubled quotes single, and where its own quote ends."""
    text, place = "", at + 1
    while len(text) < length and place < len(tsvc):
        text += tsvc[place]
        place += 2 if tsvc.startswith('""', place) else 1
    return text, place + 1 if tsvc.startswith('"', place) else len(tsvc) + 1


def _shown(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def _quoted(text: str) -> str:
    """A text as the one cell that it is, quoted where it has to be."""
    return '"' + text.replace('"', '""') + '"' if "\n" in text or "\t" in text else text
