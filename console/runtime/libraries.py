"""The shared libraries of the system that Qt loads, the Debian package that holds each, and which of them are missing.

It must not load Qt or anything of the house: it is asked where Qt cannot be loaded, and by `packaging/` before it is there.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import sys
from collections.abc import Mapping

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libz.so.1": "zlib1g",
}
"""What Qt's core, its widgets and its X11 platform load, and the Debian package that holds each."""
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
_NAMED = re.compile(r"(lib[\w.+-]+?\.so[.\d]*)")


def loads(library: str) -> bool:
    """Whether the shared library can be loaded, with all that it needs itself."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing(variables: Mapping[str, str]) -> dict[str, str]:
    """What Qt lacks here: the library -> the Debian package that holds it. Wayland's only where that is in use."""
    if sys.platform != "linux":
        return {}
    wanted = LIBRARIES | (WAYLAND_LIBRARIES if variables.get("WAYLAND_DISPLAY") else {})
    return {library: package for library, package in wanted.items() if not loads(library)}


def how_to_install(packages: Mapping[str, str]) -> str:
    """The sentence that tells how to install the packages that are the values."""
    named = " ".join(sorted({package for package in packages.values() if package}))
    if shutil.which("apt-get"):
        return f"This installs them: sudo apt-get install {named}"
    return f"Install them with your system's package manager; Debian calls their packages {named}."


def lacking(packages: Mapping[str, str]) -> str:
    """What is missing and, on a line of its own, the one command that mends it."""
    said = f"Order Console needs what this machine lacks: {', '.join(packages)}."
    return f"{said}\n{how_to_install(packages)}" if any(packages.values()) else said


def explained(error: ImportError, variables: Mapping[str, str]) -> str:
    """Why Qt could not be loaded, in sentences; empty where the error is of another kind."""
    named = _NAMED.search(str(error)) if not isinstance(error, ModuleNotFoundError) else None
    if named is None:
        return ""
    found = missing(variables)
    return lacking(found or {named[1]: ""})
