"""However the console is ended from outside, what was typed is kept, in the cell under edit too, and so is what was open.

It must not look into the database; what the next start shows is what counts.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.support.checkout import ROOT
from tests.support.console import NAME, Console, environment_of, running
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

SIGNALS = [signal.SIGTERM, signal.SIGINT, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]


def type_into_a_cell(console: Console) -> None:
    """Type a quantity into the first line of the cart, and leave the cell under edit."""
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    console.look_up(SAMPLE_CART)
    lines = console.page.lines
    lines.setFocus()
    lines.put_cursor(0, "quantity")
    console.press("F2", on=lines)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "77")


def assert_all_is_there(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.tabs.count() == 2, "both are open again")
        console.rest()
        assert console.page.editor.state.draft.lines[0].shown("quantity", 2) == "77"
        console.press("Tab", ctrl=True)
        assert console.text_of("Shipping details") == "UPS Ground"


@pytest.mark.fault(74)
def test_closing_the_window_keeps_the_cell_under_edit(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        type_into_a_cell(console)
        console.window.close()
        console.until(lambda: not console.window.isVisible(), "it is closed")
    assert_all_is_there(qtbot, sandbox)


@pytest.mark.fault(74)
def test_the_end_of_the_session_keeps_it_before_the_console_is_ended(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        type_into_a_cell(console)
        console.start.keep_all()
        kept = {path.name: path.read_bytes() for path in console.places.data.glob("console.db*")}
    for name, content in kept.items():  # as the machine that went down finds it
        (console.places.data / name).write_bytes(content)
    assert_all_is_there(qtbot, sandbox)


@pytest.mark.fault(74)
@pytest.mark.parametrize("ending", SIGNALS, ids=lambda ending: ending.name)
def test_a_signal_is_like_a_close(qtbot: QtBot, sandbox: Sandbox, ending: signal.Signals) -> None:
    with running(qtbot, environment_of(sandbox)):
        pass
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.cell_typist", NAME],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as console:
        assert console.stdout is not None
        assert console.stdout.readline() == "typed\n"
        console.send_signal(ending)
        said = console.communicate(timeout=20)[1]
    assert console.returncode == 0
    assert [line for line in said.splitlines() if "propagateSizeHints" not in line] == []
    assert_all_is_there(qtbot, sandbox)


@pytest.mark.fault(74)
@pytest.mark.skipif(sys.platform == "win32", reason="signals are a matter of POSIX")
def test_a_second_signal_ends_it_whatever_is_asked(sandbox: Sandbox, qtbot: QtBot) -> None:
    with running(qtbot, environment_of(sandbox)):
        pass
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.cell_typist", NAME, "asking"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    ) as console:
        assert console.stdout is not None
        assert console.stdout.readline() == "typed\n"
        console.send_signal(signal.SIGTERM)
        assert console.stdout.readline() == "asked\n", (
            "the first one is like a close, and a question may hold it up"
        )
        console.send_signal(signal.SIGTERM)
        console.communicate(timeout=20)
    assert console.returncode == 0
    assert_all_is_there(qtbot, sandbox)
