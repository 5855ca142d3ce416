"""The rule against noise is itself held to what it promises: each kind of noise fails a test, silence passes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

CASES = """
import logging, sqlite3, threading, warnings
from contextlib import closing
import pytest
from PySide6.QtCore import QObject, QTimer, Signal, qWarning
from PySide6.QtWidgets import QWidget

kept = []

class Bell(QObject):
    rung = Signal()

def test_good_silence(qtbot):
    widget = QWidget(); qtbot.addWidget(widget); widget.show()

def test_good_expected_log(noise):
    noise.expect_log("WARNING shop: late")
    logging.getLogger("shop").warning("late again")

def test_good_short_thread():
    threading.Thread(target=lambda: None).start()

def test_bad_log():
    logging.getLogger("shop").warning("late")

def test_bad_expected_log_that_never_came(noise):
    noise.expect_log("late")

def test_bad_python_warning():
    warnings.warn("old")

def test_bad_qt_warning(qtbot):
    qWarning("odd")

def test_bad_slot(qtbot):
    bell = Bell()
    def fall(): raise RuntimeError("in a slot")
    bell.rung.connect(fall)
    bell.rung.emit()

def test_bad_timer(qtbot):
    done = []
    def fall(): done.append(1); raise RuntimeError("in a timer")
    QTimer.singleShot(0, fall)
    qtbot.waitUntil(lambda: done)

def test_bad_exception_in_thread():
    def fall(): raise RuntimeError("in a thread")
    thread = threading.Thread(target=fall); thread.start(); thread.join()

def test_bad_thread_left(monkeypatch):
    monkeypatch.setattr("tests.support.noise._GRACE", 0.01)
    stop = threading.Event(); kept.append(stop)
    threading.Thread(target=stop.wait, daemon=True).start()

def test_bad_window_left(qtbot):
    widget = QWidget(); kept.append(widget); widget.show()

def test_good_database():
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("SELECT 1")

def test_bad_database_left():
    kept.append(sqlite3.connect(":memory:"))

def test_good_after_all_that(qtbot):
    from PySide6.QtWidgets import QApplication
    assert not QApplication.topLevelWidgets()
"""


def test_every_kind_of_noise_fails_and_nothing_else_does(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.support.noise import noise\n")
    (tmp_path / "test_cases.py").write_text(CASES)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-rA", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    ends: dict[str, set[str]] = {}
    for word, name in re.findall(r"^(PASSED|FAILED|ERROR) \S+::(\w+)", done.stdout, re.MULTILINE):
        ends.setdefault(name, set()).add(word)
    all_names = set(re.findall(r"def (test_\w+)", CASES))
    assert set(ends) == all_names, done.stdout
    good = {name for name, words in ends.items() if words == {"PASSED"}}
    assert good == {name for name in all_names if name.startswith("test_good")}, done.stdout
