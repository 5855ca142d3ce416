"""A calendar for a line in which a date is typed: Alt+Down or a click at its end opens it, a chosen day is typed there.

It must not know which field it serves or read its text by itself: the form of dates stands in the model.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QKeyEvent, QPainter, QPen, QPixmap, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QLineEdit,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from console.model.fields import moment
from console.ui.look.parts import button, row

_SIZE, _SHARP = 14, 3
_WIDE, _HIGH = 300, 240
_TURNS = (("qt_calendar_prevmonth", "‹", "Previous month"), ("qt_calendar_nextmonth", "›", "Next month"))
_INK = QColor("#7A8494")
"""Seen on light and on dark alike, by 3:1 and more."""
_SHOWN_ON = (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut)


class Calendar(QObject):
    """Serves one line. Its button is there while the cursor or the mouse is, so that the text keeps the room."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self.popup: CalendarPopup | None = None
        self._act = QAction("Calendar", line)
        self._act.setIcon(_icon())
        self._act.setToolTip("Choose a day  (Alt+Down)")
        self._act.triggered.connect(self.open)
        line.addAction(self._act, QLineEdit.ActionPosition.TrailingPosition)
        for made in line.findChildren(QToolButton):
            if self._act in made.actions() or made.defaultAction() is self._act:
                made.setAccessibleName("Calendar")
        self._act.setVisible(False)
        line.installEventFilter(self)

    def open(self) -> None:
        """Open it on the day that stands in the line, or on today; nothing happens where nothing may be typed."""
        line = self._line
        if line.isReadOnly() or not line.isEnabled():
            return
        self.popup = CalendarPopup(line, moment.day_of(line.text()) or date.today())
        self.popup.calendar.activated.connect(self._chosen)
        self.popup.calendar.clicked.connect(self._chosen)
        self.popup.today.clicked.connect(lambda: self._take(date.today()))
        self.popup.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear Alt+Down before the window does, for which it moves lines."""
        if not isValid(
            self._line
        ):  # a line that ends loses the cursor, and nothing of it may be touched any more
            return False
        if isinstance(event, QKeyEvent) and _opens(event):
            if event.type() == QEvent.Type.KeyPress:
                self.open()
            event.accept()
            return True
        if event.type() in _SHOWN_ON:
            here = self._line.hasFocus() or event.type() == QEvent.Type.Enter
            self._act.setVisible(here and not self._line.isReadOnly())
        return super().eventFilter(watched, event)

    def _chosen(self, day: QDate) -> None:
        self._take(date(day.year(), day.month(), day.day()))

    def _take(self, day: date) -> None:
        """Type the day over what stands in the line, as a person would."""
        text = moment.on_day(self._line.text(), day)
        if self.popup is not None:
            self.popup.close()
        self._line.setFocus()
        self._line.selectAll()
        self._line.insert(text)


class CalendarPopup(QFrame):
    """The calendar under its line; Enter or a click chooses, Esc closes it."""

    def __init__(self, line: QLineEdit, day: date) -> None:
        super().__init__(line, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        self.setAccessibleName("Calendar")
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName("Calendar")
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setGridVisible(False)
        self.calendar.setMinimumSize(_WIDE, _HIGH)
        plain = QTextCharFormat()
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekend, plain)  # red means trouble
        for name, sign, said in _TURNS:
            turn = self.calendar.findChild(QToolButton, name)
            if turn is not None:  # Qt's own arrows are black on any ground
                turn.setIcon(QIcon())
                turn.setText(sign)
                turn.setAccessibleName(said)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.today = button("&Today", "Today", tip="Alt+T")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.calendar)
        column.addLayout(row(1, self.today))
        self.adjustSize()
        self.move(_below(line, self))
        self._take_cursor()

    def _take_cursor(self) -> None:
        view = self.calendar.findChild(QTableView)
        (view or self.calendar).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it, from wherever in it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def _opens(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    pressed = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
    return pressed and event.key() == Qt.Key.Key_Down and held == Qt.KeyboardModifier.AltModifier


def _below(line: QLineEdit, popup: QWidget) -> QPoint:
    """Under the line, or above it where the screen ends; never beside the screen."""
    room, size = line.screen().availableGeometry(), popup.size()
    under = line.mapToGlobal(QPoint(0, line.height() + 2))
    if under.y() + size.height() > room.bottom():
        under.setY(line.mapToGlobal(QPoint(0, -2)).y() - size.height())
    under.setX(max(room.left(), min(under.x(), room.right() - size.width())))
    under.setY(max(room.top(), under.y()))
    return under


def _icon() -> QIcon:
    """A leaf of a calendar."""
    picture = QPixmap(_SIZE * _SHARP, _SIZE * _SHARP)
    picture.setDevicePixelRatio(_SHARP)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_INK, 1.4))
        painter.drawRoundedRect(QRectF(1.5, 2.5, 11, 10), 2, 2)
        painter.drawLine(2, 6, 12, 6)
        for x in (4.5, 9.5):
            painter.drawLine(int(x), 1, int(x), 3)
    return QIcon(picture)
