"""An order is marked shipped in five strokes, through the real window on the real sandbox; and what can come between.

It must not look at anything but the screen and the sandbox's own account of what it was asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.api.client import Client
from tests.support.console import Console, environment_of, posts
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

NUMBER = "1Z999AA10123456784"
LINK = f"https://www.ups.com/track?tracknum={NUMBER}"
OTHER = "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode=00340434161094022115"
STATES = {"states": {"processed": True, "shipped": True}}


@pytest.fixture
def colleague(sandbox: Sandbox) -> Iterator[Client]:
    """Somebody else who works on the same shop."""
    with Client(environment_of(sandbox)) as client:
        yield client


@pytest.fixture
def shipped_before(sandbox: Sandbox) -> None:
    """The sample order is shipped already, with a link of another carrier."""
    body = STATES | {
        "shippingTrackingUrl": OTHER,
        "shippingDate": "2026-11-20",
        "shippingDetails": "DHL Paket",
    }
    status, _ = sandbox.write(f"/orders/{SAMPLE_ORDER}?triggerEvents=false", body)
    assert status == 200


def paste(console: Console, text: str) -> None:
    """Ctrl+Shift+S, Ctrl+V."""
    QApplication.clipboard().setText(text)
    console.press("S", ctrl=True, shift=True)
    assert console.shipping.number.hasFocus()
    console.press("V", ctrl=True)


def send(console: Console) -> None:
    """Ctrl+Enter on the sheet, where it has the keys."""
    console.until(console.sheet.isActiveWindow, "the sheet has the keys")
    console.press("Return", ctrl=True)
    console.rest()


@pytest.mark.parametrize(
    ("letter", "query", "events"),
    [("D", {"triggerEvents": "false"}, []), ("M", {"triggerEvents": "true"}, ["order shipped"])],
)
def test_five_strokes_send_exactly_the_shipment(
    console: Console, sandbox: Sandbox, letter: str, query: Any, events: list[str]
) -> None:
    console.look_up(SAMPLE_ORDER)
    before = len(posts(sandbox))
    days = {date.today().isoformat()}
    paste(console, "1z 999 aa1 01 2345 6784")
    days.add(date.today().isoformat())  # or the test would fail at midnight
    console.press(letter, alt=True)
    console.press("Return")
    send(console)

    [sent] = posts(sandbox)[before:]
    assert (sent["method"], sent["path"], sent["query"]) == ("POST", f"/orders/{SAMPLE_ORDER}", query)
    assert sent["body"].pop("shippingDate") in days
    assert sent["body"] == STATES | {"shippingTrackingUrl": LINK}, "the order's own details stay"
    assert [event["event"] for event in sandbox.events(SAMPLE_ORDER)] == events
    assert console.said.headline.startswith("Saved and verified at ")
    assert console.page.chips[1].text() == "Shipped"
    console.until(console.window.isActiveWindow, "the window has the keys again")


def test_nothing_is_sent_by_esc_and_nothing_typed_is_lost(console: Console, sandbox: Sandbox) -> None:
    console.look_up(SAMPLE_ORDER)
    paste(console, NUMBER)
    console.press("M", alt=True)
    console.press("Return")
    console.until(console.sheet.isActiveWindow)
    console.press("Escape")
    assert console.shipping.yes.isChecked()
    console.press("Escape")
    assert console.dialogs() == []
    console.press("S", ctrl=True, shift=True)
    assert console.shipping.number.text() == NUMBER
    assert console.shipping.yes.isChecked()
    console.press("Escape")
    assert posts(sandbox) == []
    assert not console.page.editor.state.draft.dirty


def test_other_unsaved_edits_stay_at_home_and_survive(console: Console, sandbox: Sandbox) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Grand total", "12.50")
    console.type_cell(0, "quantity", "7")
    paste(console, NUMBER)
    console.press("D", alt=True)
    console.press("Return")
    send(console)
    [sent] = posts(sandbox)
    assert set(sent["body"]) == {"states", "shippingTrackingUrl", "shippingDate"}
    assert console.text_of("Grand total") == "12.50"
    assert console.text_of("Tracking URL") == LINK
    assert "Your other edits are still here, unsent." in console.said.advice
    console.send()
    again = posts(sandbox)[1]
    assert set(again["body"]) == {"grandTotal", "lineItems"}
    assert again["body"]["lineItems"][0]["quantity"] == 7
    assert again["query"] == {"triggerEvents": "false"}


def test_the_orders_own_details_stay_and_the_carrier_joins_them_by_a_press(
    console: Console, sandbox: Sandbox
) -> None:
    held = "wrap twice, it is a present"
    sandbox.write(f"/orders/{SAMPLE_ORDER}?triggerEvents=false", {"shippingDetails": held})
    console.look_up(SAMPLE_ORDER)
    paste(console, NUMBER)
    console.click('Add "UPS"', console.shipping)
    assert console.shipping.number.hasFocus(), "the cursor is where it was"
    console.press("D", alt=True)
    console.press("Return")
    send(console)
    assert posts(sandbox)[-1]["body"]["shippingDetails"] == f"{held}; UPS"


@pytest.mark.usefixtures("shipped_before")
def test_an_order_shipped_with_another_link_is_fixed_without_a_message(
    console: Console, sandbox: Sandbox
) -> None:
    before = len(posts(sandbox))
    console.look_up(SAMPLE_ORDER)
    paste(console, LINK)
    assert console.shipping.stands.text() == "Shipped already on 2026-11-20, with another link."
    assert console.shipping.held_link.text() == OTHER
    console.press("D", alt=True)
    console.press("Return")
    send(console)
    [sent] = posts(sandbox)[before:]
    assert sent["body"] == {"shippingTrackingUrl": LINK, "shippingDetails": "UPS"}
    assert sent["query"] == {"triggerEvents": "false"}
    assert sandbox.events(SAMPLE_ORDER) == []


@pytest.mark.usefixtures("shipped_before")
def test_it_is_fixed_with_a_second_message_only_after_that_was_typed(
    console: Console, sandbox: Sandbox
) -> None:
    before = len(posts(sandbox))
    console.look_up(SAMPLE_ORDER)
    paste(console, LINK)
    console.press("M", alt=True)
    console.press("Return")
    assert console.page.sheet is None
    assert console.shipping.confirm.hasFocus()
    QTest.keyClicks(console.shipping.confirm, "message again")
    console.press("Return")
    send(console)
    [sent] = posts(sandbox)[before:]
    assert sent["query"] == {"triggerEvents": "true", "force": "true"}
    assert sent["body"] == STATES | {"shippingTrackingUrl": LINK, "shippingDetails": "UPS"}
    assert {(event["event"], event["forced"]) for event in sandbox.events(SAMPLE_ORDER)} == {
        ("order processed", True),
        ("order shipped", True),
    }


@pytest.mark.usefixtures("shipped_before")
def test_an_order_shipped_silently_is_messaged_later_by_force_and_nothing_else_changes(
    console: Console, sandbox: Sandbox
) -> None:
    before = len(posts(sandbox))
    console.look_up(SAMPLE_ORDER)
    paste(console, OTHER)
    console.press("M", alt=True)
    console.press("Return")
    QTest.keyClicks(console.shipping.confirm, "message again")
    console.press("Return")
    send(console)
    [sent] = posts(sandbox)[before:]
    assert (sent["query"], sent["body"]) == ({"triggerEvents": "true", "force": "true"}, STATES)
    assert ("order shipped", True) in {
        (event["event"], event["forced"]) for event in sandbox.events(SAMPLE_ORDER)
    }
    assert console.said.headline.startswith("Saved and verified at ")


def test_a_colleague_who_ships_it_first_stops_it_and_the_panel_says_how_it_stands(
    console: Console, sandbox: Sandbox, colleague: Client
) -> None:
    console.look_up(SAMPLE_ORDER)
    paste(console, NUMBER)
    console.press("M", alt=True)
    console.press("Return")
    outgoing = colleague.order_update(
        SAMPLE_ORDER, STATES | {"shippingTrackingUrl": OTHER}, trigger_events=False, force=False
    )
    colleague.send(outgoing)
    before = len(posts(sandbox))
    send(console)
    assert posts(sandbox)[before:] == []
    assert "meanwhile someone changed Shipped (no → yes)" in console.shipping.changed.text()
    assert console.shipping.stands.text() == "Shipped already, with another link."
    assert not console.shipping.yes.isChecked(), "to message means another thing now"
    console.press("D", alt=True)
    console.press("Return")
    send(console)
    [sent] = posts(sandbox)[before:]
    assert sent["query"] == {"triggerEvents": "false"}
    assert sandbox.read(f"/orders/{SAMPLE_ORDER}")[1]["shippingTrackingUrl"] == LINK


def test_it_is_in_the_trail_and_found_by_its_number(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    paste(console, NUMBER)
    console.press("D", alt=True)
    console.press("Return")
    send(console)
    console.window.actions_["trail"].trigger()
    console.rest()
    (window,) = [one for one in console.dialogs() if one.windowTitle() == "Trail"]
    window.words.setFocus()  # type: ignore[attr-defined]
    console.qtbot.keyClicks(window.words, NUMBER)  # type: ignore[attr-defined]
    table = window.table  # type: ignore[attr-defined]
    console.until(lambda: table.model().rowCount() == 1, "it is listed")
    window.close()


def test_a_cart_cannot_be_marked_shipped(console: Console) -> None:
    console.look_up(SAMPLE_CART)
    action = console.window.actions_["mark_shipped"]
    assert (action.isEnabled(), action.toolTip()) == (False, "This is for orders.")
    console.press("S", ctrl=True, shift=True)
    assert console.dialogs() == []
