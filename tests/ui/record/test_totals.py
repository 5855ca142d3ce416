"""The Totals card: what does not add up is said with its difference, and one click mends it.

It must not test the sums; the model's tests do.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from console.model.drafts.draft import Draft
from console.model.drafts.sums import Mend
from console.ui.record.totals import Totals
from tests.model.samples import MUG, POT, cart, draft
from tests.ui.conftest import Wear


@pytest.fixture
def card(qtbot: QtBot, wear: Wear) -> Totals:
    wear()
    made = Totals()
    qtbot.addWidget(made)
    made.setFixedWidth(252)
    made.show_draft(draft())
    with qtbot.waitExposed(made):
        made.show()
    return made


def told(card: Totals) -> list[tuple[str, str, str]]:
    return [
        (one.sentence.text(), one.difference.property("chip"), one.difference.text())
        for one in card.sums
        if one.isVisibleTo(card)
    ]


def offers(card: Totals) -> list[QPushButton]:
    return [made for made in card.findChildren(QPushButton) if made.isVisibleTo(card)]


def test_sums_are_told_and_what_is_amiss_is_a_chip_with_its_difference(card: Totals) -> None:
    card.show_draft(draft().typed("states.shipped", "yes").typed("grandTotal", "30"))
    assert told(card) == [
        ("Lines add up to 23.99", "none", ""),
        ("Grand total is 4.33 above its parts", "warn", "+4.33"),
        ("Shipped without a tracking URL", "warn", ""),
    ]
    card.show_draft(draft(grandTotal=Decimal("25.66")))
    assert told(card)[1] == ("Grand total is 0.01 below its parts (rounding)", "plain", "−0.01")
    card.show_draft(draft())
    assert [chip for _, chip, _ in told(card)] == ["none", "none"]


def test_a_record_without_sums_has_no_such_card(card: Totals) -> None:
    card.show_draft(draft(subtotal=None, grandTotal=None))
    assert not card.isVisible()


def test_a_click_on_a_mend_tells_it(card: Totals, qtbot: QtBot) -> None:
    off = draft().typed("grandTotal", "30")
    card.show_draft(off)
    first = offers(card)[0]
    assert (first.text(), first.accessibleName()) == ("Set grand total to 25.67", "Set grand total to 25.67")

    with qtbot.waitSignal(card.mend_asked) as asked:
        qtbot.keyClick(first, Qt.Key.Key_Space)

    (mend,) = asked.args
    assert isinstance(mend, Mend)
    assert not mend.on(off).dirty


def test_a_closed_cart_is_told_its_sums_and_offered_no_mend(card: Totals) -> None:
    closed = Draft(cart(status="EXPIRED", subtotal=Decimal(5)), draft().read_at)
    card.show_draft(closed)
    assert told(card)[0][0].startswith("Subtotal is")
    assert offers(card) == []


def test_a_long_sentence_wraps_and_widens_nothing(card: Totals, qtbot: QtBot) -> None:
    card.show_draft(draft().typed("grandTotal", "123456789012345.67"))
    made = card.sums[1]
    qtbot.waitUntil(lambda: made.sentence.height() >= made.sentence.heightForWidth(made.sentence.width()))
    assert made.difference.geometry().right() <= made.head.width()
    assert made.width() <= card.width()


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast", "contrast-dark"])
def test_showing_a_draft_twice_changes_nothing(card: Totals, wear: Wear, scheme: str) -> None:
    wear(scheme)
    shown = draft(lineItems=[MUG | {"quantity": Decimal(3)}, POT]).typed("taxAmount", "2.00")
    card.show_draft(shown)
    before = card.grab().toImage()
    card.show_draft(shown)
    assert card.grab().toImage() == before
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in card.findChildren(QLabel))
