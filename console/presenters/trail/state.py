"""What the trail window shows, and how the day that is typed there is read.

It must not search; the presenter beside it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from console.model.plural import counted

if TYPE_CHECKING:
    from console.presenters.notice import Notice
    from console.presenters.trail.entry import TrailLine

_FIRST_YEAR, _LAST_YEAR = 1971, 2999
_WRONG_DAY = "Type the day as in 2026-11-21, or “today”, or leave it empty."


@dataclass(frozen=True, slots=True)
class TrailState:
    """What the trail window shows; `more` means that there are older entries, `may_put_back` is of the chosen one.

    `searched` has the words and the day that were searched for last; nothing where nobody looks.
    """

    text: str = ""
    day: str = ""
    searched: tuple[str, date | None] = ("", None)
    lines: tuple[TrailLine, ...] = ()
    more: bool = False
    busy: bool = False
    chosen: int | None = None
    changes: str = ""
    request: str = ""
    may_put_back: bool = False
    day_trouble: str = ""
    notice: Notice | None = None

    @property
    def counted(self) -> str:
        """How many entries are listed, in words; what to do where there are none."""
        if self.busy and not self.lines:
            return "Searching…"
        if not self.lines:
            asked = self.text.strip() or self.day.strip()
            return "Nothing in the trail fits." if asked else "Nothing was sent from this computer yet."
        entries = counted(len(self.lines), "entry")
        return f"The newest {entries}" if self.more else entries


def day_of(text: str, today: date) -> tuple[date | None, str]:
    """The day that was typed, if any, and a sentence where it is none."""
    from console.model.fields import dates

    text = text.strip()
    try:
        found = today if dates.is_today(text) else dates.day(text) if text else None
    except ValueError:
        found = None
    fits = not text or (found is not None and _FIRST_YEAR <= found.year <= _LAST_YEAR)
    return (found, "") if fits else (None, _WRONG_DAY)
