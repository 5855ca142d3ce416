"""The head of a record's page: what the server holds, in words, and never more than there is room for.

It must not test edits; those stand in the fields.
"""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.model.drafts.draft import Draft
from console.model.records import Cart, Order
from console.ui.record.header import Header
from tests.model.samples import READ_AT, cart, order


@pytest.fixture
def header(qtbot: QtBot) -> Header:
    made = Header()
    qtbot.addWidget(made)
    qtbot.addWidget(made.below)
    made.show()
    return made


def shown(header: Header, record: Order | Cart) -> list[str]:
    header.show_record(Draft(record, READ_AT), "Order #1001")
    return [one.text() for one in header.chips if one.isVisible()]


@pytest.mark.parametrize(
    ("fields", "chips"),
    [
        ({}, ["Processed", "Not shipped"]),
        ({"states": {"processed": False, "shipped": True}}, ["Pending", "Shipped"]),
        ({"states": {"processed": False, "shipped": False}}, ["Pending", "Not shipped"]),
        ({"states": None}, ["Processed"]),
        ({"states": None, "status": None}, []),
        ({"states": {"processed": 1, "shipped": "yes"}, "status": "REFUNDED"}, ["Refunded"]),
        ({"states": "SHIPPED", "status": "x" * 500}, ["X" + "x" * 22 + "…"]),
    ],
)
def test_an_order_says_what_the_server_told_of_it_and_no_more(
    header: Header, fields: dict[str, Any], chips: list[str]
) -> None:
    assert shown(header, order(**fields)) == chips


@pytest.mark.parametrize(
    ("status", "tone"),
    [("ACTIVE", "good"), ("ABANDONED", "warn"), ("EXPIRED", "bad"), ("COMPLETE", "good"), ("NEW", "plain")],
)
def test_a_cart_says_its_status_and_phase(header: Header, status: str, tone: str) -> None:
    assert shown(header, cart(status=status)) == [status.capitalize(), "Billing"]
    assert header.chips[0].property("chip") == tone
    closed = status in ("EXPIRED", "COMPLETE")
    assert header.closed.isVisible() == closed
    assert ("never changes" in header.closed.text()) == closed
    assert header.copy.isVisible() == closed


def test_a_closed_cart_offers_to_copy_its_lines(header: Header, qtbot: QtBot) -> None:
    shown(header, cart(status="EXPIRED"))
    with qtbot.waitSignal(header.copy_asked):
        header.copy.click()
    assert header.copy.accessibleName() == "Copy lines"


def test_an_unknown_phase_is_shown_as_it_came(header: Header) -> None:
    assert shown(header, cart(phase="GIFT_WRAP")) == ["Active", "GIFT_WRAP"]


def test_long_and_hostile_names_do_not_widen_the_window(header: Header) -> None:
    record = order(orderId="<b>" * 500, updatedDate="\u202e" + "x" * 5_000)
    header.show_record(Draft(record, READ_AT), "Order <img src=x>" + "x" * 5_000)
    assert header.minimumSizeHint().width() < 1_000
    assert header.title.toolTip().startswith("<p>Order &lt;img src=x&gt;")
    for one in header.findChildren(QLabel):
        assert "\u202e" not in one.text()


def test_a_record_without_a_date_says_none(header: Header) -> None:
    shown(header, order(updatedDate=None))
    assert header.updated.text() == ""


def test_what_may_still_arrive_stands_there_until_it_is_known(header: Header) -> None:
    header.show_record(Draft(order(), READ_AT), "Order #1001")
    assert not header.may_arrive.isVisible()
    header.show_may_arrive("What was sent at 15:22:21 had not arrived by 15:22:24; <b>")
    assert header.may_arrive.isVisible()
    assert header.may_arrive.text().endswith("<b>"), "as plain text"
    header.show_may_arrive("")
    assert not header.may_arrive.isVisible()
