"""Cells as spreadsheets put them on the clipboard: tabs between cells, line ends between rows, quotes where they must be.

It must not know what a cell means, and it changes no text inside one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from console.model.pasting.separated import cells_of
from console.runtime.giving_way import unhurried, unhurried_parts

Block = tuple[tuple[str, ...], ...]
"""Rows of cells, all of the same width."""

_CELL = re.compile(
    r'"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)'  # possessive, so that a quote that is never closed costs one look
    r"|([^\t\r\n]*)"
)
_MUST_BE_QUOTED = re.compile('["\t\r\n\ufeff]')


def parsed(text: str) -> Block:
    """The cells of a clipboard's text, from Excel, LibreOffice, Sheets or a plain text with tabs.

    A cell is quoted only where a quote opens it and the closing one ends it; `5" pipe` is a text like any other, and so
    is a ditto mark: where a quote would join lines that by themselves have the same number of cells, and more than one,
    the lines are rows. Rows are padded to one width; empty rows at the end and empty columns at the right are no part of
    the block.
    """
    text = text.removeprefix("\ufeff").replace("\0", "")
    rows = _quoted(text) if '"' in text else _plain(text)
    while rows and not any(rows[-1]):
        rows.pop()
    if rows and '"' in text and len(by_lines := _lines(text)) != len(rows):
        rows = _alike(by_lines) or rows
    width = max((_filled(row) for row in unhurried(rows)), default=0)
    return tuple(tuple(row[:width] + [""] * (width - len(row))) for row in unhurried(rows))


def written(cells: Iterable[Iterable[str]]) -> str:
    """Rows of texts as a spreadsheet puts them on the clipboard; `parsed` gives them back."""
    return "\n".join("\t".join(map(_cell, row)) for row in unhurried_parts(cells))


def _plain(text: str) -> list[list[str]]:
    return [row.split("\t") for row in unhurried(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))]


def _lines(text: str) -> list[list[str]]:
    """The cells of each line by itself; empty lines at the end are none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip("\t"):
        lines.pop()
    return [cells_of(line, "\t")[0] for line in lines]


def _alike(rows: list[list[str]]) -> list[list[str]] | None:
    """The rows where all are as wide and wider than one cell; None for others."""
    return rows if len({len(row) for row in rows}) == 1 and len(rows[0]) > 1 else None


def _quoted(text: str) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    at = 0
    while at <= len(text):
        found = _CELL.match(text, at)
        assert found is not None  # the second way of the pattern matches anywhere
        quoted, bare = found.groups()
        rows[-1].append(bare if quoted is None else quoted.replace('""', '"'))
        at = found.end() + 1
        if text.startswith("\r\n", found.end()):
            at += 1
        if text[found.end() : found.end() + 1] in ("\r", "\n"):
            rows.append([])
    return rows


def _filled(row: list[str]) -> int:
    """How many cells there are up to the last one that holds something."""
    return next((place for place in range(len(row), 0, -1) if row[place - 1]), 0)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _MUST_BE_QUOTED.search(text) else text
