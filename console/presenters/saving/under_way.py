"""What is said while a record is read or a change is on its way: how long, how far, what for, and whether it can be left.

It must not decide what becomes of it; a write that is out is never offered to be stopped.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.model.fields import moment
from console.presenters.notice import STOP_WAITING, Notice
from console.presenters.waiting import WaitWords

if TYPE_CHECKING:
    from datetime import datetime

    from console.api.errors import ApiError

_NOTHING_SENT = "Nothing has been sent yet; Esc stops it."
_FIRST_READ = "Nothing is sent before it is read; Esc stops it."
_NOT_TAKEN = "It has not taken your change yet, so nothing was saved; Esc stops it."


def reading(words: WaitWords) -> Notice:
    """While the record is read again."""
    return _stoppable(words, "Reading it again…", "Esc stops it; what you see stays.")


def reading_anew(words: WaitWords, read_at: datetime) -> Notice:
    """The same for a record that is shown as it was read before; once it takes long, more plainly."""
    said = _stoppable(words, f"As of {moment.local(read_at)}, being read anew…", _FIRST_READ)
    return replace(said, tone="warn") if words.far else said


def sending(words: WaitWords, target: str) -> Notice:
    """While a change is on its way to `target`, from the fresh reading to the answer."""
    if words.left:
        headline = f"Sent to {target}; waiting for the answer… {words.far}".rstrip()
        return Notice("plain", headline, "It has left, so it can no longer be stopped.")
    if words.put_off:
        return Notice("warn", words.asked, _NOT_TAKEN, action=STOP_WAITING)
    return _stoppable(words, f"Reading it once more, then sending to {target}…", _NOTHING_SENT)


def _stoppable(words: WaitWords, doing: str, advice: str) -> Notice:
    if words.asked:
        return Notice("warn", words.asked, f"{doing} {advice}", action=STOP_WAITING)
    return Notice("plain", f"{doing} {words.far}".rstrip(), advice, action=STOP_WAITING)


def stopped(error: ApiError) -> Notice:
    """After the operator ended a save; a write that had left by then was refused, and would have been sent again."""
    refused = error.sent and error.method != "GET"
    so = "The server had not taken it, so nothing was saved." if refused else "Nothing was sent."
    return Notice("plain", f"You stopped the save. {so}", "Your edits are still here.")
