"""Every window in every look: texts that can be read, and edges, ticks and rings that can be seen.

It must not go by the theme; what is measured is what was painted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.app.opening import StartOptions
from console.model.environment import Accent
from tests.pictures.desk_scenes import DeskScenes
from tests.pictures.scenes import LOOKS, ON_DARK
from tests.support.console import Console
from tests.support.contrast import Seen
from tests.support.postgres import Desk
from tests.support.postgres import desk as desk
from tests.support.postgres import postgres as postgres
from tests.support.sandbox import Sandbox


class Measured(DeskScenes):
    """The scenes that are pictured, measured instead."""

    def begin(self) -> Measured:
        self.poor: dict[str, list[str]] = {}
        self.looked: list[str] = []
        self.read = 0
        return self

    def look_at(self, scene: str, look: str, shown: QWidget) -> None:
        seen = Seen(shown)
        self.looked.append(look)
        self.read += sum(1 for _ in seen.texts())
        if poor := seen.poor():
            self.poor[f"{scene}, {look}"] = poor


@contextmanager
def measured(qtbot: QtBot, qapp: QApplication, sandbox: Sandbox, folder: Path) -> Iterator[Measured]:
    """The scenes in a console; behind the block it must hold that all of them can be read and seen."""
    font = QFont(qapp.font())
    smooth = QFont(font)
    font.setStyleStrategy(
        QFont.StyleStrategy.NoAntialias
    )  # the colour of a thin line, and not that of its rim
    qapp.setFont(font)
    console = Console(qtbot, options=StartOptions(sandbox=True))
    try:
        console.window.activateWindow()
        scenes = Measured(qapp, console.start, folder, screen="test", shop=sandbox).begin()
        yield scenes
    finally:
        console.close()
        qapp.setFont(smooth)
    assert scenes.poor == {}
    assert set(scenes.looked) == {*LOOKS, ON_DARK}
    assert scenes.read > 40 * len(scenes.looked)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("accent", ["sandbox", "production"])
def test_everything_can_be_read_and_seen(
    qtbot: QtBot, qapp: QApplication, sandbox: Sandbox, tmp_path: Path, accent: Accent
) -> None:
    with measured(qtbot, qapp, sandbox, tmp_path) as scenes:
        scenes.all(accent)


@pytest.mark.timeout(300)
def test_what_is_shared_at_a_desk_can_be_read_and_seen(
    qtbot: QtBot, qapp: QApplication, sandbox: Sandbox, desk: Desk, tmp_path: Path
) -> None:
    with measured(qtbot, qapp, sandbox, tmp_path) as scenes:
        scenes.started()
        scenes.use_shop("test")
        scenes.at_desk(desk)
