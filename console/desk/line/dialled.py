"""What came of dialling the desk's servers where none of them let us in.

It must not hold a password, and needs no psycopg: what it means is judged in `faults`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class NotDialled:
    """One server that did not let us in. `said` is what libpq or the system says, with the server's own text in it.

    `how`: its name leads nowhere, it kept silent, or it (or the network) answered. `used_password`: it was told the
    password; `needs_password`: it asked for one, and there was none. `verify_code` is what `proof` says.
    """

    host: str
    port: int
    how: Literal["name", "silence", "answer"]
    said: str
    used_password: bool = False
    needs_password: bool = False
    verify_code: int = 0


class Dialled(Exception):
    """Nobody let us in; `failed` has what came of each address that was tried."""

    def __init__(self, failed: tuple[NotDialled, ...]) -> None:
        super().__init__("no server of the desk let us in")
        self.failed = failed


class GivenUp(Exception):
    """Nobody wants the connection any more."""
