"""The clipboard: cells that go out as a spreadsheet writes them, and what came back with the marks of its numbers.

It must not read meaning into cells; what is copied is what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from console.model.lines import COLUMNS, SENT, DraftLine
from console.model.numerals import Marks
from console.model.tsv import written

_OURS = "application/x-order-console-cells"
"""The cells once more as rows of a spreadsheet: it tells what the console copied itself, where numbers have a point."""
_POINT = Marks(".", "")


def copy_lines(rows: Iterable[DraftLine], places: int | None) -> None:
    """Put whole lines on the clipboard under a row of labels; `places` is how many digits their currency has."""
    texts = ([row.shown(column, places) for column in SENT] for row in rows)
    put([[COLUMNS[column].label for column in SENT], *texts])


def put(cells: Sequence[Sequence[str]]) -> None:
    """Put cells on the clipboard as a spreadsheet does; a single one goes out as it is, for fields and letters."""
    rows = written(cells)
    put_written(rows, cells[0][0] if [len(row) for row in cells] == [1] else rows)


def put_written(rows: str, text: str) -> None:
    """Put rows that are written already on the clipboard; `text` is what a field or a letter takes."""
    data = QMimeData()
    data.setText(text)
    data.setData(_OURS, rows.encode())
    QGuiApplication.clipboard().setMimeData(data)


def taken(marks: Marks) -> tuple[str, Marks]:
    """The cells on the clipboard, and how their numbers are written; `marks` are the user's own."""
    data = QGuiApplication.clipboard().mimeData()
    if data.hasFormat(_OURS):
        return bytes(data.data(_OURS).data()).decode(errors="replace"), _POINT
    return data.text(), marks
