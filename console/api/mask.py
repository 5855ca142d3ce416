"""What must never be seen in a text, and how it is taken out: the client secret and every token.

It must not show what it holds, whatever it is asked.
"""

from __future__ import annotations

import threading
from collections import deque
from urllib.parse import quote, quote_plus

MASK = "•••"
_SHORTEST = 4
_TOKENS_KEPT = 64


class Mask:
    """Takes secrets and the last 64 tokens out of any text, in plain and in percent-encoded form."""

    def __init__(self, *secrets: str) -> None:
        self._lock = threading.Lock()
        self._forms = tuple(form for secret in secrets for form in _forms(secret))
        self._tokens: deque[tuple[str, ...]] = deque(maxlen=_TOKENS_KEPT)

    def add(self, token: str) -> None:
        """Hide this token from now on."""
        with self._lock:
            self._tokens.append(_forms(token))

    def __call__(self, text: str) -> str:
        """`text` without them. Texts shorter than four characters are not worth hiding and are left alone."""
        with self._lock:
            hidden = [*self._forms, *(form for token in self._tokens for form in token)]
        for form in sorted(hidden, key=len, reverse=True):
            text = text.replace(form, MASK)
        return text

    def __repr__(self) -> str:
        return "Mask()"


def _forms(hidden: str) -> tuple[str, ...]:
    if len(hidden) < _SHORTEST:
        return ()
    return tuple({hidden, quote(hidden), quote(hidden, safe=""), quote_plus(hidden)})
