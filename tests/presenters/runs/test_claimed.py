"""A claimed row: its write does not leave with a lease that has run short, and its claim alone can end it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.api.call import Progress
from console.desk.claims.claim import Claim, ClaimLost
from console.desk.claims.claims import Claims
from console.desk.claims.lease import OwnTime, own_clocks
from console.desk.place import DeskPlace
from console.presenters.runs.claimed import ClaimedRow, watching
from console.runtime.cancel import Cancel


def claimed(seconds: float, *, before: str = "", may_have_sent: bool = False) -> ClaimedRow:
    """A row with a lease that has so many seconds left, of which 45 must be."""
    now = own_clocks()
    until = OwnTime(now.awake + seconds, now.wall + seconds)
    place = DeskPlace.of("https://shop.example/api", "order", "1")
    claim = Claim(place, 1, before, may_have_sent, until, own_clocks, 45.0)
    return ClaimedRow(Claims(uuid4()), claim)


@pytest.mark.parametrize(("seconds", "late"), [(60, False), (40, True)])
def test_a_write_leaves_only_with_time_enough(seconds: float, late: bool) -> None:
    row, heard = claimed(seconds), list[Progress]()
    with watching(row, heard.append, Cancel()) as (watch, ends):
        watch(Progress())
        assert not ends.cancelled, "it has not come to leaving"
        watch(Progress(leaving=True))

    assert (row.late, ends.cancelled) == (late, late)
    assert heard == [Progress(), Progress(leaving=True)]


def test_whoever_ends_the_work_ends_the_write_and_not_the_other_way_round() -> None:
    cancel = Cancel()
    with watching(claimed(40), lambda _: None, cancel) as (watch, ends):
        watch(Progress(leaving=True))
        assert ends.cancelled
        assert not cancel.cancelled
    with watching(claimed(60), lambda _: None, cancel) as (_, ends):
        cancel.cancel()
        assert ends.cancelled


def test_without_a_claim_nothing_is_put_between() -> None:
    cancel, heard = Cancel(), list[Progress]()
    with watching(None, heard.append, cancel) as (watch, ends):
        watch(Progress(leaving=True))
    assert ends is cancel
    assert heard


def test_only_a_write_that_may_have_left_makes_a_row_doubtful() -> None:
    assert claimed(60, before="bert").doubtful == ""
    assert claimed(60, before="bert", may_have_sent=True).doubtful == "bert"


def test_without_a_desk_to_ask_the_last_question_is_no() -> None:
    with pytest.raises(ClaimLost):
        claimed(60).ask()
