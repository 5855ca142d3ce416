"""A word to the desktop: on a bus of the test's own it leaves as the portal wants it, and without one nothing happens.

It must not show anything on the desktop of whoever runs the tests.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_SAYS = """
from PySide6.QtWidgets import QApplication
qt = QApplication([])
from console.ui.shell.notifying import in_front, notify
assert not in_front()
notify("monday.csv: 3 rows shipped.", "<b>bold</b>\\nand more")
"""
_WATCHED = """
dbus-monitor --session "interface='org.freedesktop.portal.Notification'" > "$1" 2> "$1.errors" &
watching=$!
until grep -q "NameLost\\|NameAcquired" "$1"; do kill -0 $watching || exit 1; done
"$2" -c "$3" || exit 1
until grep -q AddNotification "$1"; do kill -0 $watching || exit 1; done
until grep -q "and more" "$1"; do kill -0 $watching || exit 1; done
kill $watching
"""
_BUS = shutil.which("dbus-run-session")


@pytest.mark.skipif(_BUS is None or shutil.which("dbus-monitor") is None, reason="needs dbus")
def test_a_word_leaves_as_the_portal_wants_it(tmp_path: Path) -> None:
    assert _BUS is not None
    seen = tmp_path / "seen"
    command = [_BUS, "--", "sh", "-c", _WATCHED, "sh", str(seen), sys.executable, _SAYS]
    ran = subprocess.run(command, capture_output=True, timeout=60, text=True)
    assert ran.returncode == 0, ran.stderr
    told = [line.strip() for line in seen.read_text("utf-8").splitlines()]
    call = told[next(at for at, line in enumerate(told) if "member=AddNotification" in line) :]
    assert call[1] == 'string "order-console"'
    text = " ".join(" ".join(call).split())
    assert 'string "title" variant string "monday.csv: 3 rows shipped."' in text
    assert "array [ dict entry(" in text


def test_without_a_bus_or_a_tray_nothing_happens() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _SAYS],
        capture_output=True,
        timeout=60,
        text=True,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin"},
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
