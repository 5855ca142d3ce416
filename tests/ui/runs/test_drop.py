"""Dropping a file: one table of this computer is taken, copied and never moved; everything else is left to others.

It must not read the file.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.ui.runs.drop import FileDrop
from tests.support.drag import drag_enter

_WITH = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def target(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def carried(*addresses: str, text: str = "") -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(address) for address in addresses])
    if text:
        data.setText(text)
    return data


def test_a_file_with_a_table_is_taken(target: QWidget) -> None:
    drop, told = FileDrop(target), []
    drop.dropped.connect(told.append)
    data = carried("file:///tmp/ware%20house.CSV")
    offered = drag_enter(QPointF(1, 1), Qt.DropAction.MoveAction, data)
    QApplication.sendEvent(target, offered)
    assert offered.isAccepted()
    assert told == [], "not before it is let go"
    let_go = QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, data, *_WITH)
    QApplication.sendEvent(target, let_go)
    assert told == ["/tmp/ware house.CSV"]
    assert let_go.dropAction() == Qt.DropAction.CopyAction


@pytest.mark.parametrize(
    "addresses",
    [
        (),
        ("https://example.com/a.csv",),
        ("file:///tmp/picture.png",),
        ("file:///tmp/a.csv", "file:///tmp/b.csv"),
    ],
)
def test_nothing_else_is_taken(target: QWidget, addresses: tuple[str, ...]) -> None:
    drop, told = FileDrop(target), []
    drop.dropped.connect(told.append)
    data = carried(*addresses, text="a text")
    offered = drag_enter(QPointF(1, 1), Qt.DropAction.CopyAction, data)
    QApplication.sendEvent(target, offered)
    assert not offered.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction, data, *_WITH))
    assert told == []


def test_a_mark_covers_the_whole_window_while_a_table_is_over_it(target: QWidget) -> None:
    """As Qt sends it: the window hears it first, then the mark that stands over it, and only that one hears the end."""
    drop, told = FileDrop(target), []
    drop.dropped.connect(told.append)
    target.show()
    data = carried("file:///tmp/warehouse.csv")
    QApplication.sendEvent(target, drag_enter(QPointF(1, 1), Qt.DropAction.CopyAction, data))
    assert drop.mark.isVisible()
    assert drop.mark.geometry() == target.rect()
    QApplication.sendEvent(target, QDragLeaveEvent())
    QApplication.sendEvent(drop.mark, drag_enter(QPointF(1, 1), Qt.DropAction.CopyAction, data))
    QApplication.processEvents()
    assert drop.mark.isVisible(), "the file is still over the window"
    QApplication.sendEvent(drop.mark, QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction, data, *_WITH))
    assert (told, drop.mark.isVisible()) == (["/tmp/warehouse.csv"], False)


def test_the_mark_goes_where_the_file_leaves_the_window(target: QWidget) -> None:
    drop = FileDrop(target)
    target.show()
    data = carried("file:///tmp/warehouse.csv")
    for over in (target, drop.mark):
        QApplication.sendEvent(target, drag_enter(QPointF(1, 1), Qt.DropAction.CopyAction, data))
        if over is drop.mark:
            QApplication.sendEvent(over, drag_enter(QPointF(1, 1), Qt.DropAction.CopyAction, data))
        QApplication.sendEvent(over, QDragLeaveEvent())
        QApplication.processEvents()
        assert not drop.mark.isVisible()
    picture = carried("file:///tmp/a.png")
    QApplication.sendEvent(target, drag_enter(QPointF(1, 1), Qt.DropAction.CopyAction, picture))
    assert not drop.mark.isVisible()
