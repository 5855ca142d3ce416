"""Room: everything fits, nothing overlaps, at any size and scale; and nothing is left behind in memory.

It must not test names or keys; tests/ui/shell/test_window.py does.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.support.checkout import ROOT
from tests.support.console import Console
from tests.support.posix import posix_only
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER
from tests.ui.conftest import visible

BUTTONS = [
    "Save to Test shop",
    "Discard",
    "Reload",
    "Undo",
    "Redo",
    "Mark shipped",
    "Look up",
    "Add line",
    "Remove line",
]
BUTTONS += ["Duplicate line", "Move up", "Move down"]
WINDOWS = ["connect", "settings", "trail", "ship_file", "shortcuts", "about", "palette", "wipe"]
"""The acts that open a window of their own."""
HOSTILE_NAME = "Salt & Pepper <b>live</b>"


# -- room -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", [SAMPLE_ORDER, SAMPLE_CART])
def test_the_jobs_fit_on_a_small_screen_without_scrolling(console: Console, record: str) -> None:
    console.look_up(record)
    console.window.resize(1280, 800)
    if record == SAMPLE_ORDER:
        console.click("Shipped")
    console.type_into("Tracking URL", "https://www.ups.com/track?tracknum=1Z999AA10123456784")
    console.type_into("Shipping date", "2026-11-21")
    console.type_cell(0, "quantity", "2")
    QApplication.processEvents()
    assert console.page.page.verticalScrollBar().maximum() == 0
    assert console.page.lines.verticalScrollBar().maximum() == 0
    for area in visible(console.window, QAbstractScrollArea):
        if isinstance(area, QAbstractScrollArea) and area is not console.page.lines:
            assert area.horizontalScrollBar().maximum() == 0, area


@pytest.mark.parametrize("size", [(1280, 800), (900, 480), (640, 700), (1700, 1000)])
def test_nothing_overlaps_and_no_word_is_cut(wide: Console, size: tuple[int, int], qtbot: QtBot) -> None:
    wide.type_into("E-mail address", "nobody")
    wide.page.fold.setChecked(True)
    wide.window.resize(*size)
    qtbot.waitUntil(lambda: wide.window.size() == QSize(*size))
    for _ in range(5):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    assert not overlapping(wide.window)
    for one in visible(wide.window, QLabel):
        assert isinstance(one, QLabel)
        if one.text() and one.sizePolicy().horizontalPolicy() is not one.sizePolicy().Policy.Ignored:
            assert one.width() >= one.minimumSizeHint().width(), one.text()
            if one.wordWrap():
                assert one.height() >= one.heightForWidth(one.width()), one.text()
    for made in visible(wide.window, QPushButton):
        assert made.width() >= made.minimumSizeHint().width(), made


def test_a_narrow_window_keeps_the_middle_and_a_wide_one_shows_all(wide: Console) -> None:
    window = wide.window
    shown = {}
    for width in (1280, 1000, 900):
        window.resize(width, 700)
        QApplication.processEvents()
        shown[width] = (window.recents.isVisible(), wide.page.isVisible())
        assert wide.page.width() > 600
    assert shown == {1280: (True, True), 1000: (False, True), 900: (False, True)}


def overlapping(window: QWidget) -> list[tuple[str, str]]:
    """Pairs of visible controls, neither inside the other, that cover each other."""
    controls = [
        one
        for one in visible(window, QLineEdit, QAbstractButton, QComboBox, QLabel, QAbstractScrollArea)
        if not one.visibleRegion().isEmpty() and not isinstance(one.parent(), QTabBar | QLineEdit)
    ]
    found = []
    for place, one in enumerate(controls):
        for other in controls[place + 1 :]:
            if one.isAncestorOf(other) or other.isAncestorOf(one):
                continue
            if on_screen(one, window).intersects(on_screen(other, window)):
                found.append((repr(one), repr(other)))
    return found


def on_screen(one: QWidget, window: QWidget) -> QRect:
    return one.visibleRegion().boundingRect().translated(one.mapTo(window, QPoint(0, 0)))


TWICE_AS_LARGE = """
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from console.api.client import Client
from console.app.start import application
from console.model.environment import Environment, Secret
from console.model.records import Order
from console.presenters.record.editor import Editor
from console.presenters.saving.sending import Sending
from console.presenters.workbench.workbench import WorkbenchState
from console.ui.look.theme import Theme, apply_theme
from console.ui.shell.window import Window
from tests.model.samples import READ_AT, order
from tests.support.jobs import HeldJobs
from tests.ui.shell.test_window_room import overlapping

qt = application()
assert qt.devicePixelRatio() == 2.0
apply_theme(qt, Theme("light", "sandbox"))
window = Window()
window.show_environment("Practice sandbox", "SANDBOX", Theme("light", "sandbox"))
made = {"record": order(), "read_at": READ_AT, "environment": "Practice sandbox", "target": "SANDBOX"}
nowhere = "http://127.0.0.1:9"
client = Client(Environment("Practice sandbox", nowhere, nowhere + "/token", "me", Secret("word"), "sandbox"))
sending = Sending(HeldJobs(), client, HeldJobs(), trail=None, environment="Practice sandbox")
editor = Editor(HeldJobs(), client, sending, **made)
window.render_workbench(WorkbenchState((editor,), editor))
window.show()
for size in ((1280, 800), (900, 480)):
    window.resize(*size)
    for _ in range(5):
        qt.sendPostedEvents()
        qt.processEvents()
    assert (window.width(), window.height()) == size, window.size()
    assert window.minimumSizeHint().width() <= size[0]
    assert overlapping(window) == [], overlapping(window)
    scrolls = window.front.page.verticalScrollBar().maximum() > 0
    assert scrolls == (size[1] < 700), size
    image = window.grab().toImage()
    assert (image.width(), image.height()) == (2 * size[0], 2 * size[1])
"""


def test_at_200_percent_it_fits_and_nothing_overlaps() -> None:
    surroundings = os.environ | {"QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", TWICE_AS_LARGE],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


# -- memory -----------------------------------------------------------------------------------------------


@pytest.mark.fault(79)
def test_opening_and_closing_fifty_records_leaves_nothing_behind(console: Console) -> None:
    def round_trip(number: int) -> None:
        console.look_up(str(number))
        console.page.fold.setChecked(True)
        if number % 5 == 0:
            console.type_into("Shipping details", "UPS")
            console.press("S", ctrl=True)
            console.press("Escape", on=console.sheet)
            console.click("Discard")
        console.press("W", ctrl=True)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def settled() -> int:
        timers = console.window.findChildren(QTimer)
        console.until(lambda: not any(one.isSingleShot() and one.isActive() for one in timers), "all is made")
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return len(QApplication.allWidgets())

    for number in range(1004, 1012):  # as many as the start page lists of the last work
        round_trip(number)
    before = settled()
    for number in range(1012, 1062):
        round_trip(number)
    assert console.window.tabs.count() == 0
    assert settled() <= before


def resident_pages() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])


LEAST_OF_A_LEAK, SPANS = 6_000_000, 4
"""Bytes that thirty rounds take each time, if a window leaves something: a heap that other tests used before may grow once."""


@pytest.mark.fault(79)
@posix_only
def test_windows_opened_and_closed_hundreds_of_times_leave_nothing_while_a_worker_allocates(
    console: Console,
) -> None:
    enough, made = threading.Event(), [0]

    def allocate() -> None:
        while not enough.wait(0.002):
            for _ in range(20):
                one: list[object] = []
                one.append(one)
            made[0] += 1

    def round_trip() -> None:
        for name in WINDOWS:
            console.window.actions_[name].trigger()
            (opened,) = console.dialogs()
            opened.close()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()  # garbage is collected now and then

    def settled() -> tuple[int, int, int]:
        console.rest()
        gc.unfreeze()  # as the console does once it is quiet
        gc.collect()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        in_python = sum(isinstance(one, QWidget) for one in gc.get_objects())
        return len(QApplication.allWidgets()), in_python, resident_pages()

    worker = threading.Thread(target=allocate)
    worker.start()
    try:
        for _ in range(20):
            round_trip()
        widgets, in_python, pages = settled()
        grown: list[int] = []
        while not grown or (grown[-1] >= LEAST_OF_A_LEAK and len(grown) < SPANS):
            for _ in range(30):
                round_trip()
            widgets_then, in_python_then, pages_then = settled()
            grown.append((pages_then - pages) * os.sysconf("SC_PAGE_SIZE"))
            pages = pages_then
    finally:
        enough.set()
        worker.join()
        gc.freeze()  # as at the beginning of all tests
    assert made[0] > 10
    assert widgets_then <= widgets
    assert in_python_then <= in_python, "what Python holds of a destroyed widget is let go too"
    assert min(grown) < LEAST_OF_A_LEAK, f"25 KB for each window, each time: {grown}"
