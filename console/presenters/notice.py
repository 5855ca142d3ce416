"""What there is to tell the operator: what happened, what to do now, and perhaps one thing to click.

It must not hold a secret or an exception; errors of the API are turned into their own words here.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "warn", "bad", "plain"]
LOOK_IN_LOG = "Please try again; the log folder (Help menu) has the facts."


@dataclass(frozen=True, slots=True)
class Notice:
    """`headline` says what happened, `advice` what to do; `detail` are the facts behind them; `action` a button's text."""

    tone: Tone
    headline: str
    advice: str = ""
    detail: str = ""
    action: str = ""


def from_error(error: Exception) -> Notice:
    """An error in its own words if it has any; otherwise one sentence, and the log gets the facts."""
    headline = getattr(error, "headline", "") or getattr(error, "sentence", "")
    if not headline:
        logging.getLogger("console").error("an error that nobody foresaw", exc_info=error)
        return Notice("bad", "Something went wrong inside the console.", LOOK_IN_LOG)
    advice, reason = getattr(error, "advice", ""), getattr(error, "reason", "")
    if reason and reason not in headline and reason not in advice:
        advice = f"The server says: “{reason}”. {advice}".strip()
    return Notice("bad", headline, advice, getattr(error, "detail", ""))
