"""What the Connect dialog's Test connection does: finds out how far an environment's settings carry.

It must not be able to change anything, whatever the server is.

How each question is asked without a risk:

1. Signing in. A wrong secret is refused here; where it is, the secret is sent once in the other way too, to the same
   address, so that a way that the server does not take is told from a secret that is wrong.
2. Reading: GET of an order whose id is a fresh random UUID. 404 means that reading is allowed, 403 that it is not.
3. Writing: POST of the empty object `{}` with triggerEvents=false to such an id. There is no such order, so there is
   nothing to change, nobody to message, and even if there were one, an update without properties leaves it as it is.
   404 means that writing is allowed, 403 that it is not. A DELETE would answer less (204 always) and risk more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import uuid4

from console.api.client import Client
from console.api.errors import ApiError, NotAllowed, NotFound, NotSignedIn, Stopped, TimedOut, Unreachable
from console.model.environment import AuthMethod
from console.runtime.cancel import Cancel

ConnectionState = Literal[
    "ready", "no write", "no read", "wrong secret", "other method", "unreachable", "trouble"
]

_OTHER_METHOD: dict[AuthMethod, tuple[str, str]] = {
    "basic": (
        "The client ID and secret are right, but this server wants the secret in a header.",
        "Choose client_secret_basic for this environment. Reading and writing were not tried yet.",
    ),
    "post": (
        "The client ID and secret are right, but this server wants the secret in the form.",
        "Choose client_secret_post for this environment. Reading and writing were not tried yet.",
    ),
}


@dataclass(frozen=True, slots=True)
class ConnectionVerdict:
    """What was found: `state`, and headline and advice for people; `error` has the facts when there was one.

    `method` is the way to send the secret that the server takes instead of the environment's own ("other method").
    """

    state: ConnectionState
    headline: str
    advice: str
    error: ApiError | None = None
    method: AuthMethod | None = None


def check(client: Client, *, cancel: Cancel | None = None) -> ConnectionVerdict:
    """Try an environment out. Returns a verdict for whatever the server does; raises Stopped only when cancelled.

    "no write" is good enough to look up; "no read" is not good enough for anything. An integration that has
    neither permission is "no read". "unreachable" names the address that is; "trouble" is everything else. Where the
    sign-in server does not know the client, the other way to send the secret is tried, once.
    """
    try:
        can_read = _allowed(lambda: client.get_order(str(uuid4()), cancel=cancel))
        can_write = can_read and _allowed(
            lambda: client.update_order(str(uuid4()), {}, trigger_events=False, cancel=cancel)
        )
    except ApiError as error:
        failure = error
    else:
        return _permissions(can_read, can_write)
    if isinstance(failure, Stopped):
        raise failure
    state: ConnectionState = "trouble"
    if isinstance(failure, NotSignedIn):
        state = "wrong secret"
        other: AuthMethod = "basic" if client.environment.auth_method == "post" else "post"
        if failure.code == "invalid_client" and client.signs_in_by(other, cancel=cancel):
            return ConnectionVerdict("other method", *_OTHER_METHOD[other], failure, other)
    elif isinstance(failure, Unreachable | TimedOut):
        state = "unreachable"
    return ConnectionVerdict(state, failure.headline, failure.advice, failure)


def _allowed(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except NotFound:
        return True
    except NotAllowed:
        return False
    return True


def _permissions(can_read: bool, can_write: bool) -> ConnectionVerdict:
    if not can_read:
        return ConnectionVerdict(
            "no read",
            "The sign-in works, but this integration may not read orders and carts.",
            "Have the permission orders/carts-read granted to it.",
        )
    if not can_write:
        return ConnectionVerdict(
            "no write",
            "The sign-in and reading work, but this integration may not change orders and carts.",
            "Looking up works. To save, have the permission orders/carts-write granted to it.",
        )
    return ConnectionVerdict(
        "ready", "All is well: signing in, reading and writing work.", "Nothing was changed."
    )
