"""Turns the bytes of an answer into plain Python values, digits kept, or says why it cannot.

It must not guess: what is not one whole, sane JSON text in UTF-8 raises Unreadable and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from console.api.limits import Limits
from console.api.plain import visible, without_addresses
from console.model.fields.numerals import Spelled
from console.runtime.giving_way import give_way, unhurried
from console.runtime.log import redacted

_SAMPLE, _ENDS = 200, 256
_CLOSED_BY = {b"{": b"}", b"[": b"]"}
_DIGITS, _EXPONENT = 1_000, 308
_SURROGATE = re.compile("[\ud800-\udfff]")


class UnreadableAnswer(Exception):
    """The answer was not understood. Its text is a clause for people; it never holds the answer itself.

    `more`: it is whole, and something else stands behind it.
    """

    def __init__(self, clause: str, *, more: bool = False) -> None:
        super().__init__(clause)
        self.more = more


class TooManyLines(UnreadableAnswer):
    """The answer was understood, and its record is longer than any that is opened here. Its text is the same clause."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(f"it has {count:,} lines, and the console takes at most {most:,}")
        self.count, self.most = count, most


def read_json(body: bytes, limits: Limits, *, nan_is_null: bool = False) -> Any:
    """The value of `body`: numbers are Decimal, lone surrogates have become U+FFFD.

    Raises Unreadable for: not UTF-8 (a byte-order mark is tolerated), not JSON, a web page, NaN and infinities,
    numbers of more than 1,000 digits or beyond 1E±308, a name twice in one object, more than `limits.depth`
    levels, more than `limits.line_items` line items. With `nan_is_null`, NaN and infinities are read as None.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableAnswer("it is not UTF-8 text") from None
    if text.lstrip()[:1] == "<":
        raise UnreadableAnswer("it is a web page (perhaps a sign-in page), not data")
    try:
        value = json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_null if nan_is_null else _refuse_constant,
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise UnreadableAnswer("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        clause = f"it is not JSON ({error.msg} at character {error.pos:,})"
        raise UnreadableAnswer(clause, more=error.msg == "Extra data") from None
    if text.count("[") + text.count("{") > limits.depth:
        _check_depth(value, limits.depth)
    for record in value if isinstance(value, list) else [value]:
        lines = record.get("lineItems") if isinstance(record, dict) else None
        if isinstance(lines, list) and len(lines) > limits.line_items:
            raise TooManyLines(len(lines), limits.line_items)
    return _whole(value) if "\\ud" in text.lower() else value


def ends_early(body: bytes) -> bool:
    """Whether a JSON object or list does not end as it must: whoever handed it on did not get all of it.

    Only its two ends are looked at, so that the longest answer costs nothing.
    """
    start, end = body[:_ENDS].removeprefix(b"\xef\xbb\xbf").lstrip()[:1], body[-_ENDS:].rstrip()[-1:]
    return start in _CLOSED_BY and end != b"" and end != _CLOSED_BY[start]


def sample(body: bytes, conceal: Callable[[str], str]) -> str:
    """The beginning of an answer for a report, at most 200 visible characters; never of a sign-in's answer.

    Secrets and e-mail addresses are masked, and whatever names itself a token: the address may be a sign-in's by mistake.
    """
    beginning = body[: 4 * _SAMPLE].decode("utf-8", "replace")
    return visible(redacted(without_addresses(conceal(beginning))), _SAMPLE)


def _number(digits: str) -> Decimal:
    if len(digits) > _DIGITS:
        raise UnreadableAnswer(f"it holds a number of {len(digits):,} digits")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        raise UnreadableAnswer("it holds a number that is too large") from None
    exponent = number.adjusted()
    if abs(exponent) > _EXPONENT:
        raise UnreadableAnswer("it holds a number that is too large or too small")
    return Spelled(digits) if exponent < -6 or "e" in digits or "E" in digits else number


def _refuse_constant(name: str) -> NoReturn:
    raise UnreadableAnswer(f"it holds {name}, which is not a number")


def _null(_name: str) -> None:
    return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    give_way()  # between two lines of ten thousand
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnreadableAnswer("it names the same property twice")
    return found


def _check_depth(value: Any, limit: int) -> None:
    level, depth = [value], 0
    while level := [inner for outer in unhurried(level) for inner in _containers_in(outer)]:
        depth += 1
        if depth >= limit:
            raise UnreadableAnswer(f"it is nested more than {limit} levels deep")


def _containers_in(value: Any) -> list[Any]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [item for item in inside if isinstance(item, dict | list)]


def _whole(value: Any) -> Any:
    """`value` without lone surrogates, which can be neither shown nor written."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(item) for name, item in value.items()}
    return value
