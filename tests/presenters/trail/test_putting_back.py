"""Putting back: the record opens, the values before are edits in one step of undo, and the review sheet follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from console.api.client import Client
from console.presenters.notice import Notice
from console.presenters.record.editor import Editor
from console.presenters.saving.sending import Sending
from console.presenters.trail.putting_back import PuttingBack
from console.presenters.workbench.lookup import Found
from console.presenters.workbench.workbench import Workbench
from console.store.trail import Entry, FieldChange, Trail
from tests.presenters.given import (
    SHOP,
    Opened,
    Sent,
    change,
    close_cart,
    new_cart,
    new_order,
    own_database,
)
from tests.presenters.trail.sent import DATE, SHIPPED, TAX
from tests.presenters.trail.test_entry import AT, entry
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.sandbox import Sandbox


class Desktop:
    """A workbench whose records are put back, and what was said."""

    def __init__(self, client: Client, jobs: HeldJobs | InlineJobs) -> None:
        self.client, self.jobs = client, jobs
        self.said: list[Notice] = []
        self.workbench = Workbench(lambda _: None, self._make, lambda *_: None)
        self.putting = PuttingBack(
            jobs, client, self.workbench, put_back=Editor.put_back, environment=SHOP, say=self.said.append
        )

    def _make(self, found: Found) -> Editor:
        sending = Sending(self.jobs, self.client, InlineJobs(), trail=Trail(own_database()), environment=SHOP)
        return Editor(
            self.jobs,
            self.client,
            sending,
            record=found.record,
            read_at=found.read_at,
            environment=SHOP,
            target="TEST SHOP",
        )

    @property
    def front(self) -> Editor | None:
        return self.workbench.state.front


def of(id: str, *changes: FieldChange, **intent: Any) -> Entry:
    return entry(environment=SHOP, record_id=id, changes=changes, **intent)


def test_the_values_before_are_edits_in_one_step_with_workflows_off(client: Client, shared: Sandbox) -> None:
    order_id = new_order(shared, taxAmount=0.28, states={"processed": True, "shipped": True})
    opened = Opened(InlineJobs(), client, client.get_order(order_id))
    sent = Sent(shared)
    opened.editor.put_back(of(order_id, TAX, SHIPPED, workflows=True))
    state = opened.state
    assert state.draft.payload()["states"] == {"processed": True, "shipped": False}
    assert state.draft.payload()["taxAmount"] == Decimal("0.00")
    assert state.review is not None
    assert not state.review.options.run_workflows
    assert "triggerEvents=false" in state.review.outgoing.url
    assert state.undo == "put back 2 fields"
    assert opened.said.startswith("Put back as edits. Nothing has been sent.")
    assert sent.posts() == []
    opened.editor.undo()
    assert not opened.state.draft.dirty
    assert opened.state.undo == ""


def test_undoing_shipped_is_one_wish_and_one_send(client: Client, shared: Sandbox) -> None:
    order_id = new_order(shared, states={"processed": True, "shipped": True})
    opened = Opened(InlineJobs(), client, client.get_order(order_id))
    opened.editor.put_back(of(order_id, SHIPPED))
    assert opened.state.undo == "put back Shipped"
    opened.editor.send()
    assert client.get_order(order_id).states.shipped is False


def test_what_a_save_wrote_into_the_trail_is_put_back_as_it_was(client: Client, shared: Sandbox) -> None:
    order_id = new_order(shared, taxAmount=0.28)
    opened = Opened(InlineJobs(), client, client.get_order(order_id))
    before = opened.state.draft.base
    opened.editor.typed("taxAmount", "1.50")
    opened.editor.lines.cell_typed(0, "quantity", "3")
    opened.editor.review()
    opened.editor.send()
    opened.editor.put_back(opened.entries[0])
    opened.editor.send()
    now = client.get_order(order_id)
    assert (now.tax_amount, now.line_items) == (before.tax_amount, before.line_items)


def test_what_cannot_be_put_back_is_said(client: Client, shared: Sandbox) -> None:
    order_id = new_order(shared, taxAmount=0.28, shippingDate="2026-11-21")
    opened = Opened(InlineJobs(), client, client.get_order(order_id))
    opened.editor.put_back(of(order_id, DATE))
    assert opened.said.startswith("Nothing was put back. Shipping date was empty.")
    assert opened.state.review is None
    opened.editor.put_back(of(order_id, DATE, TAX))
    assert opened.said.startswith(
        "Not everything can be put back. Nothing has been sent. Shipping date was empty."
    )
    assert opened.state.review is None, "it is said before the sheet stands over it"
    assert opened.action is not None
    assert opened.action.label == "Review the rest"
    opened.editor.act(opened.action.key)
    assert opened.state.review is not None
    assert [change.label for change in opened.state.review.changes] == ["Tax"]
    opened.editor.keep_editing()
    opened.editor.put_back(of(order_id, TAX))
    assert opened.said.startswith("There is nothing to put back.")


def test_a_closed_record_takes_nothing_and_says_why(client: Client, shared: Sandbox) -> None:
    cart_id = new_cart(shared)
    close_cart(shared, cart_id)
    opened = Opened(InlineJobs(), client, client.get_cart(cart_id))
    opened.editor.put_back(of(cart_id, TAX, kind="cart"))
    assert opened.said == f"Nothing was put back. {opened.state.locked}"
    assert not opened.state.draft.dirty


def test_an_open_record_is_brought_to_the_front(client: Client, shared: Sandbox) -> None:
    desktop = Desktop(client, HeldJobs())
    ids = [new_order(shared, taxAmount=0.28) for _ in range(2)]
    for order_id in ids:
        desktop.workbench.open(Found(client.get_order(order_id), AT, "an ID"))
    desktop.putting.put_back(of(ids[0], TAX))
    assert desktop.front is not None
    assert desktop.front.state.draft.base.id == ids[0]
    assert desktop.front.state.review is not None


@pytest.mark.parametrize(
    ("number", "read_at"), [(1, AT - timedelta(seconds=1)), (-7, AT + timedelta(days=1))]
)
def test_what_came_after_the_page_was_read_or_from_a_colleague_is_put_back_on_a_fresh_reading(
    client: Client, shared: Sandbox, number: int, read_at: datetime
) -> None:
    jobs = HeldJobs()
    desktop = Desktop(client, jobs)
    order_id = new_order(shared, taxAmount=0)
    desktop.workbench.open(Found(client.get_order(order_id), read_at, "an ID"))
    change(shared, f"/orders/{order_id}", {"taxAmount": 0.28})
    sent = replace(of(order_id, TAX), number=number)
    desktop.putting.put_back(sent)
    assert desktop.front is not None
    assert desktop.front.state.busy == "reading", "or there would seem to be nothing to put back"
    jobs.finish_all()
    state = desktop.front.state
    assert state.draft.base.tax_amount == Decimal("0.28")
    assert state.draft.payload()["taxAmount"] == Decimal("0.00")
    assert state.review is not None
    desktop.front.undo()
    desktop.putting.put_back(replace(sent, number=-7))
    desktop.front.cancel()
    jobs.finish_all()
    assert desktop.front.state.notice is not None
    assert desktop.front.state.notice.headline.startswith("It was not put back: ")
    assert not desktop.front.state.draft.dirty


@pytest.mark.parametrize("kind", ["order", "cart"])
def test_a_record_that_is_not_open_is_read_as_it_is_now(client: Client, shared: Sandbox, kind: Any) -> None:
    jobs = HeldJobs()
    desktop = Desktop(client, jobs)
    id = (new_order if kind == "order" else new_cart)(shared, taxAmount=0.28)
    change(shared, f"/{kind}s/{id}", {"taxAmount": 0.5})
    desktop.putting.put_back(of(id, TAX, kind=kind))
    assert desktop.said[-1].headline == "Reading the record…"
    jobs.finish_all()
    assert desktop.said[-1].headline.endswith("was read to put it back.")
    assert desktop.front is not None
    assert desktop.front.state.draft.base.tax_amount == Decimal("0.5")
    assert desktop.front.state.review is not None


def test_a_record_that_cannot_be_read_is_said(client: Client) -> None:
    desktop = Desktop(client, InlineJobs())
    desktop.putting.put_back(of("11111111-2222-4333-8444-555555555555", TAX))
    assert desktop.front is None
    assert desktop.said[-1].headline.startswith("It was not put back:")


def test_neither_another_environment_nor_an_older_wish_opens_anything(
    client: Client, shared: Sandbox
) -> None:
    jobs = HeldJobs()
    desktop = Desktop(client, jobs)
    ids = [new_order(shared, taxAmount=0.28) for _ in range(2)]
    desktop.putting.put_back(entry(environment="Elsewhere", record_id=ids[0]))
    assert jobs.held == []
    for order_id in ids:
        desktop.putting.put_back(of(order_id, TAX))
    jobs.finish_all()
    assert [editor.state.draft.base.id for editor in desktop.workbench.state.editors] == [ids[1]]
    desktop.putting.put_back(of(ids[0], TAX))
    desktop.putting.close()
    jobs.finish_all()
    assert len(desktop.workbench.state.editors) == 1
