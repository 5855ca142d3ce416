"""What one environment's calls must never show in a text: its client secret and every token that it got.

It must not show what it holds, whatever it is asked.
"""

from __future__ import annotations

from console.runtime import hidden


class Mask(hidden.Hidden):
    """Takes the secret and the last 64 tokens out of any text; what it knows, the log of this process knows too."""

    def __init__(self, secret: str, client_id: str = "") -> None:
        super().__init__()
        self.secret(secret, client_id)
        hidden.KNOWN.secret(secret, client_id)

    def add(self, token: str) -> None:
        """Hide this token from now on."""
        self.token(token)
        hidden.KNOWN.token(token)
