"""Lines copied from one open record to another: as one step, as they stand, never into what is locked."""

from __future__ import annotations

import pytest

from console.api.client import Client
from console.presenters.workbench.copying import chosen_lines, copied, copy_to, takers
from tests.presenters.given import LINE, POT, Opened, Sent, close_cart, new_cart, new_order
from tests.support.jobs import InlineJobs
from tests.support.sandbox import Sandbox


@pytest.fixture
def cart(client: Client, shared: Sandbox) -> Opened:
    return Opened(InlineJobs(), client, client.get_cart(new_cart(shared, currency="USD", lineItems=[LINE])))


@pytest.fixture
def order(client: Client, shared: Sandbox) -> Opened:
    return Opened(InlineJobs(), client, client.get_order(new_order(shared)))


def names(opened: Opened) -> list[str]:
    return [row.title for row in opened.state.draft.lines]


def test_lines_go_to_the_end_as_one_step_that_undo_takes_out(
    cart: Opened, order: Opened, shared: Sandbox
) -> None:
    sent, number = Sent(shared), order.state.draft.base.customer_id
    copy_to(order.editor, cart.editor)
    assert names(cart) == ["Coffee Mug", "Coffee Mug", "Pot"]
    assert cart.state.undo == f"copy 2 lines from order #{number}"
    assert cart.said.startswith(f"2 lines copied from order #{number}. Nothing has been sent.")
    assert cart.state.notice is not None
    assert cart.state.notice.tone == "plain"
    assert not order.state.draft.dirty
    cart.editor.undo()
    assert names(cart) == ["Coffee Mug"]
    assert not cart.state.draft.dirty
    assert sent.all() == []


def test_what_is_copied_is_what_is_typed_and_goes_out_as_new_lines(
    cart: Opened, order: Opened, shared: Sandbox
) -> None:
    order.editor.lines.cell_typed(1, "quantity", "2.5")
    copy_to(order.editor, cart.editor, [1])
    sent = Sent(shared)
    cart.save()
    [post] = sent.posts()
    [mug, pot] = post["body"]["lineItems"]
    assert (mug["name"], pot["name"]) == (LINE["name"], POT["name"])
    assert (str(pot["quantity"]), pot["unitPrice"], pot["totalPrice"]) == ("2.5", 10, 20)
    assert "Saved and verified" in cart.said


def test_another_currency_is_said_and_stops_nobody(client: Client, shared: Sandbox, order: Opened) -> None:
    euros = Opened(InlineJobs(), client, client.get_cart(new_cart(shared)))
    copy_to(order.editor, euros.editor, [0])
    assert len(names(euros)) == 3
    assert euros.state.notice is not None
    assert euros.state.notice.tone == "warn"
    assert "with amounts in USD. This record is in EUR: check the prices." in euros.said


def test_a_closed_cart_gives_lines_and_takes_none(
    client: Client, shared: Sandbox, cart: Opened, order: Opened
) -> None:
    closed_id = new_cart(shared)
    close_cart(shared, closed_id)
    closed = Opened(InlineJobs(), client, client.get_cart(closed_id))
    editors = [cart.editor, closed.editor, order.editor]
    assert takers(closed.editor, editors) == (cart.editor, order.editor)
    assert takers(cart.editor, editors) == (order.editor,)
    copy_to(closed.editor, order.editor)
    assert names(order) == ["Coffee Mug", "Pot", "Coffee Mug", "Pot"]
    copy_to(order.editor, closed.editor)
    assert names(closed) == ["Coffee Mug", "Pot"]
    assert closed.said.startswith("No lines were copied here. This cart has expired.")


def test_edits_of_a_cart_that_closed_meanwhile_are_copied_as_they_stand(
    client: Client, shared: Sandbox, cart: Opened
) -> None:
    lost = Opened(InlineJobs(), client, client.get_cart(new_cart(shared)))
    lost.editor.lines.cell_typed(0, "quantity", "7")
    lost.editor.lines.add()
    lost.editor.lines.cell_typed(2, "name", "Gift wrap")
    lost.editor.lines.cell_typed(2, "totalPrice", "2.50")
    close_cart(shared, lost.state.draft.base.id)
    lost.save()
    assert lost.said.startswith("Not saved. This cart has expired.")
    assert "Copy lines puts the lines into another cart or order." in lost.said
    assert lost.state.locked
    assert [change.key for change in lost.state.draft.changes()] == ["lineItems"]
    copy_to(lost.editor, cart.editor)
    assert names(cart) == ["Coffee Mug", "Coffee Mug", "Pot", "Gift wrap"]
    assert cart.state.draft.lines[1].shown("quantity", 2) == "7"


def test_places_choose_lines_and_none_means_all(order: Opened) -> None:
    assert [row.title for row in chosen_lines(order.editor, [1])] == ["Pot"]
    assert [row.title for row in chosen_lines(order.editor)] == ["Coffee Mug", "Pot"]
    assert copied(1, 1).headline == "1 line copied."
    assert copied(1, 4).headline == "1 of 4 lines copied."
