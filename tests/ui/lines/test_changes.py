"""The table of lines that a save replaces: a sign and a word for each, as high as its lines, words only for what is seen.

It must not test which line is which; tests/model/lines/test_line_changes.py does.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.model.lines.line_changes import LineChange, differences
from console.model.lines.lines import DraftLine
from console.presenters.saving.review import LineTold, line_told
from console.ui.lines import changes as line_changes
from console.ui.lines.changes import COLUMNS, LineChangesTable
from console.ui.look.theme import Scheme
from tests.model.samples import MUG, order
from tests.ui.conftest import Wear

ALOUD, PEN = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ForegroundRole


def added(count: int, **cells: str) -> tuple[LineChange, ...]:
    rows = [DraftLine(None, {"name": f"Article {at}", "quantity": "1"} | cells) for at in range(count)]
    return differences(rows, ())


def every_kind() -> tuple[LineChange, ...]:
    base = order(lineItems=[MUG | {"name": name} for name in "abc"]).lines
    a, c = DraftLine(base[0]), DraftLine(base[2])
    return differences([c, a.typed("quantity", "2", 2), DraftLine(None, {"name": "new"})], base, 2)


def shown(qtbot: QtBot, lines: tuple[LineChange, ...]) -> LineChangesTable:
    table = LineChangesTable(lines)
    qtbot.addWidget(table)
    table.resize(740, table.sizeHint().height())
    with qtbot.waitExposed(table):
        table.show()
    return table


def test_each_line_has_a_sign_and_a_word_and_is_read_aloud_whole(qtbot: QtBot, wear: Wear) -> None:
    wear()
    table = shown(qtbot, every_kind())
    model = table.model()
    assert [model.index(line, 0).data() for line in range(4)] == [
        "↕ moved",
        "~ changed",
        "− removed",
        "+ added",
    ]
    assert [model.index(line, 0).data(ALOUD) for line in (0, 1)] == [
        "moved, line 3 to 1: c",
        "changed, line 1 to 2: a, quantity 1 → 2",
    ]
    assert model.index(0, 3).data(ALOUD) == "empty"
    assert [model.headerData(at, Qt.Orientation.Horizontal) for at in range(4)] == list(COLUMNS.values())


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast", "contrast-dark"])
def test_the_four_have_colours_of_the_theme(qtbot: QtBot, wear: Wear, scheme: Scheme) -> None:
    theme = wear(scheme)
    table = shown(qtbot, every_kind())
    model = table.model()
    pens = [model.index(line, 0).data(PEN) for line in range(4)]
    assert pens == [QBrush(theme.colour(token)) for token in ("muted", "changed", "bad", "good")]


def test_another_look_dresses_an_open_table(qtbot: QtBot, wear: Wear) -> None:
    wear("light")
    table = shown(qtbot, every_kind())
    theme = wear("dark")
    assert table.model().index(2, 0).data(PEN) == QBrush(theme.colour("bad"))


@pytest.mark.parametrize(("count", "rows", "scrolls"), [(1, 1, False), (4, 4, False), (500, 7, True)])
def test_it_is_as_high_as_its_lines_up_to_a_few(
    qtbot: QtBot, wear: Wear, count: int, rows: int, scrolls: bool
) -> None:
    wear()
    table = shown(qtbot, added(count))
    assert table.height() == rows * table.rowHeight(0) + 2 * table.frameWidth()
    assert (table.verticalScrollBar().maximum() > 0) is scrolls
    assert table.columnViewportPosition(3) + table.columnWidth(3) <= table.viewport().width()


def test_only_the_lines_on_the_screen_are_put_into_words(
    qtbot: QtBot, wear: Wear, monkeypatch: pytest.MonkeyPatch
) -> None:
    wear()
    told: set[int | None] = set()

    def noted(change: LineChange) -> LineTold:
        told.add(change.now)
        return line_told(change)

    monkeypatch.setattr(line_changes, "line_told", noted)
    table = shown(qtbot, added(20_000))
    table.grab()
    assert 0 < len(told) < 50


def test_a_server_s_texts_are_plain_bounded_and_on_one_line(qtbot: QtBot, wear: Wear) -> None:
    wear()
    table = shown(qtbot, added(1, name="<b>x</b>\n\u202e" + "x" * 10_000, sku="<i>&</i>\n" * 500))
    for column in range(4):
        index = table.model().index(0, column)
        for role in (Qt.ItemDataRole.DisplayRole, ALOUD):
            text = index.data(role)
            assert len(text) <= 300
            assert text.isprintable()
        assert "<b>" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_tab_leaves_it_and_arrows_go_through_its_lines(qtbot: QtBot, wear: Wear) -> None:
    wear()
    table = shown(qtbot, added(9))
    assert table.accessibleName() == "What becomes of the lines"
    assert not table.tabKeyNavigation()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1
    QTest.keyClicks(table, "x")
    assert table.model().rowCount() == 9
    assert not table.isPersistentEditorOpen(table.currentIndex())
