"""A record that was read here before is on the screen at once, marked as of then, until the server has answered.

It must not wait for a time: a gate in front of the sandbox holds the answer back until a test lets it through.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
import simplejson
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.presenters.given import LINE, POT, Between, answered, change, new_cart, new_order, passed
from tests.support.console import Console, environment_of, posts, running
from tests.support.raw_server import Peer, reply
from tests.support.sandbox import Sandbox, serve

SHUT = {"Connection": "close", "X-Reason": "Not here"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One for all of these; each works on records of its own."""
    yield from serve()


class Held:
    """A step that keeps an answer back until it is let through; the sandbox's to what was asked, or what `step` does.

    `instead` is the path of a record that is answered with in the place of the one that was asked for.
    """

    def __init__(
        self, step: Callable[[Sandbox, Peer], object] | None = None, instead: str = "", **fields: object
    ) -> None:
        self._step, self._instead, self._fields = step, instead, fields
        self._gate = threading.Event()

    def __call__(self, sandbox: Sandbox, peer: Peer) -> None:
        asked = peer.server.requests[-1].target
        while not self._gate.wait(0.02):
            if peer.server.closing.is_set():
                return
        if self._step is not None:
            self._step(sandbox, peer)
            return
        status, record = sandbox.read(self._instead or asked)
        body = simplejson.dumps({**record, **self._fields}, use_decimal=True).encode()
        peer.send(reply(status, body, {"Content-Type": "application/json", "Connection": "close"}))

    def let_through(self) -> None:
        self._gate.set()


def seen_and_closed(console: Console, text: str) -> None:
    console.look_up(text)
    console.press("W", ctrl=True)
    console.rest()


def shown_as_of_then(console: Console, text: str) -> None:
    """Look it up, and go on as soon as it is shown as it was before."""
    console.look_up(text, rest=False)
    console.until(lambda: console.window.front is not None, "what was read before is shown")
    assert console.said.headline.startswith("As of ")
    assert "being read anew…" in console.said.headline


def nothing_can_be_sent(console: Console) -> None:
    actions = console.window.actions_
    for name in ("save", "mark_shipped", "abandon", "expire", "fiddle"):
        assert not actions[name].isEnabled(), name
    console.press("S", ctrl=True)
    console.page.editor.send()
    assert console.page.sheet is None


def test_the_fresh_reading_takes_the_place_of_what_is_shown_and_what_was_typed_stays_under_the_cursor(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    order, held = new_order(sandbox), Held()
    with (
        Between(sandbox, passed, held, passed) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        seen_and_closed(console, order)
        before = len(posts(sandbox))
        change(sandbox, f"/orders/{order}?triggerEvents=false", {"taxAmount": 2, "lineItems": [POT]})
        shown_as_of_then(console, order)
        page = console.page
        assert console.text_of("Tax") != "2.00"
        console.type_into("Shipping details", "by boat")
        nothing_can_be_sent(console)
        assert "being read" in console.window.actions_["mark_shipped"].toolTip()
        assert "being read" in console.window.actions_["save"].toolTip()
        page.lines.put_cursor(1)
        field = page.rows["shippingDetails"].input
        field.setFocus()
        field.setCursorPosition(3)
        held.let_through()
        console.rest()
        assert console.window.tabs.count() == 1
        assert console.page is page
        assert QApplication.focusWidget() is field
        assert (field.text(), field.cursorPosition()) == ("by boat", 3)
        assert console.text_of("Tax") == "2.00"
        assert console.said.headline.startswith("Since you last read it, someone changed ")
        assert "Tax" in console.said.headline
        assert page.table.rowCount() == 1
        assert page.editor.state.draft.edits == {"shippingDetails": "by boat"}
        assert console.window.actions_["save"].isEnabled()
        assert len(posts(sandbox)) == before + 1, "only what somebody else did"


def test_unchanged_it_says_when_it_was_read_and_a_draft_from_before_is_on_both(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    order, held, again = new_order(sandbox), Held(), Held()
    with (
        Between(sandbox, passed, held, again, passed) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        seen_and_closed(console, order)
        (recent,) = console.window.recents.listed
        shown_as_of_then(console, order)
        held.let_through()
        console.rest()
        assert console.said.headline.startswith("Read at ")
        console.type_into("Shipping details", "by boat")
        console.press("W", ctrl=True)
        (leaving,) = console.dialogs()
        console.click("Keep draft", within=leaving)
        console.rest()
        change(sandbox, f"/orders/{order}?triggerEvents=false", {"taxAmount": 2})
        shown_as_of_then(console, order)
        assert console.text_of("Shipping details") == "by boat"
        nothing_can_be_sent(console)
        again.let_through()
        console.rest()
        assert console.said.headline.startswith("Your unsaved edits are back, on top of the record as read")
        assert "someone changed Tax" in console.said.advice
        assert console.text_of("Shipping details") == "by boat"
        assert [one.id for one in console.window.recents.listed] == [recent.id]


def test_gone_refused_or_without_a_server_it_stays_as_of_then_and_says_why(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    cart = new_cart(sandbox)
    gone, refused = (Held(answered(reply(status, headers=SHUT))) for status in (404, 403))
    away = Held(lambda _, peer: peer.reset())
    stopped = Held()
    # The ID is asked of orders first; what is refused is asked once more with another token.
    with (
        Between(sandbox, passed, passed, passed, gone, passed, refused, refused, stopped, away) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        seen_and_closed(console, cart)
        shown_as_of_then(console, cart)
        nothing_can_be_sent(console)
        console.type_into("Cart URL", "https://shop.example.com/typed")
        gone.let_through()
        console.rest()
        assert console.said.headline == "The server has no such record any more."
        assert "as of " in console.said.advice
        assert console.page.editor.state.draft.edits
        console.press("Z", ctrl=True)
        console.press("W", ctrl=True)
        console.rest()
        shown_as_of_then(console, cart)
        refused.let_through()
        console.rest()
        assert console.said.headline.startswith("This is the record as of ")
        assert "may not" in f"{console.said.advice} {console.lookup_says}"
        console.press("W", ctrl=True)
        console.rest()
        shown_as_of_then(console, cart)
        between.raw.wait_for_requests(8)
        console.press("Escape")
        console.rest()
        assert console.said.headline.startswith("This is the record as of ")
        assert console.said.advice.startswith("You stopped the reading.")
        assert console.page.editor.state.busy == ""
        console.press("W", ctrl=True)
        console.rest()
        shown_as_of_then(console, cart)
        away.let_through()
        console.rest()
        assert console.said.headline.startswith("This is the record as of ")
        assert "onnection" in console.said.advice  # closed or broken, as the network had it
        assert "F5 tries again" in console.said.advice


def test_another_look_up_does_not_end_the_reading_of_the_first_and_closing_does(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    one, other = new_order(sandbox), new_order(sandbox)
    first, second = Held(), Held()
    with (
        Between(sandbox, passed, passed, first, second, passed) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        for order in (one, other):
            seen_and_closed(console, order)
        shown_as_of_then(console, one)
        between.raw.wait_for_requests(3)
        console.look_up(other, rest=False)
        console.until(lambda: console.window.tabs.count() == 2, "both are shown as of then")
        between.raw.wait_for_requests(4)
        console.press("W", ctrl=True)
        first.let_through()
        console.rest()
        assert console.window.tabs.count() == 1
        assert console.page.editor.state.draft.base.id == one
        assert console.said.headline.startswith("Read at ")


def test_a_number_that_another_order_has_now_brings_that_one_and_takes_the_old_one_away(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    number = "K-4711"
    new_order(sandbox, customerOrderId=number)
    new = new_order(sandbox)
    held = Held(instead=f"/orders/{new}", customerOrderId=number)
    with (
        Between(sandbox, passed, held, passed) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        seen_and_closed(console, number)
        shown_as_of_then(console, number)
        assert console.page.editor.state.draft.base.id != new
        held.let_through()
        console.rest()
        assert console.window.tabs.count() == 1
        assert console.page.editor.state.draft.base.id == new
        assert console.lookup_says.startswith("This ID is another record's now")


def test_a_long_cart_is_not_shown_twice(qtbot: QtBot, sandbox: Sandbox) -> None:
    held, long = Held(), new_cart(sandbox, lineItems=[{**LINE, "description": "x" * 400}] * 600)
    with (
        Between(sandbox, passed, passed, passed, held, passed) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        seen_and_closed(console, long)
        console.look_up(long, rest=False)
        between.raw.wait_for_requests(4)
        console.until(lambda: not console.app.disk.busy, "the archive has been asked")
        assert console.window.front is None
        held.let_through()
        console.rest()
        assert console.page.editor.state.draft.base.id == long
