"""Which of the libraries that PyInstaller finds go into the program folder: what the program uses, and what that needs.

It must not look for anything itself; PyInstaller says what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath

Entry = tuple[str, str, str]
"""As PyInstaller has it: where it goes in the folder, where it is here, what it is (BINARY, EXTENSION, SYMLINK)."""

NOT_INSIDE = ["tkinter", "setuptools", "distutils", "_distutils_hack", "pip", "PyInstaller"]
"""Modules that others import where they are there, and that the program has no use for."""

PLUGINS = {
    "iconengines/libqsvgicon": "the icons",
    "imageformats/libqsvg": "the marks in the style",
    "platforminputcontexts": "typing by compose key and by ibus",
    "platforms/libqoffscreen": "the tour without a screen",
    "platforms/libqwayland": "windows on Wayland",
    "platforms/libqxcb": "windows on X11",
    "platformthemes/libqxdgdesktopportal": "the desktop's own file dialogs, where it offers them to all",
    "printsupport": "printers",
    "wayland-decoration-client": "frames of windows where the compositor draws none",
    "wayland-shell-integration/libxdg-shell": "windows on Wayland",
    "xcbglintegrations": "what X11 draws with",
    # The same on Windows and macOS, where there is one for each thing.
    "platforms/qwindows": "windows on Windows",
    "platforms/qoffscreen": "the tour without a screen",
    "platforms/libqcocoa": "windows on macOS",
    "styles": "the look of the system",
    "iconengines/qsvgicon": "the icons",
    "imageformats/qsvg": "the marks in the style",
}
"""What is taken of Qt's plugins: the beginning of a name, and what it serves. The rest draws without a desktop, reads
formats of pictures that are never shown, or is a second way of what Python does (TLS). GTK's theme is not taken: it
brings 60 other libraries, for a file dialog."""


def chosen(binaries: Iterable[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """Return the entries that go in: modules of Python, chosen plugins, and the libraries that any of these needs.

    `needs` tells of a file the names of the libraries that it is linked with.
    """
    entries = list(binaries)
    libraries = {
        PurePath(place).name: entry for entry in entries for place in entry[:1] if entry[2] == "BINARY"
    }
    waiting = [entry for entry in entries if is_used(entry)]
    taken: set[str] = set()
    while waiting:
        place, source, _ = waiting.pop()
        if place not in taken:
            taken.add(place)
            waiting += [libraries[name] for name in needs(source) if name in libraries]
    return [entry for entry in entries if (entry[1] if entry[2] == "SYMLINK" else entry[0]) in taken]


def is_used(entry: Entry) -> bool:
    """Whether the program itself opens it, rather than the loader because another library is linked with it."""
    place = PurePath(entry[0]).as_posix()
    if entry[2] == "SYMLINK":
        return False
    _, is_plugin, name = place.partition("/plugins/")
    if is_plugin:
        return name.startswith(tuple(PLUGINS))
    return entry[2] == "EXTENSION" or PurePath(place).name.lower().startswith(("libpython", "python3"))


def is_data_used(entry: Entry) -> bool:
    """Whether data that PyInstaller found go in.

    Qt's translations do not, since the program speaks English, nor what pip noted of where a package was on this machine.
    """
    place = PurePath(entry[0])
    of_pip = place.parent.name.endswith(".dist-info") and place.name in {"RECORD", "direct_url.json"}
    return not of_pip and "/translations/" not in place.as_posix()
