"""What stays on the screen: how banners queue, last and are put away."""

from __future__ import annotations

import pytest

from console.presenters.banners import Banners, BannersState
from console.presenters.notice import Notice

PUT_ASIDE = Notice("warn", "A damaged file was put aside.")
TIGHTENED = Notice("warn", "Others could open a file; now only you can.")
FULL = Notice("bad", "The disk is full.")
LOCKED = Notice("bad", "Another program is using it.")


@pytest.fixture
def banners() -> Banners:
    return Banners()


def headlines(banners: Banners) -> list[str]:
    return [banner.notice.headline for banner in banners.state.banners]


def shown(banners: Banners) -> Notice:
    assert banners.state.shown is not None
    return banners.state.shown.notice


def test_what_is_told_stays_in_view_until_it_is_dismissed_and_then_the_next_one_is(banners: Banners) -> None:
    banners.tell(PUT_ASIDE)
    assert banners.state.where == ""
    banners.tell(TIGHTENED)
    assert (shown(banners), banners.state.where) == (PUT_ASIDE, "1 of 2")
    banners.dismiss()
    assert (shown(banners), banners.state.where) == (TIGHTENED, "")
    banners.dismiss()
    assert banners.state == BannersState()
    banners.dismiss()
    assert banners.state.shown is None


def test_the_same_is_told_once(banners: Banners) -> None:
    banners.tell(PUT_ASIDE)
    banners.tell(PUT_ASIDE)
    assert headlines(banners) == [PUT_ASIDE.headline]


def test_more_of_what_has_a_key_takes_its_place(banners: Banners) -> None:
    banners.tell(PUT_ASIDE, "files")
    banners.tell(TIGHTENED, "files")
    assert headlines(banners) == [TIGHTENED.headline]
    banners.lift("files")
    assert headlines(banners) == []


def test_what_lasts_comes_into_view_and_cannot_be_dismissed(banners: Banners) -> None:
    banners.tell(PUT_ASIDE)
    banners.hold("drafts", FULL)
    assert (shown(banners), banners.state.where) == (FULL, "1 of 2")
    assert banners.state.shown is not None
    assert not banners.state.shown.may_be_dismissed
    banners.dismiss()
    assert headlines(banners) == [FULL.headline, PUT_ASIDE.headline]
    banners.lift("drafts")
    assert shown(banners) == PUT_ASIDE


def test_what_lasts_may_change_its_words_without_taking_the_view(banners: Banners) -> None:
    banners.tell(PUT_ASIDE)
    banners.hold("drafts", FULL)
    banners.step()
    assert shown(banners) == PUT_ASIDE
    banners.hold("drafts", LOCKED)
    assert shown(banners) == PUT_ASIDE
    assert headlines(banners) == [LOCKED.headline, PUT_ASIDE.headline]


def test_stepping_goes_round_and_what_is_lifted_elsewhere_leaves_the_view_alone(banners: Banners) -> None:
    banners.hold("drafts", FULL)
    banners.tell(PUT_ASIDE)
    banners.tell(TIGHTENED)
    banners.step()
    banners.step()
    assert (shown(banners), banners.state.where) == (TIGHTENED, "3 of 3")
    banners.lift("drafts")
    assert (shown(banners), banners.state.where) == (TIGHTENED, "2 of 2")
    banners.step()
    assert shown(banners) == PUT_ASIDE


def test_lifting_what_is_not_there_changes_nothing(banners: Banners) -> None:
    banners.tell(PUT_ASIDE)
    banners.lift("drafts")
    assert headlines(banners) == [PUT_ASIDE.headline]
