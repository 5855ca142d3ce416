"""How a day is written for people, as year-month-day or with its month in words; either is read back as the same day.

It must not read the setting, and nothing that is sent, kept or exported follows it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, get_args

DateForm = Literal["iso", "words"]
DATE_FORMS: tuple[DateForm, ...] = get_args(DateForm)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_KEPT = re.compile(r"(\d{4}-\d\d-\d\d)(| \d.*)", re.ASCII)


class DatesInUse:
    """The form that counts now.

    It is no argument, because dates are shown deep inside drafts, merges and lists, which know no setting and would hand
    it through twenty calls each. `SettingsInUse` alone sets it, at the start and when settings are saved; any thread may
    read it.
    """

    def __init__(self) -> None:
        self.form: DateForm = "iso"


IN_USE = DatesInUse()


def written(day: date, form: DateForm | None = None) -> str:
    """A day as 2026-11-21 or 21 Nov 2026; in the form that counts now where none is named."""
    if (form or IN_USE.form) == "iso":
        return f"{day.year:04}-{day.month:02}-{day.day:02}"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year:04}"


def rewritten(text: str) -> str:
    """A date or time that was kept as year-month-day, in the form that counts now; any other text stays as it is."""
    match = _KEPT.fullmatch(text)
    try:
        return f"{written(date.fromisoformat(match[1]))}{match[2]}" if match else text
    except ValueError:
        return text
