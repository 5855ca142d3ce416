"""Dropping a file: one table of this computer is taken, copied and never moved; everything else is left to others.

It must not read the file.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
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
