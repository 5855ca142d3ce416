"""A day of look-ups leaves nothing behind: what was only looked at goes when its tab does.

It must not measure memory; `python -m tests.bench day` does.
"""

from __future__ import annotations

import gc
import weakref

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QTabBar, QWidget

from console.presenters.record.editor import Editor
from tests.support.console import Console
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER


def opened_and_closed(console: Console, text: str) -> tuple[weakref.ref[Editor], weakref.ref[QWidget]]:
    console.look_up(text)
    editor = weakref.ref(console.page.editor)
    closes = weakref.ref(console.window.tabs.tabBar().tabButton(0, QTabBar.ButtonPosition.RightSide))
    console.app.closing.close_front()
    console.rest()
    console.app.at_work.flush()  # which comes by itself half a second after the last change
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return editor, closes


def test_a_record_that_was_closed_and_the_button_that_closes_its_tab_stay_nowhere(console: Console) -> None:
    opened_and_closed(console, SAMPLE_ORDER)
    closed = [opened_and_closed(console, text) for text in (SAMPLE_CART, SAMPLE_ORDER, SAMPLE_CART)]
    gc.collect()
    for editor, button in closed[:-1]:  # the last one is the one that can be opened again
        assert editor() is None
        assert button() is None
