"""Moments in words, as every sentence about a save has them.

It must not decide what is said.
"""

from __future__ import annotations

from datetime import datetime


def clock(moment: datetime) -> str:
    """The time of day by this computer, to the second."""
    return moment.astimezone().strftime("%H:%M:%S")
