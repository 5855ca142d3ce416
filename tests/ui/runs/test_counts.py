"""The counts as buttons: one for each, at most one pressed, wrapping where there is no room.

It must not count; it gives numbers.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.presenters.runs.items import ROW_WORDS, STATUS_WORDS, VERDICT_WORDS, RowCount
from console.ui.runs.counts import Counts, tone_of
from tests.ui.conftest import Wear

FOUND = (RowCount("will ship", 1_970), RowCount("different link", 2), RowCount("not found", 1))


@pytest.fixture
def counts(qtbot: QtBot, wear: Wear) -> Counts:
    wear()
    made = Counts()
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.show_counts(FOUND)
    made.show()
    return made


def test_each_says_its_words_and_number_in_its_tone(counts: Counts) -> None:
    assert [one.text() for one in counts.buttons] == [
        "Will ship  1,970",
        "Already shipped, different link  2",
        "Not found  1",
    ]
    assert counts.buttons[0].accessibleName() == "will ship: 1,970"
    assert [one.property("count") for one in counts.buttons] == ["good", "warn", "bad"]


def test_every_verdict_and_ending_has_a_tone() -> None:
    tones = {key: tone_of(key) for key in ROW_WORDS}
    assert len(tones) == len(VERDICT_WORDS) + len(STATUS_WORDS), "no key is a verdict and a status"
    assert set(tones.values()) == {"good", "warn", "bad", "plain"}
    assert {key for key, tone in tones.items() if tone == "good"} == {"will ship", "sent"}
    assert tones["failed"] == tones["bad number"] == "bad"
    assert tones["unknown"] == "warn"


def test_one_is_pressed_at_most_and_pressing_it_again_shows_all(counts: Counts, qtbot: QtBot) -> None:
    told: list[str | None] = []
    counts.chosen.connect(told.append)
    first, second, _ = counts.buttons
    qtbot.keyClick(first, Qt.Key.Key_Space)
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert [one.isChecked() for one in counts.buttons] == [False, True, False]
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert not any(one.isChecked() for one in counts.buttons)
    assert told == ["will ship", "different link", None]


def test_the_buttons_stay_while_numbers_change_and_go_with_their_rows(counts: Counts, qtbot: QtBot) -> None:
    first, second, third = counts.buttons
    qtbot.keyClick(third, Qt.Key.Key_Space)
    counts.show_counts((*FOUND[:2], RowCount("not found", 5)))
    assert counts.buttons == [first, second, third]
    assert third.text() == "Not found  5"
    with qtbot.waitSignal(counts.chosen, check_params_cb=lambda key: key is None):
        counts.show_counts(FOUND[:2])
    assert counts.buttons == [first, second]
    assert not third.isVisible()


def test_they_wrap_where_there_is_no_room(counts: Counts) -> None:
    layout = counts.layout()
    assert layout is not None
    assert layout.heightForWidth(900) < layout.heightForWidth(260)
    counts.resize(260, 100)
    layout.activate()
    assert max(one.geometry().right() for one in counts.buttons) <= 260
    assert len({one.y() for one in counts.buttons}) > 1
