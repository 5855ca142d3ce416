"""The card that says where secrets are kept: what it offers, what it says, and that waiting for a keyring can be left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.model.environment import Environment, Secret
from console.model.settings import Settings
from console.presenters.settings.secrets_place import SecretsPlacePresenter
from console.presenters.settings.settings import SettingsPresenter
from console.store.carriers import OwnCarriers
from console.store.environments import Environments
from console.store.places import find_places
from console.ui.settings.settings import SettingsDialog
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.keyrings import HeldKeyring
from tests.support.keyrings import held_keyring as held_keyring

SHOP = Environment("Shop", "https://a.example", "https://b.example/token", "id", Secret("hush-77"), "test")


@pytest.fixture
def environments() -> Environments:
    made = Environments(find_places())
    made.save(SHOP)
    return made


def opened(qtbot: QtBot, environments: Environments, jobs: InlineJobs | HeldJobs) -> SettingsDialog:
    """The dialog at where things are."""
    dialog = SettingsDialog()
    qtbot.addWidget(dialog)
    own = OwnCarriers(find_places())
    dialog.bind(SettingsPresenter(InlineJobs(), own, Settings(), kept=(), saved=lambda *_: None))
    dialog.bind_secrets(SecretsPlacePresenter(jobs, environments))
    dialog.show()
    dialog.tabs.setCurrentIndex(2)
    return dialog


def choose(dialog: SettingsDialog, place: str) -> None:
    combo = dialog.secrets.place
    combo.setCurrentIndex(combo.findData(place))
    combo.activated.emit(combo.currentIndex())


def test_the_choice_names_the_keyring_and_the_button_moves_the_secrets(
    qtbot: QtBot, environments: Environments, held_keyring: HeldKeyring
) -> None:
    card = opened(qtbot, environments, InlineJobs()).secrets
    assert card.place.currentText() == "This file (only you can read it)"
    assert card.now.text() == f"Now in {environments.path}, as text that only you can read."
    assert not card.move_button.isEnabled()
    dialog = card.window()
    assert isinstance(dialog, SettingsDialog)
    choose(dialog, "keyring")
    assert "tests.support.keyrings.HeldKeyring" in card.notice.headline.text()
    QTest.mouseClick(card.move_button, Qt.MouseButton.LeftButton)
    assert card.now.text().startswith("Now in the system's keyring: ")
    assert held_keyring.secrets == ["hush-77"]
    assert card.place.accessibleName() == "Where secrets are kept"
    assert card.place.accessibleDescription() == card.now.text()


def test_esc_leaves_the_keyring_first_and_the_dialog_then(
    qtbot: QtBot, environments: Environments, held_keyring: HeldKeyring
) -> None:
    jobs = HeldJobs()
    dialog = opened(qtbot, environments, jobs)
    jobs.finish()
    choose(dialog, "keyring")
    choose(dialog, "file")
    assert dialog.secrets.place.currentData() == "keyring", "one thing at a time"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    jobs.finish()
    assert "no longer waited for" in dialog.secrets.notice.headline.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
