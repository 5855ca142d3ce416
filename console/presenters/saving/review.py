"""The review sheet: what will change, whether the customer may hear of it, and the exact request.

It must not send anything, and the request it shows is the very object that is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.model.drafts.draft import LINES, Change, Draft
from console.model.lines.line_changes import LineChange, LineChangeKind, differences, told
from console.model.plural import by_count, counted
from console.model.records import Order
from console.presenters.saving.saved import Saved
from console.presenters.saving.untraced import Asks

if TYPE_CHECKING:
    from console.api.client import Client
    from console.api.outgoing import Outgoing

_SIGNS: dict[LineChangeKind, str] = {"added": "+", "removed": "−", "changed": "~", "moved": "↕"}
_WORDS: dict[LineChangeKind, str] = {
    "added": "added",
    "removed": "removed",
    "changed": "changed",
    "moved": "moved",
}
ATTRIBUTION = ("tid", "trackingCookieName", "trackingCookieValue")


@dataclass(frozen=True, slots=True)
class SendOptions:
    """What an operator may choose on the sheet; all of it is off unless ticked.

    `confirmed` is the deliberate yes that the first write of a day to production asks for, `untraced` that of one which
    cannot be noted, `all_the_same` the one where an earlier write may still arrive; none changes the request.
    """

    run_workflows: bool = False
    force: bool = False
    create_contact: bool = False
    ignore_invalid_tid: bool = False
    confirmed: bool = False
    untraced: bool = False
    all_the_same: bool = False


@dataclass(frozen=True, slots=True)
class LineTold:
    """What becomes of one line, as the sheet tells it: "↕", "moved, changed", "line 3 → 1", "Pot", "quantity 1 → 2"."""

    sign: str
    word: str
    line: str
    title: str
    cells: str

    @property
    def aloud(self) -> str:
        """All of it in one sentence, for a screen reader."""
        told = f"{self.word}, {self.line.replace('→', 'to')}: {self.title}"
        return f"{told}, {self.cells}" if self.cells else told


@dataclass(frozen=True, slots=True)
class Review:
    """What the sheet shows of a draft. `offered` names the options that can matter, `lines` what becomes of each line.

    `asks` is what must be ticked before anything can be sent.
    """

    draft: Draft
    title: str
    changes: tuple[Change, ...]
    payload: dict[str, Any]
    options: SendOptions
    offered: tuple[str, ...]
    messages: str
    may_message: bool
    outgoing: Outgoing
    replaces: str = ""
    lines: tuple[LineChange, ...] = ()
    asks: Asks = Asks()  # noqa: RUF009 - it is frozen

    @property
    def may_send(self) -> bool:
        """Whether everything is ticked that must be."""
        return all(getattr(self.options, name) for name in _must(self.asks))

    @property
    def may_arrive(self) -> str:
        """What could happen where an earlier write may still arrive; empty where none may."""
        return self.asks.may_arrive

    @property
    def curl(self) -> str:
        """The request as a command for a shell; it has a place for a token, and none."""
        from console.api.curl import as_curl

        return as_curl(self.outgoing.method, self.outgoing.url, self.outgoing.body)

    @property
    def request(self) -> str:
        """The request as it goes out: method and URL on one line, then the body."""
        return f"{self.outgoing.method} {self.outgoing.url}\n\n{self.outgoing.body or ''}"


def review(
    client: Client,
    draft: Draft,
    options: SendOptions,
    before: Review | None = None,
    *,
    asks: Asks = Asks(),  # noqa: B008 - it is frozen
    payload: dict[str, Any] | None = None,
) -> Review:
    """The sheet for this draft with these options; `asks` is what must be ticked before it is sent.

    `before` is the sheet of this very draft with other options: what follows from the draft alone is taken from there.
    `payload` is the body where that is more than what the draft changes.
    """
    record = draft.base
    if payload is None:
        payload = draft.payload() if before is None else before.payload
    offered = ["run_workflows"] if isinstance(record, Order) else []
    if options.run_workflows and offered:
        offered.append("force")
    if "emailAddress" in payload:
        offered.append("create_contact")
    if any(key in payload for key in ATTRIBUTION):
        offered.append("ignore_invalid_tid")
    offered += _must(asks)
    chosen = SendOptions(
        **{name: getattr(options, name) and name in offered for name in SendOptions.__slots__}
    )
    if isinstance(record, Order):
        outgoing = client.order_update(
            record.id,
            payload,
            trigger_events=chosen.run_workflows,
            force=chosen.force,
            create_contact=chosen.create_contact,
            ignore_invalid_tid=chosen.ignore_invalid_tid,
        )
    else:
        outgoing = client.cart_update(
            record.id,
            payload,
            create_contact=chosen.create_contact,
            ignore_invalid_tid=chosen.ignore_invalid_tid,
        )
    may_message, words = _messages(draft, chosen)
    replaces = _replaces(len(record.lines), len(draft.lines)) if LINES in payload else ""
    return Review(
        draft,
        f"Review changes to {record.called}",
        draft.changes() if before is None else before.changes,
        payload,
        chosen,
        tuple(offered),
        words,
        may_message,
        outgoing,
        replaces,
        _lines(draft) if before is None else before.lines,
        asks,
    )


def _must(asks: Asks) -> list[str]:
    """The options that must be ticked."""
    return [name for name, why in zip(("confirmed", "untraced", "all_the_same"), asks, strict=True) if why]


def held_back(client: Client, asked: Review, saved: Saved) -> Review | None:
    """The sheet again with the yes that it takes, where nothing was sent because it could not be noted; else None."""
    if saved.became != "not noted":
        return None
    asks = asked.asks._replace(untraced=saved.unnoted)
    return review(client, asked.draft, asked.options, asked, asks=asks)


def _lines(draft: Draft) -> tuple[LineChange, ...]:
    return differences(draft.lines, draft.base.lines, draft.decimals) if draft.lines_changed else ()


def line_told(change: LineChange) -> LineTold:
    """What becomes of one line, in words; to be asked for the lines on the screen alone."""
    cells, new_or_gone = change.cells, change.how in ("added", "removed")
    numbers = dict.fromkeys(str(number) for number in (change.was, change.now) if number is not None)
    words = [f"{cell[0]} {cell[1] or cell[2]}" if new_or_gone else told(cell) for cell in cells]
    return LineTold(
        _SIGNS[change.how],
        "moved, changed" if change.how == "moved" and cells else _WORDS[change.how],
        f"line {' → '.join(numbers)}",
        change.title,
        ", ".join(words),
    )


def _replaces(before: int, now: int) -> str:
    if not before:
        return f"Adds {counted(now, 'line')}; there are none yet."
    if not now:
        return "Removes every line."
    these = by_count(now, "this", "these")
    return f"Replaces {by_count(before, 'the', 'all')} {counted(before, 'line')} with {these} {now:,}."


def _messages(draft: Draft, options: SendOptions) -> tuple[bool, str]:
    if not isinstance(draft.base, Order):
        return True, "The API has no switch for carts: the service itself decides whether a workflow runs."
    if options.run_workflows and options.force:
        return (
            True,
            "Workflows run again even though the state may be unchanged; the customer may get the same message twice.",
        )
    if options.run_workflows:
        return True, "Workflows run if the state changes; they may message the customer."
    return False, "No workflow will run for this change."
