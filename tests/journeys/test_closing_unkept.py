"""Closing while something typed could not be kept: it is asked, and each of the three answers does what it says.

It must not pretend: the disk is a small one that is really full.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from console.store.database import Database
from console.store.drafts import Drafts
from console.ui.shell.losing import Losing
from tests.support.console import NAME, Console, environment_of, running
from tests.support.disks import Disk, small_disk
from tests.support.sandbox import SAMPLE_ORDER, Sandbox


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """The disk that all of the console's folders are on."""
    with small_disk(tmp_path / "disk", kilobytes=2_048) as made:
        monkeypatch.setenv("ORDER_CONSOLE_HOME", str(made.folder / "home"))
        yield made


def typed_on_a_full_disk(console: Console, disk: Disk) -> None:
    """Two edits that are only on the screen."""
    console.look_up(SAMPLE_ORDER)
    disk.fill()
    console.type_into("Shipping details", "UPS Ground")
    console.type_into("Contact ID", "c-77")


@pytest.mark.fault(71)
def test_closing_on_a_full_disk_asks_before_anything_is_lost(
    qtbot: QtBot, sandbox: Sandbox, disk: Disk
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        typed_on_a_full_disk(console, disk)
        console.window.close()
        console.until(lambda: bool(console.dialogs()) or not console.window.isVisible(), "it answers")
        assert console.window.isVisible(), "it closed, and two edits are lost"
        dialog = losing(console)
        assert dialog.headline.text() == "2 edits are only on the screen."
        assert "the disk is full" in dialog.why.text()
        assert dialog.close_all.accessibleName() == "Close and lose 2 edits"
        assert dialog.stay.isDefault()


def losing(console: Console) -> Losing:
    """The question, once it is there."""
    console.until(lambda: bool(console.window.findChildren(Losing)), "it is asked")
    [dialog] = console.window.findChildren(Losing)
    assert isinstance(dialog, Losing)
    return dialog


def test_escape_stays_and_the_window_closes_without_a_question_once_there_is_room(
    qtbot: QtBot, sandbox: Sandbox, disk: Disk
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        typed_on_a_full_disk(console, disk)
        console.window.close()
        console.press("Escape", on=losing(console))
        console.until(lambda: not console.dialogs(), "it is gone")
        assert console.window.isVisible()
        assert console.text_of("Shipping details") == "UPS Ground"
        disk.free()
        console.until(
            lambda: "is kept on this computer again" in console.banner, "it was tried again by itself"
        )
        console.window.close()
        console.until(lambda: not console.window.isVisible(), "nothing is asked")
        assert not console.dialogs()
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.front is not None, "the draft is back")
        assert (console.text_of("Shipping details"), console.text_of("Contact ID")) == ("UPS Ground", "c-77")


def test_the_window_closes_by_itself_when_there_is_room_while_it_is_asked(
    qtbot: QtBot, sandbox: Sandbox, disk: Disk
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        typed_on_a_full_disk(console, disk)
        console.window.close()
        losing(console)
        disk.free()
        console.until(lambda: not console.window.isVisible(), "it was kept and the window is closed")
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.front is not None, "the draft is back")
        assert console.text_of("Contact ID") == "c-77"


def test_to_close_and_lose_is_one_deliberate_click_and_loses_what_it_said(
    qtbot: QtBot, sandbox: Sandbox, disk: Disk
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        typed_on_a_full_disk(console, disk)
        console.window.close()
        console.click("Close and lose 2 edits", losing(console))
        console.until(lambda: not console.window.isVisible(), "it is closed")
    disk.free()
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: console.window.front is not None, "the record is open again")
        assert console.text_of("Contact ID") != "c-77"


@pytest.mark.fault(71)
def test_a_copy_elsewhere_is_written_and_brought_back_by_another_console(
    qtbot: QtBot, sandbox: Sandbox, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "elsewhere.drafts.json"
    with running(qtbot, environment_of(sandbox)) as console:
        console.app.copies.files.options = QFileDialog.Option.DontUseNativeDialog
        typed_on_a_full_disk(console, disk)
        console.window.close()
        dialog = losing(console)
        console.click("Save a copy elsewhere", dialog)
        choose(dialog, disk.folder / "home" / "full.drafts.json")
        console.until(lambda: "the disk is full" in dialog.said.text(), "not there")
        assert dialog.close_all.accessibleName() == "Close and lose 2 edits", "nothing is safe yet"
        console.click("Save a copy elsewhere", dialog)
        choose(dialog, copy)
        console.until(lambda: copy.exists() and "A copy of 1 draft" in dialog.said.text(), "it is written")
        console.click("Close the console", dialog)
        console.until(lambda: not console.window.isVisible(), "it is closed")
    assert copy.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("ORDER_CONSOLE_HOME", str(tmp_path / "another home"))
    with running(qtbot, environment_of(sandbox)) as console:
        console.app.copies.files.options = QFileDialog.Option.DontUseNativeDialog
        console.look_up(SAMPLE_ORDER)
        console.window.actions_["bring_back"].trigger()
        choose(console.window, copy)
        console.until(lambda: console.window.unsaved.isVisible(), "it is in the list of unsaved work")
        console.rest()
        console.look_up(SAMPLE_ORDER)
        assert (console.text_of("Shipping details"), console.text_of("Contact ID")) == ("UPS Ground", "c-77")


@pytest.mark.fault(74)
def test_what_was_typed_a_moment_ago_is_on_the_disk_before_the_window_closes(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.window.close()
        console.until(lambda: not console.window.isVisible(), "it is closed")
        with closing(Database(console.places)) as database:
            [kept] = Drafts(database).all(NAME)
        assert kept.content["edits"] == {"shippingDetails": "UPS Ground"}


def choose(over: QWidget, path: Path) -> None:
    """Take this file in the file dialog that is open."""
    dialog = next(one for one in over.findChildren(QFileDialog) if one.isVisible())
    dialog.fileSelected.emit(str(path))
    dialog.reject()
