"""What the program writes down about itself, in a small rotating file in the log folder.

It must never hold a secret, a token or an e-mail address, whoever asks it to write one.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

from console.runtime import hidden

_APART = r"\s@<>\"'=:,;&?/"
"""What stands between an address and the text around it. Each word is looked at once, however long it is."""
_EMAIL = re.compile(rf"(?i)(?<![^{_APART}])(?:[^{_APART}]|(?<=\w)'(?=\w))+(?:@|%40)[^{_APART}%]+\.\w+")
_NAMED = r"(?:access_|refresh_|id_)token|client_secret|secret|password"
_TOKEN = re.compile(
    r"(?i)(bearer\s+|basic\s+(?=[a-z0-9+/]{16})|"
    rf"(?:{_NAMED})[\"'\\]*\s*[=:]\s*[\"'\\]*)[^\s\"',&}}\\]+"
)
_BYTES, _FILES = 512 * 1024, 3


class _Redacting(logging.Formatter):
    """Formats as usual, then takes out what must not be written, tracebacks included.

    What stands before the message is the program's own: a secret that is a word of it must not make it unreadable.
    """

    def format(self, record: logging.LogRecord) -> str:
        return (
            f"{self.formatTime(record)} {record.levelname} {record.name}: {redacted(super().format(record))}"
        )


class _File(RotatingFileHandler):
    """The file; what cannot be written to it is not put on standard error instead, arguments and all."""

    def shouldRollover(self, record: logging.LogRecord) -> bool:
        """By what is in the file already: Python's own would make each line twice to know how long it is."""
        if self.stream is None:
            self.stream = self._open()
        return self.stream.tell() >= self.maxBytes

    def handleError(self, record: logging.LogRecord) -> None:
        if sys.stderr is not None:
            sys.stderr.write(f"A line of {record.name} could not be logged: {sys.exc_info()[0]!r}\n")


def redacted(text: str) -> str:
    """`text` without the secrets and tokens of this process, and without what looks like one or an e-mail address."""
    return _EMAIL.sub("‹e-mail›", _TOKEN.sub(rf"\1{hidden.MASK}", hidden.KNOWN(text)))


def write_to(folder: Path, *, verbose: bool = False) -> Callable[[], None]:
    """Write the log into this folder from now on; returns what closes it. Raises OSError.

    `verbose` writes what only somebody who looks for a fault wants to read; it is redacted just the same.
    """
    handler = _File(
        folder / "console.log",
        maxBytes=_BYTES,
        backupCount=_FILES,
        encoding="utf-8",
        errors="backslashreplace",  # a server's half character must not keep a line from being written
    )
    handler.setFormatter(_Redacting("%(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("console").setLevel(logging.DEBUG if verbose else logging.INFO)
    logging.getLogger("urllib3").setLevel(logging.WARNING)

    def close() -> None:
        root.removeHandler(handler)
        handler.close()

    return close
