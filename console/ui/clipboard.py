"""The clipboard: cells that go out as a spreadsheet writes them, and what came back with the marks of its numbers.

It must not read meaning into cells; what is copied is what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from console.model.lines import COLUMNS, SENT, Row
from console.model.numerals import Marks
from console.model.tsv import written

_OURS = "application/x-order-console-cells"
"""Marks what the console copied itself: its numbers have a point, whatever the user's own marks are."""
_POINT = Marks(".", "")


def copy_lines(rows: Iterable[Row], places: int | None) -> None:
    """Put whole lines on the clipboard under a row of labels; `places` is how many digits their currency has."""
    put(
        [
            [COLUMNS[column].label for column in SENT],
            *([row.shown(column, places) for column in SENT] for row in rows),
        ]
    )


def put(cells: Sequence[Sequence[str]]) -> None:
    """Put cells on the clipboard; a single one goes out as it is."""
    single = len(cells) == 1 and len(cells[0]) == 1
    data = QMimeData()
    data.setText(cells[0][0] if single else written(cells))
    data.setData(_OURS, b"1")
    QGuiApplication.clipboard().setMimeData(data)


def taken(marks: Marks) -> tuple[str, Marks]:
    """The text on the clipboard, and how its numbers are written; `marks` are the user's own."""
    data = QGuiApplication.clipboard().mimeData()
    return data.text(), _POINT if data.hasFormat(_OURS) else marks
