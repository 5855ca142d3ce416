"""What the machine must have before Qt can open a window: shared libraries, a font, Python's venv.

It must not change anything unless it is root on Debian; otherwise it says the one command that does.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from saying import Trouble, say

sys.path.append(str(Path(__file__).resolve().parent.parent))
from console.runtime import libraries

TOOLS_TO_BUILD = {"objdump": "binutils", "ldd": "libc-bin"}
TOOLS_FOR_THE_DEBIAN_PACKAGE = {
    "dpkg-deb": "dpkg",
    "dpkg-shlibdeps": "dpkg-dev",
    "chrpath": "chrpath",
    "lintian": "lintian",
}
"""What it is made and looked over with, and the Debian package that holds each."""
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
ANY_FONT = "fonts-dejavu-core"
# What the tests can do without; then some skip, and letters of some languages are boxes in the pictures.
WISHED_FOR_TESTS = {
    "xvfb": "/usr/bin/Xvfb",
    "openbox": "/usr/bin/openbox",
    "fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "fonts-inter": "/usr/share/fonts/opentype/inter",
    "dbus": "/usr/bin/dbus-run-session",
    "at-spi2-core": "/usr/libexec/at-spi-bus-launcher",
    "python3-gi": "/usr/lib/python3/dist-packages/gi",
    "gir1.2-atspi-2.0": "/usr/share/doc/gir1.2-atspi-2.0",
    "fonts-droid-fallback": "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "postgresql": "/usr/bin/pg_ctlcluster",  # the server's; a client alone has a folder of the server's name, too
    "pgbouncer": "/usr/sbin/pgbouncer",
}


def missing_for_qt(variables: Mapping[str, str]) -> dict[str, str]:
    """Return what the machine lacks for a Qt window: the thing -> the Debian package that holds it."""
    if sys.platform != "linux":
        return {}
    missing = libraries.missing(variables)
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        missing["Python's venv"] = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not has_a_font(variables):
        missing["a font"] = ANY_FONT
    return missing


def missing_for_build() -> dict[str, str]:
    """Return what the machine lacks to make the program folder, in the same shape.

    What Qt needs counts in, for Wayland too: the folder takes along what is here.
    """
    missing = missing_for_qt({**os.environ, "WAYLAND_DISPLAY": "any"})
    if sys.platform != "linux":
        return missing
    tools = TOOLS_TO_BUILD | (TOOLS_FOR_THE_DEBIAN_PACKAGE if shutil.which("apt-get") else {})
    missing |= {tool: package for tool, package in tools.items() if not shutil.which(tool)}
    library = f"libpython{sys.version_info[0]}.{sys.version_info[1]}"
    if Path(sys.base_prefix) == Path("/usr") and not libraries.loads(f"{library}.so.1.0"):
        missing[f"{library}.so.1.0"] = library
    return missing


def missing_for_tests() -> dict[str, str]:
    """Return the Debian packages that the tests wish for and the machine lacks, in the same shape."""
    if not shutil.which("apt-get"):
        return {}
    return {package: package for package, path in WISHED_FOR_TESTS.items() if not Path(path).exists()}


def has_a_font(variables: Mapping[str, str]) -> bool:
    """Whether a folder in which fontconfig looks by itself holds a font file."""
    home = Path(variables.get("HOME", "/nonexistent"))
    folders = (*FONT_FOLDERS, home / ".fonts", home / ".local/share/fonts")
    endings = {".ttf", ".otf", ".ttc", ".pfb"}
    return any(file.suffix.lower() in endings for folder in folders for file in Path(folder).rglob("*"))


def has_screen(variables: Mapping[str, str]) -> bool:
    """Whether a window could be seen."""
    return sys.platform != "linux" or any(variables.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def is_root() -> bool:
    """Whether Debian packages may be installed without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def provide(missing: Mapping[str, str]) -> None:
    """Install what is missing as root on Debian, or raise `Trouble` with the one command that does it."""
    if not missing:
        return
    if not (is_root() and shutil.which("apt-get")):
        raise Trouble(libraries.lacking(missing))
    packages = sorted(set(missing.values()))
    say(f"Installing Debian packages: {' '.join(packages)}")
    _apt_get("update")  # an old list may still do, so that only the next step can fail
    failed, said = _apt_get("install", "--no-install-recommends", *packages)
    if failed:
        raise Trouble(f"{said}\nThe Debian packages could not be installed; apt-get said why above.")
    importlib.invalidate_caches()
    still = [
        library for library in missing if library in libraries.LIBRARIES and not libraries.loads(library)
    ]
    if still:
        raise Trouble(
            f"These libraries cannot be loaded, though their packages are installed: {', '.join(still)}."
        )


def _apt_get(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout
