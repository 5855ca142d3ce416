"""Standard error, without what must not be seen there: tracebacks of what nobody foresaw end on it.

It must not load anything: the first picture waits for whatever starts with it, and the last words come when Python ends.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, TextIO


class MaskedStream:
    """A stream that writes every text without the secrets and tokens of this process; all else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write `text`; returns how many characters were given."""
        hidden = sys.modules.get("console.runtime.hidden")  # until it is loaded, nothing is known to anybody
        self._stream.write(hidden.KNOWN(text) if hidden is not None else text)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write each of `lines`."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def mask_stderr() -> None:
    """Mask what Python writes to standard error from now on, on any thread. Nothing where there is none."""
    if sys.stderr is not None:
        sys.stderr = MaskedStream(sys.stderr)
