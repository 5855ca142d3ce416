"""The local index: everything ever opened is found by any of its keys, and read as it was on that day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from console.model.records import Cart, Order
from console.store.archive import Archive, KnownRecord, keys_of, told_of
from console.store.database import Database
from console.store.places import Places, find_places
from tests.model import samples

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
RECORD: dict[str, Any] = {
    "orderId": "0ad24370-aaaa",
    "customerOrderId": "#1001",
    "emailAddress": "jo@example.com",
    "shippingTrackingUrl": "https://www.ups.com/track?tracknum=1Z999AA10123456784",
    "grandTotal": Decimal("4.10"),
    "lineItems": [{"sku": "MUG-1", "name": "Coffee Mug"}, {"sku": "MUG-1", "name": None}, 7],
}


class Clock:
    """A clock that goes on by a minute each time it is asked."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places({"ORDER_CONSOLE_HOME": str(tmp_path)})


@pytest.fixture
def database(places: Places) -> Iterator[Database]:
    with closing(Database(places)) as made:
        yield made


@pytest.fixture
def archive(database: Database) -> Archive:
    return Archive(database, clock=Clock())


def remember(archive: Archive, id: str = "0ad24370-aaaa", **changed: Any) -> None:
    given: dict[str, Any] = {
        "environment": "Shop",
        "kind": "order",
        "id": id,
        "customer_id": "#1001",
        "title": "Order #1001",
        "subtitle": "1 line, 4.10 EUR",
        "keys": keys_of(RECORD),
        "content": RECORD,
        "as_of": NOON,
    }
    archive.remember(**{**given, **changed})


def test_a_record_is_read_as_it_was_in_a_later_session(archive: Archive, places: Places) -> None:
    remember(archive)
    with closing(Database(places)) as later:
        found = Archive(later).read("Shop", "order", "0ad24370-aaaa")
    assert found == (RECORD, NOON)
    assert found is not None
    assert str(found[0]["grandTotal"]) == "4.10"


def test_a_newer_reading_takes_the_place_of_an_older_one_with_its_keys(archive: Archive) -> None:
    remember(archive)
    remember(archive, keys=["other@example.com"], content={"a": 1}, as_of=NOON + timedelta(days=1))
    assert archive.read("Shop", "order", "0ad24370-aaaa") == ({"a": 1}, NOON + timedelta(days=1))
    assert archive.find("jo@example.com") == []
    assert len(archive.find("other@")) == 1


@pytest.mark.parametrize(
    "text",
    ["0AD24370", "24370-aa", "#1001", "JO@Example.com", "mug-1", "1z999aa10123456784", "coffee", "mug jo@"],
)
def test_a_record_is_found_by_any_of_its_keys_in_part(archive: Archive, text: str) -> None:
    remember(archive)
    remember(archive, "b", customer_id="", title="", keys=[])
    assert archive.find(text) == [
        KnownRecord(
            environment="Shop",
            kind="order",
            id="0ad24370-aaaa",
            customer_id="#1001",
            title="Order #1001",
            subtitle="1 line, 4.10 EUR",
            opened_at=NOON + timedelta(minutes=1),
            as_of=NOON,
        )
    ]


@pytest.mark.parametrize("text", ["", "  ", "nothing", "mug saucer", "%", "_", "\ud800"])
def test_what_does_not_fit_is_not_found(archive: Archive, text: str) -> None:
    remember(archive)
    assert archive.find(text) == []


def test_environments_and_kinds_do_not_mix_unless_asked(archive: Archive) -> None:
    remember(archive)
    remember(archive, environment="Other", content={"a": 1})
    remember(archive, kind="cart", content={"a": 2})
    assert len(archive.find("mug")) == 3
    assert len(archive.find("mug", limit=2)) == 2
    assert [known.environment for known in archive.find("mug", "Other")] == ["Other"]
    assert archive.read("Shop", "order", "0ad24370-aaaa") == (RECORD, NOON)
    assert archive.read("Nowhere", "order", "0ad24370-aaaa") is None


def test_the_recent_ones_come_newest_first_each_once(archive: Archive) -> None:
    for id in ("a", "b", "c", "a"):
        remember(archive, id)
    assert [known.id for known in archive.recent("Shop")] == ["a", "c", "b"]
    assert [known.id for known in archive.recent("Shop", most=1)] == ["a"]
    assert archive.recent("Other") == []


def test_a_touch_puts_a_record_at_the_top_and_keeps_its_reading_and_keys(archive: Archive) -> None:
    remember(archive, "a")
    remember(archive, "b")
    archive.touch("Shop", "order", "a", "Renamed", "again", NOON + timedelta(hours=1))
    first = archive.recent("Shop")[0]
    assert (first.id, first.title, first.customer_id, first.as_of) == ("a", "Renamed", "#1001", NOON)
    assert archive.read("Shop", "order", "a") == (RECORD, NOON)
    assert {known.id for known in archive.find("jo@example.com")} == {"a", "b"}


def test_a_record_that_was_only_touched_is_found_by_its_name_and_has_no_reading(archive: Archive) -> None:
    archive.touch("Shop", "cart", "c", "Cart 7", "empty", NOON)
    [known] = archive.find("cart 7")
    assert known.as_of is None
    assert archive.read("Shop", "cart", "c") is None
    remember(archive, "c", kind="cart")
    assert archive.read("Shop", "cart", "c") == (RECORD, NOON)
    assert len(archive.find("mug-1")) == 1


def test_old_records_age_out_with_all_their_words(archive: Archive, database: Database) -> None:
    for id in ("a", "b", "c"):
        remember(archive, id)
    assert archive.age_out(NOON + timedelta(minutes=3)) == 2
    assert [known.id for known in archive.find("mug")] == ["c"]
    assert database.read(lambda asked: asked.execute("SELECT count(*) FROM archive_words").fetchone()) == (1,)
    database.close()
    assert database.path.read_bytes().count(b"tracknum") == 2, "what is deleted is gone from the disk too"


def test_a_damaged_row_is_left_out_and_told(archive: Archive, database: Database) -> None:
    remember(archive, "a")
    remember(archive, "b")
    with closing(sqlite3.connect(database.path, isolation_level=None)) as disk:
        disk.execute("UPDATE archive SET content = replace(content, '4.10', '4.90') WHERE id = 'a'")
        disk.execute("UPDATE archive SET face = replace(face, '1001', '1002') WHERE id = 'b'")
    assert archive.read("Shop", "order", "a") is None
    assert [known.id for known in archive.find("mug")] == ["a"]
    assert len(database.take_notices()) == 2
    archive.touch("Shop", "order", "b", "Order", "", NOON)
    assert len(archive.recent("Shop")) == 2


def test_moments_without_a_zone_are_refused(archive: Archive) -> None:
    with pytest.raises(ValueError, match="zone"):
        remember(archive, as_of=datetime(2026, 1, 2))


@pytest.mark.parametrize(
    "content", [{}, {"lineItems": None}, {"lineItems": "x", "orderId": 7}, {"lineItems": [None]}]
)
def test_odd_records_have_no_keys(content: dict[str, Any]) -> None:
    assert keys_of(content) == []


def test_the_keys_of_a_record_are_its_ids_its_customer_its_link_and_its_lines() -> None:
    assert keys_of(RECORD) == [
        "0ad24370-aaaa",
        "#1001",
        "jo@example.com",
        "https://www.ups.com/track?tracknum=1Z999AA10123456784",
        "MUG-1",
        "Coffee Mug",
    ]


def test_what_was_only_written_to_is_found_and_not_called_opened(
    archive: Archive, database: Database
) -> None:
    database.write(archive.written_statement("Shop", samples.order(), NOON))
    assert [one.title for one in archive.find("1001", "Shop")] == ["Order #1001"]
    assert archive.recent("Shop") == []
    database.write(archive.written_statement("Shop", samples.order(shippingDetails="by mule"), NOON))
    assert [one.id for one in archive.find("mule", "Shop")] == [samples.order().id]
    assert archive.recent("Shop") == []


def test_what_was_opened_keeps_its_place_when_it_is_written_to_and_comes_up_when_it_is_opened(
    archive: Archive, database: Database
) -> None:
    for record in (samples.order(), samples.cart()):
        keep(archive, record)
    database.write(archive.written_statement("Shop", samples.order(shippingDetails="by mule"), NOON))
    assert [one.kind for one in archive.recent("Shop")] == ["cart", "order"]
    assert [one.kind for one in archive.find("mule", "Shop")] == ["order"]
    keep(archive, samples.order())
    assert [one.kind for one in archive.recent("Shop")] == ["order", "cart"]


def keep(archive: Archive, record: Order | Cart) -> None:
    title, subtitle, keys, content = told_of(record)
    archive.remember("Shop", record.kind, record.id, record.customer_id, title, subtitle, keys, content, NOON)
