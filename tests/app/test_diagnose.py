"""`order-console --diagnose`, as it is started from a terminal: it always comes, whatever is broken, and ends with 0."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.checkout import ROOT
from tests.support.console import environment_of, running
from tests.support.posix import root_only
from tests.support.sandbox import Sandbox

HEADINGS = (
    "Program",
    "Session",
    "Screen",
    "Input method",
    "Language and time",
    "Folders",
    "Environments",
    "Database",
    "Last errors",
    "Last crash",
)


def diagnosis(home: Path, **variables: str | None) -> str:
    """What is printed, with the operator's folders below `home`; nothing may be said elsewhere."""
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "ORDER_CONSOLE_HOME": str(home),
        **variables,
    }
    done = subprocess.run(
        [sys.executable, "-m", "console", "--diagnose"],
        cwd=ROOT,
        env={name: value for name, value in surroundings.items() if value is not None},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def parts(text: str) -> dict[str, str]:
    """Each heading with what stands under it."""
    head, *rest = text.split("\n== ")
    assert head == "Order Console diagnosis (no secrets, no customers' data)"
    return dict(part.split(" ==\n", 1) for part in rest)


def test_a_first_start_is_told_in_full_and_leaves_nothing_behind(tmp_path: Path) -> None:
    home = tmp_path / "none yet"
    told = parts(diagnosis(home, HOME=str(tmp_path)))
    assert tuple(told) == HEADINGS
    assert "Order Console: 0.1.0" in told["Program"]
    assert "platform plugin offscreen" in told["Screen"]
    assert "None is set up by this account." in told["Environments"]
    assert "could not be told" not in str(told)
    assert list(tmp_path.iterdir()) == []


ID, TOKEN, PERSON = "0ad24370-96de-4922-9a53-954530fcbb64", "eyJhbGciOiJub25lIn0.e30.x", "Zoë Müller"


def test_a_broken_home_is_told_in_full_with_nothing_of_anybody(tmp_path: Path) -> None:
    for name in ("config", "data", "log"):
        (tmp_path / name).mkdir()
    (tmp_path / "data" / "console.db").write_bytes(b"no database at all" * 500)
    entry = {
        "name": "Live",
        "api_url": f"https://x:{TOKEN}@rest.example.com/",
        "client_secret": "correct-horse",
    }
    (tmp_path / "config" / "environments.json").write_text(json.dumps({"environments": [entry]}), "utf-8")
    (tmp_path / "log" / "console.log").write_text(
        f"2026-11-27 09:00:00,001 ERROR console: {PERSON} zoe@example.com {ID} correct-horse Bearer {TOKEN}\n",
        "utf-8",
    )
    (tmp_path / "data" / f"{PERSON}.json").touch()
    before = sorted((path, path.lstat().st_mtime_ns) for path in tmp_path.rglob("*"))
    text = diagnosis(tmp_path, HOME=str(tmp_path))
    told = parts(text)
    assert tuple(told) == HEADINGS
    assert "Whole: NO" in told["Database"]
    assert "Live: https://rest.example.com/" in told["Environments"]
    assert "2026-11-27 09:00:00 ERROR console: ‹…›" in told["Last errors"]
    assert "Settings and credentials: ~/config (" in told["Folders"]
    assert "in it: console.db 8.8 KiB " in told["Folders"]
    assert "; 1 other\n" in told["Folders"]
    for hidden in (ID, TOKEN, "Zoë", "Müller", "example.com ", "correct-horse", str(tmp_path)):
        assert hidden not in text
    assert sorted((path, path.lstat().st_mtime_ns) for path in tmp_path.rglob("*")) == before
    assert len(text.splitlines()) < 100


@pytest.mark.skipif(sys.platform != "linux", reason="other desktops always have a screen")
def test_without_a_screen_that_is_told_and_what_there_is_without_one(tmp_path: Path) -> None:
    told = parts(diagnosis(tmp_path, QT_QPA_PLATFORM=None, DISPLAY=None, WAYLAND_DISPLAY=None))
    assert told["Screen"].startswith("Order Console found no screen to open its window on.")
    assert "Without a screen, Font: " in told["Screen"]


@pytest.mark.skipif(sys.platform != "linux", reason="shared libraries are looked for on Linux only")
def test_without_qt_or_room_for_a_copy_the_rest_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "data").mkdir(parents=True)
    (home / "data" / "console.db").write_bytes(b"SQLite format 3\x00")
    (tmp_path / "libEGL.so.1").touch()  # it is found first, and is none
    nowhere = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), "/proc/nowhere")
    told = parts(diagnosis(home, LD_LIBRARY_PATH=str(tmp_path), **nowhere))
    assert tuple(told) == HEADINGS
    assert "needs what this machine lacks: libEGL.so.1." in told["Screen"]
    assert "console.db 16 B" in told["Database"]
    assert [path.name for path in home.iterdir()] == ["data"]


@root_only
def test_folders_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    for folder in ("config", "data", "log"):
        (tmp_path / folder).mkdir(mode=0o700)
        (tmp_path / folder / "environments.json").touch()
    program = f"""
import os
from console.diagnosis.report import _in_places, environments, folders, trouble
from console.diagnosis.gathering import Chapter, gathered
os.environ["ORDER_CONSOLE_HOME"] = {str(tmp_path)!r}
os.setgroups([]), os.setgid(47_113), os.setuid(47_113)
for line in gathered([
    Chapter("Folders", _in_places(folders.folders)),
    Chapter("Environments", _in_places(environments.environments)),
    Chapter("Last errors", _in_places(lambda places: trouble.log(places.log))),
]):
    print(line)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    told = done.stdout
    assert "could not be told (PermissionError, Permission denied)" in told
    assert "== Last errors ==" in told


def test_copy_diagnosis_puts_it_on_the_clipboard_and_says_so(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        QApplication.clipboard().clear()
        console.window.actions_["diagnosis"].trigger()
        assert console.window.bar.notice.headline.text() == "The diagnosis is being put together…"
        console.until(lambda: bool(QApplication.clipboard().text()), "it is copied")
        told = parts(QApplication.clipboard().text())
        assert tuple(told) == (HEADINGS[0], "This window", *HEADINGS[1:])
        assert "Environment: Test shop" in told["This window"]
        assert f"process {os.getpid()} (" in told["Database"]
        assert "Whole: yes" in told["Database"]
        assert sandbox.client_secret not in QApplication.clipboard().text()
        said = console.window.bar.notice.headline.text()
        assert (
            said
            == f"The diagnosis is on the clipboard, {len(QApplication.clipboard().text().splitlines())} lines."
        )


def test_a_console_that_is_closed_meanwhile_waits_for_no_diagnosis(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        QApplication.clipboard().clear()
        console.window.actions_["diagnosis"].trigger()
    assert QApplication.clipboard().text() == ""
