"""How a row stands and why: keys and codes that are kept, and the words that are made of them wherever they are read.

It must not decide anything. What a server or an error said is kept as it was said.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, Self

from console.model.drafts.coded import label
from console.model.drafts.shipping import ShipmentStanding
from console.model.shipments.shipments import RowProblem
from console.presenters.saving.unanswered import not_arrived_by
from console.store.runs import RowStatus

RowVerdict = (
    ShipmentStanding | RowProblem | Literal["unchecked", "not found", "not allowed", "not read", "duplicate"]
)

RowKey = RowVerdict | RowStatus
"""How a row stands, by what the check found or by what became of it; no key is in both."""

VERDICT_WORDS: dict[RowVerdict, str] = {
    "will ship": "will ship",
    "different link": "already shipped, different link",
    "same link": "already shipped, same link",
    "changed nothing": "already shipped, nothing to change",
    "not found": "not found",
    "not allowed": "not allowed",
    "not read": "could not be read",
    "no tracking": "no tracking",
    "bad id": "bad ID",
    "bad number": "bad number",
    "bad link": "bad link",
    "bad carrier": "unknown carrier",
    "bad date": "bad date",
    "bad choice": "bad value",
    "duplicate": "duplicate",
    "unchecked": "not checked",
}
"""What the check can find, in words, in the order in which the counts stand."""

STATUS_WORDS: dict[RowStatus, str] = {
    "to send": "not sent",
    "sending": "being sent",
    "sent": "sent and verified",
    "skipped": "skipped",
    "failed": "failed",
    "held": "held by a colleague",
    "unknown": "unknown",
    "left out": "left out",
}
"""What can become of a row, in words."""

ReasonKey = Literal[
    "not chosen",
    "same order",
    "same link",
    "shipped",
    "moved",
    "kept otherwise",
    "arrived",
    "held",
    "not yet",
    "still open",
    "as it was",
    "changed",
    "gone",
    "not arrived",
    "other link",
    "not written",
    "being sent",
    "taken over",
    "sent before",
    "problem",
    "verdict",
]
WORDS: dict[ReasonKey, str] = {
    "not chosen": "not chosen",
    "same order": "the same order as row {}",
    "same link": "It is shipped already, with this link.",
    "shipped": "It is shipped already.",
    "moved": "It was shipped with another link since the check.",
    "kept otherwise": "The server kept {} otherwise.",
    "arrived": "No answer came; the order was read again and holds it.",
    "held": "The order was read again and holds it.",
    "not yet": "",
    "still open": "An earlier request for this order had no proper answer.",
    "as it was": "{} Read again, the order is as it was.",
    "changed": "It was changed by someone else meanwhile.",
    "gone": "The order is not there any more.",
    "not arrived": "It had not arrived when the order was read again.",
    "other link": "It is shipped with another link now.",
    "not written": "It could not be written down, so it was not sent.",
    "being sent": "being sent by {} (until {})",
    "taken over": "Taken over from {}, whose console was gone while it was sending the row.",
    "sent before": "Taken over from {}; read first: it had arrived.",
    "problem": "{}: {}",
    "verdict": "",
}
"""Each reason in words, with places for its parts; of a verdict the words are those of the check.

"not yet" has what went wrong with the write and when its order was read last, as ISO text; "still open" has the latter.
"being sent" and "taken over" have a colleague and a moment: until when they hold the row, when its order was read last.
"as it was" and "not arrived" are what older consoles kept of the same.
"""
_MAY_ARRIVE = ("not yet", "still open", "taken over", "as it was", "not arrived")


class Reason(str):
    """The words of a reason, which know the code that they were made of."""

    __slots__ = ("code",)
    code: tuple[Any, ...]

    @classmethod
    def of(cls, key: ReasonKey, *parts: Any) -> Self:
        """This reason with these parts: texts, numbers, or for a verdict its key and the code of its own reason."""
        made = cls(_said(key, *parts))
        made.code = (key, *parts)
        return made


def kept(reason: str) -> Any:
    """A reason as it is kept: its code as a list, or the text where somebody else said it."""
    return list(reason.code) if isinstance(reason, Reason) else reason


def restored(held: Any) -> str:
    """A reason that was kept; one that an older console kept in words stays in those words."""
    return Reason.of(*held) if isinstance(held, list) else str(held)


def may_arrive(reason: str) -> bool:
    """Whether it says that a write had not arrived when its order was read, so that a slow server may still apply it."""
    return isinstance(reason, Reason) and reason.code[0] in _MAY_ARRIVE


def taken_from(reason: str) -> str:
    """Whose write it was that nobody knew the outcome of; empty where it was this console's own."""
    return str(reason.code[1]) if isinstance(reason, Reason) and reason.code[0] == "taken over" else ""


def _said(key: ReasonKey, *parts: Any) -> str:
    if key == "verdict":
        verdict, why = parts
        said, more = VERDICT_WORDS[verdict], restored(why)
        return f"{said}: {more}" if more else said
    if key in ("not yet", "still open"):
        error, at = parts if key == "not yet" else (WORDS[key], *parts)
        return f"{error} {not_arrived_by(datetime.fromisoformat(at))}".lstrip()
    if key in ("being sent", "taken over"):
        name, at = parts[0], datetime.fromisoformat(parts[1])
        if key == "being sent":
            return WORDS[key].format(name, f"{at.astimezone():%H:%M}")
        return f"{WORDS[key].format(name)} {not_arrived_by(at)}"
    if key == "kept otherwise":
        return WORDS[key].format(", ".join(_field(one) for one in parts))
    if key == "problem":
        return WORDS[key].format(_field(parts[0]), parts[1])
    return WORDS[key].format(*parts)


def _field(key: str) -> str:
    return label("order", key) or key
