"""One console for each set of folders: later starts hand over, killed ones leave nothing in the way.

It must not start the whole window; the claim is what is tested.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from console.app.single import Single
from console.store.places import Places
from tests.support.checkout import ROOT

HOLD = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from console.app.single import Single
from console.store.places import Places
qt = QCoreApplication([])
base = Path(sys.argv[1])
single = Single(Places(base / "config", base / "data", base / "log"))
print(single.claim(), flush=True)
if len(sys.argv) > 2:
    print(single.hand_over(sys.argv[2]), flush=True)
else:
    sys.stdin.read()
"""


def places(base: Path) -> Places:
    return Places(base / "config", base / "data", base / "log")


def other(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_second_start_hands_its_argument_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    single = Single(places(tmp_path))
    assert single.claim()
    single.listen()
    with other(str(tmp_path), "#1001") as second:
        with qtbot.waitSignal(single.asked, timeout=15_000) as asked:
            pass
        assert second.communicate(timeout=10)[0].split() == ["False", "True"]
    assert asked.args == ["#1001"]
    single.close()


def test_other_folders_are_another_console(tmp_path: Path) -> None:
    first, second = Single(places(tmp_path / "a")), Single(places(tmp_path / "b"))
    assert first.claim()
    assert second.claim()
    first.close()
    second.close()


def test_a_killed_console_leaves_no_lock_behind(tmp_path: Path) -> None:
    with other(str(tmp_path)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert not Single(places(tmp_path)).claim()
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait(10)
    single = Single(places(tmp_path))
    assert single.claim()
    single.close()


def test_a_lock_of_another_host_is_not_broken_however_old_it_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    lock = data / "instance.lock"
    lock.write_text("1\norder-console\nanother-host\n0123456789abcdef\n\n")
    os.utime(lock, (1_000_000_000, 1_000_000_000))
    before = lock.read_bytes()
    assert not Single(places(tmp_path)).claim()
    assert lock.read_bytes() == before


def test_the_claim_is_given_up_at_the_end(tmp_path: Path) -> None:
    first = Single(places(tmp_path))
    assert first.claim()
    assert not Single(places(tmp_path)).claim()
    first.close()
    second = Single(places(tmp_path))
    assert second.claim()
    second.close()


def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands where the folder should be")
    assert Single(places(tmp_path)).claim()
