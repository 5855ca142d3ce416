"""Values as they once were, made ordinary edits on the record as it is now.

It must not send or force anything: what cannot be typed by hand cannot be put back either, and is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from console.model import records
from console.model.drafts.draft import LINES, Draft
from console.model.fields.field import Raw, Value
from console.model.lines import lines as line_items
from console.model.lines.lines import DraftLine
from console.model.merging.compare import matched
from console.model.merging.differences import NEVER_ANSWERED
from console.model.merging.line_merge import over
from console.model.records import Order


@dataclass(frozen=True, slots=True)
class PutBack:
    """The draft with the old values typed in, and a sentence for each one that could not be."""

    draft: Draft
    left: tuple[str, ...] = ()


def put_back(draft: Draft, before: Mapping[str, Any]) -> Draft:
    """The draft with these values typed in: API names and JSON values as they were, `lineItems` as a whole list.

    States come as `states` or as `states.shipped`. What cannot be typed is left as it is; `prepared` names it.
    """
    return prepared(draft, before).draft


def prepared(draft: Draft, before: Mapping[str, Any]) -> PutBack:
    """What `put_back` does, with a sentence for each value that stays as it is."""
    now = draft
    left: list[str] = []
    tried: list[str] = []
    for key, held in _flat(before):
        if key == LINES:
            now, sentence = _lines(now, held)
        elif key not in draft.fields or not draft.fields[key].writable:
            sentence = f"{_label(draft, key)} cannot be edited here, so it is not put back."
        else:
            tried.append(key)
            now, sentence = _typed(now, key, held)
        left += [sentence] if sentence else []
    for key in tried:  # after all of them, since one half of a cookie is wrong without the other
        if now.changed(key) and (error := now.reading(key).error):
            left.append(f"{_label(draft, key)} is not put back. {error}")
            now = _as_it_was(now, draft, key)
    return PutBack(now, tuple(left))


def _flat(before: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, held in before.items():
        if key == "states" and isinstance(held, Mapping):
            yield from ((f"states.{name}", flag) for name, flag in held.items())
        else:
            yield key, held


def _label(draft: Draft, key: str) -> str:
    return draft.fields[key].label if key in draft.fields else f"“{key}”"


def _typed(draft: Draft, key: str, json: Any) -> tuple[Draft, str]:
    declared = draft.fields[key]
    held: Value = None if json is None else declared.kind.accept(json)
    if key in NEVER_ANSWERED and held in (None, ""):
        return (
            draft,
            f"What {declared.label} was before is not known, because the service never answers with it.",
        )
    if declared.kind.same(held, records.value(draft.base, key)):
        return _without(draft, key), ""
    if isinstance(held, Raw):
        return draft, f"{declared.label} was in a form that cannot be typed ({held}), so it is not put back."
    if held in (None, "") and not declared.kind.clearable:
        return draft, (
            f"{declared.label} was empty. This API has no way to empty it again, so it stays "
            f"{draft.shown(key) or 'as it is'}."
        )
    for text in (declared.kind.show(held), str(held)):  # a time is shown without its fractions of a second
        now = draft.typed(key, text)
        if declared.kind.same(declared.kind.read(text).value, held):
            return now, ""
    return now, ""


def _without(draft: Draft, key: str) -> Draft:
    edits = {name: text for name, text in draft.edits.items() if name != key}
    return Draft(draft.base, draft.read_at, edits, draft.lines)


def _as_it_was(now: Draft, before: Draft, key: str) -> Draft:
    now = _without(now, key)
    return now.typed(key, before.edits[key]) if key in before.edits else now


def _lines(draft: Draft, json: Any) -> tuple[Draft, str]:
    """The lines as they were, on the server's lines where it still has them."""
    items = Order.model_validate({LINES: json}).line_items
    trouble = line_items.trouble(draft.base.line_items) or line_items.trouble(items)
    if trouble or isinstance(items, Raw):
        return draft, f"The lines are not put back. {trouble}"
    base = draft.base.lines
    there = {was: base[place] for was, place in matched(items, base).items()}
    return draft.with_lines(
        [over(DraftLine(there.get(was)), DraftLine(item)) for was, item in enumerate(items)]
    ), ""
