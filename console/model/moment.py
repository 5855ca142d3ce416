"""Dates and times as this API writes them, as people read them here, and back.

It must not ask what time it is, and it never turns a bare date into a moment or a moment into a bare date.

Source: the update pages send `2015-01-02`, answers carry `2017-11-28T03:53:14.322Z`; a bare date and a time
without an offset are read as UTC by the service.
"""

import re
from datetime import UTC, date, datetime

_ZONED = re.compile(r"^(?P<clock>.*?\d)\s*(?P<zone>[A-Za-z][A-Za-z0-9_+\-/]*)$")
HOW_TO = "Write a date as 2026-11-21, or with a time as 2026-11-21 14:02."


class NotAMoment(ValueError):
    """The text is no date or time; the message is a sentence for the operator."""


def instant(text: str) -> datetime:
    """The moment that a text of the API names, in UTC. Raises NotAMoment."""
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise NotAMoment(HOW_TO) from error
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def shown(text: str) -> str:
    """How an operator reads a text of the API: local time with its zone named, midnight UTC as the bare date it stands for."""
    try:
        moment = instant(text)
        local = moment.astimezone()
    except (NotAMoment, OverflowError, OSError):
        return text
    if moment.time().isoformat() == "00:00:00":
        return moment.date().isoformat()
    precision = "%Y-%m-%d %H:%M:%S %Z" if local.second else "%Y-%m-%d %H:%M %Z"
    return local.strftime(precision)


def in_utc(text: str) -> str:
    """The same moment in UTC, to stand beside the local time; empty where the text is no moment."""
    try:
        moment = instant(text)
    except NotAMoment:
        return ""
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC" if moment.second else "%Y-%m-%d %H:%M UTC")


def typed(text: str) -> str:
    """What is sent for a typed date or time: a bare date stays bare, a time gets its offset. Raises NotAMoment.

    A time without a zone is this computer's; `Z`, `UTC`, `+01:00` and the local zone's own name are understood.
    """
    text = text.strip()
    try:
        return date.fromisoformat(text).isoformat() if len(text) == 10 else _with_offset(text)
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, NotAMoment) else NotAMoment(HOW_TO) from error


def _with_offset(text: str) -> str:
    match = _ZONED.match(text)
    zone = match["zone"] if match else ""
    if match and zone.upper() in ("Z", "UTC", "GMT"):
        return _whole(datetime.fromisoformat(match["clock"]).replace(tzinfo=UTC))
    if match and zone.upper() != "T":
        naive = datetime.fromisoformat(match["clock"])
        for fold in (0, 1):
            local = naive.replace(fold=fold).astimezone()
            if local.tzname() == zone:
                return _whole(local)
        raise NotAMoment(f"{zone} is not this computer's time zone; write UTC or an offset such as +01:00.")
    return _whole(
        datetime.fromisoformat(text).astimezone() if _is_naive(text) else datetime.fromisoformat(text)
    )


def _is_naive(text: str) -> bool:
    return datetime.fromisoformat(text).tzinfo is None


def _whole(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds" if not moment.microsecond else "milliseconds")
