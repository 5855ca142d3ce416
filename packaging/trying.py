"""Each package as somebody uses it who has nothing else: installed, asked, taken on the tour, opened, removed.

It must not look into the checkout, and after removing only the folders that are the user's own may be left.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import IO

from bare import PATH, bare_debian, do, inside, why_not
from saying import Trouble, say
from tool_venv import ToolVenv

USERS_OWN = (".config/order-console", ".local/share/order-console", ".local/state/order-console")
"""What stays in a home after the program was removed: the user's settings, drafts, trail and log."""
OTHERS = (".cache/fontconfig", ".cache/mesa_shader_cache", ".cache/mesa_shader_cache_db")
"""What libraries keep in any home for every program."""
ORDER = "/orders/0ad24370-96de-4922-9a53-954530fcbb64"
TRACKING_URL = "https://www.ups.com/track?tracknum=1Z999AA10123456784"
PICTURES = 34
SUITES = ("bookworm", "trixie")
FOR_QT = (
    "fontconfig-config",
    "fonts-dejavu-core",
    "libegl1",
    "libgl1",
    "libwayland-client0",
    "libwayland-cursor0",
    "libxcb1",
)
"""What the program folder leaves to the system: what drivers of screens are a part of, and a font."""
ODD = "Zoë Müller"
_USER = ("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups")
_OPENED = """
"$@" --sandbox & program=$!
for _ in $(seq 600); do [ -s "$HOME/.local/share/order-console/practice.db" ] && break; sleep 0.1; done
[ -s "$HOME/.local/share/order-console/practice.db" ] || { kill $program; echo "The sandbox was not started."; exit 1; }
kill -TERM $program; wait $program || exit 1
for _ in $(seq 100); do
    left=
    for running in /proc/[0-9]*; do
        [ $running = /proc/$$ ] || ! grep -qsaF "$1" $running/cmdline || left="$left $running"
    done
    [ "$left" ] || exit 0
    sleep 0.1
done
echo "These still run:$left"; exit 1
"""
"""Opens the window until its sandbox has records, ends it, and sees that nothing of it goes on."""
_NO_DESK = '"$@" desk check --url postgresql://anna@127.0.0.1:1/desk < /dev/null 2>&1 && exit 1; exit 0'
"""Asks for a desk where there is none, which takes PostgreSQL's own library to say."""


class Place:
    """Where programs are tried: this machine, or a bare Debian in the folder `system`. Everything said goes to `said`."""

    def __init__(self, name: str, folder: Path, said: IO[str], system: Path | None = None) -> None:
        """`folder` is an empty one, seen from here; a home and a folder for temporary files are made in it."""
        self.name, self.folder, self._said, self._system = name, folder, said, system
        self.home, self.temporary = folder / ODD, folder / "temporary"
        for made in (self.home, self.temporary):
            made.mkdir()
            if system:
                shutil.chown(made, 1000, 1000)
        self.variables = {
            "PATH": PATH,
            "HOME": self.inner(self.home),
            "TMPDIR": self.inner(self.temporary),
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
        }

    def inner(self, path: Path) -> str:
        """How the path is called there."""
        return f"/{path.relative_to(self._system)}" if self._system else str(path)

    def run(self, *command: str, root: bool = False) -> str:
        """Run the command in the empty home, in a Debian as an ordinary user unless as root; return what it printed.

        Raises `Trouble` where it fails.
        """
        there = ["sh", "-c", 'cd "$HOME" && exec "$@"', "sh", *command]
        if self._system:
            there = inside(self._system, *(() if root else _USER), *there)
        with tempfile.TemporaryFile("w+") as printed:
            code = do(there, self.variables, printed)
            printed.seek(0)
            text = printed.read()
        self._said.write(f"$ {' '.join(command)}\n{text}")
        if code:
            last = text.rstrip().rpartition("\n")[2]
            raise Trouble(f"{' '.join(command[-3:])!r} ended with {code}: {last}")
        return text


def try_program(place: Place, program: list[str], version: str, desk: str) -> None:
    """Have the program do what it is for; `program` is its command there, `desk` what it says of a desk that is none.

    Raises `Trouble`.
    """
    said = place.run(*program, "--version").strip().splitlines()[-1]
    expect(said == f"Order Console {version}", f"--version said {said!r}")
    if "--diagnose" in place.run(*program, "--help"):
        expect(version in place.run(*program, "--diagnose"), "--diagnose did not say the version")
    said = place.run("sh", "-c", _NO_DESK, "sh", *program)
    expect(desk in said, f"of a desk it said {said!r}")
    pictures = place.temporary / "tour"
    place.run(*program, "tour", place.inner(pictures))
    expect(len(list(pictures.glob("*.png"))) == PICTURES, "the tour did not bring all its pictures")
    expect_shipped((pictures / "requests.jsonl").read_text(encoding="utf-8"))
    shutil.rmtree(pictures)
    place.run("sh", "-c", _OPENED, "sh", *program)
    expect(not list(place.temporary.iterdir()), f"left among temporary files: {listing(place.temporary)}")
    strange = {
        path for path in listing(place.home) if not any(beside(path, own) for own in (*USERS_OWN, *OTHERS))
    }
    expect(not strange, f"left in the home: {sorted(strange)}")


def expect_shipped(requests: str) -> None:
    """See by what the sandbox received that the order was read, marked shipped once, and accepted."""
    lines = [json.loads(line) for line in requests.splitlines()]
    asked = [(line["method"], line["status"]) for line in lines if line["path"] == ORDER]
    sent = [line["body"] for line in lines if (line["method"], line["path"]) == ("POST", ORDER)]
    expect(asked[:1] == [("GET", 200)], "the order was not read first")
    expect(asked.count(("POST", 200)) == 1 == len(sent), "the order was not sent once")
    expect(sent[0]["states"]["shipped"] is True, "the order was not marked shipped")
    expect(sent[0]["shippingTrackingUrl"] == TRACKING_URL, "the order has not got its link")


def expect(holds: bool, sentence: str) -> None:
    """Raise `Trouble` with the sentence unless it holds."""
    if not holds:
        raise Trouble(sentence)


def listing(folder: Path) -> set[str]:
    """Every file and link below the folder, as paths relative to it; without empty folders."""
    return {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
    }


def beside(path: str, own: str) -> bool:
    """Whether the path is `own` or below it."""
    return path == own or path.startswith(f"{own}/")


def try_installed(package: Path, place: Place, pins: Path, version: str) -> None:
    """Try a wheel or an sdist in an environment of its own, which has exactly what `pins` pins."""
    environment = ToolVenv(place.folder / "environment")
    environment.provide(pins)
    before = listing(environment.folder)
    environment.install("--no-index", "--no-deps", "--no-build-isolation", "--no-cache-dir", str(package))
    try_program(place, [str(environment.scripts / "order-console")], version, "takes the package “psycopg”")
    place.run(environment.python, "-m", "pip", "uninstall", "-q", "-y", "order-console")
    left = listing(environment.folder) - before
    expect(not left, f"left in the environment: {sorted(left)[:5]}")


def try_folder(onedir: Path, place: Place, version: str) -> None:
    """Try the program folder at another place, whose name has a blank and an umlaut."""
    copy = place.folder / f"{ODD}'s programs" / "order-console"
    shutil.copytree(onedir, copy, symlinks=True)
    before = listing(copy)
    try_program(place, [place.inner(copy / "order-console")], version, "Nothing answers at 127.0.0.1, port 1")
    changed = listing(copy) ^ before
    expect(not changed, f"changed in the program folder: {sorted(changed)[:5]}")
    shutil.rmtree(copy.parent)
    expect(
        {path.name for path in place.folder.iterdir()} == {ODD, "temporary"},
        "the folder was not removed whole",
    )


Tries = Mapping[str, Callable[[Place], None]]
"""The try of each package, under its name."""


def try_here(tries: Tries, log: Path) -> int:
    """Do each in a folder of its own on this machine; say a line for each; return how many failed."""
    failed = 0
    with log.open("a", encoding="utf-8") as said:
        for name, attempt in tries.items():
            with tempfile.TemporaryDirectory(prefix="order-console-try-") as folder:
                failed += told(f"{name}, here", partial(attempt, Place("here", Path(folder), said)))
    return failed


def try_in_debians(tries: Tries, packages: tuple[str, ...], log: Path) -> int:
    """Do each in a bare Debian 12 and 13 that has these packages; say a line for each; return how many failed.

    Where none can be made, that is said, and nothing fails.
    """
    if reason := why_not():
        say(f"Not tried in bare Debians: {reason}")
        return 0
    failed = 0
    with log.open("a", encoding="utf-8") as said:
        for suite in SUITES:
            say(f"{suite}: making a bare Debian …")
            with bare_debian(suite, said, *packages) as system:
                for number, (name, attempt) in enumerate(tries.items()):
                    folder = system / "srv" / str(number)
                    folder.mkdir()
                    place = Place(suite, folder, said, system)
                    failed += told(f"{name}, bare {suite}", partial(attempt, place))
    return failed


def told(what: str, attempt: Callable[[], None]) -> int:
    """Do it and say how it ended; return 1 if it failed."""
    began = time.monotonic()
    try:
        attempt()
    except (Trouble, OSError, subprocess.SubprocessError) as error:
        say(f"{what}: FAILED after {time.monotonic() - began:.0f} s: {error}")
        return 1
    say(f"{what}: passed, {time.monotonic() - began:.0f} s")
    return 0
