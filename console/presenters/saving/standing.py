"""Whether what was said of a record is still true after an edit: a notice goes when its cause is gone.

It must not say anything new; in the place of a notice that went stands when the record was read.
"""

from __future__ import annotations

from collections.abc import Sequence

from console.model.drafts.draft import Draft
from console.presenters.notice import Notice
from console.presenters.saving import messages
from console.presenters.saving.refused import RefusedField, still_refused

DISCARD = "discard edits"
"""The step that puts everything back to what the server holds."""


def edited(
    said: Notice | None, draft: Draft, *, step: str, named: Sequence[RefusedField] = ()
) -> Notice | None:
    """What is said once the record is edited to this draft by `step`, the one that an undo would take back.

    `named` are the fields that the last refusal named.
    """
    if step == DISCARD:
        return messages.discarded()
    if said is None or said.until == "told otherwise":
        return said
    if said.until == "mended":
        problems = draft.problems()
        return messages.mend_first(problems) if problems else _read(draft)
    if said.until == "undone":
        mended = bool(named) and not still_refused(tuple(named), draft)
        return _read(draft) if mended or not draft.dirty else said
    return said if said.until == "allowed" else _read(draft)


def allowed(said: Notice | None, draft: Draft, why_not: str) -> Notice | None:
    """What is said once it is otherwise known whether anything may be written; `why_not` is empty where it may."""
    return _read(draft) if said is not None and said.until == "allowed" and not why_not else said


def _read(draft: Draft) -> Notice:
    return messages.as_read(draft.read_at)
