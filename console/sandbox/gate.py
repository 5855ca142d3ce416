"""What every request passes through on its way in and out; it must not know what is asked or answered."""

import asyncio
import contextlib
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.sandbox import wire
from console.sandbox.calls import SandboxSettings
from console.sandbox.log import LogLines

BODY_KEY = "sandbox.body"


class Gate:
    """Routes by the path as sent, waits `delay` before an answer, and writes the request's line ahead of it."""

    def __init__(self, app: ASGIApp, settings: SandboxSettings, lines: LogLines) -> None:
        self._app, self._settings, self._lines = app, settings, lines
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        """Give the answers that wait out their delay at once, as the server is about to stop."""
        self._leaving.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # An encoded slash belongs to an id, so the routes see the path still encoded.
        scope = dict(scope, path=scope["raw_path"].decode("latin-1"))
        if scope["path"].startswith("/_sandbox/"):
            await self._app(scope, receive, send)
            return
        start: Message | None = None

        async def note(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                await self._wait()
                self._write_line(scope, start, message.get("body", b""))
                await send(start)
                start = None
            await send(message)

        await self._app(scope, receive, note)

    async def _wait(self) -> None:
        if self._settings.delay:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._leaving.wait(), self._settings.delay)

    def _write_line(self, scope: Scope, start: Message, answer: bytes) -> None:
        sent: dict[bytes, bytes] = dict(scope["headers"])
        headers: dict[bytes, bytes] = dict(start["headers"])
        reason = headers.get(b"x-reason")
        if reason is None and start["status"] >= 400 and answer.startswith(b"{"):
            reason = _token_reason(answer)
        self._lines.write_call(
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"],
            body=scope.get(BODY_KEY, b""),
            status=start["status"],
            reason=None if reason is None else reason.decode(),
            token=sent.get(b"authorization", b"").decode("latin-1").partition(" ")[2].strip() or None,
            answer=answer.decode() if self._settings.log_answers else None,
        )


def _token_reason(answer: bytes) -> bytes:
    body: dict[str, Any] = wire.read_own(answer.decode())
    return f"{body['error']}: {body['error_description']}".encode()
