"""What is said of the desk: nothing without one, a few words with one, and a banner for as long as the operator works alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from console.desk.part import LineState
from console.presenters.banners import Banners
from console.presenters.desk.sign import DeskSign, SignState
from tests.support.alarms import Alarms

AT = datetime(2026, 11, 27, 14, 5, tzinfo=UTC)
AWAY = LineState("away", AT, "Nothing answers at db1.example.com.")


class Window:
    """A sign, the banners, and alarms of the test's."""

    def __init__(self) -> None:
        self.banners, self.alarms = Banners(), Alarms()
        self.sign = DeskSign(self.banners, wake=self.alarms)

    @property
    def said(self) -> list[str]:
        return [f"{one.notice.headline} {one.notice.advice}".strip() for one in self.banners.state.banners]

    @property
    def offered(self) -> list[str]:
        return [one.notice.action.key for one in self.banners.state.banners if one.notice.action is not None]


@pytest.fixture
def window() -> Window:
    made = Window()
    made.sign.join("anna")
    return made


def test_without_a_desk_there_is_no_sign() -> None:
    window = Window()
    window.sign.here(12)
    window.sign.outbox(3, 0)
    assert (window.sign.state, window.said) == (SignState(), [])


def test_a_desk_that_is_reached_says_how_many_are_there(window: Window) -> None:
    assert window.sign.state.text == "Desk: connecting…"
    window.sign.line(LineState("reached"))
    assert window.sign.state.text == "Desk: only you"
    window.sign.here(12)
    assert window.sign.state == SignState("Desk: 12 here", "You are anna at this desk.", "good")
    window.sign.line(LineState("reached", polled=True))
    assert window.sign.state.tip.splitlines()[1:] == [
        "A connection pooler stands between: changes show within 15 s."
    ]
    assert window.said == []


def test_a_short_absence_is_on_the_sign_alone(window: Window) -> None:
    window.sign.line(AWAY)
    assert (window.sign.state.text, window.sign.state.tone) == ("Desk: not reached", "warn")
    assert window.said == []
    window.sign.line(LineState("reached"))
    assert (window.alarms.set, window.said) == ([], [])


def test_a_longer_one_is_said_for_as_long_as_it_lasts_with_what_waits(window: Window) -> None:
    window.sign.line(AWAY)
    window.alarms.ring()
    since = f"{AT.astimezone():%H:%M}"
    alone = "You work alone; what colleagues send is not shown."
    again = "It is tried again by itself. Nothing answers at db1.example.com."
    assert window.said == [f"Desk not reached since {since}. {alone} {again}"]
    window.sign.outbox(3, 0)
    assert window.said == [f"Desk not reached since {since}. {alone} 3 entries wait to be passed on. {again}"]
    window.sign.outbox(1, 0)
    assert "1 entry waits to be passed on." in window.sign.state.tip
    window.sign.line(LineState("reached"))
    assert window.said == []


@pytest.mark.parametrize(
    ("state", "key"),
    [
        (LineState("refused", AT, "The desk refused the password of anna."), "desk settings"),
        (LineState("certificate", AT, "The desk's certificate is for other.example."), "retry desk"),
        (LineState("unusable", AT, "The desk is not set up for this version (2, needs 1)."), "retry desk"),
        (LineState("no driver", AT, "A desk takes the package “psycopg”."), "desk settings"),
    ],
    ids=lambda one: one.status if isinstance(one, LineState) else one,
)
def test_what_an_operator_has_to_see_to_is_said_at_once_with_a_way(
    window: Window, state: LineState, key: str
) -> None:
    window.sign.line(state)
    assert window.said == [f"{state.said} You work alone; what colleagues send is not shown."]
    assert window.offered == [key]
    assert (window.sign.state.text, window.sign.state.tone) == ("Desk: not used", "bad")


def test_clocks_that_differ_are_said_once(window: Window) -> None:
    window.sign.line(LineState("reached", ahead=59))
    assert window.said == []
    for _ in range(2):
        window.sign.line(LineState("reached", ahead=301))
    assert window.said == [
        "This computer's clock is 5 minutes ahead of the desk's. "
        "Times of what colleagues sent are the desk's. Have the clock set right."
    ]


def test_what_the_desk_would_not_have_is_told(window: Window) -> None:
    window.sign.line(LineState("reached"))
    window.sign.outbox(0, 2)
    assert "2 entries could not be shared; the trail says which and why." in window.sign.state.tip


def test_who_leaves_the_desk_hears_no_more_of_it(window: Window) -> None:
    window.sign.line(AWAY)
    window.alarms.ring()
    window.sign.leave()
    window.sign.line(replace(AWAY, status="refused"))
    assert (window.said, window.sign.state) == ([], SignState())
