"""A write that cannot be noted in the trail: what is said of it before it leaves, and the yes that it takes.

It must not send anything or find out by itself whether the trail can be written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

YES = "Yes, send it without the trail"
"""What must be ticked."""


class Asks(NamedTuple):
    """What must be ticked before a write is sent; empty where nothing must.

    `confirm` is for the first one of a day, `untraced` why it would not be in the trail, `may_arrive` what could happen where
    an earlier one may still arrive.
    """

    confirm: str = ""
    untraced: str = ""
    may_arrive: str = ""


def said(why: str) -> str:
    """What it means that it is not noted; `why` is the sentence about the disk."""
    remembers = "and if no answer comes the console cannot remember after a restart that it is open"
    return f"This will not be in the trail, {remembers}. {why}"


class TrailHealth(NamedTuple):
    """What is known of whether the trail can be written: `why` it cannot, empty where it can as far as is known.

    `look` is called where a write could not be noted, so that it is said for as long as it lasts.
    """

    why: Callable[[], str] = lambda: ""
    look: Callable[[], object] = lambda: None
