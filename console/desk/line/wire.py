"""A connection to PostgreSQL whose every wait is bounded and can be cut short, and how one is made.

It must not be imported before `driver.psycopg` has said that psycopg is there, and it judges nothing that goes wrong.
"""

from __future__ import annotations

import math
import selectors
import socket
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

from console.desk.line import proof
from console.desk.line.bell import Bell
from console.desk.line.dialled import Dialled, GivenUp, NotDialled

T = TypeVar("T")

_GIVING_UP = 0.3
"""Seconds that is left in all for statements once nobody wants the connection any more."""
_POLLS = {pq.PollingStatus.READING: selectors.EVENT_READ, pq.PollingStatus.WRITING: selectors.EVENT_WRITE}


class WireWatch:
    """What cuts a wait short: silence, or that nobody wants the connection any more."""

    def __init__(
        self, bell: Bell, given_up: Callable[[], bool], patience: float = 5.0, *, connect: float = 3.0
    ) -> None:
        """`given_up` is asked when the bell rang, which it takes back, and before each wait.

        `patience` is how many seconds nothing may move in a statement, `connect` how many one address may take to let us in.
        """
        self.bell, self.given_up, self.patience, self.connect = bell, given_up, patience, connect
        self._end = math.inf

    def ready(self, selector: selectors.BaseSelector, number: int, until: float) -> int:
        """What the socket of that number is ready for; 0 where for nothing until then, or it is the end."""
        while True:
            if self.given_up():
                self._end = min(self._end, monotonic() + _GIVING_UP)
            left = min(until, self._end) - monotonic()
            if left <= 0 and self._end < math.inf:
                return 0
            found = {key.fd: events for key, events in selector.select(max(left, 0))}
            if number in found:
                return found[number]
            if left <= 0:
                return 0


class Wire(psycopg.Connection[tuple[Any, ...]]):
    """One connection.

    A frozen server answers no statement, and neither statement_timeout, keepalives nor tcp_user_timeout ends one: after
    `watch.patience` seconds in which nothing moved, the socket is shut down, and libpq finds that the connection is lost.
    """

    watch: WireWatch

    def wait(self, gen: Generator[Any, Any, T], interval: float = 0.0, timeout: float | None = None) -> T:
        """See a statement through; psycopg calls this for every one, with a generator that says what it waits for."""
        if timeout is not None:
            return super().wait(gen, timeout=timeout)
        number, frozen = self.pgconn.socket, False
        try:
            wanted = next(gen)
            with selectors.DefaultSelector() as selector:
                selector.register(number, wanted)
                selector.register(self.watch.bell, selectors.EVENT_READ)
                until = monotonic() + self.watch.patience
                while True:
                    if ready := self.watch.ready(selector, number, until):
                        until = monotonic() + self.watch.patience
                    elif not frozen:
                        frozen = True
                        _shut_down(number)
                        continue
                    else:
                        self.pgconn.finish()
                        raise psycopg.OperationalError("the server did not answer")
                    if (then := gen.send(ready)) != wanted:
                        wanted = then
                        selector.modify(number, wanted)
        except StopIteration as stopped:
            return stopped.value  # type: ignore[no-any-return]

    def heard(self) -> list[str]:
        """What came without being asked for: the payloads of notifications. Raises `OperationalError` where it is lost."""
        self.pgconn.consume_input()
        said = []
        while (one := self.pgconn.notifies()) is not None:
            said.append(one.extra.decode(errors="replace"))
        return said


Resolve = Callable[[str, int], list[str]]


def resolve(name: str, port: int) -> list[str]:
    """The IP addresses of a name. Raises `OSError`; takes as long as the system likes."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


def dial(
    options: Mapping[str, object],
    watch: WireWatch,
    *,
    hopeless: Callable[[NotDialled], bool],
    resolve: Resolve = resolve,
) -> Wire:
    """Connect to the first address of the first host that lets one in. Raises `Dialled` with what each of them said.

    psycopg's own connect cannot be cut short, and shows a wrong password to every address of a name, which locks an
    operator out sooner: after an answer that is `hopeless`, no other is asked. Raises `GivenUp`.
    """
    failed: list[NotDialled] = []
    for host, port in zip(str(options["host"]).split(","), str(options["port"]).split(","), strict=True):
        for where in _addresses(host, int(port), resolve):
            if watch.given_up():
                raise GivenUp
            came: Wire | NotDialled
            if isinstance(where, NotDialled):
                came = where
            else:
                came = _connect({**options, "host": host, "port": port, "hostaddr": where}, watch)
            if isinstance(came, Wire):
                return came
            failed.append(came)
            if hopeless(came):
                raise Dialled(tuple(failed))
    raise Dialled(tuple(failed))


def _addresses(host: str, port: int, resolve: Resolve) -> Iterator[str | NotDialled]:
    try:
        yield from resolve(host, port)
    except (OSError, UnicodeError) as error:
        yield NotDialled(host, port, "name", str(error))


def _connect(options: dict[str, object], watch: WireWatch) -> Wire | NotDialled:
    host, port = str(options["host"]), int(str(options["port"]))
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    given: dict[str, Any] = {name: value for name, value in options.items() if name in known}
    connection = pq.PGconn.connect_start(make_conninfo("", **given).encode())
    if connection.status != pq.ConnStatus.BAD and not _established(connection, watch):
        connection.finish()
        if watch.given_up():
            raise GivenUp
        return NotDialled(host, port, "silence", "")
    if connection.status != pq.ConnStatus.OK:
        said = connection.error_message.decode(errors="replace")
        used, needs = bool(connection.used_password), bool(connection.needs_password)
        connection.finish()
        code = 0
        if proof.FAILED in said:
            code = proof.verify_code(host, str(options["hostaddr"]), port, str(options["sslrootcert"]))
        return NotDialled(host, port, "answer", said, used, needs, code)
    connection.nonblocking = 1
    wire = Wire(connection)
    wire.watch = watch
    wire.autocommit = True
    return wire


def _established(connection: pq.abc.PGconn, watch: WireWatch) -> bool:
    """Whether it came to an answer in time, be it good or bad; its socket may become another on the way."""
    until = monotonic() + watch.connect
    while (wanted := _POLLS.get(pq.PollingStatus(connection.connect_poll()))) is not None:
        with selectors.DefaultSelector() as selector:
            selector.register(connection.socket, wanted)
            selector.register(watch.bell, selectors.EVENT_READ)
            if not watch.ready(selector, connection.socket, until):
                return False
    return True


def _shut_down(number: int) -> None:
    """End a connection under libpq's feet, which goes on owning its socket."""
    with suppress(OSError):
        borrowed = socket.socket(fileno=number)
        try:
            borrowed.shutdown(socket.SHUT_RDWR)
        finally:
            borrowed.detach()
