"""Which desk this console shares with colleagues, and the operator's password for it, beside the other secrets.

It must not understand the address or talk to a database, and it never puts the password into a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from console.model.environment import Secret
from console.runtime import hidden
from console.runtime.cancel import Cancel
from console.store.environment_entries import SECRET_KEYS, item_of
from console.store.environments import Environments, entries, in_keyring, leave, secrets_in
from console.store.files import StoreTrouble

_DESK = "desk"
"""The key in `environments.json`; its list has one entry at most, of the form that all have that hold a secret."""
_NAME = "Shared desk"
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """Texts as they were typed. The password is empty where the keyring has it, as `item`, or where it was never given."""

    address: str
    ca_file: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))
    item: str = ""

    @property
    def has_password(self) -> bool:
        """Whether there is one, here or in the keyring."""
        return bool(self.password) or bool(self.item)


def load(environments: Environments) -> DeskEntry | None:
    """The desk that `environments.json` names; None where it names none that can be understood.

    Raises `StoreTrouble` where the file can be read by nobody or is kept by another console.
    """
    for raw in entries(environments.content(), _DESK)[:1]:
        if not isinstance(raw, dict):
            return None
        texts = [raw.get(key, "") for key in ("address", "ca_file", "client_secret")]
        if not all(isinstance(text, str) and len(text) <= _LONGEST for text in texts) or not texts[0].strip():
            return None
        address, ca_file, password = texts
        hidden.KNOWN.secret(password)
        return DeskEntry(address, ca_file, Secret(password), item_of(raw))
    return None


def with_password(desk: DeskEntry, stop: Cancel | None = None) -> DeskEntry:
    """The entry with its password, out of the keyring where it is there, which may take minutes. Raises `StoreTrouble`."""
    if desk.password or not desk.item:
        return desk
    from console.store import system_keyring

    password = system_keyring.get(desk.item, stop)
    if password is None:
        raise StoreTrouble(
            "The keyring no longer has the desk's password. Type it again in File > Settings > Desk."
        )
    hidden.KNOWN.secret(password.reveal())
    return replace(desk, password=password)


def save(environments: Environments, desk: DeskEntry, stop: Cancel | None = None) -> list[str]:
    """Keep this desk in place of any other; an empty password leaves the one that is kept for the same address.

    Returns sentences to tell. Raises `StoreTrouble`; then the file is as it was.
    """
    hidden.KNOWN.secret(desk.password.reveal())
    kept = secrets_in(environments.content())
    secret: dict[str, Any] | None = None
    if desk.password and kept == "keyring":
        from console.store import system_keyring

        secret = in_keyring(system_keyring.put(desk.password, _NAME, stop))
    elif desk.password:
        secret = {"client_secret": desk.password.reveal()}
    gone: list[str] = []

    def put(content: dict[str, Any]) -> None:
        before = next(iter(entries(content, _DESK)), None)
        held = {}
        if isinstance(before, dict) and before.get("address") == desk.address:
            held = {key: before[key] for key in SECRET_KEYS if key in before}
        said = secret or held or {"secret_kept": "not yet"}
        written = {"name": _NAME, "address": desk.address, "ca_file": desk.ca_file, **said}
        if (item := item_of(before)) and item != item_of(written):
            gone.append(item)
        content[_DESK] = [written]
        leave(content, gone)

    try:
        notices = environments.change(put)
    except StoreTrouble:
        _take_back(secret)
        raise
    return [*notices, *(environments.clean(stop) if gone else ())]


def forget(environments: Environments, stop: Cancel | None = None) -> list[str]:
    """Share no desk any more; the password goes, everything else on this computer stays. Raises `StoreTrouble`."""
    gone: list[str] = []

    def remove(content: dict[str, Any]) -> None:
        gone.extend(item for raw in entries(content, _DESK) if (item := item_of(raw)))
        content.pop(_DESK, None)
        leave(content, gone)

    return [*environments.change(remove), *(environments.clean(stop) if gone else ())]


def _take_back(secret: dict[str, Any] | None) -> None:
    """Take a password out of the keyring again that the file could not be made to name."""
    if secret is not None and (item := item_of(secret)):
        import contextlib

        from console.store import system_keyring

        with contextlib.suppress(StoreTrouble):
            system_keyring.remove(item)
