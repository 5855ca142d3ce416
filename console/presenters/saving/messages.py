"""What became of a reading or a save, in the operator's words.

It must not decide anything; every sentence that the editor says is here, so that they can be read together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from console.model.drafts.draft import LINES, Change, Draft, Problem
from console.model.fields import moment
from console.model.fields.field import Raw
from console.model.merging.differences import NEVER_ANSWERED, summed
from console.model.plural import by_count, counted
from console.presenters.notice import (
    REVIEW_AGAIN,
    REVIEW_REST,
    SEND_AGAIN,
    Notice,
    from_error,
)
from console.presenters.saving import unanswered, untraced
from console.presenters.saving.beside import beside
from console.presenters.saving.beside import listed as listed
from console.presenters.saving.not_saved import not_saved
from console.presenters.saving.saved import Saved
from console.presenters.saving.wording import clock

_MOST_KEPT = 4
_A_MOMENT = 60


def just_read(now: datetime) -> Notice:
    """After a look-up."""
    return Notice("plain", f"Read at {clock(now)}. Nothing has been sent.")


def as_read(read_at: datetime) -> Notice:
    """When there is nothing else to say any more."""
    return Notice("plain", f"Read at {clock(read_at)}.")


def unchecked(read_at: datetime, *, stopped: bool = False) -> Notice:
    """When the server could not be asked and the record is shown as it was read before; or was `stopped` being asked."""
    why = "You stopped the reading." if stopped else "The server could not be asked."
    return Notice(
        "warn",
        f"This is the record as of {moment.local(read_at)}, not checked since.",
        f"{why} F5 tries again; before anything is sent the record is read afresh.",
    )


def not_read_anew(read_at: datetime, error: Notice, *, gone: bool) -> Notice:
    """When the server answered with this `error` for a record that is shown as it was read before, or says it is `gone`."""
    as_of = f"This is the record as of {moment.local(read_at)}"
    if gone:
        headline, kept = "The server has no such record any more.", "What you typed is kept as a draft."
        return Notice("warn", headline, f"{as_of}. {kept}", error.detail)
    advice = f"{error.headline} F5 tries again; before anything is sent the record is read afresh."
    return Notice("warn", f"{as_of}, not checked since.", advice, error.detail)


def restored(foreign: Sequence[Change], edited_on: datetime, now: datetime) -> Notice:
    """After unsaved edits were put on top of a fresh reading."""
    headline = f"Your unsaved edits are back, on top of the record as read at {clock(now)}."
    if foreign:
        return Notice("warn", headline, f"Since {clock(edited_on)}, someone changed {listed(foreign)}.")
    return Notice("plain", headline, "Nothing else had changed in between.", until="undone")


def reread(foreign: Sequence[Change], dirty: bool, now: datetime) -> Notice:
    """After a reload."""
    kept = "Your edits are still on top." if dirty else ""
    if foreign:
        return Notice("warn", f"Since you last read it, someone changed {listed(foreign)}.", kept)
    said = f"Read again at {clock(now)}; nothing had changed. {kept}".strip()
    return Notice("plain", said, until="undone" if dirty else "told otherwise")


def reading_cancelled() -> Notice:
    """After Esc during a reload."""
    return Notice("plain", "Reading cancelled.", "What you see is as it was read before.")


def discarded() -> Notice:
    """After Discard."""
    back = "Ctrl+Z brings them back."
    return Notice("plain", "Your edits are discarded. Nothing was sent.", back, until="edited")


def nothing_to_save() -> Notice:
    """When a save is asked for without edits."""
    why = "No field differs from what the server holds."
    return Notice("plain", "There is nothing to save.", why, until="edited")


def mend_first(problems: Sequence[Problem]) -> Notice:
    """When a draft cannot be sent yet."""
    first = problems[0]
    where = first.label if first.row is None else f"{first.label} of line {first.row + 1}"
    more = f" There are {len(problems)} such fields." if len(problems) > 1 else ""
    return Notice("bad", f"Not sent yet: mend {where} first.{more}", first.sentence, until="mended")


def broke_off(error: Exception | None) -> Notice:
    """When the save itself fell over, which must never happen."""
    if error is None:
        return Notice(
            "bad",
            "The console was told to stop while saving.",
            "Read the record again to see what it holds now.",
        )
    told = from_error(error)
    advice = "It may or may not have been sent; read the record again (F5). Your edits are still here."
    return Notice("bad", told.headline, advice, told.detail)


def of(saved: Saved, draft: Draft, now: datetime) -> Notice:
    """After a save."""
    return unnoted(_of(saved, draft, now), saved)


def unnoted(said: Notice, saved: Saved) -> Notice:
    """The same with its place in the trail, or why it is not there."""
    said = replace(said, number=saved.number)
    if not saved.unnoted or saved.became == "not noted":
        return said
    return replace(said, advice=f"{said.advice} It is not in the trail: {saved.unnoted}")


def _of(saved: Saved, draft: Draft, now: datetime) -> Notice:
    match saved.became:
        case "saved":
            return _saved(saved, draft, now)
        case "not saved":
            return not_saved(saved, now)
        case "clash":
            return _clash(saved, draft)
        case "merged":
            return _merged(saved, now)
        case "repeated":
            return _repeated(saved, now)
        case "not noted":
            return not_noted(saved)
        case "may arrive" | "landed" | "behind":
            return unanswered.in_the_way(saved, now)
        case "closed":
            return _closed(saved)
        case "arrived":
            return unanswered.arrived(saved, now)
        case "not arrived":
            return unanswered.not_arrived(saved, now)
        case "differs":
            return unanswered.differs(saved, now)
        case "unknown":
            return unanswered.unknown(saved)


def not_noted(saved: Saved) -> Notice:
    """Where a write was held back because it could not be noted."""
    advice = f"{untraced.said(saved.unnoted)} Tick that you want it all the same, or make room first."
    return Notice("warn", "Nothing was sent yet.", advice)


def _saved(saved: Saved, draft: Draft, now: datetime) -> Notice:
    also = beside(saved)
    if saved.kept:
        told = [_kept_otherwise(change) for change in saved.kept[:_MOST_KEPT]]
        more = len(saved.kept) - len(told)
        sentences = "; ".join(told) + (f"; and {more:,} more" if more else "")
        return Notice(
            "warn", f"Saved at {clock(now)}, but {_what_it_kept(saved, draft)}.", sentences + "." + also
        )
    changes = draft.changes()
    silent = [change.label for change in changes if change.key in NEVER_ANSWERED]
    if silent:  # only the tracking ID is one
        unseen = f"The service never answers with the {silent[0]}, so that could not be compared."
        return Notice("warn", f"Saved at {clock(now)}.", unseen + also)
    count = len(changes)
    all_held = by_count(count, "The answer holds your change.", f"The answer holds all {count:,} changes.")
    held = f": {summed(saved.record.lines, draft.decimals)}" if draft.lines_changed and saved.record else ""
    moved = saved.foreign or saved.either
    return Notice("warn" if moved else "good", f"Saved and verified at {clock(now)}{held}.", all_held + also)


def _what_it_kept(saved: Saved, draft: Draft) -> str:
    """The count of lines where it is not the one that was sent; else that something differs."""
    record = saved.record
    known = record is not None and not isinstance(record.line_items, Raw)
    sent, kept = len(draft.lines), len(record.lines) if record is not None else 0
    if not known or sent == kept or all(change.key != LINES for change in saved.kept):
        return "the server kept something otherwise"
    if kept > sent:
        return f"the server kept {counted(kept, 'line')} where {sent:,} {by_count(sent, 'was', 'were')} sent"
    return (
        f"the server kept {counted(kept, 'line')} of the {sent:,} that {by_count(sent, 'was', 'were')} sent"
    )


def _kept_otherwise(change: Change) -> str:
    """ "Currency: sent USD, kept EUR", and "Line 3: total price sent 7.98, kept 7.97"."""
    colon = "" if change.key.startswith(f"{LINES}[") else ":"
    return f"{change.label}{colon} sent {change.before}, kept {change.after}"


def _clash(saved: Saved, draft: Draft) -> Notice:
    nothing = "saved" if saved.error is not None else "sent"
    return Notice(
        "bad",
        f"Not saved yet: someone changed the same as you after you read it at {clock(draft.read_at)}.",
        f"Nothing was {nothing} and your edits are still here. Decide what holds, or save again later.",
        action=REVIEW_AGAIN,
        until="undone",
    )


def _merged(saved: Saved, now: datetime) -> Notice:
    return Notice(
        "warn",
        f"Not {'saved' if saved.error is not None else 'sent'} yet: meanwhile someone changed {listed(saved.foreign)}.",
        f"Your edits now stand on the record as read at {clock(now)}, which makes another request; review it again.",
        action=REVIEW_AGAIN,
        until="undone",
    )


def _repeated(saved: Saved, now: datetime) -> Notice:
    before = saved.repeats
    ago = f" {_since(before.sent_at, now)}" if before is not None else ""
    return Notice(
        "warn",
        f"Not sent: the identical change went out{ago}.",
        "Send it again only if you mean to.",
        action=SEND_AGAIN,
        until="edited",
    )


def meanwhile(foreign: Sequence[Change]) -> str:
    """Why nothing was sent, where someone else had moved the record."""
    return f"Nothing was sent: meanwhile someone changed {listed(foreign)}."


def with_edits(notice: Notice, draft: Draft) -> Notice:
    """The same, and where the edits are that were not sent, if there are any."""
    if not draft.dirty:
        return notice
    return replace(notice, advice=f"{notice.advice} Your other edits are still here, unsent.".lstrip())


def clash_decided(read_at: datetime) -> Notice:
    """After a clash was decided."""
    return Notice(
        "plain",
        f"Your edits now stand on the record as read at {clock(read_at)}. Nothing was sent yet.",
        until="undone",
    )


def _closed(saved: Saved) -> Notice:
    why = (saved.record.closed if saved.record is not None else "") or "The cart was closed meanwhile."
    advice = "Your edits are still here, as a draft: Copy lines puts the lines into another cart or order."
    return Notice("bad", f"Not saved. {why}", f"Nothing was changed. {advice}")


def put_back(left: Sequence[str], *, moved: bool) -> Notice:
    """What to say of it: `left` are the sentences of what stays, `moved` whether anything was put back at all."""
    if moved and not left:
        out = "Ctrl+Z takes them out again."
        return Notice("plain", "Put back as edits. Nothing has been sent.", out, until="edited")
    if moved:
        headline = "Not everything can be put back. Nothing has been sent."
        return Notice("warn", headline, " ".join(left), action=REVIEW_REST, until="undone")
    if left:
        return Notice("warn", "Nothing was put back.", " ".join(left))
    why = "The record is as it was before that already."
    return Notice("plain", "There is nothing to put back.", why, until="edited")


def _since(moment: datetime, now: datetime) -> str:
    """How long ago, where the clock can be believed: what went out a moment ago did so within a minute."""
    seconds = round((now - moment).total_seconds())
    if 0 <= seconds <= _A_MOMENT:
        return f"{seconds} s ago"
    return f"at {clock(moment)} by this computer's clock, which was set since"
