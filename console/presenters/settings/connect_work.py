"""What the Connect dialog has done on a worker: trying an environment out, saving it, removing it.

It must not touch the dialog's state, nor wait for the system's keyring longer than the operator wants.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from console.model.environment import Environment
from console.runtime.cancel import Cancel
from console.store.environments import Book, Environments
from console.store.files import StoreTrouble

if TYPE_CHECKING:
    from console.api.call import Watcher
    from console.api.check import ConnectionVerdict


def try_out(environment: Environment, progress: Watcher, cancel: Cancel) -> ConnectionVerdict:
    """Try an environment out with a client of its own; called on a worker."""
    from console.api.check import check
    from console.api.client import Client

    with Client(environment) as client:
        return check(client, cancel=cancel, progress=progress)


def try_kept(
    environments: Environments,
    check: Callable[[Environment, Watcher, Cancel], ConnectionVerdict],
    environment: Environment,
    progress: Watcher,
    cancel: Cancel,
) -> ConnectionVerdict:
    """Check it with its secret, out of the keyring where that is there. Raises `StoreTrouble` where it cannot be had."""
    return check(environments.with_secret(environment, cancel), progress, cancel)


def forget(environments: Environments, name: str, stop: Cancel, _: Cancel) -> tuple[Book, list[str]]:
    """Remove an environment, or the secret of an administrator's; returns what is left, and sentences."""
    told = environments.forget(name, stop)
    return environments.load(), told


def save(
    environments: Environments, environment: Environment, replaces: str | None, stop: Cancel, _: Cancel
) -> tuple[Environment, tuple[str, ...]]:
    """Save it; returns it as it is kept and limited now, with its secret where that was typed, and sentences."""
    book = environments.load()
    known = book.find(environment.name)
    if known is not None and known.name.casefold() != (replaces or "").casefold():
        raise StoreTrouble("Another window has saved an environment of this name in the meantime.")
    told = (*book.notices, *environments.save(environment, replaces=replaces, stop=stop))
    kept = environments.load().find(environment.name) or environment
    return (replace(kept, secret=environment.secret) if environment.secret else kept), told
