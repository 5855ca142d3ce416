"""A TCP relay between the client and a real server that can do to a connection what bad networks do.

It must not look into what it relays; what it does is one of its methods, chosen before or during a call.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self


class FaultProxy:
    """Relays 127.0.0.1:`port` to `target`; `url` is where the client is sent instead of to the server.

    Attributes that a test may set at any time:

    answers_lost   the server's answers are swallowed, and its first byte makes the client's connection reset
    requests_reset the client's first byte makes its connection reset: the server never hears of it
    requests_lost  the client's bytes are swallowed: the server never hears of it
    segment        answers go out in pieces of so many bytes (0: as they come)
    gap            seconds between two pieces
    """

    def __init__(self, target: int) -> None:
        self.answers_lost = False
        self.requests_reset = False
        self.requests_lost = False
        self.segment = 0
        self.gap = 0.0
        self._target = target
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._start(self._accept)

    def drop(self) -> None:
        """Reset every connection that is open now."""
        with self._lock:
            sockets = list(self._sockets)
        for sock in sockets:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End every connection and thread."""
        self._closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop()
        while self._threads:
            self._threads.pop().join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self, work: Callable[..., None], *args: socket.socket) -> None:
        thread = threading.Thread(target=work, args=args, name="fault proxy")
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                _reset(near)
                continue
            for sock in (near, far):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._sockets |= {near, far}
            self._start(self._relay, near, far)

    def _relay(self, near: socket.socket, far: socket.socket) -> None:
        """Relay requests in this thread and answers in another, then close both."""
        answers = threading.Thread(target=self._answers, args=(near, far), name="fault proxy answers")
        answers.start()
        with suppress(OSError):
            while data := near.recv(65536):
                if self.requests_reset:
                    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    break
                if not self.requests_lost:
                    far.sendall(data)
        with suppress(OSError):
            far.shutdown(socket.SHUT_RDWR)
        answers.join()
        with self._lock:
            self._sockets -= {near, far}
        near.close()
        far.close()

    def _answers(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while data := far.recv(65536):
                if self.answers_lost:
                    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    break
                size = self.segment or len(data)
                for start in range(0, len(data), size):
                    near.sendall(data[start : start + size])
                    if self.gap and self._closing.wait(self.gap):
                        return
        with suppress(OSError):
            near.shutdown(socket.SHUT_RDWR)


def _reset(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()
