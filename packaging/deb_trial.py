"""Tries the Debian package in a bare Debian: installed, used by an ordinary user, replaced by a newer one, and purged.

It must not judge by anything but what the installed program does there, and it leaves nothing behind.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import bare
from saying import Trouble, say

SUITES = ("bookworm", "trixie")
SCRIPT = Path(__file__).resolve().parent / "debian/trial.sh"
USER = "clerk"
"""An ordinary user, who may do nothing but use the program."""
_ROOT = "/root/trial"
_BY_USER = ("version", "desk", "tour", "job")
_WITH_TOOLS = ("link", "page", "window")


class Failed(Exception):
    """A step that did not do; its text names it."""


def try_everywhere(package: Path, version: str, logs: Path) -> int:
    """Have lintian look the package over, and try it on both releases; return how many of these failed.

    Where no bare Debian can be made, that is said, and nothing fails.
    """
    failed = 0 if looked_over(package) else 1
    if reason := bare.why_not():
        say(f"The Debian package was not tried in bare Debians: {reason}")
        return failed
    return failed + sum(not try_deb(package, version, suite, logs) for suite in SUITES)


def looked_over(package: Path) -> bool:
    """Print all that lintian says of the package, and return whether it found no error."""
    command = ["lintian", "--allow-root", "--tag-display-limit", "0", "--fail-on", "error", str(package)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    say(done.stdout.rstrip() or f"lintian has nothing to say of {package.name}.")
    return done.returncode == 0


def try_deb(package: Path, version: str, suite: str, logs: Path) -> bool:
    """Try it on the suite, say a line for each step, and return whether all did. It takes two minutes or three.

    What is said there goes to a file in the folder `logs`.
    """
    log = logs / f"deb-{suite}.log"
    began = time.monotonic()
    with log.open("w+", encoding="utf-8") as said, bare.bare_debian(suite, said) as system:
        trial = Trial(system, said, suite)
        try:
            trial.all(package, version)
        except Failed as failed:
            say(f"{suite}: the package FAILED at {failed}; {log} has what was said.")
            return False
    say(f"{suite}: the package did all of it in {time.monotonic() - began:.0f} s")
    return True


class Trial:
    """The steps, in a bare system."""

    def __init__(self, system: Path, said: object, suite: str) -> None:
        self.system, self.said, self.suite = system, said, suite

    def all(self, package: Path, version: str) -> None:
        """Take every step. Raises `Failed`."""
        place = self.system / _ROOT.removeprefix("/")
        place.mkdir(parents=True)
        shutil.copy2(SCRIPT, self.system / "usr/local/bin/trial.sh")
        shutil.copy2(package, place / "order-console.deb")
        newer = newer_package(package, version, place)
        self.root("apt-get", "-q", "update")
        self.root("useradd", "--create-home", "--shell", "/bin/sh", USER)
        kilobytes = self.size()
        with self.timed("installed, with what it depends on and nothing it recommends"):
            self.root("trial.sh", "installed", f"{_ROOT}/order-console.deb")
        say(f"{self.suite}: that is {(self.size() - kilobytes) // 1024} MB more on the disk")
        for step in self.steps(version):
            with self.timed(step[0]):
                self.user("trial.sh", *step)
        with self.timed("a program that runs goes on while its file is replaced"):
            self.root("trial.sh", "replaced", USER)
        self.root("trial.sh", "tools")
        for name in _WITH_TOOLS:
            with self.timed(name):
                self.user("trial.sh", name)
        with self.timed("purged, and the file list taken"):
            before = self.kept()
            if not before:
                raise Failed("the job, of which nothing is kept")
            self.root("trial.sh", "purged")
        clean = self.files()
        if left := {path for path in clean if "order-console" in path and not path.startswith("/home/")}:
            raise Failed(f"purge, which leaves {', '.join(sorted(left))}")
        with self.timed(
            "installed again and replaced by a newer version, with the user's files as they were"
        ):
            self.root("trial.sh", "installed", f"{_ROOT}/order-console.deb")
            self.root("trial.sh", "installed", f"{_ROOT}/{newer.name}")
            if self.kept() != before:
                raise Failed("the newer version, which changed the user's files")
            self.user("trial.sh", "job")
        self.root("trial.sh", "purged")
        left = {path for path in self.files() - clean if not path.startswith(f"/home/{USER}/")}
        if left:
            raise Failed(f"purge, which leaves {', '.join(sorted(left))}")
        say(f"{self.suite}: purged, nothing is left but the user's own folders")

    def steps(self, version: str) -> list[tuple[str, ...]]:
        """The steps of the user that need nothing but the package."""
        steps: list[tuple[str, ...]] = [
            (name, version) if name == "version" else (name,) for name in _BY_USER
        ]
        if "--diagnose" in self.told(self.as_user("order-console", "--help")):
            steps.insert(1, ("diagnose",))
        return steps

    def root(self, *command: str) -> None:
        """Do it as root. Raises `Failed`."""
        self.do(command)

    def user(self, *command: str) -> None:
        """Do it as the ordinary user. Raises `Failed`."""
        self.do(self.as_user(*command))

    def as_user(self, *command: str) -> tuple[str, ...]:
        """The command that does it as the ordinary user."""
        home = f"/home/{USER}"
        return ("runuser", "-u", USER, "--", "env", "-C", home, f"HOME={home}", "LANG=C.UTF-8", *command)

    def do(self, command: tuple[str, ...]) -> None:
        """Do it there, with what it says in the log. Raises `Failed`."""
        if code := bare.do(bare.inside(self.system, *command), VARIABLES, self.said):
            raise Failed(f"“{' '.join(command)}”, which ended with {code}")

    def told(self, command: tuple[str, ...]) -> str:
        """What it prints there."""
        return bare.asked(*bare.inside(self.system, *command), variables=VARIABLES)

    def kept(self) -> str:
        """The user's own files with their sums."""
        return self.told(self.as_user("trial.sh", "kept"))

    def files(self) -> set[str]:
        """All paths there but those that every installation of anything changes."""
        return set(self.told(("trial.sh", "files")).splitlines())

    def size(self) -> int:
        """Kilobytes that are taken there."""
        done = subprocess.run(
            ["du", "-sk", str(self.system / "usr")], capture_output=True, text=True, check=True
        )
        return int(done.stdout.split()[0])

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Say how long it took."""
        began = time.monotonic()
        yield
        say(f"{self.suite}: {what}: {time.monotonic() - began:.1f} s")


VARIABLES: Mapping[str, str] = {"PATH": f"{bare.PATH}:/usr/local/bin", "HOME": "/root"}


def newer_package(package: Path, version: str, folder: Path) -> Path:
    """Make, in the folder, the package that would come next: the same program under a higher version."""
    newer = re.sub(r"\d+$", lambda last: str(int(last[0]) + 1), version)
    tree = folder / "newer"
    made = folder / f"order-console_{newer}_amd64.deb"
    control = tree / "DEBIAN/control"
    try:
        subprocess.run(["dpkg-deb", "--raw-extract", str(package), str(tree)], check=True)
        text = control.read_text(encoding="utf-8")
        control.write_text(text.replace(f"Version: {version}\n", f"Version: {newer}\n"), encoding="utf-8")
        build = ["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", str(tree), str(made)]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError as error:
        raise Trouble(f"A newer package could not be made: {error}.") from None
    shutil.rmtree(tree)
    return made
