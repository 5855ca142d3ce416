"""A window that was changed is drawn after what a person did meanwhile, and drawn it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.ui.runs.picture import Picture


class Window(QWidget):
    """Notes when it is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = Picture(self)
        self.order: list[str] = []
        self.due = QTimer(self)  # like a key, it comes after what Qt has posted by now
        self.due.setSingleShot(True)
        self.due.timeout.connect(lambda: self.order.append("key"))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest and self.picture.put_off():
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.order.append("drawn")


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    QCoreApplication.processEvents()
    made.order.clear()
    return made


def test_what_was_due_when_the_window_changed_goes_before_its_picture(window: Window, qtbot: QtBot) -> None:
    window.due.start(0)
    window.picture.change()
    window.update()
    qtbot.waitUntil(lambda: "drawn" in window.order)
    assert window.order == ["key", "drawn"]


def test_without_a_change_it_is_drawn_at_once(window: Window, qtbot: QtBot) -> None:
    window.due.start(0)
    window.update()
    qtbot.waitUntil(lambda: len(window.order) == 2)
    assert window.order == ["drawn", "key"]


def test_a_window_that_changes_again_and_again_is_drawn_each_time(window: Window, qtbot: QtBot) -> None:
    for times in range(1, 4):
        window.picture.change()
        window.update()
        qtbot.waitUntil(lambda times=times: window.order.count("drawn") >= times)
