"""Dates and times as this API writes them, as people read them here, and back.

It must not ask what time it is, and no bare date becomes a moment, or a typed moment a bare date, when it is sent.

Source: the update pages send `2015-01-02`, answers carry `2017-11-28T03:53:14.322Z`; a bare date and a time
without an offset are read as UTC by the service.
"""

import re
from datetime import UTC, date, datetime

from console.model.date_form import MONTHS, DateForm, written
from console.model.fields import dates
from console.model.fields.dates import HOW_TO

_API = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TYPED = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[Tt]|\s+)(?P<hour>\d\d?)(?P<rest>:\d\d(?::\d\d(?:[.,]\d{1,6})?)?)\s*(?P<zone>.*)",
    re.ASCII,
)
_UTC = ("Z", "UTC", "GMT")
_OFFSET = re.compile(r"[+-]\d\d(?::?\d\d)?", re.ASCII)


class NotAMoment(ValueError):
    """The text is no date or time; the message is a sentence for the operator."""


def instant(text: str) -> datetime:
    """The moment that a text of the API names, in UTC. Raises NotAMoment."""
    text = text.strip()
    if not _API.fullmatch(text):
        raise NotAMoment(HOW_TO)
    try:
        value = datetime.fromisoformat(text)
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NotAMoment(HOW_TO) from error


def shown(text: str, form: DateForm | None = None) -> str:
    """How an operator reads a text of the API: local time with its zone named, midnight UTC as the bare date it stands for.

    Where the zone has one name in both passes of a repeated hour, its offset is shown instead. Fractions of a second
    are left out. What is no moment is shown as it came. The day is in the form that counts now where none is named.
    """
    try:
        moment = instant(text)
        local = moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return text
    if moment.time().isoformat() == "00:00:00":
        return written(moment.date(), form)
    return f"{_clock(local, form)} {_zone(local)}"


def local(at: datetime, *, seconds: bool = False, form: DateForm | None = None) -> str:
    """A moment with its zone as this computer's clocks show it, in the one form that the console writes: as `shown` does."""
    here = at.astimezone()
    clock = f"{here:%H:%M:%S}" if seconds else f"{here:%H:%M}"
    return f"{written(here.date(), form)} {clock} {_zone(here)}"


def near(at: datetime, now: datetime) -> str:
    """ "Today 14:01", or the day, with its year where that is another one: local times, for lists of what was lately."""
    here, today = at.astimezone(), now.astimezone()
    if here.date() == today.date():
        return f"Today {here:%H:%M}"
    year = "" if here.year == today.year else f" {here.year}"
    return f"{here.day} {MONTHS[here.month - 1]}{year} {here:%H:%M}"


def utc(at: datetime) -> str:
    """The same moment in UTC, to the second, to stand beside the local time."""
    there = at.astimezone(UTC)
    return f"{written(there.date())} {there:%H:%M:%S} UTC"


def in_utc(text: str) -> str:
    """The same moment in UTC, to stand beside the local time; empty where the text is no moment."""
    try:
        return f"{_clock(instant(text))} UTC"
    except NotAMoment:
        return ""


def typed(text: str) -> str:
    """What is sent for a typed date or time: a bare date stays bare, a time gets its offset. Raises NotAMoment.

    A time without a zone is this computer's; `Z`, `UTC`, `+01:00` and the local zone's own name are understood. The date
    may be written in any form that has one meaning (`console.model.fields.dates`).
    """
    try:
        text = dates.normal(text, any_year=True)
        return date.fromisoformat(text).isoformat() if _DATE.fullmatch(text) else _with_offset(text)
    except NotAMoment:
        raise
    except dates.NotADate as error:
        raise NotAMoment(str(error)) from error
    except (ValueError, OverflowError, OSError) as error:
        raise NotAMoment(HOW_TO) from error


def day_of(text: str) -> date | None:
    """The day of a date or time as it is shown or typed; None where it is none, or could be two."""
    try:
        return date.fromisoformat(dates.normal(text, any_year=True)[:10])
    except ValueError:
        return None


def only_day(text: str) -> str:
    """The day alone of a date or time as it is shown or typed, written for people; empty where it is none."""
    day = day_of(text)
    return "" if day is None else written(day)


def on_day(text: str, day: date) -> str:
    """A date or time as it stands in a field, on another day: the time of it stays, and its zone where it is written.

    The name of this computer's own zone is left out, because it may have another one on that day.
    """
    try:
        match = _TYPED.fullmatch(dates.normal(text, any_year=True))
    except ValueError:
        match = None
    if match is None:
        return written(day)
    zone = match["zone"].strip()
    stays = zone.upper() in _UTC or _OFFSET.fullmatch(zone)
    return f"{written(day)} {match['hour'].zfill(2)}{match['rest']}{f' {zone}' if stays else ''}"


def _with_offset(text: str) -> str:
    match = _TYPED.fullmatch(text)
    if not match:
        raise NotAMoment(HOW_TO)
    text = f"{match['day']} {match['hour'].zfill(2)}{match['rest']}"
    naive, zone = datetime.fromisoformat(text), match["zone"].strip()
    if zone.upper() in _UTC:
        return _whole(naive.replace(tzinfo=UTC))
    if _OFFSET.fullmatch(zone):
        return _whole(datetime.fromisoformat(text + zone))
    return _whole(_here(naive, zone))


def _here(naive: datetime, zone: str) -> datetime:
    """A time of this computer's zone; `zone` (its name then, or nothing) tells the two passes of a repeated hour apart."""
    passes = [naive.replace(fold=fold).astimezone() for fold in (0, 1)]
    if zone and not any(local.tzname() == zone for local in passes):
        known = " or ".join(dict.fromkeys(name for local in passes if (name := local.tzname())))
        raise NotAMoment(
            f"“{zone[:40]}” is not the time zone here ({known}); write UTC or an offset such as +01:00."
        )
    if all(local.replace(tzinfo=None, fold=0) != naive for local in passes):
        raise NotAMoment(
            "The clocks here were put forward and skipped that time; write another, or write it in UTC."
        )
    if zone and _share_a_name(passes):
        either = " or ".join(f"{_clock(local)} {_offset(local)}" for local in passes)
        raise NotAMoment(f"The clocks here were put back and showed that time twice; write {either}.")
    return next(local for local in passes if zone in ("", local.tzname()))


def _zone(local: datetime) -> str | None:
    """What tells a local time from any other: the zone's name, or its offset where the name does not."""
    passes = [local.replace(tzinfo=None, fold=fold).astimezone() for fold in (0, 1)]
    return _offset(local) if _share_a_name(passes) else local.tzname()


def _share_a_name(passes: list[datetime]) -> bool:
    """Whether the two passes of an hour are two moments with one name, as where a zone moved for good."""
    names, offsets = {local.tzname() for local in passes}, {local.utcoffset() for local in passes}
    return len(names) < len(offsets) and not any(offset and offset.seconds % 60 for offset in offsets)


def _offset(local: datetime) -> str:
    return local.isoformat()[-6:]


def _clock(moment: datetime, form: DateForm | None = None) -> str:
    precision = "seconds" if moment.second else "minutes"
    return f"{written(moment.date(), form)} {moment.time().isoformat(precision)}"


def _whole(moment: datetime) -> str:
    offset = moment.utcoffset()
    if offset and offset.seconds % 60:  # before standard time; ISO 8601 has no seconds in an offset
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
