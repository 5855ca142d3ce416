"""The small pieces that every screen is made of.

It must not test how a whole screen uses them.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.ui.look.parts import (
    Card,
    Hug,
    Rows,
    button,
    caption,
    chip,
    elided,
    fit,
    label,
    open_over,
    put_property,
    put_text,
)
from tests.ui.conftest import Wear

HOSTILE = '<a href="x">y</a>'


class Ears(QObject):
    """Counts the events of a kind that a widget gets."""

    def __init__(self, kind: QEvent.Type) -> None:
        super().__init__()
        self.kind, self.heard = kind, 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.heard += event.type() == self.kind
        return False


def test_every_label_shows_plain_text(qtbot: QtBot) -> None:
    rows, card = Rows(), Card(HOSTILE)
    rows.fill([(HOSTILE, "before")])
    made = [label(HOSTILE), caption(HOSTILE), chip(HOSTILE), Hug(), card.heading]
    for widget in (rows, card, *made):
        qtbot.addWidget(widget)
    for one in [*made, *rows.findChildren(QLabel)]:
        assert one.textFormat() == Qt.TextFormat.PlainText


def test_a_button_is_called_by_its_words_and_by_the_new_ones_where_they_change(qtbot: QtBot) -> None:
    made = button("Send to &R && D…", tip="Ctrl+Enter")
    qtbot.addWidget(made)
    assert made.accessibleName() == "Send to R & D"
    put_text(made, "Send to S")
    assert made.accessibleName() == "Send to S"
    longer = button("Next", "Next message")
    qtbot.addWidget(longer)
    assert longer.accessibleName() == "Next message"
    assert not made.autoDefault()


def test_a_text_is_set_only_where_it_differs(qtbot: QtBot) -> None:
    made = label("same")
    qtbot.addWidget(made)
    made.show()
    ears = Ears(QEvent.Type.UpdateRequest)
    made.installEventFilter(ears)
    qtbot.waitExposed(made)
    ears.heard = 0
    put_text(made, "same")
    assert made.text() == "same"
    assert ears.heard == 0
    put_text(made, "other")
    assert made.text() == "other"


def test_a_property_that_changes_the_padding_changes_the_room_too(qtbot: QtBot, wear: Wear) -> None:
    wear()
    made = Hug()
    qtbot.addWidget(made)
    made.setText("Grand total is 3.59 above its parts")
    made.show()
    bare = made.contentsRect().left()
    put_property(made, "chip", "warn")
    assert made.contentsRect().left() >= bare + 10


def test_a_chip_hugs_its_text_and_wraps_where_it_must(qtbot: QtBot, wear: Wear) -> None:
    wear()
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    made = Hug()
    made.setText("Grand total is 3.59 above its parts")
    column.addWidget(made)
    column.addStretch(1)
    put_property(made, "chip", "warn")
    page.resize(600, 200)
    page.show()
    one_line = made.height()
    assert made.width() < 350
    page.resize(160, 200)
    qtbot.waitUntil(lambda: made.width() < 160)
    assert made.height() > one_line


def test_rows_are_used_again_and_hidden_where_there_are_fewer(qtbot: QtBot) -> None:
    rows = Rows()
    qtbot.addWidget(rows)
    rows.fill([("one", "muted"), ("two", "muted"), ("three", "muted")])
    rows.show()
    first = rows.findChildren(QLabel)
    rows.fill([("eins", "muted")])
    assert [one.text() for one in rows.findChildren(QLabel) if one.isVisible()] == ["eins"]
    rows.fill([("a", "before"), ("b", "before"), ("c", "before")])
    assert rows.findChildren(QLabel) == first


def test_a_card_can_change_its_caption(qtbot: QtBot) -> None:
    card = Card("Changes")
    qtbot.addWidget(card)
    card.retitle("Changes · 4")
    assert card.heading.text() == "CHANGES · 4"


@pytest.mark.parametrize("width", [300, 600])
def test_a_dialog_is_no_higher_than_its_sentences(qtbot: QtBot, width: int) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    column = QVBoxLayout(dialog)
    column.addWidget(label("word " * 40, wrap=True))
    fit(dialog, width)
    assert dialog.width() == width
    assert dialog.height() == column.heightForWidth(width)


def test_a_dialog_is_gone_once_it_is_answered(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = QDialog(window)
    open_over(window, dialog)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.accept()


def test_a_long_text_is_cut_in_the_middle(qtbot: QtBot) -> None:
    made = label("x")
    qtbot.addWidget(made)
    assert elided(made, "beginning-" + "x" * 300 + "-end", 160).count("…") == 1
