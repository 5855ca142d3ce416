"""Listens on loopback and stops when told to or when its parent is gone; it must not know what it serves."""

import contextlib
import os
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

HOST = "127.0.0.1"
GRACE_SECONDS = 0.5


class PortInUseError(Exception):
    """The port cannot be had; the message is a sentence to show."""


def listen(port: int) -> socket.socket:
    """A socket bound to a port of the loopback address; 0 takes a free one. Raises PortInUseError."""
    # asyncio sets TCP_NODELAY only where the protocol is named; without it every answer waits 40 ms for an ACK.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise PortInUseError(f"Port {port} on {HOST} cannot be used: {error.strerror}.") from error
    return listener


class Server(uvicorn.Server):
    """Serves until SIGTERM, SIGINT or the end of standard input, then returns; calls `ready` once it listens
    and `leaving` when it is about to stop."""

    def __init__(self, app: ASGIApp, *, ready: Callable[[], None], leaving: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=60,
                timeout_graceful_shutdown=GRACE_SECONDS,  # type: ignore[arg-type] # it waits by seconds of any kind
            )
        )
        self._ready, self._leaving = ready, leaving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say that the end is near, then finish what is under way."""
        self._leaving()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop on the first signal; it is not raised again, so that the exit status is 0."""
        self.should_exit = True

    def stop_at_end_of_input(self) -> None:
        """Stop when standard input ends, as it does when the parent that holds it is gone."""
        threading.Thread(target=self._wait_for_end, name="sandbox-parent", daemon=True).start()

    def _wait_for_end(self) -> None:
        with contextlib.suppress(OSError):
            while os.read(sys.stdin.fileno(), 4096):
                continue
        self.should_exit = True
