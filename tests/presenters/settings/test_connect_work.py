"""What the Connect dialog has done on a worker: with the secret where it is kept, and as an administrator limits it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from console.api.call import Watcher
from console.api.check import ConnectionVerdict
from console.model.environment import Environment, Secret
from console.presenters.settings.connect_work import forget, save, try_kept
from console.presenters.waiting import Waiting
from console.runtime.cancel import Cancel
from console.store import handed_on, moving_secrets
from console.store.environments import Environments
from console.store.files import StoreTrouble
from console.store.places import Places
from tests.support.keyrings import HeldKeyring
from tests.support.keyrings import held_keyring as held_keyring

SHOP = Environment("Shop", "https://a.example", "https://b.example/token", "id", Secret("hush-77"), "test")


@pytest.fixture
def environments(tmp_path: Path) -> Environments:
    system = tmp_path / "system"
    system.mkdir()
    places = Places(tmp_path / "config", tmp_path / "data", tmp_path / "log", system=(system,))
    places.prepare()
    return Environments(places)


def test_a_test_gets_the_secret_out_of_the_keyring(
    environments: Environments, held_keyring: HeldKeyring
) -> None:
    environments.save(SHOP)
    moving_secrets.move(environments, "keyring")
    [known] = environments.load().environments
    tried: list[Environment] = []

    def check(environment: Environment, progress: Watcher, cancel: Cancel) -> ConnectionVerdict:
        tried.append(environment)
        raise LookupError

    with pytest.raises(LookupError):
        try_kept(environments, check, known, Waiting(), Cancel())
    assert tried[0].secret == SHOP.secret
    held_keyring.locked = True
    with pytest.raises(StoreTrouble, match="locked"):
        try_kept(environments, check, known, Waiting(), Cancel())
    assert len(tried) == 1


def test_what_is_saved_comes_back_with_its_secret_and_within_the_limits(
    environments: Environments, tmp_path: Path, held_keyring: HeldKeyring
) -> None:
    handed_on.write(tmp_path / "system" / "environments.json", replace(SHOP, name="Live", read_only=True))
    moving_secrets.move(environments, "keyring")
    saved, told = save(environments, SHOP, None, Cancel(), Cancel())
    assert told == ()
    assert (saved.secret, saved.read_only) == (SHOP.secret, True)
    assert saved.secret_item
    assert held_keyring.secrets == [SHOP.secret.reveal()]
    again, _ = save(environments, replace(saved, secret=Secret("")), "Shop", Cancel(), Cancel())
    assert (again.secret_item, bool(again.secret)) == (saved.secret_item, False)
    with pytest.raises(StoreTrouble, match="Another window"):
        save(environments, SHOP, "Other", Cancel(), Cancel())


def test_of_an_administrators_only_the_secret_is_forgotten(
    environments: Environments, tmp_path: Path
) -> None:
    handed_on.write(tmp_path / "system" / "environments.json", replace(SHOP, name="Live"))
    live = environments.load().find("Live")
    assert live is not None
    environments.save(replace(live, secret=SHOP.secret))
    environments.save(SHOP)
    book, told = forget(environments, "Live", Cancel(), Cancel())
    assert told == []
    assert [(one.name, one.has_secret) for one in book.environments] == [("Shop", True), ("Live", False)]
    book, _ = forget(environments, "Shop", Cancel(), Cancel())
    assert [one.name for one in book.environments] == ["Live"]
