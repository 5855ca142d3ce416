"""Signing in at other people's token servers: our real client against each of them, item by item, and a table.

It must not need anything but Python, Node.js with npm and the package registries that pip and npm are set up for; the
servers run on this machine alone, in a folder that goes with the bench.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from console.api.check import check
from console.api.client import Client
from console.api.errors import ApiError, NotSignedIn
from console.model.environment import AuthMethod, Environment, Secret
from tests.elsewhere.token_servers import ALL, Credentials, Installed, Unusable, install, running
from tests.support.raw_server import RawServer, Received, reply, reply_json

ORDER = "0ad24370-96de-4922-9a53-954530fcbb64"
LIFE = 3_600
FOUND = reply_json({"orderId": ORDER, "lineItems": []})
PLAIN = Credentials("plain", "plain-Secret-0123456789")
BASIC = Credentials("basic", "basic-Secret-0123456789", "basic")
ODD = Credentials("shop:odd one", 'p q+r%s/t=u:v~w&x"y', "basic")
BIG = Credentials("big", "big-Secret-0123456789", "basic")
CLIENTS = (PLAIN, BASIC, ODD, BIG)
SCOPE = "orders:read orders:write"


class Clock:
    """A monotonic clock that the bench moves."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Shop:
    """An orders API that takes any token, and the environment that signs in at the server under trial."""

    api: RawServer
    environment: Environment
    clock: Clock

    @contextmanager
    def client(self, who: Credentials, method: AuthMethod, scope: str = "") -> Iterator[Client]:
        """A client of ours that signs in as `who`."""
        environment = replace(
            self.environment, client_id=who.id, secret=Secret(who.secret), auth_method=method, scope=scope
        )
        with Client(environment, clock=self.clock) as client:
            yield client

    def tokens(self) -> list[str]:
        """The tokens that the API got."""
        return [request.headers["authorization"].removeprefix("Bearer ") for request in self.api.requests]


@contextmanager
def shop(token_url: str) -> Iterator[Shop]:
    """A fresh API in front of a running token server."""
    with RawServer(FOUND) as api:
        environment = Environment("Elsewhere", api.url, token_url, "nobody", Secret("nothing"), "test")
        yield Shop(api, environment, Clock())


def signs_in(at: Shop, who: Credentials, method: AuthMethod, scope: str = "") -> str:
    """`ok` where an order could be read with the token that the server gave; otherwise what was said."""
    with at.client(who, method, scope) as client:
        try:
            client.get_order(ORDER)
        except ApiError as error:
            return f"{error.headline} [{error.reason}]" if error.reason else error.headline
    return "ok"


def by_post(at: Shop) -> str:
    return signs_in(at, PLAIN, "post")


def by_basic(at: Shop) -> str:
    return signs_in(at, BASIC, "basic")


def odd_secret(at: Shop) -> str:
    """Id and secret hold blank, plus, percent, slash, colon, ampersand and quotes."""
    return signs_in(at, ODD, "basic")


def wrong_secret(at: Shop) -> str:
    """`ok` where both ways end in the sentence for it, with the server's own code."""
    tries: tuple[tuple[Credentials, AuthMethod], ...] = ((PLAIN, "post"), (BASIC, "basic"))
    for who, method in tries:
        with at.client(replace(who, secret="wrong-Secret-99"), method) as client:
            try:
                client.get_order(ORDER)
            except NotSignedIn as error:
                if error.code != "invalid_client" or "wrong-Secret" in error.detail + error.reason:
                    return f"{method}: {error.headline} [{error.reason}]"
            except ApiError as error:
                return f"{method}: {error.headline} [{error.reason}]"
            else:
                return f"{method}: a token was given"
    return "ok"


def other_way_proposed(at: Shop) -> str:
    """What Test connection says of a client whose secret is sent in the way that it is not registered for."""
    said = []
    tries: tuple[tuple[Credentials, AuthMethod], ...] = ((BASIC, "post"), (PLAIN, "basic"))
    for who, method in tries:
        with at.client(who, method) as client:
            verdict = check(client)
        said.append(f"{method}: {verdict.method} proposed" if verdict.method else f"{method}: taken")
        if verdict.state == "wrong secret":
            said[-1] = f"{method}: {verdict.headline}"
    return "; ".join(said)


def right_scope(at: Shop) -> str:
    return signs_in(at, BASIC, "basic", scope=SCOPE)


def wrong_scope(at: Shop) -> str:
    """`ok` where the refusal names the scope that was asked for."""
    said = signs_in(at, BASIC, "basic", scope="orders:burn")
    named = "may not have the scope that was asked for: orders:burn" in said and "[invalid_scope" in said
    return "ok" if named else "a token was given" if said == "ok" else said


def as_written(at: Shop) -> str:
    """The server's own token address with its slash at the end taken off, or with one more."""
    address = at.environment.token_url
    other = address.removesuffix("/") if address.endswith("/") else address + "/"
    changed = replace(at, environment=replace(at.environment, token_url=other))
    said = signs_in(changed, BASIC, "basic")
    words = "without its slash" if address.endswith("/") else "with a slash more"
    return f"{words}: {'taken too' if said == 'ok' else said}".replace(
        at.environment.token_url.split("/")[2], "HOST"
    )


def big_token(at: Shop) -> str:
    said = signs_in(at, BIG, "basic")
    if said != "ok":
        return said
    length = len(at.tokens()[-1])
    return "ok" if length > 8_192 else f"it has only {length:,} characters"


def renewed_when_it_ends(at: Shop) -> str:
    """`ok` where one token serves until near its end and another one after it; the clock is ours, not the server's."""
    with at.client(BASIC, "basic") as client:
        client.get_order(ORDER)
        at.clock.now += LIFE - 60
        client.get_order(ORDER)
        at.clock.now += 60
        client.get_order(ORDER)
    first, second, third = at.tokens()
    if first != second:
        return "renewed too soon"
    return "ok" if third != second else "the same token came again"


def renewed_when_refused(at: Shop) -> str:
    """`ok` where a token that the API refuses is renewed once and the read goes on."""
    refused: set[str] = set()

    def answer(request: Received) -> bytes:
        token = request.headers["authorization"]
        if not refused:
            refused.add(token)
        return reply(401) if token in refused else FOUND

    with RawServer(lambda peer: peer.send(answer(peer.server.requests[-1]))) as api:
        changed = replace(at, api=api, environment=replace(at.environment, api_url=api.url))
        said = signs_in(changed, BASIC, "basic")
        return (
            said if said != "ok" else "ok" if len(changed.tokens()) == 2 else f"{len(changed.tokens())} reads"
        )


def kind_of_token(at: Shop) -> str:
    """Whether the tokens are JWTs; nothing depends on it."""
    kinds = []
    for who in (BASIC, BIG):
        said = signs_in(at, who, "basic")
        kinds.append(said if said != "ok" else "JWT" if at.tokens()[-1].count(".") == 2 else "opaque")
    return "; ".join(kinds)


ITEMS: dict[str, Callable[[Shop], str]] = {
    "right secret, post": by_post,
    "right secret, basic": by_basic,
    "odd id and secret, basic": odd_secret,
    "wrong secret": wrong_secret,
    "the other way": other_way_proposed,
    "right scope": right_scope,
    "wrong scope": wrong_scope,
    "slash at the end": as_written,
    "big token": big_token,
    "renewed when it ends": renewed_when_it_ends,
    "renewed when refused": renewed_when_refused,
    "kind of token": kind_of_token,
}


def tried(server: Installed, folder: Path) -> Iterator[tuple[str, str, bool]]:
    """Each item with what happened, and whether that is what this server is known to do."""
    with running(server, folder, clients=CLIENTS, life=LIFE) as token_url:
        for item, ask in ITEMS.items():
            with shop(token_url) as at:
                try:
                    said = ask(at)
                except ApiError as error:
                    said = f"{type(error).__name__}: {error.headline}"
            yield item, said, said == server.kind.known.get(item, "ok")


def measure(arguments: list[str]) -> int:
    """Install, start, try and stop each server (or those that are named), print the table; 1 where one surprised."""
    unknown = set(arguments) - {kind.name for kind in ALL}
    if unknown:
        sys.stderr.write(f"These are known: {', '.join(kind.name for kind in ALL)}\n")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped then too
    surprises = 0
    with TemporaryDirectory(prefix="token-servers-") as made:
        try:
            servers = install(Path(made), [kind for kind in ALL if not arguments or kind.name in arguments])
        except Unusable as why:
            sys.stderr.write(f"{why}\n")
            return 2
        for server in servers:
            sys.stdout.write(f"\n{server.kind.name} {server.version}\n")
            for item, said, expected in tried(server, Path(made)):
                surprises += not expected
                sys.stdout.write(
                    f"  {'ok ' if expected else 'NO '} {item:<26} {'' if said == 'ok' else said}".rstrip()
                    + "\n"
                )
                sys.stdout.flush()
    sys.stdout.write(f"\n{len(servers) * len(ITEMS) - surprises} as they should be, {surprises} not\n")
    return 1 if surprises else 0
