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
_NO_PART = ("Could not find the Qt platform plugin", "Could not load the Qt platform plugin")
"""So Qt begins where it did not come as far as to ask a screen; else it tells of the screen first."""
_START_THERE = "Start Order Console in the session of a desktop, which says where its screen is."


def why(variables: Mapping[str, str], said: str = "", plugins: Collection[str] = ()) -> str:
    """What is in the way and what to do, in sentences. `said` are Qt's own words, `plugins` the platforms that it has."""
    named = variables.get("QT_QPA_PLATFORM", "").split(";")  # Qt tries one after the other
    asked = [name for one in named if (name := one.partition(":")[0].strip())]
    there = [name for name in asked if not plugins or name.partition("-")[0] in plugins]
    if asked and not there:
        return (
            f"QT_QPA_PLATFORM asks for {_list(asked)}, and there is only {', '.join(sorted(plugins))}."
            " Without that variable the desktop's own is used."
        )
    lacking = libraries.lacking(missing) if (missing := libraries.missing(variables)) else ""
    if not there and not variables.get("DISPLAY") and not variables.get("WAYLAND_DISPLAY"):
        return " ".join(filter(None, (_nothing_named(variables, ""), lacking)))
    if lacking:
        return lacking
    if said.startswith(_NO_PART):
        return f"Qt's own part for it is damaged or not there; install Order Console again.{_quoted(said)}"
    usual = ["wayland"] * bool(variables.get("WAYLAND_DISPLAY")) + ["xcb"] * bool(variables.get("DISPLAY"))
    return " ".join(dict.fromkeys(_of_one(name, variables, said) for name in there or usual))


def _of_one(asked: str, variables: Mapping[str, str], said: str) -> str:
    """Why the platform `asked` does not work."""
    wayland = asked.startswith("wayland")
    if not wayland and asked != "xcb":
        return f"QT_QPA_PLATFORM asks for {_list([asked])}, which does not work here.{_quoted(said)}"
    if not variables.get("WAYLAND_DISPLAY" if wayland else "DISPLAY"):
        return _nothing_named(variables, asked)
    return _wayland(variables) if wayland else _x11(variables["DISPLAY"])


def _list(names: Collection[str]) -> str:
    return " and ".join(f"“{name}”" for name in names)


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
        return (
            f"The X server at {display} does not answer, or does not let this account in; by ssh -X it does for the user"
            " who signed in, and for no other."
        )
    answers = _answers(_X11_FOLDER / f"X{number}") or _answers(f"\0{_X11_FOLDER}/X{number}")
    if not answers:
        return f"No X server answers at {display}, where DISPLAY says that it is. {_START_THERE}"
    return (
        f"The X server at {display} does not let this account in: start Order Console as the user who is signed in"
        " there, or set XAUTHORITY to a file of that screen that this account can read."
    )


def _wayland(variables: Mapping[str, str]) -> str:
    name, folder = variables["WAYLAND_DISPLAY"], variables.get("XDG_RUNTIME_DIR", "")
    if not name.startswith("/") and not folder:
        return f"WAYLAND_DISPLAY is “{name}”, but XDG_RUNTIME_DIR, the folder that it is in, is not set. {_START_THERE}"
    path = Path(folder) / name
    try:
        there = path.exists()
    except OSError:
        there = True
    if there and not os.access(path, os.W_OK):
        return f"The Wayland session at {path} is another user's; start Order Console as that user."
    if there and _answers(path):
        return (
            f"The Wayland session at {path} answers, but Qt can open no window there; with"
            " QT_QPA_PLATFORM=xcb it uses X11, where there is one."
        )
    return f"No Wayland session answers at {path}, where WAYLAND_DISPLAY says that it is. {_START_THERE}"


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
