"""What is said of a write without a proper answer: that it may still arrive, that it did, and what could happen meanwhile.

It must not decide anything, and it never says of a write that it was lost: nobody can know that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from console.model.drafts.draft import Change
from console.presenters.notice import READ_AGAIN, REVIEW_AGAIN, Notice
from console.presenters.saving.beside import beside, listed
from console.presenters.saving.saved import Saved
from console.presenters.saving.wording import clock

ARRIVED = "No proper answer came, but it did arrive"
NO_ANSWER = "No proper answer came"


def not_arrived_by(seen_at: datetime) -> str:
    """What is known of a write that a look at `seen_at` did not find; it is no more than that."""
    return f"It had not arrived by {clock(seen_at)}; a slow server may still apply it."


def settle_first() -> Notice:
    """When the record is shown as it was read before a save of which it is not known whether it arrived."""
    return Notice(
        "warn",
        "It is not known yet whether your last save arrived.",
        "Read the record again; what it holds now tells.",
        action=READ_AGAIN,
    )


def in_the_way(saved: Saved, now: datetime) -> Notice:
    """When nothing was sent for an earlier write of one's own that may still arrive, or just did."""
    if saved.became == "landed":
        return not_sent(Notice("warn", "", f"Read again at {clock(now)}."))
    if saved.became == "behind":
        return Notice(
            "warn",
            "Not sent: the server shows older values than were there a moment ago; one of its copies may be behind.",
            "So nobody can see whether someone else changed it. Your edits are still here; try again in a moment.",
            action=REVIEW_AGAIN,
        )
    before = saved.repeats
    told = (
        ""
        if before is None
        else may_arrive(before.sent_at, before.settled_at, before.outcome == "not arrived")
    )
    advice = "Review it again; the sheet says what could happen, and Send all the same sends it."
    return Notice("warn", f"Not sent. {told}", advice, action=REVIEW_AGAIN)


def not_sent(found: Notice) -> Notice:
    """What the reading before a save found of an earlier write, as the reason why nothing was sent."""
    headline = "Not sent: what you sent before did arrive, late."
    advice = f"{found.advice} Look at the record as it is now, then review what is left."
    return replace(found, headline=headline, advice=advice, action=REVIEW_AGAIN)


def may_arrive(sent_at: datetime, seen_at: datetime | None, looked: bool = True) -> str:
    """What is known of a write that is open: it left at `sent_at`, and at `seen_at` it had not arrived, if that is known."""
    if seen_at is None or not looked:
        return f"It is not known whether what was sent at {clock(sent_at)} arrived; a slow server may still apply it."
    return f"What was sent at {clock(sent_at)} had not arrived by {clock(seen_at)}; a slow server may still apply it."


def behind(there_at: datetime) -> Notice:
    """When a reading is older than what was there at `there_at` by a write of one's own."""
    return Notice(
        "warn",
        f"The server shows older values than were there at {clock(there_at)}; one of its copies may be behind.",
        "What you see is as it was then, and nobody is said to have changed it back. Read it again in a moment (F5).",
        action=READ_AGAIN,
    )


def behind_at_first(there_at: datetime) -> Notice:
    """The same for a record that was not open, so that the older values are what is shown."""
    known = behind(there_at)
    advice = "What you see is older than what you sent; nothing is sent before a reading (F5) shows that."
    return replace(known, advice=advice)


def at_stake(known: str) -> str:
    """What could happen if something is sent while an earlier write may still arrive, after what is `known` of that."""
    if not known:
        return ""
    return (
        f"{known} If this is sent as well, both may be applied: workflows may run twice, and the earlier one, should it "
        "come last, overwrites what you send now."
    )


def arrived(saved: Saved, now: datetime) -> Notice:
    """When a look right after it shows all that was sent."""
    also = beside(saved)
    return Notice(
        "warn",
        f"{ARRIVED}.",
        f"Read again at {clock(now)}: the record holds all you sent.{also}",
        _facts(saved),
    )


def arrived_late(saved: Saved, sent_at: datetime, seen_at: datetime, now: datetime) -> Notice:
    """When a later reading shows what had not arrived at `seen_at`; it is one's own change."""
    also = beside(saved)
    return Notice(
        "warn",
        f"It did arrive, late: what you sent at {clock(sent_at)} had not arrived by {clock(seen_at)}.",
        f"Read again at {clock(now)}: the record holds it.{also}",
    )


def overwrote(changes: Sequence[Change]) -> str:
    """The sentence, behind a blank, for what an earlier write took back of a later one; empty where that is nothing."""
    return f" It overwrote what you sent after it: {listed(changes)}." if changes else ""


def arrived_elsewhere(called: str, sent_at: datetime, changes: Sequence[Change] = ()) -> Notice:
    """The same for a record that is not open; `changes` as with `overwrote`."""
    return Notice(
        "warn",
        f"It did arrive, late: what you sent at {clock(sent_at)} is in {called} now.",
        f"The trail has it.{overwrote(changes)}",
    )


def not_there_yet(saved: Saved, sent_at: datetime, now: datetime, *, looks: bool, waits: bool) -> Notice:
    """When a later reading does not show it either.

    `looks`: the console goes on looking by itself. `waits`: it is asked about before anything else is sent.
    """
    if looks:
        advice = "The console goes on looking by itself."
    elif waits:
        advice = "Each reading (F5) looks again; until it is there, whatever else is sent to the record asks first."
    else:
        advice = "It was sent more than a day ago, so it is waited for no longer and nothing asks about it any more."
    also = beside(saved)
    headline = (
        may_arrive(sent_at, now)
        if waits
        else f"What was sent at {sent_at.astimezone():%Y-%m-%d %H:%M} never showed."
    )
    return Notice("warn", headline, advice + also, action=READ_AGAIN if waits else None)


def not_arrived(saved: Saved, now: datetime) -> Notice:
    """When the looks right after it do not show it: what is known, and no more."""
    also = beside(saved)
    return Notice(
        "bad",
        f"{NO_ANSWER}. {not_arrived_by(now)}",
        f"The console looks again by itself for two minutes and at each reading (F5); your edits are still here.{also}",
        _facts(saved),
        action=READ_AGAIN,
    )


def unknown(saved: Saved) -> Notice:
    """When reading told nothing, or could not be done."""
    if saved.record is None:
        seen = "It could not be read again either."
    elif saved.foreign:
        seen = f"Read again, it differs in {listed(saved.foreign)}."
    else:
        seen = "Read again, it does not tell."
    return Notice(
        "bad",
        f"It is not known whether this was saved: no proper answer came. {seen}",
        "Do not send it again blindly. Read it again (F5) and compare; your edits are still here.",
        _facts(saved),
        action=READ_AGAIN,
    )


def _facts(saved: Saved) -> str:
    return f"{saved.error.headline}\n{saved.error.detail}" if saved.error is not None else ""


def differs(saved: Saved, now: datetime) -> Notice:
    """When the fields that were sent hold something else by the time nobody looks for it any more."""
    return Notice(
        "warn",
        f"Your last save had no answer, and the record as read at {clock(now)} does not tell whether it arrived.",
        (f"It differs in {listed(saved.foreign)}. " if saved.foreign else "")
        + "Compare, then save what is missing.",
    )
