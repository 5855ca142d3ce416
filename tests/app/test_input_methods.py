"""Which plugins Qt is told to try for an input method.

It must not need an input method; that Qt goes by the list is seen in what it says while it looks for plugins.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo

from console.app.input_methods import name_plugins
from tests.support.checkout import ROOT

START = """
from console.app.start import application
application()
import os
print(os.environ.get("QT_IM_MODULES", ""))
"""


def named(**surroundings: str) -> str | None:
    name_plugins(surroundings)
    return surroundings.get("QT_IM_MODULES")


@pytest.mark.parametrize("name", ["fcitx", "fcitx5", "Fcitx"])
def test_where_the_desktop_names_fcitx_ibus_is_tried_after_it(name: str) -> None:
    assert named(QT_IM_MODULE=name) == f"{name};ibus"
    assert named(QT_IM_MODULE=name, QT_IM_MODULES="") == f"{name};ibus"


@pytest.mark.parametrize("name", ["ibus", "compose", "xim", "none", "simple", "uim", "qtvirtualkeyboard", ""])
def test_every_other_input_method_is_left_to_qt(name: str) -> None:
    assert named(QT_IM_MODULE=name) is None
    assert named() is None


@pytest.mark.parametrize("listed", ["wayland;fcitx", "fcitx", "ibus", "wayland;ibus", "compose"])
def test_what_stands_in_the_list_stays(listed: str) -> None:
    assert named(QT_IM_MODULE="fcitx", QT_IM_MODULES=listed) == listed
    assert named(QT_IM_MODULES=listed) == listed


def test_the_plugin_that_speaks_with_fcitx_comes_with_qt() -> None:
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    assert [path.name for path in plugins.iterdir() if "ibus" in path.name] != []


def test_the_list_is_there_before_qt_looks_for_plugins() -> None:
    surroundings = os.environ | {"QT_IM_MODULE": "fcitx", "QT_QPA_PLATFORM": "offscreen"}
    surroundings.pop("QT_IM_MODULES", None)
    done = subprocess.run(
        [sys.executable, "-c", START], env=surroundings, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "fcitx;ibus\n"
