"""The desktop's session, what an input method is told by, language and time, as the process was started with.

It must not tell a variable that nobody listed here: any other may hold a name or a secret.
"""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from time import tzname

from console.diagnosis.gathering import each

_SESSION = (
    "XDG_SESSION_TYPE",
    "XDG_CURRENT_DESKTOP",
    "DESKTOP_SESSION",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_RUNTIME_DIR",
    "DBUS_SESSION_BUS_ADDRESS",
    "SSH_CONNECTION",
)
_ONLY_WHETHER = {"SSH_CONNECTION", "DBUS_SESSION_BUS_ADDRESS"}
_QT_SHOWN = (
    "QT_QPA_PLATFORM",
    "QT_QPA_PLATFORMTHEME",
    "QT_STYLE_OVERRIDE",
    "QT_SCALE_FACTOR",
    "QT_AUTO_SCREEN_SCALE_FACTOR",
    "QT_ENABLE_HIGHDPI_SCALING",
    "QT_SCREEN_SCALE_FACTORS",
    "QT_FONT_DPI",
    "QT_XCB_GL_INTEGRATION",
    "QT_PLUGIN_PATH",
    "LD_LIBRARY_PATH",
    "GDK_SCALE",
)
_INPUT = ("QT_IM_MODULE", "QT_IM_MODULES", "GTK_IM_MODULE", "XMODIFIERS")
_LANGUAGE = ("LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_MONETARY", "LANG", "TZ")
_LONGEST = 80
_INPUT_PLUGIN = re.compile(r"/platforminputcontexts/lib(\w+?)(?:platforminputcontext)?plugin\.so")


def session(variables: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Which desktop there is, and what was said to Qt."""
    yield f"Session: {_told(variables, _SESSION) or 'nothing says that there is one'}"
    yield f"Said to Qt: {_told(variables, _QT_SHOWN) or 'nothing'}"


def input_method(variables: Mapping[str, str] = os.environ) -> Iterator[str]:
    """What says which input method there is."""
    yield f"Said to programs: {_told(variables, _INPUT) or 'nothing'}"


def loaded_input_methods() -> str:
    """Qt's plugins of input methods in this process; the last that Qt tried is in use. Linux alone lists them."""
    try:
        mapped = Path("/proc/self/maps").read_text("utf-8", "replace")
    except OSError:
        return "not known"
    return ", ".join(sorted(set(_INPUT_PLUGIN.findall(mapped)))) or "none"


def language(variables: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Language, encodings and the time zone."""
    yield f"Said to programs: {_told(variables, _LANGUAGE) or 'nothing'}"
    yield from each(
        ("Encodings", lambda: f"text {locale.getencoding()}, file names {sys.getfilesystemencoding()}"),
        ("Time", lambda: f"{datetime.now().astimezone().isoformat(' ', 'seconds')}, zone {_zone()}"),
    )


def _told(variables: Mapping[str, str], names: Iterable[str]) -> str:
    return ", ".join(f"{name}={_value(name, variables[name])}" for name in names if name in variables)


def _value(name: str, value: str) -> str:
    if name in _ONLY_WHETHER:
        return "(set)" if value else ""
    clean = "".join(sign if sign.isprintable() else "?" for sign in value)
    return clean if len(clean) <= _LONGEST else f"{clean[:_LONGEST]}…"


def _zone() -> str:
    try:
        target = Path("/etc/localtime").readlink().as_posix()
    except OSError:
        target = ""
    named = target.partition("zoneinfo/")[2]
    return f"{named or 'not named'} ({'/'.join(tzname)})"
