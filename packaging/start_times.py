"""How long a program takes to its window on X11, and to say its version: several side by side, in turns.

It must not leave a process or a screen behind.
"""

from __future__ import annotations

import ctypes
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from saying import say

ROUNDS = 9
_LONGEST = 20.0  # seconds
_SUBSTRUCTURE = 1 << 19
_MAPPED = 19
_LEAST_WIDTH = 400
"""Narrower windows, such as those that Qt keeps for the clipboard, are not the program's."""


def compare(programs: Mapping[str, list[str]]) -> None:
    """Say for each command, under its name, the median seconds to a window that is mapped, and to `--version`."""
    taken: dict[str, dict[str, list[float]]] = {name: {"window": [], "--version": []} for name in programs}
    with tempfile.TemporaryDirectory() as home, _Screen() as screen:
        surroundings = {**os.environ, "DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"}
        surroundings.pop("WAYLAND_DISPLAY", None)
        for turn in range(ROUNDS + 1):  # the first fills the system's caches and does not count
            for name, command in programs.items():
                surroundings["ORDER_CONSOLE_HOME"] = str(Path(home) / name)
                window = screen.seconds_to_window(command, surroundings)
                began = time.monotonic()
                subprocess.run(
                    [*command, "--version"], check=True, stdout=subprocess.DEVNULL, env=surroundings
                )
                version = time.monotonic() - began
                if turn:
                    taken[name]["window"].append(window)
                    taken[name]["--version"].append(version)
    for name, kinds in taken.items():
        told = ", ".join(
            f"{kind} {statistics.median(seconds):.3f} s (from {min(seconds):.3f} to {max(seconds):.3f})"
            for kind, seconds in kinds.items()
        )
        say(f"{name}: {told}; medians of {ROUNDS} in turns")


class _Screen:
    """A screen of its own, by Xvfb, and who hears there that a window is mapped."""

    def __enter__(self) -> _Screen:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
        self._xvfb = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as said:
            self.name = f":{said.readline().strip()}"
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x11, self._display = x11, ctypes.c_void_p(x11.XOpenDisplay(self.name.encode()))
        root = ctypes.c_ulong(x11.XDefaultRootWindow(self._display))
        x11.XSelectInput(self._display, root, ctypes.c_long(_SUBSTRUCTURE))
        x11.XSync(self._display, 0)
        return self

    def __exit__(self, *_: object) -> None:
        self._x11.XCloseDisplay(self._display)
        self._xvfb.terminate()
        self._xvfb.wait()

    def seconds_to_window(self, command: list[str], surroundings: Mapping[str, str]) -> float:
        """Start the program, wait for its window, end it. Raises TimeoutError."""
        began = time.monotonic()
        program = subprocess.Popen(command, env=surroundings, stderr=subprocess.DEVNULL)
        try:
            while time.monotonic() - began < _LONGEST:
                if self._x11.XPending(self._display):
                    if self._is_a_mapped_window():
                        return time.monotonic() - began
                else:
                    time.sleep(0.001)
            raise TimeoutError(f"{command[0]} showed no window.")
        finally:
            program.terminate()
            program.wait()
            while self._x11.XPending(self._display):
                self._next()

    def _next(self) -> tuple[int, int]:
        event = (ctypes.c_long * 24)()
        self._x11.XNextEvent(self._display, event)
        return int(event[0] & 0xFFFFFFFF), int(event[5])

    def _is_a_mapped_window(self) -> bool:
        kind, window = self._next()
        if kind != _MAPPED:
            return False
        root, numbers = ctypes.c_ulong(), [ctypes.c_uint() for _ in range(6)]
        where = [ctypes.byref(number) for number in numbers]
        self._x11.XGetGeometry(self._display, ctypes.c_ulong(window), ctypes.byref(root), *where)
        return numbers[2].value >= _LEAST_WIDTH
