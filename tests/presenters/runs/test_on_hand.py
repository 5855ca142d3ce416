"""A row as something to hand on: what it asks for, and that it was not sent, until it was."""

from __future__ import annotations

from dataclasses import replace

from console.model import template
from console.model.carriers.carriers import carriers
from console.model.drafts.shipping import Shipment
from console.model.shipments.shipments import RowRequest
from console.presenters.runs.items import RunRow
from console.presenters.runs.on_hand import on_hand, wanted

LINK = "https://www.ups.com/track?tracknum=1Z999AA10123456784"
ROW = RunRow(0, (), RowRequest("1001", "customer id", Shipment(LINK, "2026-11-21")))


def test_before_its_order_was_read_it_goes_by_what_the_file_says() -> None:
    assert wanted(ROW) == "1001"
    of = on_hand(ROW)
    assert (of.called, of.id, of.order, of.link, of.date) == ("order #1001", "", "1001", LINK, "2026-11-21")
    assert of.copied("id", template.USUAL, carriers).text == "", "its ID is not known yet"


def test_the_sentence_says_beside_it_that_the_row_was_not_sent_until_it_was() -> None:
    read = replace(ROW, order_id="an-id", customer_id="1001")
    told = on_hand(read).copied("sentence", template.USUAL, carriers)
    assert told.text.startswith("Your order 1001 is on its way with UPS")
    assert told.notice.advice == "It is what the row says; it was not sent."
    sent = on_hand(replace(read, status="sent"))
    assert (sent.id, sent.copied("sentence", template.USUAL, carriers).notice.advice) == ("an-id", "")
