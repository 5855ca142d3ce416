"""The watch over the window's thread: a long turn is in the log with what it did, and a quiet window costs nothing."""

from __future__ import annotations

import subprocess
import sys

from console.runtime.watch import LATE
from tests.support.checkout import ROOT

PROGRAM = """
import logging, sys, threading, time
from PySide6.QtCore import QCoreApplication, QTimer
from console.runtime.watch import WindowWatch
logging.basicConfig(stream=sys.stdout, format="%(message)s")
qt = QCoreApplication([])
watch = WindowWatch(late=float(sys.argv[2]))
def work(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
def long_work():
    work(0.5)
def short_work():
    work(0.01)
how = sys.argv[1]
if how == "idle":
    QTimer.singleShot(500, lambda: globals().update(before=time.process_time()))
    QTimer.singleShot(3500, lambda: (print("used", time.process_time() - before), qt.quit()))
else:
    QTimer.singleShot(300, long_work if how == "long" else short_work)
    QTimer.singleShot(400, long_work if how == "long" else short_work)
    QTimer.singleShot(1500, qt.quit)
qt.exec()
watch.close()
print("threads", [thread.name for thread in threading.enumerate()])
"""


def run(how: str, late: float = 0.1) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, how, str(late)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout


def test_a_long_turn_is_written_once_with_the_function_at_work() -> None:
    said = run("long")
    assert said.count("the window has not answered") == 1, "one long while is told once"
    assert "in long_work" in said
    assert "threads ['MainThread']" in said


def test_short_turns_are_not_written() -> None:
    assert "has not answered" not in run("short")


def test_a_quiet_window_costs_next_to_nothing() -> None:
    said = run("idle", LATE)
    (used,) = [float(line.split()[1]) for line in said.splitlines() if line.startswith("used")]
    assert used < 0.015, "half a percent of the three seconds"
