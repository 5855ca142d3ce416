"""A cart is abandoned, marked active again, abandoned and expired by the menu; its lines move on to another cart.

It must not look at anything but the screen and the sandbox's own account of what it was asked.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from console.api.client import Client
from console.ui.lines.paste import PasteDialog
from console.ui.record.cart_acts import CartActDialog
from console.ui.workbench.copying import CopyDialog
from tests.support.console import Console, environment_of, posts
from tests.support.sandbox import SAMPLE_CART, Sandbox

OTHER = "C-8000"


@pytest.fixture
def colleague(sandbox: Sandbox) -> Iterator[Client]:
    """Somebody else who works on the same shop."""
    with Client(environment_of(sandbox)) as client:
        yield client


def choose(console: Console, step: str) -> CartActDialog:
    """Choose an act in the menu; the question is open."""
    action = console.window.actions_[step]
    assert action.isEnabled(), action.toolTip()
    action.trigger()
    dialog = console.page.questions.act
    assert dialog is not None
    return dialog


def act(console: Console, step: str) -> None:
    """Choose an act and say yes."""
    dialog = choose(console, step)
    if dialog.sure.isVisible():
        console.click_on(dialog.sure)
    console.click_on(dialog.send)
    console.rest()


def names(console: Console) -> list[str]:
    return [row.title for row in console.page.editor.state.draft.lines]


def test_a_cart_is_moved_to_its_end_and_its_lines_live_on_in_another(
    console: Console, sandbox: Sandbox, colleague: Client
) -> None:
    other = colleague.add_cart({"customerCartId": OTHER, "currency": "USD"})
    console.look_up(SAMPLE_CART)
    console.type_into("Shipping details", "by courier")
    act(console, "abandon")
    assert console.said.headline == "The cart is abandoned now."
    assert console.page.chips[0].text() == "Abandoned"
    act(console, "fiddle")
    assert console.page.chips[0].text() == "Active"
    act(console, "abandon")
    act(console, "expire")
    assert console.said.headline == "The cart is expired now. No one can change it again."
    assert console.page.closed.isVisible()
    assert console.text_of("Shipping details") == "by courier"
    assert not console.window.save.isEnabled()
    assert not any(console.window.actions_[step].isEnabled() for step in ("fiddle", "abandon", "expire"))

    lines = names(console)
    console.click("Copy lines")
    rows = QApplication.clipboard().text().splitlines()
    assert [row.split("\t")[1] for row in rows] == ["Name", *lines]
    console.look_up(OTHER)
    console.look_up(SAMPLE_CART)
    console.window.actions_["copy_lines_to"].trigger()
    [dialog] = [one for one in console.dialogs() if isinstance(one, CopyDialog)]
    console.click_on(dialog.copy)
    assert console.text_of_title() == f"Cart {OTHER}"
    assert names(console) == lines
    console.send()
    assert console.said.headline.startswith("Saved and verified at ")

    written = [(line["method"], line["path"]) for line in posts(sandbox) if line["path"] != "/carts"]
    own = f"/carts/{SAMPLE_CART}"
    assert written == [
        ("PUT", f"{own}/abandon"),
        ("PUT", f"{own}/fiddle"),
        ("PUT", f"{own}/abandon"),
        ("POST", f"{own}/expire"),
        ("POST", f"/carts/{other.id}"),
    ]
    assert [line["name"] for line in posts(sandbox)[-1]["body"]["lineItems"]] == lines
    assert sandbox.read(own)[1]["status"] == "EXPIRED"


def test_nothing_is_sent_before_the_question_is_answered(console: Console, sandbox: Sandbox) -> None:
    console.look_up(SAMPLE_CART)
    dialog = choose(console, "abandon")
    console.until(dialog.cancel.hasFocus, "Cancel has the focus")
    console.press("Escape", on=dialog)
    console.rest()
    assert console.page.questions.act is None
    assert posts(sandbox) == []


def test_an_act_stands_in_the_history_and_is_not_offered_to_be_put_back(console: Console) -> None:
    console.look_up(SAMPLE_CART)
    act(console, "abandon")
    side = console.window._side
    assert side is not None
    history = side.history
    console.until(lambda: any(one.isVisible() for one in history.entries), "the card lists it")
    [entry] = [one for one in history.entries if one.isVisible()]
    assert entry.what.text() == "Abandon cart: Status Active → Abandoned"
    assert not entry.put_back.isVisible()


def test_lines_of_an_expired_cart_are_pasted_into_another_record(
    console: Console, sandbox: Sandbox, colleague: Client
) -> None:
    colleague.abandon_cart(SAMPLE_CART)
    colleague.expire_cart(SAMPLE_CART)
    other = colleague.add_cart({"customerCartId": OTHER, "currency": "USD"})
    console.look_up(OTHER)
    console.look_up(SAMPLE_CART)
    lines, before = names(console), sandbox.read(f"/carts/{SAMPLE_CART}")[1]["lineItems"]
    console.click("Copy lines")
    console.window.tabs.setCurrentIndex(0)
    console.click("Paste lines")
    [dialog] = [one for one in console.dialogs() if isinstance(one, PasteDialog)]
    paste = console.named("Paste", QPushButton, dialog)
    console.until(paste.isEnabled, "the clipboard is read")
    console.click_on(paste)
    console.until(lambda: names(console) == lines, "they are pasted")
    console.send()
    assert sandbox.read(f"/carts/{other.id}")[1]["lineItems"] == before


@pytest.mark.fault(17)
def test_a_cart_that_somebody_closed_meanwhile_keeps_the_edits_to_copy(
    console: Console, sandbox: Sandbox, colleague: Client
) -> None:
    console.look_up(SAMPLE_CART)
    console.type_cell(0, "quantity", "7")
    colleague.abandon_cart(SAMPLE_CART)
    colleague.expire_cart(SAMPLE_CART)
    console.send()
    assert console.said.headline.startswith("Not saved. This cart has expired.")
    assert "Copy lines puts the lines into another cart or order." in console.said.advice
    console.click("Copy lines")
    first = dict(
        zip(*(row.split("\t") for row in QApplication.clipboard().text().splitlines()[:2]), strict=True)
    )
    assert first["Quantity"] == "7"
    console.press("W", ctrl=True)
    [leaving] = console.dialogs()
    console.click("Keep draft", within=leaving)
    console.look_up(SAMPLE_CART)
    assert console.page.editor.state.draft.lines[0].shown("quantity", 2) == "7"
    assert console.page.closed.isVisible()
