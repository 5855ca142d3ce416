"""A record as it stands on paper: what is above, its fields by group, its lines; all as the server held it when read.

It must not know pages, ink or a file; a row of lines is worked out when it is asked for, since there may be thousands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from console.model import records
from console.model.drafts.draft import Draft
from console.model.fields import moment
from console.model.lines.lines import COLUMNS, DraftLine
from console.model.plural import counted
from console.model.records import Cart, Order

_LONGEST, _LONGEST_NAME = 5_000, 80
_NO_FILE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Paper:
    """`groups` has the caption of each group and its (label, value) pairs; `columns` the labels of the lines' columns,
    and whether each holds numbers. What is empty everywhere is left out.
    """

    title: str
    under: tuple[str, ...]
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    columns: tuple[tuple[str, bool], ...]
    caption: str
    rows: int
    _keys: tuple[str, ...] = ()
    _lines: tuple[DraftLine, ...] = field(default=(), repr=False)
    _places: int | None = None

    def row(self, place: int) -> tuple[str, ...]:
        """The texts of a line, by its zero-based place, in the order of the columns."""
        line = self._lines[place]
        return tuple(
            str(place + 1) if key == "position" else _short(line.shown(key, self._places))
            for key in self._keys
        )


def on_paper(draft: Draft, environment: str) -> Paper:
    """The record under this draft as it was read; unsaved edits are not on it, and it says so where there are any."""
    record, held = draft.base, draft.discarded()
    under = [record.id, f"{environment}. As the server held it at {moment.local(draft.read_at)}."]
    under += ["Edits that are not saved are not on it."] if draft.dirty else []
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, declared in held.fields.items():
        if text := held.shown(key).strip():
            groups.setdefault(declared.group, []).append((declared.label, _short(text)))
    keys = tuple(
        key
        for key in COLUMNS
        if key == "position" or any(line.shown(key, held.decimals) for line in held.lines)
    )
    called = record.called
    return Paper(
        called[0].upper() + called[1:],
        tuple(under),
        tuple((group, tuple(pairs)) for group, pairs in groups.items()),
        tuple((COLUMNS[key].label, COLUMNS[key].kind.right_aligned) for key in keys),
        f"{records.LINES}: {counted(len(held.lines), 'line')}",
        len(held.lines),
        keys,
        held.lines,
        held.decimals,
    )


def name_of(record: Order | Cart) -> str:
    """What to call a file of this record, without its ending: "order-1001"."""
    return _NO_FILE.sub("-", record.called.replace("#", ""))[:_LONGEST_NAME].strip("-.") or record.kind


def _short(text: str) -> str:
    """A text that a page has room for, with how much of it is left out."""
    return (
        text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… and {len(text) - _LONGEST:,} more characters"
    )
