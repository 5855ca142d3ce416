"""The list of environments in the whole console: set up elsewhere, copied, made read-only, handed on and removed.

It must not look into files for what the screen says; what must be on the disk is read by the store.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.model.environment import HANDED_ON
from console.store.database import Database
from console.store.drafts import Drafts
from console.store.environments import Environments
from console.store.trail import Trail
from console.ui.settings.connect import ConnectDialog
from console.ui.settings.environments import EnvironmentsDialog
from tests.support.console import NAME, Console, environment_of, posts, running
from tests.support.drag import drag_enter
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

OTHER = "Other shop"


@pytest.fixture
def console(qtbot: QtBot, sandbox: Sandbox) -> Iterator[Console]:
    """A console that works on one of two environments."""
    with running(qtbot, environment_of(sandbox), environment_of(sandbox, name=OTHER)) as made:
        yield made


def opened(console: Console) -> EnvironmentsDialog:
    """The dialog, once it has read what there is."""
    console.window.actions_["environments"].trigger()
    (dialog,) = console.window.findChildren(EnvironmentsDialog)
    console.until(lambda: dialog.list.count() > 0 and dialog.list.isVisible(), "it is read")
    console.rest()
    return dialog


def choose(dialog: EnvironmentsDialog, name: str) -> None:
    """Put the cursor onto the environment of this name."""
    names = [dialog.list.item(place).data(Qt.ItemDataRole.UserRole) for place in range(dialog.list.count())]
    dialog.list.setCurrentRow(names.index(name))
    assert dialog._state.chosen == name


def listed(console: Console) -> list[str]:
    """The environments at the top right."""
    return [action.text() for action in console.window.environment.listed.actions() if action.isCheckable()]


def connect_over(dialog: EnvironmentsDialog) -> ConnectDialog:
    (found,) = dialog.findChildren(ConnectDialog)
    return found


def test_one_that_the_command_line_adds_is_there_while_the_window_is_open(
    console: Console, sandbox: Sandbox
) -> None:
    dialog = opened(console)
    added = subprocess.run(
        [
            *(sys.executable, "-m", "console", "connect", "--name", "Third", "--client-id", "id"),
            *("--api-url", sandbox.url, "--token-url", sandbox.token_url, "--read-only"),
        ],
        input="a-secret-77\n",
        text=True,
        capture_output=True,
        env=dict(os.environ),
        check=False,
    )
    assert added.returncode == 0, added.stderr
    console.until(lambda: "Third" in listed(console), "it is among those to choose from")
    console.until(lambda: dialog.list.count() == 3, "it is in the list")
    assert "Third · read-only" in dialog.list.item(2).text()
    assert console.app.session.name == NAME


def test_a_copy_has_the_secret_too_and_a_name_of_its_own(console: Console) -> None:
    dialog = opened(console)
    choose(dialog, OTHER)
    for expected in (f"{OTHER} (copy)", f"{OTHER} (copy 2)"):
        choose(dialog, OTHER)
        console.click("Duplicate", within=dialog)
        console.rest()
        assert dialog._state.chosen == expected
    book = Environments(console.places).load()
    first, copy = book.find(OTHER), book.find(f"{OTHER} (copy 2)")
    assert first is not None
    assert copy is not None
    assert copy.secret == first.secret
    console.until(lambda: f"{OTHER} (copy)" in listed(console), "it can be chosen")


def test_read_only_and_colour_count_at_once_for_the_one_in_use_and_lose_no_edit(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "by boat")
    dialog = opened(console)
    choose(dialog, NAME)
    console.click("Read-only", within=dialog)
    console.rest()
    console.until(lambda: console.app.session.read_only, "it is read-only now")
    dialog.reject()
    console.until(lambda: console.window.front is not None, "the order is open again")
    console.rest()
    assert not console.window.save.isVisible()
    assert console.text_of("Shipping details") == "by boat"
    dialog = opened(console)
    choose(dialog, NAME)
    console.click("Read-only", within=dialog)
    console.rest()
    console.until(lambda: not console.app.session.read_only, "it can be written to")
    dialog.reject()
    console.until(lambda: console.window.front is not None, "the order is open again")
    console.rest()
    assert console.window.save.isVisible()
    assert console.text_of("Shipping details") == "by boat"


def test_removing_one_says_how_many_drafts_there_are_and_deletes_them_only_when_told(
    console: Console, sandbox: Sandbox
) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS")
    console.send()
    console.type_into("Shipping details", "by boat")
    dialog = opened(console)
    choose(dialog, NAME)
    console.click("Remove", within=dialog)
    assert dialog.notice.headline.text() == f"The window works on “{NAME}”."
    assert not dialog.asking.isVisible()
    dialog.reject()
    console.app.connecting.choose(OTHER)
    console.rest()
    for name, left in (("Remove, keep drafts", 1), ("Remove and delete drafts", 0)):
        dialog = opened(console)
        choose(dialog, NAME)
        console.click("Remove", within=dialog)
        console.until(dialog.asking.isVisible, "it asks")
        assert "There is 1 draft with unsaved edits." in dialog.question.text()
        assert "The trail keeps its 1 entry." in dialog.question.text()
        assert QApplication.focusWidget() is dialog.keep
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.asking.isVisible()
        assert Environments(console.places).load().find(NAME) is not None
        console.click("Remove", within=dialog)
        console.until(dialog.asking.isVisible, "it asks again")
        console.click(name, within=dialog)
        console.rest()
        assert Environments(console.places).load().find(NAME) is None
        with closing(Database(console.places)) as database:
            assert len(Drafts(database).all(NAME)) == left
            assert len(Trail(database).search("", None, limit=-1)) == 1
        dialog.reject()
        Environments(console.places).save(environment_of(sandbox))
        console.until(lambda: NAME in listed(console), "it is set up again")
    assert len(posts(sandbox)) == 1


def test_what_is_handed_on_has_no_secret_and_taking_it_in_asks_for_it(
    console: Console, sandbox: Sandbox, tmp_path: Path
) -> None:
    file = tmp_path / f"shop{HANDED_ON}"
    dialog = opened(console)
    choose(dialog, OTHER)
    dialog._presenter.export(str(file))
    console.rest()
    assert "without the secret" in dialog.notice.headline.text()
    assert sandbox.client_secret not in file.read_text("utf-8")
    dialog.reject()

    content = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**content, "name": "From a colleague", "client_secret": "x"}), "utf-8")
    drop(console, file)
    console.until(lambda: bool(console.window.findChildren(ConnectDialog)), "it is proposed")
    (form,) = console.window.findChildren(ConnectDialog)
    console.rest()
    assert form.form.input_of("name").text() == "From a colleague"
    assert form.form.input_of("api_url").text() == sandbox.url
    assert form.form.input_of("client_secret").text() == ""
    assert form.form.input_of("client_secret").hasFocus()
    console.click("Save", within=form)
    assert "missing" in form.form.lines[4].message.text()
    assert Environments(console.places).load().find("From a colleague") is None
    QTest.keyClicks(form.form.input_of("client_secret"), sandbox.client_secret)
    console.click("Save", within=form)
    console.until(lambda: console.app.session.name == "From a colleague", "it is in use")
    console.rest()


def test_a_file_that_is_something_else_is_told(console: Console, tmp_path: Path) -> None:
    file = tmp_path / f"shop{HANDED_ON}"
    file.write_text("[]", "utf-8")
    drop(console, file)
    (dialog,) = console.window.findChildren(EnvironmentsDialog)
    console.rest()
    assert (
        dialog.notice.headline.text()
        == f"{file.name} is not an environment that was exported by Order Console."
    )
    assert dialog.findChildren(ConnectDialog) == []


def drop(console: Console, file: Path) -> None:
    """Drop a file onto the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    QApplication.sendEvent(console.window, drag_enter(QPointF(10, 10), Qt.DropAction.CopyAction, data))
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(console.window, event)
    console.rest()
