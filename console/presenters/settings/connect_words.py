"""What the Connect dialog says: while it tests, of what a test found, and where something went wrong.

It must not hold a secret, nor decide what happens next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.model.environment import Administered, Environment
from console.presenters.notice import (
    CONNECT_UNSAVED,
    STOP_KEYRING,
    STOP_TEST,
    TAKE_METHOD,
    Notice,
    Tone,
    from_error,
)
from console.presenters.waiting import WaitWords
from console.store.files import StoreTrouble

if TYPE_CHECKING:
    from console.api.check import ConnectionVerdict


def under_test(words: WaitWords) -> Notice:
    """What is said while a connection is tested."""
    told = words.asked or f"Signing in, then trying to read and to write… {words.far}".rstrip()
    return Notice("plain", told, "Nothing can be changed by this.", action=STOP_TEST)


def in_keyring() -> Notice:
    """What is said while the system's keyring is asked, which may show a dialog of its own."""
    return Notice(
        "plain", "Saving in the system's keyring…", "It may ask for its password first.", action=STOP_KEYRING
    )


def asked_for(environment: Environment, why: str = "") -> Notice:
    """Why the secret of an environment is to be typed now; `why` is what stood in the way of the one that is kept."""
    by = environment.administered
    if why:
        return Notice(
            "warn", why, "Choose the environment again to have it asked again, or type the secret here."
        )
    if by is not None and by.asks:
        said = f"Your administrator changed “{environment.name}”, so the secret that you typed is not sent there."
        return Notice("warn", said, f"{by.asks} Type the one for what it is now.")
    once = "Type its client secret once; after that it is kept like any other."
    if by is not None and by.whole:
        return Notice("plain", f"“{environment.name}” was set up by your administrator.", once)
    return Notice("plain", f"The client secret of “{environment.name}” is not on this computer yet.", once)


def set_by(by: Administered | None) -> str:
    """What the dialog says of an environment that an administrator set up, or whose limits he set; else nothing."""
    if by is None:
        return ""
    if by.whole:
        mine = (
            "only the client secret is yours. Colour and read-only can be made stricter here, never looser."
        )
        return f"Set by your administrator in {by.path}; {mine}"
    limits = [
        words for words, on in (("read-only", by.read_only), ("its colour", by.accent == "production")) if on
    ]
    return f"Set by your administrator in {by.path} for this server and client ID: {' and '.join(limits)}."


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
