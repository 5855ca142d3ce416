"""Which of the things that keep a window from being opened it is, as far as sockets and variables tell."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.diagnosis import no_screen
from console.runtime import libraries

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other desktops always have a screen")
NUMBER = 47_113
"""Of a screen that nobody has."""


@pytest.fixture(autouse=True)
def whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "missing", lambda variables: {})


@pytest.fixture
def listening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a socket of an X server and of a compositor in it, where somebody listens."""
    monkeypatch.setattr(no_screen, "_X11_FOLDER", tmp_path)
    with socket.socket(socket.AF_UNIX) as x11, socket.socket(socket.AF_UNIX) as wayland:
        for one, name in ((x11, f"X{NUMBER}"), (wayland, "wayland-7")):
            one.bind(str(tmp_path / name))
            one.listen()
        yield tmp_path


def test_a_server_that_answers_has_refused(listening: Path) -> None:
    assert no_screen.why({"DISPLAY": f":{NUMBER}.0"}).startswith(
        f"The X server at :{NUMBER}.0 does not let this account in: "
    )
    told = no_screen.why({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(listening)})
    assert "answers, but Qt can open no window there; with QT_QPA_PLATFORM=xcb" in told


@pytest.mark.parametrize("wrong", ["find", "load"])
def test_a_part_of_qt_that_is_damaged_is_not_taken_for_a_screen_that_refuses(
    listening: Path, wrong: str
) -> None:
    said = f'Could not {wrong} the Qt platform plugin "xcb" in ""'
    told = no_screen.why({"DISPLAY": f":{NUMBER}"}, said, ("wayland",))
    assert (
        told == f"Qt's own part for it is damaged or not there; install Order Console again. Qt says: {said}."
    )
    refused = no_screen.why({"DISPLAY": f":{NUMBER}"}, f"could not connect to display :{NUMBER}", ("xcb",))
    assert "does not let this account in" in refused


def test_of_several_platforms_that_are_asked_for_each_has_its_sentence() -> None:
    dead = {"DISPLAY": f":{NUMBER}"}
    told = no_screen.why({**dead, "QT_QPA_PLATFORM": "wayland;xcb"}, plugins=("xcb", "wayland"))
    assert "WAYLAND_DISPLAY is not set" in told
    assert f"No X server answers at :{NUMBER}" in told
    told = no_screen.why({**dead, "QT_QPA_PLATFORM": "cocoa;xcb:nofoo"}, plugins=("xcb", "wayland"))
    assert told.startswith(f"No X server answers at :{NUMBER}")
    told = no_screen.why({**dead, "QT_QPA_PLATFORM": "cocoa;windows"}, plugins=("xcb",))
    assert "asks for “cocoa” and “windows”, and there is only xcb." in told
    told = no_screen.why({**dead, "QT_QPA_PLATFORM": ";xcb"}, plugins=("xcb",))
    assert told.startswith(f"No X server answers at :{NUMBER}")


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write to every socket")
def test_the_session_of_another_user_is_told(listening: Path) -> None:
    (listening / "wayland-7").chmod(0)
    told = no_screen.why({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(listening)})
    assert "is another user's; start Order Console as that user." in told


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DISPLAY": f":{NUMBER}"}, f"No X server answers at :{NUMBER}"),
        ({"DISPLAY": "shop.example.com:0"}, "does not answer, or does not let this account in"),
        ({"QT_QPA_PLATFORM": "xcb"}, "DISPLAY is not set"),
        ({"QT_QPA_PLATFORM": "wayland"}, "WAYLAND_DISPLAY is not set"),
        ({"QT_QPA_PLATFORM": "wayland-egl;xcb"}, "WAYLAND_DISPLAY is not set"),
        ({"QT_QPA_PLATFORM": "cocoa"}, "asks for “cocoa”, and there is only wayland, xcb."),
        (
            {"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "w", "DISPLAY": ":x"},
            "DISPLAY is “:x”, which names no screen",
        ),
    ],
)
def test_each_cause_has_its_sentence(variables: dict[str, str], sentence: str) -> None:
    told = no_screen.why(variables, plugins=("xcb", "wayland"))
    assert sentence in told
    assert told.endswith(".")


def test_missing_libraries_come_first_where_a_screen_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "missing", lambda variables: {"libxcb-cursor.so.0": "libxcb-cursor0"})
    lacks = "Order Console needs what this machine lacks: libxcb-cursor.so.0."
    assert no_screen.why({"DISPLAY": ":0"}).startswith(lacks)
    both = no_screen.why({})
    assert both.startswith("Neither DISPLAY nor WAYLAND_DISPLAY is set")
    assert lacks in both
