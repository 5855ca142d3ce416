"""Values as a row of the database keeps them: JSON with every digit behind a checksum, and moments in UTC.

It must not know what the values mean, and it must never give back one that the disk has changed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zlib import crc32

import simplejson

from console.model.fields.json_text import in_steps

SEAL = 8
"""How many characters stand before the JSON."""
_LONGEST_INT = 4_000  # Python refuses to read an int of more than 4,300 digits


class BrokenSeal(Exception):
    """What stands in the row is not what was written there."""


UNREADABLE = (BrokenSeal, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What making a value of a row can raise where another console, or the disk, left something else there: such a row is
told and left out, and those beside it are read."""


def sealed(value: Any) -> str:
    """Return `value` (JSON: dict with text keys, list, tuple, str, int, Decimal, bool, None) as ASCII text.

    Eight hexadecimal digits, the CRC-32 of the rest, and then the JSON. A Decimal keeps its digits.
    """
    return seal(in_steps(value, use_decimal=True, allow_nan=True))


def seal(text: str) -> str:
    """Return a JSON text in ASCII behind its checksum."""
    return f"{crc32(text.encode('ascii')):08x}{text}"


def is_whole(text: object) -> bool:
    """Whether a sealed text is as it was written, without the time that `unsealed` takes for a long one."""
    return isinstance(text, str) and text.isascii() and text == seal(text[SEAL:])


def unsealed(text: object) -> Any:
    """Return the value that `sealed` was given. Raises `BrokenSeal`.

    Tuples come back as lists, Decimals without a fraction as ints, other numbers as Decimals, and a pair of
    surrogates as the one character that it stands for.
    """
    if not isinstance(text, str) or not text.isascii():
        raise BrokenSeal
    seal, content = text[:SEAL], text[SEAL:]
    if seal != f"{crc32(content.encode('ascii')):08x}":
        raise BrokenSeal
    try:
        return simplejson.loads(
            content, use_decimal=True, parse_int=_whole, parse_constant=Decimal, allow_nan=True
        )
    except (ValueError, RecursionError) as error:
        raise BrokenSeal from error


def in_utc(moment: datetime) -> str:
    """Return a moment as the database keeps it: UTC, ISO 8601, always as long, so that text order is time order.

    Raises `ValueError` for one without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone is not kept.")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _whole(digits: str) -> int | Decimal:
    return Decimal(digits) if digits == "-0" or len(digits) > _LONGEST_INT else int(digits)
