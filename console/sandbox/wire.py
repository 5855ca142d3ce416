"""JSON in and out with every number kept as the text it came in; it must not know what a property means."""

import json
import re
from typing import NoReturn

import simplejson
from simplejson import RawJSON

MAX_DEPTH = 32

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class JsonNumber(RawJSON):
    """A JSON number as written: `4.10` stays `4.10`. `encoded_json` is its text."""


class MalformedError(ValueError):
    """The bytes are not the JSON this API takes; the message is a reason to show."""


def read(data: bytes) -> object:
    """The value of a UTF-8 JSON text: dict, list, str, bool, None or Number.

    Raises MalformedError for anything else, also for duplicate names, NaN, unpaired surrogates and deep nesting.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedError("The body is not UTF-8") from error
    if not text.strip():
        raise MalformedError("The body is empty")
    try:
        value = json.loads(
            text,
            parse_float=JsonNumber,
            parse_int=JsonNumber,
            parse_constant=_no_constant,
            object_pairs_hook=_no_duplicates,
        )
    except json.JSONDecodeError as error:
        raise MalformedError(f"The body is not JSON: {error.msg} at character {error.pos}") from error
    except RecursionError as error:
        raise MalformedError("The body is nested too deep") from error
    _check_depth(value)
    if _SURROGATE.search(text):
        _check_surrogates(value)
    return value


def read_own(text: str) -> dict[str, object]:
    """A JSON object that this sandbox wrote itself."""
    value: dict[str, object] = json.loads(text, parse_float=JsonNumber, parse_int=JsonNumber)
    return value


def write(value: object) -> str:
    """JSON with the numbers as they came; text that is not ASCII is written as itself."""
    return simplejson.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_ascii(value: object) -> str:
    """JSON in one ASCII line, which even an unpaired surrogate cannot break."""
    return simplejson.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _no_constant(name: str) -> NoReturn:
    raise MalformedError(f"The body is not JSON: {name} is no number")


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise MalformedError(f"The body names {twice} twice")
    return found


def _check_depth(value: object) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for node in level if isinstance(node, dict | list) for child in _children(node)]
        if not level:
            return
    raise MalformedError("The body is nested too deep")


def _children(node: dict[str, object] | list[object]) -> list[object]:
    return list(node.values()) if isinstance(node, dict) else node


def _check_surrogates(value: object) -> None:
    try:
        write(value).encode()
    except UnicodeEncodeError as error:
        raise MalformedError("The body holds half of a surrogate pair") from error
