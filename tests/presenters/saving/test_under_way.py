"""What is said while something is under way, and when it is offered to be stopped."""

from __future__ import annotations

from console.api.errors import Stopped
from console.presenters.notice import STOP_WAITING
from console.presenters.saving.under_way import reading, sending, stopped
from console.presenters.waiting import WaitWords

ASKED = "The server asks to wait 12 s (429)…"


def test_before_the_write_is_out_it_can_be_stopped() -> None:
    for words, headline in (
        (WaitWords(), "Reading it once more, then sending to SANDBOX…"),
        (WaitWords(far="4 s, 1.2 MB so far"), "Reading it once more, then sending to SANDBOX… 4 s, 1.2 MB so far"),
        (WaitWords(asked=ASKED), ASKED),
    ):  # fmt: skip
        notice = sending(words, "SANDBOX")
        assert notice.headline == headline
        assert notice.advice.endswith("Nothing has been sent yet; Esc stops it.")
        assert notice.action == STOP_WAITING


def test_once_the_write_is_out_nothing_is_offered_and_it_is_said_why() -> None:
    notice = sending(WaitWords(far="3 s", left=True), "SANDBOX")
    assert notice.headline == "Sent to SANDBOX; waiting for the answer… 3 s"
    assert notice.advice == "It has left, so it can no longer be stopped."
    assert notice.action is None


def test_reading_again_says_how_long_and_can_be_stopped() -> None:
    assert reading(WaitWords(far="2 s")).headline == "Reading it again… 2 s"
    assert reading(WaitWords(asked=ASKED)).headline == ASKED
    assert reading(WaitWords()).action == STOP_WAITING


def test_a_stop_says_whether_anything_had_left() -> None:
    never = Stopped("You stopped this.", "Nothing was changed.", method="GET", sent=True)
    refused = Stopped("You stopped this.", "Nothing was saved.", method="POST", sent=True)
    assert stopped(never).headline == "You stopped the save. Nothing was sent."
    assert "had not taken it, so nothing was saved" in stopped(refused).headline
