"""What the Connect dialog says: while it tests, of what a test found, and where something went wrong.

It must not hold a secret, nor decide what happens next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.notice import CONNECT_UNSAVED, STOP_TEST, TAKE_METHOD, Notice, Tone, from_error
from console.presenters.waiting import WaitWords
from console.store.files import StoreTrouble

if TYPE_CHECKING:
    from console.api.check import ConnectionVerdict


def under_test(words: WaitWords) -> Notice:
    """What is said while a connection is tested."""
    told = words.asked or f"Signing in, then trying to read and to write… {words.far}".rstrip()
    return Notice("plain", told, "Nothing can be changed by this.", action=STOP_TEST)


def trouble(error: Exception, was: str) -> Notice:
    """What is said where something went wrong; `was` is what was under way, "saving" among others."""
    if not isinstance(error, StoreTrouble):
        return from_error(error)
    if was == "saving":
        return Notice("bad", error.sentence, "Everything you typed is still here.", action=CONNECT_UNSAVED)
    return Notice("bad", error.sentence)


def said(verdict: ConnectionVerdict) -> Notice:
    """What is said of a tested connection."""
    tones: dict[str, Tone] = {"ready": "good", "no write": "warn", "other method": "warn"}
    headline = "You can look up but not save." if verdict.state == "no write" else verdict.headline
    facts = (*verdict.seen, verdict.error.detail if verdict.error is not None else "")
    detail = "\n".join(fact for fact in facts if fact)
    action = TAKE_METHOD if verdict.method is not None else None
    return Notice(tones.get(verdict.state, "bad"), headline, verdict.advice, detail, action)
