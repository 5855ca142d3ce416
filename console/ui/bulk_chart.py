"""What became of the rows as one bar, and how many were done as time went by as a line, painted.

It must not count or keep time; it paints the numbers that it is given and says them for a screen reader.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from console.presenters.run_pace import Sample
from console.ui.bulk_counts import tone_of
from console.ui.theme import Theme

_BAR, _GAP, _LEAST, _DOT = 14, 8, 3.0, 8
_ORDER = ("good", "warn", "bad", "plain")


class OutcomeChart(QWidget):
    """A bar in the tones of the outcomes with its words below, and a line beside it once there is something to draw."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Chart")
        self._counts: tuple[tuple[str, int], ...] = ()
        self._samples: tuple[Sample, ...] = ()
        self._parts: list[tuple[str, int]] = []
        self._theme = Theme("light", "none")

    def dress(self, theme: Theme) -> None:
        """Take the colours of this theme."""
        self._theme = theme
        self.update()

    def show_numbers(self, counts: Sequence[tuple[str, int]], samples: tuple[Sample, ...]) -> None:
        """Show words with how many rows each, and how many had ended when."""
        if (tuple(counts), samples) != (self._counts, self._samples):
            self._counts, self._samples = tuple(counts), samples
            self._parts = sorted(counts, key=lambda one: _ORDER.index(tone_of(one[0])))
            said = ", ".join(f"{count:,} {words}" for words, count in counts)
            when = f"; {samples[-1].done:,} in {samples[-1].at:,.0f} s" if len(samples) > 1 else ""
            self.setAccessibleDescription(f"{said}{when}.")
            self.update()

    def sizeHint(self) -> QSize:
        """Four lines high."""
        return QSize(600, 4 * self.fontMetrics().lineSpacing() + 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            whole, lined = QRectF(self.rect()), len(self._samples) > 1 and self._samples[-1].done > 0
            left = whole.adjusted(0, 0, -whole.width() * 0.4 if lined else 0, 0)
            self._paint_bar(painter, left)
            if lined:
                self._paint_line(painter, whole.adjusted(left.width() + 40, 4, -2, 0))

    def _paint_bar(self, painter: QPainter, area: QRectF) -> None:
        total, high = sum(count for _, count in self._counts) or 1, self.fontMetrics().lineSpacing()
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(area.x(), 4, area.width(), _BAR), _BAR / 2, _BAR / 2)
        x, at = area.x(), QPointF(area.x(), 4 + _BAR + _GAP)
        for words, count in self._parts:
            painter.setClipPath(shape)
            wide = max(area.width() * count / total, _LEAST)
            painter.fillRect(QRectF(x, 4, wide - 1, _BAR), self._tone(words))
            painter.setClipping(False)
            x, said = x + wide, f"{words}  {count:,}"
            across = self.fontMetrics().horizontalAdvance(said) + _DOT + 24
            if at.x() > area.x() and at.x() + across > area.right():
                at = QPointF(area.x(), at.y() + high + 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._tone(words))
            painter.drawEllipse(QRectF(at.x(), at.y() + (high - _DOT) / 2, _DOT, _DOT))
            painter.setPen(self._theme.colour("text"))
            painter.drawText(QPointF(at.x() + _DOT + 6, at.y() + self.fontMetrics().ascent()), said)
            at = QPointF(at.x() + across, at.y())

    def _paint_line(self, painter: QPainter, area: QRectF) -> None:
        last, high = self._samples[-1], self.fontMetrics().lineSpacing()
        plot = area.adjusted(0, high, 0, -high)
        points = [
            QPointF(plot.x() + plot.width() * one.at / last.at, plot.bottom() - plot.height() * one.done / last.done)
            for one in self._samples
        ]  # fmt: skip
        below = self._theme.colour("accent")
        below.setAlpha(36)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(below)
        painter.drawPolygon(QPolygonF([plot.bottomLeft(), *points, plot.bottomRight()]))
        painter.setPen(QPen(self._theme.colour("accent"), 2))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight, f"{last.done:,} rows in {last.at:,.0f} s")
        foot = QRectF(area.x(), plot.bottom() + 1, area.width(), high)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, "0 s")
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{last.at:,.0f} s")

    def _tone(self, words: str) -> QColor:
        tone = tone_of(words)
        return self._theme.colour("outline" if tone == "plain" else tone)
