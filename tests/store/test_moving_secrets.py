"""Secrets on the move between file and keyring: whatever goes wrong, each is where the file says."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from console.model.environment import Environment, Secret
from console.runtime.cancel import Cancel
from console.store import documents, handed_on, moving_secrets, system_keyring
from console.store.environments import Environments
from console.store.files import StoreTrouble
from tests.store.test_administered import Workbench, shop
from tests.store.test_administered import workbench as workbench
from tests.support.keyrings import HeldKeyring
from tests.support.keyrings import held_keyring as held_keyring

SECRETS = ["first-secret", "rolled-out-secret", "second-secret"]


@pytest.fixture
def kept(workbench: Workbench) -> Environments:
    """Three secrets in the file: two of the operator's own environments, one of an administrator's."""
    workbench.roll_out(shop(client_id="theirs"))
    workbench.own.save(shop(name="First", client_secret="first-secret"))
    workbench.own.save(shop(name="Second", client_id="b", client_secret="second-secret"))
    workbench.own.save(replace(workbench.find(), secret=Secret("rolled-out-secret")))
    return workbench.own


def secrets_of(environments: Environments) -> list[str]:
    """The secret of every environment, wherever it is kept."""
    known = environments.load().environments
    return sorted(environments.with_secret(one).secret.reveal() for one in known)


def in_file(environments: Environments) -> list[str]:
    text = environments.path.read_text()
    return [secret for secret in SECRETS if secret in text]


def test_all_go_there_and_back_and_none_is_in_two_places(
    kept: Environments, held_keyring: HeldKeyring
) -> None:
    assert moving_secrets.move(kept, "keyring") == (3, [])
    assert (held_keyring.secrets, in_file(kept), secrets_of(kept)) == (SECRETS, [], SECRETS)
    assert kept.load().secrets_in == "keyring"
    assert moving_secrets.move(kept, "file") == (3, [])
    assert (held_keyring.secrets, in_file(kept), secrets_of(kept)) == ([], SECRETS, SECRETS)
    assert kept.load().secrets_in == "file"
    assert (
        "left_in_keyring" not in kept.path.read_text()
        or json.loads(kept.path.read_text())["left_in_keyring"] == []
    )


def test_looking_at_what_there_is_asks_no_keyring(kept: Environments, held_keyring: HeldKeyring) -> None:
    moving_secrets.move(kept, "keyring")
    held_keyring.asked.clear()
    book = kept.load()
    kept.mark_used("First")
    kept.save(replace(book.environments[0], read_only=True))
    assert not held_keyring.asked.is_set()
    assert all(one.has_secret and not one.secret for one in book.environments)
    assert secrets_of(kept) == SECRETS


def test_new_secrets_go_to_the_keyring_and_the_old_ones_leave_it(
    kept: Environments, held_keyring: HeldKeyring
) -> None:
    moving_secrets.move(kept, "keyring")
    first = kept.load().find("First")
    assert first is not None
    assert kept.save(replace(first, secret=Secret("newer"), secret_item="")) == []
    assert held_keyring.secrets == ["newer", *SECRETS[1:]]
    assert kept.save(replace(first, name="Renamed"), replaces="First") == []
    renamed = kept.load().find("Renamed")
    assert renamed is not None
    assert kept.with_secret(renamed).secret.reveal() == "newer"
    assert kept.forget("Renamed") == []
    assert held_keyring.secrets == SECRETS[1:]
    assert "newer" not in kept.path.read_text()


def test_where_the_keyring_is_locked_nothing_is_saved_in_the_file_instead(
    kept: Environments, held_keyring: HeldKeyring
) -> None:
    moving_secrets.move(kept, "keyring")
    before = kept.path.read_bytes()
    held_keyring.locked = True
    with pytest.raises(StoreTrouble, match="locked"):
        kept.save(shop(name="Third", client_id="x", client_secret="third"))
    with pytest.raises(StoreTrouble, match="locked"):
        moving_secrets.move(kept, "file")
    assert kept.path.read_bytes() == before
    held_keyring.locked = False
    assert secrets_of(kept) == SECRETS


def test_a_keyring_that_will_not_do_moves_nothing(kept: Environments, held_keyring: HeldKeyring) -> None:
    before = kept.path.read_bytes()
    held_keyring.forgets = True
    with pytest.raises(StoreTrouble, match="did not give back"):
        moving_secrets.move(kept, "keyring")
    assert kept.path.read_bytes() == before
    assert held_keyring.items == {}
    held_keyring.forgets, held_keyring.locked = False, True
    with pytest.raises(StoreTrouble, match="locked"):
        moving_secrets.move(kept, "keyring")
    assert (kept.path.read_bytes(), kept.load().secrets_in) == (before, "file")


class Killed(BaseException):
    """The end of the process, at this very place."""


@pytest.mark.parametrize("to", ["keyring", "file"])
@pytest.mark.parametrize("step", range(1, 11))
def test_a_crash_at_any_step_leaves_each_secret_where_the_file_says(
    kept: Environments, held_keyring: HeldKeyring, monkeypatch: pytest.MonkeyPatch, step: int, to: str
) -> None:
    if to == "file":
        moving_secrets.move(kept, "keyring")
    steps = 0

    def counted(do: Callable[..., object]) -> Callable[..., object]:
        def step_or_die(*given: object, **named: object) -> object:
            nonlocal steps
            steps += 1
            if steps == step:
                raise Killed
            return do(*given, **named)

        return step_or_die

    with monkeypatch.context() as dying:
        for name in ("put", "get", "remove"):
            dying.setattr(system_keyring, name, counted(getattr(system_keyring, name)))
        dying.setattr("console.store.environments.write_document", counted(documents.write_document))
        with contextlib.suppress(Killed):
            moving_secrets.move(kept, to)  # type: ignore[arg-type]
    assert secrets_of(kept) == SECRETS
    moving_secrets.move(kept, "keyring" if to == "file" else "file")
    moving_secrets.move(kept, to)  # type: ignore[arg-type]
    assert secrets_of(kept) == SECRETS


def test_a_secret_that_somebody_took_out_of_the_keyring_is_asked_for_again(
    kept: Environments, held_keyring: HeldKeyring
) -> None:
    moving_secrets.move(kept, "keyring")
    first = kept.load().find("First")
    assert first is not None
    del held_keyring.items[system_keyring.SERVICE, first.secret_item]
    with pytest.raises(StoreTrouble, match="no longer has the secret of “First”"):
        kept.with_secret(first)
    held_keyring.items[system_keyring.SERVICE, first.secret_item] = (
        ""  # as some leave an item that was cleared
    )
    with pytest.raises(StoreTrouble, match="no longer has the secret of “First”"):
        kept.with_secret(first)
    count, told = moving_secrets.move(kept, "file")
    assert count == 2
    assert told == ["The keyring no longer had the secret of “First”; it is asked for at the next use."]
    again = kept.load().find("First")
    assert again is not None
    assert not again.has_secret


def test_what_the_keyring_did_not_let_go_is_told_and_taken_out_the_next_time(
    kept: Environments, held_keyring: HeldKeyring
) -> None:
    moving_secrets.move(kept, "keyring")
    delete = held_keyring.delete_password

    def refused(service: str, username: str) -> None:
        raise RuntimeError

    held_keyring.delete_password = refused  # type: ignore[method-assign]
    [told] = kept.forget("Second")
    assert "still in the keyring" in told
    held_keyring.delete_password = delete  # type: ignore[method-assign]
    assert kept.forget("First") == []
    assert held_keyring.secrets == ["rolled-out-secret"]


def test_nothing_that_is_handed_on_has_a_secret_wherever_it_is(
    kept: Environments, held_keyring: HeldKeyring, tmp_path: Path
) -> None:
    moving_secrets.move(kept, "keyring")
    known: list[Environment] = [kept.with_secret(one) for one in kept.load().environments]
    handed_on.write(tmp_path / "out.json", *known)
    text = (tmp_path / "out.json").read_text()
    assert not [word for word in (*SECRETS, *(one.secret_item for one in known)) if word in text]


def test_esc_while_the_keyring_asks_ends_the_move_and_nothing_has_moved(
    kept: Environments, held_keyring: HeldKeyring
) -> None:
    stop = Cancel()
    stop.cancel()
    before = kept.path.read_bytes()
    with pytest.raises(StoreTrouble, match="no longer waited for"):
        moving_secrets.move(kept, "keyring", stop)
    assert kept.path.read_bytes() == before
