"""Environments as a file for colleagues or for a whole computer: everything about them but the secret.

It must not hold, read or write a secret, and what stands in such a file is only proposed: whoever takes it over looks at it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.model.environment import ACCENTS, Accent, Environment, environment_from_texts, problems
from console.store import files
from console.store.environment_entries import entry_of
from console.store.files import StoreTrouble

LARGEST = 256 * 1024
"""Bytes of a file; a larger one is not such a file."""
_FORMAT, _MOST = 1, 200
_ASKED_LATER = "?"
_NEEDED = ("name", "api_url", "token_url", "client_id")
_TEXTS = (*_NEEDED, "ca_file", "proxy", "auth_method", "scope")
_FIELDS = frozenset({*_TEXTS, "accent", "read_only"})
_LETTERS = re.compile("[^a-z]")
_SECRETS = re.compile(r"secret|passw|pwd|passphrase|credential|bearer|authorization|privatekey|apikey")
_TOKENS = frozenset({"token", "accesstoken", "refreshtoken", "idtoken", "key", "pass"})
_MISSPELT = {key.replace("_", ""): key for key in _FIELDS} | {"colour": "accent", "color": "accent"}
"""What people write for the name of a field: `readOnly` left unread would let an environment be written to."""


@dataclass(frozen=True, slots=True)
class ExportedEnvironment:
    """What such a file says of one; texts are as somebody wrote them, and none of them was judged yet."""

    name: str
    api_url: str
    token_url: str
    client_id: str
    accent: Accent = "production"
    ca_file: str = ""
    proxy: str = ""
    auth_method: str = "post"
    scope: str = ""
    read_only: bool = False

    def texts(self) -> dict[str, str]:
        """All but colour and read-only, by name."""
        return {key: getattr(self, key) for key in _TEXTS}

    def environment(self) -> Environment:
        """The environment without a secret. Raises `StoreTrouble` with the first that is wrong with it."""
        texts = self.texts()
        if wrong := problems(**texts, client_secret=_ASKED_LATER):
            field, sentence = next(iter(wrong.items()))
            raise StoreTrouble(f"{field}: {sentence}")
        return environment_from_texts(**texts, client_secret="", accent=self.accent, read_only=self.read_only)


@dataclass(frozen=True, slots=True)
class HandedOn:
    """What a file holds. `wrong` are sentences on entries that cannot be used, `told` on what was left out of others.

    One that stands alone is not judged, for whoever takes it over can mend it; its `environment()` may raise.
    """

    environments: tuple[ExportedEnvironment, ...]
    wrong: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def as_text(environments: Sequence[Environment]) -> str:
    """The file's text: of one environment in the form that every console since the first reads, of several as a list."""
    entries = [_entry(one) for one in environments]
    content: dict[str, Any] = {"order_console": "environments", "format": _FORMAT, "environments": entries}
    if len(entries) == 1:
        content = {"order_console": "environment", "format": _FORMAT, **entries[0]}
    return json.dumps(content, indent=2) + "\n"


def write(path: Path, *environments: Environment) -> None:
    """Write them without their secrets, in place of what may be there. Raises `StoreTrouble`."""
    files.replace(path, as_text(environments).encode())


def read(path: Path) -> HandedOn:
    """What the file says. Raises `StoreTrouble` with a sentence where it is no such file, or cannot be read.

    A secret that somebody wrote into it is left out.
    """
    try:
        with path.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as error:
        raise files.trouble("Order Console could not read", path, error) from None
    return understood(raw, path.name)


def understood(raw: bytes, called: str) -> HandedOn:
    """What the bytes of a file that is `called` so say. Raises `StoreTrouble` where they are of no such file."""
    content = parsed(raw) if len(raw) <= LARGEST else None
    kind = content.get("order_console", "environments") if content is not None else None
    entries = content.get("environments") if content is not None and kind == "environments" else [content]
    if content is None or kind not in ("environment", "environments") or not isinstance(entries, list):
        raise StoreTrouble(f"{called} is not an environment that was exported by Order Console.")
    if content.get(_TWICE):
        raise StoreTrouble(f"{called} cannot be taken over: {_names_twice(content)}")
    form = content.get("format")
    if type(form) is int and form > _FORMAT:
        raise StoreTrouble(f"{called} was written by a newer Order Console; this one cannot take it over.")
    if type(form) is not int or form != _FORMAT:
        raise StoreTrouble(f'{called} does not say "format": {_FORMAT}, by which its form is known.')
    if len(entries) > _MOST:
        raise StoreTrouble(f"{called} holds more than {_MOST} environments.")
    found: list[ExportedEnvironment] = []
    wrong: list[str] = []
    told: list[str] = []
    for entry in entries:
        try:
            one = _exported(entry)
            if kind == "environments":
                one.environment()
        except StoreTrouble as trouble:
            if kind == "environment":
                raise StoreTrouble(f"{called} cannot be taken over: {trouble.sentence}") from None
            wrong.append(f"{called}, {_called(entry)}: {trouble.sentence}")
            continue
        name = one.name.strip()
        if any(name.casefold() == other.name.strip().casefold() for other in found):
            wrong.append(f"{called} names “{name}” twice; the first one counts.")
            continue
        found.append(one)
        if holds_secret(entry):
            told.append(_secret_of(_called(entry), called))
    around = {key: value for key, value in content.items() if key != "environments"}
    if kind == "environments" and holds_secret(around):
        told.append(_secret_of("an environment", called))
    return HandedOn(tuple(found), tuple(wrong), tuple(told))


_LEFT_OUT, _TWICE = "\0left out", "\0twice"
"""Stand in an object of the file: in the place of what looked like a secret, and for names that it has twice."""


def _exported(entry: Any) -> ExportedEnvironment:
    """The entry by its shape alone. Raises `StoreTrouble` with the first value that is none of what it must be."""
    if not isinstance(entry, dict):
        raise StoreTrouble("it is no group of named values.")
    if entry.get(_TWICE):
        raise StoreTrouble(_names_twice(entry))
    for key in entry:
        meant = _MISSPELT.get(_LETTERS.sub("", key.casefold()), key)
        if key not in _FIELDS and meant != key:
            raise StoreTrouble(f"{_shown(key)}: it must be written {meant}.")
    given = {key: value for key, value in entry.items() if key in _FIELDS}
    for key in _TEXTS:
        if key not in given and key in _NEEDED:
            raise StoreTrouble(f"{key}: it is missing.")
        if not isinstance(given.get(key, ""), str):
            raise StoreTrouble(f"{key}: it is not a text.")
    if given.get("accent", "production") not in ACCENTS:
        raise StoreTrouble(f"accent: it is none of {', '.join(ACCENTS)}.")
    if not isinstance(given.get("read_only", False), bool):
        raise StoreTrouble("read_only: it is neither true nor false.")
    return ExportedEnvironment(**given)


def parsed(raw: bytes) -> dict[str, Any] | None:
    """The object that a file holds, None where it holds none; without the values of what is named like a secret."""
    try:
        content = json.loads(raw, object_pairs_hook=_without_secrets)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _without_secrets(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """One object of the file; the value of what is named like a secret goes no further than here."""
    kept = [(key, value) for key, value in pairs if not _is_secret(key)]
    found = dict(kept)
    if len(kept) < len(pairs):
        found[_LEFT_OUT] = True
    if twice := {key for key, _ in kept if [name for name, _ in kept].count(key) > 1}:
        found[_TWICE] = min(twice)
    return found


def holds_secret(value: Any) -> bool:
    """Whether something that is named like a secret stood in what was parsed."""
    if isinstance(value, dict):
        return _LEFT_OUT in value or any(map(holds_secret, value.values()))
    return isinstance(value, list) and any(map(holds_secret, value))


def _is_secret(key: str) -> bool:
    letters = _LETTERS.sub("", key.casefold())
    return bool(_SECRETS.search(letters)) or letters in _TOKENS


def _secret_of(whose: str, called: str) -> str:
    return (
        f"{called} holds a secret of {whose}, which was not used: others may have read it. Take it"
        " out of the file, and have the service give out another."
    )


def _names_twice(entry: dict[str, Any]) -> str:
    return f"{_shown(entry[_TWICE])} stands in it twice; take one out."


def _called(entry: Any) -> str:
    name = str(entry.get("name", "")) if isinstance(entry, dict) else ""
    return f"“{_shown(name)}”" if name else "one without a name"


def _shown(text: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:60])


def _entry(environment: Environment) -> dict[str, Any]:
    """As in the operator's own file, with texts for what is not set."""
    return entry_of(environment) | {"ca_file": environment.ca_file or "", "proxy": environment.proxy or ""}
