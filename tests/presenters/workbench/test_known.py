"""A record that was read before is given as of then where it is surely the one that is asked for, and is not too long."""

from __future__ import annotations

from typing import Any

import pytest

from console.model.drafts.draft import Draft
from console.model.drafts.kept import kept
from console.model.question import understand
from console.model.records import Cart, Order
from console.presenters.saving.answered import Answered
from console.presenters.workbench import known
from console.presenters.workbench.found import Found
from console.presenters.workbench.journal import Journal
from console.presenters.workbench.keeping import Keeping
from console.presenters.workbench.known import Known
from console.store.archive import Archive, told_of
from console.store.drafts import Drafts, KeptDraft
from console.store.trail import Trail
from tests.model import samples
from tests.presenters.given import NOON, SHOP, own_database
from tests.support.jobs import InlineJobs

NUMBERED = "C-2207"


class Shelf:
    """What one computer has of a shop's records."""

    def __init__(self, *records: Order | Cart) -> None:
        database = own_database()
        self.archive, self.answered = Archive(database), Answered()
        self.drafts, disk = Drafts(database), InlineJobs()
        self.journal = Journal(
            disk,
            self.drafts,
            Trail(database),
            keeping=Keeping(disk, self.drafts),
            environment=SHOP,
            render=lambda _: None,
            left_open=lambda _: None,
        )
        for record in records:
            self.keep(record)

    def keep(self, record: Order | Cart) -> None:
        title, subtitle, keys, content = told_of(record)
        self.archive.remember(
            SHOP, record.kind, record.id, record.customer_id, title, subtitle, keys, content, NOON
        )

    def ask(self, text: str, look_for: Any = "anything", environment: str = SHOP) -> Found | None:
        given: list[Found | None] = []
        shelf = Known(InlineJobs(), self.archive, environment, journal=self.journal, answered=self.answered)
        shelf.ask(understand(text, look_for)[0], given.append)
        (found,) = given
        return found


def test_a_record_is_given_by_its_own_id_and_an_order_by_the_shops_as_of_when_it_was_read() -> None:
    order, cart = samples.order(), samples.cart()
    shelf = Shelf(order, cart)
    for text, record in ((order.id, order), (f"#{order.customer_id}", order), (cart.id, cart)):
        found = shelf.ask(text)
        assert found is not None
        assert (found.record, found.read_at, found.checked) == (record, NOON, False)
    assert shelf.ask(order.id, environment="Elsewhere") is None
    assert shelf.ask("11111111-2222-4333-8444-555555555555") is None


def test_where_an_order_could_have_the_number_of_a_cart_only_the_kind_that_was_chosen_is_given() -> None:
    shelf = Shelf(samples.cart())
    assert shelf.ask(NUMBERED) is None, "an order of that number would be the answer"
    found = shelf.ask(NUMBERED, "cart")
    assert found is not None
    assert found.record == samples.cart()


def test_a_number_that_two_orders_had_gives_neither() -> None:
    one, other = samples.order(), samples.order(orderId="11111111-2222-4333-8444-555555555555")
    assert Shelf(one, other).ask(one.customer_id) is None


def test_a_long_record_is_not_given_nor_one_whose_draft_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    order = samples.order()
    shelf = Shelf(order)
    monkeypatch.setattr(known, "LONGEST", 10)
    assert shelf.ask(order.id) is None
    monkeypatch.setattr(known, "LONGEST", 100_000)
    assert shelf.ask(order.id) is not None
    long = samples.order(shippingDetails="so " * 40_000)
    content = kept(Draft(long, NOON, {"taxAmount": "2"}))
    shelf.drafts.keep(KeptDraft(SHOP, "order", order.id, "Order", 1, content, NOON))
    shelf.journal.load(lambda _: None)
    assert shelf.ask(order.id) is None


def test_what_is_older_than_ones_own_write_is_not_given() -> None:
    before, after = samples.order(), samples.order(shippingDetails="by boat")
    shelf = Shelf(before)
    shelf.answered.note(before, after)
    assert shelf.ask(before.id) is None
    shelf.keep(after)
    assert shelf.ask(before.id) is not None


def test_what_another_console_has_kept_otherwise_is_not_given() -> None:
    order = samples.order()
    shelf = Shelf()
    shelf.archive.remember(SHOP, "order", order.id, "", "Order", "", [], {"states": {}}, NOON)
    assert shelf.ask(order.id) is None
