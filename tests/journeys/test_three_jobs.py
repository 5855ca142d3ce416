"""The three jobs of the product, by keyboard, through the real window on the real sandbox.

It must not look at anything but the screen and the sandbox's own account of what it was asked.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.console import NAME, Console, posts
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

LINK = "https://www.ups.com/track?tracknum=1Z999AA10123456784"


def test_an_order_is_marked_shipped_with_one_request_and_no_message(
    console: Console, sandbox: Sandbox
) -> None:
    console.look_up(SAMPLE_ORDER)
    days = {date.today().isoformat()}
    console.press("S", ctrl=True, shift=True)
    days.add(date.today().isoformat())  # or the test would fail at midnight
    assert console.shipping.number.hasFocus()
    QApplication.clipboard().setText(LINK)
    console.press("V", ctrl=True)
    console.press("D", alt=True)
    console.press("Return")
    shown = console.sheet.request.toPlainText()
    assert console.sheet.messages.text() == "Customer messages: no"
    console.press("Return", ctrl=True, on=console.sheet)
    console.rest()

    (sent,) = posts(sandbox)
    assert sent["path"] == f"/orders/{SAMPLE_ORDER}"
    assert sent["query"] == {"triggerEvents": "false"}
    assert sent["body"].pop("shippingDate") in days
    assert sent["body"] == {
        "states": {"processed": True, "shipped": True},
        "shippingTrackingUrl": LINK,
    }, "its own details stay"
    assert shown.startswith(f"POST {sandbox.url}/orders/{SAMPLE_ORDER}?triggerEvents=false\n")
    assert sandbox.events(SAMPLE_ORDER) == []
    assert console.said.headline.startswith("Saved and verified at ")
    assert console.page.chips[1].text() == "Shipped"
    assert not console.page.editor.state.draft.dirty


def test_a_cart_line_is_changed_and_the_rest_stays(console: Console, sandbox: Sandbox) -> None:
    status, before = sandbox.read(f"/carts/{SAMPLE_CART}")
    assert status == 200
    console.look_up(SAMPLE_CART)
    console.type_cell(0, "quantity", "3")
    console.type_cell(0, "totalPrice", "11.97")
    console.send()

    (sent,) = posts(sandbox)
    assert set(sent["body"]) == {"lineItems"}
    lines = sent["body"]["lineItems"]
    assert len(lines) == len(before["lineItems"])
    assert (lines[0]["quantity"], lines[0]["totalPrice"]) == (3, Decimal("11.97"))
    for line, old in zip(lines[1:], before["lineItems"][1:], strict=True):
        assert line == {key: value for key, value in old.items() if key != "position" and value is not None}
    assert console.said.headline.startswith("Saved and verified at ")


def test_lines_are_added_duplicated_moved_and_removed(console: Console, sandbox: Sandbox) -> None:
    console.look_up(SAMPLE_CART)
    names = [row.title for row in console.page.editor.state.draft.lines]
    console.page.lines.setFocus()
    console.page.lines.put_cursor(0, "name")
    console.press("Down", alt=True)
    console.press("D", ctrl=True)
    console.press("N", ctrl=True, shift=True)
    console.type_cell(len(names) + 1, "name", "Gift wrap")
    console.type_cell(len(names) + 1, "totalPrice", "2.50")
    console.page.lines.put_cursor(0, "name")
    console.press("Backspace", ctrl=True, shift=True)
    expected = [names[0], names[0], *names[2:], "Gift wrap"]
    assert [row.title for row in console.page.editor.state.draft.lines] == expected
    console.send()

    (sent,) = posts(sandbox)
    assert [line["name"] for line in sent["body"]["lineItems"]] == expected
    assert sent["body"]["lineItems"][-1] == {
        "name": "Gift wrap",
        "quantity": 1,
        "totalPrice": Decimal("2.50"),
    }


def test_workflows_run_only_when_they_are_ticked(console: Console, sandbox: Sandbox) -> None:
    console.look_up(SAMPLE_ORDER)
    console.click("Shipped")
    console.press("S", ctrl=True)
    console.click("Run workflows (may message the customer)", within=console.sheet)
    assert console.sheet.messages.text() == "Customer messages: may be sent"
    assert "triggerEvents=true" in console.sheet.request.toPlainText()
    console.press("Return", ctrl=True, on=console.sheet)
    console.rest()

    assert posts(sandbox)[0]["query"] == {"triggerEvents": "true"}
    assert [event["orderId"] for event in sandbox.events(SAMPLE_ORDER)] == [SAMPLE_ORDER]


def test_nothing_is_sent_before_the_sheet_is_answered(console: Console, sandbox: Sandbox) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    console.press("S", ctrl=True)
    console.press("Escape", on=console.sheet)
    assert console.page.sheet is None
    assert console.text_of("Shipping details") == "UPS Ground"
    assert posts(sandbox) == []


@pytest.mark.fault(77)
def test_the_environment_is_named_wherever_something_is_written(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    assert NAME in console.window.windowTitle()
    assert console.window.save.text() == f"Save to {NAME}…"
    assert console.window.save.accessibleName() == f"Save to {NAME}"
    console.click("Shipped")
    console.press("S", ctrl=True)
    assert console.sheet.send.text() == f"Send to {NAME}"
    assert console.sheet.send.accessibleName() == f"Send to {NAME}"
    console.press("Escape", on=console.sheet)


def test_undo_takes_back_what_was_typed_and_typing_back_is_clean(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    before = console.text_of("Shipping details")
    console.type_into("Shipping details", "UPS")
    console.press("Z", ctrl=True)
    assert console.text_of("Shipping details") == before
    assert not console.page.editor.state.draft.dirty
    console.press("Z", ctrl=True, shift=True)
    assert console.text_of("Shipping details") == "UPS"
    console.type_into("Shipping details", before)
    assert not console.page.editor.state.draft.dirty
    assert not console.window.save.isEnabled()
