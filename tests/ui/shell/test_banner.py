"""The banner above the bar: shown, stepped through and put away by keys, said aloud, and readable in a small window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.presenters.banners import Banners
from console.presenters.notice import READ_AGAIN, Notice
from console.ui.shell.banner import BannerLine
from console.ui.shell.window import Window
from tests.support.heard import Announced
from tests.ui.conftest import Wear

FULL = Notice(
    "bad",
    "What you type is not kept: Order Console could not save in /home/someone/.local/share/order-console/console.db: "
    "the disk is full; what was saved before is still there.",
    "Make room on the disk, or close with a copy elsewhere. It is tried again every few seconds.",
    action=READ_AGAIN,
)
PUT_ASIDE = Notice("warn", "A damaged file was put aside.")
TIGHTENED = Notice("warn", "Others could open a file; now only you can.")


@pytest.fixture
def window(qtbot: QtBot, wear: Wear) -> Window:
    wear()
    made = Window()
    qtbot.addWidget(made)
    made.resize(1024, 700)
    made.show()
    return made


@pytest.fixture
def banners(window: Window) -> Banners:
    made = Banners()
    window.bar.bind(made)
    return made


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> Announced:
    return Announced(monkeypatch)


def line(window: Window) -> BannerLine:
    assert window.bar.banner is not None
    return window.bar.banner


def test_there_is_no_banner_where_there_is_nothing_to_say(window: Window, banners: Banners) -> None:
    assert window.bar.banner is None
    banners.tell(PUT_ASIDE)
    banners.dismiss()
    assert not line(window).isVisible()


def test_banners_are_read_one_after_the_other_and_put_away_by_keys(
    window: Window, banners: Banners, qtbot: QtBot, announced: Announced
) -> None:
    banners.tell(PUT_ASIDE)
    banners.tell(TIGHTENED)
    shown = line(window)
    assert (shown.where.text(), shown.accessibleName()) == ("1 of 2", "Message that stays 1 of 2")
    for button in (shown.next, shown.dismiss):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.accessibleName()
    shown.next.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(shown.next, Qt.Key.Key_Space)
    assert shown.notice.headline.text() == TIGHTENED.headline
    for left in (PUT_ASIDE.headline, None):
        shown.dismiss.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(shown.dismiss, Qt.Key.Key_Space)
        assert shown.isVisible() == (left is not None)
    assert announced == [PUT_ASIDE.headline, TIGHTENED.headline, PUT_ASIDE.headline]


def test_what_lasts_has_no_button_that_puts_it_away(window: Window, banners: Banners) -> None:
    banners.hold("drafts", FULL)
    assert not line(window).dismiss.isVisible()
    assert line(window).notice.action.isVisible()
    assert line(window).property("tone") == "bad"
    banners.lift("drafts")
    assert not line(window).isVisible()


def test_an_act_that_a_banner_offers_is_told_and_the_banner_was_read(
    window: Window, banners: Banners, qtbot: QtBot
) -> None:
    banners.tell(Notice("warn", "Not finished.", action=READ_AGAIN))
    with qtbot.waitSignal(window.notice_action) as asked:
        line(window).notice.action.click()
    assert asked.args == [READ_AGAIN.key]
    assert not line(window).isVisible()


def test_connected_to_never_covers_a_banner(window: Window, banners: Banners) -> None:
    banners.tell(PUT_ASIDE)
    window.show_notice(Notice("plain", "Connected to Shop. Nothing has been sent."))
    assert line(window).isVisible()
    assert line(window).notice.headline.text() == PUT_ASIDE.headline
    assert "Connected to" in window.bar.notice.headline.text()


def test_all_of_it_can_be_read_in_a_small_window_that_keeps_its_size(
    window: Window, banners: Banners
) -> None:
    size = window.size()
    banners.hold("drafts", FULL)
    banners.tell(PUT_ASIDE)
    shown = line(window)
    window.bar.layout().activate()
    for said in (shown.notice.headline, shown.notice.advice):
        assert said.height() >= said.heightForWidth(said.width()), said.text()
    assert window.size() == size
    assert shown.height() < 110
