"""What Orca says during the three jobs, done with the keys, as text: `python -m tests.elsewhere orca [a checkout]`.

It must not need a sound card or the network, and leaves no process behind; what is right to be said, it does not judge.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from console.store.environments import Environments
from console.store.places import find_places
from tests.support.bus import screen, surroundings
from tests.support.console import NAME, environment_of
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

_PROGRAMS = {
    "orca": "orca",
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "xdotool": "xdotool",
    "openbox": "openbox",
}
_SAID = re.compile(r"SPEECH OUTPUT: '(.*?)'(?:\s*[\[{]|$)", re.MULTILINE | re.DOTALL)
_QUIET, _PATIENCE = 3.0, 40.0
"""Seconds of silence after which a step is over, and how long it may take until something is said at all."""
_KEYS = {"dash", "return", "at", "left control", "left shift", "left alt", "tab", "down", "right", "F2"}
"""What Orca says of each key, besides letters and digits; left out, since it is the same whatever is on the screen."""
_LINK = "1Z999AA10123456784"
_STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Look up an ID that is not there",
        ("key ctrl+l", "type 11111111-2222-4333-8444-555555555555", "key Return"),
    ),
    ("Look up an order", ("key ctrl+l", f"type {SAMPLE_ORDER}", "key Return")),
    ("Write an address that is wrong", ("focus E-mail", "type @", "key Tab")),
    ("Take it back", ("key ctrl+z", "key ctrl+z")),
    ("Open Mark shipped", ("key ctrl+shift+s",)),
    ("Type a number", (f"type {_LINK}",)),
    ("Review without an answer", ("key Return",)),
    ("Do not message", ("key alt+d",)),
    ("Review", ("key Return",)),
    ("Go through the sheet", ("key Tab", "key Tab", "key Tab", "key Tab")),
    ("And down in what has the cursor", ("key Down", "key Down")),
    ("Send", ("key ctrl+Return",)),
    ("Look up a cart", ("key ctrl+l", f"type {SAMPLE_CART}", "key Return")),
    ("Go to its lines", ("key ctrl+f", "key Return")),
    ("Go to the quantity", ("key Right",) * 4),
    ("Write 3 into it", ("key F2", "type 3", "key Return")),
    ("Review", ("key ctrl+s",)),
    ("Send", ("key ctrl+Return",)),
)


def measure(arguments: list[str]) -> int:
    """Do the jobs with the console of this checkout, or of another one, and print what Orca says; 2 where something lacks."""
    missing = [package for program, package in _PROGRAMS.items() if shutil.which(program) is None]
    if missing:
        sys.stderr.write(f"Not installed here: apt-get install --no-install-recommends {' '.join(missing)}\n")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything is stopped then, too
    checkout = Path(arguments[0] if arguments else ".").resolve()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="orca-")))
        sandbox = stack.enter_context(Sandbox(orders=60))
        os.environ["ORDER_CONSOLE_HOME"] = str(folder / "console")
        places = find_places(os.environ)
        places.prepare()
        Environments(places).save(environment_of(sandbox))
        variables = surroundings(stack.enter_context(screen()), folder)
        variables |= {"ORDER_CONSOLE_HOME": str(folder / "console"), "LC_ALL": "C.UTF-8"}
        variables["SPEECHD_ADDRESS"] = "inet_socket:127.0.0.1:1"  # nobody speaks; Orca notes what it would
        variables["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(_session(variables))
        stack.enter_context(_running(["openbox"], variables, folder))  # who gives windows the keys
        ear = _Ear(folder / "orca.txt")
        stack.enter_context(_running(["orca", f"--debug-file={ear.file}"], variables, folder))
        ear.next(lambda: None)
        console = [sys.executable, "-m", "console", "--environment", NAME]
        said = ear.next(lambda: stack.enter_context(_running(console, variables, checkout)))
        _print("The start", said)
        for step, keys in _STEPS:
            _print(step, ear.next(lambda keys=keys: _press(keys, variables)))  # type: ignore[misc]
    return 0


class _Ear:
    """What Orca wrote down that it said, in the file that it keeps of itself."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._heard = 0

    def next(self, act: Callable[[], object]) -> list[str]:
        """What is said from this act on, until it is quiet."""
        act()
        began = changed = time.monotonic()
        before = self._all()
        while time.monotonic() - changed < _QUIET or (
            len(before) == self._heard and time.monotonic() - began < _PATIENCE / 8
        ):
            time.sleep(0.05)
            if (now := self._all()) != before:
                before, changed = now, time.monotonic()
        said, self._heard = before[self._heard :], len(before)
        return said

    def _all(self) -> list[str]:
        text = self.file.read_text("utf-8", errors="replace") if self.file.exists() else ""
        said = (" ".join(words.split()) for words in _SAID.findall(text))
        return [words for words in said if len(words) > 1 and words not in _KEYS]


def _press(keys: tuple[str, ...], variables: dict[str, str]) -> None:
    for one in keys:
        kind, _, what = one.partition(" ")
        if kind == "focus":  # by its mnemonic-less way: the look-up field, then Tab to the form
            subprocess.run(["xdotool", "key", "ctrl+l"], env=variables, check=True)
            subprocess.run(["xdotool", "key", *["Tab"] * _TABS[what]], env=variables, check=True)
        else:
            subprocess.run(["xdotool", kind, "--delay", "60", what], env=variables, check=True)


_TABS = {"E-mail": 11}


def _print(step: str, said: list[str]) -> None:
    sys.stdout.write(f"\n{step}\n" + "".join(f"    {words}\n" for words in said or ["(nothing)"]))
    sys.stdout.flush()


@contextmanager
def _session(variables: dict[str, str]) -> Iterator[str]:
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert bus.stdout is not None
        yield bus.stdout.readline().strip()
    finally:
        bus.terminate()
        bus.wait(10)


@contextmanager
def _running(command: list[str], variables: dict[str, str], folder: Path) -> Iterator[None]:
    program = subprocess.Popen(
        command, env=variables, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        program.terminate()
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:  # Orca hears the end of its session late
            program.kill()
            program.wait(10)
