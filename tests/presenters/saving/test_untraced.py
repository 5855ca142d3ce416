"""A write that cannot be noted: said and asked on the review sheet, or held back and asked then."""

from __future__ import annotations

import pytest

from console.api.client import Client
from console.presenters.saving import untraced
from console.presenters.saving.untraced import Asks, TrailHealth
from console.store.places import find_places
from tests.presenters.given import Opened, Sent, new_cart, new_order
from tests.support.jobs import InlineJobs
from tests.support.sandbox import Sandbox

FULL = "Order Console could not save in console.db: the disk is full."


@pytest.fixture
def blocked(tmp_path: object) -> None:
    """Let nothing be written where the trail is."""
    data = find_places().data
    data.parent.mkdir(parents=True, exist_ok=True)
    data.write_text("in the way")


def opened(client: Client, record_id: str, *, cart: bool = False) -> Opened:
    record = client.get_cart(record_id) if cart else client.get_order(record_id)
    return Opened(InlineJobs(), client, record)


def test_it_says_what_it_means_and_why() -> None:
    said = untraced.said(FULL)
    assert said.startswith("This will not be in the trail, and if no answer comes")
    assert said.endswith(FULL)


def test_what_is_known_stands_on_the_sheet_before_the_first_try(client: Client, shared: Sandbox) -> None:
    page = opened(client, new_order(shared))
    page.sending.health = TrailHealth(why=lambda: FULL)
    page.editor.typed("shippingDetails", "by boat")
    page.editor.review()
    assert page.state.review is not None
    assert page.state.review.asks == Asks(untraced=FULL)
    assert not page.state.review.may_send
    page.editor.choose("untraced", True)
    assert page.state.review.may_send
    assert "untraced" not in page.state.review.request


@pytest.mark.usefixtures("blocked")
def test_what_comes_out_only_then_is_held_back_asked_and_looked_at(client: Client, shared: Sandbox) -> None:
    looked: list[None] = []
    page, sent = opened(client, new_order(shared)), Sent(shared)
    page.sending.health = TrailHealth(look=lambda: looked.append(None))
    page.editor.typed("shippingDetails", "by boat")
    page.save()
    assert (sent.posts(), len(looked)) == ([], 1)
    assert page.said.startswith("Nothing was sent yet.")
    assert page.state.review is not None
    assert "in the way" in page.state.review.asks.untraced
    page.editor.choose("untraced", True)
    page.editor.send()
    assert len(sent.posts()) == 1
    assert "It is not in the trail:" in page.said


@pytest.mark.usefixtures("blocked")
def test_an_act_on_a_cart_is_held_back_and_asked_likewise(client: Client, shared: Sandbox) -> None:
    page, sent = opened(client, new_cart(shared), cart=True), Sent(shared)
    page.editor.cart_acts.ask("abandon")
    page.editor.cart_acts.confirm("Shop")
    assert "PUT" not in sent.methods()
    question = page.state.cart_act
    assert question is not None
    assert "in the way" in question.untraced
    assert page.said.startswith("Nothing was sent yet.")
    page.editor.cart_acts.confirm("Shop")
    assert sent.methods().count("PUT") == 1
    assert "It is not in the trail:" in page.said
