"""Every command line that cannot be carried out ends in a sentence and a defined exit code, and never in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.disks import small_disk
from tests.support.posix import posix_only

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="other desktops always have a screen")
COMPLETE = ["--name", "X", "--api-url", "https://a.example.com", "--token-url", "https://a.example.com/t"]


def said(*arguments: str, typed: str = "", **variables: str | None) -> tuple[int, str]:
    """The exit code and what was said on standard error; nothing else may have been said."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **variables}
    done = subprocess.run(
        [sys.executable, "-m", "console", *arguments],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value is not None},
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["frobnicate"],
        ["--open"],
        ["--sandbox", "--environment", "X"],
        ["tour"],
        ["check"],
        ["connect"],
    ],
    ids=" ".join,
)
def test_an_unknown_command_line_says_how_it_is_used(arguments: list[str]) -> None:
    code, text = said(*arguments)
    assert code == 2
    assert text.startswith("usage: order-console")
    assert "error: " in text.splitlines()[-1]


@pytest.mark.parametrize("what", ["a file", "below a file", "below nothing that can be made"])
def test_a_tour_into_a_folder_that_cannot_be_written(tmp_path: Path, what: str) -> None:
    file = tmp_path / "file"
    file.touch()
    folder = {"a file": str(file), "below a file": str(file / "tour")}.get(what, "/proc/nowhere/tour")
    code, text = said("tour", folder)
    assert code == 2
    assert text.startswith(f"The pictures of the tour cannot be written to {folder}: ")
    assert len(text.splitlines()) == 1


@pytest.mark.parametrize("home", ["~nobody-of-that-name/x", "/proc/nowhere", "FILE"])
@pytest.mark.parametrize("command", ["check", "connect"])
def test_a_home_that_cannot_be_used(tmp_path: Path, home: str, command: str) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("Order,Tracking number\n#1001,1Z999AA10123456784\n")
    home = home.replace("FILE", str(file))
    arguments = (
        [str(file), "--environment", "Shop"] if command == "check" else [*COMPLETE, "--client-id", "c"]
    )
    code, text = said(command, *arguments, typed="secret\n", ORDER_CONSOLE_HOME=home)
    assert code == 2
    assert len(text.splitlines()) == 1
    assert text.endswith(".")
    assert "secret" not in text


@linux_only
@pytest.mark.parametrize("display", [None, ":4242"])
@pytest.mark.parametrize("platform", [None, "xcb", "no-such-platform"])
def test_without_a_screen_there_is_a_sentence_and_no_abort(display: str | None, platform: str | None) -> None:
    code, text = said(DISPLAY=display, QT_QPA_PLATFORM=platform, WAYLAND_DISPLAY=None)
    assert code == 2
    assert text.startswith("Order Console found no screen to open its window on.")
    assert len(text.splitlines()) == 1


NO_SCREEN = {
    "Neither DISPLAY nor WAYLAND_DISPLAY is set": {},
    "ssh -X brings one": {"SSH_CONNECTION": "192.0.2.1 2 192.0.2.3 22"},
    "DISPLAY is “nonsense”": {"DISPLAY": "nonsense"},
    "No Wayland session answers at {runtime}/wayland-9, where": {"WAYLAND_DISPLAY": "wayland-9"},
    "No X server answers at :4242, where DISPLAY says": {"WAYLAND_DISPLAY": "wayland-9", "DISPLAY": ":4242"},
    "XDG_RUNTIME_DIR, the folder that it is in, is not set": {
        "WAYLAND_DISPLAY": "w",
        "XDG_RUNTIME_DIR": None,
    },
    "asks for “no-such”, and there is only eglfs": {"QT_QPA_PLATFORM": "no-such"},
    "asks for “linuxfb”, which does not work here": {"QT_QPA_PLATFORM": "linuxfb"},
}


@linux_only
@pytest.mark.parametrize("sentence", NO_SCREEN)
def test_the_sentence_says_what_is_wrong_with_the_screen(tmp_path: Path, sentence: str) -> None:
    nothing = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "SSH_CONNECTION"))
    code, text = said(**{**nothing, "XDG_RUNTIME_DIR": str(tmp_path), **NO_SCREEN[sentence]})
    assert code == 2
    assert text.splitlines()[-1].startswith("Order Console found no screen to open its window on.")
    assert sentence.format(runtime=tmp_path) in text


@linux_only
@pytest.mark.parametrize(
    ("library", "package", "variables"),
    [("libEGL.so.1", "libegl1", {}), ("libxcb-cursor.so.0", "libxcb-cursor0", {"DISPLAY": ":4242"})],
)
def test_a_library_that_qt_lacks_is_named_with_its_package(
    tmp_path: Path, library: str, package: str, variables: dict[str, str]
) -> None:
    (tmp_path / library).touch()  # it is found first, and is none
    code, text = said(
        **{"LD_LIBRARY_PATH": str(tmp_path), "QT_QPA_PLATFORM": None, "WAYLAND_DISPLAY": None, **variables}
    )
    assert code == 2
    assert f"Order Console needs what this machine lacks: {library}.\n" in text
    assert text.endswith(package) or f"packages {package}." in text


LOST = {
    "full": (">/dev/full", "no space left on device"),
    "closed": (">&-", "standard output is closed"),
}


@posix_only
@pytest.mark.parametrize("how", LOST)
@pytest.mark.parametrize("command", ["--version", "connect --help", "--probe database"])
def test_what_cannot_be_printed_is_told(how: str, command: str) -> None:
    into, why = LOST[how]
    if how == "full" and not Path("/dev/full").exists():
        pytest.skip("this system has no disk that is always full")
    code, text = shell(f"-m console {command} {into}")
    assert (code, text) == (2, f"What there is to print cannot be written: {why}.")


@posix_only
def test_connect_tells_what_it_did_where_it_can() -> None:
    options = " ".join([*COMPLETE, "--client-id", "c"])
    code, text = shell(f"-m console connect {options} >&-")
    assert code == 0
    assert text.startswith("“X” is set up; its credentials are in ")


def shell(arguments: str) -> tuple[int, str]:
    """The exit code and what was said on standard error, with the redirections of a shell."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" {arguments}', sys.executable],
        cwd=ROOT,
        input="secret\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr.strip()


def test_pictures_that_no_tour_made_stay(tmp_path: Path) -> None:
    mine = tmp_path / "01-holiday.png"
    mine.write_bytes(b"mine")
    code, text = said("tour", str(tmp_path))
    assert code == 2
    assert text.startswith(f"{tmp_path} holds what no tour made, such as 01-holiday.png")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"mine"]


def test_a_tour_on_a_full_disk_is_told_before_it_begins(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=16) as disk:
        disk.fill()
        code, text = said("tour", str(disk.folder))
    assert code == 2
    assert text == f"The pictures of the tour cannot be written to {disk.folder}: no space left on device."


def test_a_reader_that_has_enough_is_no_failure(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(
        "Order,Tracking number\n" + "".join(f"#{row},1Z999AA10123456784\n" for row in range(10_000, 20_000))
    )
    command = [sys.executable, "-m", "console", "check", str(file), "--offline", "--json"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as check:
        assert check.stdout is not None
        assert check.stderr is not None
        assert check.stdout.readline().startswith("{")
        check.stdout.close()
        assert check.stderr.read() == ""
        assert check.wait(30) in (0, 1)


FAILING = """
import sys
from console import __main__
def fail(_):
    raise KeyError("somebody's secret")
__main__._run = fail
sys.exit(__main__.main([]))
"""


def test_an_error_that_nobody_foresaw_is_a_sentence_and_its_facts_are_in_the_log() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILING], cwd=ROOT, capture_output=True, text=True, check=False
    )
    log = Path(os.environ["ORDER_CONSOLE_HOME"]) / "log" / "console.log"
    assert done.returncode == 3
    assert done.stderr == f"Something went wrong inside Order Console (KeyError). {log} has the facts.\n"
    assert "in fail" in log.read_text(encoding="utf-8")


def test_a_console_that_is_interrupted_ends_as_shells_expect() -> None:
    program = FAILING.replace('KeyError("somebody\'s secret")', "KeyboardInterrupt")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (130, "")
