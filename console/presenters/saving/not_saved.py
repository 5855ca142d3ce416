"""Why nothing was saved, in the operator's words: stopped, refused, asked to wait, or taken for outdated.

It must not decide whether something is sent again; it offers the act that may help.
"""

from __future__ import annotations

from datetime import datetime

from console.presenters.notice import CREATE_CONTACT, REVIEW_AGAIN, Notice, from_error
from console.presenters.saving.beside import listed
from console.presenters.saving.saved import Saved
from console.presenters.saving.under_way import stopped


def not_saved(saved: Saved, now: datetime) -> Notice:
    """After a save of which nothing was applied, and what there is to do about it."""
    from console.api.errors import Stopped, TooMany, UnknownContact

    assert saved.error is not None
    if isinstance(saved.error, Stopped) and saved.error.asked:
        return stopped(saved.error)
    if saved.record is not None:
        return _taken_for_moved(saved, now)
    told = from_error(saved.error)
    action = CREATE_CONTACT if isinstance(saved.error, UnknownContact) else None
    action = REVIEW_AGAIN if isinstance(saved.error, TooMany) else action
    return Notice(
        "bad",
        f"Not saved. {told.headline}",
        f"{told.advice} Your edits are still here.".strip(),
        told.detail,
        action,
        until="undone",
    )


def _taken_for_moved(saved: Saved, now: datetime) -> Notice:
    what = f"only {listed(saved.foreign)} had moved" if saved.foreign else "nothing in it had moved"
    return Notice(
        "bad",
        "Not saved. The server takes the record for one that was changed in the meantime.",
        f"Nothing was saved. Read again at {now.astimezone():%H:%M:%S}, {what}; your edits are still here. "
        "Send them again, and if that is refused too, tell whoever runs the server.",
        f"{saved.error.headline}\n{saved.error.detail}" if saved.error is not None else "",
        action=REVIEW_AGAIN,
        until="undone",
    )
