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
from console.ui.look.direction import isolated
from console.ui.look.theme import Theme, worn
from console.ui.runs.counts import tone_of

_BAR, _LEAST, _TONES = 26, 4, ("good", "warn", "bad", "plain")
_TENTH, _TEN, _MINUTE = 0.095, 9.95, 60
"""Below the first a hundredth of a second counts, below the second a tenth, in seconds."""


class OutcomeChart(QWidget):
    """A bar in the tones of the outcomes, each with its words where they fit; and a line once there is one to draw."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Chart")
        self._theme = worn()
        self._counts: list[RowCount] = []
        self._samples: tuple[Sample, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of this theme."""
        self._theme = theme
        self.update()

    def show_numbers(self, counts: tuple[RowCount, ...], samples: tuple[Sample, ...]) -> None:
        """Show how many rows stand how, and how many had ended when."""
        before = self._samples
        self._counts = sorted(counts, key=lambda one: _TONES.index(tone_of(one.key)))
        self._samples = samples if samples and samples[-1].done else ()
        said = ", ".join(f"{one.rows:,} {one.words}" for one in self._counts)
        self.setAccessibleDescription(f"{said}. {self._pace()}".strip())
        if bool(before) != bool(self._samples):
            self.updateGeometry()
        if before == self._samples:  # the line comes anew once a second, the bar at each look
            self.update(0, 0, self.width(), _BAR)
        else:
            self.update()

    def _pace(self) -> str:
        return (
            f"{counted(self._samples[-1].done, 'row')} in {_lasting(self._samples[-1].at)}"
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
            if self._samples and event.rect().bottom() >= _BAR:
                self._paint_line(painter, QRectF(1, _BAR + 14, self.width() - 2, self.height() - _BAR - 16))

    def _paint_bar(self, painter: QPainter) -> None:
        edge, x = QPainterPath(), 0.0
        edge.addRoundedRect(QRectF(0.5, 0.5, self.width() - 1, _BAR - 1), 6, 6)
        painter.setClipPath(edge)
        wide = (self.width() - _LEAST * len(self._counts)) / (sum(count for _, count in self._counts) or 1)
        for one in self._counts:
            part = QRectF(x, 0, _LEAST + wide * one.rows, _BAR)
            tone, said = tone_of(one.key), f"{one.rows:,} {one.words}"
            painter.fillRect(
                part.adjusted(0, 0, -1, 0), self._theme.colour("selection" if tone == "plain" else tone)
            )
            painter.setPen(self._theme.colour("text" if tone == "plain" else "surface"))
            if painter.fontMetrics().horizontalAdvance(said) + 20 < part.width():
                painter.drawText(part.adjusted(10, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter, isolated(said))
            x += part.width()
        painter.setClipping(False)
        if self._counts:
            painter.setPen(self._theme.colour("outline"))
            painter.drawPath(edge)

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
            isolated(self._pace()),
        )


def _lasting(seconds: float) -> str:
    """As exact as it is worth: "0.04 s", "0.4 s", "20 s", "2 min 5 s"."""
    if seconds < _MINUTE:
        return f"{seconds:.{2 if seconds < _TENTH else 1 if seconds < _TEN else 0}f} s"
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes:,} min {rest} s"
