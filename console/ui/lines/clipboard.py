"""The clipboard: cells that go out as a spreadsheet writes them, and what came back with the marks of its numbers.

It must not read meaning into cells; what is copied is what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from console.model.fields.numerals import Marks
from console.model.lines.lines import COLUMNS, SENT, DraftLine
from console.model.pasting import calc_cells
from console.model.pasting.copied import Copied, copied, own_cells
from console.model.pasting.tsv import Block

_OURS = "application/x-order-console-cells"
"""The cells once more as they are: it tells what the console copied itself, where numbers have a point."""
_POINT = Marks(".", "")


def copy_lines(rows: Iterable[DraftLine], places: int | None, marks: Marks) -> None:
    """Put whole lines on the clipboard under a row of labels; `places` is how many digits their currency has."""
    cells = [[row.shown(column, places) for column in SENT] for row in rows]
    put(copied(cells, SENT, marks, head=[COLUMNS[column].label for column in SENT]))


def put(cells: Copied) -> None:
    """Put copied cells on the clipboard, in every form that they have."""
    data = QMimeData()
    data.setText(cells.text)
    data.setData(_OURS, cells.own.encode())
    if cells.table:
        data.setHtml(cells.table)
    QGuiApplication.clipboard().setMimeData(data)


def taken(marks: Marks) -> tuple[str | Block, Marks]:
    """What is on the clipboard, as cells where they are known, and how its numbers are written; `marks` are the user's own."""
    data = QGuiApplication.clipboard().mimeData()
    ours = own_cells(_read(data, _OURS)) if data.hasFormat(_OURS) else None
    if ours is not None:
        return ours, _POINT
    text = data.text()
    offered = next((kind for kind in calc_cells.FORMATS if data.hasFormat(kind)), "")
    cells = calc_cells.cells(_read(data, offered), text) if offered else None
    return text if cells is None else cells, marks


def _read(data: QMimeData, kind: str) -> str:
    return bytes(data.data(kind).data()).decode(errors="replace")
