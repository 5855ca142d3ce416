"""The keyring of the operator's system, through the package `keyring`, for client secrets that are not to stand in a file.

It must not be imported with the program nor called by the window's thread, and it never puts up with a backend that
keeps plain text, or nothing, in a keyring's place.
"""

from __future__ import annotations

import importlib.util
import secrets
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from console.model.environment import Secret
from console.runtime import hidden
from console.runtime.bounded import StoppedWaiting, TookTooLong, within
from console.runtime.cancel import Cancel
from console.store.files import StoreTrouble

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE = "Order Console"
"""Under which every item stands in the keyring; the item's user name is the environment's name and some letters."""
PATIENCE = 300.0
"""Seconds for one answer: a keyring that is locked asks the operator for its password first."""
_NAMES = {"SecretService": "Secret Service", "libsecret": "Secret Service (libsecret)", "kwallet": "KWallet"}


class KeyringTrouble(StoreTrouble):
    """The keyring did not do what was asked; nothing that was kept before is lost."""


def missing() -> str:
    """How to get the package where it is not installed, as a sentence; empty where it is. Loads nothing."""
    if importlib.util.find_spec("keyring") is not None:
        return ""
    if getattr(sys, "frozen", False):
        return "This build of Order Console comes without the package “keyring”, so the system's keyring cannot be used."
    return f"It takes the package “keyring”: {sys.executable} -m pip install keyring, then start the console again."


def name(stop: Cancel | None = None) -> str:
    """The keyring's name, such as “Secret Service”. Raises `KeyringTrouble` where there is none that will do."""
    return _asked(lambda _: _name_of(_backend()), stop)


def put(secret: Secret, environment: str, stop: Cancel | None = None) -> str:
    """Keep the secret, read it back, and return the item's name. Raises `KeyringTrouble`; then it is not there.

    Where nobody waits any more when the keyring has it, it is taken out again.
    """
    item = f"{environment} ({secrets.token_hex(4)})"

    def work(left: Cancel) -> None:
        backend = _backend()
        backend.set_password(SERVICE, item, secret.reveal())
        same = not left.cancelled and backend.get_password(SERVICE, item) == secret.reveal()
        if not same or left.cancelled:
            backend.delete_password(SERVICE, item)
            raise KeyringTrouble(f"The keyring ({_name_of(backend)}) did not give back what it was given.")

    _asked(work, stop)
    return item


def get(item: str, stop: Cancel | None = None) -> Secret | None:
    """The secret of an item, None where there is none such or nothing in it. Raises `KeyringTrouble`."""
    found = _asked(lambda _: _backend().get_password(SERVICE, item), stop)
    if not found:
        return None
    hidden.KNOWN.secret(found)
    return Secret(found)


def remove(item: str, stop: Cancel | None = None) -> None:
    """Take an item out; nothing happens where there is none. Raises `KeyringTrouble`."""

    def work(_: Cancel) -> None:
        backend = _backend()
        if backend.get_password(SERVICE, item) is not None:
            backend.delete_password(SERVICE, item)

    _asked(work, stop)


def _asked(work: Callable[[Cancel], T], stop: Cancel | None) -> T:
    if said := missing():
        raise KeyringTrouble(said)
    try:
        return within(PATIENCE, work, stop=stop)
    except StoreTrouble:
        raise
    except StoppedWaiting:
        raise KeyringTrouble("The keyring was no longer waited for.") from None
    except TookTooLong:
        raise KeyringTrouble(
            f"The system's keyring did not answer within {PATIENCE / 60:.0f} minutes."
        ) from None
    except Exception as error:  # noqa: BLE001 - a backend is anybody's, and so is what it raises
        # Its words are not quoted: nobody knows what stands in them.
        kind = type(error).__name__
        why = "is locked and was not unlocked" if kind in _LOCKED else f"cannot be used ({kind})"
        raise KeyringTrouble(f"The system's keyring {why}.") from None


_LOCKED = {"KeyringLocked", "LockedException", "PromptDismissedException"}


def _backend() -> KeyringBackend:
    """The best keyring that there is. Raises `KeyringTrouble` where none keeps a secret as one should.

    Of several that the package would ask one after the other, falling through, the first that will do is the only one.
    """
    import keyring
    from keyring.backends.chainer import ChainerBackend

    chosen = keyring.get_keyring()
    several = list(chosen.backends) if isinstance(chosen, ChainerBackend) else [chosen]
    sound = [one for one in several if not _unfit(one)]
    if not sound:
        raise KeyringTrouble(_unfit(several[0] if several else chosen))
    return sound[0]


def _unfit(backend: KeyringBackend) -> str:
    """Why no secret is given to this backend, as a sentence; empty where it will do."""
    called = f"{type(backend).__module__}.{type(backend).__name__}"
    if called in ("keyring.backends.fail.Keyring", "keyring.backends.chainer.ChainerBackend"):
        return (
            "There is no keyring here that Order Console could use: no Secret Service (such as GNOME Keyring or"
            " KeePassXC) and no KWallet answers in this session."
        )
    if called == "keyring.backends.null.Keyring":
        return "The package “keyring” is switched off here, so it would keep nothing."
    plain = "plain" in called.casefold() or called.startswith("keyrings.alt.")
    # The package calls what is below 1 available, but unsuitable.
    if plain or backend.priority < 1:
        return f"The keyring here is {called}, which does not keep secrets as a keyring should; none is given to it."
    return ""


def _name_of(backend: KeyringBackend) -> str:
    """What people call a backend."""
    module = type(backend).__module__.rpartition(".")[2]
    return _NAMES.get(module, f"{type(backend).__module__}.{type(backend).__name__}")
