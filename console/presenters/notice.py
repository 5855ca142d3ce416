"""What there is to tell the operator: what happened, what to do now, and perhaps one thing to click.

It must not hold a secret or an exception; errors of the API are turned into their own words here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "warn", "bad", "plain"]


@dataclass(frozen=True, slots=True)
class Notice:
    """`headline` says what happened, `advice` what to do; `detail` are the facts behind them; `action` a button's text."""

    tone: Tone
    headline: str
    advice: str = ""
    detail: str = ""
    action: str = ""


def from_error(error: Exception) -> Notice:
    """An error in its own words if it has any; otherwise one sentence, with the kind of error as the fact behind it."""
    headline = getattr(error, "headline", "") or getattr(error, "sentence", "")
    if not headline:
        fact = f"{type(error).__name__}: {error}"
        return Notice("bad", "Something went wrong inside the console.", "Please try again.", fact)
    advice, reason = getattr(error, "advice", ""), getattr(error, "reason", "")
    if reason and reason not in headline and reason not in advice:
        advice = f"The server says: “{reason}”. {advice}".strip()
    return Notice("bad", headline, advice, getattr(error, "detail", ""))
