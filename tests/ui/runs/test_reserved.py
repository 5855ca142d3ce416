"""The window of a run at a shared desk: a row that a colleague has, and the question while the desk is away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from console.api.client import Client
from console.model.records import Order
from console.ui.runs.window import RunWindow
from tests.presenters.runs.at_desk import AtDesk, desk_away
from tests.presenters.runs.warehouse import Warehouse, new_orders, opened, table
from tests.support.postgres import Cluster as Cluster
from tests.support.postgres import postgres as postgres
from tests.support.sandbox import Sandbox
from tests.ui.conftest import Wear


@pytest.fixture
def at_desk(postgres: Cluster) -> Iterator[AtDesk]:
    at = AtDesk(postgres.make_desk())
    at.line.start()
    yield at
    at.line.close(10)


@pytest.fixture
def house(qtbot: QtBot, client: Client, sample_order: Order, at_desk: AtDesk) -> Iterator[Warehouse]:
    assert sample_order.id, "the client has made its first call"
    with opened(qtbot, client, claims=at_desk.claims, at_once=2) as made:
        yield made


@pytest.fixture
def window(house: Warehouse, qtbot: QtBot, wear: Wear) -> RunWindow:
    made = RunWindow()
    qtbot.addWidget(made)
    made.show_environment("Test shop", "TEST SHOP", wear())
    made.rendered.connect(lambda: house.shown.append(house.run.state))
    made.bind(house.run)
    made.resize(1180, 800)
    with qtbot.waitActive(made):
        made.bring_to_front()
    return made


def press(window: RunWindow, qtbot: QtBot, name: str) -> None:
    (made,) = [one for one in window.findChildren(QAbstractButton) if one.accessibleName() == name]
    assert made.isEnabled(), name
    qtbot.keyClick(made, Qt.Key.Key_Space)


def test_a_row_that_a_colleague_has_is_counted_found_and_told_in_whole(
    window: RunWindow, house: Warehouse, at_desk: AtDesk, shop: Sandbox, qtbot: QtBot
) -> None:
    orders = new_orders(shop, 3)
    at_desk.bert_claims(orders[1])
    house.start(table(orders))
    house.until(lambda: house.became == ["sent", "held", "sent"])
    at_desk.outwaited(house)

    press(window, qtbot, "held by a colleague: 1")
    assert window.model.places == [1]
    window.table.selectRow(0)
    said = "held by a colleague: being sent by bert (until "
    assert window.detail.text().startswith(f"Row 2: {said}")
    assert str(window.model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)).startswith(
        f"Result: {said}"
    )
    assert window.foot.resume.isEnabled()
    assert not window.foot.retry.isEnabled(), "it did not fail"


def test_the_question_while_the_desk_is_away_is_answered_by_keys(
    window: RunWindow, house: Warehouse, at_desk: AtDesk, shop: Sandbox, qtbot: QtBot
) -> None:
    house.check(table(new_orders(shop, 2)))
    back = desk_away(at_desk.desk)
    try:
        house.run.start()
        house.until(window.foot.away.isVisible)
        assert window.foot.away.question.text().startswith("Rows cannot be reserved. ")
        assert not window.foot.notice.isVisible(), "it would say that rows are being sent"
        press(window, qtbot, "Wait")
        house.until(lambda: window.foot.away.wait.text() == "Waiting…")
        assert "goes on by itself" in window.foot.away.question.text()
        press(window, qtbot, "Go on alone")
        house.rest()
    finally:
        back()

    assert house.became == ["sent", "sent"]
    assert not window.foot.away.isVisible()
    assert (
        "another computer may have shipped them too"
        in window.foot.notice.accessibleDescription() + house.said
    )
