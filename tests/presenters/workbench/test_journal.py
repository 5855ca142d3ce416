"""Unsaved work: written soon or at once, forgotten when it is saved or discarded, and never lost to a bad disk."""

from __future__ import annotations

import gc
from datetime import timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.api.client import Client
from console.model.drafts.draft import Draft
from console.model.drafts.kept import kept, restored
from console.model.records import Cart, Order
from console.presenters.record.editor import Editor
from console.presenters.workbench.journal import Journal, JournalState
from console.presenters.workbench.keeping import Keeping, KeepingState
from console.presenters.workbench.lookup import Found
from console.presenters.workbench.workbench import Workbench
from console.runtime.jobs import Submits
from console.store.database import Database
from console.store.drafts import Drafts, KeptDraft, OpenTabs
from console.store.trail import Entry, Trail
from tests.model import samples
from tests.presenters.given import (
    NOON,
    SHOP,
    Clock,
    Opened,
    at_end,
    change,
    close_cart,
    new_cart,
    new_order,
    own_database,
)
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.sandbox import Sandbox

ORDER = samples.order()
KEY = (ORDER.kind, ORDER.id)


@pytest.fixture
def database() -> Database:
    return own_database()


class Book:
    """A journal, what it showed, and the disk behind it. It has read what was kept."""

    def __init__(self, database: Database, disk: Submits | None = None, environment: str = SHOP) -> None:
        self.clock = Clock()
        self.store, self.trail = Drafts(database), Trail(database, clock=self.clock)
        self.shown: list[JournalState] = []
        self.tabs: list[OpenTabs] = []
        self.clock = Clock()
        self.keeping = Keeping(disk or InlineJobs(), self.store, self.clock)
        self.left_open: list[Entry] = []
        self.journal = Journal(
            disk or InlineJobs(),
            self.store,
            self.trail,
            keeping=self.keeping,
            environment=environment,
            render=self.shown.append,
            left_open=self.left_open.extend,
        )
        self.journal.load(self.tabs.append)
        at_end.callback(self.keeping.close)
        at_end.callback(self.journal.close)  # or it would write in the middle of a later test

    def open(self, client: Client, record: Order | Cart = ORDER, jobs: Submits | None = None) -> Opened:
        """An editor whose changes it notes, shown as a page does."""
        draft = self.journal.from_before(record)
        at = NOON if draft is None else draft.read_at + timedelta(minutes=1)
        opened = Opened(
            jobs or InlineJobs(),
            client,
            record,
            read_at=at,
            clock=self.clock,
            kept=draft,
            left_open=self.trail.unsettled(SHOP),
            on_change=lambda editor: self.journal.note(editor),
        )
        opened.editor.show(opened.shown.append)
        return opened

    @property
    def texts(self) -> list[dict[str, Any]]:
        """The edits of every draft on the disk, newest first."""
        return [dict(restored(one.content).edits) for one in self.store.all(SHOP)]


@pytest.fixture
def book(database: Database) -> Book:
    return Book(database)


def full(database: Database, on: bool) -> None:
    """Let the disk be full for this file, or not any more: SQLite then refuses to grow it, as it would on a full disk."""

    def work(connection: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages if on else 1_000_000}")

    database.read(work)


# -- written ----------------------------------------------------------------------------------------------


def test_typing_is_on_the_disk_within_a_second_and_not_with_every_key(
    qtbot: QtBot, client: Client, database: Database
) -> None:
    disk = HeldJobs()
    book = Book(database, disk)
    disk.finish()
    opened = book.open(client)
    for text in ("b", "by", "by boat"):
        opened.editor.typed("shippingDetails", text)
    assert disk.held == []
    qtbot.waitUntil(lambda: bool(disk.held), timeout=1_000)
    assert len(disk.held) == 1
    disk.finish()
    assert book.texts == [{"shippingDetails": "by boat"}]
    [shown] = book.shown[-1].entries
    assert (shown.id, shown.title) == (ORDER.id, "Order #1001")
    assert shown.subtitle.startswith("1 change · ")


def test_a_flush_writes_at_once_and_once(client: Client, database: Database) -> None:
    disk = HeldJobs()
    book = Book(database, disk)
    disk.finish()
    opened = book.open(client)
    opened.editor.typed("shippingDetails", "by boat")
    opened.editor.typed("taxAmount", "12,5x")
    book.journal.flush()
    book.journal.flush()
    assert len(disk.held) == 1
    disk.finish()
    assert book.texts == [{"shippingDetails": "by boat", "taxAmount": "12,5x"}], "what is wrong is kept too"
    assert book.shown[-1].entries[0].subtitle.startswith("2 changes · ")


def test_a_record_that_was_only_looked_at_is_not_kept_once_it_is_closed(
    client: Client, shared: Sandbox, database: Database
) -> None:
    book, order = Book(database), new_order(shared)

    def looked_at() -> None:
        opened = Opened(InlineJobs(), client, client.get_order(order))
        book.journal.note(opened.editor)
        book.journal.flush()

    looked_at()
    gc.collect()
    drafts = [one for one in gc.get_objects() if isinstance(one, Draft)]
    assert [one for one in drafts if one.base.id == order] == []


def test_nothing_is_written_for_a_clean_draft(client: Client, database: Database) -> None:
    disk = HeldJobs()
    book = Book(database, disk)
    disk.finish()
    opened = book.open(client)
    opened.editor.typed("shippingDetails", "x")
    opened.editor.undo()
    opened.editor.review()
    book.journal.flush()
    assert disk.held == []


def test_the_newest_draft_is_first(client: Client, book: Book) -> None:
    for record in (samples.order(), samples.cart(), samples.order()):
        book.clock.pass_(60)
        book.open(client, record).editor.typed("shippingDetails", str(book.clock.now))
        book.journal.flush()
    assert [entry.title for entry in book.journal.state.entries] == ["Order #1001", "Cart C-2207"]


def test_retiring_writes_what_is_left_and_shows_nothing_more(client: Client, book: Book) -> None:
    opened = book.open(client)
    opened.editor.typed("shippingDetails", "by boat")
    seen = len(book.shown)
    book.journal.close()
    assert book.texts == [{"shippingDetails": "by boat"}]
    assert book.journal.closed
    opened.editor.typed("shippingDetails", "by rail")
    book.journal.flush()
    assert len(book.shown) == seen + 1, "the last write was still under way"


# -- forgotten --------------------------------------------------------------------------------------------


def test_a_saved_draft_is_forgotten(client: Client, shared: Sandbox, book: Book) -> None:
    opened = book.open(client, client.get_order(new_order(shared)))
    opened.editor.typed("shippingDetails", "by boat")
    book.journal.flush()
    opened.save()
    book.journal.flush()
    assert book.texts == []
    assert book.journal.state.entries == ()


def test_a_discarded_draft_is_forgotten_and_comes_back_with_undo(client: Client, book: Book) -> None:
    opened = book.open(client)
    opened.editor.typed("shippingDetails", "by boat")
    book.journal.flush()
    opened.editor.discard()
    book.journal.flush()
    assert book.texts == []
    opened.editor.undo()
    book.journal.flush()
    assert book.texts == [{"shippingDetails": "by boat"}]


@pytest.mark.parametrize("written", [True, False])
def test_what_was_let_go_is_not_written_again_by_a_late_word_of_its_reading(
    client: Client, shared: Sandbox, book: Book, written: bool
) -> None:
    jobs = HeldJobs()
    opened = book.open(client, client.get_order(new_order(shared)), jobs)
    opened.editor.typed("shippingDetails", "by boat")
    if written:
        book.journal.flush()
    opened.editor.reload()
    book.journal.forget((ORDER.kind, opened.state.draft.base.id))
    opened.editor.cancel()
    jobs.finish()
    book.journal.flush()
    assert book.texts == []


def test_a_restored_draft_that_arrived_meanwhile_is_forgotten(client: Client, database: Database) -> None:
    book = Book(database)
    book.open(client).editor.typed("currency", "EUR")
    book.journal.close()
    again = Book(database)
    opened = again.open(client, samples.order(currency="EUR"))
    again.journal.flush()
    assert not opened.state.draft.dirty
    assert again.texts == []


# -- after a restart --------------------------------------------------------------------------------------


def test_the_next_start_puts_the_draft_on_a_fresh_reading(client: Client, database: Database) -> None:
    book = Book(database)
    book.open(client).editor.typed("shippingDetails", "by boat")
    book.journal.close()
    again = Book(database)
    assert [entry.title for entry in again.shown[-1].entries] == ["Order #1001"]
    opened = again.open(client, samples.order(originIp="::1"))
    assert opened.state.draft.edits == {"shippingDetails": "by boat"}
    assert opened.said.startswith("Your unsaved edits are back")
    assert "someone changed Origin IP" in opened.said


def test_what_the_worker_put_on_its_reading_is_what_the_window_has(
    client: Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Book(database)
    book.open(client).editor.typed("shippingDetails", "by boat")
    book.journal.close()
    again = Book(database)
    record = client.get_order(ORDER.id)
    again.journal.regain_ahead(record)
    monkeypatch.setattr("console.model.drafts.kept.json", None)  # whatever reads it from here on fails
    draft = again.journal.from_before(record)
    assert draft is not None
    assert draft.edits == {"shippingDetails": "by boat"}


def test_what_was_put_on_a_reading_counts_no_longer_once_the_draft_is_another(
    client: Client, database: Database
) -> None:
    book = Book(database)
    opened = book.open(client)
    opened.editor.typed("shippingDetails", "by boat")
    book.journal.flush()
    record = client.get_order(ORDER.id)
    book.journal.regain_ahead(record)
    opened.editor.typed("shippingDetails", "by bike")
    book.journal.flush()
    draft = book.journal.from_before(record)
    assert draft is not None
    assert draft.edits == {"shippingDetails": "by bike"}


def test_drafts_are_their_environments_own(client: Client, book: Book, database: Database) -> None:
    opened = book.open(client)
    opened.editor.typed("shippingDetails", "by boat")
    book.journal.flush()
    other = Book(database, environment="Other shop")
    assert other.shown[-1].entries == ()
    book.journal = other.journal  # as when a reading ends after the environment was left
    opened.editor.typed("shippingDetails", "by rail")
    other.journal.flush()
    assert other.store.all("Other shop") == []


@pytest.mark.parametrize(
    ("content", "why"), [({"format": 99}, "newer version"), ({"format": 1, "kind": "order"}, "damaged")]
)
def test_a_draft_that_cannot_be_read_is_told_and_stays_until_something_is_typed(
    client: Client, database: Database, content: dict[str, Any], why: str
) -> None:
    Drafts(database).keep(KeptDraft(SHOP, ORDER.kind, ORDER.id, "Order #1001", 1, content, NOON))
    book = Book(database)
    opened = book.open(client)
    assert why in book.shown[-1].trouble
    assert not opened.state.draft.dirty
    opened.editor.typed("currency", "EUR")
    opened.editor.undo()
    book.journal.flush()
    assert [one.content for one in book.store.all(SHOP)] == [content]
    opened.editor.redo()
    book.journal.flush()
    assert book.texts == [{"currency": "EUR"}]
    opened.editor.undo()
    book.journal.flush()
    assert book.texts == []


# -- a save whose outcome is not known --------------------------------------------------------------------


def test_an_unknown_outcome_survives_that_its_tab_is_closed(
    client: Client, shared: Sandbox, book: Book
) -> None:
    jobs = HeldJobs()
    opened = book.open(client, client.get_order(new_order(shared)), jobs)
    opened.editor.typed("shippingDetails", "by boat")
    opened.save()
    jobs.held[0].cancel()
    jobs.finish()
    assert opened.state.may_arrive
    record = client.get_order(opened.state.draft.base.id)
    book.journal.flush()
    again = book.open(client, record)
    assert "had not arrived by" in again.said
    assert again.state.may_arrive, "the fresh reading settles nothing"
    assert again.state.draft.edits == {"shippingDetails": "by boat"}


def test_a_killed_consoles_entry_is_settled_once(client: Client, shared: Sandbox, book: Book) -> None:
    record = client.get_order(new_order(shared))
    jobs = HeldJobs()
    opened = book.open(client, record, jobs)
    opened.editor.typed("shippingDetails", "by boat")
    book.journal.flush()
    opened.save()
    jobs.held[0].work()  # it did arrive, and the console never heard of it
    again = Book(own_database())
    assert [entry.outcome for entry in again.left_open] == ["sent"]
    first = again.open(client, client.get_order(record.id))
    assert "it did arrive" in first.said
    assert [entry.outcome for entry in first.entries] == ["arrived"]
    again.journal.flush()
    assert again.texts == []
    second = again.open(client, client.get_order(record.id))
    assert second.said.startswith("Read at ")


# -- a disk that fails ------------------------------------------------------------------------------------


@pytest.mark.fault(71)
def test_a_full_disk_is_told_and_the_edit_stays_and_is_written_when_there_is_room(
    client: Client, database: Database
) -> None:
    book = Book(database)
    opened = book.open(client)
    full(database, True)
    opened.editor.typed("shippingDetails", "by boat" * 10_000)
    book.journal.flush()
    assert book.keeping.state.edits == 1
    assert "the disk is full" in book.keeping.state.why
    assert book.texts == []
    assert opened.state.draft.dirty
    full(database, False)
    book.keeping.retry()
    assert book.texts == [{"shippingDetails": "by boat" * 10_000}], "nothing more had to be typed for it"
    assert book.keeping.state == KeepingState()


def test_a_draft_that_could_not_be_written_and_was_let_go_stays_gone(
    client: Client, database: Database
) -> None:
    disk = HeldJobs()
    book = Book(database, disk)
    disk.finish()
    full(database, True)
    book.open(client).editor.typed("shippingDetails", "by boat" * 10_000)
    book.journal.flush()
    book.journal.forget(KEY)
    disk.finish_all()
    full(database, False)
    book.journal.flush()
    disk.finish_all()
    assert book.texts == []


def test_what_cannot_be_read_at_the_start_is_told_and_opens_nothing(
    database: Database,
) -> None:
    disk = HeldJobs()
    book = Book(database, disk)
    disk.held[0].cancel()
    disk.finish()
    assert book.tabs == [OpenTabs()]


# -- tabs -------------------------------------------------------------------------------------------------


def test_what_is_open_is_remembered_in_its_order_with_the_one_in_front(client: Client, book: Book) -> None:
    workbench = Workbench(
        lambda _: book.journal.note_tabs(workbench),
        lambda found: Opened(InlineJobs(), client, found.record).editor,
        lambda *_: None,
    )
    workbench.open(Found(samples.order(), NOON, "an ID"))
    assert book.store.tabs(SHOP) == OpenTabs(), "what was open is still being opened again"
    book.journal.follow_tabs()
    workbench.open(Found(samples.cart(), NOON, "an ID"))
    front: Editor = workbench.state.editors[0]
    workbench.bring(front)
    cart = (samples.cart().kind, samples.cart().id)
    assert book.store.tabs(SHOP) == OpenTabs((KEY, cart), KEY)
    workbench.close(front)
    assert book.store.tabs(SHOP) == OpenTabs((cart,), cart)


def test_tabs_that_have_not_changed_are_not_written_again(client: Client, database: Database) -> None:
    disk = HeldJobs()
    book = Book(database, disk)
    disk.finish()
    book.journal.follow_tabs()
    workbench = Workbench(
        lambda _: book.journal.note_tabs(workbench),
        lambda found: Opened(InlineJobs(), client, found.record).editor,
        lambda *_: None,
    )
    workbench.open(Found(ORDER, NOON, "an ID"))
    workbench.open(Found(ORDER, NOON, "an ID"))
    assert len(disk.held) == 1


def test_the_content_is_what_the_model_made(client: Client, book: Book) -> None:
    opened = book.open(client)
    opened.editor.lines.remove([0])
    book.journal.flush()
    assert book.journal.kept(KEY) == kept(opened.state.draft)


# -- carts ------------------------------------------------------------------------------------------------


def test_edits_of_a_cart_that_closed_before_they_were_saved_outlive_its_tab_and_the_console(
    book: Book, database: Database, client: Client, shared: Sandbox
) -> None:
    own = new_cart(shared)
    opened = book.open(client, client.get_cart(own))
    opened.editor.typed("shippingDetails", "by boat")
    opened.editor.lines.cell_typed(0, "quantity", "7")
    close_cart(shared, own)
    opened.save()
    assert opened.state.locked
    book.journal.flush()  # its tab is closed, and the console as well
    again = Book(database).open(client, client.get_cart(own))
    assert again.state.locked
    assert again.state.draft.shown("shippingDetails") == "by boat"
    assert again.state.draft.lines[0].shown("quantity", 2) == "7"
    assert [change.label for change in again.state.draft.changes()] == ["Shipping details", "Line items"]


@pytest.mark.parametrize(("arrived", "outcome"), [(True, "arrived"), (False, "not arrived")])
def test_an_act_that_a_kill_left_open_is_settled_by_the_status(
    book: Book, database: Database, client: Client, shared: Sandbox, arrived: bool, outcome: str
) -> None:
    own, jobs = new_cart(shared), HeldJobs()
    opened = book.open(client, client.get_cart(own), jobs)
    opened.editor.cart_acts.ask("abandon")
    opened.editor.cart_acts.confirm("TEST SHOP")  # noted in the trail; the console is killed
    if arrived:
        change(shared, f"/carts/{own}/abandon", None, "PUT")
    again = Book(database).open(client, client.get_cart(own))
    assert ("it did arrive" in again.said, "had not arrived by" in again.said) == (arrived, not arrived)
    assert [entry.outcome for entry in again.entries] == [outcome]
    assert bool(again.state.may_arrive) is not arrived


def test_a_marked_activity_that_a_kill_left_open_asks_nothing_at_the_next_start(
    book: Book, database: Database, client: Client, shared: Sandbox
) -> None:
    own = new_cart(shared)
    opened = book.open(client, client.get_cart(own), HeldJobs())
    opened.editor.cart_acts.ask("fiddle")
    opened.editor.cart_acts.confirm("TEST SHOP")
    again = Book(database)
    again.clock.pass_(120)
    then = again.open(client, client.get_cart(own))
    assert then.said.startswith("Read at ")
    assert [entry.outcome for entry in then.entries] == ["sent"], "the trail tells that it is not known"
