"""Connections that can be abandoned: while a name is looked up, while connecting, and in the middle of an answer.

It must not retry, nor decide what a failure means; it only tells the call in hand which socket it blocks on and
whether anything of the request has left.
"""

from __future__ import annotations

import ipaddress
import os
import selectors
import socket
import ssl
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from errno import EINPROGRESS, EPIPE, EWOULDBLOCK
from functools import partial
from time import monotonic
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.poolmanager import PoolManager
from urllib3.response import HTTPResponse
from urllib3.util.wait import wait_for_read

from console.api.call import Call
from console.runtime.turn import away

SLICE = 0.05
"""How long a connect or a look-up may go on after the call was ended, in seconds."""

_WSAEWOULDBLOCK = 10035
_Found = list[tuple[Any, Any, int, str, Any]]


class SlowLookUp(TimeoutError):
    """The system did not find the name's addresses in time."""


@dataclass
class Seat:
    """Where one thread's connections find the call in hand."""

    call: Call | None = None

    @property
    def taken(self) -> Call:
        """The call in hand; connections are used only within one."""
        assert self.call is not None
        return self.call


class AbandonableAdapter(HTTPAdapter):
    """The adapter of one thread's session: every connection it makes belongs to the call in `seat`."""

    def __init__(self) -> None:
        self.seat = Seat()
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self._use_seat(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options)
        self._use_seat(manager)
        return manager

    def _use_seat(self, manager: PoolManager) -> None:
        pools: dict[str, Any] = {
            "http": partial(_pool, HTTPConnectionPool, _PlainConnection, self.seat),
            "https": partial(_pool, HTTPSConnectionPool, _SecureConnection, self.seat),
        }
        manager.pool_classes_by_scheme = pools


def _pool(pool_class: Any, connection_class: Any, seat: Seat, host: str, port: int, **options: Any) -> Any:
    pool = pool_class(host, port, **options)
    pool.ConnectionCls = partial(connection_class, seat=seat)
    return pool


class _Abandonable(HTTPConnection):
    """Connects in slices, gives its socket to the call, and notes when the first byte of a request leaves."""

    def __init__(self, *args: Any, seat: Seat, **options: Any) -> None:
        self._seat = seat
        self._opening = False
        super().__init__(*args, **options)

    def _new_conn(self) -> socket.socket:
        call = self._seat.taken
        # By now urllib3 has the number here.
        limit = float(self.timeout or socket.getdefaulttimeout() or 60.0)
        try:
            found = look_up(self._dns_host, self.port or self.default_port, limit, call)
            sock = open_socket(found, limit, self.socket_options or (), call)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, str(error)) from error
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error
        try:
            call.hold(sock)
        except BaseException:
            sock.close()
            raise
        call.step = "securing"
        return sock

    def connect(self) -> None:
        self._opening = True
        try:
            with away:
                super().connect()
        finally:
            self._opening = False

    def send(self, data: Any) -> None:
        if not self._opening:
            if self.sock is None:
                self.connect()
            call = self._seat.taken
            call.hold(self.sock)
            call.leave()
        try:
            super().send(data)
        except ssl.SSLEOFError as error:
            # Over TLS too, what the server said before it closed is read: an alert, or an early refusal.
            raise BrokenPipeError(EPIPE, "the server closed the connection") from error

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        with away:  # who waits for the server computes nothing
            answered = wait_for_read(self.sock, self.timeout)
        if not answered:
            raise TimeoutError("timed out")
        return super().getresponse()


class _PlainConnection(_Abandonable):
    pass


class _SecureConnection(_Abandonable, HTTPSConnection):
    pass


def look_up(host: str, port: int, limit: float, call: Call) -> _Found:
    """The addresses of `host`. Raises socket.gaierror, SlowLookUp after `limit` seconds, CallEnded.

    The system's look-up cannot be interrupted, so a name other than localhost is looked up in a thread of its
    own, which is left behind when it is slow; it holds nothing and ends by itself.
    """
    host = host.strip("[]")
    if host == "localhost" or _is_address(host):
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found: list[_Found] = []
    failed: list[OSError] = []
    done = threading.Event()

    def work() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except UnicodeError as error:
            failed.append(socket.gaierror(socket.EAI_NONAME, str(error)))
        except OSError as error:
            failed.append(error)
        finally:
            done.set()

    threading.Thread(target=work, name="name look-up", daemon=True).start()
    until = monotonic() + limit
    while not done.wait(SLICE):
        call.check()
        if monotonic() >= until:
            raise SlowLookUp("look-up")
    call.check()
    if failed:
        raise failed[0]
    return found[0]


def open_socket(found: _Found, limit: float, options: Iterable[Any], call: Call) -> socket.socket:
    """A connected socket to the first address that takes one; each gets its share of `limit` seconds.

    Raises TimeoutError when the last one did not answer, another OSError for what it answered, CallEnded.
    """
    until = monotonic() + limit
    failure: OSError = OSError("no address")
    for place, (family, kind, protocol, _name, address) in enumerate(found):
        share = (until - monotonic()) / (len(found) - place)
        sock = socket.socket(family, kind, protocol)
        try:
            for option in options:
                sock.setsockopt(*option)
            _connect(sock, address, share, call)
        except OSError as error:
            sock.close()
            failure = error
        except BaseException:
            sock.close()
            raise
        else:
            sock.settimeout(limit)
            return sock
    raise failure


def _connect(sock: socket.socket, address: Any, limit: float, call: Call) -> None:
    sock.setblocking(False)
    code = sock.connect_ex(address)
    if code in (EINPROGRESS, EWOULDBLOCK, _WSAEWOULDBLOCK):
        until = monotonic() + limit
        with selectors.DefaultSelector() as ready:
            ready.register(sock, selectors.EVENT_WRITE)
            while not ready.select(SLICE):
                call.check()
                if monotonic() >= until:
                    raise TimeoutError("connect")
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.split("%", 1)[0])
    except ValueError:
        return False
    return True
