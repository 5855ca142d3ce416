"""What there is to tell the operator: what happened, what to do now, and perhaps one act to choose.

It must not hold a secret or an exception; errors of the API are turned into their own words here.
"""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

Tone = Literal["good", "warn", "bad", "plain"]
ActionKey = Literal[
    "read again",
    "review again",
    "create contact",
    "send again",
    "mark shipped again",
    "look for cart",
    "look for order",
    "open run",
    "keep again",
    "stop test",
    "stop waiting",
    "stop keyring",
    "stop looking",
    "switch environment",
    "connect unsaved",
    "take method",
    "desk settings",
    "retry desk",
]
_INSIDE = "Something went wrong inside the console."
_LONGEST_TRACE = 6_000
Until = Literal["told otherwise", "edited", "mended", "undone", "allowed"]
"""What makes a notice about a record untrue: any edit, the last mend, the last edit gone, the permission to write."""
LOOK_IN_LOG = "Please try again; the log folder (Help menu) has the facts."


class Action(NamedTuple):
    """An act that a notice offers: whoever acts reads the `key`, only an operator the `label`."""

    key: ActionKey
    label: str


READ_AGAIN = Action("read again", "Read it again and keep my edits")
REVIEW_AGAIN = Action("review again", "Review and send again")
REVIEW_REST = Action("review again", "Review the rest")
CREATE_CONTACT = Action("create contact", "Review again and create the contact")
SEND_AGAIN = Action("send again", "Send it again")
SHIP_AGAIN = Action("mark shipped again", "Open Mark shipped again")
LOOK_FOR_CART = Action("look for cart", "Look for a cart instead")
LOOK_FOR_ORDER = Action("look for order", "Look for an order instead")
OPEN_RUN = Action("open run", "Open it")
KEEP_AGAIN = Action("keep again", "Try again now")
STOP_TEST = Action("stop test", "Stop the test")
STOP_WAITING = Action("stop waiting", "Cancel")
STOP_KEYRING = Action("stop keyring", "Stop waiting")
STOP_LOOKING = Action("stop looking", "Cancel the look-up")
SWITCH_ENVIRONMENT = Action("switch environment", "Switch to that environment")
CONNECT_UNSAVED = Action("connect unsaved", "Connect without saving")
TAKE_METHOD = Action("take method", "Choose it and test again")
DESK_SETTINGS = Action("desk settings", "Open the desk's settings")
RETRY_DESK = Action("retry desk", "Try the desk again")


def _keys(*actions: Action) -> tuple[ActionKey, ...]:
    return tuple(action.key for action in actions)


RECORD_ACTIONS = _keys(READ_AGAIN, REVIEW_AGAIN, CREATE_CONTACT, SEND_AGAIN, SHIP_AGAIN, STOP_WAITING)
LOOKUP_ACTIONS = _keys(LOOK_FOR_CART, LOOK_FOR_ORDER, STOP_LOOKING, SWITCH_ENVIRONMENT)
RUN_ACTIONS = _keys(OPEN_RUN)
CONNECT_ACTIONS = _keys(STOP_TEST, STOP_KEYRING, CONNECT_UNSAVED, TAKE_METHOD)
KEEPING_ACTIONS = _keys(KEEP_AGAIN)
DESK_ACTIONS = _keys(DESK_SETTINGS, RETRY_DESK)
"""Who hears of what: the record in front, the look-up, the runs, the Connect dialog, what is not on the disk yet, the desk."""


@dataclass(frozen=True, slots=True)
class Notice:
    """`headline` says what happened, `advice` what to do; `detail` are the facts behind them; `action` is offered.

    `number` is the place in the trail of the write that it is about, None where it is about none. `until` says what ends it
    where it holds only for so long; else it tells what happened, and stays until there is something else to tell.
    """

    tone: Tone
    headline: str
    advice: str = ""
    detail: str = ""
    action: Action | None = None
    number: int | None = None
    until: Until = "told otherwise"

    @property
    def must_be_explained(self) -> bool:
        """Whether somebody may have to find out why, so that its facts are worth copying."""
        return self.tone == "bad" or bool(self.detail)


def facts(notice: Notice, at: datetime, version: str, environment: str) -> str:
    """All that is known of a notice, a fact a line, to be handed to whoever must explain it.

    `at` is when it was said, with its zone; `environment` the name of the one in use, empty where there is none.
    Secrets, tokens and e-mail addresses are taken out, as in the log.
    """
    from console.model.fields import moment
    from console.runtime.log import redacted

    about = (
        ("", notice.headline),
        ("", notice.advice),
        ("", notice.detail),
        ("Said: ", moment.local(at, seconds=True, form="iso")),
        ("Order Console ", version),
        ("Environment: ", environment),
        ("Entry of the trail: ", "" if notice.number is None else str(notice.number)),
    )
    return redacted("\n".join(f"{label}{fact}" for label, fact in about if fact)) + "\n"


def from_error(error: Exception) -> Notice:
    """An error in its own words if it has any; otherwise one sentence, and the log gets the facts."""
    headline = getattr(error, "headline", "") or getattr(error, "sentence", "")
    if not headline:
        from console.runtime.log import redacted

        logging.getLogger("console").error("an error that nobody foresaw", exc_info=error)
        # Not the error's own words, which may quote anything.
        where = "".join(traceback.format_tb(error.__traceback__))[-_LONGEST_TRACE:]
        detail = redacted(f"{where}{type(error).__name__}")
        return Notice("bad", _INSIDE, LOOK_IN_LOG, detail)
    advice, reason = getattr(error, "advice", ""), getattr(error, "reason", "")
    if reason and reason not in headline and reason not in advice:
        advice = f"The server says: “{reason}”. {advice}".strip()
    return Notice("bad", headline, advice, getattr(error, "detail", ""))


def of_mishap(facts: str, more: int) -> Notice:
    """What to say of an error that nobody caught: `facts` are a masked traceback, `more` how many came after it."""
    again = f" And {more:,} more." if more else ""
    advice = "It goes on, and what you typed is kept. Copy the facts for whoever must find out why; the log has them too."
    return Notice("bad", f"{_INSIDE}{again}", advice, facts)
