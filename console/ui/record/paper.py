"""Painting a record on pages, a little at a time, so that the window goes on while thousands of lines are painted.

It must not decide what stands on them, nor hold a printer or a file.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPainter, QPen, QTextOption

from console.presenters.record.paper import Paper

_POINTS = 72
_BODY, _SMALL, _TITLE = 9.0, 7.5, 16.0
_LABEL, _GAP, _BETWEEN, _FOOT = 110.0, 8.0, 12.0, 22.0
"""Points: the width of a label, between columns, between groups, and what is kept for the foot of a page."""
_LOOKED_AT = 200
"""How many rows, and how many characters of each cell, say how wide a column is."""
_INK, _MUTED, _HAIR = QColor("#1A1E24"), QColor("#5C6672"), QColor("#C9CED6")
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class Pages:
    """One record on the pages of one device. `painter` must have begun on it, and must end when all is painted."""

    def __init__(self, paper: Paper, device: QPagedPaintDevice, painter: QPainter) -> None:
        self._paper, self._device, self._painter = paper, device, painter
        self._unit = device.logicalDpiX() / _POINTS
        self._area = QRectF(painter.viewport())
        self._y = 0.0
        self.page = 1

    def painted(self) -> Iterator[int]:
        """Paint all of it; each step is a short one, and tells how many rows are done."""
        paper = self._paper
        self._text(paper.title, _TITLE, bold=True)
        for line in paper.under:
            self._text(line, _SMALL, _MUTED)
        yield 0
        for caption, pairs in paper.groups:
            self._y += _BETWEEN * self._unit
            self._text(caption, _SMALL, _MUTED, bold=True)
            for label, value in pairs:
                self._pair(label, value)
            yield 0
        self._y += _BETWEEN * self._unit
        self._text(paper.caption, _SMALL, _MUTED, bold=True)
        yield from self._rows()
        self._end_page()

    def _rows(self) -> Iterator[int]:
        if not self._paper.rows:
            return
        widths = yield from self._widths()
        self._row([label for label, _ in self._paper.columns], widths, head=True)
        for place in range(self._paper.rows):
            self._row(self._paper.row(place), widths)
            yield place + 1

    def _widths(self) -> Generator[int, None, list[float]]:
        """Device pixels for each column: what the first rows need; numbers have theirs, texts share what is left."""
        columns, head, metrics = self._paper.columns, self._metrics(_SMALL, bold=True), self._metrics(_SMALL)
        needs = [head.horizontalAdvance(label) + 2 for label, _ in columns]
        for place in range(min(self._paper.rows, _LOOKED_AT)):
            texts = self._paper.row(place)
            needs = [
                max(need, metrics.horizontalAdvance(text[:_LOOKED_AT]) + 2)
                for need, text in zip(needs, texts, strict=True)
            ]
            yield 0
        room = self._area.width() - _GAP * self._unit * (len(columns) - 1)
        left, waiting = room, len(columns)
        widths = [0.0] * len(columns)
        # The modest first: who needs less than an equal share leaves the rest to the others.
        for place in sorted(range(len(columns)), key=lambda place: (not columns[place][1], needs[place])):
            widths[place] = min(needs[place], left / waiting)
            left, waiting = left - widths[place], waiting - 1
        return widths

    # -- what is painted ----------------------------------------------------------------------------------

    def _text(self, text: str, points: float, ink: QColor = _INK, *, bold: bool = False) -> None:
        high = self._height(text, self._font(points, bold=bold), self._area.width())
        self._room_for(high)
        self._put(text, QRectF(0, self._y, self._area.width(), high), points, ink, bold=bold)
        self._y += high + 2 * self._unit

    def _pair(self, label: str, value: str) -> None:
        left = _LABEL * self._unit
        wide = self._area.width() - left
        high = self._height(value, self._font(_BODY), wide)
        self._room_for(high)
        self._put(label, QRectF(0, self._y, left, high), _BODY, _MUTED)
        self._put(value, QRectF(left, self._y, wide, high), _BODY, _INK)
        self._y += high + 2 * self._unit

    def _row(self, texts: Sequence[str], widths: Sequence[float], *, head: bool = False) -> None:
        font = self._font(_SMALL, bold=head)
        high = max(self._height(text, font, wide) for text, wide in zip(texts, widths, strict=True))
        high = min(high, self._bottom)
        if self._room_for(high) and not head:
            self._row([label for label, _ in self._paper.columns], widths, head=True)
        x = 0.0
        for text, wide, (_, number) in zip(texts, widths, self._paper.columns, strict=True):
            box = QRectF(x, self._y, wide, high)
            self._put(
                text, box, _SMALL, _MUTED if head else _INK, bold=head, align=_RIGHT if number else _LEFT
            )
            x += wide + _GAP * self._unit
        self._y += high + 3 * self._unit
        if head:
            self._painter.setPen(QPen(_HAIR, self._unit / 2))
            self._painter.drawLine(0, int(self._y), int(self._area.width()), int(self._y))
            self._y += 3 * self._unit

    # -- pages --------------------------------------------------------------------------------------------

    @property
    def _bottom(self) -> float:
        return self._area.height() - _FOOT * self._unit

    def _room_for(self, high: float) -> bool:
        """Begin a new page where so many pixels are not left on this one; says whether it did."""
        if self._y + high <= self._bottom or not self._y:
            return False
        self._end_page()
        self._device.newPage()
        self.page += 1
        self._y = 0.0
        return True

    def _end_page(self) -> None:
        metrics = self._metrics(_SMALL)
        foot = QRectF(0, self._area.height() - metrics.height() - 1, self._area.width(), metrics.height() + 1)
        self._put(self._paper.title, foot, _SMALL, _MUTED)
        self._put(f"Page {self.page:,}", foot, _SMALL, _MUTED, align=_RIGHT)

    # -- texts --------------------------------------------------------------------------------------------

    def _font(self, points: float, *, bold: bool = False) -> QFont:
        font = QFont(self._painter.font())
        font.setPointSizeF(points)
        font.setBold(bold)
        return font

    def _metrics(self, points: float, *, bold: bool = False) -> QFontMetricsF:
        return QFontMetricsF(self._font(points, bold=bold), self._device)

    def _height(self, text: str, font: QFont, wide: float) -> float:
        metrics = QFontMetricsF(font, self._device)
        if "\n" not in text and metrics.horizontalAdvance(text) <= wide:
            return metrics.height()
        self._painter.setFont(font)
        return self._painter.boundingRect(QRectF(0, 0, wide, 1e6), text, _wrapped(_LEFT)).height()

    def _put(
        self,
        text: str,
        box: QRectF,
        points: float,
        ink: QColor,
        *,
        bold: bool = False,
        align: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        self._painter.save()
        self._painter.setFont(self._font(points, bold=bold))
        self._painter.setPen(ink)
        self._painter.drawText(box, text, _wrapped(align))
        self._painter.restore()


def _wrapped(align: Qt.AlignmentFlag) -> QTextOption:
    """Between words where that can be, within them where not."""
    option = QTextOption(align)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
