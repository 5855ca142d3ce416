"""While the worst happens to the desk the window goes on: its own thread never waits for the line's."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.checkout import ROOT
from tests.support.postgres import Desk

_NOISE = """
import sys, time
last, longest = time.monotonic(), 0.0
print("ready", flush=True)
import selectors
with selectors.DefaultSelector() as selector:
    selector.register(sys.stdin, selectors.EVENT_READ)
    while not selector.select(0.005):
        now = time.monotonic()
        longest, last = max(longest, now - last), now
print(longest)
"""
"""How long a process that only sleeps 5 ms each time is kept waiting by this machine."""

_WINDOW = """
import os, signal, sys, time
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from console.desk.line.address import DeskAddress
from console.desk.line.line import Line
from console.model.environment import Secret
from console.runtime.jobs import Jobs
from tests.support.desk_line import QUICK, Notes

url, password = sys.argv[1], sys.stdin.readline().strip()
qt = QCoreApplication([])
Jobs()  # sets how threads take turns, as in the console

class Bridge(QObject):
    landed = Signal(object)

bridge = Bridge()
bridge.landed.connect(lambda work: work(), Qt.ConnectionType.QueuedConnection)
last, longest, ticks = time.monotonic(), 0.0, 0

def tick():
    global last, longest, ticks
    now = time.monotonic()
    longest, last, ticks = max(longest, now - last), now, ticks + 1

timer = QTimer()
timer.setTimerType(Qt.TimerType.PreciseTimer)
timer.timeout.connect(tick)
timer.start(5)
assert "psycopg" not in sys.modules
story = []
frozen = []

def pid(connection):
    return connection.execute("SELECT pg_backend_pid()").fetchone()[0]

def freeze(number):
    frozen.append(number)
    os.kill(number, signal.SIGSTOP)
    for _ in range(100):
        line.post(pid, answers.append)

answers = []

def told(state):
    story.append(state.status)
    if story == ["reached"]:
        line.post(pid, freeze)
    elif story[1:] and state.status == "away" and frozen:
        os.kill(frozen.pop(), signal.SIGCONT)
    elif story[1:] and state.status == "reached":
        QTimer.singleShot(200, qt.quit)

line = Line(DeskAddress.read(url), Secret(password), [Notes()], tell=told, deliver=bridge.landed.emit, times=QUICK)
QTimer.singleShot(100, line.start)
QTimer.singleShot(20_000, qt.quit)
qt.exec()
line.close()
assert "psycopg" in sys.modules
assert len(answers) == 100, len(answers)
assert {type(answer).__name__ for answer in answers} == {"NotReached"}, answers[0]
print(story[0], story[-1], ticks, longest)
"""


@pytest.mark.fault(84)
def test_the_window_goes_on_from_the_first_import_to_the_end_of_a_frozen_server(desk: Desk) -> None:
    noise = subprocess.Popen(
        [sys.executable, "-c", _NOISE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert noise.stdout is not None
    noise.stdout.readline()
    done = subprocess.run(
        [sys.executable, "-c", _WINDOW, desk.url()],
        input=f"{desk.password()}\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    machine = float(noise.communicate("\n", timeout=10)[0])
    assert (done.returncode, done.stderr) == (0, "")
    first, last, ticks, longest = done.stdout.split()
    assert (first, last) == ("reached", "reached")
    assert int(ticks) > 100
    assert float(longest) < 0.05 + machine, "seconds between two ticks of 5 ms"
