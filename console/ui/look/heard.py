"""What a screen reader says by itself: words that come without the cursor, and what a widget is taken for.

It must not put words on the screen or choose them; whoever shows them hands them in.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QAccessibleWidget, QWidget

HeardRole = QAccessible.Role
_ROLE = "heardAs"
_COUNTED = re.compile(r"\d[\d.,]*(?=(?: of [\d.,]+)? (?:s|MB)\b)")
INVALID = "Invalid entry."
"""Begins the description of a field with an error: Qt tells no reader the state of that name."""


def hear_as(widget: QWidget, role: HeardRole) -> None:
    """Have readers take `widget` for this, such as a `Grouping`; its accessible name stays what it is called."""
    _install()
    known = widget.property(_ROLE) is not None
    widget.setProperty(_ROLE, role.value)
    if not known and QAccessible.isActive():  # then Qt made its own with the widget; ours takes its place
        QAccessible.deleteAccessibleInterface(
            QAccessible.uniqueId(QAccessible.queryAccessibleInterface(widget))
        )


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have readers say `words` now; `urgent` cuts what is being said, otherwise they wait for its end."""
    event = QAccessibleAnnouncementEvent(widget, words)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


class SpokenWords:
    """Has the words of one place said as they come: `widget` is where they stand, and says in which window."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._said = ""

    def tell(self, words: str, *, urgent: bool = False, aloud: bool = True) -> None:
        """Say these, once; a count-down is said when it begins. Empty words, or without `aloud`, say nothing.

        Nothing is said for a window that is put away.
        """
        said, self._said = self._said, _uncounted(words)
        if words and aloud and self._said != said and self._widget.window().isVisible():
            announce(self._widget, words, urgent=urgent)
            Voice.of(self._widget).say(words)


class Voice(QWidget):
    """A window's notification: what was said last, for readers that ignore announcements; a dot that nobody sees.

    Readers remember what a widget is, so that one which shows words at times could not become a notification.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setGeometry(0, 0, 1, 1)
        self.lower()
        QTimer.singleShot(
            0, self, self.show
        )  # or the window would be laid out before what it shows has changed

    @classmethod
    def of(cls, widget: QWidget) -> Voice:
        """That of the window in which a widget stands."""
        _install()
        window = widget.window()
        found = window.findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return found or cls(window)

    def say(self, words: str) -> None:
        """Stand there with these words as if they had just come up."""
        self.setAccessibleName(words)
        if self.isVisible():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.ObjectShow))


class _Heard(QAccessibleWidget):
    """A widget that is taken for what was said of it."""

    def role(self) -> HeardRole:
        widget = self.widget()
        return HeardRole.Notification if isinstance(widget, Voice) else HeardRole(widget.property(_ROLE))


def _heard(_: str, thing: QObject) -> QAccessibleWidget | None:
    """What Qt asks for the accessible side of every widget; None has it make its own."""
    if isinstance(thing, Voice) or (isinstance(thing, QWidget) and thing.property(_ROLE) is not None):
        return _Heard(thing)
    return None


@cache
def _install() -> None:
    QAccessible.installFactory(_heard)


def _uncounted(words: str) -> str:
    """The words without the seconds and megabytes of a wait, which change all the time."""
    return _COUNTED.sub("#", words)
