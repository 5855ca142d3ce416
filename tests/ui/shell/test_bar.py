"""The bar at the foot: its notice, and buttons that are what their actions are.

It must not decide what is said; notices come from presenters.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtGui import QAction, QGuiApplication, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console import __version__
from console.presenters.notice import READ_AGAIN, Action, Notice
from console.ui.look.notice import NoticeLine
from console.ui.shell.bar import ActionButton, Bar
from tests.ui.conftest import Wear

LONG = Notice(
    "bad",
    "It is not known whether this was saved: no proper answer came. Read again, it differs in Grand total.",
    "Do not send it again blindly. Read it again (F5) and compare; your edits are still here.",
    "HTTP 502\n<b>Bad gateway</b>",
    READ_AGAIN,
)


@pytest.fixture
def line(qtbot: QtBot, wear: Wear) -> NoticeLine:
    wear()
    made = NoticeLine()
    qtbot.addWidget(made)
    made.resize(600, 60)
    made.show()
    return made


@pytest.fixture
def action(qapp: QApplication) -> QAction:
    made = QAction("&Save")
    made.setStatusTip("Review the changes")
    made.setShortcut("Ctrl+S")
    return made


def test_a_notice_is_shown_with_all_its_parts(line: NoticeLine, qtbot: QtBot) -> None:
    line.show_notice(LONG)
    assert line.headline.text() == LONG.headline
    assert line.headline.property("role") == "headline-bad"
    assert line.advice.text() == LONG.advice
    assert line.action.text() == line.action.accessibleName() == READ_AGAIN.label
    assert line.action.isVisible()
    assert line.headline.toolTip() == line.advice.toolTip() == "", "what nobody can copy helps nobody"
    with qtbot.waitSignal(line.action_asked) as asked:
        line.action.click()
    assert asked.args == [READ_AGAIN.key]


@pytest.mark.parametrize("width", [1250, 700])
def test_the_bar_keeps_its_height_whatever_it_says_and_longer_words_scroll(
    qtbot: QtBot, action: QAction, wear: Wear, width: int
) -> None:
    wear()
    bar = Bar([ActionButton(action, "Save", "primary")])
    around = QWidget()
    column = QVBoxLayout(around)
    column.addStretch(1)
    column.addWidget(bar)
    qtbot.addWidget(around)
    around.resize(width, 500)
    around.show()
    heights, widths = set(), set()
    longest = replace(LONG, headline="Not saved. " + "a word " * 40, advice="what to do " * 50)
    for notice in (None, Notice("plain", "Read at 12:00:00."), LONG, longest):
        bar.notice.show_notice(notice)
        for _ in range(4):
            QApplication.sendPostedEvents()
            QApplication.processEvents()
        heights.add(bar.height())
        widths.add(around.width())
        if notice is None or notice.tone == "plain":
            assert bar.notice.room.verticalScrollBar().maximum() == 0
    assert (len(heights), widths) == (1, {width})
    assert max(heights) < 130
    bars = bar.notice.room.verticalScrollBar()
    assert bars.maximum() > 0
    assert bar.notice.advice.height() >= bar.notice.advice.heightForWidth(bar.notice.advice.width())
    assert bar.notice.room.focusPolicy() & Qt.FocusPolicy.TabFocus
    bar.notice.show_notice(None)
    QApplication.processEvents()
    assert not bar.notice.room.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_facts_are_copied_by_key_and_it_is_said(line: NoticeLine, qtbot: QtBot) -> None:
    line.environment = "Shop, live"
    line.show_notice(replace(LONG, number=17, advice="Ask jane@example.com. Bearer abcdefgh"))
    assert (line.copy.isVisible(), line.copy.accessibleName()) == (True, "Copy the facts")
    line.copy.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(line.copy, Qt.Key.Key_Space)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[:4] == [
        LONG.headline,
        "Ask ‹e-mail›. Bearer •••",
        "HTTP 502",
        "<b>Bad gateway</b>",
    ]
    assert re.fullmatch(r"Said: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+", copied[4])
    assert copied[5:] == [f"Order Console {__version__}", "Environment: Shop, live", "Entry of the trail: 17"]
    assert line.copy.text() == line.copy.accessibleName() == "The facts are copied"
    line.show_notice(LONG)
    assert (line.copy.text(), line.copy.accessibleName()) == ("Cop&y the facts", "Copy the facts")


@pytest.mark.parametrize(
    ("notice", "offered"),
    [
        (Notice("plain", "Read at 14:02."), False),
        (Notice("warn", "Not sent yet."), False),
        (Notice("warn", "No proper answer came.", detail="ConnectionResetError"), True),
        (Notice("bad", "Something went wrong."), True),
    ],
)
def test_facts_are_offered_where_somebody_may_have_to_explain_it(
    line: NoticeLine, notice: Notice, offered: bool
) -> None:
    line.show_notice(notice)
    assert line.copy.isVisible() == offered


def test_no_notice_leaves_nothing_behind(line: NoticeLine) -> None:
    line.show_notice(LONG)
    line.show_notice(None)
    assert (line.headline.text(), line.advice.text()) == ("", "")
    assert not line.action.isVisible()
    assert not line.copy.isVisible()
    assert not line.advice.isVisible()


def test_showing_a_notice_twice_changes_nothing(line: NoticeLine) -> None:
    line.show_notice(LONG)
    before = line.grab().toImage()
    line.show_notice(LONG)
    assert line.grab().toImage() == before


def test_an_action_is_told_by_its_key_whatever_its_label_says(line: NoticeLine, qtbot: QtBot) -> None:
    line.show_notice(Notice("plain", "Well", action=Action("open run", "Salt & Pepper")))
    assert (line.action.text(), line.action.accessibleName()) == ("Salt && Pepper", "Salt & Pepper")
    with qtbot.waitSignal(line.action_asked) as asked:
        line.action.click()
    assert asked.args == ["open run"]


@pytest.mark.parametrize("said", ["x" * 100_000, "word " * 20_000, "\u202e\n" * 5_000])
def test_no_words_of_a_server_can_widen_or_fill_the_window(
    line: NoticeLine, qtbot: QtBot, wear: Wear, said: str
) -> None:
    line.show_notice(Notice("bad", said, said, said))
    assert line.minimumSizeHint().width() < 300
    assert line.heightForWidth(600) < 250
    for label in (line.headline, line.advice):
        assert label.textFormat() == Qt.TextFormat.PlainText
        assert "\n" not in label.text()


def test_a_button_is_what_its_action_is(qtbot: QtBot, action: QAction) -> None:
    made = ActionButton(action, "Save", "primary")
    qtbot.addWidget(made)
    made.say("Save to Black & White…")
    assert made.text() == "Save to Black && White…"
    assert made.accessibleName() == "Save to Black & White"
    assert made.toolTip() == "Review the changes  (Ctrl+S)"
    action.setEnabled(False)
    assert not made.isEnabled()
    action.setEnabled(True)
    with qtbot.waitSignal(action.triggered):
        made.click()


@pytest.mark.parametrize("width", [1600, 1252, 872])
def test_long_sentences_stay_readable_beside_or_above_the_buttons(
    qtbot: QtBot, wear: Wear, action: QAction, width: int
) -> None:
    wear()
    page = QWidget()
    qtbot.addWidget(page)
    words = ("Undo", "Redo", "Reload", "Discard", "Mark shipped…", "Save to a shop with a long name…")
    bar = Bar([ActionButton(action, name) for name in words])
    for button, text in zip(bar.findChildren(ActionButton), words, strict=True):
        button.say(text)
    QHBoxLayout(page).addWidget(bar)
    bar.notice.show_notice(LONG)
    page.resize(width, 140)
    with qtbot.waitExposed(page):
        page.show()
    label = bar.notice.headline
    assert label.height() >= label.heightForWidth(label.width())
    assert label.width() >= 300
    assert label.heightForWidth(label.width()) <= 3 * label.fontMetrics().lineSpacing() + 4
