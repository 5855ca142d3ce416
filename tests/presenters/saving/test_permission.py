"""A missing permission is known from the first refusal on: nothing can be typed or sent until that changes, nothing is lost."""

from __future__ import annotations

import gc

import pytest

from console.api.client import Client
from console.presenters.saving.permission import Permission, no_row
from console.presenters.shipping.mark_shipped import why_not
from tests.presenters.given import MakeClient, Opened, Sent, new_cart, new_order
from tests.support.jobs import InlineJobs
from tests.support.sandbox import Sandbox

MAY_NOT = "This integration may not write orders and carts"


@pytest.fixture
def reader(make_client: MakeClient, shared: Sandbox) -> Client:
    """A client whose integration may only read."""
    return make_client(shared, client_id="practice-read-only")


def refused(client: Client, shared: Sandbox) -> Opened:
    """An order whose save was refused for want of the permission."""
    opened = Opened(InlineJobs(), client, client.get_order(new_order(shared)))
    opened.editor.typed("shippingDetails", "by boat")
    assert not opened.state.locked
    opened.save()
    return opened


@pytest.mark.fault(8)
def test_from_the_first_refusal_on_the_form_is_read_only_and_the_edits_stay(
    reader: Client, shared: Sandbox
) -> None:
    opened = refused(reader, shared)
    assert opened.said.startswith("Not saved. This environment's integration may not write orders and carts.")
    assert opened.state.locked.startswith(MAY_NOT)
    opened.editor.typed("shippingDetails", "by rail")
    assert opened.state.draft.edits == {"shippingDetails": "by boat"}
    sent = Sent(shared)
    opened.editor.review()
    opened.editor.reload()
    assert opened.state.review is None
    assert sent.methods() == ["GET"]
    assert opened.state.locked.startswith(MAY_NOT), "reading it again changes nothing about that"
    assert opened.state.draft.edits == {"shippingDetails": "by boat"}


def test_marking_shipped_and_the_acts_on_a_cart_are_refused_with_the_same_words(
    reader: Client, shared: Sandbox
) -> None:
    opened = refused(reader, shared)
    assert why_not(opened.state).startswith(MAY_NOT)
    cart = Opened(InlineJobs(), reader, reader.get_cart(new_cart(shared)))
    cart.editor.cart_acts.ask("abandon")
    assert cart.said.startswith(f"Abandon cart is not possible now. {MAY_NOT}")
    assert cart.state.cart_act is None


def test_an_act_on_a_cart_that_is_refused_is_heard_too(reader: Client, shared: Sandbox) -> None:
    cart = Opened(InlineJobs(), reader, reader.get_cart(new_cart(shared)))
    cart.editor.cart_acts.ask("abandon")
    cart.editor.cart_acts.confirm("TEST SHOP")
    assert cart.state.locked.startswith(MAY_NOT)


def test_every_open_record_of_the_environment_hears_of_it(reader: Client, shared: Sandbox) -> None:
    other = Opened(InlineJobs(), reader, reader.get_order(new_order(shared)))
    opened = refused(reader, shared)
    other.sending.permission.look()
    assert other.state.locked == opened.state.locked != ""


def test_a_deliberate_try_again_frees_them_and_the_next_refusal_locks_them_again(
    reader: Client, shared: Sandbox
) -> None:
    opened = refused(reader, shared)
    opened.editor.permission.try_again()
    assert opened.state.locked == ""
    sent = Sent(shared)
    opened.save()
    assert "POST" in sent.methods()
    assert opened.state.locked.startswith(MAY_NOT)


def test_a_write_that_is_taken_ends_it(client: Client, shared: Sandbox) -> None:
    client.write_refused = "It was refused once."
    assert no_row(client).startswith(f"{MAY_NOT}, so no row can be sent.")
    order = new_order(shared)
    client.update_order(order, {"shippingDetails": "by boat"}, trigger_events=False)
    assert Permission(client).why_not == no_row(client) == ""


def test_a_refused_read_says_nothing_about_writing(make_client: MakeClient, shared: Sandbox) -> None:
    client = make_client(shared, client_id="practice-write-only")
    opened = Opened(InlineJobs(), client, make_client(shared).get_order(new_order(shared)))
    opened.editor.reload()
    assert "may not read" in opened.said
    assert opened.state.locked == ""


class Page:
    """One that hears of it, and forgets with it what it heard."""

    def __init__(self, told: list[str] | None = None) -> None:
        self.told = told if told is not None else []

    def hear(self, why_not: str) -> None:
        """Note it."""
        self.told.append(why_not)


def test_a_record_that_was_closed_is_told_no_more(client: Client) -> None:
    permission = Permission(client)
    told: list[str] = []
    page = Page(told)
    permission.listen(page.hear)
    del page
    gc.collect()
    client.write_refused = "no"
    permission.look()
    assert told == [""]


def test_records_that_were_closed_leave_no_place_behind(client: Client) -> None:
    permission = Permission(client)
    for _ in range(5):
        page = Page()
        permission.listen(page.hear)
        del page
        gc.collect()
    assert len(permission._listeners) == 1, "the last one, until the next comes"
