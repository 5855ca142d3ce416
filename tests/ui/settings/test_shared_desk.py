"""The section Desk of Settings: reached by its key, each wrong field says so where it is, and Esc stops a test first."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from console.desk.owner.checkup import Seen
from console.model.environment import Secret
from console.model.settings import Settings
from console.presenters.settings.settings import SettingsPresenter
from console.presenters.settings.shared_desk import SharedDeskPresenter
from console.runtime.cancel import Cancel
from console.store import desk_entry
from console.store.carriers import OwnCarriers
from console.store.desk_entry import DeskEntry
from console.store.environments import Environments
from console.store.places import find_places
from console.ui.settings.settings import SettingsDialog
from tests.support.jobs import HeldJobs, InlineJobs

ADDRESS = "postgresql://anna@db1.example.com/desk"


def found(_: DeskEntry, __: Cancel) -> Sequence[Seen]:
    return (Seen("good", "The desk answers."),)


@pytest.fixture
def environments() -> Environments:
    return Environments(find_places())


def opened(qtbot: QtBot, environments: Environments, jobs: InlineJobs | HeldJobs) -> SettingsDialog:
    dialog = SettingsDialog()
    qtbot.addWidget(dialog)
    own = OwnCarriers(find_places())
    dialog.bind(SettingsPresenter(InlineJobs(), own, Settings(), kept=(), saved=lambda *_: None))
    check, saved = (lambda _, __: None), (lambda: None)
    dialog.bind_desk(SharedDeskPresenter(jobs, environments, check=check, trial=found, saved=saved))
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def test_a_desk_is_joined_by_the_keys_alone(qtbot: QtBot, environments: Environments) -> None:
    dialog = opened(qtbot, environments, InlineJobs())
    dialog.show_desk()
    desk = dialog.desk
    assert dialog.focusWidget() is desk.inputs["address"]
    QTest.keyClicks(desk.inputs["address"], ADDRESS)
    QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert dialog.focusWidget() is desk.inputs["password"]
    QTest.keyClicks(desk.inputs["password"], "typed-by-keys-3")
    assert desk.inputs["password"].echoMode() == QLineEdit.EchoMode.Password
    assert desk.leave.isHidden()
    QTest.keyClick(dialog, Qt.Key.Key_J, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(
        lambda: desk_entry.load(environments) is not None
    )  # a button that is pressed by a key is let go later
    assert desk_entry.load(environments) == DeskEntry(ADDRESS, "", Secret("typed-by-keys-3"))
    assert desk.inputs["password"].text() == ""
    assert desk.inputs["password"].placeholderText() == "Stored. Leave it empty to keep it."
    assert not desk.leave.isHidden()


def test_what_is_missing_is_said_at_its_field(qtbot: QtBot, environments: Environments) -> None:
    desk = opened(qtbot, environments, InlineJobs()).desk
    desk.test.click()
    for name, said in (("address", "Type the address"), ("password", "Type the password")):
        assert desk.inputs[name].accessibleDescription().startswith(f"Invalid entry. {said}"), name  # type: ignore[index]
        assert desk.inputs[name].property("mark") == "wrong", name  # type: ignore[index]


def test_esc_stops_a_test_before_it_closes(qtbot: QtBot, environments: Environments) -> None:
    jobs = HeldJobs()
    dialog = opened(qtbot, environments, jobs)
    jobs.finish()
    dialog.desk.inputs["address"].setText(ADDRESS)
    dialog.desk.inputs["address"].typed.emit(ADDRESS)
    dialog.desk.inputs["password"].typed.emit("typed-by-keys-4")
    dialog.desk.test.click()
    assert not dialog.desk.join.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    jobs.finish()
    assert dialog.isVisible()
    assert dialog.desk.notice.headline.text() == "The test was stopped."
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "what is typed would go"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_saving_the_settings_does_not_lose_a_desk_that_is_typed(
    qtbot: QtBot, environments: Environments
) -> None:
    dialog = opened(qtbot, environments, InlineJobs())
    QTest.keyClicks(dialog.desk.inputs["address"], ADDRESS)
    dialog.save.click()
    assert dialog.isVisible()
    assert dialog.tabs.currentWidget().isAncestorOf(dialog.desk)
    assert dialog.desk.notice.headline.text() == "What is typed of the desk is not kept yet."
    assert dialog.focusWidget() is dialog.desk.join
    dialog.save.click()
    assert not dialog.isVisible()
