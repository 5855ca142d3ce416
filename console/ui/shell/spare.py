"""A record's page, made while nobody waits for it: after the last one was taken, or while a record is looked up.

It must not show anything: a page is taken from here when there is a record for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from console.runtime.giving_way import window_begins
from console.ui.lines.columns import Columns
from console.ui.record.folds import Folds

if TYPE_CHECKING:
    from console.model.fields.field import RecordKind
    from console.ui.record.editor import EditorPage

_PATIENCE_MS, _AFTER_MS = 8, 30
"""By then the question is on its way, or what was found is painted; making a page at once would hold either up."""
_PASSES = 2
"""The first tells each card how wide it is, and with that how its fields stand; the second places them so."""


class SparePage:
    """At most one page of each kind is kept, and it is made once such a record is likely to be needed.

    The other kind's stays: an ID is looked for among orders before carts, and a day of carts would make each page twice.
    """

    def __init__(self, parent: QWidget, columns: Columns, folds: Folds) -> None:
        """`parent` is where the page will stand; `columns` and `folds` are those of every record."""
        self._parent, self._columns, self._folds = parent, columns, folds
        self._kind: RecordKind = "order"
        self._pages: dict[RecordKind, EditorPage] = {}
        self._left: dict[RecordKind, list[Callable[[EditorPage], None]]] = {}
        """What is still to be done with a page; the rest is left to Qt where its record comes sooner."""
        self._held = False
        self._patience = QTimer(parent)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._make)

    def expect(self, kind: RecordKind) -> None:
        """Make a page for such a record in a moment, because one is being looked up."""
        self._kind = kind
        if not self._held:
            self._patience.start(_PATIENCE_MS)

    def hold(self) -> None:
        """Make none until `let_go`: what records need is being loaded, and two that load at once hold each other up."""
        self._held = True

    def let_go(self, *, expected: bool) -> None:
        """Go on, at once where a record is being looked up."""
        self._held = False
        if expected:
            self._patience.start(0)

    def take(self, kind: RecordKind) -> EditorPage:
        """A page for a record of this kind, made now where there is none; the next one is made in a moment.

        A record that was read here before is there sooner than a page could be made.
        """
        self._kind = kind
        if not self._held:
            self._patience.start(_AFTER_MS)
        page = self._pages.pop(kind, None)
        if page is None:
            return self._made(kind)
        page.grow(whole=True)
        return page

    def forget(self) -> None:
        """Keep none, because what pages look like has changed."""
        self._patience.stop()
        for page in self._pages.values():
            page.deleteLater()
        self._pages.clear()

    def _make(self) -> None:
        """Make its parts, then style it, then lay it out: one at a time, so that the window answers in between."""
        window_begins()
        page = self._pages.get(self._kind)
        if page is None:
            page = self._pages[self._kind] = self._made(self._kind, at_once=False)
            page.hide()  # or it would be shown with its parent
            page.resize(self._parent.size())
            self._left[self._kind] = [_grow, _grow, _polish, *[_lay_out] * _PASSES, _draw]
        elif left := self._left[self._kind]:
            left.pop(0)(page)
        if self._left[self._kind]:
            self._patience.start(0)

    def _made(self, kind: RecordKind, *, at_once: bool = True) -> EditorPage:
        from console.ui.record.editor import EditorPage

        return EditorPage(kind, self._columns, self._parent, folds=self._folds, at_once=at_once)


def _grow(page: EditorPage) -> None:
    page.grow()


def _polish(page: QWidget) -> None:
    for part in page.findChildren(QWidget):
        part.ensurePolished()


def _draw(page: QWidget) -> None:
    """Draw it where nobody sees it: Qt works out what the style says of each part when that is drawn first."""
    page.grab()


def _lay_out(part: QWidget) -> None:
    """Lay out what is not seen yet as Qt will once it is: what is shown at the size that it has by then stays as it is."""
    if (layout := part.layout()) is not None:
        layout.activate()
    if part.testAttribute(Qt.WidgetAttribute.WA_PendingResizeEvent):
        part.setAttribute(Qt.WidgetAttribute.WA_PendingResizeEvent, False)
        QCoreApplication.sendEvent(part, QResizeEvent(part.size(), QSize()))
    for child in part.children():
        if isinstance(child, QWidget) and not child.isHidden() and not child.isWindow():
            _lay_out(child)
