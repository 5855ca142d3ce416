"""Keyrings for tests: one of the package's own interface that keeps its items in memory, and a real Secret Service.

It must not reach the keyring of whoever runs the tests: each has a session bus and a folder of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keyring.core
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

PASSWORD = "unlock-me"


class HeldKeyring(KeyringBackend):
    """A whole backend; `locked` refuses like a dismissed prompt, `prompt` waits like one that nobody answers."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[tuple[str, str], str] = {}
        self.locked = False
        self.forgets = False
        self.prompt = threading.Event()
        self.prompt.set()
        self.asked = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.items[service, username] = "" if self.forgets else password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        if (service, username) not in self.items:
            raise PasswordDeleteError("No such password!")
        del self.items[service, username]

    @property
    def secrets(self) -> list[str]:
        """What it holds, in order."""
        return sorted(self.items.values())

    def _open(self) -> None:
        self.asked.set()
        self.prompt.wait(30)
        if self.locked:
            raise KeyringLocked("Failed to unlock the collection!")


class PlainTextKeyring(HeldKeyring):
    """One that says of itself what it is, whatever it takes itself for."""

    priority = 9


class PoorKeyring(HeldKeyring):
    """One that the package calls available and unsuitable."""

    priority = 0.5


def use(monkeypatch: pytest.MonkeyPatch, backend: KeyringBackend) -> None:
    """Have the package use this backend, as a configuration of its would, until the test ends."""
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend)


@pytest.fixture
def held_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldKeyring]:
    """A keyring that is open."""
    made = HeldKeyring()
    use(monkeypatch, made)
    yield made
    made.prompt.set()


def no_secret_service() -> str:
    """What this machine lacks for a Secret Service, in a sentence; empty where it can be."""
    for program, package in (("gnome-keyring-daemon", "gnome-keyring"), ("dbus-daemon", "dbus-daemon")):
        if shutil.which(program) is None:
            return f"{program} is not installed (Debian's {package})."
    return ""


@contextmanager
def secret_service(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """GNOME Keyring, unlocked, on a session bus of its own, as the one that this process reaches."""
    for name in ("home", "data", "run"):
        (folder / name).mkdir(mode=0o700)
    with _ended(
        subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True
        )
    ) as bus:
        assert bus.stdout is not None
        address = bus.stdout.readline().strip()
        surroundings = {
            "DBUS_SESSION_BUS_ADDRESS": address,
            "HOME": str(folder / "home"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
        }
        for name, value in surroundings.items():
            monkeypatch.setenv(name, value)
        with _ended(
            subprocess.Popen(
                ["gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ},
            )
        ) as daemon:
            assert daemon.stdin is not None
            assert daemon.stdout is not None
            daemon.stdin.write(PASSWORD.encode())
            daemon.stdin.close()
            daemon.stdout.readline()
            yield


@contextmanager
def _ended(process: subprocess.Popen) -> Iterator[subprocess.Popen]:  # type: ignore[type-arg]
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
