"""What is said while a record is read or a change is on its way: how long, how far, what for, and whether it can be left.

It must not decide what becomes of it; a write that is out is never offered to be stopped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.notice import STOP_WAITING, Notice
from console.presenters.waiting import WaitWords

if TYPE_CHECKING:
    from console.api.errors import ApiError

_NOTHING_SENT = "Nothing has been sent yet; Esc stops it."


def reading(words: WaitWords) -> Notice:
    """While the record is read again."""
    return _stoppable(words, "Reading it again…", "Esc stops it; what you see stays.")


def sending(words: WaitWords, target: str) -> Notice:
    """While a change is on its way to `target`, from the fresh reading to the answer."""
    if words.left:
        headline = f"Sent to {target}; waiting for the answer… {words.far}".rstrip()
        return Notice("plain", headline, "It has left, so it can no longer be stopped.")
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
