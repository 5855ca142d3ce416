"""A day of look-ups leaves nothing behind: what was only looked at goes when its tab does.

It must not measure memory; `python -m tests.bench day` does.
"""

from __future__ import annotations

import gc
import weakref

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton

from console.presenters.record.editor import Editor
from tests.support.console import Console
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER


def opened_and_closed(console: Console, text: str) -> weakref.ref[Editor]:
    console.look_up(text)
    editor = weakref.ref(console.page.editor)
    console.app.closing.close_front()
    console.rest()
    console.app.at_work.flush()  # which comes by itself half a second after the last change
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return editor


def close_buttons() -> int:
    gc.collect()
    return sum(type(one) is QAbstractButton for one in gc.get_objects())


def test_a_record_that_was_closed_and_the_button_that_closes_its_tab_stay_nowhere(console: Console) -> None:
    opened_and_closed(console, SAMPLE_ORDER)
    before = close_buttons()
    first, second, _ = (opened_and_closed(console, text) for text in (SAMPLE_CART, SAMPLE_ORDER, SAMPLE_CART))
    assert close_buttons() == before
    assert first() is second() is None
