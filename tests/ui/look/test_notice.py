"""A notice on the screen: what went wrong begins with its environment where there are several."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from console.presenters.notice import Notice
from console.ui.look.notice import NoticeLine


@pytest.mark.parametrize(
    ("notice", "named"),
    [
        (Notice("bad", "Nothing answers."), True),
        (Notice("warn", "There is no order with this ID.", detail="GET /orders/1"), True),
        (Notice("good", "Saved and verified."), False),
        (Notice("plain", "Read at 12:00."), False),
    ],
)
def test_what_went_wrong_names_the_environment_where_there_are_several(
    qtbot: QtBot, notice: Notice, named: bool
) -> None:
    line = NoticeLine()
    qtbot.addWidget(line)
    for several in (False, True):
        line.name_environment("Shop & Co, live", several=several)
        line.show_notice(notice)
        where = "Shop & Co, live: " if named and several else ""
        assert line.headline.text() == f"{where}{notice.headline}"
