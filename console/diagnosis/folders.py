"""The operator's folders: whose they are, whether they can be written, how full their disk is, and what lies in them.

It must not make, tighten or write any; whether one can be written is what the system says of it.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from console.diagnosis.basics import own_folders
from console.diagnosis.gathering import failed
from console.model.plural import counted
from console.store.places import HOME_VARIABLE, Places

_OURS = re.compile(
    r"(environments\.json|window\.ini|carriers\.toml|(console|practice)\.db(-\w+)?|console\.log(\.\d)?|crash(-last)?\.log"
    r"|instance\.(lock|socket))(\.bad\d*|\.bad-\d+(-\w+)?|\.unsaved)?"
)
"""The names of the console's own files; what else lies there may be named after a customer."""
_MOST_FILES = 8
_UNITS = ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"))


def folders(places: Places) -> Iterator[str]:
    """A line for each folder and one for what lies in it."""
    by = "set" if os.environ.get(HOME_VARIABLE, "").strip() else "not set"
    yield f"{HOME_VARIABLE}: {by}; HOME: {_home()}"
    of_all = (("For every account", folder) for folder in places.system if folder.exists())
    for name, folder in (*own_folders(places).items(), *of_all):
        try:
            yield f"{name}: {folder} ({_state(folder)})"
            yield f"  in it: {_content(folder)}"
        except OSError as error:
            yield f"{name}: {folder}, {failed(error)}"


def size(number: int) -> str:
    """A number of bytes for people."""
    for least, unit in _UNITS:
        if number >= least:
            return f"{number / least:,.1f} {unit}"
    return f"{number} B"


def moment(seconds: float) -> str:
    """A time of the file system with its zone, to the second."""
    return datetime.fromtimestamp(seconds).astimezone().isoformat(" ", "seconds")


def _home() -> str:
    home = os.environ.get("HOME", "")
    if not home:
        return "not set"
    return "a folder" if Path(home).is_dir() else "no folder"


def _state(folder: Path) -> str:
    there = next((one for one in (folder, *folder.parents) if one.exists()), None)
    if there is None:
        return "not there"
    status = there.stat()
    disk = shutil.disk_usage(there)
    said = [] if there == folder else [f"not there yet; above it {there}"]
    if not stat.S_ISDIR(status.st_mode):
        said.append("no folder, but a file")
    said += [f"mode {stat.S_IMODE(status.st_mode):04o}", f"of {_owner(status.st_uid)}"]
    said.append("writable" if os.access(there, os.W_OK | os.X_OK) else "NOT WRITABLE")
    said.append(f"{size(disk.free)} of {size(disk.total)} free, {_file_system(there)}")
    return ", ".join(said)


def _owner(number: int) -> str:
    if not hasattr(os, "geteuid") or number == os.geteuid():
        return "this account" if not hasattr(os, "geteuid") or number else "root, this account"
    return "root" if number == 0 else "ANOTHER ACCOUNT"


def _content(folder: Path) -> str:
    if not folder.is_dir():
        return "nothing"
    names = [path.name for path in folder.iterdir()]
    found = sorted(name for name in names if _OURS.fullmatch(name))
    told = []
    for name in found[:_MOST_FILES]:
        status = (folder / name).lstat()
        told.append(f"{name} {size(status.st_size)} {stat.S_IMODE(status.st_mode):04o}")
    more = len(found) - _MOST_FILES
    others = sum(not name.startswith(".") for name in names) - len(found)
    told += [f"{more} more"] * (more > 0) + [f"{counted(others, 'other')}"] * (others > 0)
    return "; ".join(told) or "nothing"


def _file_system(path: Path) -> str:
    """The kind of the file system with its options that matter, as Linux lists what is mounted."""
    try:
        lines = Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return "file system not known"
    real, best, kind = Path(os.path.realpath(path)), -1, "file system not known"
    for line in lines:
        before, _, after = line.partition(" - ")
        point = before.split(" ")[4].replace("\\040", " ")
        if real.is_relative_to(point) and len(point) >= best:
            options = before.split(" ")[5].split(",")
            best, kind = len(point), after.split(" ")[0] + (", mounted read-only" if "ro" in options else "")
    return kind
