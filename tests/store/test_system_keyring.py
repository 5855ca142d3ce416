"""Secrets in the system's keyring: what is given to it comes back, and what will not do as one is given nothing."""

from __future__ import annotations

import gc
import importlib.util
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null

from console.model.environment import Secret
from console.runtime import hidden
from console.runtime.cancel import Cancel
from console.store import system_keyring
from console.store.system_keyring import KeyringTrouble
from tests.support.keyrings import (
    HeldKeyring,
    PlainTextKeyring,
    PoorKeyring,
    no_secret_service,
    secret_service,
    use,
)
from tests.support.keyrings import held_keyring as held_keyring

SECRET = Secret("hush-hush-7e2a")


def test_what_is_put_comes_back_hidden_from_the_log_and_can_be_removed(held_keyring: HeldKeyring) -> None:
    item = system_keyring.put(SECRET, "Shop, live")
    assert item.startswith("Shop, live (")
    assert system_keyring.get(item) == SECRET
    assert hidden.KNOWN(SECRET.reveal()) == hidden.MASK
    assert system_keyring.put(SECRET, "Shop, live") != item, "each is an item of its own"
    system_keyring.remove(item)
    system_keyring.remove(item)
    assert system_keyring.get(item) is None


@pytest.mark.parametrize(
    ("backend", "words"),
    [
        (fail.Keyring, "There is no keyring here"),
        (null.Keyring, "switched off here"),
        (PlainTextKeyring, "does not keep secrets as a keyring should"),
        (PoorKeyring, "does not keep secrets as a keyring should"),
    ],
)
def test_what_is_no_keyring_is_refused_with_a_sentence_and_given_nothing(
    monkeypatch: pytest.MonkeyPatch, backend: Callable[[], KeyringBackend], words: str
) -> None:
    made = backend()
    use(monkeypatch, made)
    for ask in (
        system_keyring.name,
        lambda: system_keyring.put(SECRET, "Shop"),
        lambda: system_keyring.get("Shop"),
        lambda: system_keyring.remove("Shop"),
    ):
        with pytest.raises(KeyringTrouble, match=words):
            ask()
    assert not isinstance(made, HeldKeyring) or not made.items


def test_of_a_chain_only_one_is_used_so_that_no_secret_falls_through_to_plain_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain, sound = PlainTextKeyring(), HeldKeyring()

    class Chain(chainer.ChainerBackend):
        priority = 10
        backends = (plain, sound)  # type: ignore[assignment]

    use(monkeypatch, Chain())
    system_keyring.put(SECRET, "Shop")
    assert (plain.secrets, sound.secrets) == ([], [SECRET.reveal()])
    sound.locked = True
    with pytest.raises(KeyringTrouble, match="locked"):
        system_keyring.put(SECRET, "Shop")
    assert plain.secrets == []


def test_a_locked_one_and_one_that_forgets_are_sentences_without_the_secret(
    held_keyring: HeldKeyring,
) -> None:
    held_keyring.forgets = True
    with pytest.raises(KeyringTrouble, match="did not give back"):
        system_keyring.put(SECRET, "Shop")
    assert held_keyring.items == {}
    held_keyring.locked = True
    with pytest.raises(KeyringTrouble, match="is locked and was not unlocked") as caught:
        system_keyring.put(SECRET, "Shop")
    assert SECRET.reveal() not in str(caught.value)


def test_what_a_backend_raises_is_not_quoted(
    held_keyring: HeldKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(service: str, username: str, password: str) -> None:
        raise RuntimeError(password)

    monkeypatch.setattr(held_keyring, "set_password", burst)
    with pytest.raises(KeyringTrouble) as caught:
        system_keyring.put(SECRET, "Shop")
    assert str(caught.value) == "The system's keyring cannot be used (RuntimeError)."
    assert caught.value.__suppress_context__


def test_a_dialog_that_nobody_answers_can_be_left_and_what_it_lets_in_later_is_taken_out_again(
    held_keyring: HeldKeyring,
) -> None:
    held_keyring.prompt.clear()
    stop, removed = Cancel(), threading.Event()
    delete = held_keyring.delete_password

    def told(service: str, username: str) -> None:
        delete(service, username)
        removed.set()

    held_keyring.delete_password = told  # type: ignore[method-assign]
    threading.Thread(target=lambda: (held_keyring.asked.wait(10), stop.cancel())).start()
    with pytest.raises(KeyringTrouble, match="no longer waited for"):
        system_keyring.put(SECRET, "Shop", stop)
    held_keyring.prompt.set()
    assert removed.wait(10)
    assert held_keyring.items == {}


def test_it_is_not_waited_for_longer_than_minutes(
    held_keyring: HeldKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_keyring, "PATIENCE", 0.01)
    held_keyring.prompt.clear()
    with pytest.raises(KeyringTrouble, match="did not answer within"):
        system_keyring.get("Shop")


def test_without_the_package_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert f"{sys.executable} -m pip install keyring" in system_keyring.missing()
    with pytest.raises(KeyringTrouble, match="pip install keyring"):
        system_keyring.name()


def test_nothing_of_it_is_loaded_by_looking_whether_it_is_there() -> None:
    code = (
        "import sys; from console.store import system_keyring, environments; assert not system_keyring.missing();"
        "print([name for name in sys.modules if name.split('.')[0] in ('keyring', 'secretstorage', 'jeepney')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(bool(no_secret_service()), reason=no_secret_service() or "it is there")
def test_gnome_keyring_keeps_them_and_says_when_it_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import secretstorage
    from keyring.backends.SecretService import Keyring

    with secret_service(tmp_path, monkeypatch):
        use(monkeypatch, Keyring())
        assert system_keyring.name() == "Secret Service"
        item = system_keyring.put(SECRET, "Shop, live")
        assert system_keyring.get(item) == SECRET
        kept = list((tmp_path / "data" / "keyrings").glob("*"))
        assert kept
        assert not any(SECRET.reveal().encode() in path.read_bytes() for path in kept)
        system_keyring.remove(item)
        assert system_keyring.get(item) is None
        bus = secretstorage.dbus_init()
        secretstorage.get_default_collection(bus).lock()
        bus.close()
        monkeypatch.setenv("DISPLAY", "")
        with warnings.catch_warnings():
            # The package leaves its connection open where it finds the keyring locked.
            warnings.simplefilter("ignore", ResourceWarning)
            with pytest.raises(KeyringTrouble, match="locked"):
                system_keyring.get(item)
            gc.collect()
