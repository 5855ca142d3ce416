"""Which fields and cells a server's reason names, so that it stands where the operator has to mend something.

It must not guess: only a field's own name in the API or its label counts, and a plain word only where that field was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.model.drafts.draft import LINES, Draft, Problem
from console.model.fields.field import Field
from console.model.lines.lines import COLUMNS

if TYPE_CHECKING:
    from console.api.errors import ApiError

_CELL = re.compile(rf"\b{LINES}(?:\[(\d+)\]|[./](\d+))[./](\w+)")
_CLAUSES = re.compile(r";\s+|\n")


@dataclass(frozen=True, slots=True)
class RefusedField:
    """A field that the server named, or a cell of the line `row` (from zero); `text` is what stood there then."""

    key: str
    label: str
    sentence: str
    text: str
    row: int | None = None


def refused_fields(
    error: ApiError | None, payload: Mapping[str, Any], draft: Draft
) -> tuple[RefusedField, ...]:
    """What the reason of this refusal names of the draft that was sent as `payload`; nothing for any other error."""
    from console.api.errors import Refused, UnknownContact

    if not isinstance(error, Refused) or not error.status:
        return ()
    found: dict[tuple[str, int | None], RefusedField] = {}
    for clause in _CLAUSES.split(error.reason):
        for one in _named(clause, payload, draft):
            found.setdefault((one.key, one.row), one)
    if isinstance(error, UnknownContact) and "emailAddress" in payload and not found:
        label = draft.fields["emailAddress"].label
        one = RefusedField("emailAddress", label, error.headline, draft.shown("emailAddress"))
        found[one.key, None] = one
    return tuple(found.values())


def still_refused(fields: tuple[RefusedField, ...], draft: Draft) -> tuple[Problem, ...]:
    """Those that still hold what was refused; what was typed since is not known to be wrong."""
    return tuple(
        Problem(one.key, one.label, one.sentence, one.row) for one in fields if _text(one, draft) == one.text
    )


def _named(clause: str, payload: Mapping[str, Any], draft: Draft) -> Iterator[RefusedField]:
    sentence = f"The server says: {clause.strip().rstrip('.')}."
    for match in _CELL.finditer(clause):
        place, column = int(match[1] or match[2]), match[3]
        if LINES in payload and column in COLUMNS and place < len(draft.lines):
            text = draft.lines[place].shown(column, draft.decimals)
            yield RefusedField(column, COLUMNS[column].label, sentence, text, place)
    rest = _CELL.sub("", clause)
    for key, declared in draft.fields.items():
        if declared.writable and _names(rest, key, declared, sent=key.partition(".")[0] in payload):
            yield RefusedField(key, declared.label, sentence, draft.shown(key))


def _names(clause: str, key: str, declared: Field, *, sent: bool) -> bool:
    name = key.rpartition(".")[2]
    if not sent and name.islower():  # "status" or "url" may be any word
        return False
    forms = [re.escape(key), re.escape(name)] if sent or key == name else [re.escape(key)]
    if re.search(rf"(?<![\w.\]/-])/?(?:{'|'.join(forms)})(?![\w\[-])", clause):
        return True
    return sent and re.search(rf"(?<!\w){re.escape(declared.label)}(?!\w)", clause, re.IGNORECASE) is not None


def _text(one: RefusedField, draft: Draft) -> str | None:
    if one.row is None:
        return draft.shown(one.key)
    return draft.lines[one.row].shown(one.key, draft.decimals) if one.row < len(draft.lines) else None
