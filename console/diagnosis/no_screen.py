"""Why no window can be opened: no screen is named, none answers, it refuses this account, or Qt lacks a part for it.

It must not load Qt, nor open a window to find out; it asks a socket of this computer at most.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Collection, Mapping
from pathlib import Path

from console.runtime import libraries

_X11_FOLDER = Path("/tmp/.X11-unix")  # noqa: S108 - where X servers listen
_SECONDS = 1.0


def why(variables: Mapping[str, str], said: str = "", plugins: Collection[str] = ()) -> str:
    """What is in the way and what to do, in sentences. `said` are Qt's own words, `plugins` the platforms that it has."""
    asked = variables.get("QT_QPA_PLATFORM", "").partition(";")[0].partition(":")[0].strip()
    if asked and plugins and asked.partition("-")[0] not in plugins:
        return (
            f"QT_QPA_PLATFORM asks for “{asked}”, and there is only {', '.join(sorted(plugins))}."
            " Without that variable the desktop's own is used."
        )
    lacking = libraries.lacking(missing) if (missing := libraries.missing(variables)) else ""
    if not asked and not variables.get("DISPLAY") and not variables.get("WAYLAND_DISPLAY"):
        return " ".join(filter(None, (_nothing_named(variables, asked), lacking)))
    if lacking:
        return lacking
    if asked not in ("", "xcb") and not asked.startswith("wayland"):
        return f"QT_QPA_PLATFORM asks for “{asked}”, which does not work here.{_quoted(said)}"
    told = [
        *([_wayland(variables)] if variables.get("WAYLAND_DISPLAY") and asked != "xcb" else []),
        *(
            [_x11(variables["DISPLAY"])]
            if variables.get("DISPLAY") and not asked.startswith("wayland")
            else []
        ),
    ]
    return " ".join(told) if told else _nothing_named(variables, asked)


def _nothing_named(variables: Mapping[str, str], asked: str) -> str:
    if variables.get("SSH_CONNECTION"):
        return "This is a connection by ssh without a screen; ssh -X brings one, if both computers allow it."
    if asked == "xcb":
        return "QT_QPA_PLATFORM asks for xcb, and DISPLAY is not set."
    if asked:
        return f"QT_QPA_PLATFORM asks for {asked}, and WAYLAND_DISPLAY is not set."
    return "Neither DISPLAY nor WAYLAND_DISPLAY is set; start it in a session of a desktop."


def _x11(display: str) -> str:
    host, colon, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdigit():
        return f"DISPLAY is “{display}”, which names no screen; :0 would."
    if host not in ("", "unix"):
        return f"The X server at {display} does not answer, or does not let this account in."
    answers = _answers(_X11_FOLDER / f"X{number}") or _answers(f"\0{_X11_FOLDER}/X{number}")
    if not answers:
        return f"No X server answers at {display}, where DISPLAY says that it is."
    return (
        f"The X server at {display} does not let this account in: start Order Console as the user who is signed in"
        " there, or set XAUTHORITY to a file of that screen that this account can read."
    )


def _wayland(variables: Mapping[str, str]) -> str:
    name, folder = variables["WAYLAND_DISPLAY"], variables.get("XDG_RUNTIME_DIR", "")
    if not name.startswith("/") and not folder:
        return f"WAYLAND_DISPLAY is “{name}”, but XDG_RUNTIME_DIR, the folder that it is in, is not set."
    path = Path(folder) / name
    try:
        there = path.exists()
    except OSError:
        there = True
    if there and not os.access(path, os.W_OK):
        return f"The Wayland session at {path} is another user's; start Order Console as that user."
    if there and _answers(path):
        return f"The Wayland session at {path} answers, but Qt can open no window there."
    return f"No Wayland session answers at {path}, where WAYLAND_DISPLAY says that it is."


def _answers(path: Path | str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asked:
            asked.settimeout(_SECONDS)
            asked.connect(str(path))
    except (OSError, AttributeError, ValueError):
        return False
    return True


def _quoted(said: str) -> str:
    return f" Qt says: {said.strip().rstrip('.')}." if said.strip() else ""
