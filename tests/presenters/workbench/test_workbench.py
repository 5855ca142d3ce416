"""The open records: each once, in tab order, the right one in front."""

from __future__ import annotations

import pytest

from console.api.client import Client
from console.model.question import understand
from console.model.records import Cart, Order
from console.presenters.record.editor import Editor
from console.presenters.saving.sending import Sending
from console.presenters.workbench.lookup import Found
from console.presenters.workbench.workbench import Workbench, WorkbenchState
from console.store.trail import Trail
from tests.model import samples
from tests.presenters.given import NOON, SHOP, Opened, new_order, own_database
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.sandbox import Sandbox

THIRD = "11111111-2222-4333-8444-555555555555"
RECORDS: tuple[Order | Cart, ...] = (
    samples.order(),
    samples.cart(),
    samples.order(orderId=THIRD, customerOrderId="A-7"),
)


class Tabs:
    """A workbench, what it showed, and what it told to remember."""

    def __init__(self, client: Client, jobs: HeldJobs | InlineJobs | None = None) -> None:
        self.jobs, self.client = jobs or InlineJobs(), client
        self.shown: list[WorkbenchState] = []
        self.remembered: list[Order | Cart] = []
        self.workbench = Workbench(self.shown.append, self._make, self._remember)

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
            on_read=self._remember,
        )

    def _remember(self, record: Order | Cart, _: object) -> None:
        self.remembered.append(record)

    def open(self, *records: Order | Cart) -> list[Editor]:
        for record in records:
            self.workbench.open(Found(record, NOON, "an ID"))
        return list(self.state.editors)

    @property
    def state(self) -> WorkbenchState:
        assert self.shown[-1] is self.workbench.state
        return self.workbench.state


@pytest.fixture
def tabs(client: Client) -> Tabs:
    return Tabs(client)


def test_those_of_one_text_stand_as_they_were_pasted_whatever_comes_first(tabs: Tabs) -> None:
    tabs.open(samples.order(orderId=THIRD[:-1] + "6"))
    for place in (2, 0, 1):
        tabs.workbench.open(Found(RECORDS[place], NOON, "an ID", asked=7 + place))
    assert [editor.state.draft.base.id for editor in tabs.state.editors][1:] == [one.id for one in RECORDS]


def test_each_record_is_opened_once_and_raised_after_that(tabs: Tabs) -> None:
    first, second, third = tabs.open(*RECORDS)
    assert tabs.state.front is third
    assert tabs.open(RECORDS[0]) == [first, second, third]
    assert tabs.state.front is first
    assert tabs.remembered == list(RECORDS)


def test_an_order_and_a_cart_of_one_id_are_two_records(tabs: Tabs) -> None:
    own = str(samples.CART["cartId"])
    editors = tabs.open(samples.cart(), samples.order(orderId=own))
    assert [editor.state.draft.base.kind for editor in editors] == ["cart", "order"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (str(samples.ORDER["orderId"]), 0),
        (f"{{{str(samples.ORDER['orderId']).upper()}}}", 0),
        ("1001", 0),
        ("C-2207", 1),
        (THIRD, 2),
        ("A-7", 2),
    ],
)
def test_an_open_record_is_raised_by_any_of_its_ids(tabs: Tabs, text: str, place: int) -> None:
    editors = tabs.open(*RECORDS)
    [question] = understand(text)
    assert tabs.workbench.raise_open(question)
    assert tabs.state.front is editors[place]


@pytest.mark.parametrize("text", ["22222222-2222-4333-8444-555555555555", "1002", "C-2207x"])
def test_what_is_not_open_is_not_raised(tabs: Tabs, text: str) -> None:
    editors = tabs.open(*RECORDS)
    [question] = understand(text)
    assert not tabs.workbench.raise_open(question)
    assert tabs.state.front is editors[-1]


def test_an_open_cart_is_no_answer_to_a_question_for_orders(tabs: Tabs) -> None:
    tabs.open(*RECORDS)
    [question] = understand("C-2207", "order")
    assert not tabs.workbench.raise_open(question)


def test_closing_brings_the_neighbour_to_the_front(tabs: Tabs) -> None:
    first, second, third = tabs.open(*RECORDS)
    tabs.workbench.bring(second)
    tabs.workbench.close(second)
    assert tabs.state == WorkbenchState((first, third), third)
    tabs.workbench.close(third)
    assert tabs.state == WorkbenchState((first,), first)
    tabs.workbench.close(first)
    assert tabs.state == WorkbenchState()


def test_closing_another_leaves_the_front_alone(tabs: Tabs) -> None:
    first, second, third = tabs.open(*RECORDS)
    tabs.workbench.bring(second)
    tabs.workbench.close(first)
    assert tabs.state == WorkbenchState((second, third), second)


def test_closing_twice_is_closing_once(tabs: Tabs) -> None:
    first, second, third = tabs.open(*RECORDS)
    tabs.workbench.close(second)
    tabs.workbench.close(second)
    assert tabs.state.editors == (first, third)


def test_closing_gives_up_a_reading(client: Client) -> None:
    jobs = HeldJobs()
    tabs = Tabs(client, jobs)
    [editor] = tabs.open(RECORDS[0])
    editor.reload()
    tabs.workbench.close(editor)
    assert jobs.held[0].stop.cancelled
    jobs.finish()
    assert tabs.remembered == [RECORDS[0]]


def test_it_knows_what_is_unsaved_and_what_is_being_sent(client: Client, shared: Sandbox) -> None:
    jobs = HeldJobs()
    tabs = Tabs(client, jobs)
    tabs.open(RECORDS[1], client.get_order(new_order(shared)))
    editor = tabs.state.editors[1]
    assert tabs.workbench.unsaved == ()
    editor.typed("states.shipped", "yes")
    assert tabs.workbench.unsaved == (editor,)
    editor.review()
    assert not tabs.workbench.sending
    editor.send()
    assert tabs.workbench.sending
    jobs.finish()
    assert not tabs.workbench.sending
    assert tabs.workbench.unsaved == ()


def test_a_record_that_was_read_again_is_remembered_as_it_is_now(tabs: Tabs, shared: Sandbox) -> None:
    record = tabs.client.get_order(new_order(shared))
    [editor] = tabs.open(record)
    shared.write(f"/orders/{record.id}?triggerEvents=false", {"currency": "EUR"})
    editor.reload()
    assert [one.currency for one in tabs.remembered] == ["USD", "EUR"]


def test_an_editor_shows_its_state_to_whoever_looks_last(client: Client) -> None:
    opened = Opened(InlineJobs(), client, RECORDS[0])
    seen = len(opened.shown)
    opened.editor.show(lambda _: None)
    opened.editor.typed("currency", "EUR")
    assert len(opened.shown) == seen


def test_what_was_shown_as_it_was_before_goes_where_another_record_was_meant_but_not_with_edits(
    tabs: Tabs,
) -> None:
    order, cart, third = RECORDS
    (shown,) = tabs.open(order)
    tabs.workbench.open(Found(cart, NOON, "an ID", instead_of=(order.kind, order.id)))
    (instead,) = tabs.state.editors
    assert (instead.state.draft.base, tabs.state.front) == (cart, instead)
    assert shown not in tabs.state.editors
    instead.take_over = lambda: instead.typed("shippingDetails", "still being typed")
    tabs.workbench.open(Found(third, NOON, "an ID", instead_of=(cart.kind, cart.id)))
    assert [editor.state.draft.base for editor in tabs.state.editors] == [cart, third]
    assert instead.state.draft.edits == {"shippingDetails": "still being typed"}
