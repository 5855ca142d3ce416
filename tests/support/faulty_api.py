"""An HTTP server in front of a sandbox that answers single writes itself, loses answers, and dies when it is told to.

It must hand on whole requests only, so that whatever the sandbox logs is what really arrived there.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Literal, Self

Fault = Literal["409", "429", "500", "cut", "late"]
"""Refused; asked for a second's patience; a fault of the server; done by the sandbox, and its answer lost; given up by a
gateway, and done by the sandbox when it gets round to it."""

_ANSWERS: dict[str, bytes] = {
    "409": b"HTTP/1.1 409 Conflict\r\nX-Reason: No contact has this e-mail address\r\nContent-Length: 0\r\n\r\n",
    "429": b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
    "500": b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
    "late": b"HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n",
}


class FaultyApi:
    """Hands requests on to 127.0.0.1:`target`. `faults` are by path, each for the first write to it.

    `writes` counts the writes that came; with the `deadly`-th one it dies, and `revive` brings it back.
    """

    def __init__(self, target: int, faults: Mapping[str, Fault], *, deadly: int = 0) -> None:
        self.writes = 0
        self.dead = threading.Event()
        self._target, self._faults, self._deadly = target, dict(faults), deadly
        self._late: list[bytes] = []
        self._port = 0
        self._server: asyncio.Server | None = None
        self._near: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="faulty api")
        self._thread.start()
        self.revive()

    @property
    def url(self) -> str:
        """Where clients are sent; the same after a death."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def left(self) -> list[Fault]:
        """The faults that were not made yet."""
        return list(self._faults.values())

    def revive(self) -> None:
        """Listen (again)."""
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        self.dead.clear()

    def get_round(self) -> int:
        """Have the sandbox do what is late; returns how many writes that were."""
        late, self._late = self._late, []
        for request in late:
            asyncio.run_coroutine_threadsafe(self._hand_on(request), self._loop).result(10)
        return len(late)

    def close(self) -> None:
        """End every connection and the thread."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    def _die(self) -> None:
        self.dead.set()
        if self._server is not None:
            self._server.close()
        for near in self._near:
            near.transport.abort()

    async def _end(self) -> None:
        self._die()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        self._near.add(near)
        answers, far = await asyncio.open_connection("127.0.0.1", self._target)
        try:
            while request := await _message(reader):
                await self._answer(request, near, answers, far)
        except (OSError, asyncio.IncompleteReadError):
            pass  # either side went away, as many tests mean it to
        finally:
            self._near.discard(near)
            for writer in (near, far):
                writer.close()
                with suppress(OSError):
                    await writer.wait_closed()

    async def _hand_on(self, request: bytes) -> None:
        answers, far = await asyncio.open_connection("127.0.0.1", self._target)
        far.write(request)
        await _message(answers)
        far.close()
        await far.wait_closed()

    async def _answer(
        self,
        request: bytes,
        near: asyncio.StreamWriter,
        answers: asyncio.StreamReader,
        far: asyncio.StreamWriter,
    ) -> None:
        method, target, _ = request.split(b" ", 2)
        fault, deadly = None, False
        if method == b"POST":
            self.writes += 1
            deadly = self.writes == self._deadly
            fault = None if deadly else self._faults.pop(target.decode().partition("?")[0], None)
        if fault == "late":
            self._late.append(request)
        if fault in _ANSWERS:
            near.write(_ANSWERS[fault])
            await near.drain()
            return
        far.write(request)
        answer = await _message(answers)
        if deadly:
            self._die()
        elif fault == "cut":
            near.transport.abort()
        else:
            near.write(answer)
            await near.drain()


async def _message(reader: asyncio.StreamReader) -> bytes:
    """One whole request or answer that says how long it is; nothing at the end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    sizes = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return head + await reader.readexactly(int(sizes[0].partition(b":")[2]) if sizes else 0)
