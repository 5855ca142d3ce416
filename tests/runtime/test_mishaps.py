"""An error that nobody caught, wherever it happens: logged, masked, told once and counted, and the program lives on."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from console.runtime.log import write_to
from console.runtime.mishaps import Mishap, Mishaps
from tests.support.checkout import ROOT
from tests.support.noise import Noise

TOKEN = "9d5bd1f0-7c3a-4a55-8f6e-0123456789ab"


ON_THE_SCREEN = """
import sys
from pathlib import Path
from PySide6.QtCore import QAbstractListModel, QTimer
from PySide6.QtWidgets import QApplication, QListView, QWidget
from console.runtime.log import write_to
from console.runtime.mishaps import Mishaps

close = write_to(Path(sys.argv[2]))

class Data(QAbstractListModel):
    def rowCount(self, parent=None):
        return 3
    def data(self, index, role=0):
        raise ValueError("Bearer " + sys.argv[3])

class Paint(QWidget):
    def paintEvent(self, event):
        raise ValueError("Bearer " + sys.argv[3])

def end(mishap):
    sys.stdout.write(mishap.facts)
    sys.stdout.write(f"{mishap.more} more; still answering: {widget.isVisible()}")
    qt.quit()

qt = QApplication([])
mishaps = Mishaps()
mishaps.happened.connect(end)
if sys.argv[1] == "data":
    widget = QListView()
    widget.setModel(Data(widget))
else:
    widget = Paint()
QTimer.singleShot(0, widget.show)
qt.exec()
mishaps.close()
close()
"""


@pytest.fixture
def log(tmp_path: Path, noise: Noise) -> Iterator[Path]:
    noise.expect_log("ERROR console: uncaught")
    close = write_to(tmp_path)
    yield tmp_path / "console.log"
    close()


@pytest.fixture
def told(qtbot: QtBot, log: Path) -> Iterator[list[Mishap]]:
    """What is told; Python's hooks are as they were afterwards."""
    before = sys.excepthook, threading.excepthook
    mishaps, heard = Mishaps(), list[Mishap]()
    mishaps.happened.connect(heard.append)
    yield heard
    mishaps.close()
    assert (sys.excepthook, threading.excepthook) == before


def fall(*_: object) -> None:
    raise ValueError(f"Bearer {TOKEN}")


def in_a_slot(_: QtBot) -> None:
    class Bell(QObject):
        rung = Signal()

    bell = Bell()
    bell.rung.connect(fall)
    bell.rung.emit()


def in_a_worker(_: QtBot) -> None:
    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()


@pytest.mark.fault(68)
@pytest.mark.parametrize("happen", [in_a_slot, in_a_worker])
def test_it_is_logged_and_told_wherever_it_happens(
    happen: Callable[[QtBot], None],
    qtbot: QtBot,
    told: list[Mishap],
    log: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    happen(qtbot)
    qtbot.waitUntil(lambda: bool(told))
    assert "ValueError: Bearer •••" in told[0].facts
    assert "ValueError: Bearer •••" in log.read_text(encoding="utf-8")
    assert TOKEN not in told[0].facts + log.read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""


@pytest.mark.fault(68)
def test_many_are_told_as_one_with_their_number(qtbot: QtBot, told: list[Mishap], log: Path) -> None:
    for _ in range(15):
        in_a_slot(qtbot)
    qtbot.waitUntil(lambda: bool(told) and told[-1].more == 14, timeout=5_000)
    assert len(told) <= 2
    assert len({mishap.facts for mishap in told}) == 1
    assert log.read_text(encoding="utf-8").count("Traceback") == 3, (
        "the log is no place for one error a thousand times"
    )


@pytest.mark.fault(68)
@pytest.mark.parametrize("where", ["data", "paint"])
def test_one_in_the_middle_of_painting_is_told_and_the_window_lives_on(where: str, tmp_path: Path) -> None:
    program = [sys.executable, "-c", ON_THE_SCREEN, where, str(tmp_path), TOKEN]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    log = (tmp_path / "console.log").read_text(encoding="utf-8")
    assert "still answering: True" in done.stdout
    assert "Bearer •••" in done.stdout
    assert "Bearer •••" in log
    assert TOKEN not in done.stdout + done.stderr + log
    assert len(done.stdout) < 8_000
    assert len(log) < 40_000
