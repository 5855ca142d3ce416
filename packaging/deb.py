"""The Debian package: the program folder with what a desktop needs to know of it, for Debian 12 and 13.

It must not change the program folder, and the same folder gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import deb_libraries
from changes import changelog_text, releases_text
from deb_copyright import copyright_text, told_inside
from saying import Trouble

PACKAGING = Path(__file__).resolve().parent
SOURCES = PACKAGING / "debian"
PROGRAM = "usr/lib/order-console"
_MAINTAINER = "The Order Console authors <order-console@packages.invalid>"
"""Stands in the package unless DEBFULLNAME and DEBEMAIL say who makes it: the program has no address of its own."""


def build_deb(onedir: Path, version: str, dist: Path, *, python: str, moment: int, work: Path) -> Path:
    """Make `dist/order-console_VERSION_amd64.deb` of the program folder, and return it.

    `python` has PyInstaller and all that is inside, `moment` is the time stamp in seconds since 1970, and what is in
    `work` goes. Raises `Trouble` where something inside has no licence, or Debian 12 and 13 cannot both run it.
    """
    shutil.rmtree(work, ignore_errors=True)
    tree = work / "tree"
    internal = tree / PROGRAM / "_internal"
    shutil.copytree(onedir, tree / PROGRAM, symlinks=True)
    stay = deb_libraries.leave_to_debian(internal)
    deb_libraries.forget_places(internal)
    told = json.loads(told_inside(python, tree / PROGRAM))
    licences = copyright_text(told, deb_libraries.owners_of(stay))
    write_sources(tree, version, moment, licences)
    depends = deb_libraries.dependencies(tree, internal, work)
    settle(tree, moment)
    size = sum(-(-path.lstat().st_size // 1024) for path in tree.rglob("*"))
    control = control_text(version, maintainer(), depends, size)
    (tree / "DEBIAN/control").write_text(control, encoding="utf-8")
    (tree / "DEBIAN/md5sums").write_text(sums(tree), encoding="utf-8")
    settle(tree / "DEBIAN", moment)
    package = dist / f"order-console_{version}_amd64.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(package)]
    done = subprocess.run(
        command,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(moment)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"The package could not be put together: {done.stderr.strip()}")
    shutil.rmtree(work)
    return package


def write_sources(tree: Path, version: str, moment: int, licences: str) -> None:
    """Put beside the program what the desktop and the administrator read; `licences` is the file of copyrights."""
    share, documents = tree / "usr/share", tree / "usr/share/doc/order-console"
    launcher = tree / "usr/bin/order-console"
    launcher.parent.mkdir(parents=True)
    launcher.symlink_to("../lib/order-console/order-console")
    changes = (PACKAGING / "CHANGELOG.md").read_text(encoding="utf-8")
    changelog = changelog_text(changes, version, maintainer(), moment)
    day = re.findall(r"^ -- .*  \w+, (.+) \d\d:", changelog, re.MULTILINE)[0]
    put(share / "applications/order-console.desktop", source("order-console.desktop"))
    put(
        share / "metainfo/internal.order_console.app.metainfo.xml",
        source("order-console.metainfo.xml.in").replace("@RELEASES@", releases_text(changes)),
    )
    put(share / "lintian/overrides/order-console", source("lintian-overrides"))
    put(documents / "copyright", licences)
    put(documents / "changelog.gz", packed(changelog))
    page = source("order-console.1").replace("@VERSION@", version).replace("@DATE@", day)
    put(share / "man/man1/order-console.1.gz", packed(page))
    icons = PACKAGING.parent / "resources/icons"
    hicolor = share / "icons/hicolor"
    put(hicolor / "scalable/apps/order-console.svg", (icons / "order-console.svg").read_bytes())
    for icon in sorted(icons.glob("order-console-*.png")):
        size = icon.stem.rpartition("-")[2]
        put(hicolor / f"{size}x{size}/apps/order-console.png", icon.read_bytes())


def control_text(version: str, by: str, depends: dict[str, str], kilobytes: int) -> str:
    """Return the control file; `depends` are fields as `deb_libraries.dependencies` gives them."""
    further = depends.get("Recommends", "")
    told = {
        "@VERSION@": version,
        "@MAINTAINER@": by,
        "@SIZE@": str(kilobytes),
        "@DEPENDS@": depends["Depends"],
        "@RECOMMENDS@": further and f", {further}",
    }
    text = source("control.in")
    for name, value in told.items():
        text = text.replace(name, value)
    return text


def maintainer() -> str:
    """Who makes the package, as Debian's tools are told it; the program's authors where nobody says."""
    name, address = os.environ.get("DEBFULLNAME"), os.environ.get("DEBEMAIL")
    return f"{name} <{address}>" if name and address else _MAINTAINER


def settle(tree: Path, moment: int) -> None:
    """Give everything the modes that Debian asks for, and one time stamp."""
    program = tree / PROGRAM / "order-console"
    for path in (tree, *sorted(tree.rglob("*"))):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == program else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)


def sums(tree: Path) -> str:
    """Return the md5sums of all files that the package installs, as dpkg keeps them."""
    files = sorted(path for path in (tree / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    return "".join(
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(tree)}\n"
        for path in files
    )


def source(name: str) -> str:
    """Return the text of one of the sources in `packaging/debian`."""
    return (SOURCES / name).read_text(encoding="utf-8")


def packed(text: str) -> bytes:
    """Return it as gzip -9n does, without name and time."""
    return gzip.compress(text.encode(), 9, mtime=0)


def put(path: Path, content: str | bytes) -> None:
    """Write a file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
