"""One entry of the trail: as values, and as the two sealed texts that a row of the database holds of it.

It must not ask a database; older texts, that hold less, are read as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, get_args

import simplejson

from console.model.fields.field import RECORD_KINDS, RecordKind
from console.runtime.giving_way import give_way
from console.store.sealed import BrokenSeal, sealed, unsealed
from console.store.words import texts_in

if TYPE_CHECKING:
    from console.model.lines.line_changes import LinesDifference

TrailStatus = Literal[
    "sent", "saved", "not saved", "unknown", "arrived", "not arrived", "changed by someone else"
]
TRAIL_STATUSES: tuple[TrailStatus, ...] = get_args(TrailStatus)
UNSETTLED: tuple[TrailStatus, ...] = ("sent", "unknown", "not arrived")
"""Outcomes of which nobody knows yet whether the change arrived: "sent" is the intent alone, "not arrived" had not
arrived when its record was read last, which `Entry.settled_at` says.
"""

_USUAL: dict[str, Any] = {
    "customer_id": "",
    "method": "POST",
    "url": "",
    "workflows": True,
    "force": False,
    "run": "",
}
"""What counts where an older entry does not say it: that customers may have been messaged is the careful reading."""

WHY_NOT_SENT: dict[str, str] = {
    "clash": "Someone else had changed the same. Nothing was sent.",
    "merged": "Someone else had changed the record, which made another request of it. Nothing was sent.",
    "closed": "The cart was closed. Nothing was sent.",
    "behind": "The server showed older values than were there a moment before. Nothing was sent.",
    "landed": "An earlier change had arrived late. Nothing was sent.",
}
"""The reasons that are the console's own, by the codes that are kept; any other is kept as somebody said it."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field as the operator changed it: `before` and `after` as shown, `was` and `becomes` as JSON values.

    The JSON values are what "put it back" works with; for line items they are the whole arrays, and `difference` is what
    replacing the one by the other did. On the disk stand codes, of which the words are made when they are read.
    """

    key: str
    label: str
    before: str
    after: str
    was: Any = None
    becomes: Any = None
    difference: LinesDifference | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be sent. `body` is the request body as it goes out, `keys` are what the record is found by.

    `workflows`: whether customers may be messaged. `force`: whether it is sent with force=true. `run` and `row`: the
    file and the row of it from 1 that this is; empty for what was sent by hand. Older entries have both in `run`.
    """

    environment: str
    kind: RecordKind
    record_id: str
    customer_id: str
    changes: tuple[FieldChange, ...]
    method: str
    url: str
    body: str
    workflows: bool
    force: bool = False
    keys: tuple[str, ...] = ()
    run: str = ""
    row: int | None = None

    @property
    def part_of(self) -> str:
        """The run and the row of it that this is, in words; empty for what was sent by hand."""
        return self.run if self.row is None else f"{self.run}, row {self.row}"


@dataclass(frozen=True, slots=True)
class Cause:
    """The facts behind a write that did not go as it should, for whoever must explain it; never a secret.

    error         the kind of the error, such as "OutcomeUnknown"
    headline      what happened, in a sentence; empty where nobody foresaw it
    chain         what the machine saw, from the outside inwards
    step          what the call waited for when it ended; empty where that is not known
    left, refused whether a byte of it left, and whether what left was refused; None where that is not known
    status        the HTTP status, None without an answer
    """

    error: str
    headline: str
    chain: str
    step: str = ""
    left: bool | None = None
    refused: bool | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing sent: the intent, who sent it when (UTC), and what became of it. `answer` is JSON or None.

    `settled_at` is when that was found out; of one that is still open, when it was looked for last.
    `cause` is that of an outcome that was not known at first, even where a later reading told.
    shared_id   what the desk knows it by; empty for what was never shared
    written_at  of a colleague's, when it was sent by the clock of that computer; `sent_at` is the desk's
    not_shared  why the desk did not take it, where that was read
    left_out    what the desk has not of a colleague's, because it was too long: "values", "body", "keys"
    """

    number: int
    intent: Intent
    who: str
    sent_at: datetime
    outcome: TrailStatus = "sent"
    reason: str = ""
    settled_at: datetime | None = None
    answer: Any = field(default=None, repr=False)
    cause: Cause | None = None
    shared_id: str = ""
    written_at: datetime | None = None
    left_out: tuple[str, ...] = ()
    not_shared: str = ""

    @property
    def settled(self) -> bool:
        """Whether it is known what became of it."""
        return self.outcome not in UNSETTLED


def words_of(intent: Intent) -> Iterable[str]:
    yield from (intent.record_id, intent.customer_id, intent.part_of, *intent.keys)
    for change in intent.changes:
        yield from (change.label, change.before, change.after)
        yield from texts_in([change.was, change.becomes])
    try:
        yield from texts_in(simplejson.loads(intent.body, use_decimal=True, object_hook=_unhurried))
    except (ValueError, RecursionError):  # not JSON: then the text itself
        yield intent.body


def _unhurried(held: dict[str, Any]) -> dict[str, Any]:
    give_way()  # or ten thousand lines would be read in one go, in which no other thread runs
    return held


def head_of(intent: Intent) -> dict[str, Any]:
    return {
        "kind": intent.kind,
        "record_id": intent.record_id,
        "customer_id": intent.customer_id,
        "changes": [_coded(intent.kind, change) for change in intent.changes],
        "method": intent.method,
        "url": intent.url,
        "workflows": intent.workflows,
        "force": intent.force,
        "run": intent.run,
        "row": intent.row,
        "digest": digest(intent.body),
    }


def _coded(kind: RecordKind, change: FieldChange) -> list[Any]:
    """Key, code before and code after; with the label where it is none of the model's."""
    from console.model.drafts.coded import coded, label  # with the records, which no start waits for

    before = coded(change.key, change.before, change.was)
    after = coded(change.key, change.after, change.becomes, change.difference)
    if change.label == label(kind, change.key):
        return [change.key, before, after]
    return [change.key, change.label, before, after]


def _change(kind: RecordKind, kept: list[Any], held: Iterable[Any]) -> FieldChange:
    """A change as it was kept: three parts, or four with a label; in older entries the values stood behind them."""
    from console.model.drafts.coded import label, words

    if len(kept) == 3:
        kept = [kept[0], label(kind, kept[0]), *kept[1:]]
    key, called, before, after, *values = kept
    return FieldChange(key, called, words(before), words(after), *values, *held)


def digest(body: str) -> str:
    """What tells one body from another: ten thousand lines of it need not be read to see that they are others."""
    return sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def reason_coded(reason: str) -> dict[str, str]:
    """A reason as it is kept: a code where it is one of the console's own, else the text."""
    why = next((code for code, words in WHY_NOT_SENT.items() if words == reason), None)
    return {"reason": reason} if why is None else {"reason": "", "why": why}


def parted(head: dict[str, Any], rest: dict[str, Any]) -> str:
    """Two sealed texts on a line each: what a list of entries shows, and what may be long."""
    return f"{sealed(head)}\n{sealed(rest)}"


def together(text: str) -> dict[str, Any]:
    """Both parts, or the first alone where that was read; in older entries all was one. Raises `BrokenSeal`."""
    kept: dict[str, Any] = {}
    for part in text.split("\n"):
        kept |= unsealed(part)
    return kept


def entry_of(number: int, environment: str, kept: dict[str, Any], ending: dict[str, Any] | None) -> Entry:
    """The entry that was kept so, by this console or an older one. Raises one of `UNREADABLE` for anything else."""
    if kept["kind"] not in RECORD_KINDS:
        raise BrokenSeal
    told = kept.get("changes", ())
    values = kept.get("values") or [()] * len(told)
    changes = tuple(_change(kept["kind"], change, held) for change, held in zip(told, values, strict=True))
    entry = Entry(
        number=number,
        intent=Intent(
            environment=environment,
            changes=changes,
            body=kept.get("body", ""),
            keys=tuple(kept.get("keys", ())),
            row=kept.get("row"),
            kind=kept["kind"],
            record_id=kept["record_id"],
            **{name: kept.get(name, usual) for name, usual in _USUAL.items()},
        ),
        who=kept.get("who", ""),
        sent_at=datetime.fromisoformat(kept["sent_at"]),
        shared_id=kept.get("shared_id", ""),
        left_out=tuple(kept.get("left_out", ())),
    )
    return entry if ending is None else _ended(entry, ending)


def _ended(entry: Entry, ending: dict[str, Any]) -> Entry:
    if ending["outcome"] not in TRAIL_STATUSES:
        raise BrokenSeal
    return replace(
        entry,
        outcome=ending["outcome"],
        reason=WHY_NOT_SENT.get(ending.get("why", ""), ending.get("reason", "")),
        settled_at=datetime.fromisoformat(ending["settled_at"]) if "settled_at" in ending else None,
        answer=ending.get("answer"),
        cause=_cause(ending.get("cause")),
    )


def _cause(kept: dict[str, Any] | None) -> Cause | None:
    """The cause as it was kept, without what another console knew of it besides."""
    if not kept:
        return None
    known = {one.name for one in fields(Cause)}
    usual = {"error": "", "headline": "", "chain": ""}
    return Cause(**usual | {name: held for name, held in kept.items() if name in known})
