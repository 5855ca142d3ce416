"""The first paint: what waits for it is begun once, after the window was drawn, and also where it is never drawn.

It must not measure times; `tests/bench` does.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.app.first_paint import FirstPaint


class Drawn(QWidget):
    """Notes what happens, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[str] = []
        self.first = FirstPaint(self)
        self.first.over.connect(lambda: self.noted.append("begun"))

    def paintEvent(self, event: QPaintEvent) -> None:
        self.noted.append("drawn")


def test_what_waits_begins_once_and_after_the_window_was_drawn(qtbot: QtBot) -> None:
    window = Drawn()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "begun" in window.noted)
    assert window.noted == ["drawn", "begun"]
    with qtbot.waitSignal(window.first.destroyed):
        window.repaint()
        window.first.deleteLater()
    assert window.noted == ["drawn", "begun", "drawn"]


def test_a_window_that_is_never_drawn_keeps_nothing_waiting(qtbot: QtBot) -> None:
    window = Drawn()
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: bool(window.noted))
    assert window.noted == ["begun"]


def test_other_events_are_no_drawing(qtbot: QtBot) -> None:
    window = Drawn()
    qtbot.addWidget(window)
    window.first.eventFilter(window, QEvent(QEvent.Type.Resize))
    assert window.noted == []
    qtbot.waitUntil(lambda: window.noted == ["begun"])


def test_a_window_that_is_drawn_after_the_wait_does_not_begin_it_a_second_time(qtbot: QtBot) -> None:
    window = Drawn()
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.noted == ["begun"])
    window.show()
    qtbot.waitUntil(lambda: "drawn" in window.noted)
    with qtbot.waitSignal(window.first.destroyed):
        window.first.deleteLater()
    assert window.noted == ["begun", "drawn"]
