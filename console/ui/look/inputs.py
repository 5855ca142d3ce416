"""What text is typed into and chosen from, everywhere: a line without an undo of its own, a choice the wheel leaves alone.

It must not know a field or a record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QToolButton,
)

from console.ui.look.text import without_marks

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QWheelEvent

LONGEST = 16 * 1024 * 1024
"""How many characters a line of text may hold: as many as the largest answer, or Qt would cut what the server sent."""
_PRESSES = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
_CLICKED_IN = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def put_checked(button: QAbstractButton, on: bool) -> None:
    """Show a box or a radio button so, without telling that it was chosen.

    Whoever chooses is heard by `toggled`: a reader ticks a box without clicking it.
    """
    if button.isChecked() != on:
        with QSignalBlocker(button), QSignalBlocker(button.group() or button):
            button.setChecked(on)


def label_unseen(combo: QComboBox) -> None:
    """Have a label that nobody sees lead to a choice which stands in its parent by now, with its accessible name.

    On Linux a reader takes what is chosen for the name of a choice, and its name from its label.
    """
    made = QLabel(combo.parentWidget())
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(combo.accessibleName())
    made.setBuddy(combo)
    made.hide()


def clearable(line: QLineEdit) -> None:
    """Give a line, whose name is set, a button that empties it and says so."""
    line.setClearButtonEnabled(True)
    for made in line.findChildren(QToolButton):
        made.setAccessibleName(f"Clear {line.accessibleName()}")


def name_close_buttons(tabs: QTabBar) -> None:
    """Have the button that closes a tab say which."""
    for place in range(tabs.count()):
        made = tabs.tabButton(place, QTabBar.ButtonPosition.RightSide)
        made.setAccessibleName(f"Close {without_marks(tabs.tabText(place))}")


class ReadText(QPlainTextEdit):
    """A text to be read line by line with the keys, and copied, but not edited."""

    def __init__(self, name: str) -> None:
        """`name` is what it is called; whoever shows it may call its object otherwise than "request"."""
        super().__init__()
        self.setObjectName("request")
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        by = Qt.TextInteractionFlag
        self.setTextInteractionFlags(by.TextSelectableByMouse | by.TextSelectableByKeyboard)


class TypedLine(QLineEdit):
    """A line that tells what is typed, by keys or by a reader or a voice; of these Qt tells only that a text changed."""

    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._putting = False
        self.textChanged.connect(self._changed)

    def put(self, text: str) -> None:
        """Show this text, which nobody typed; does nothing where it stands there. Without the cursor its beginning shows."""
        if self.text() != text:
            self._putting = True
            self.setText(text)
            self._putting = False
            if not self.hasFocus():
                self.setCursorPosition(0)

    def _changed(self, text: str) -> None:
        if not self._putting:
            self.typed.emit(text)


def typed_line(name: str) -> TypedLine:
    """Such a line, called so by a screen reader."""
    made = TypedLine()
    made.setAccessibleName(name)
    return made


class AskingLine(QLineEdit):
    """A line to look up in, which has the cursor after a start: its undo is the record's until something is typed here."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in _PRESSES:
            keys = QKeySequence.StandardKey
            fresh = not self.isUndoAvailable() and not self.isRedoAvailable()
            if fresh and any(event.matches(key) for key in (keys.Undo, keys.Redo)):
                event.ignore()  # so that the window's action hears it
                return False
        return super().event(event)


class TextLine(TypedLine):
    """A line of text whose undo is the record's, not its own, and which shows its beginning while it has no cursor."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in _PRESSES:
            keys = QKeySequence.StandardKey
            elsewhere = [keys.Undo, keys.Redo, *([keys.Paste] if self.isReadOnly() else [])]
            if any(event.matches(key) for key in elsewhere):
                event.ignore()  # so that the window's action hears it, and nothing happens where there is none
                return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _CLICKED_IN:
            self.setCursorPosition(0)
            self.left.emit()


class Combo(QComboBox):
    """A choice that the wheel changes only while it has the cursor; otherwise the wheel scrolls the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def showPopup(self) -> None:
        """Open the list, wide enough for its longest choice, as far as the screen goes."""
        view = self.view()
        needs = (
            view.sizeHintForColumn(0) + view.verticalScrollBar().sizeHint().width() + 2 * view.frameWidth()
        )
        view.setMinimumWidth(min(max(needs, self.width()), self.screen().availableSize().width()))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
