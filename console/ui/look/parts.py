"""Small pieces that every screen is made of: cards, captions, chips, plain-text labels.

It must not know orders or carts. Every label here shows plain text, since a server's words may stand in it.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.ui.look.room import on_screen
from console.ui.look.text import LONGEST_TIP, one_line, spoken, tip

_CHIP_PADDING = 26
_UNBOUND = 16_777_215
"""Qt's QWIDGETSIZE_MAX."""
ModelIndex = QModelIndex | QPersistentModelIndex
PartTone = Literal["good", "warn", "bad", "plain", "accent", "none"]


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label that never reads its text as rich text. `role` picks its look in the style sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setIndent(0)
    if role:
        made.setProperty("role", role)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def narrow_label(role: str) -> QLabel:
    """A label of wrapping words that never make its window wider."""
    made = label(role=role, wrap=True)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made


def caption(text: str) -> QLabel:
    """The small heading of a card or list."""
    return label(text.upper(), "caption")


def chip(text: str = "", tone: PartTone = "plain") -> QLabel:
    """A short text on its tone's tint; it hugs the text."""
    made = label(text)
    made.setProperty("chip", tone)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


class Hug(QLabel):
    """A chip that is as wide as its text, and wraps only where there is no room for that."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setIndent(0)
        self.setProperty("chip", "none")
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """All of the text on one line."""
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(self.text()) + _CHIP_PADDING
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """One word a line will do."""
        return QSize(1, self.fontMetrics().height())


def button(text: str, name: str = "", role: str = "", tip: str = "") -> QPushButton:
    """A button; `name` is what a screen reader says where that is more than the words on it, all of which it holds."""
    made = QPushButton(text)
    made.setAccessibleName(name or spoken(text))
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    if tip:
        made.setToolTip(tip)
    return made


def fit(dialog: QDialog, width: int) -> None:
    """Make a dialog of wrapping sentences so wide, and just as high as they need then."""
    dialog.ensurePolished()
    dialog.resize(width, dialog.heightForWidth(width))


def to_front(window: QWidget) -> None:
    """Show a window before all others, also where it was minimised or stood behind them, and give it the keys."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def open_over(window: QWidget, dialog: QDialog) -> None:
    """Open a dialog that ends with its answer; the keys go back to the window, whatever the window manager does."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.finished.connect(window.activateWindow)
    on_screen(dialog)
    dialog.open()
    dialog.activateWindow()


def striped(dialog: QDialog) -> QVBoxLayout:
    """The whole of a dialog, laid out from a strip in the environment's colour downwards."""
    strip = QFrame()
    strip.setObjectName("strip")
    whole = QVBoxLayout(dialog)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(strip)
    return whole


def inside(whole: QVBoxLayout) -> QVBoxLayout:
    """The column in which a dialog's parts stand, with the usual room around them."""
    column = QVBoxLayout()
    column.setContentsMargins(22, 16, 22, 18)
    column.setSpacing(12)
    whole.addLayout(column)
    return column


class Card(QFrame):
    """A surface with a caption and things one below another."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.title = title
        from console.ui.look.accessible import HeardRole, hear_as  # not before the first paint

        hear_as(self, HeardRole.Grouping)
        self.setAccessibleName(title)
        self.heading = caption(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 10, 14, 12)
        self.body.setSpacing(6)
        self.body.addWidget(self.heading)

    def retitle(self, title: str) -> None:
        """Change the caption."""
        self.title = title
        put_text(self.heading, title.upper())
        self.setAccessibleName(title)


class Rows(QWidget):
    """A column of labels that is filled again and again, reusing what is there."""

    def __init__(self, spacing: int = 2) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)
        self._labels: list[QLabel] = []

    def fill(self, lines: list[tuple[str, str]]) -> None:
        """Show these (text, role) lines and no others."""
        while len(self._labels) < len(lines):
            made = label(wrap=True, selectable=True)
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            self._labels.append(made)
            self._column.addWidget(made)
        for made, (text, role) in zip(self._labels, lines, strict=False):
            put_text(made, text)
            put_property(made, "role", role)
            made.setContentsMargins(0, 5 if role == "change" else 0, 0, 0)
            made.setVisible(True)
        for made in self._labels[len(lines) :]:
            made.setVisible(False)


def row(*widgets: QWidget | int, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; a number is a stretch."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for widget in widgets:
        if isinstance(widget, int):
            made.addStretch(widget)
        else:
            made.addWidget(widget)
    return made


def put_text(widget: QLabel | QPushButton, text: str) -> None:
    """Set a text only where it differs, so that nothing is laid out or read aloud again for nothing.

    A button that is called by its words is called by the new ones.
    """
    if (before := widget.text()) != text:
        widget.setText(text)
        if isinstance(widget, QPushButton) and widget.accessibleName() == spoken(before):
            widget.setAccessibleName(spoken(text))


def put_steady(widget: QLabel | QPushButton, text: str, *, steady: bool) -> None:
    """Set a text that changes many times a second while it is `steady`: it takes more room only where it must.

    Of a fixed size it is just painted; else Qt would lay out the whole window anew each time.
    """
    fixed = widget.minimumSize() == widget.maximumSize()
    if not steady and fixed:
        widget.setMinimumSize(0, 0)
        widget.setMaximumSize(_UNBOUND, _UNBOUND)
    put_text(widget, text)
    if steady and (not fixed or widget.sizeHint().width() > widget.width()):
        widget.setFixedSize(widget.sizeHint().expandedTo(widget.minimumSize()))


def put_tip(widget: QWidget, text: str, described: str = "") -> None:
    """Explain a widget to who points at it, and to who hears it: `described`, or else the tip without its markup."""
    shown = tip(text)
    widget.setToolTip(shown)
    described = described or ("" if shown == text else one_line(text, LONGEST_TIP))
    if widget.accessibleDescription() != described:
        widget.setAccessibleDescription(described)


def put_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at, and apply the sheet again where it changed."""
    if (widget.property(name) or "") != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        if isinstance(widget, QFrame):  # or its padding would stay that of before
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


def elided(widget: QWidget, text: str, width: int) -> str:
    """`text` cut in the middle to `width` pixels."""
    return QFontMetrics(widget.font()).elidedText(text, Qt.TextElideMode.ElideMiddle, width)
