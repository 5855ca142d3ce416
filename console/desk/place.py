"""How a record is named on the desk, so that every console means the same by it.

It must not use the environment's name, which each operator chooses: the API's address is the same for all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.model.addresses import normalise_address

if TYPE_CHECKING:
    from console.model.fields.field import RecordKind

_NOT_HELD = re.compile(r"[\x00\\\ud800-\udfff]")
"""PostgreSQL's text has neither a NUL nor half a pair of surrogates, and both can stand in a record's ID."""


@dataclass(frozen=True, slots=True)
class DeskPlace:
    """One record: the `environment` as `shared_name` gives it, and texts as the desk can hold them."""

    environment: str
    kind: RecordKind
    record_id: str

    @classmethod
    def of(cls, environment: str, kind: RecordKind, id: str) -> DeskPlace:
        """The place of a record whose `id` is as the API has it."""
        return cls(environment, kind, held(id))


def shared_name(api_url: str) -> str:
    """What the desk calls the environment with this API address. Raises `BadAddress`, a ValueError."""
    return normalise_address(api_url)


def held(text: str) -> str:
    r"""Return a text as a column can hold it, one to one: `\x00` and the like where PostgreSQL has no character."""
    return _NOT_HELD.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def as_it_was(text: str) -> str:
    """Undo `held`."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
