"""The dialog Environments: its names, its keys, and that no name or address can stretch it.

It must not test what becomes of a file; tests/journeys/test_environments.py does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QListWidget
from pytestqt.qtbot import QtBot

from console.model.environment import Environment, Secret
from console.presenters.settings.environments import EnvironmentsPresenter
from console.store.database import Database
from console.store.environments import Environments
from console.store.places import find_places
from console.ui.settings.environments import EnvironmentsDialog
from tests.support.jobs import InlineJobs
from tests.ui.conftest import Wear

SHOP = Environment("Shop", "https://a.example", "https://b.example/token", "id", Secret("hush-77"), "test")
HOSTILE = replace(SHOP, name="<b>Salt & Pepper</b> " + "x" * 38, api_url=f"https://a.example/{'long/' * 60}x")


class AtWork:
    """The open dialog over environments that are on the disk."""

    def __init__(self, qtbot: QtBot, database: Database, *known: Environment) -> None:
        store = Environments(find_places())
        for one in known:
            store.save(one)
        self.dialog = EnvironmentsDialog()
        qtbot.addWidget(self.dialog)
        self.asked: list[str] = []
        self.dialog.edit_asked.connect(self.asked.append)
        presenter = EnvironmentsPresenter(
            InlineJobs(),
            store,
            database,
            in_use=lambda: "Shop",
            changed=lambda _: None,
            proposed=lambda _: None,
        )
        self.dialog.bind(presenter)
        with qtbot.waitActive(self.dialog):
            self.dialog.show()


@pytest.fixture
def database() -> Iterator[Database]:
    places = find_places()
    places.prepare()
    with closing(Database(places)) as made:
        yield made


def test_every_control_has_a_name_and_the_list_reads_name_marks_and_address(
    qtbot: QtBot, database: Database
) -> None:
    dialog = AtWork(qtbot, database, SHOP, replace(SHOP, name="Look", read_only=True)).dialog
    for kind in (QAbstractButton, QComboBox, QListWidget):
        assert all(one.accessibleName() for one in dialog.findChildren(kind) if one.isVisible())
    read = [dialog.list.item(place).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(2)]
    assert read == ["Shop · in use, https://a.example", "Look · read-only, https://a.example"]


def test_enter_edits_and_escape_closes(qtbot: QtBot, database: Database) -> None:
    at_work = AtWork(qtbot, database, SHOP)
    assert QApplication.focusWidget() is at_work.dialog.list
    QTest.keyClick(at_work.dialog.list, Qt.Key.Key_Return)
    assert at_work.asked == ["Shop"]
    assert at_work.dialog.isVisible()
    QTest.keyClick(at_work.dialog, Qt.Key.Key_Escape)
    assert not at_work.dialog.isVisible()


def test_a_long_or_odd_name_is_shown_as_it_is_and_stretches_nothing(
    qtbot: QtBot, database: Database, wear: Wear
) -> None:
    wear("light")
    plain = AtWork(qtbot, database, SHOP).dialog
    odd = AtWork(qtbot, database, HOSTILE).dialog
    odd.list.setCurrentRow(1)
    odd.remove.click()
    assert odd.question.text().startswith("Remove “<b>Salt & Pepper</b>")
    assert odd.question.textFormat() == Qt.TextFormat.PlainText
    assert odd.width() == plain.width()
    assert odd.minimumSizeHint().width() <= 1024


def test_where_none_is_set_up_it_says_so_and_only_new_and_import_can_be_done(
    qtbot: QtBot, database: Database
) -> None:
    dialog = AtWork(qtbot, database).dialog
    assert dialog.nothing.isVisible()
    enabled = {
        one.accessibleName()
        for one in dialog.findChildren(QAbstractButton)
        if one.isVisible() and one.isEnabled()
    }
    assert enabled == {"New", "Import", "Close"}
