"""The named environments and their credentials, in `environments.json` in the operator's config folder.

It must not talk to any service, and it must never print, log or raise anything that holds a secret.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from console.model.environment import (
    ACCENTS,
    SANDBOX_NAME,
    Environment,
    environment_from_texts,
    problems,
)
from console.runtime import hidden
from console.store import files
from console.store.documents import Document, read_document, write_document
from console.store.files import StoreTrouble
from console.store.places import Places

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Book:
    """What the file held: the environments in its order, and the name of the one last used, if it is known.

    `notices` are sentences to tell the operator. `read_only` says why nothing can be saved; `None` means it
    can. The last used one may be `SANDBOX_NAME`, which is never among `environments`: its credentials come
    from the sandbox itself at each start.
    """

    environments: tuple[Environment, ...]
    last_used: str | None
    notices: tuple[str, ...]
    read_only: str | None

    def find(self, name: str) -> Environment | None:
        """Return the environment of that name, whatever the case of its letters."""
        wanted = name.strip().casefold()
        return next((known for known in self.environments if known.name.casefold() == wanted), None)


class Environments:
    """The environments on disk; every call reads the file afresh, and every change is whole or not at all."""

    def __init__(self, places: Places) -> None:
        self.path, self._read_only = places.config / "environments.json", places.read_only

    def load(self) -> Book:
        """Return what is known; a damaged, newer or unreadable file gives an empty book with a sentence."""
        document = read_document(self.path, format=_FORMAT, list_of="environments")
        environments: list[Environment] = []
        notices = list(document.notices)
        for entry in _entries(document):
            _hide(entry)
            try:
                environment = _environment(entry)
            except ValueError as wrong:
                notices.append(f"An environment in {self.path} was left out: {wrong}")
                continue
            if any(known.name.casefold() == environment.name.casefold() for known in environments):
                notices.append(f"{self.path} names “{environment.name}” twice; the first one is used.")
                continue
            environments.append(environment)
        last_used = document.content.get("last_used")
        known_names = [SANDBOX_NAME, *(environment.name for environment in environments)]
        return Book(
            environments=tuple(environments),
            last_used=last_used if last_used in known_names else None,
            notices=tuple(notices),
            read_only=self._read_only or document.read_only,
        )

    def save(self, environment: Environment, *, replaces: str | None = None) -> list[str]:
        """Add the environment, or put it in place of the one named `replaces` (default: of the same name).

        All other entries stay as they are, even those that `load` left out. Returns sentences to tell. Raises
        `StoreTrouble`; then the file is as it was.
        """
        if environment.name.casefold() == SANDBOX_NAME.casefold():
            raise StoreTrouble(f"{SANDBOX_NAME} is built in and is not saved.")
        hidden.KNOWN.secret(environment.secret.reveal(), environment.client_id)
        written = {
            "name": environment.name,
            "api_url": environment.api_url,
            "token_url": environment.token_url,
            "client_id": environment.client_id,
            "client_secret": environment.secret.reveal(),
            "accent": environment.accent,
            "ca_file": environment.ca_file,
            "proxy": environment.proxy,
            "auth_method": environment.auth_method,
            "scope": environment.scope,
            "read_only": environment.read_only,
        }

        def put(content: dict[str, Any]) -> None:
            entries = content.setdefault("environments", [])
            gone = {(replaces or environment.name).casefold(), environment.name.casefold()}
            places = [place for place, entry in enumerate(entries) if _name_of(entry).casefold() in gone]
            first = places[0] if places else len(entries)
            kept = entries[first] if places else {}
            rest = [entry for place, entry in enumerate(entries) if place not in places]
            content["environments"] = [*rest[:first], {**kept, **written}, *rest[first:]]
            if content.get("last_used") == replaces is not None:
                content["last_used"] = environment.name

        return self._change(put)

    def forget(self, name: str) -> list[str]:
        """Remove the environment of that name and its credentials; returns sentences or raises `StoreTrouble`."""

        def remove(content: dict[str, Any]) -> None:
            entries = content.get("environments", [])
            content["environments"] = [
                entry for entry in entries if _name_of(entry).casefold() != name.casefold()
            ]
            if content.get("last_used") == name:
                content["last_used"] = None

        return self._change(remove)

    def mark_used(self, name: str) -> list[str]:
        """Remember which environment is in use for the next start; returns sentences or raises `StoreTrouble`."""
        return [] if self._read_only else self._change(lambda content: content.update(last_used=name))

    def _change(self, change: Callable[[dict[str, Any]], None]) -> list[str]:
        if self._read_only:
            raise StoreTrouble(self._read_only)
        notices = files.private_folder(self.path.parent)
        with files.exclusive(self.path.parent):
            document = read_document(self.path, format=_FORMAT, list_of="environments")
            if document.read_only is not None:
                raise StoreTrouble(document.read_only)
            content = dict(document.content)
            if not isinstance(content.get("environments", []), list):
                content["environments"] = []
            change(content)
            write_document(self.path, content)
        return [*notices, *document.notices]


_NEEDED = ("name", "api_url", "token_url", "client_id", "client_secret")
_USUAL = {"ca_file": "", "proxy": "", "auth_method": "post", "scope": ""}
"""The texts of an entry: those that each has, and those that may be left out, or null, with what they are then."""


def _entries(document: Document) -> list[Any]:
    entries = document.content.get("environments", [])
    return entries if isinstance(entries, list) else []


def _name_of(entry: Any) -> str:
    return str(entry.get("name", "")) if isinstance(entry, dict) else ""


def _hide(entry: Any) -> None:
    """Let nothing in this process write the entry's secret down, whether the entry can be used or not."""
    if isinstance(entry, dict) and isinstance(secret := entry.get("client_secret"), str):
        hidden.KNOWN.secret(secret, str(entry.get("client_id", "")))


def _environment(raw: Any) -> Environment:
    """Turn one entry into an environment; raises `ValueError` whose text is a sentence without any value."""
    name = "".join(sign if sign.isprintable() else "\ufffd" for sign in _name_of(raw)[:60])
    called = f"“{name}”" if name else "one without a name"
    if not isinstance(raw, dict):
        raise ValueError(f"{called}: it is no group of named values.")
    texts: dict[str, str] = {}
    for key in (*_NEEDED, *_USUAL):
        value = raw.get(key)
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
    return environment_from_texts(**texts, accent=accent, read_only=read_only or False)
