"""The program: which version, how it was installed, and the versions of what it runs on.

It must not load any of that; versions are read from what was installed, and Qt tells its own where it is loaded.
"""

from __future__ import annotations

import importlib.metadata
import platform
import sqlite3
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path

from console.diagnosis.basics import PYTHON, VERSION
from console.diagnosis.gathering import each
from console.runtime import itself

PACKAGES = (
    "PySide6-Essentials",
    "shiboken6",
    "requests",
    "urllib3",
    "idna",
    "pydantic",
    "platformdirs",
    "simplejson",
    "iso4217",
    "starlette",
    "uvicorn",
    "python-multipart",
    "openpyxl",
    "rapidfuzz",
    "xlrd",
    "tomlkit",
)
"""What the program runs on, by the names that they are installed under; a test compares it with the project's own list."""
_DEBIAN_LIST = Path("/var/lib/dpkg/info/order-console.list")
_DEBIAN_FOLDER = Path("/usr/lib/order-console")
_A_LINE = 5


def program() -> Iterator[str]:
    """The lines about the program."""
    yield from each(
        (VERSION[0], lambda: VERSION[1]),
        ("Runs as", runs_as),
        (PYTHON[0], lambda: f"{PYTHON[1]} ({platform.python_implementation()}, {sys.executable})"),
        ("System", system),
        ("SQLite, OpenSSL", lambda: f"{sqlite3.sqlite_version}, {ssl.OPENSSL_VERSION}"),
    )
    versions = [f"{name} {version(name)}" for name in PACKAGES]
    for first in range(0, len(versions), _A_LINE):
        yield f"Packages: {', '.join(versions[first : first + _A_LINE])}"


def version(package: str) -> str:
    """The version of a package as it was installed; `?` where nothing says it."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "?"


def runs_as() -> str:
    """How this program came here: package of Debian, bundle, checkout, or a wheel and what installed it."""
    if itself.is_bundle():
        packaged = Path(sys.executable).resolve().is_relative_to(_DEBIAN_FOLDER) and _DEBIAN_LIST.exists()
        return "package of Debian" if packaged else f"bundle in {Path(sys.executable).resolve().parent}"
    if (itself.FOLDER / "pyproject.toml").is_file():
        return f"checkout in {itself.FOLDER}"
    try:
        by = (importlib.metadata.distribution("order-console").read_text("INSTALLER") or "").strip()
    except importlib.metadata.PackageNotFoundError:
        by = ""
    return f"wheel in {itself.FOLDER}{f', installed by {by}' if by else ''}"


def system() -> str:
    """The operating system, its kernel and machine."""
    try:
        name = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    except OSError:
        name = platform.system()
    return f"{name}, {platform.system()} {platform.release()}, {platform.machine()}"
