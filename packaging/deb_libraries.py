"""Which shared libraries the Debian package leaves to Debian, and which Debian packages it therefore depends on.

It must not guess: what is needed is read off the binaries, and what both releases of Debian have stands in a table.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from saying import Trouble

SOURCES = Path(__file__).resolve().parent / "debian"

# In Debian 12 and 13 alike, with the same libraries in them. What needs another one keeps it inside.
IN_BOTH = frozenset((SOURCES / "in-both-releases").read_text(encoding="utf-8").split())
# Renamed in Debian 13, when time stamps got 64 bits.
RENAMED = frozenset(("libcups2", "libglib2.0-0", "libreadline8", "libssl3"))
NEWEST_LIBC = (2, 36)  # of Debian 12
# What is loaded where the desktop has what it needs, and does without a word otherwise.
OPTIONAL = {"Recommends": "PySide6/Qt/plugins/printsupport/*"}


def leave_to_debian(internal: Path) -> list[str]:
    """Remove from the folder `internal` every library that PyInstaller took from a Debian package which both have.

    Returns the names of libraries from Debian packages that stay inside.
    """
    found = [
        path for path in internal.iterdir() if is_library(path) and not path.name.startswith("libpython")
    ]
    owners = {name: old_name(owner) for name, owner in owners_of(path.name for path in found).items()}
    optional = {path for pattern in OPTIONAL.values() for path in internal.glob(pattern)}
    stay: set[str] = set()
    asking = [path for path in binaries(internal) if path.name not in owners and path not in optional]
    while asking:
        needed = {name for path in asking for name in needed_by(path)} - stay
        more = {name for name in needed & owners.keys() if owners[name] not in IN_BOTH}
        stay |= more
        asking = [internal / name for name in sorted(more)]
    for path in found:
        if path.name in owners and path.name not in stay:
            path.unlink()
    return sorted(stay)


def forget_places(internal: Path) -> None:
    """Take out of every library where on the machine that built it others were looked for."""
    for path in binaries(internal):
        done = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=True)
        if re.search(r"^\s+R(UN)?PATH\s+/", done.stdout, re.MULTILINE):
            subprocess.run(["chrpath", "--delete", str(path)], capture_output=True, check=True)


def dependencies(tree: Path, internal: Path, work: Path) -> dict[str, str]:
    """Return the fields `Depends` and `Recommends` for the binaries in `internal`, below `tree`.

    `work` is a folder for what dpkg-shlibdeps reads. Raises `Trouble` where one of the two releases lacks something.
    """
    (work / "debian").mkdir(parents=True, exist_ok=True)
    (work / "debian" / "control").write_text(
        "Source: order-console\n\nPackage: order-console\nArchitecture: amd64\n"
    )
    (tree / "DEBIAN").mkdir(exist_ok=True)  # by which dpkg-shlibdeps knows the top of the tree
    command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0"]
    command += [f"-l{folder}" for folder in (internal, internal / "PySide6/Qt/lib", internal / "PySide6")]
    fields = {path: field for field, pattern in OPTIONAL.items() for path in internal.glob(pattern)}
    last = "Depends"
    for path in sorted(
        [*binaries(internal), *(one for one in internal.parent.iterdir() if is_elf(one))],
        key=lambda path: (list(OPTIONAL).index(fields[path]) + 1 if path in fields else 0, path),
    ):
        if (field := fields.get(path, "Depends")) != last:
            command.append(f"-d{field}")
            last = field
        command.append(f"-e{path}")
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(
            f"What the package depends on could not be told: {done.stderr.strip().splitlines()[-1]}"
        )
    told = dict(re.findall(r"^shlibs:(\w+)=(.*)$", done.stdout, re.MULTILINE))
    return {field: for_both(text) for field, text in told.items()}


def for_both(field: str) -> str:
    """Return a field of dependencies, as dpkg-shlibdeps gives it, so that both releases can satisfy it."""
    found = []
    for one in sorted(field.split(", ")):
        name, _, version = one.partition(" ")
        old = old_name(name)
        if old not in IN_BOTH:
            raise Trouble(f"{name} is needed, and is not known to be in Debian 12 and 13 alike.")
        if old == "libc6" and tuple(map(int, re.findall(r"\d+", version)[:2])) > NEWEST_LIBC:
            raise Trouble(f"This machine's libc is newer than Debian 12's, so that {one} would be needed.")
        spaced = f" {version}" if version else ""
        found.append(f"{old}t64{spaced} | {old}{spaced}" if old in RENAMED else f"{old}{spaced}")
    return ", ".join(found)


def old_name(package: str) -> str:
    """Return the name in Debian 12 of a package as Debian 13 may name it."""
    old = package.removesuffix("t64")
    return old if old in RENAMED else package


def owners_of(names: Iterable[str]) -> Mapping[str, str]:
    """Return, for those of the file names that dpkg knows, the package that has such a file."""
    asked = [f"*/{name}" for name in names]
    if not asked:
        return {}
    done = subprocess.run(["dpkg-query", "-S", *asked], capture_output=True, text=True, check=False)
    lines = re.findall(r"^([^:,\s]+)[^\s]*: .*/([^/\n]+)$", done.stdout, re.MULTILINE)
    return {name: package for package, name in lines}


def binaries(internal: Path) -> list[Path]:
    """Return the shared libraries and modules below the folder, sorted, symbolic links left out."""
    return sorted(path for path in internal.rglob("*.so*") if is_library(path))


def is_library(path: Path) -> bool:
    """Whether it is a file in the form of a shared library, and no symbolic link."""
    return ".so" in path.name and is_elf(path)


def is_elf(path: Path) -> bool:
    """Whether it is a file in ELF's form, and no symbolic link."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def needed_by(path: Path) -> set[str]:
    """Return the names of the libraries that it says it needs."""
    done = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=True)
    return set(re.findall(r"^\s+NEEDED\s+(\S+)$", done.stdout, re.MULTILINE))
