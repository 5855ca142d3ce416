"""A disk without room: the work goes on, what is typed stays on the screen, and it is kept once there is room.

It must not pretend: the disk is a small one that is really full.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.support.console import environment_of, posts, running
from tests.support.disks import small_disk
from tests.support.sandbox import SAMPLE_ORDER, Sandbox


@pytest.mark.fault(71)
def test_a_full_disk_never_stops_the_operator(
    qtbot: QtBot, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", kilobytes=2_048) as disk:
        monkeypatch.setenv("ORDER_CONSOLE_HOME", str(disk.folder / "home"))
        with running(qtbot, environment_of(sandbox)) as console:
            console.look_up(SAMPLE_ORDER)
            disk.fill()
            console.type_into("Shipping details", "UPS Ground")
            trouble = console.window.unsaved.trouble
            console.until(lambda: "only on the screen" in trouble.text(), "it says that nothing is kept")
            assert console.text_of("Shipping details") == "UPS Ground"
            console.send()
            assert console.said.headline.startswith("Saved and verified")
            assert "It is not in the trail" in console.said.advice
            assert len(posts(sandbox)) == 1
            disk.free()
            console.type_into("Shipping details", "DHL")
            console.until(lambda: console.window.unsaved.entries.isVisible(), "drafts are kept again")
            assert not trouble.isVisible()
        with running(qtbot, environment_of(sandbox)) as console:
            console.until(lambda: console.window.front is not None, "the draft is back")
            assert console.text_of("Shipping details") == "DHL"
