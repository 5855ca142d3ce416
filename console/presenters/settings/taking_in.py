"""Environments of a file beside those that are here: what taking them in would add or change, before it is done.

It must not change what is here already, nor let a secret that was typed for one server go to another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from console.model.environment import Environment, Secret
from console.runtime.cancel import Cancel
from console.store import handed_on
from console.store.environments import Book, Environments
from console.store.handed_on import HandedOn

_NAMES = {
    "api_url": "API address",
    "token_url": "token address",
    "client_id": "client ID",
    "accent": "colour",
    "ca_file": "CA file",
    "proxy": "proxy",
    "auth_method": "way the secret goes",
    "scope": "scope",
    "read_only": "read-only",
}


@dataclass(frozen=True, slots=True)
class Taking:
    """One environment as it would be saved; `words` say what that does, or why it is refused."""

    kind: Literal["new", "same", "changed", "refused"]
    environment: Environment
    words: str


def takings(book: Book, found: Sequence[Environment]) -> tuple[Taking, ...]:
    """What each of them would do to the book; they come without secrets."""
    return tuple(_taking(book.find(one.name), one) for one in found)


def _taking(here: Environment | None, one: Environment) -> Taking:
    name = one.name
    if here is None:
        marks = f"{one.accent}{', read-only' if one.read_only else ''}"
        return Taking("new", one, f"Adds “{name}”: {one.api_url}, {one.client_id}, {marks}.")
    by = here.administered
    if by is not None and by.whole:
        words = f"“{name}” is set by your administrator in {by.path}, and is changed only there."
        return Taking("refused", here, words)
    changes = [
        f"{words}: {_shown(getattr(here, key))} becomes {_shown(getattr(one, key))}"
        for key, words in _NAMES.items()
        if getattr(here, key) != getattr(one, key)
    ]
    if not changes:
        return Taking("same", here, f"“{name}” is here already, just so.")
    kept = replace(one, name=here.name, secret=here.secret, secret_item=here.secret_item)
    words = f"Changes “{here.name}”: {'; '.join(changes)}."
    if here.shown_to != one.shown_to and here.has_secret:
        kept = replace(kept, secret=Secret(""), secret_item="")
        words += " Its secret was typed for what it was, so it is asked for anew."
    return Taking("changed", kept, words)


def _shown(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else str(value or "none")


@dataclass(frozen=True, slots=True)
class Adding:
    """What became of a file of several environments: the book as it is now, whether any was added, and sentences."""

    book: Book
    added: bool
    said: tuple[str, ...]


def add_new(environments: Environments, path: Path, _: Cancel) -> tuple[HandedOn, Adding]:
    """Read a file, and add what is new of several environments; one alone is left to be looked at first. On a worker."""
    file = handed_on.read(path)
    book = environments.load()
    if len(file.environments) == 1 and not file.wrong:
        return file, Adding(book, added=False, said=())
    planned = takings(book, [one.environment() for one in file.environments])
    new = [one.environment for one in planned if one.kind == "new"]
    for one in new:
        environments.save(one)
    said = [*file.wrong, *file.told]
    if new:
        names = ", ".join(f"“{one.name}”" for one in new)
        said.append(f"Added {names}; the client secret is asked for at the first use.")
    if there := [f"“{one.environment.name}”" for one in planned if one.kind != "new"]:
        said.append(f"{', '.join(there)}: here already, and left as it was.")
    return file, Adding(environments.load(), added=bool(new), said=tuple(said))
