"""What a screen reader takes a widget for, and what it is told: the side of Qt's accessibility, loaded when first needed.

It must not put words on the screen or choose them, nor be needed by the first paint.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QAccessibleWidget, QWidget

HeardRole = QAccessible.Role
_ROLE = "heardAs"


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


def come_up(widget: QWidget) -> None:
    """Tell readers that `widget` has just been shown, though it stood there before."""
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.ObjectShow))


@cache
def _install() -> None:
    QAccessible.installFactory(_heard)


class _Heard(QAccessibleWidget):
    """A widget that is taken for what was said of it."""

    def role(self) -> HeardRole:
        return HeardRole(self.widget().property(_ROLE))


def _heard(_: str, thing: QObject) -> QAccessibleWidget | None:
    """What Qt asks for the accessible side of every widget; None has it make its own."""
    if isinstance(thing, QWidget) and thing.property(_ROLE) is not None:
        return _Heard(thing)
    return None
