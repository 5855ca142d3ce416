"""A server that answers with exactly the bytes that a test gives it, over plain sockets or TLS.

It must not understand more of HTTP than where a request ends, and leaves no thread or socket behind.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import traceback
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

TOKEN_PATH = "/oauth2/token"
TOKEN = "9d5bd1f0-7c3a-4a55-8f6e-secret-token1"
REFRESH = "b1a7c2d3-7c3a-4a55-8f6e-secret-refresh"


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path


class Peer:
    """One connection as a step sees it."""

    def __init__(self, server: RawServer, sock: socket.socket) -> None:
        self.server = server
        self.sock = sock
        self.buffer = b""

    def send(self, data: bytes) -> None:
        """Send it whole; nothing is said when the client has gone."""
        with suppress(OSError):
            self.sock.sendall(data)

    def drip(self, data: bytes, gap: float, size: int = 1) -> None:
        """Send `size` bytes, wait `gap` seconds, and so on, until all is sent, the client goes or the server closes."""
        for start in range(0, len(data), size):
            try:
                self.sock.sendall(data[start : start + size])
            except OSError:
                return
            if self.server.closing.wait(gap):
                return

    def flood(self, chunk: bytes) -> int:
        """Send `chunk` again and again until the client goes or the server closes; the bytes that it took."""
        sent = 0
        while not self.server.closing.is_set():
            try:
                self.sock.sendall(chunk)
            except OSError:
                break
            sent += len(chunk)
        return sent

    def hang(self) -> None:
        """Say nothing until the client goes or the server closes."""
        with suppress(OSError):
            while self.sock.recv(65536):
                pass

    def reset(self) -> None:
        """End the connection with a RST."""
        with suppress(OSError):
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


Step = bytes | Callable[[Peer], object]
"""Bytes to send, or a function that does something with the connection; the connection is closed after a function."""


class RawServer:
    """Plays `api` for requests and `token` for sign-ins, one step for each request; the last step repeats.

    After a step of bytes that say how long they are the connection is kept open. Without `token` each sign-in gets
    a good token. `on_connect` runs instead of everything else, before any request is read.
    """

    def __init__(
        self,
        *api: Step,
        token: Sequence[Step] = (),
        tls: ssl.SSLContext | None = None,
        on_connect: Callable[[Peer], object] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """`port`: that of one that was closed, where this one takes its place; 0 for any that is free."""
        self.closing = threading.Event()
        self.requests: list[Received] = []
        self.tokens: list[Received] = []
        self.connections = 0
        self._arrived = threading.Condition()
        self._api = deque(api or (reply(404),))
        self._token = deque(token or (good_token(),))
        self._tls = tls
        self._on_connect = on_connect
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((host, port))
        self._listener.listen(64)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://{host}:{self.port}"
        self._acceptor = threading.Thread(target=self._accept, name="raw server")
        self._acceptor.start()

    @property
    def token_url(self) -> str:
        return self.url + TOKEN_PATH

    def wait_for_requests(self, count: int, seconds: float = 10.0) -> list[Received]:
        """Wait until `count` requests (sign-ins not counted) have come."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.requests) >= count, seconds), self.requests
            return list(self.requests)

    def wait_for_connections(self, count: int, seconds: float = 10.0) -> None:
        """Wait until `count` connections were taken."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: self.connections >= count, seconds), self.connections

    def wait_until_idle(self, seconds: float = 10.0) -> None:
        """Wait until every connection that was made is closed on this side."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: not self._open, seconds), "still connected"

    def close(self) -> None:
        """End every connection and thread."""
        self.closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._acceptor.join()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(sock)
            thread = threading.Thread(target=self._serve, args=(sock,), name="raw server connection")
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        with self._arrived:
            self.connections += 1
            self._arrived.notify_all()
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None and self._on_connect is None:
                sock = self._secured(sock)
            peer = Peer(self, sock)
            if self._on_connect is not None:
                self._on_connect(peer)
                return
            while (request := self._read(peer)) is not None:
                step = self._next(request)
                if callable(step):
                    step(peer)
                    return
                peer.send(step)
                if b"content-length:" not in step.lower() and b" 204 " not in step[:16]:
                    return
        except OSError:
            pass  # the client went away, as many tests mean it to
        finally:
            sock.close()
            with self._lock:
                self._open.discard(sock)
            with self._arrived:
                self._arrived.notify_all()

    def _secured(self, sock: socket.socket) -> ssl.SSLSocket:
        assert self._tls is not None
        with self._lock:
            self._open.discard(sock)
        try:
            secured = self._tls.wrap_socket(sock, server_side=True)
        except OSError as error:
            sock.close()
            # Python leaves the one that it was making open where the client is gone by then.
            for frame, _ in traceback.walk_tb(error.__traceback__):
                if isinstance(made := frame.f_locals.get("self"), ssl.SSLSocket):
                    made.close()
            raise
        with self._lock:
            self._open.add(secured)
        return secured

    def _next(self, request: Received) -> Step:
        signing_in = request.path == TOKEN_PATH
        with self._arrived:
            (self.tokens if signing_in else self.requests).append(request)
            steps = self._token if signing_in else self._api
            step = steps.popleft() if len(steps) > 1 else steps[0]
            self._arrived.notify_all()
        return step

    @staticmethod
    def _read(peer: Peer) -> Received | None:
        while b"\r\n\r\n" not in peer.buffer:
            more = peer.sock.recv(65536)
            if not more:
                return None
            peer.buffer += more
        head, _, rest = peer.buffer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", 0))
        while len(rest) < length:
            more = peer.sock.recv(65536)
            if not more:
                return None
            rest += more
        peer.buffer = rest[length:]
        method, target, _ = first.split(" ", 2)
        return Received(method, target, headers, rest[:length])


def reply(
    status: int, body: bytes = b"", headers: Mapping[str, str] | None = None, phrase: str = "Because"
) -> bytes:
    """A whole answer that says its length; `headers` may be any text that fits into latin-1."""
    lines = [f"HTTP/1.1 {status} {phrase}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def reply_json(value: object, status: int = 200) -> bytes:
    """A whole answer with a JSON body."""
    return reply(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


def good_token(access: str = TOKEN, **more: object) -> bytes:
    """The answer to a sign-in that succeeds."""
    return reply_json({"access_token": access, "refresh_token": REFRESH, "expires_in": 3600} | more)
