"""What became of the rows as one bar, and how many were done as time went by as a line, painted.

It must not count or keep time; it paints the numbers that it is given and says them for a screen reader.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.model.plural import counted
from console.presenters.runs.items import RowCount
from console.presenters.runs.pace import Sample
from console.ui.look.theme import Theme
from console.ui.runs.counts import tone_of

_BAR, _LEAST, _TONES = 26, 4, ("good", "warn", "bad", "plain")


class OutcomeChart(QWidget):
    """A bar in the tones of the outcomes, each with its words where they fit; and a line once there is one to draw."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Chart")
        self._theme = Theme("light", "none")
        self._counts: list[RowCount] = []
        self._samples: tuple[Sample, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of this theme."""
        self._theme = theme
        self.update()

    def show_numbers(self, counts: tuple[RowCount, ...], samples: tuple[Sample, ...]) -> None:
        """Show how many rows stand how, and how many had ended when."""
        self._counts = sorted(counts, key=lambda one: _TONES.index(tone_of(one.key)))
        self._samples = samples if samples and samples[-1].done else ()
        said = ", ".join(f"{one.rows:,} {one.words}" for one in self._counts)
        self.setAccessibleDescription(f"{said}. {self._pace()}".strip())
        self.updateGeometry()
        self.update()

    def _pace(self) -> str:
        return (
            f"{counted(self._samples[-1].done, 'row')} in {self._samples[-1].at:,.0f} s"
            if self._samples
            else ""
        )

    def sizeHint(self) -> QSize:
        """The bar, and below it room for the line where there is one."""
        return QSize(600, _BAR + 84 if self._samples else _BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_bar(painter)
            if self._samples:
                self._paint_line(painter, QRectF(1, _BAR + 14, self.width() - 2, self.height() - _BAR - 16))

    def _paint_bar(self, painter: QPainter) -> None:
        shape, x = QPainterPath(), 0.0
        shape.addRoundedRect(QRectF(0, 0, self.width(), _BAR), 6, 6)
        painter.setClipPath(shape)
        wide = (self.width() - _LEAST * len(self._counts)) / (sum(count for _, count in self._counts) or 1)
        for one in self._counts:
            part = QRectF(x, 0, _LEAST + wide * one.rows, _BAR)
            tone, said = tone_of(one.key), f"{one.rows:,} {one.words}"
            painter.fillRect(
                part.adjusted(0, 0, -1, 0), self._theme.colour("selection" if tone == "plain" else tone)
            )
            painter.setPen(self._theme.colour("text" if tone == "plain" else "surface"))
            if painter.fontMetrics().horizontalAdvance(said) + 20 < part.width():
                painter.drawText(part.adjusted(10, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, said)
            x += part.width()
        painter.setClipping(False)

    def _paint_line(self, painter: QPainter, area: QRectF) -> None:
        wide, high = area.width() / self._samples[-1].at, area.height() / self._samples[-1].done
        line = [QPointF(area.x() + wide * one.at, area.bottom() - high * one.done) for one in self._samples]
        below = QPolygonF([area.bottomLeft(), *line, area.bottomRight()])
        accent = self._theme.colour("action")
        painter.setPen(QPen(accent, 2))
        painter.drawPolyline(QPolygonF(line))
        accent.setAlpha(30)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawPolygon(below)
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(
            area.adjusted(0, 0, -6, -4),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom,
            self._pace(),
        )
