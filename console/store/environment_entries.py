"""One environment as `environments.json` spells it, and the environment as such an entry.

It must not read or write the file, nor put a secret or any other value of an entry into a sentence.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from console.model.environment import ACCENTS, Environment, Secret, environment_from_texts, problems
from console.runtime import hidden

SECRET_KEYS = frozenset({"client_secret", "secret_kept", "keyring_item"})
"""What an entry says of its secret: itself, or that it is kept in the "keyring" as which item, or "not yet"."""
_ELSEWHERE = "?"


_NEEDED = ("name", "api_url", "token_url", "client_id", "client_secret")
_USUAL = {"ca_file": "", "proxy": "", "auth_method": "post", "scope": ""}
"""The texts of an entry: those that each has, and those that may be left out, or null, with what they are then."""


def name_of(entry: Any) -> str:
    """The entry's name, whatever the entry is."""
    return str(entry.get("name", "")) if isinstance(entry, dict) else ""


def item_of(entry: Any) -> str:
    """The item of the keyring that has the entry's secret; empty where that is kept otherwise."""
    kept = isinstance(entry, dict) and entry.get("secret_kept") == "keyring"
    item = entry.get("keyring_item") if kept else ""
    return item if isinstance(item, str) else ""


def without(entries: list[Any], names: Collection[str]) -> list[Any]:
    """The entries but for those of these names, which are in small letters."""
    return [entry for entry in entries if name_of(entry).casefold() not in names]


def hide(entry: Any) -> None:
    """Let nothing in this process write the entry's secret down, whether the entry can be used or not."""
    if isinstance(entry, dict) and isinstance(secret := entry.get("client_secret"), str):
        hidden.KNOWN.secret(secret, str(entry.get("client_id", "")))


def entry_of(environment: Environment) -> dict[str, Any]:
    """All of an entry but what it says of the secret."""
    return {
        "name": environment.name,
        "api_url": environment.api_url,
        "token_url": environment.token_url,
        "client_id": environment.client_id,
        "accent": environment.accent,
        "ca_file": environment.ca_file,
        "proxy": environment.proxy,
        "auth_method": environment.auth_method,
        "scope": environment.scope,
        "read_only": environment.read_only,
    }


def own_part(environment: Environment) -> dict[str, Any]:
    """What the operator's file holds of an administrator's: whom the secret is for, and how careful he is himself."""
    assert environment.administered is not None
    kept = ("name", "api_url", "token_url", "client_id", "accent", "read_only")
    entry = entry_of(environment)
    return {key: entry[key] for key in kept} | {"set_in": environment.administered.path}


def with_secret_as(entry: dict[str, Any], secret: dict[str, Any]) -> dict[str, Any]:
    """The entry with this said of its secret and nothing else."""
    return {key: value for key, value in entry.items() if key not in SECRET_KEYS} | secret


def environment_of(raw: Any) -> Environment:
    """Turn one entry into an environment; raises `ValueError` whose text is a sentence without any value."""
    name = "".join(sign if sign.isprintable() else "\ufffd" for sign in name_of(raw)[:60])
    called = f"“{name}”" if name else "one without a name"
    elsewhere = isinstance(raw, dict) and raw.get("secret_kept") in ("keyring", "not yet")
    if not isinstance(raw, dict):
        raise ValueError(f"{called}: it is no group of named values.")
    texts: dict[str, str] = {}
    for key in (*_NEEDED, *_USUAL):
        value = _ELSEWHERE if elsewhere and key == "client_secret" else raw.get(key)
        text = _USUAL.get(key) if value is None else value
        if not isinstance(text, str):
            raise ValueError(f"{called}, {key}: {'it is missing' if value is None else 'it is not a text'}.")
        texts[key] = text
    accent = next((known for known in ACCENTS if known == raw.get("accent", "production")), None)
    if accent is None:
        raise ValueError(f"{called}, accent: it is none of {', '.join(ACCENTS)}.")
    read_only = raw.get("read_only")
    if not (read_only is None or isinstance(read_only, bool)):
        raise ValueError(f"{called}, read_only: it is neither true nor false.")
    if wrong := problems(**texts):
        field, sentence = next(iter(wrong.items()))
        raise ValueError(f"{called}, {field}: {sentence}")
    made = environment_from_texts(**texts, accent=accent, read_only=read_only or False)
    return replace(made, secret=Secret(""), secret_item=item_of(raw)) if elsewhere else made
