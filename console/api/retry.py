"""When and after how long a request is sent once more by the machine.

It must not send anything, and never says yes to a write that may have arrived.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from console.api.limits import Limits

TRANSIENT = frozenset({500, 502, 503, 504})
_SLOW_DOWN = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Wait:
    """Send again after so many seconds; `announced` when the server named them, or `asked` for more."""

    seconds: float
    announced: bool
    asked: float = 0.0


def wait_after(
    status: int, headers: Mapping[str, str], *, tried: int, writes: bool, forced: bool, limits: Limits
) -> Wait | None:
    """The wait before the next try after an answer with `status`, or None: do not send again.

    A read is repeated on 429, 500, 502, 503, 504; a write on 429 only (which means that nothing was applied);
    a forced write never.
    """
    repeatable = status == 429 or (status in TRANSIENT and not writes)
    if not repeatable or forced or tried >= limits.tries:
        return None
    asked = seconds_asked(headers) if status in _SLOW_DOWN else None
    if asked is None:
        return Wait(backoff(tried, limits), announced=False)
    return Wait(min(asked, limits.retry_after), announced=True, asked=asked)


def backoff(tried: int, limits: Limits) -> float:
    """Seconds before the next try after `tried` ones: doubled each time, half of it by chance."""
    longest = limits.backoff * 2.0 ** (tried - 1)
    return random.uniform(longest / 2, longest)  # noqa: S311 - only spreads the load


def seconds_asked(headers: Mapping[str, str]) -> float | None:
    """What Retry-After asks for, in seconds; None when there is none or it makes no sense (RFC 9110, 10.2.3)."""
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    left = (moment - _its_now(headers)).total_seconds()
    return left if left >= 0 else None


def _its_now(headers: Mapping[str, str]) -> datetime:
    """The time by the server's own clock, where the answer has it: this computer's may be hours off."""
    try:
        said = parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return datetime.now(UTC)
    return said if said.tzinfo is not None else said.replace(tzinfo=UTC)
