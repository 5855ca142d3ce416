"""Moves every client secret from the file into the system's keyring, or back.

It must not take one away from where it was before it was read back from where it is now.
"""

from __future__ import annotations

import contextlib
from typing import Any

from console.model.environment import Secret
from console.runtime.cancel import Cancel
from console.store import system_keyring
from console.store.environment_entries import item_of, name_of, with_secret_as
from console.store.environments import Environments, SecretsPlace, entries, in_keyring
from console.store.files import StoreTrouble

_LISTS = ("environments", "administered", "desk")
"""The keys of `environments.json` under which entries stand that hold a secret; the last is the shared desk's."""


def move(environments: Environments, to: SecretsPlace, stop: Cancel | None = None) -> tuple[int, list[str]]:
    """Keep the secrets there from now on, those that there are too; returns how many were moved, and sentences.

    All are written and read back before the file names their new place; only then are they taken from the old one. So
    whatever ends this leaves each secret where the file says. Raises `StoreTrouble`; then all is as it was.
    """
    return _to_keyring(environments, stop) if to == "keyring" else _to_file(environments, stop)


def _to_keyring(environments: Environments, stop: Cancel | None) -> tuple[int, list[str]]:
    system_keyring.name(stop)  # none that will do is said, even where there is no secret to move yet
    moved: dict[tuple[str, str, str], str] = {}
    try:
        for key, entry in _every(environments.content()):
            secret = entry.get("client_secret")
            if isinstance(secret, str) and secret:
                moved[(key, name_of(entry), secret)] = system_keyring.put(
                    Secret(secret), name_of(entry), stop
                )

        def name_them(content: dict[str, Any]) -> None:
            for key in _LISTS:
                if key in content:
                    content[key] = [_moved(key, entry, moved) for entry in entries(content, key)]
            content["secrets_in"] = "keyring"

        notices = environments.change(name_them)
    except StoreTrouble:
        for item in moved.values():
            with contextlib.suppress(StoreTrouble):
                system_keyring.remove(item)
        raise
    return len(moved), notices


def _to_file(environments: Environments, stop: Cancel | None) -> tuple[int, list[str]]:
    found: dict[str, Secret | None] = {
        item: system_keyring.get(item, stop)
        for _, entry in _every(environments.content())
        if (item := item_of(entry))
    }
    lost: list[str] = []
    done: list[str] = []

    def write_them(content: dict[str, Any]) -> None:
        for key in _LISTS:
            if key in content:
                content[key] = [
                    _written(entry, found, done=done, lost=lost) for entry in entries(content, key)
                ]
        content["secrets_in"] = "file"

    notices = environments.change(write_them)
    there = {entry.get("client_secret") for _, entry in _every(environments.content())}
    if any(
        secret is not None and secret.reveal() not in there for item, secret in found.items() if item in done
    ):
        raise StoreTrouble(
            f"{environments.path} did not give the secrets back; they are still in the keyring as well."
        )
    if done:
        environments.change(
            lambda content: content.update(left_in_keyring=[*entries(content, "left_in_keyring"), *done])
        )
        notices += environments.clean(stop)
    for name in lost:
        notices.append(f"The keyring no longer had the secret of “{name}”; it is asked for at the next use.")
    return len(done), notices


def _every(content: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(key, entry) for key in _LISTS for entry in entries(content, key) if isinstance(entry, dict)]


def _moved(key: str, entry: Any, moved: dict[tuple[str, str, str], str]) -> Any:
    """The entry with its secret in the keyring, unless another secret came in meanwhile."""
    secret = entry.get("client_secret") if isinstance(entry, dict) else None
    item = moved.get((key, name_of(entry), secret)) if isinstance(secret, str) else None
    return entry if item is None else with_secret_as(entry, in_keyring(item))


def _written(entry: Any, found: dict[str, Secret | None], *, done: list[str], lost: list[str]) -> Any:
    """The entry with its secret in it, where the keyring gave that."""
    item = item_of(entry)
    if not item or item not in found:
        return entry
    secret = found[item]
    if secret is None:
        lost.append(name_of(entry))
        return with_secret_as(entry, {"secret_kept": "not yet"})
    done.append(item)
    return with_secret_as(entry, {"client_secret": secret.reveal()})
