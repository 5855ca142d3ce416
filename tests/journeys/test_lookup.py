"""Looking up as an operator does it: any form of an id, four different sentences, and a window that never freezes.

It must not ask the sandbox anything that the window did not.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.support.console import NAME, Console, environment_of, running
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox, serve


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One for all of these, since looking up changes nothing."""
    yield from serve(orders=60)


@pytest.fixture
def slow_sandbox() -> Iterator[Sandbox]:
    """A sandbox that takes twenty seconds for every answer of the API."""
    yield from serve(delay=20_000)


@pytest.mark.parametrize(
    "text",
    [
        SAMPLE_ORDER.upper(),
        f"   {{{SAMPLE_ORDER}}} ",
        f"#{SAMPLE_ORDER}",
        SAMPLE_ORDER.replace("-", ""),
        "1001",
        "#1001",
        f"https://shop.example.com/admin/orders/{SAMPLE_ORDER}?tab=lines",
    ],
)
def test_every_form_of_an_order_id_opens_it(console: Console, text: str) -> None:
    console.look_up(text)
    assert console.text_of_title() == "Order #1001"


@pytest.mark.parametrize("text", [SAMPLE_CART, "C-2207", f"https://shop.example.com/carts/{SAMPLE_CART}"])
def test_every_form_of_a_cart_id_opens_it(console: Console, text: str) -> None:
    console.look_up(text)
    assert console.text_of_title() == "Cart C-2207"


def test_an_open_record_is_raised_and_not_read_again(console: Console, sandbox: Sandbox) -> None:
    console.look_up(SAMPLE_ORDER)
    console.look_up(SAMPLE_CART)
    asked = len(sandbox.requests())
    console.look_up("#1001")
    assert console.text_of_title() == "Order #1001"
    assert console.window.tabs.count() == 2
    assert len(sandbox.requests()) == asked


def test_several_ids_open_a_tab_each(console: Console) -> None:
    console.look_up(f"{SAMPLE_ORDER}\n{SAMPLE_CART}")
    assert console.window.tabs.count() == 2


def test_looking_for_one_kind_asks_for_that_kind_only(console: Console, sandbox: Sandbox) -> None:
    since = len(sandbox.requests())
    console.window.lookup.kind.setFocus()
    console.press("C")
    console.look_up(SAMPLE_ORDER)
    assert console.lookup_says.startswith(f"{NAME}: There is no cart with the ID {SAMPLE_ORDER}.")
    assert [line["path"] for line in sandbox.calls(since)] == [f"/carts/{SAMPLE_ORDER}"]
    console.click("Look for an order instead")
    console.rest()
    assert console.text_of_title() == "Order #1001"


@pytest.mark.fault(13, 28)
def test_not_found_not_allowed_unreachable_and_malformed_are_four_sentences(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    said = set()
    powerless = next(client for client in sandbox.clients if not client["scopes"])
    environments = {
        "not found": environment_of(sandbox),
        "not allowed": environment_of(
            sandbox, client_id=powerless["client_id"], secret=powerless["client_secret"]
        ),
        "unreachable": environment_of(
            sandbox, api_url="http://127.0.0.1:9", token_url="http://127.0.0.1:9/token"
        ),
        "malformed": environment_of(sandbox),
    }
    for case, environment in environments.items():
        with running(qtbot, environment) as console:
            console.look_up("a/../b" if case == "malformed" else "11111111-2222-3333-4444-555555555555")
            assert console.lookup_says, case
            assert console.window.tabs.count() == 0
            assert console.window.lookup.field.text()
            said.add(console.lookup_says)
    assert len(said) == 4


@pytest.mark.fault(63)
@pytest.mark.parametrize(
    "garbage",
    ["..", "%2e%2e", "a?force=true", "a#x", "x" * 10_000, "\x00", "  ", "<b>hi</b>", "'; DROP TABLE"],
)
def test_garbage_is_answered_with_a_sentence_and_never_sent(
    console: Console, sandbox: Sandbox, garbage: str
) -> None:
    asked = len(sandbox.requests())
    console.window.lookup.field.setText(garbage)
    console.window.lookup.field.setFocus()
    console.press("Return")
    console.rest()
    assert console.lookup_says.endswith((".", "!"))
    assert len(sandbox.requests()) == asked
    assert console.window.lookup.field.text() == garbage


def test_escape_gives_a_slow_look_up_up_at_once(qtbot: QtBot, slow_sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(slow_sandbox)) as console:
        console.look_up(SAMPLE_ORDER, rest=False)
        console.until(console.window.lookup.progress.isVisible, "progress is shown")
        console.press("Escape")
        console.rest()
        assert console.lookup_says.startswith("Look-up cancelled.")
        assert not console.window.lookup.progress.isVisible()


@pytest.mark.fault(29, 30)
def test_the_window_answers_while_a_look_up_hangs(qtbot: QtBot, slow_sandbox: Sandbox) -> None:
    with running(qtbot, environment_of(slow_sandbox)) as console:
        console.look_up(SAMPLE_ORDER, rest=False)
        console.press("K", ctrl=True)
        console.until(lambda: bool(console.dialogs()), "the palette is open")
        (palette,) = console.dialogs()
        console.press("Escape", on=palette)


def test_what_was_opened_stands_under_recent_and_opens_again(qtbot: QtBot, sandbox: Sandbox) -> None:
    environment = environment_of(sandbox)
    with running(qtbot, environment) as console:
        console.look_up(SAMPLE_ORDER)
        console.look_up(SAMPLE_CART)
    with running(qtbot, environment) as console:
        entries = console.window.recents.entries
        assert entries.model().rowCount() == 2
        entries.setFocus()
        entries.setCurrentIndex(entries.model().index(1, 0))
        console.press("Return")
        console.rest()
        assert console.text_of_title() == "Order #1001"
