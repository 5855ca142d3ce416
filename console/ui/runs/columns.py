"""What the columns of a file are: one choice for each, under its name and over what stands in it first.

It must not guess a role; what was chosen is told, and the roles come back by `show_columns`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.model.shipments.shipments import ROLES, Role
from console.ui.look.parts import elided, label, put_text, put_tip
from console.ui.look.text import one_line

_NARROWEST, _WIDEST, _LONGEST, _ARROW, _AT_ONCE = 128, 240, 120, 60, 16
_UNUSED = "Not used"


class _Shown(NamedTuple):
    """What is shown, or will be in a moment."""

    head: tuple[str, ...]
    roles: Mapping[int, Role]
    cells: tuple[str, ...]
    places: tuple[int, ...]


class ColumnStrip(QScrollArea):
    """The choices side by side. `mapped` has the column from 0 and its role, None for none."""

    mapped = Signal(int, object)
    remade = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("columns")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._page = page = QWidget()
        page.setObjectName("page")
        self._across = QHBoxLayout(page)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(12)
        self._across.addStretch(1)
        self.setWidget(page)
        self._columns: list[_Column] = []  # the first of them are shown; to make them anew would take a while
        self._count = 0
        self._shown = _Shown((), {}, (), ())
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.timeout.connect(self._grow)

    @property
    def choices(self) -> list[QComboBox]:
        """The choices from left to right."""
        return [column.choice for column in self._columns[: self._count]]

    def show_columns(
        self,
        head: Sequence[str],
        roles: Mapping[int, Role],
        cells: Sequence[str],
        places: Sequence[int] | None = None,
    ) -> None:
        """Show the columns of this file, or those at these places, each with its role and what stands in it."""
        places = range(len(head)) if places is None else places
        shown = _Shown(tuple(head), dict(roles), tuple(cells), tuple(places))
        if shown != self._shown:
            self._shown = shown
            for spare in self._columns[len(places) : self._count]:
                spare.hide()
            fewer, self._count = len(places) < self._count, min(self._count, len(places))
            for at in range(self._count):
                self._show(at)
            if fewer:
                self.remade.emit()
            self._grow()

    def _grow(self) -> None:
        """Show a few columns more; dozens at once would hold up the window."""
        wanted = min(len(self._shown.places), self._count + _AT_ONCE)
        if self._count < wanted:
            while self._count < wanted:
                if self._count == len(self._columns):
                    self._add(_Column())
                self._show(self._count)
                self._columns[self._count].show()
                self._count += 1
            self.remade.emit()
            if self._count < len(self._shown.places):
                self._more.start()

    def _show(self, at: int) -> None:
        shown = self._shown
        place = shown.places[at]
        cell = shown.cells[place] if place < len(shown.cells) else ""
        self._columns[at].show_column(place, shown.head[place], cell, shown.roles.get(place))

    def sizeHint(self) -> QSize:
        """As high as a column, with a bar below it where they do not all fit."""
        needs = self._page.sizeHint()
        bar = self.horizontalScrollBar().sizeHint().height() if needs.width() > self.width() else 0
        return QSize(needs.width(), needs.height() + bar)

    def minimumSizeHint(self) -> QSize:
        """As high in any case."""
        return QSize(1, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another height when the columns need one; Qt takes that from scroll areas only when they are made."""
        taken = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return taken

    def _add(self, column: _Column) -> None:
        column.choice.activated.connect(lambda: self.mapped.emit(column.place, column.choice.currentData()))
        self._across.insertWidget(len(self._columns), column)
        self._columns.append(column)


class _Column(QWidget):
    """One column: its name, what it is, what stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.place = 0
        self.name, self.sample = label(role="caption"), label(role="id")
        self.choice = _Choice()
        self.name.setBuddy(self.choice)
        self.choice.addItem(_UNUSED, None)
        for role, words in ROLES.items():
            self.choice.addItem(words, role)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.name, self.choice, self.sample):
            column.addWidget(part)

    def show_column(self, place: int, name: str, sample: str, role: str | None) -> None:
        """Show the column at this place so."""
        self.place = place
        at = 0 if role is None else self.choice.findData(role)
        if self.choice.currentIndex() != at:
            self.choice.setCurrentIndex(at)
        self.choice.ensurePolished()
        name, sample = one_line(name, _LONGEST), one_line(sample, _LONGEST)
        needs = (
            self.choice.fontMetrics().horizontalAdvance(self.choice.currentText()) + _ARROW,
            *(said.fontMetrics().horizontalAdvance(text) for said, text in self._said(name, sample)),
        )
        self.setFixedWidth(min(max(*needs, _NARROWEST), _WIDEST))
        for said, text in self._said(name, sample):
            put_text(said, elided(said, text, self.width()))
            put_tip(said, text)
        self.choice.setAccessibleName(f"Column {place + 1}, {name}, is")
        self.choice.setAccessibleDescription(f"First: {sample}" if sample else "Nothing stands in it")

    def _said(self, name: str, sample: str) -> tuple[tuple[QLabel, str], ...]:
        return (self.name, name), (self.sample, sample)


class _Choice(QComboBox):
    """A choice that the wheel scrolls past."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
