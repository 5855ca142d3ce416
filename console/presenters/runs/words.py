"""What the window for shipping a file says: how a run ended, which runs there are, what a result file holds.

It must not decide anything; it puts counts and rows into words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

from console.model.fields import moment
from console.model.plural import by_count, counted
from console.model.shipments.shipments import ROLES
from console.presenters.notice import Notice, Tone, from_error
from console.presenters.runs.items import STATUS_WORDS, RunRow
from console.presenters.runs.state import EarlierRun, RunState
from console.presenters.runs.tally import Tally
from console.store.runs import Run

PassKind = Literal["row", "held", "settle"]
"""What lanes do with rows: send them, send those that a colleague held once their lease has run out, or settle what became
of them."""
_STOPPED = "The run was stopped; Resume goes on with the rows that are left."
RESULT_COLUMNS = ("Result", "Reason", "Order ID", "Link", "Time (UTC)")


def understood(state: RunState, rows: int) -> Notice:
    """What to say of a file that was read, before its rows are checked."""
    headline = f"{counted(rows, 'row')}, {_header(state)}."
    if "order" not in state.roles.values():
        return Notice("warn", headline, state.why_not_check or "Say which column holds the order's ID.")
    used = ", ".join(f"{ROLES[role]} from “{state.head[place]}”" for place, role in state.roles.items())
    if not state.said:
        return Notice("plain", headline, f"{used}. Check reads every order; nothing is sent.")
    things = by_count(len(state.said), "One thing", f"{len(state.said):,} things")
    return Notice("warn", f"{headline} {things} to know before Check.", f"{used}.")


def _header(state: RunState) -> str:
    return f"header in row {state.header_row:,}" if state.header_row else "no header"


def checked(tally: Tally, *, stopped: bool, gone: str = "", forbidden: str = "") -> Notice:
    """What to say after a check; `gone` is why it stopped itself, `forbidden` why nothing may be sent."""
    left = tally.total - tally.checked
    if stopped and left:
        said = f"The check was stopped; {counted(left, 'row')} {by_count(left, 'was', 'were')} not read."
        if gone:
            return Notice("bad", said, f"{gone} Nothing has been sent; Check reads every order again.")
        return Notice("warn", said, "Nothing has been sent.")
    if not tally.chosen:
        return Notice(
            "warn", "No row would be shipped.", "Nothing has been sent; the list says why for each row."
        )
    advice = "Nothing has been sent. Start sends the chosen rows, one request for each order."
    advice = "Nothing has been sent." if forbidden else advice
    unlinked = "all" if tally.unlinked == tally.chosen else f"{tally.unlinked:,}"
    bare = f", {unlinked} of them without a tracking link" if tally.unlinked else ""
    return Notice("good", f"Checked {counted(tally.total, 'row')}: {tally.chosen:,} will ship{bare}.", advice)


def begun(environment: str, count: int, how: PassKind) -> Notice:
    """What to say while rows are sent, or read again to settle what became of them."""
    if how == "row":
        return Notice("plain", f"Sending to {environment}…")
    if how == "held":
        headline = f"{counted(count, 'row')} {by_count(count, 'is', 'are')} being sent by a colleague."
        return Notice(
            "plain", headline, "The console waits for two minutes at most, and sends what they do not."
        )
    return Notice("plain", f"Reading {counted(count, 'row')} again of which it is not known…")


def not_begun(error: Exception) -> Notice:
    """Where the run cannot be written down, and so must not begin."""
    why = from_error(error)
    advice = "Every row is written down before it is sent, so that a run that is cut is gone on with and sends nothing twice."
    return Notice("bad", f"Nothing was sent. {why.headline}", advice, why.detail)


def gone(why: str) -> str:
    """Why a run stopped itself, and what to do."""
    return f"{why} {_STOPPED}"


def again(tally: Tally) -> str:
    """What could happen where rows of which it is not known whether they arrived are sent once more."""
    rows, messaging = tally.unknown, tally.unknown_messaging
    first = by_count(rows, "the first request of one row", f"the first requests of {rows:,} rows")
    heard = by_count(messaging, "one customer may be messaged", f"{messaging:,} customers may be messaged")
    return (
        f"A slow server may still apply {first}; sent again, an order may be written twice"
        f"{f', and {heard} twice' if messaging else ''}. Each order is read once more before, and what has arrived is"
        " not sent again."
    )


def not_reserved(why: str, *, waits: bool) -> str:
    """The question while rows cannot be claimed, since the desk is away; `why` is the line's own sentence for it."""
    then = (
        "The run goes on by itself when the desk is back."
        if waits
        else "If the run goes on alone, another computer may ship them, too."
    )
    return " ".join(filter(None, ("Rows cannot be reserved.", why, then)))


def over(tally: Tally, trouble: str = "", *, looking: bool = False, alone: datetime | None = None) -> Notice:
    """What to say when no row is on its way any more; `looking`: what is unknown is looked for by itself.

    `alone`: since when rows were sent without a desk.
    """
    notice = _over(tally, trouble, looking=looking)
    if alone is None:
        return notice
    tone: Tone = "warn" if notice.tone == "good" else notice.tone
    said = (
        f"From {moment.local(alone)} on rows were not reserved: another computer may have shipped them too."
    )
    return replace(notice, tone=tone, advice=f"{notice.advice} {said}")


def _over(tally: Tally, trouble: str, *, looking: bool) -> Notice:
    sent, failed = tally.ended("sent"), tally.ended("failed")
    unknown, waiting = tally.ended("unknown", "sending"), tally.ended("to send")
    parts = [f"{sent:,} sent and verified"]
    parts += [f"{count:,} {word}" for word, count in (("failed", failed), ("unknown", unknown)) if count]
    parts += [f"{skipped:,} skipped"] if (skipped := tally.ended("skipped")) else []
    parts += [f"{held:,} held by a colleague"] if (held := tally.ended("held")) else []
    parts += [f"{waiting:,} not sent"] if waiting else []
    headline = f"{', '.join(parts)}."
    if trouble.endswith(_STOPPED) and not (waiting or unknown):
        trouble = ""  # what was left came late
    if trouble:
        first = " What is unknown is read again before." if unknown else ""
        return Notice("bad", headline, f"{trouble}{first}")
    if unknown:
        read = (
            "the console reads them again by itself for two minutes, and with Resume."
            if looking
            else "Resume reads them again. It repeats none of them; only Send unknown again does."
        )
        return Notice("warn", headline, f"A slow server may still apply the unknown ones: {read}")
    if waiting:
        return Notice("warn", headline, "Resume sends what was not sent, and nothing twice.")
    if held:
        return Notice(
            "warn",
            headline,
            "A colleague is at work on these; Resume tries them again, and sends nothing twice.",
        )
    if failed:
        return Notice("warn", headline, "Retry failed sends only those again.")
    return Notice("good", headline, "Save results writes them down for every row.")


def listed(runs: Sequence[Run]) -> tuple[EarlierRun, ...]:
    """Earlier runs, each in a line."""
    return tuple(
        EarlierRun(
            run.number,
            f"{run.name} · {moment.local(run.made_at)}{'' if run.finished_at else ' · not finished'}",
            run.finished_at is None,
        )
        for run in runs
    )


def result_row(item: RunRow, width: int) -> tuple[str, ...]:
    """A row of the result file: the input, then what became of it."""
    cells = (*item.cells, *[""] * (width - len(item.cells)))
    at = item.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if item.at else ""
    link = item.request.shipment.link
    status = STATUS_WORDS[item.status]
    return (*cells, status, item.reason or item.why, item.order_id, link, at)
