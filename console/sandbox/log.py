"""The lines on standard output: what was called and how it was answered; it must never write a token or a secret."""

import os
import queue
import re
import threading
from collections.abc import Iterable
from urllib.parse import parse_qsl

from console.sandbox import clock, wire

REDACTED = "[redacted]"
TOKEN_PATH = "/oauth2/token"  # noqa: S105 - a path

_SECRET_NAME = re.compile(r"token|secret|password|authorization", re.IGNORECASE)
_FLUSH_SECONDS = 0.5


class LogLines:
    """Writes JSON lines to a file descriptor from a thread of its own, so that a slow reader never holds an answer."""

    def __init__(self, descriptor: int, secrets: Iterable[str]) -> None:
        self._descriptor = descriptor
        self._secrets = frozenset(secret for secret in secrets if secret)
        self._waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="sandbox-lines", daemon=True)
        self._thread.start()

    def write(self, line: dict[str, object]) -> None:
        """Queue one line."""
        self._waiting.put(wire.write_ascii(line).encode() + b"\n")

    def write_call(
        self,
        *,
        method: str,
        path: str,
        query: bytes,
        body: bytes,
        status: int,
        reason: str | None,
        token: str | None,
        answer: str | None,
    ) -> None:
        """Queue the line of one request; `token` is what it carried, `answer` the body to add, if any."""
        hidden = self._secrets | ({token} if token else frozenset())
        line: dict[str, object] = {
            "time": clock.write(clock.now()),
            "method": method,
            "path": _hide(path, hidden),
            "query": {name: _hide_named(name, value, hidden) for name, value in read_query(query)},
        }
        if path.rstrip("/") == TOKEN_PATH:
            line["grant_type"] = _grant(body)
            line["body"] = None
        else:
            line["body"] = _body(body, hidden)
            if answer is not None:
                line["answer"] = _body(answer.encode(), hidden)
        line["status"] = status
        line["reason"] = None if reason is None else _hide(reason, hidden)
        self.write(line)

    def close(self) -> None:
        """Write what waits, unless nobody reads."""
        self._waiting.put(None)
        self._thread.join(_FLUSH_SECONDS)

    def _work(self) -> None:
        while (line := self._waiting.get()) is not None:
            try:
                while line:
                    line = line[os.write(self._descriptor, line) :]
            except OSError:
                return  # nobody reads any more; the lines end here and the answers go on


def read_query(query: bytes) -> list[tuple[str, str]]:
    """The names and values of a query; of a name given twice the first counts."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return list(dict(reversed(pairs)).items())[::-1]


def _grant(body: bytes) -> str | None:
    grants = [value for name, value in parse_qsl(body.decode(errors="replace")) if name == "grant_type"]
    return grants[0] if grants and grants[0] in ("client_credentials", "refresh_token") else None


def _body(body: bytes, hidden: frozenset[str]) -> object:
    if not body:
        return None
    text = _hide(body.decode(errors="replace"), hidden)
    try:
        return wire.read(text.encode(errors="replace"))
    except wire.MalformedError:
        return text


def _hide_named(name: str, value: str, hidden: frozenset[str]) -> str:
    return REDACTED if _SECRET_NAME.search(name) else _hide(value, hidden)


def _hide(text: str, hidden: frozenset[str]) -> str:
    for secret in hidden:
        text = text.replace(secret, REDACTED)
    return text
