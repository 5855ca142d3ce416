"""Who else has a record open, as it is seen: a line of words, and a small mark for a tab.

It must not decide what is told, nor hold anybody up.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QShowEvent
from PySide6.QtWidgets import QWidget

from console.presenters.desk.company import NOBODY, Company
from console.ui.look.heard import SpokenWords
from console.ui.look.parts import Hug, put_property, put_text
from console.ui.look.text import one_line
from console.ui.look.theme import Theme

_LONGEST = 240
_SIDE = 14


class CompanyLine(Hug):
    """The words, hidden where nobody else has the record open. `aloud`: a screen reader says who has come."""

    def __init__(self, *, aloud: bool = False) -> None:
        super().__init__()
        self._aloud, self._company = aloud, NOBODY
        self._told = SpokenWords(self)
        self.hide()

    def show_company(self, company: Company) -> None:
        """Show these; showing them twice changes nothing."""
        self._company = company
        put_text(self, one_line(company.words, _LONGEST))
        put_property(self, "chip", "warn" if company.unsaved else "plain")
        self.setVisible(bool(company.words))
        if self.isVisible():
            self._tell(company.news)

    def showEvent(self, event: QShowEvent) -> None:
        """Say who is here to whoever comes to the page after they did."""
        super().showEvent(event)
        self._tell(self._company.news or self._company.who)

    def _tell(self, words: str) -> None:
        if self._aloud:
            self._told.tell(words)


def company_mark(widget: QWidget, theme: Theme, *, unsaved: bool) -> QIcon:
    """A head and shoulders, sharp at the scaling of the widget's screen: filled where somebody has unsaved changes."""
    ratio = widget.devicePixelRatioF()
    pixmap = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = theme.colour("warn" if unsaved else "muted")
    pen = painter.pen()
    pen.setColor(colour)
    pen.setWidthF(1.4)
    painter.setPen(pen)
    painter.setBrush(colour if unsaved else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(4.4, 1.2, 5.2, 5.2))
    painter.setClipRect(QRectF(0, 0, _SIDE, _SIDE - 1))
    painter.drawEllipse(QRectF(1.6, 8.2, _SIDE - 3.2, 9))
    if not unsaved:
        painter.drawLine(2, _SIDE - 2, _SIDE - 2, _SIDE - 2)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # or Qt would tint it where it is chosen
    return icon
