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
            console.until(lambda: "1 edit of 1 record is only on the screen" in console.banner, "it is told")
            assert console.text_of("Shipping details") == "UPS Ground"
            console.press("S", ctrl=True)
            assert "This will not be in the trail" in console.sheet.untraced.accessibleDescription()
            console.press("Return", ctrl=True, on=console.sheet)
            assert console.sheet.isVisible(), "that takes a yes"
            console.click("Yes, send it without the trail", console.sheet)
            console.press("Return", ctrl=True, on=console.sheet)
            console.rest()
            assert console.said.headline.startswith("Saved and verified")
            assert "It is not in the trail" in console.said.advice
            assert len(posts(sandbox)) == 1
            disk.free()
            console.type_into("Shipping details", "DHL")
            console.until(lambda: console.window.unsaved.entries.isVisible(), "drafts are kept again")
            console.until(
                lambda: console.banner == "What you type is kept on this computer again.", "it is told"
            )
        with running(qtbot, environment_of(sandbox)) as console:
            console.until(lambda: console.window.front is not None, "the draft is back")
            assert console.text_of("Shipping details") == "DHL"
