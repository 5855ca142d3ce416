"""A disk that lets nothing be kept for a while: said for as long as it lasts, nothing typed is lost, nothing is sent unnoted.

It must not pretend: the lock is another process's, the folder is really gone, the disk is really read-only.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.app.opening import StartOptions
from console.store.environments import Environments
from console.store.places import find_places
from console.store.sealed import unsealed
from tests.support.console import NAME, Console, environment_of, posts, running
from tests.support.disks import Disk, small_disk
from tests.support.locks import held
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

READ = """
import sqlite3, sys
for content, in sqlite3.connect(sys.argv[1]).execute("SELECT content FROM drafts ORDER BY rowid"):
    print(content)
"""
KEPT_AGAIN = "What you type is kept on this computer again."


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """The disk that all of the console's folders are on."""
    with small_disk(tmp_path / "disk", kilobytes=2_048) as made:
        monkeypatch.setenv("ORDER_CONSOLE_HOME", str(made.folder / "home"))
        yield made


def kept(console: Console) -> list[dict[str, str]]:
    """The edits on the disk, read by somebody else."""
    reading = [sys.executable, "-c", READ, str(console.places.data / "console.db")]
    read = subprocess.run(reading, capture_output=True, text=True, check=True).stdout
    return [unsealed(sealed)["content"]["edits"] for sealed in read.splitlines()]


@pytest.mark.fault(71)
def test_another_program_that_holds_the_database_is_told_and_waited_for(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        with held(console.places.data / "console.db"):
            console.type_into("Shipping details", "UPS Ground")
            console.until(lambda: "another program is using it" in console.banner, "it is told")
            assert console.banner.startswith("1 edit of 1 record is only on the screen.")
            assert kept(console) == []
        console.until(lambda: console.banner == KEPT_AGAIN, "it was tried again by itself")
        assert kept(console) == [{"shippingDetails": "UPS Ground"}]


def test_a_database_held_at_the_start_is_waited_for_and_no_draft_is_written_over(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.window.close()
        console.until(lambda: not console.window.isVisible())
        database = console.places.data / "console.db"
    with ExitStack() as stack:
        other = stack.enter_context(ExitStack())
        other.enter_context(held(database, from_readers=True))
        console = stack.enter_context(running(qtbot, options=StartOptions(NAME)))
        console.until(lambda: any("cannot be read yet" in said for said in console.banners), "it is told")
        console.look_up(SAMPLE_ORDER, rest=False)
        assert console.window.front is None, "or an empty draft would be written over the one that is there"
        other.close()
        console.until(lambda: console.window.front is not None, "what was open is open")
        console.until(lambda: console.text_of("Shipping details") == "UPS Ground", "with its draft")
        console.until(lambda: not any("cannot be read yet" in said for said in console.banners))


@pytest.mark.fault(71)
def test_a_folder_that_is_taken_away_is_begun_anew_with_everything_that_is_unsaved(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.look_up(SAMPLE_CART)
        console.type_into("Shipping details", "by boat")
        console.until(lambda: len(kept(console)) == 2, "both are kept")
        console.rest()
        data = console.places.data
        data.rename(data.with_name("elsewhere"))
        console.type_into("Shipping details", "by rail")
        console.until(lambda: any("was moved or deleted" in said for said in console.banners), "it is told")
        console.until(lambda: data.exists() and len(kept(console)) == 2, "both are kept again")
        assert sorted(edits["shippingDetails"] for edits in kept(console)) == ["UPS Ground", "by rail"]


@pytest.mark.fault(74)
def test_a_folder_that_is_taken_away_behind_ones_back_is_seen_when_the_window_closes(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.until(lambda: len(kept(console)) == 1)
        console.rest()
        data = console.places.data
        data.rename(data.with_name("elsewhere"))
        console.window.close()
        console.until(lambda: not console.window.isVisible(), "it is closed")
        assert kept(console) == [{"shippingDetails": "UPS Ground"}]


@pytest.mark.fault(70)
def test_read_only_folders_are_told_for_as_long_as_it_lasts_and_nothing_is_sent_unnoted_unasked(
    qtbot: QtBot, sandbox: Sandbox, disk: Disk
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
    disk.make_read_only()
    with running(qtbot, options=StartOptions(NAME)) as console:
        console.until(
            lambda: "data: the disk is read-only" in console.banner, "it is told before anything is typed"
        )
        shown = console.window.bar.banner
        assert shown is not None
        assert not shown.dismiss.isVisible(), "it lasts"
        console.look_up(SAMPLE_ORDER)
        assert "the disk is read-only" in console.banner, "and stays"
        console.type_into("Shipping details", "UPS Ground")
        console.until(lambda: "1 edit of 1 record is only on the screen" in console.banner)
        console.press("S", ctrl=True)
        assert "This will not be in the trail" in console.sheet.untraced.accessibleDescription()
        assert "cannot remember after a restart" in console.sheet.untraced.accessibleDescription()
        assert not console.sheet.send.isEnabled()
        console.press("Escape", on=console.sheet)
        assert posts(sandbox) == []
        console.send(untraced=True)
        assert len(posts(sandbox)) == 1
        assert "It is not in the trail:" in console.said.advice
        console.type_into("Shipping details", "DHL")
        disk.make_writable()
        console.until(lambda: console.banner.startswith(KEPT_AGAIN) or KEPT_AGAIN in console.banners)
        assert kept(console) == [{"shippingDetails": "DHL"}]
        console.send()
        assert "not in the trail" not in console.said.advice


@pytest.mark.fault(70)
def test_a_read_only_folder_of_settings_alone_keeps_drafts_and_says_what_it_cannot_keep(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    config = find_places(os.environ).config
    config.parent.mkdir(parents=True, exist_ok=True)
    with small_disk(config, kilobytes=256) as disk:
        Environments(find_places(os.environ)).save(environment_of(sandbox))
        disk.make_read_only()
        with running(qtbot, options=StartOptions(NAME)) as console:
            console.look_up(SAMPLE_ORDER)
            assert any("the disk is read-only" in told for told in console.banners), console.banners
            console.type_into("Shipping details", "UPS Ground")
            console.until(
                lambda: kept(console) == [{"shippingDetails": "UPS Ground"}], "drafts are elsewhere"
            )
            console.app.settings.save(replace(console.app.settings.values, keep_days=30))
            console.until(
                lambda: any(
                    "The settings hold until the console is closed." in told for told in console.banners
                )
            )
            assert console.app.settings.values.keep_days == 30
            console.send()
            assert len(posts(sandbox)) == 1
            assert "not in the trail" not in console.said.advice
