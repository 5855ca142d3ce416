"""What a screen reader says by itself: words that come without the cursor, and what a widget is taken for.

It must not put words on the screen or choose them; whoever shows them hands them in.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QWidget

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
    """Has new words said, as an announcement and, for readers that ignore those, as a notification in `widget`."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._said = ""
        hear_as(widget, HeardRole.StaticText)

    def tell(self, words: str, *, urgent: bool = False, aloud: bool = True) -> None:
        """Say these, once; a count-down is said when it begins. Without `aloud`, and empty, they only stand there.

        Nothing is said for a window that is put away.
        """
        said, self._said = self._said, _uncounted(words)
        widget = self._widget
        if widget.accessibleName() != words:
            widget.setAccessibleName(words)
        hear_as(widget, HeardRole.Notification if words else HeardRole.StaticText)
        if words and aloud and self._said != said and widget.window().isVisible():
            announce(widget, words, urgent=urgent)
            if widget.isVisible():  # or it is said when it is shown, which is yet to come
                QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.ObjectShow))


class _Heard(QAccessibleWidget):
    """A widget that is taken for what was said of it last."""

    def role(self) -> HeardRole:
        return HeardRole(self.widget().property(_ROLE))

    def text(self, what: QAccessible.Text) -> str:
        text = super().text(what)
        if not text and what == QAccessible.Text.Name and isinstance(label := self.widget(), QLabel):
            return label.text()
        return text


def _heard(_: str, thing: QObject) -> QAccessibleWidget | None:
    """What Qt asks for the accessible side of every widget; None has it make its own."""
    if isinstance(thing, QWidget) and thing.property(_ROLE) is not None:
        return _Heard(thing)
    return None


@cache
def _install() -> None:
    QAccessible.installFactory(_heard)


def _uncounted(words: str) -> str:
    """The words without the seconds and megabytes of a wait, which change all the time."""
    return _COUNTED.sub("#", words)
