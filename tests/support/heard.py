"""What a screen reader would be told, caught on its way, and the hands that it lends: a widget's accessible side.

It must not stand in for a reader; `tests/journeys/test_heard.py` has one on the real bus.
"""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QWidget

from console.ui.look import accessible as module

Role = QAccessible.Role


class Announced(list[str]):
    """What was announced since it was made, and of each whether it cut what was being said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.urgent: list[bool] = []
        self.shown: list[QWidget] = []

        class Listening(QAccessible):
            @staticmethod
            def updateAccessibility(event: QAccessibleEvent) -> None:  # type: ignore[override]
                if isinstance(event, QAccessibleAnnouncementEvent):
                    self.append(event.message())
                    self.urgent.append(event.politeness() == QAccessible.AnnouncementPoliteness.Assertive)
                elif event.type() == QAccessible.Event.ObjectShow and isinstance(event.object(), QWidget):
                    self.shown.append(event.object())

        monkeypatch.setattr(module, "QAccessible", Listening)


def side(widget: QWidget) -> QAccessibleInterface:
    """The accessible side of a widget."""
    made = QAccessible.queryAccessibleInterface(widget)
    assert made is not None
    return made


def role(widget: QWidget) -> Role:
    """What a reader takes it for."""
    return side(widget).role()


def name(widget: QWidget) -> str:
    """What a reader calls it."""
    return side(widget).text(QAccessible.Text.Name)


def choose(widget: QWidget) -> None:
    """Do what the widget offers first to a reader, as a reader or a voice does it: toggle a box, press a button."""
    acts = side(widget).actionInterface()
    assert acts is not None
    acts.doAction(acts.actionNames()[0])
