"""What a field is: how its value is read from the API, shown, typed and sent.

It must not know any particular field; those are declared in `records.py`.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

from console.model.fields.numerals import Marks, exact

RecordKind = Literal["order", "cart"]
"""The two kinds of record. Named here and not beside the records, so that naming one loads no record."""
RECORD_KINDS: tuple[RecordKind, ...] = get_args(RecordKind)
YES, NO = "yes", "no"
"""The texts of a box that is ticked, and of one that is not. On the disk they are JSON's true and false."""
EMPTY = "empty"
"""What is said of a field with nothing in it. On the disk that is JSON's null."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A value of another JSON type than the API describes. It is shown as it came and sent back only as it came."""

    json: Any

    def __str__(self) -> str:
        return _as_json(self.json)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Dumps a record to what it was read from."""
        from pydantic_core import core_schema

        return core_schema.is_instance_schema(cls, serialization=_dumped_as_it_came())


Value = str | Decimal | bool | Raw | None
"""What a field holds: text, a number with the digits it came with, a yes or no, nothing, or something ill-formed."""


def counted_as(value: Value) -> Decimal | None:
    """The number that a value counts as: itself, or that of a text where a service sends its numbers as texts.

    None where it is no number. The value stays what it is: what is not touched is sent back only as it came.
    """
    if isinstance(value, Decimal):
        return value
    return exact(value.json) if isinstance(value, Raw) and isinstance(value.json, str) else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed text means. `error` keeps it from being sent; `advice` and `meaning` only inform."""

    value: Value
    error: str = ""
    advice: str = ""
    meaning: str = ""


def unprintable(text: str) -> str:
    """Why a text cannot be shown and sent as it is; empty where it can."""
    if text.isprintable():
        return ""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t\r":
            return f"There is a control character in it (U+{ord(character):04X}); please remove it."
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """Text, and what every other kind shares. `holds` is the Python type of a well-formed value."""

    holds: type[str] | type[Decimal] | type[bool] = str
    clearable: bool = True
    right_aligned: bool = False

    def accept(self, json: Any) -> Value:
        """What a JSON value is here: itself where it is of the right type, else Raw. Never raises."""
        return json if isinstance(json, self.holds) else Raw(json)

    def show(self, value: Value, places: int | None = None) -> str:
        """The text an operator sees and edits; `places` is how many digits the record's currency has."""
        return "" if value is None else str(value)

    def shows(self, text: str, value: Value, places: int | None = None) -> bool:
        """Whether a text is this value as it is shown, so that typing it changes nothing."""
        return text == self.show(value, places)

    def plain(self, text: str, marks: Marks, currency: Value = None) -> str:
        """The form in which a typed text is kept; `marks` are those of the operator's language, `currency` the record's."""
        return text

    def read(self, text: str) -> Reading:
        """What a typed text means."""
        return Reading(text, error=unprintable(text))

    def same(self, one: Value, other: Value) -> bool:
        """Whether two values mean the same to the API. Nothing and an empty text do."""
        return (one or None) == (other or None)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the API. `short` is its visible label inside its group, where the full label would repeat the group."""

    label: str
    group: str
    kind: Kind
    writable: bool = True
    short: str = ""
    hint: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Reads leniently: null passes as it is, and the kind never refuses anything else."""
        from pydantic_core import core_schema

        steps: list[Any] = [core_schema.none_schema()]
        if self.kind.holds is str:  # what `accept` would say too, but most fields are texts and this is C
            steps.append(core_schema.is_instance_schema(str))
        steps.append(core_schema.no_info_plain_validator_function(self.kind.accept))
        return core_schema.union_schema(steps, mode="left_to_right", serialization=_dumped_as_it_came())


def _dumped_as_it_came() -> Any:
    from pydantic_core import core_schema

    return core_schema.plain_serializer_function_ser_schema(
        lambda value: value.json if isinstance(value, Raw) else value
    )


def _as_json(value: Any) -> str:
    """JSON text with the digits of a Decimal as they are, which `json.dumps` cannot write."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{_as_json(str(name))}: {_as_json(held)}" for name, held in value.items()) + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_as_json, value)) + "]"
    return json.dumps(value, default=str, ensure_ascii=False)
