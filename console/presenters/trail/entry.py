"""An entry of the trail in words: as a line of the table, in detail, and the request as it went out.

It must not read the trail or decide who may do what with an entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import simplejson

from console.model import records
from console.model.date_form import rewritten
from console.model.drafts.draft import LINES
from console.model.fields import moment
from console.model.fields.kinds import Moment
from console.presenters.handing import HandedText
from console.presenters.notice import Notice
from console.presenters.saving.sent import act_behind

if TYPE_CHECKING:
    from console.store.trail import Cause, Entry, FieldChange, Intent

_CLOCKS_AGREE = timedelta(minutes=1)
_OUTCOMES = {
    "sent": "Not known yet",
    "saved": "Saved",
    "not saved": "Not saved",
    "unknown": "Unknown",
    "arrived": "Arrived",
    "not arrived": "Had not arrived",
    "changed by someone else": "Changed by someone else",
}


@dataclass(frozen=True, slots=True)
class TrailLine:
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


def name(intent: Intent) -> str:
    """What to call the record of an entry where nothing stands before it: "Order #1001"."""
    called = records.called(intent.kind, intent.record_id, intent.customer_id)
    return called[0].upper() + called[1:]


def changed(intent: Intent, most: int = 2, longest: int = 200) -> str:
    """What an entry changed: the first few fields of it, no value longer than `longest`."""
    if (act := act_behind(intent)) is not None:
        return f"{act.title}: {_status(intent)}"
    told = [
        f"{change.label} {' → '.join(_short(text, longest) for text in _texts(change))}"
        for change in intent.changes[:most]
    ]
    more = len(intent.changes) - len(told)
    return ", ".join([*told, *([f"{more} more"] if more else [])]) or "No field"


def _status(intent: Intent) -> str:
    [change] = intent.changes
    same = change.before == change.after
    return (
        f"{change.label} stays {change.after}" if same else f"{change.label} {change.before} → {change.after}"
    )


def ended(entry: Entry) -> str:
    """What became of an entry, in a word or two."""
    if act_behind(entry.intent) is not None:
        return {"saved": "Done", "not saved": "Not done"}.get(entry.outcome, _OUTCOMES[entry.outcome])
    return _OUTCOMES[entry.outcome]


def _outcome(entry: Entry) -> str:
    """The same with the time: when it was found out, or up to when it is known that it had not arrived."""
    if entry.settled_at is None:
        return ended(entry)
    at = moment.local(entry.settled_at, seconds=True)
    if entry.outcome == "not arrived":
        return f"{ended(entry)} by {at}; a slow server may have applied it since"
    return f"{ended(entry)} at {at}"


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


def line(entry: Entry, who: str) -> TrailLine:
    """An entry as a line of the table."""
    intent = entry.intent
    return TrailLine(
        entry.number,
        moment.local(entry.sent_at),
        moment.utc(entry.sent_at),
        teller(entry, who),
        intent.environment,
        name(intent),
        intent.record_id,
        changed(intent),
        workflows(intent),
        ended(entry),
        entry.reason or (f"not shared: {entry.not_shared}" if entry.not_shared else ""),
    )


def details(entry: Entry) -> str:
    """What an entry changed, field by field, and what became of it."""
    intent = entry.intent
    act = act_behind(intent)
    told = (
        [part for change in intent.changes for part in _change(change)] if act is None else [changed(intent)]
    )
    told += ["", f"Outcome: {_outcome(entry)}"]
    told += [f"Reason: {entry.reason}"] if entry.reason else []
    told += _cause(entry.cause) if entry.cause is not None else []
    told += [f"Part of: {intent.part_of}"] if intent.run else []
    told += _at_the_desk(entry)
    return "\n".join([*told, f"Workflows: {workflows(intent)}", f"{name(intent)} · {intent.record_id}"])


def _at_the_desk(entry: Entry) -> list[str]:
    """What sharing makes of an entry: why the desk has it not, or not all of it, and a clock that went otherwise."""
    told = [f"Not shared: {entry.not_shared}"] if entry.not_shared else []
    if entry.left_out:
        told.append(f"Too long for the desk, and left out: {', '.join(entry.left_out)}")
    at = entry.written_at
    if at is not None and abs(entry.sent_at - at) > _CLOCKS_AGREE:
        told.append(f"By the clock of that computer it was sent at {moment.local(at, seconds=True)}")
    return told


def _cause(cause: Cause) -> list[str]:
    """What whoever must explain it needs: the kind of the error, how far the call came, and what the machine saw."""
    told = [f"Cause: {cause.error}{f': {cause.headline}' if cause.headline else ''}"]
    answer = "no answer" if cause.status is None else f"HTTP status {cause.status}"
    if cause.step:
        left = "it left this computer" if cause.left else "nothing of it left this computer"
        refused = ", it was refused" if cause.refused else ""
        told.append(f"  {left}{refused}; the call was {cause.step}; {answer}")
    return [*told, *([f"  {cause.chain}"] if cause.chain else [])]


def _change(change: FieldChange) -> list[str]:
    told = [f"{change.label}: {' → '.join(_texts(change))}"]
    if change.key == LINES:
        for name, held in (("before", change.was), ("after", change.becomes)):
            told += [f"  {name}: {_json(one)}" for one in (held if isinstance(held, list) else [held])]
    return told


def _texts(change: FieldChange) -> tuple[str, str]:
    """What was and what became, a date in the form that counts now, though it is kept in one."""
    both = (records.fields(kind).get(change.key) for kind in (records.Order, records.Cart))
    if any(declared is not None and isinstance(declared.kind, Moment) for declared in both):
        return rewritten(change.before), rewritten(change.after)
    return change.before, change.after


def _json(value: Any) -> str:
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False)


def request(intent: Intent) -> str:
    """The request as it went out: method and URL on one line, then the body."""
    return f"{intent.method} {intent.url}\n\n{intent.body}".rstrip("\n")


def curl(intent: Intent) -> HandedText:
    """The same as a command for a shell, without its token."""
    from console.api.curl import TOKEN, as_curl

    told = Notice(
        "plain", "The request was copied as cURL.", f"Its token is left out: set {TOKEN} to one of your own."
    )
    return HandedText(as_curl(intent.method, intent.url, intent.body), told)
