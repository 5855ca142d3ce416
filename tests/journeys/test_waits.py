"""What an operator sees while a server lets them wait, refuses, or is slow; and that Esc leaves as long as nothing is out."""

from __future__ import annotations

import re
from typing import Any

from pytestqt.qtbot import QtBot

from tests.presenters.given import Between, answered, passed
from tests.support.console import Console, environment_of, posts, running
from tests.support.raw_server import Peer, reply, reply_json
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

ASKED = re.compile(r"The server asks to wait (\d+) s \(429\)…")
BUSY = answered(reply(429, headers={"Retry-After": "12", "Connection": "close"}))


def send(console: Console) -> None:
    """Review and send, without waiting for what becomes of it."""
    console.press("S", ctrl=True)
    console.until(lambda: console.page.sheet is not None, "the sheet is there")
    assert console.page.sheet is not None
    console.press("Return", ctrl=True, on=console.page.sheet)


def seconds(console: Console) -> int:
    """How many are told to be left."""
    told = ASKED.fullmatch(headline(console))
    assert told is not None
    return int(told[1])


def headline(console: Console) -> str:
    return console.window.bar.notice.headline.text()


def test_a_wait_before_a_save_counts_down_at_the_save_and_esc_leaves_it(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    with (
        Between(sandbox, passed, passed, BUSY) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        send(console)
        console.until(lambda: ASKED.fullmatch(headline(console)) is not None, "it is told")
        first = seconds(console)
        assert console.window.bar.notice.action.isVisible()
        assert console.window.bar.notice.action.text() == "Cancel"
        console.until(lambda: seconds(console) < first, "it counts down")
        console.press("Escape")
        console.until(lambda: headline(console).startswith("You stopped the save."), "it is left")
        assert "nothing was saved" in headline(console)
        assert console.page.editor.state.draft.dirty
        assert posts(sandbox) == []


def test_without_the_permission_the_form_says_so_and_is_read_only_until_it_is_tried_again(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    reader = next(one for one in sandbox.clients if one["client_id"] == "practice-read-only")
    environment = environment_of(sandbox, client_id=reader["client_id"], secret=reader["client_secret"])
    with running(qtbot, environment) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.send()
        page = console.page
        field = page.rows["shippingDetails"].input
        assert page.header.closed.text().startswith("This integration may not write orders and carts")
        assert page.header.closed.isVisible()
        assert field.isReadOnly()  # type: ignore[attr-defined]
        assert field.text() == "UPS Ground"  # type: ignore[attr-defined]
        assert not console.window.save.isEnabled()
        assert not console.window.ship.isEnabled()
        page.header.again.click()
        assert not field.isReadOnly()  # type: ignore[attr-defined]
        assert not page.header.closed.isVisible()
        assert console.window.save.isEnabled()


def test_a_reason_stands_at_the_field_and_the_cell_that_it_names(qtbot: QtBot, sandbox: Sandbox) -> None:
    refusal: dict[str, Any] = {
        "errors": [
            {"field": "emailAddress", "message": "is invalid"},
            {"field": "lineItems[0].quantity", "message": "must be less than 5"},
        ]
    }
    body = reply_json(refusal, 400)
    with (
        Between(sandbox, passed, passed, answered(body)) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("E-mail address", "jane@example.org")
        console.page.editor.lines.cell_typed(0, "quantity", "9")
        send(console)
        console.until(lambda: headline(console).startswith("Test shop: Not saved."), "it is refused")
        message = console.page.rows["emailAddress"].message
        assert message.isVisible()
        assert message.text() == "The server says: emailAddress: is invalid."
        errors = console.page.grid.errors
        assert (
            errors.links[0].text()
            == "Line 1, Quantity: The server says: lineItems[0].quantity: must be less than 5."
        )
        console.type_into("E-mail address", "jane@example.net")
        assert "The server says" not in message.text()


def test_a_slow_order_shows_how_much_has_come_where_it_is_looked_up(qtbot: QtBot, sandbox: Sandbox) -> None:
    held = {"orderId": SAMPLE_ORDER, "shippingDetails": "x" * 900_000}

    def slow(_: Sandbox, peer: Peer) -> None:
        peer.drip(reply_json(held), 0.05, 20_000)

    with (
        Between(sandbox, slow) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.window.lookup.field.setText(SAMPLE_ORDER)
        console.window.lookup.ask()
        told = console.window.lookup.notice.headline
        console.until(lambda: told.text().endswith("of 0.9 MB so far"), "how much has come is told")
        assert told.isVisible()
        console.press("Escape")
        console.until(lambda: told.text() == "Look-up cancelled.", "it is left")


def test_a_connection_test_that_finds_writing_allowed_frees_the_form(qtbot: QtBot, sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        client = console.app.session.client
        assert client is not None
        client.write_refused = "It was refused an hour ago."
        console.page.editor.permission.look()
        field = console.page.rows["shippingDetails"].input
        assert field.isReadOnly()  # type: ignore[attr-defined]
        dialog = console.app.connecting.open()
        console.rest()
        dialog.test.click()
        console.rest()
        assert dialog.notice.headline.text().startswith("All is well")
        assert not field.isReadOnly()  # type: ignore[attr-defined]
        dialog.reject()
