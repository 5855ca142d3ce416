"""The two commands of the README on another Debian: in a bare system of its own, made for this and removed afterwards.

It must not leave anything mounted, running or lying about, however it ends, and it must not name a mirror or an index:
those that this machine uses serve the other one too.
"""

from __future__ import annotations

import contextlib
import os
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
PLACE = "root/Zoë Müller/order-console"
"""Where the checkout lies in the other system: below a folder with a blank, and called as the program is."""
LONGEST = 3600.0  # seconds for one command; it takes minutes
_NEEDED = ("apt-get", "chroot", "debootstrap", "git", "unshare")
_AUTHORITIES = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
_AUTHORITY = "etc/order-console-elsewhere.pem"
_PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
# In namespaces of its own: what is mounted and started in them is gone when the first process in them is.
_APART = ("unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc")
_ENTER = """
mount -t proc proc "$1/proc"
mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$1/dev/pts"
system=$1; shift
exec chroot "$system" "$@"
"""
_DO = 'cd "$1" && shift && exec python3 packaging/bootstrap.py "$@"'


def elsewhere(root: Path, suites: list[str]) -> int:
    """Do both commands of the checkout `root` on each of these suites; return 0 if all of them pass."""
    wrong = [suite for suite in suites if suite not in SUITES]
    if wrong or not suites:
        raise Trouble(f"Say on which Debian, of {', '.join(SUITES)}.")
    if not machine.is_root():
        raise Trouble("Only root can make another system; as root it is the same command.")
    missing = [name for name in _NEEDED if not shutil.which(name)]
    if missing:
        raise Trouble(
            f"This needs {', '.join(missing)}. {machine.libraries.how_to_install(dict(zip(missing, missing, strict=True)))}"
        )
    mirror = mirror_of(_asked("apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)"))
    if _asked("git", "-C", str(root), "status", "--porcelain"):
        say("What is not committed is not tried.")
    try:
        with _ended_by_signals():
            return max([_on(root, suite, mirror) for suite in suites])
    except KeyboardInterrupt:
        raise Trouble("Stopped; what was made for it is removed.") from None


def mirror_of(targets: str) -> str:
    """Return the address of Debian's mirror, of what apt says of its indexes: lines of address, suite and component."""
    known = re.compile(r"(\S+) (bookworm|trixie|forky|sid|stable|testing|unstable) main")
    found = [match[1] for line in targets.splitlines() if (match := known.fullmatch(line.strip()))]
    if not found:
        raise Trouble("apt of this machine knows no mirror of Debian from which another one could be made.")
    return found[0]


def handed_in(
    variables: Mapping[str, str], home: Path, etc: Path = Path("/etc")
) -> tuple[dict[str, str], dict[Path, str]]:
    """Return what tells pip its way here: variables, and for each file where it goes, relative to the other system."""
    named = {name: value for name, value in variables.items() if name.startswith("PIP_") or name in _PROXIES}
    files = {etc / "pip.conf": "etc/pip.conf"}
    files |= {home / name: f"root/{name}" for name in (".config/pip/pip.conf", ".pip/pip.conf")}
    files = {file: place for file, place in files.items() if file.is_file()}
    authorities = [variables.get(name, "") for name in _AUTHORITIES]
    for file in files:
        authorities += re.findall(r"^\s*cert\s*=\s*(\S+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    # Under a name of its own: Debian writes its own list anew when it installs one.
    for authority in [Path(one) for one in authorities if one and Path(one).is_file()][:1]:
        files[authority] = _AUTHORITY
        named["PIP_CERT"] = f"/{_AUTHORITY}"
    return named, files


def mounted_below(folder: Path, mounts: str) -> list[str]:
    """Return the mount points at or below the folder, of the text of /proc/self/mountinfo."""
    points = [line.split()[4].encode().decode("unicode_escape") for line in mounts.splitlines()]
    return [point for point in points if point == str(folder) or point.startswith(f"{folder}/")]


def _on(root: Path, suite: str, mirror: str) -> int:
    log = root / "build" / f"elsewhere-{suite}.log"
    log.parent.mkdir(exist_ok=True)
    say(f"{suite}: making a bare Debian; all that is said there goes to {log}.")
    with log.open("w") as said, _folder() as system:
        make = [*_APART, "debootstrap", "--variant=minbase", "--include=python3", suite, str(system), mirror]
        if subprocess.call(make, stdin=subprocess.DEVNULL, stdout=said, stderr=said):
            raise Trouble(f"{suite} could not be made; debootstrap said why in {log}.")
        variables, files = handed_in(os.environ, Path.home())
        _furnish(system, root, files)
        inside = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", **variables}
        python = _asked(*_inside(system, "python3", "--version"), variables=inside)
        codes = []
        for command in ("run", "test"):
            say(f"{suite}: bootstrap.py {command} …")
            began = time.monotonic()
            code = _do(_inside(system, "sh", "-c", _DO, "sh", f"/{PLACE}", command), inside, said)
            codes.append(code)
            last = log.read_text(encoding="utf-8", errors="replace").rstrip().rpartition("\n")[2]
            result = "passed" if code == 0 else "FAILED"
            say(
                f"{suite}, {python}: {command} {result}, {time.monotonic() - began:.0f} s; it ended with: {last}"
            )
        return int(any(codes))


def _inside(system: Path, *command: str) -> list[str]:
    return [*_APART, "sh", "-e", "-c", _ENTER, "sh", str(system), *command]


def _do(command: list[str], variables: Mapping[str, str], said: IO[str]) -> int:
    began = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=variables)
    try:
        return int(began.wait(LONGEST))
    except subprocess.TimeoutExpired:
        return -1
    finally:
        began.kill()  # and with it, as the first process of its namespace, all that it began
        began.wait()


def _furnish(system: Path, root: Path, files: Mapping[Path, str]) -> None:
    """Put a clean clone of the checkout in, and how names and packages are found here."""
    place = system / PLACE
    place.parent.mkdir(parents=True)
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(root), str(place)], check=True)
    names = {Path("/etc/resolv.conf"): "etc/resolv.conf", Path("/etc/hosts"): "etc/hosts"}
    for file, there in (names | files).items():
        (system / there).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, system / there)
    lines = [
        line for line in _asked("apt-config", "dump").splitlines() if re.match(r"Acquire::https?::", line)
    ]
    (system / "etc/apt/apt.conf.d/99elsewhere").write_text("\n".join(lines) + "\n")


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """A new folder, removed at the end whatever happens, unless something is still mounted in it."""
    folder = Path(tempfile.mkdtemp(prefix="order-console-elsewhere-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        left = mounted_below(folder, Path("/proc/self/mountinfo").read_text())
        if left:
            say(f"{folder} stays, since this is still mounted: {', '.join(left)}.")
        else:
            # A second Ctrl-C must not leave half of it.
            handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
            _remove(folder)
            signal.signal(signal.SIGINT, handler)


def _remove(folder: Path) -> None:
    for _ in range(20):  # what was killed a moment ago may still be writing
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.5)
    shutil.rmtree(folder)


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end it as Ctrl-C does: with everything removed."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = {one: signal.signal(one, stop) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _asked(*command: str, variables: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, env=variables)
    if done.returncode:
        print(f"{command[0]} ended with {done.returncode}.", file=sys.stderr)
    return done.stdout.strip()
