"""The right-hand pane: what would change. The sums have a test of their own.

It must not test what counts as a change; the model's tests do.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.ui.shell.side import SidePane
from tests.model.samples import draft
from tests.ui.conftest import Wear

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u2068\u2069"))  # where to wrap, and which way to read


@pytest.fixture
def pane(qtbot: QtBot, wear: Wear) -> SidePane:
    wear()
    made = SidePane()
    qtbot.addWidget(made)
    made.resize(252, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def seen(pane: SidePane) -> list[str]:
    return [
        one.text().translate(_UNSEEN) for one in pane.findChildren(QLabel) if one.isVisible() and one.text()
    ]


def test_nothing_changed_says_so(pane: SidePane) -> None:
    pane.show_draft(draft())
    assert seen(pane)[:2] == ["CHANGES", "Nothing is changed. Nothing would be sent."]
    pane.show_draft(None)
    assert seen(pane) == []


def test_every_change_stands_there_before_and_after(pane: SidePane) -> None:
    link = "https://www.ups.com/track?tracknum=1Z999&loc=en"
    pane.show_draft(draft().typed("shippingTrackingUrl", link).typed("taxAmount", "2.00"))
    assert seen(pane)[:5] == [
        "CHANGES · 2",
        "Tracking URL",
        f"empty  →  {link}",
        "Tax",
        "1.68  →  2.00",
    ]


@pytest.mark.parametrize("text", ["x" * 65_536, '<a href="x">y</a>\n<img src=x>\u202e', "a/" * 30_000])
def test_no_text_widens_it_or_fills_the_screen(pane: SidePane, text: str) -> None:
    pane.show_draft(draft(shippingDetails="short").typed("shippingDetails", text))
    for one in pane.findChildren(QLabel):
        assert one.textFormat() == Qt.TextFormat.PlainText
        assert "\u202e" not in one.text()
        assert "\n" not in one.text()
    assert pane.changes.height() < 300
    assert pane.changes.width() <= 252
    assert pane.horizontalScrollBar().maximum() == 0


def test_showing_a_draft_twice_changes_nothing(pane: SidePane) -> None:
    shown = draft().typed("taxAmount", "2.00")
    pane.show_draft(shown)
    before = pane.grab().toImage()
    pane.show_draft(shown)
    assert pane.grab().toImage() == before


def test_an_arabic_text_does_not_turn_the_arrow_round(pane: SidePane) -> None:
    pane.show_draft(draft(shippingDetails="شارع").typed("shippingDetails", "سوق"))
    (shown,) = [one.text() for one in pane.findChildren(QLabel) if "→" in one.text()]
    assert shown == "\u200e\u2068شارع\u2069  →  \u2068سوق\u2069"
