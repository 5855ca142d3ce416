"""What is said by itself: once, at the right pace, and in a notification that readers know from the beginning."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.presenters.notice import Notice, Tone
from console.ui.look.accessible import HeardRole, hear_as
from console.ui.look.heard import SpokenWords, Voice
from console.ui.look.notice import NoticeLine
from tests.support.heard import Announced, name, role


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> Announced:
    return Announced(monkeypatch)


def voices(window: QWidget) -> list[Voice]:
    return window.findChildren(Voice)


@pytest.mark.parametrize(
    ("tone", "urgent"), [("good", False), ("plain", False), ("warn", False), ("bad", True)]
)
def test_every_notice_is_announced_and_only_bad_ones_cut_in(
    window: QWidget, announced: Announced, tone: Tone, urgent: bool
) -> None:
    line = NoticeLine()
    window.layout().addWidget(line)  # type: ignore[union-attr]
    line.show_notice(Notice(tone, "Something is so.", "Do this."))
    assert announced == ["Something is so. Do this."]
    assert announced.urgent == [urgent]
    line.show_notice(Notice(tone, "Something is so.", "Do this."))
    assert len(announced) == 1, "said once"
    line.show_notice(None)
    line.show_notice(Notice(tone, "Something is so.", "Do this."))
    assert len(announced) == 2, "it came anew"


def test_what_was_said_stands_in_a_notification(window: QWidget, qtbot: QtBot, announced: Announced) -> None:
    words = SpokenWords(window)
    words.tell("Saved and verified.")
    (voice,) = voices(window)
    qtbot.waitUntil(voice.isVisible)
    assert (role(voice), name(voice)) == (HeardRole.Notification, "Saved and verified.")
    words.tell("Not found.")
    assert voices(window) == [voice]
    assert name(voice) == "Not found."
    assert announced.shown == [voice], "it came up again"
    assert announced == ["Saved and verified.", "Not found."]


def test_a_count_down_is_said_when_it_begins(window: QWidget, announced: Announced) -> None:
    words = SpokenWords(window)
    for left in (7, 6, 5):
        words.tell(f"The server asks to wait {left} s (429)…")
    words.tell("Read at 12:01:05.")
    words.tell("Read at 12:01:06.")
    assert announced == ["The server asks to wait 7 s (429)…", "Read at 12:01:05.", "Read at 12:01:06."]


def test_a_wait_is_said_once_though_its_seconds_are_told_only_from_the_first_on(
    window: QWidget, announced: Announced
) -> None:
    spoken = SpokenWords(window)
    for far in ("", " 1 s", " 2 s"):
        spoken.tell(f"Reading it again…{far} Esc stops it.")
    assert announced == ["Reading it again… Esc stops it."]


def test_a_window_that_is_put_away_says_nothing(window: QWidget, announced: Announced) -> None:
    window.hide()
    SpokenWords(window).tell("Nobody listens.")
    assert announced == []
    assert voices(window) == []


def test_a_widget_is_taken_for_what_was_said_of_it_and_keeps_its_name(window: QWidget) -> None:
    frame = QFrame(window)
    frame.setAccessibleName("Shipping")
    hear_as(frame, HeardRole.Grouping)
    assert (role(frame), name(frame)) == (HeardRole.Grouping, "Shipping")
    label = QLabel("plain", window)
    assert (role(label), name(label)) == (HeardRole.StaticText, "plain"), "others stay as they are"
