"""The settings in `window.ini`: kept as they were chosen, read whatever a person wrote, and more of them by one line.

It must not start the console; tests/app/test_settings.py does.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from console.app.settings_file import SettingsFile
from console.model.setting import Choices, OnOff, WholeNumber, setting
from console.model.settings import Settings
from console.presenters.settings.settings import SettingsPresenter
from console.store.carriers import OwnCarriers
from console.store.places import find_places
from console.ui.settings.settings import SettingsDialog
from tests.support.disks import small_disk
from tests.support.jobs import InlineJobs
from tests.support.settings_table import table


@dataclass(frozen=True, slots=True)
class MoreSettings(Settings):
    """The settings of a console with three more of them, a line each."""

    rings: int = setting(
        3, WholeNumber(0, 9), key="rings", group="The bell", label="Rings", sentence="How often it rings."
    )
    tune: str = setting(
        "none",
        Choices({"none": "No tune", "long": "A long one"}),
        key="tune",
        group="The bell",
        label="Tune",
        sentence="What it plays.",
    )
    at_night: bool = setting(
        False,
        OnOff(),
        key="at_night",
        group="The window",
        label="Dark at night",
        sentence="When the sun sets.",
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


def kept(path: Path, usual: Settings | None = None) -> SettingsFile:
    """The file as the next start finds it."""
    return SettingsFile(QSettings(str(path), QSettings.Format.IniFormat), usual)


def test_a_file_that_is_not_there_has_the_usual_settings(path: Path) -> None:
    assert kept(path).read() == Settings() == Settings("system", 16, 90)
    assert not path.exists()


def test_what_is_written_is_read_at_the_next_start(path: Path) -> None:
    chosen = Settings("dark", 4, 30)
    assert kept(path).write(chosen)
    assert kept(path).read() == chosen
    assert kept(path).write(Settings())
    assert kept(path).read() == Settings()


def test_what_was_not_chosen_is_not_written(path: Path) -> None:
    assert kept(path).write(Settings(keep_days=30))
    assert path.read_text("utf-8").splitlines() == ["[General]", "keep_days=30"]


def test_what_else_stands_in_the_file_stays(path: Path) -> None:
    path.write_text(
        "[General]\nbulk_columns={}\nlook=dark\nnobody=knows\n\n[confirmed]\nShop=2026-11-21\n", "utf-8"
    )
    assert kept(path).write(Settings("light", 4))
    assert path.read_text("utf-8").splitlines() == [
        "[General]",
        "bulk_columns={}",
        "calls_at_once=4",
        "look=light",
        "nobody=knows",
        "",
        "[confirmed]",
        "Shop=2026-11-21",
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("look=plaid", Settings()),
        ("look=light", Settings("light")),
        ("look=light, dark", Settings()),
        ("look=@Invalid()", Settings()),
        ("keep_days=@ByteArray(12)", Settings()),
        ("calls_at_once=99\nkeep_days=-4", Settings(calls_at_once=16, keep_days=1)),
        ("calls_at_once=4\ncalls_at_once=5", Settings(calls_at_once=5)),
        ("\x00\xff[[[", Settings()),
    ],
)
def test_a_file_edited_by_hand_is_read_as_far_as_it_means_something(
    path: Path, written: str, read: Settings
) -> None:
    path.write_text(f"[General]\n{written}\n", "latin-1")
    assert kept(path).read() == read


def test_a_file_that_cannot_be_written_says_so_and_holds_until_the_end(path: Path) -> None:
    path.mkdir()
    file = kept(path)
    assert not file.write(Settings("dark"))
    assert file.read() == Settings("dark")


def control(dialog: QWidget, kind: type[QWidget], name: str) -> QWidget:
    [found] = [one for one in dialog.findChildren(kind) if one.accessibleName() == name]
    return found


def test_a_setting_is_one_line_the_dialog_the_file_and_the_table_follow(path: Path, qtbot: QtBot) -> None:
    places = find_places(os.environ)
    places.prepare()
    file = kept(path, MoreSettings())

    def save(settings: Settings, _: object) -> None:
        assert file.write(settings)

    dialog = SettingsDialog()
    qtbot.addWidget(dialog)
    dialog.bind(SettingsPresenter(InlineJobs(), OwnCarriers(places), file.read(), kept=(), saved=save))
    with qtbot.waitActive(dialog):
        dialog.show()
    rings, tune = control(dialog, QSpinBox, "Rings"), control(dialog, QComboBox, "Tune")
    at_night = control(dialog, QCheckBox, "Dark at night")
    assert isinstance(rings, QSpinBox)
    assert isinstance(tune, QComboBox)
    assert isinstance(at_night, QCheckBox)
    assert (rings.value(), tune.currentText(), at_night.isChecked()) == (3, "No tune", False)
    assert rings.accessibleDescription() == "How often it rings."
    cards = [one.text() for one in dialog.general.findChildren(QLabel) if one.property("role") == "caption"]
    assert cards == ["THE WINDOW", "SHIPPING A FILE", "KEPT ON THIS COMPUTER", "THE TRAIL", "THE BELL"]
    for one, key in ((rings, Qt.Key.Key_Up), (tune, Qt.Key.Key_Down), (at_night, Qt.Key.Key_Space)):
        one.setFocus()
        QTest.keyClick(one, key)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.isVisible()

    assert path.read_text("utf-8").splitlines() == ["[General]", "at_night=true", "rings=4", "tune=long"]
    assert kept(path, MoreSettings()).read() == MoreSettings(rings=4, tune="long", at_night=True)
    assert table(MoreSettings()).startswith(table(Settings()))
    assert table(MoreSettings()).splitlines()[-3:] == [
        "| The bell | Rings | 0 to 9 | 3 | `rings` | How often it rings. |",
        "| The bell | Tune | No tune (`none`), A long one (`long`) | No tune | `tune` | What it plays. |",
        "| The window | Dark at night | on (`true`) or off (`false`) | off | `at_night` | When the sun sets. |",
    ]


@pytest.mark.fault(71)
@pytest.mark.parametrize("left", [0, 4_096])
def test_settings_that_find_no_room_are_told_and_the_old_file_stays_whole(tmp_path: Path, left: int) -> None:
    with small_disk(tmp_path / "disk", kilobytes=64) as disk:
        path = disk.folder / "window.ini"
        ini = QSettings(str(path), QSettings.Format.IniFormat)
        ini.setValue("splitter", "x" * 6_000)  # more than what is left
        assert SettingsFile(ini).write(replace(Settings(), keep_days=7))
        before = path.read_bytes()
        disk.fill(left)
        assert not SettingsFile(ini).write(replace(Settings(), keep_days=9))
        assert path.read_bytes() == before
        assert SettingsFile(ini).read().keep_days == 9, "they hold until the console is closed"
