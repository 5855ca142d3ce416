"""Long values as JSON text, written in steps, so that the window can be drawn between two of them.

It must not change what is written; in steps or not, the text is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import simplejson

from console.runtime.giving_way import give_way

_STEP = 200
_LISTS = (list, tuple)
_HOLDERS = (dict, list, tuple)


def in_steps(value: Any, **how: Any) -> str:
    """`value` as compact JSON, as `simplejson.dumps` writes it with the options `how`.

    A long list is written 200 items at a time, because the encoder lets no other thread run; lists in a list are
    written one by one, since each may be as long.
    """
    if not _long(value):
        return _written(value, how)
    if isinstance(value, dict):
        return (
            "{"
            + ",".join(f"{_name(name, how)}:{in_steps(held, **how)}" for name, held in value.items())
            + "}"
        )
    if isinstance(value, list | tuple):
        steps = (value[start : start + _STEP] for start in range(0, len(value), _STEP))
        return "[" + ",".join(_items(step, how) for step in steps) + "]"
    return _written(value, how)


def _items(step: Sequence[Any], how: dict[str, Any]) -> str:
    give_way()
    if any(isinstance(item, list | tuple) for item in step):
        return ",".join(in_steps(item, **how) for item in step)
    return _written(list(step), how)[1:-1]


def _long(value: Any) -> bool:
    """Whether there is a list in it that takes more than one step."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, _LISTS):
        return False
    elif len(value) > _STEP:
        return True
    for held in value:  # noqa: SIM110 - a loop is faster, and every value of every row of a run goes through it
        if isinstance(held, _HOLDERS) and _long(held):
            return True
    return False


def _name(name: Any, how: dict[str, Any]) -> str:
    return _written({name: 0}, how)[1:-2].rstrip(":")


def _written(value: Any, how: dict[str, Any]) -> str:
    return str(_encoder(**how).encode(value))


@cache
def _encoder(**how: Any) -> simplejson.JSONEncoder:
    """Made once: a run of a thousand rows writes some ten thousand short texts."""
    return simplejson.JSONEncoder(separators=(",", ":"), **how)
