"""Where secrets are kept, as it is chosen: the keyring's name is shown, and a failure leaves all as it was, with a sentence."""

from __future__ import annotations

import importlib.util

import pytest
from keyring.backends import null

from console.model.environment import Environment, Secret
from console.presenters.settings.secrets_place import SecretsPlacePresenter, SecretsPlaceState
from console.store.environments import Environments
from console.store.places import find_places
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.keyrings import HeldKeyring, use
from tests.support.keyrings import held_keyring as held_keyring

SHOP = Environment("Shop", "https://a.example", "https://b.example/token", "id", Secret("hush-77"), "test")
HELD = "tests.support.keyrings.HeldKeyring"


@pytest.fixture
def environments() -> Environments:
    made = Environments(find_places())
    made.save(SHOP)
    return made


def shown(environments: Environments, jobs: InlineJobs | HeldJobs | None = None) -> SecretsPlacePresenter:
    made = SecretsPlacePresenter(jobs or InlineJobs(), environments)
    made.show(lambda _: None)
    return made


def said(state: SecretsPlaceState) -> str:
    assert state.notice is not None
    return f"{state.notice.headline} {state.notice.advice}".strip()


def test_the_file_is_the_first_place_and_no_keyring_is_asked_for_that(
    environments: Environments, held_keyring: HeldKeyring
) -> None:
    presenter = shown(environments)
    assert presenter.state.now == f"Now in {environments.path}, as text that only you can read."
    assert not presenter.state.can_move
    assert not held_keyring.asked.is_set()


def test_choosing_the_keyring_names_it_and_moving_is_told(
    environments: Environments, held_keyring: HeldKeyring
) -> None:
    presenter = shown(environments)
    presenter.choose("keyring")
    assert HELD in said(presenter.state)
    assert environments.load().secrets_in == "file", "nothing is moved by choosing"
    presenter.move()
    assert said(presenter.state) == f"1 secret is in the system's keyring ({HELD}) now."
    assert presenter.state.now == f"Now in the system's keyring: {HELD}."
    assert held_keyring.secrets == ["hush-77"]
    again = shown(environments)
    assert again.state.now == f"Now in the system's keyring: {HELD}."
    again.choose("file")
    again.move()
    assert said(again.state) == "1 secret is in the file now."
    assert environments.load().environments == (SHOP,)


def test_what_will_not_do_is_said_and_the_choice_goes_back(
    environments: Environments, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, null.Keyring())
    presenter = shown(environments)
    presenter.choose("keyring")
    assert (presenter.state.chosen, presenter.state.can_move) == ("file", False)
    assert "switched off here" in said(presenter.state)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    presenter.choose("keyring")
    assert "pip install keyring" in said(presenter.state)


def test_a_keyring_that_is_locked_moves_nothing(
    environments: Environments, held_keyring: HeldKeyring
) -> None:
    presenter = shown(environments)
    presenter.choose("keyring")
    held_keyring.locked = True
    presenter.move()
    assert "locked" in said(presenter.state)
    assert said(presenter.state).endswith("Nothing was moved: each secret is where it was.")
    assert presenter.state.kept == "file"


def test_waiting_for_it_can_be_stopped(environments: Environments, held_keyring: HeldKeyring) -> None:
    jobs = HeldJobs()
    presenter = shown(environments, jobs)
    assert not presenter.stop(), "the file is read, and no keyring is waited for"
    jobs.finish()
    presenter.choose("keyring")
    assert presenter.state.busy
    assert presenter.stop()
    jobs.finish()
    assert "no longer waited for" in said(presenter.state)
    assert (presenter.state.busy, presenter.state.chosen) == (False, "file")
