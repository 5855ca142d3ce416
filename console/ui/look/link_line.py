"""A line for a link, and how a link is cut where there is no room for all of it.

It must not open a link or judge one.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionFrame

from console.ui.look.direction import isolated
from console.ui.look.inputs import TextLine

_INSIDE = 2
"""What Qt leaves at both sides of the text of a line."""


class LinkLine(TextLine):
    """A line for a link: without the cursor one that is too long shows its host and its end, all of it is in the tip."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus() or not self.is_cut:
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setPen(self.palette().text().color())
        painter.setFont(self.font())
        sides = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self._room(), sides, isolated(self.shown_text))
        painter.end()

    @property
    def is_cut(self) -> bool:
        """Whether the text is too long to be seen whole."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self._room().width()

    @property
    def shown_text(self) -> str:
        """What is painted while the cursor is elsewhere."""
        return host_and_end(self.text(), self.fontMetrics(), self._room().width())

    def _room(self) -> QRect:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return inside.adjusted(_INSIDE, 0, -_INSIDE, 0)


def host_and_end(link: str, metrics: QFontMetrics, width: int) -> str:
    """A link cut to `width` pixels between its host and its end; in its middle where it has no host or that is too long.

    https:// goes where something is cut, since most links have it; what stands before the host otherwise stays.
    """
    if metrics.horizontalAdvance(link) <= width:
        return link
    try:
        parts = urlsplit(link)
        host = "" if parts.username is not None else parts.netloc
    except ValueError:
        host = ""
    if not host:
        return metrics.elidedText(link, Qt.TextElideMode.ElideMiddle, width)
    head = (host if parts.scheme == "https" else f"{parts.scheme}://{host}") + "/…"
    room = width - metrics.horizontalAdvance(head)
    end = link[link.index(host) + len(host) :]
    while end and metrics.horizontalAdvance(end) > room:
        end = end[max(1, len(end) // 8) :] if metrics.horizontalAdvance(end) > 2 * room else end[1:]
    return head + end if end else metrics.elidedText(link, Qt.TextElideMode.ElideMiddle, width)
