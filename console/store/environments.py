"""The named environments and their credentials, in `environments.json` in the operator's config folder.

It must not talk to any service, and it must never print, log or raise anything that holds a secret.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from console.model.environment import SANDBOX_NAME, Environment
from console.runtime import hidden
from console.runtime.cancel import Cancel
from console.store import administered, administered_desk, environment_entries, files
from console.store.documents import Document, read_document, write_document
from console.store.environment_entries import (
    SECRET_KEYS,
    entry_of,
    environment_of,
    item_of,
    name_of,
    own_part,
    with_secret_as,
    without,
)
from console.store.files import StoreTrouble
from console.store.places import Places

_FORMAT = 1
SecretsPlace = Literal["file", "keyring"]
"""Where client secrets are kept that are saved from now on."""


@dataclass(frozen=True, slots=True)
class Book:
    """What the files held: the environments in their order, and the name of the one last used, if it is known.

    `notices` are sentences to tell the operator. `read_only` says why nothing can be saved; `None` means it
    can. The last used one may be `SANDBOX_NAME`, which is never among `environments`: its credentials come
    from the sandbox itself at each start. `shares_desk`: whether one is set up, which `desk_entry` reads; `desk_given`: whether
    an administrator's is there (`administered_desk`). `system` are
    those that an administrator set up, as the system's files have them.
    """

    environments: tuple[Environment, ...]
    last_used: str | None
    notices: tuple[str, ...]
    read_only: str | None
    secrets_in: SecretsPlace = "file"
    shares_desk: bool = False
    desk_given: bool = False
    system: tuple[Environment, ...] = ()

    def find(self, name: str) -> Environment | None:
        """Return the environment of that name, whatever the case of its letters."""
        wanted = name.strip().casefold()
        return next((known for known in self.environments if known.name.casefold() == wanted), None)


class Environments:
    """The environments on disk; every call reads the files afresh, and every change is whole or not at all.

    No call but those with a `stop` asks the system's keyring, which may take minutes; `stop` ends the wait.
    """

    def __init__(self, places: Places) -> None:
        self.path, self._read_only = places.config / "environments.json", places.read_only
        self._system = places.system

    def load(self) -> Book:
        """Return what is known; a damaged, newer or unreadable file gives an empty book with a sentence."""
        system = administered.read(self._system)
        document = self._document()
        notices = list(document.notices)
        own = self._understood(entries(document.content, "environments"), notices)
        theirs = self._understood(entries(document.content, "administered"), notices)
        kept = {one.name.casefold(): one for one in theirs}
        listed, told = administered.joined(own, kept, system)
        desk_given = self._desk_given(system, notices)
        last_used = document.content.get("last_used")
        known_names = [SANDBOX_NAME, *(environment.name for environment in listed)]
        return Book(
            environments=listed,
            last_used=last_used if last_used in known_names else None,
            notices=(*notices, *system.notices, *told),
            read_only=self._read_only or document.read_only,
            secrets_in=secrets_in(document.content),
            shares_desk=bool(entries(document.content, "desk")),
            desk_given=desk_given,
            system=system.environments,
        )

    def with_secret(self, environment: Environment, stop: Cancel | None = None) -> Environment:
        """The environment with its secret, out of the keyring where it is there. Raises `StoreTrouble` where it is not."""
        if environment.secret or not environment.secret_item:
            return environment
        from console.store import system_keyring

        secret = system_keyring.get(environment.secret_item, stop)
        if secret is None:
            raise StoreTrouble(f"The keyring no longer has the secret of “{environment.name}”.")
        hidden.KNOWN.secret(secret.reveal(), environment.client_id)
        return replace(environment, secret=secret)

    def save(
        self, environment: Environment, *, replaces: str | None = None, stop: Cancel | None = None
    ) -> list[str]:
        """Add the environment, or put it in place of the one named `replaces` (default: of the same name).

        All other entries stay as they are, even those that `load` left out. A new secret goes to where secrets are kept;
        one that the keyring has stays there. Of an administrator's environment only the secret and what is more careful
        is kept. Returns sentences to tell. Raises `StoreTrouble`; then the file is as it was.
        """
        if environment.name.casefold() == SANDBOX_NAME.casefold():
            raise StoreTrouble(f"{SANDBOX_NAME} is built in and is not saved.")
        hidden.KNOWN.secret(environment.secret.reveal(), environment.client_id)
        found = self._document()
        secret = self._put_secret(environment, secrets_in(found.content), stop)
        by = environment.administered
        theirs = by is not None and by.whole
        gone: list[str] = []

        def put(content: dict[str, Any]) -> None:
            own = entries(content, "environments")
            mine: Any = next(
                (entry for entry in own if name_of(entry).casefold() == environment.name.casefold()), {}
            )
            if (
                theirs and _shown_to(mine) == environment.shown_to
            ):  # set up by hand before, and so still the operator's
                kept = {key: entry_of(environment)[key] for key in ("accent", "read_only")}
                _put(own, environment.name, kept, secret=secret, gone=gone)
            elif theirs:
                content["administered"] = entries(content, "administered")
                _put(
                    content["administered"], environment.name, own_part(environment), secret=secret, gone=gone
                )
            else:
                _put(own, replaces or environment.name, entry_of(environment), secret=secret, gone=gone)
            content["environments"] = own
            if content.get("last_used") == replaces is not None:
                content["last_used"] = environment.name
            leave(content, gone)

        try:
            notices = self.change(put)
        except StoreTrouble:
            self._take_back(secret, environment)
            raise
        return [*found.notices, *notices, *(self.clean(stop) if gone else ())]

    def forget(self, name: str, stop: Cancel | None = None) -> list[str]:
        """Remove the environment of that name and its credentials; returns sentences or raises `StoreTrouble`.

        An administrator's stays, without its secret.
        """
        gone: list[str] = []

        def remove(content: dict[str, Any]) -> None:
            for key in ("environments", "administered"):
                if key in content:
                    listed = entries(content, key)
                    content[key] = without(listed, {name.casefold()})
                    gone.extend(item for one in listed if one not in content[key] and (item := item_of(one)))
            if content.get("last_used") == name:
                content["last_used"] = None
            leave(content, gone)

        return [*self.change(remove), *(self.clean(stop) if gone else ())]

    def mark_used(self, name: str) -> list[str]:
        """Remember which environment is in use for the next start; returns sentences or raises `StoreTrouble`.

        The secrets of environments that an administrator has taken away are forgotten with that.
        """
        if self._read_only:
            return []
        system = administered.read(self._system)
        there = {one.name.casefold() for one in system.environments}

        def mark(content: dict[str, Any]) -> None:
            content["last_used"] = name
            listed = entries(content, "administered")
            away = [
                one
                for one in listed
                if name_of(one).casefold() not in there
                and isinstance(one, dict)
                and one.get("set_in") in system.answered
            ]
            if away:
                content["administered"] = [one for one in listed if one not in away]
                leave(content, [item for one in away if (item := item_of(one))])

        return self.change(mark)

    def change(self, change: Callable[[dict[str, Any]], None]) -> list[str]:
        """Change the content of the file, alone and whole; returns sentences to tell. Raises `StoreTrouble`."""
        if self._read_only:
            raise StoreTrouble(self._read_only)
        notices = files.private_folder(self.path.parent)
        with files.exclusive(self.path.parent):
            document = self._document()
            if document.read_only is not None:
                raise StoreTrouble(document.read_only)
            content = dict(document.content)
            if not isinstance(content.get("environments", []), list):
                content["environments"] = []
            change(content)
            write_document(self.path, content)
        return [*notices, *document.notices]

    def content(self) -> dict[str, Any]:
        """What the file holds now. Raises `StoreTrouble` where it cannot be changed."""
        document = self._document()
        if why := self._read_only or document.read_only:
            raise StoreTrouble(why)
        return document.content

    def clean(self, stop: Cancel | None = None) -> list[str]:
        """Take what nobody needs any more out of the keyring; what it does not do now is done the next time."""
        from console.store import system_keyring

        left = [item for item in entries(self.content(), "left_in_keyring") if isinstance(item, str)]
        removed: list[str] = []
        told: list[str] = []
        for item in left:
            try:
                system_keyring.remove(item, stop)
                removed.append(item)
            except StoreTrouble as trouble:
                told = [f"A secret that is no longer used is still in the keyring. {trouble.sentence}"]
                break
        if removed:
            self.change(
                lambda content: content.update(
                    left_in_keyring=[
                        item for item in entries(content, "left_in_keyring") if item not in removed
                    ]
                )
            )
        return told

    def _desk_given(self, system: administered.SystemEnvironments, notices: list[str]) -> bool:
        """Whether an administrator gives a desk to all; folders that did not answer just now are not asked again."""
        folders = [one for one in self._system if str(one / administered.FILE_NAME) in system.answered]
        try:
            return administered_desk.read(folders) is not None
        except StoreTrouble as trouble:
            notices.append(trouble.sentence)
            return False

    def _document(self) -> Document:
        return read_document(self.path, format=_FORMAT, list_of="environments")

    def _understood(self, raw: list[Any], notices: list[str]) -> list[Environment]:
        found: list[Environment] = []
        for entry in raw:
            environment_entries.hide(entry)
            try:
                environment = environment_of(entry)
            except ValueError as wrong:
                notices.append(f"An environment in {self.path} was left out: {wrong}")
                continue
            if any(known.name.casefold() == environment.name.casefold() for known in found):
                notices.append(f"{self.path} names “{environment.name}” twice; the first one is used.")
                continue
            found.append(environment)
        return found

    def _put_secret(
        self, environment: Environment, to: SecretsPlace, stop: Cancel | None
    ) -> dict[str, Any] | None:
        """What the entry says of its secret from now on; None where that stays as it is."""
        if environment.secret_item:
            return None
        if not environment.secret:
            return {"secret_kept": "not yet"}
        if to == "file":
            return {"client_secret": environment.secret.reveal()}
        from console.store import system_keyring

        return in_keyring(system_keyring.put(environment.secret, environment.name, stop))

    def _take_back(self, secret: dict[str, Any] | None, environment: Environment) -> None:
        """Take a secret out of the keyring again that the file could not be made to name."""
        if secret is not None and (item := item_of({"name": environment.name, **secret})):
            from console.store import system_keyring

            with contextlib.suppress(StoreTrouble):
                system_keyring.remove(item)


def secrets_in(content: dict[str, Any]) -> SecretsPlace:
    """Where the file says that new secrets are kept."""
    return "keyring" if content.get("secrets_in") == "keyring" else "file"


def in_keyring(item: str) -> dict[str, Any]:
    """What an entry says of a secret that the keyring has."""
    return {"secret_kept": "keyring", "keyring_item": item}


def entries(content: dict[str, Any], key: str) -> list[Any]:
    """The list that stands under a key, empty where it is none."""
    listed = content.get(key, [])
    return list(listed) if isinstance(listed, list) else []


def _shown_to(entry: Any) -> tuple[Any, Any, Any] | None:
    return (entry.get("api_url"), entry.get("token_url"), entry.get("client_id")) if entry else None


def leave(content: dict[str, Any], gone: list[str]) -> None:
    """Note items of the keyring that are to be taken out of it."""
    if gone:
        content["left_in_keyring"] = [*entries(content, "left_in_keyring"), *gone]


def _put(
    listed: list[Any],
    replaces: str,
    written: dict[str, Any],
    *,
    secret: dict[str, Any] | None,
    gone: list[str],
) -> None:
    """Put an entry into the list in place of those of its name and of `replaces`; what only they had stays with it.

    `gone` gets the items of the keyring that nobody names any more.
    """
    names = {replaces.casefold(), str(written.get("name", replaces)).casefold()}
    places = [place for place, entry in enumerate(listed) if name_of(entry).casefold() in names]
    first = places[0] if places else len(listed)
    kept: dict[str, Any] = listed[first] if places else {}
    if secret is None:
        secret = {key: kept[key] for key in SECRET_KEYS if key in kept} or {"secret_kept": "not yet"}
    entry = with_secret_as({**kept, **written}, secret)
    gone.extend(item for place in places if (item := item_of(listed[place])) and item != item_of(entry))
    rest = [one for place, one in enumerate(listed) if place not in places]
    listed[:] = [*rest[:first], entry, *rest[first:]]
