"""An entry of the trail in words: as a line of the table, in detail, and the request as it went out.

It must not read the trail or decide who may do what with an entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

import simplejson

from console.model.draft import LINES

if TYPE_CHECKING:
    from console.store.trail import Entry, FieldChange, Intent

_OUTCOMES = {
    "sent": "Not known yet",
    "saved": "Saved",
    "not saved": "Not saved",
    "unknown": "Unknown",
    "arrived": "Arrived",
    "not arrived": "Did not arrive",
    "changed by someone else": "Changed by someone else",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a line of the table; `utc` and `id` are what stands behind `when` and `record`."""

    number: int
    when: str
    utc: str
    who: str
    environment: str
    record: str
    id: str
    changed: str
    workflows: str
    outcome: str
    reason: str


def can_be_put_back(entry: Entry) -> bool:
    """Whether what it changed is known to have reached the server."""
    return entry.outcome in ("saved", "arrived") and bool(entry.intent.changes)


def called(intent: Intent) -> str:
    """What to call the record of an entry: "Order #1001", "Cart C-2207", or by the first part of its id."""
    sign = "#" if intent.kind == "order" and intent.customer_id.isdigit() else ""
    return f"{intent.kind.capitalize()} {sign}{intent.customer_id or intent.record_id[:8]}"


def changed(intent: Intent, most: int = 2, longest: int = 200) -> str:
    """What an entry changed: the first few fields of it, no value longer than `longest`."""
    told = [
        f"{change.label} {_short(change.before, longest)} → {_short(change.after, longest)}"
        for change in intent.changes[:most]
    ]
    more = len(intent.changes) - len(told)
    return ", ".join([*told, *([f"{more} more"] if more else [])]) or "No field"


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 11]}…{text[-10:]}"


def teller(entry: Entry, who: str) -> str:
    """Who sent it; the operator of now is "you"."""
    return "you" if entry.who == who else entry.who or "unknown"


def workflows(intent: Intent) -> str:
    """Which workflows were asked for; carts have no switch for them."""
    if intent.kind == "cart":
        return "as the service decides"
    return ("on, forced" if intent.force else "on") if intent.workflows else "off"


def line(entry: Entry, who: str) -> Line:
    """An entry as a line of the table."""
    intent, local = entry.intent, entry.sent_at.astimezone()
    zone = f"{local:%z}"
    return Line(
        entry.number,
        f"{local:%Y-%m-%d %H:%M} {zone[:3]}:{zone[3:5]}",
        f"{entry.sent_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC",
        teller(entry, who),
        intent.environment,
        called(intent),
        intent.record_id,
        changed(intent),
        workflows(intent),
        _OUTCOMES[entry.outcome],
        entry.reason,
    )


def details(entry: Entry) -> str:
    """What an entry changed, field by field, and what became of it."""
    intent = entry.intent
    told = [part for change in intent.changes for part in _change(change)]
    settled = "" if entry.settled_at is None else f" at {entry.settled_at.astimezone():%Y-%m-%d %H:%M:%S}"
    told += ["", f"Outcome: {_OUTCOMES[entry.outcome]}{settled}"]
    told += [f"Reason: {entry.reason}"] if entry.reason else []
    return "\n".join([*told, f"Workflows: {workflows(intent)}", f"{called(intent)} · {intent.record_id}"])


def _change(change: FieldChange) -> list[str]:
    told = [f"{change.label}: {change.before} → {change.after}"]
    if change.key == LINES:
        for name, held in (("before", change.was), ("after", change.becomes)):
            told += [f"  {name}: {_json(one)}" for one in (held if isinstance(held, list) else [held])]
    return told


def _json(value: Any) -> str:
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False)


def request(intent: Intent) -> str:
    """The request as it went out: method and URL on one line, then the body."""
    return f"{intent.method} {intent.url}\n\n{intent.body}"
