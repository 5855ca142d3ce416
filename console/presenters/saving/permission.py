"""Whether anything may be written: not in a read-only environment, nor once the server refused the integration.

It must not ask the server by itself: what was refused is tried again because the operator wants it, or is tested.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import WeakMethod

if TYPE_CHECKING:
    from console.api.client import Client


class Permission:
    """What is known of one environment. For the UI thread; the client learns it in any."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._told = ""
        self._listeners: list[WeakMethod[Callable[[str], object]]] = []

    @property
    def why_not(self) -> str:
        """Why nothing can be written; empty where nothing is known against it."""
        if name := read_only(self._client):
            return f"{name} is read-only: nothing can be changed here. Edits from before are kept."
        return _sentence(self._client.write_refused)

    @property
    def lasting(self) -> bool:
        """Whether trying again cannot help, because the operator wants nothing to be written there."""
        return self._client.environment.read_only

    def listen(self, changed: Callable[[str], object]) -> None:
        """Tell this method of an object, as long as it lives, why nothing can be written; now and at each change."""
        # Who is gone leaves its place here: in an environment that allows everything nothing changes all day.
        self._listeners = [one for one in self._listeners if one() is not None]
        self._listeners.append(WeakMethod(changed))
        changed(self.why_not)

    def look(self) -> None:
        """Tell of what a call has found out since."""
        why = self.why_not
        if why == self._told:
            return
        self._told = why
        alive = [(one, listener) for one in self._listeners if (listener := one()) is not None]
        self._listeners = [one for one, _ in alive]
        for _, changed in alive:
            changed(why)

    def try_again(self) -> None:
        """Take it that writing may be allowed by now; the next write tells."""
        self._client.write_refused = ""
        self.look()


def no_row(client: Client) -> str:
    """The same for a file of shipments, of which nothing may be sent; empty where nothing is known against it."""
    if name := read_only(client):
        return f"{name} is read-only: rows can be checked, and nothing can be sent."
    if not client.write_refused:
        return ""
    return f"{_MAY_NOT}, so no row can be sent. Once it may, Test connection in File > Connect."


def read_only(client: Client) -> str:
    """The name of the environment where it is read-only; empty where it is not."""
    return f"“{client.environment.name}”" if client.environment.read_only else ""


_MAY_NOT = "This integration may not write orders and carts"


def _sentence(refused: str) -> str:
    return f"{_MAY_NOT}, so nothing can be changed here; what you typed is kept." if refused else ""
