"""`.venv` of a checkout: made, filled with exactly what is pinned, mended after an interruption.

It must not touch anything but the checkout, or its own folder where that cannot be written, and it must never leave a
half-made environment that looks whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from saying import Trouble, say
from workplace import workplace

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


RUN, TEST = "requirements.txt", "requirements-test.txt"
_INSTALL = ("-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off")
_UNPACK = (
    "import os, sys; os.environ['SBK_EMBED'] = '0'; sys.dont_write_bytecode = False\n"
    "try: import PySide6.QtCore\n"
    "except ImportError: pass  # a library of the system is missing, which the first start tells\n"
)
"""Has PySide unpack its texts of signatures beside shiboken6, as its `SBK_EMBED=0` is for: otherwise every start compiles
them, a tenth of it. Done after each installation, since pip leaves an older version's there.
"""
_ONE_MORE = ("Collecting ", "Requirement already satisfied: ", "Ignoring ")
"""How pip begins the line of a package that it has found, has already, or leaves out here."""


class DotVenv:
    """The environment. Its stamp, written last, says what it holds; a marker stands while it is being changed."""

    def __init__(self, root: Path, home: Path | None = None) -> None:
        """`root` is the checkout; `home` is where the environment lies, the checkout if it is not given."""
        self.root, self.home = root, home or root
        self.folder = self.home / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.stamp = self.folder / "order-console.json"
        self.unfinished = self.folder / "order-console.unfinished"

    def provide(self, requirements: str) -> str:
        """Make sure that what the file `requirements` pins is installed, and the project; return the Python to use.

        An environment that holds it is used by whoever may run it, and nothing is written then. One that must be changed
        by an account that may not is let be: that account gets its own.
        """
        wanted = self.wanted()
        needed = {requirements: wanted[requirements]}
        if self.is_whole(needed):
            return str(self.python)
        if (place := workplace(self.root)) != self.home:
            own = DotVenv(self.root, place)
            if not own.is_whole(needed):
                say(f"{self.home} is not for this account to change, so its environment is in {place}.")
            return own.provide(requirements)
        with self.alone():
            version = None if self.is_unfinished() else self.version()
            if version is None or not {"python": version, **needed}.items() <= self.held().items():
                self.fill(requirements, wanted, anew=version is None)
        return str(self.python)

    def is_whole(self, needed: dict[str, str]) -> bool:
        """Whether it can be run by this account and holds what is needed, and nobody is changing it."""
        held = self.held()
        if not needed.items() <= held.items() or self.is_unfinished():
            return False
        return self.version() == held.get("python")

    def is_unfinished(self) -> bool:
        """Whether it is being changed, or was left in the middle of it; not where this account may not look."""
        try:
            return self.unfinished.exists()
        except PermissionError:
            return False

    def fill(self, requirements: str, wanted: dict[str, str], *, anew: bool) -> None:
        """Install everything; an interruption at any moment leaves the marker, and so leads to a new environment."""
        # What root installs with files for root alone would serve nobody else, and packages are no secret.
        before = os.umask(0o022)
        try:
            self._fill(requirements, wanted, anew=anew)
        finally:
            os.umask(before)

    def _fill(self, requirements: str, wanted: dict[str, str], *, anew: bool) -> None:
        if anew:
            self.clear()
        self.folder.mkdir(exist_ok=True)
        self.unfinished.touch()
        self.stamp.unlink(missing_ok=True)
        if anew:
            say(f"Making the environment in {self.shown()}.")
            base = getattr(sys, "_base_executable", sys.executable)
            self.call(
                [base, "-m", "venv", str(self.folder)],
                "The environment could not be made; Python said why above.",
            )
        say("Installing the pinned packages; the first time takes a minute or two.")
        pip = [str(self.python), *_INSTALL]
        stopped = "The packages could not be installed; pip said why above. Then run the same command again."
        pins = self.root / "packaging" / requirements
        packages = len(re.findall(r"^[A-Za-z0-9]", pins.read_text(encoding="utf-8"), re.MULTILINE))
        self.call([*pip, "--require-hashes", "-r", str(pins)], stopped, packages)
        self.call(
            [*pip, "-qq", "--no-index", "--no-deps", "--no-build-isolation", "-e", str(self.root)], stopped
        )
        self.call([str(self.python), "-c", _UNPACK], stopped)
        # The pins of the tests hold those of the program, so they serve both.
        held = wanted if requirements == TEST else {requirements: wanted[requirements]}
        self.stamp.write_text(json.dumps({"python": self.version(), **held}), encoding="utf-8")
        self.unfinished.unlink()

    def version(self) -> str | None:
        """Return the version of the environment's Python as it says itself; None if it, or its pip, does not run."""
        ask = "import pip, sys; print('%d.%d' % sys.version_info[:2]); sys.exit(sys.version_info < (3, 11))"
        try:
            done = subprocess.run(
                [self.python, "-c", ask], capture_output=True, text=True, check=False, env=clean_variables()
            )
        except OSError:
            return None
        return done.stdout.strip() if done.returncode == 0 else None

    def wanted(self) -> dict[str, str]:
        """Return, per requirements file, a digest of its pins, the project's metadata and where the checkout is."""
        project = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        about = json.dumps(
            [str(self.root), project["build-system"], project["project"], _UNPACK], sort_keys=True
        ).encode()
        pins = {name: (self.root / "packaging" / name).read_bytes() for name in (RUN, TEST)}
        return {name: hashlib.sha256(about + content).hexdigest() for name, content in pins.items()}

    def held(self) -> dict[str, str]:
        """Return what the stamp says; nothing if there is none, or none that can be read."""
        try:
            held = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return held if isinstance(held, dict) else {}

    def clear(self) -> None:
        """Remove what stands in the place of the environment."""
        if self.folder.is_symlink() or self.folder.is_file():
            self.folder.unlink()
        elif self.folder.exists():
            say(f"The environment in {self.shown()} is broken or unfinished, so it is made anew.")
            shutil.rmtree(self.folder)

    def shown(self) -> str:
        """Its folder, for sentences."""
        return ".venv" if self.home == self.root else str(self.folder)

    def call(self, command: list[str], sentence: str, packages: int = 0) -> None:
        """Run a step; raise `Trouble` with the sentence if it fails. Says how many of the `packages` pip has got to."""
        counted = subprocess.PIPE if packages else None
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=counted, text=True, env=clean_variables()
        ) as step:
            for line in how_far(step.stdout or (), packages):
                say(line)
        if step.returncode:
            raise Trouble(sentence)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Let one bootstrap at a time change this checkout's environment; a second one says that it waits."""
        (self.home / "build").mkdir(exist_ok=True)
        with (self.home / "build" / "bootstrap.lock").open("w") as lock:
            if sys.platform == "win32":
                msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
            else:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    say("Another bootstrap is at work in this checkout; waiting for it to finish.")
                    fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def how_far(lines: Iterable[str], packages: int) -> Iterator[str]:
    """Yield a line at each quarter of the packages, and one when they are unpacked, as pip's own `lines` come."""
    done = 0
    for line in lines:
        if line.startswith(_ONE_MORE):
            done += 1
            if done * 4 // packages > (done - 1) * 4 // packages:
                yield f"Fetched {done} of {packages} packages."
        elif line.startswith("Installing collected packages"):
            yield "Unpacking them."


def clean_variables(*, offscreen: bool = False) -> dict[str, str]:
    """Return the surroundings for a child, without what would lead the environment's Python to other packages."""
    strange = {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"}
    variables = {name: value for name, value in os.environ.items() if name not in strange}
    return {**variables, "QT_QPA_PLATFORM": "offscreen"} if offscreen else variables
