"""How long, how much and how often: every number that bounds a call, in one frozen value.

It must not read a clock or a setting; tests shorten it, the program uses it as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one call. Times are seconds of the monotonic clock, sizes are bytes.

    connect      looking the name up, TCP and TLS, each step on its own
    read         silence of the server between two pieces of an answer
    whole        one call from its first step to its last, sign-in and repeats included; announced waits
                 (Retry-After) are added to it
    body         an answer's body after decompression; `refusal_body` the same for a 4xx or 5xx
    tries        how often a read is sent at most
    backoff      the wait before the second try, doubled for each further one and jittered by half
    retry_after  the longest wait that a server can ask for
    token_margin how long before its end a token is renewed
    """

    connect: float = 5.0
    read: float = 15.0
    whole: float = 30.0
    body: int = 16 * MEBIBYTE
    refusal_body: int = 64 * 1024
    tries: int = 3
    backoff: float = 0.2
    retry_after: float = 60.0
    token_margin: float = 30.0
    depth: int = 200
    line_items: int = 20_000
