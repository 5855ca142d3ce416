"""The two commands of the README on another Debian: in a bare system of its own, made for this and removed afterwards.

It must not leave anything behind, and it must not name an index: the one that this machine uses serves the other one too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from bare import PATH, SUITES, asked, bare_debian, do, ended_by_signals, inside, why_not
from saying import Trouble, say

PLACE = "root/Zoë Müller/order-console"
"""Where the checkout lies in the other system: below a folder with a blank, and called as the program is."""
_AUTHORITIES = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
_AUTHORITY = "etc/order-console-elsewhere.pem"
_PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
_DO = 'cd "$1" && shift && exec python3 packaging/bootstrap.py "$@"'


def elsewhere(root: Path, suites: list[str]) -> int:
    """Do both commands of the checkout `root` on each of these suites; return 0 if all of them pass."""
    wrong = [suite for suite in suites if suite not in SUITES]
    if wrong or not suites:
        raise Trouble(f"Say on which Debian, of {', '.join(SUITES)}.")
    if reason := why_not():
        raise Trouble(reason)
    if asked("git", "-C", str(root), "status", "--porcelain"):
        say("What is not committed is not tried.")
    try:
        with ended_by_signals():
            return max([_on(root, suite) for suite in suites])
    except KeyboardInterrupt:
        raise Trouble("Stopped; what was made for it is removed.") from None


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


def _on(root: Path, suite: str) -> int:
    log = root / "build" / f"elsewhere-{suite}.log"
    log.parent.mkdir(exist_ok=True)
    say(f"{suite}: making a bare Debian; all that is said there goes to {log}.")
    with log.open("w") as said, bare_debian(suite, said, "python3") as system:
        variables, files = handed_in(os.environ, Path.home())
        _furnish(system, root, files)
        surroundings = {"PATH": PATH, "HOME": "/root", **variables}
        python = asked(*inside(system, "python3", "--version"), variables=surroundings)
        codes = []
        for command in ("run", "test"):
            say(f"{suite}: bootstrap.py {command} …")
            began = time.monotonic()
            code = do(inside(system, "sh", "-c", _DO, "sh", f"/{PLACE}", command), surroundings, said)
            codes.append(code)
            last = log.read_text(encoding="utf-8", errors="replace").rstrip().rpartition("\n")[2]
            result = "passed" if code == 0 else "FAILED"
            say(
                f"{suite}, {python}: {command} {result}, {time.monotonic() - began:.0f} s; it ended with: {last}"
            )
        return int(any(codes))


def _furnish(system: Path, root: Path, files: Mapping[Path, str]) -> None:
    """Put a clean clone of the checkout in, and how packages are found here."""
    place = system / PLACE
    place.parent.mkdir(parents=True)
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(root), str(place)], check=True)
    for file, there in files.items():
        (system / there).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, system / there)
