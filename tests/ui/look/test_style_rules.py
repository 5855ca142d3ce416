"""What Qt keeps of the look of widgets that are gone is given back, and nothing looks otherwise."""

from __future__ import annotations

import ctypes
import gc
import platform

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from console.model.records import Order
from console.ui.look.style_rules import forget_rules
from tests.ui.conftest import OpenPage, Wear

_MANY, _KEPT = 200, 700
"""So many texts are shown and gone, of each of which Qt keeps more than so many bytes."""


class _Heap(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in ("arena", *"bcdefg", "in_use", "free", "top")]


def in_use() -> int:
    """Bytes of the C library's heap that somebody has."""
    gc.collect()
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = _Heap
    return int(ask().in_use)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc tells what is in use")
def test_what_qt_keeps_of_the_look_of_what_is_gone_is_given_back(qtbot: QtBot, wear: Wear) -> None:
    wear()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    texts = [QPlainTextEdit(window) for _ in range(_MANY)]
    for text in texts:
        text.show()
    window.repaint()
    for text in texts:
        text.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    kept = in_use()
    forget_rules()
    assert kept - in_use() > _MANY * _KEPT, "Qt keeps nothing, or it was not given back"


def test_what_is_seen_looks_as_before(open_page: OpenPage, sample_order: Order) -> None:
    page = open_page(sample_order)
    before = page.grab().toImage()
    forget_rules()
    assert page.grab().toImage() == before
