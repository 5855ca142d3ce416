"""A TCP relay before the tests' PostgreSQL that can do to a link what networks and dying machines do.

It must not look into what it relays. A black hole takes no root: a filter on the relay's own sockets drops every packet that
comes for them, so that the kernel does not even acknowledge one.
"""

from __future__ import annotations

import ctypes
import selectors
import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

_DROP_ALL = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))
"""One instruction of the socket filter: return 0 bytes of the packet."""
_PROGRAM = struct.pack("HxxxxxxP", 1, ctypes.addressof(_DROP_ALL))
_ATTACH_FILTER, _DETACH_FILTER = 26, 27


class DeskLink:
    """Relays 127.0.0.1:`port` to `target` on one thread."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._held = False
        self._lock = threading.Lock()
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._near: set[socket.socket] = set()
        self._selector = selectors.DefaultSelector()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.taken = 0
        self.passed_on = bytearray()
        self._bell, self._far_bell = socket.socketpair()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="desk link")
        self._thread.start()

    def freeze(self) -> None:
        """From now on the other side takes all and says nothing, as a frozen machine does: its kernel acknowledges."""
        self._held = True

    def swallow(self) -> None:
        """From now on nothing that is sent to the other side arrives, nor is acknowledged: a cable is cut."""
        with self._lock:
            self._held = True
            for sock in (self._listener, *self._near):
                sock.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, _PROGRAM)

    def mend(self) -> None:
        """All is well again, for what is still connected too."""
        with self._lock:
            for sock in (self._listener, *self._near):
                with suppress(OSError):
                    sock.setsockopt(socket.SOL_SOCKET, _DETACH_FILTER, 0)
            self._held = False
        self._far_bell.send(b"!")

    def cut(self) -> None:
        """End every connection that is open now."""
        with self._lock:
            for sock in self._pairs:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End every connection and the thread."""
        self._ending = True
        self._far_bell.send(b"!")
        self._thread.join()
        for sock in (self._listener, self._bell, self._far_bell, *self._pairs):
            sock.close()
        self._selector.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self) -> None:
        while not self._ending:
            if self._held:
                self._bell.recv(16)
                continue
            for key, _ in self._selector.select():
                if key.fileobj is self._bell:
                    self._bell.recv(16)
                elif key.fileobj is self._listener:
                    self._accept()
                elif not self._held and isinstance(key.fileobj, socket.socket):
                    self._pass_on(key.fileobj)

    def _accept(self) -> None:
        near, _ = self._listener.accept()
        self.taken += 1
        try:
            far = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            near.close()
            return
        with self._lock:
            self._near.add(near)
            self._pairs |= {near: far, far: near}
        for sock in (near, far):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(sock, selectors.EVENT_READ)

    def _pass_on(self, sock: socket.socket) -> None:
        other = self._pairs.get(sock)
        if other is None:
            return
        try:
            if data := sock.recv(65536):
                other.sendall(data)
                if sock in self._near:
                    self.passed_on += data
                return
        except OSError:
            pass
        with self._lock:
            for one in (sock, other):
                self._selector.unregister(one)
                self._pairs.pop(one, None)
                self._near.discard(one)
                one.close()
