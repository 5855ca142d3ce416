"""How well things can be told apart by their light, in what was painted: texts, edges of inputs, ticks and rings.

It must not know a theme; it measures pixels by WCAG 2's relative luminance, as an eye would.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QWidget,
)

READABLE = 4.5
"""For text of any size, level AA."""
SEEN = 3.0
"""For what is no text: rings, ticks, edges that tell something."""


def luminance(colour: QColor) -> float:
    """Relative luminance, from 0 for black to 1 for white."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """From 1 for the same light to 21 for black on white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=100_000)
def _between(one: int, other: int) -> float:
    return contrast(QColor.fromRgb(one), QColor.fromRgb(other))


class Seen:
    """A window as it is painted now."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.image: QImage = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    def poor(self) -> list[str]:
        """What cannot be read or seen well enough, each with how well it can."""
        found = [f"“{text[:40]}” {ratio:.1f}" for text, ratio in self.texts() if ratio < READABLE]
        return found + [f"edge of {name} {ratio:.1f}" for name, ratio in self.edges() if ratio < SEEN]

    def texts(self) -> Iterator[tuple[str, float]]:
        """Every text that is in sight and can be worked, and how it stands out from what is behind it."""
        for widget, text, place in self._places():
            rect = QRect(widget.mapTo(self._window, place.topLeft()), place.size())
            rect &= self._in_sight(widget)
            if text.strip() and rect.width() > 3 and rect.height() > 7:
                yield text, self.strongest(rect)

    def edges(self) -> Iterator[tuple[str, float]]:
        """Every edge that shows where something can be typed, ticked or is worked by the next key."""
        inputs = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
        for widget in self._widgets(*inputs):
            inner = isinstance(widget.parentWidget(), (QAbstractSpinBox, QComboBox))
            if not inner and not widget.property("flat"):
                yield f"{type(widget).__name__} {widget.accessibleName()}", self._edge(widget, widget.rect())
        for widget in self._widgets(QCheckBox, QRadioButton):
            option = QStyleOptionButton()
            widget.initStyleOption(option)
            part = (
                QStyle.SubElement.SE_CheckBoxIndicator
                if isinstance(widget, QCheckBox)
                else QStyle.SubElement.SE_RadioButtonIndicator
            )
            yield widget.text(), self._edge(widget, widget.style().subElementRect(part, option, widget))
        for widget in self._widgets(QPushButton):
            if widget.hasFocus():
                yield f"focused {widget.text()}", self._edge(widget, widget.rect())

    def strongest(self, rect: QRect) -> float:
        """How the strongest colour in a rectangle stands out from the one that fills most of it."""
        part = self.image.copy(rect)
        colours = Counter(memoryview(part.constBits()).cast("I").tolist())
        [(ground, _)] = colours.most_common(1)
        return max(_between(ground, colour) for colour in colours)

    def _edge(self, widget: QWidget, rect: QRect) -> float:
        """How the middle of the left edge stands out from what is beside it; at best, where it is out of sight."""
        begin = widget.mapTo(self._window, QPoint(rect.left(), rect.center().y()))
        if not self._in_sight(widget).contains(begin) or begin.x() < 2:
            return 21.0
        return max(
            _between(
                self.image.pixel(begin.x() + step, begin.y()), self.image.pixel(begin.x() - 2, begin.y())
            )
            for step in (0, 1)
        )

    def _in_sight(self, widget: QWidget) -> QRect:
        shown = widget.visibleRegion().boundingRect()
        return QRect(widget.mapTo(self._window, shown.topLeft()), shown.size())

    def _widgets(self, *kinds: type[QWidget]) -> Iterator[QWidget]:
        for kind in kinds:
            for widget in self._window.findChildren(kind):
                if widget.isVisible() and widget.isEnabled() and widget.window() is self._window:
                    yield widget

    def _places(self) -> Iterator[tuple[QWidget, str, QRect]]:
        for label in self._widgets(QLabel):
            yield label, label.text(), label.contentsRect()
        for made in self._widgets(QAbstractButton):
            option = QStyleOptionButton()
            if isinstance(made, (QPushButton, QCheckBox, QRadioButton)):
                made.initStyleOption(option)
                part = {
                    QPushButton: QStyle.SubElement.SE_PushButtonContents,
                    QCheckBox: QStyle.SubElement.SE_CheckBoxContents,
                    QRadioButton: QStyle.SubElement.SE_RadioButtonContents,
                }[next(kind for kind in (QPushButton, QCheckBox, QRadioButton) if isinstance(made, kind))]
                yield (
                    made,
                    made.text(),
                    made.style().subElementRect(part, option, made).adjusted(2, 2, -2, -2),
                )
        for field in self._widgets(QLineEdit):
            frame = QStyleOptionFrame()
            field.initStyleOption(frame)
            rect = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, frame, field)
            yield field, field.text() or field.placeholderText(), rect
        for combo in self._widgets(QComboBox):
            box = QStyleOptionComboBox()
            combo.initStyleOption(box)
            rect = combo.style().subControlRect(
                QStyle.ComplexControl.CC_ComboBox, box, QStyle.SubControl.SC_ComboBoxEditField, combo
            )
            yield combo, combo.currentText(), rect.adjusted(2, 2, -2, -2)
        for text in self._widgets(QPlainTextEdit):
            yield (
                text,
                text.toPlainText() or text.placeholderText(),
                text.contentsRect().adjusted(4, 4, -4, -4),
            )
        for bar in self._widgets(QTabBar):
            for place in range(bar.count()):
                yield bar, bar.tabText(place), bar.tabRect(place).adjusted(10, 4, -24, -4)
        for menus in self._widgets(QMenuBar):
            for action in menus.actions():
                yield menus, action.text(), menus.actionGeometry(action)
        yield from self._cells()

    def _cells(self) -> Iterator[tuple[QWidget, str, QRect]]:
        for view in self._widgets(QAbstractItemView):
            if isinstance(view, QHeaderView):
                for section in range(view.count()):
                    at = view.sectionViewportPosition(section)
                    head = view.model().headerData(section, view.orientation()) if view.model() else None
                    across = view.orientation() == Qt.Orientation.Horizontal
                    if across and isinstance(head, str) and not view.isSectionHidden(section):
                        rect = QRect(at, 0, view.sectionSize(section), view.height())
                        yield view.viewport(), head, rect.adjusted(2, 3, -2, -3)
                continue
            model = view.model()
            for row in range(min(model.rowCount(view.rootIndex()) if model else 0, 40)):
                for column in range(1 if isinstance(view, QListView) else model.columnCount()):
                    index = model.index(row, column, view.rootIndex())
                    text = index.data()
                    if isinstance(text, str) and model.flags(index) & Qt.ItemFlag.ItemIsEnabled:
                        yield view.viewport(), text, view.visualRect(index).adjusted(3, 3, -3, -3)
