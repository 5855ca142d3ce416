"""What was open is opened again: in its order, whatever lands first, and nothing unsaved is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest

from console.api.client import Client
from console.model.drafts.draft import Draft
from console.model.drafts.kept import kept
from console.model.records import Cart, Order
from console.presenters.notice import Notice
from console.presenters.record.editor import Editor
from console.presenters.workbench.journal import Journal
from console.presenters.workbench.keeping import Keeping
from console.presenters.workbench.lookup import Found
from console.presenters.workbench.offline import Offline
from console.presenters.workbench.reopening import Reopening
from console.presenters.workbench.workbench import Workbench, WorkbenchState
from console.runtime.jobs import Submits
from console.store.archive import Archive
from console.store.drafts import Drafts, KeptDraft, OpenTabs, Tab
from console.store.trail import Trail
from tests.presenters.given import (
    NOON,
    SHOP,
    Clock,
    MakeClient,
    Opened,
    at_end,
    change,
    new_cart,
    new_order,
    own_database,
)
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.raw_server import RawServer
from tests.support.sandbox import Sandbox


class Start:
    """A start of the console after an earlier one: what was kept is read, what was open is opened again."""

    def __init__(self, client: Client, jobs: Submits | None = None) -> None:
        self.client, self.jobs = client, jobs or InlineJobs()
        self.said: list[Notice] = []
        self.shown: list[WorkbenchState] = []
        database = own_database()
        self.store = Drafts(database)
        disk = InlineJobs()
        self.journal = Journal(
            disk,
            self.store,
            Trail(database),
            keeping=Keeping(disk, self.store, Clock()),
            environment=SHOP,
            render=lambda _: None,
            left_open=lambda _: None,
        )
        at_end.callback(self.journal.close)  # or it would write in the middle of a later test
        self.workbench = Workbench(self._shown, self._make, lambda *_: None)

    def go(self) -> None:
        clock = Clock()
        clock.pass_(60)
        self.journal.load(
            Reopening(
                self.jobs,
                self.client,
                self.journal,
                workbench=self.workbench,
                offline=Offline(InlineJobs(), Archive(own_database()), SHOP, found=self.workbench.open),
                say=self.said.append,
                clock=clock,
            ).begin
        )

    def _shown(self, state: WorkbenchState) -> None:
        self.shown.append(state)
        self.journal.note_tabs(self.workbench)

    def _make(self, found: Found) -> Editor:
        draft = self.journal.from_before(found.record)
        opened = Opened(InlineJobs(), self.client, found.record, read_at=found.read_at, kept=draft)
        return opened.editor

    @property
    def ids(self) -> list[str]:
        return [editor.state.draft.base.id for editor in self.workbench.state.editors]

    @property
    def front(self) -> str:
        assert self.workbench.state.front is not None
        return self.workbench.state.front.state.draft.base.id


def keep(record: Order | Cart, **edits: str) -> None:
    """Leave a draft of a record behind, read at noon."""
    draft = Draft(record, NOON, edits)
    Drafts(own_database()).keep(KeptDraft(SHOP, record.kind, record.id, "Order", 1, kept(draft), NOON))


def leave(*tabs: Tab, front: Tab | None = None) -> None:
    """Leave these open behind."""
    Drafts(own_database()).keep_tabs(SHOP, tabs, front)


@pytest.fixture
def three(shared: Sandbox) -> list[Tab]:
    """Two orders and a cart that were open, the second in front."""
    tabs: list[Tab] = [("order", new_order(shared)), ("cart", new_cart(shared)), ("order", new_order(shared))]
    leave(*tabs, front=tabs[1])
    return tabs


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_tabs_come_back_in_their_order_whatever_lands_first(
    client: Client, three: list[Tab], order: tuple[int, ...]
) -> None:
    jobs = HeldJobs()
    start = Start(client, jobs)
    start.go()
    held = tuple(jobs.held)
    for place in order:
        held[place].finish()
    assert start.ids == [id for _, id in three]
    assert start.front == three[1][1]
    assert start.said == []
    assert start.store.tabs(SHOP) == OpenTabs(tuple(three), three[1])


def test_what_is_open_is_not_noted_before_all_of_it_is_open(client: Client, three: list[Tab]) -> None:
    jobs = HeldJobs()
    start = Start(client, jobs)
    start.go()
    jobs.finish()
    assert len(start.ids) == 1
    assert start.store.tabs(SHOP) == OpenTabs(tuple(three), three[1]), "a crash now loses no tab"


def test_with_nothing_open_what_is_opened_is_noted_from_then_on(client: Client, shared: Sandbox) -> None:
    start = Start(client)
    start.go()
    record = client.get_order(new_order(shared))
    start.workbench.open(Found(record, NOON, "an ID"))
    assert start.store.tabs(SHOP).tabs == (("order", record.id),)


def test_a_draft_comes_back_on_top_of_a_fresh_reading(
    client: Client, shared: Sandbox, three: list[Tab]
) -> None:
    own = three[0][1]
    keep(client.get_order(own), shippingDetails="by boat")
    change(shared, f"/orders/{own}?triggerEvents=false", {"currency": "EUR"})
    start = Start(client)
    start.go()
    state = start.workbench.state.editors[0].state
    assert state.draft.edits == {"shippingDetails": "by boat"}
    assert state.draft.base.currency == "EUR"
    assert state.notice is not None
    assert "someone changed Currency (USD → EUR)" in state.notice.advice


def test_a_draft_whose_tab_was_closed_stays_in_the_list(client: Client, shared: Sandbox) -> None:
    keep(client.get_order(new_order(shared)), shippingDetails="by boat")
    start = Start(client)
    start.go()
    assert start.ids == []
    assert len(start.journal.state.entries) == 1


def test_a_server_that_is_away_shows_the_kept_draft_and_says_so(
    client: Client, make_client: MakeClient, three: list[Tab]
) -> None:
    own = three[0][1]
    keep(client.get_order(own), shippingDetails="by boat", taxAmount="12,5x")
    with RawServer() as server:
        away = make_client(server)
    start = Start(away)
    start.go()
    assert start.ids == [own]
    draft = start.workbench.state.editors[0].state.draft
    assert draft.edits == {"shippingDetails": "by boat", "taxAmount": "12,5x"}
    assert draft.read_at == NOON
    told = [notice for notice in start.said if "unsaved edits are back" in notice.headline]
    assert len(told) == 1
    assert "could not be read again" in told[0].headline
    assert len(start.said) == 3, "those without edits are told of too"
    notice = start.workbench.state.editors[0].state.notice
    assert notice is not None
    assert "Nothing else had changed" not in notice.advice, "nobody knows that"


def remember(record: Order | Cart) -> None:
    """Have a record read before, at noon."""
    content = record.model_dump(by_alias=True, exclude_unset=True)
    Archive(own_database()).remember(
        SHOP, record.kind, record.id, record.customer_id, "Order", "", [], content, NOON
    )


def test_a_server_that_is_away_shows_what_was_open_as_of_then_and_it_stays_open(
    client: Client, make_client: MakeClient, three: list[Tab]
) -> None:
    remember(client.get_order(three[0][1]))
    remember(client.get_cart(three[1][1]))
    remember(client.get_order(three[2][1]))
    with RawServer() as server:
        away = make_client(server)
    start = Start(away)
    start.go()
    assert start.ids == [id for _, id in three]
    assert start.front == three[1][1]
    assert {editor.state.draft.read_at for editor in start.workbench.state.editors} == {NOON}
    (told,) = set(start.said)
    assert "shown as it was read before; F5 reads it again" in told.advice
    assert start.store.tabs(SHOP) == OpenTabs(tuple(three), three[1])


def test_a_record_that_was_never_read_stays_in_the_list_for_the_next_start(
    client: Client, make_client: MakeClient, three: list[Tab]
) -> None:
    remember(client.get_order(three[2][1]))
    with RawServer() as server:
        away = make_client(server)
    start = Start(away)
    start.go()
    assert start.ids == [three[2][1]]
    start.workbench.bring(None)
    assert set(start.store.tabs(SHOP).tabs) == set(three)
    start.workbench.close(start.workbench.state.editors[0])
    assert set(start.store.tabs(SHOP).tabs) == set(three[:2]), "one that is closed by hand is closed"


def test_a_copy_of_another_form_does_not_stop_the_others(
    client: Client, make_client: MakeClient, three: list[Tab]
) -> None:
    archive = Archive(own_database())
    archive.remember(SHOP, "order", three[0][1], "", "Order", "", [], {"orderId": []}, NOON)
    remember(client.get_order(three[2][1]))
    with RawServer() as server:
        away = make_client(server)
    start = Start(away)
    start.go()
    assert three[2][1] in start.ids
    assert set(start.store.tabs(SHOP).tabs) == set(three)


def test_what_is_looked_up_meanwhile_is_remembered_too(
    client: Client, shared: Sandbox, three: list[Tab]
) -> None:
    jobs = HeldJobs()
    start = Start(client, jobs)
    start.go()
    fourth = client.get_order(new_order(shared))
    start.workbench.open(Found(fourth, NOON, "an ID"))
    jobs.finish_all()
    assert set(start.store.tabs(SHOP).tabs) == {*three, ("order", fourth.id)}


def test_a_record_that_is_gone_does_not_stop_the_others(
    client: Client, shared: Sandbox, three: list[Tab]
) -> None:
    change(shared, f"/orders/{three[0][1]}", None, "DELETE")
    start = Start(client)
    start.go()
    assert start.ids == [id for _, id in three[1:]]
    assert [notice.headline for notice in start.said] == ["There is no order with this ID."]


@pytest.mark.parametrize("readable", [True, False])
def test_a_draft_that_cannot_be_read_does_not_stop_the_others(
    client: Client, make_client: MakeClient, three: list[Tab], readable: bool
) -> None:
    content: dict[str, Any] = {"format": 99}
    own = three[0][1]
    Drafts(own_database()).keep(KeptDraft(SHOP, "order", own, "Order", 1, content, NOON))
    keep(client.get_order(three[2][1]), shippingDetails="by boat")
    with RawServer() as server:
        away = make_client(server)
    start = Start(client if readable else away)
    start.go()
    assert start.ids == ([id for _, id in three] if readable else [three[2][1]])
    told = start.journal.state.trouble if readable else " ".join(one.headline for one in start.said)
    assert "newer version of Order Console" in told
    assert content in [one.content for one in start.store.all(SHOP)], "it is still on the disk"


def test_what_lands_after_the_environment_was_left_is_not_opened(
    client: Client, shared: Sandbox, three: list[Tab]
) -> None:
    keep(client.get_order(three[0][1]), shippingDetails="by boat")
    jobs = HeldJobs()
    start = Start(client, jobs)
    start.go()
    start.journal.close()
    jobs.finish_all()
    assert start.ids == []
    assert start.said == []
