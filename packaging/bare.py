"""A bare Debian in a temporary folder, made for one use and removed afterwards: what programs meet where nothing is.

It must not leave anything mounted, running or lying about, however it ends, and it must not name a mirror or an index:
those that this machine uses serve the other one too.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

import machine
from saying import Trouble, say

SUITES = ("bookworm", "trixie", "sid")
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
"""Where programs are in one."""
LONGEST = 3600.0  # seconds for one command; it takes minutes
_NEEDED = ("apt-get", "chroot", "debootstrap", "git", "unshare")
# In namespaces of its own: what is mounted and started in them is gone when the first process in them is.
_APART = ("unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc")
_ENTER = """
mount -t proc proc "$1/proc"
mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$1/dev/pts"
system=$1; shift
exec chroot "$system" "$@"
"""


def why_not() -> str | None:
    """Return why this machine cannot make one, in one or two sentences, or None."""
    if not machine.is_root():
        return "Only root can make another system; as root it is the same command."
    missing = [name for name in _NEEDED if not shutil.which(name)]
    if missing:
        return f"This needs {', '.join(missing)}. {machine.libraries.how_to_install(dict(zip(missing, missing, strict=True)))}"
    return None


@contextlib.contextmanager
def bare_debian(suite: str, said: IO[str], *packages: str) -> Iterator[Path]:
    """Make one, with these packages, and yield its folder; all that is said meanwhile goes to `said`.

    apt in it is set up as here. Raises `Trouble`.
    """
    mirror = mirror_of(asked("apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)"))
    with ended_by_signals(), folder() as system:
        make = [*_APART, "debootstrap", "--variant=minbase"]
        make += [f"--include={','.join(packages)}"] if packages else []
        if subprocess.call(
            [*make, suite, str(system), mirror], stdin=subprocess.DEVNULL, stdout=said, stderr=said
        ):
            raise Trouble(f"{suite} could not be made; debootstrap said why in {said.name}.")
        for file in ("etc/resolv.conf", "etc/hosts"):
            shutil.copyfile(f"/{file}", system / file)
        lines = [
            line for line in asked("apt-config", "dump").splitlines() if re.match(r"Acquire::https?::", line)
        ]
        (system / "etc/apt/apt.conf.d/99elsewhere").write_text("\n".join(lines) + "\n")
        yield system


def inside(system: Path, *command: str) -> list[str]:
    """The command that runs `command` in it, apart from what runs here."""
    return [*_APART, "sh", "-e", "-c", _ENTER, "sh", str(system), *command]


def do(command: list[str], variables: Mapping[str, str], said: IO[str]) -> int:
    """Run the command, what it prints goes to `said`; return its exit code, or -1 where it took too long."""
    began = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=variables)
    try:
        return int(began.wait(LONGEST))
    except subprocess.TimeoutExpired:
        return -1
    finally:
        began.kill()  # and with it, as the first process of its namespace, all that it began
        began.wait()


def mirror_of(targets: str) -> str:
    """Return the address of Debian's mirror, of what apt says of its indexes: lines of address, suite and component."""
    known = re.compile(r"(\S+) (bookworm|trixie|forky|sid|stable|testing|unstable) main")
    found = [match[1] for line in targets.splitlines() if (match := known.fullmatch(line.strip()))]
    if not found:
        raise Trouble("apt of this machine knows no mirror of Debian from which another one could be made.")
    return found[0]


def mounted_below(folder: Path, mounts: str) -> list[str]:
    """Return the mount points at or below the folder, of the text of /proc/self/mountinfo."""
    points = [line.split()[4].encode().decode("unicode_escape") for line in mounts.splitlines()]
    return [point for point in points if point == str(folder) or point.startswith(f"{folder}/")]


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A new folder, removed at the end whatever happens, unless something is still mounted in it."""
    made = Path(tempfile.mkdtemp(prefix="order-console-elsewhere-"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        left = mounted_below(made, Path("/proc/self/mountinfo").read_text())
        if left:
            say(f"{made} stays, since this is still mounted: {', '.join(left)}.")
        else:
            # A second Ctrl-C must not leave half of it.
            handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
            _remove(made)
            signal.signal(signal.SIGINT, handler)


def _remove(folder: Path) -> None:
    for _ in range(20):  # what was killed a moment ago may still be writing
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.5)
    shutil.rmtree(folder)


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end it as Ctrl-C does: with everything removed."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = {one: signal.signal(one, stop) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def asked(*command: str, variables: Mapping[str, str] | None = None) -> str:
    """What the command prints; that it fails is said."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, env=variables)
    if done.returncode:
        print(f"{command[0]} ended with {done.returncode}.", file=sys.stderr)
    return done.stdout.strip()
