"""What Test connection does: finds out how far an environment's settings carry, and has proof for what it says.

It must not be able to change anything, whatever the server is, nor say "All is well" to anything but the orders API.

How each question is asked without a risk, in this order, with one token for all:

1. Signing in. A wrong secret is refused here; where it is, the secret is sent once in the other way too, to the same
   address, so that a way that the server does not take is told from a secret that is wrong.
2. Is it the API? Searches for an order and for a cart by a shop's ID that cannot exist, a fresh random one. The API
   answers 204 or `[]`; nothing else does that, and gives 404 to the next question.
3. Reading: GET of an order whose id is a fresh random UUID. 404 means that reading is allowed, 403 that it is not.
4. Writing: POST of the empty object `{}` with triggerEvents=false to such an id, and only after 2 and 3 have told
   the API. There is no such order, so there is nothing to change, nobody to message, and even if there were one, an
   update without properties leaves it as it is. 404 means that writing is allowed, 403 that it is not. A DELETE
   would answer less (204 always) and risk more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal
from uuid import uuid4

from console.api.call import Watcher
from console.api.client import Client
from console.api.errors import (
    ApiError,
    Invalid,
    Need,
    NotAllowed,
    NotFound,
    NotSignedIn,
    NotTheApi,
    OutcomeUnknown,
    Refused,
    Stopped,
    TimedOut,
    Unreachable,
)
from console.api.token_answers import OTHER_WAY
from console.model.environment import AuthMethod
from console.runtime.cancel import Cancel

ConnectionState = Literal[
    "ready", "no write", "no read", "wrong secret", "other method", "unreachable", "not the API", "trouble"
]

_Question = tuple[str, Need, Callable[..., object]]

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

HARMLESS = "Nothing was changed: the test asks with an ID that no order has, and for no change."


@dataclass(frozen=True, slots=True)
class ConnectionVerdict:
    """What was found: `state`, and headline and advice for people.

    `seen` is what was asked and what came, a line each; `error` has the facts where the test ended with one. `method` is
    the way to send the secret that the server takes instead of the environment's own ("other method").
    """

    state: ConnectionState
    headline: str
    advice: str
    seen: tuple[str, ...] = ()
    error: ApiError | None = None
    method: AuthMethod | None = None


def check(
    client: Client, *, cancel: Cancel | None = None, progress: Watcher | None = None
) -> ConnectionVerdict:
    """Try an environment out. Returns a verdict for whatever the server does; raises Stopped only when cancelled.

    "no write" is good enough to look up; "no read" is not good enough for anything. An integration that has
    neither permission is "no read". "unreachable" names the address that is; "not the API" is for another server,
    or for something in front that lets nobody through; "trouble" is everything else. Where the sign-in server does not
    know the client, the other way to send the secret is tried, once. Where the environment is read-only, no write is tried.
    """
    prober = client.without_renewal()
    no_such, no_order = str(uuid4()), str(uuid4())
    questions: tuple[_Question, ...] = (
        ("search for orders", "read", partial(prober.find_orders, customer_order_id=no_such)),
        ("search for carts", "read", partial(prober.find_carts, customer_cart_id=no_such)),
        ("read an order", "read", partial(prober.get_order, no_order)),
        ("change an order", "write", partial(prober.update_order, no_order, {}, trigger_events=False)),
    )
    if client.environment.read_only:
        questions = questions[:-1]
    seen: list[str] = []
    for words, need, ask in questions:
        asked = f"Asked to {words} with an ID that cannot exist"
        try:
            found = ask(cancel=cancel, progress=progress)
        except Stopped:
            raise
        except NotFound as error:
            seen.append(f"{asked}: {_came(error)}")
            continue
        except ApiError as error:
            seen.append(f"{asked}: {_came(error)}")
            return _other_method(client, error, tuple(seen), cancel) or _failed(error, need, tuple(seen))
        seen.append(f"{asked}: {'found it' if found else 'found nothing'}")
        if found:
            return _finds_anything(client.environment.api_url, words, tuple(seen))
    if client.environment.read_only:
        said = "All is well: signing in and reading work. Writing was not tried: it is read-only."
        return ConnectionVerdict("ready", said, HARMLESS, tuple(seen))
    return ConnectionVerdict(
        "ready", "All is well: signing in, reading and writing work.", HARMLESS, tuple(seen)
    )


def _came(error: ApiError) -> str:
    """What came instead of what was asked for, in one line."""
    if error.status is None or not error.sent:
        return error.headline
    return f"status {error.status}" + (f", {error.reason}" if error.reason else "")


def _finds_anything(address: str, words: str, seen: tuple[str, ...]) -> ConnectionVerdict:
    return ConnectionVerdict(
        "not the API",
        f"Something that is not the orders API answers at {address}.",
        f"{HARMLESS} Asked to {words} with an ID that cannot exist, it did. Check the API address.",
        seen,
    )


def _other_method(
    client: Client, error: ApiError, seen: tuple[str, ...], cancel: Cancel | None
) -> ConnectionVerdict | None:
    """The verdict where the secret is right and only sent in a way that the server does not take; else None."""
    other: AuthMethod = "basic" if client.environment.auth_method == "post" else "post"
    if not isinstance(error, NotSignedIn) or error.code != "invalid_client":
        return None
    if not client.signs_in_by(other, cancel=cancel):
        return None
    return ConnectionVerdict("other method", *_OTHER_METHOD[other], seen, error, other)


def _failed(error: ApiError, need: Need, seen: tuple[str, ...]) -> ConnectionVerdict:
    """The verdict of a test that ended early; the server's own words stand in it."""
    advice = HARMLESS if isinstance(error, OutcomeUnknown) else error.advice
    advice = advice.replace(OTHER_WAY, "The other way to send the secret was tried too, and got no token.")
    state, headline = _state(error, need), error.headline
    if state == "no read":
        headline = "The sign-in works, but this integration may not read orders and carts."
        advice = "Have the permission orders/carts-read granted to it."
    elif state == "no write":
        headline = "The sign-in and reading work, but this integration may not change orders and carts."
        advice = "Looking up works. To save, have the permission orders/carts-write granted to it."
    elif state == "not the API" and isinstance(error, Invalid):
        advice = f"{HARMLESS} Check the API address of this environment, and whether your network wants a sign-in first."
    elif _refuses_to_look(error, need):
        advice = (
            f"{HARMLESS} The orders API refuses no such question. Check the API address of this environment, and what"
            " stands in front of it."
        )
    elif isinstance(error, NotAllowed):
        headline = (
            f"The sign-in works, but the call to {need} was refused without a reason (status {error.status})."
        )
        advice = (
            f"{HARMLESS} Either this integration needs the permission orders/carts-{need}, or something in front of"
            " the API lets nobody through."
        )
    if error.reason and error.reason not in headline:
        advice = f"The server says: “{error.reason}”. {advice}"
    return ConnectionVerdict(state, headline, advice, seen, error)


def _refuses_to_look(error: ApiError, need: Need) -> bool:
    """Whether a question that the API can only answer was refused as wrong in itself, as other servers do."""
    return type(error) is Refused and bool(error.sent) and need == "read" and (error.status or 0) >= 400


def _state(error: ApiError, need: Need) -> ConnectionState:
    if isinstance(error, NotSignedIn) and not error.sent:
        return "wrong secret"
    if isinstance(error, Unreachable | TimedOut):
        return "unreachable"
    if isinstance(error, NotAllowed) and error.reason:
        return "no read" if need == "read" else "no write"
    elsewhere = (
        isinstance(error, NotTheApi | Invalid)
        or 300 <= (error.status or 0) < 400
        or (_refuses_to_look(error, need) and not error.reason)
    )
    return "not the API" if elsewhere and error.sent else "trouble"
