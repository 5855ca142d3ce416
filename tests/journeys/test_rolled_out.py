"""An environment that an administrator rolled out, in the whole console: its first use, his changes, and a keyring.

It must not look into the operator's files for what the screen says.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.app.opening import StartOptions
from console.model.environment import Environment, Secret
from console.presenters.notice import STOP_KEYRING
from console.store import handed_on, moving_secrets
from console.store.environments import Environments
from console.store.places import find_places
from console.ui.settings.connect import ConnectDialog
from console.ui.settings.environments import EnvironmentsDialog
from tests.support.console import NAME, Console, environment_of
from tests.support.keyrings import HeldKeyring
from tests.support.keyrings import held_keyring as held_keyring
from tests.support.sandbox import SAMPLE_ORDER, Sandbox


@pytest.fixture
def rolled_out(tmp_path: Path, sandbox: Sandbox) -> Path:
    """The system's file with one environment, read-only and in production's colour."""
    file = Path(os.environ["XDG_CONFIG_DIRS"]) / "order-console" / "environments.json"
    file.parent.mkdir(parents=True)
    handed_on.write(file, replace(environment_of(sandbox, accent="production"), read_only=True))
    return file


@pytest.fixture
def console(qtbot: QtBot, rolled_out: Path) -> Iterator[Console]:
    """A first start."""
    made = Console(qtbot, options=StartOptions())
    yield made
    made.close()


def connect(console: Console) -> ConnectDialog:
    console.until(lambda: bool(console.window.findChildren(ConnectDialog)), "Connect is open")
    console.rest()
    return console.window.findChildren(ConnectDialog)[-1]


def told(console: Console) -> str:
    """What the window says at its foot."""
    return console.window.bar.notice.headline.text()


def test_the_first_start_asks_for_the_secret_alone_and_the_next_asks_nothing(
    qtbot: QtBot, sandbox: Sandbox, rolled_out: Path
) -> None:
    console = Console(qtbot, options=StartOptions())
    dialog = connect(console)
    secret = dialog.form.input_of("client_secret")
    console.until(secret.hasFocus, "the cursor is where something is to be typed")
    assert dialog.form.input_of("api_url").text() == sandbox.url
    assert dialog.form.input_of("api_url").isReadOnly()
    assert not secret.isReadOnly()
    assert str(rolled_out) in dialog.set_by.text()
    assert "set up by your administrator" in dialog.notice.headline.text()
    assert not dialog.form.read_only.isEnabled()
    assert [dialog.form.colour.itemData(at) for at in range(dialog.form.colour.count())] == ["production"]
    console.type_into("Client secret", sandbox.client_secret)
    console.click("Save", within=dialog)
    console.until(lambda: console.app.session.name == NAME, "it is in use")
    console.look_up(SAMPLE_ORDER)
    assert not console.window.save.isVisible(), "it is read-only"
    console.close()
    again = Console(qtbot, options=StartOptions())
    again.until(lambda: again.app.session.name == NAME, "it is in use at once")
    assert not again.window.findChildren(ConnectDialog)
    again.close()


def test_an_address_that_the_administrator_changed_gets_no_secret_unasked(
    console: Console, sandbox: Sandbox, rolled_out: Path
) -> None:
    dialog = connect(console)
    console.type_into("Client secret", sandbox.client_secret)
    console.click("Save", within=dialog)
    console.until(lambda: console.app.session.name == NAME, "it is in use")
    console.rest()
    handed_on.write(rolled_out, environment_of(sandbox, token_url="https://elsewhere.example/token"))
    console.app.connecting.reread()
    console.until(lambda: "changed by your administrator" in told(console), "that is told")
    console.app.connecting.choose(NAME)
    asked = connect(console)
    assert "https://elsewhere.example/token" in asked.notice.advice.text()
    assert "not sent there" in asked.notice.headline.text()
    assert console.app.session.environment is not None
    assert console.app.session.environment.token_url == sandbox.token_url, (
        "what is open is worked on as before"
    )
    asked.reject()
    rolled_out.unlink()
    console.app.connecting.reread()
    console.until(lambda: "taken away by your administrator" in told(console), "that is told")


def test_the_list_says_whose_it_is_and_removes_the_secret_alone(
    console: Console, sandbox: Sandbox, rolled_out: Path
) -> None:
    connect(console).reject()
    known = Environments(console.places)
    [theirs] = known.load().environments
    known.save(replace(theirs, secret=Secret(sandbox.client_secret)))
    console.window.actions_["environments"].trigger()
    (dialog,) = console.window.findChildren(EnvironmentsDialog)
    console.until(lambda: dialog.list.count() == 1, "it is read")
    console.rest()
    assert "set by your administrator" in dialog.list.item(0).text()
    assert str(rolled_out) in dialog.set_by.text()
    assert not dialog.read_only.isEnabled()
    console.click("Remove its secret", within=dialog)
    console.rest()
    assert "stays" in dialog.question.text()
    console.click("Remove it", within=dialog)
    console.rest()
    assert dialog.list.count() == 1
    assert not known.load().environments[0].has_secret


@pytest.fixture
def in_keyring(sandbox: Sandbox, held_keyring: HeldKeyring) -> Environment:
    """The operator's own environment, its secret in the keyring."""
    places = find_places()
    places.prepare()
    own = Environments(places)
    own.save(environment_of(sandbox))
    moving_secrets.move(own, "keyring")
    own.mark_used(NAME)
    held_keyring.asked.clear()
    return own.load().environments[0]


def test_a_keyring_that_asks_the_operator_holds_nothing_up_and_then_all_is_as_ever(
    qtbot: QtBot, in_keyring: Environment, held_keyring: HeldKeyring
) -> None:
    held_keyring.prompt.clear()
    console = Console(qtbot, options=StartOptions(open=SAMPLE_ORDER))
    console.until(held_keyring.asked.is_set, "the keyring is asked")
    console.until(
        lambda: console.window.bar.notice.action.text() == STOP_KEYRING.label, "that is said, and can be left"
    )
    assert console.app.session.environment is None
    held_keyring.prompt.set()
    console.until(lambda: console.window.front is not None, "the order is open")
    console.rest()
    console.close()


def test_esc_leaves_a_keyring_alone_and_a_locked_one_has_the_secret_asked_for(
    qtbot: QtBot, in_keyring: Environment, held_keyring: HeldKeyring, sandbox: Sandbox
) -> None:
    held_keyring.prompt.clear()
    console = Console(qtbot, options=StartOptions())
    console.until(held_keyring.asked.is_set, "the keyring is asked")
    console.press("Escape", on=console.window)
    console.until(lambda: "no longer waited for" in told(console), "that is said")
    held_keyring.locked = True
    held_keyring.prompt.set()
    console.app.connecting.choose(NAME)
    dialog = connect(console)
    assert "locked" in dialog.notice.headline.text()
    assert dialog.form.input_of("api_url").text() == sandbox.url
    console.type_into("Client secret", sandbox.client_secret)
    console.click("Save", within=dialog)
    console.rest()
    assert "locked" in dialog.notice.headline.text(), "nothing is put into the file instead"
    assert sandbox.client_secret not in Environments(console.places).path.read_text()
    console.click("Connect without saving", within=dialog)
    console.until(lambda: console.app.session.name == NAME, "it is in use")
    console.close()
