"""What colleagues sent, read from a real desk: signed and dated by it, and nothing believed that its columns deny.

It must not read what the test itself could not have written as an operator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from console.desk.place import DeskPlace, held
from console.desk.sends import DeskPage, DeskQuestion, of_record, one, page
from console.presenters.saving.sent import can_be_put_back
from console.presenters.trail import entry as words
from console.store.entries import Entry
from console.store.sealed import sealed
from tests.desk.sharing import ADDRESS, INTENT, SharingConsole, console_at
from tests.support.postgres import Desk

Connection = psycopg.Connection[Any]
NAMES = {ADDRESS: "My shop"}
PLACE = DeskPlace.of(ADDRESS, "order", INTENT.record_id)


@pytest.fixture
def bert(tmp_path: Path) -> Iterator[SharingConsole]:
    with console_at(tmp_path) as made:
        yield made


@pytest.fixture
def anna(desk: Desk) -> Iterator[Connection]:
    with desk.connected("anna") as connection:
        yield connection


@pytest.fixture
def push(bert: SharingConsole, desk: Desk) -> Iterator[Callable[[], int]]:
    with desk.connected("bert") as connection:
        yield lambda: bert.push(connection)


Push = Callable[[], int]


def read(connection: Connection, limit: int = 10) -> list[Entry]:
    return list(of_record(connection, PLACE, NAMES, limit=limit).entries)


def test_an_entry_is_signed_and_dated_by_the_desk_whatever_its_computer_says(
    bert: SharingConsole, push: Push, anna: Connection
) -> None:
    before = datetime.now(UTC)
    bert.clock = datetime(1999, 1, 1, tzinfo=UTC)
    bert.trail.end(bert.trail.begin(INTENT), "saved")
    push()
    [entry] = read(anna)
    assert (entry.who, entry.number, entry.outcome) == ("bert", -1, "saved")
    assert before <= entry.sent_at <= (entry.settled_at or before) <= datetime.now(UTC)
    assert entry.written_at == bert.clock
    assert entry.intent.environment == "My shop"
    [own] = bert.trail.search()
    assert entry.shared_id == own.shared_id
    assert one(anna, -1, NAMES) == replace(
        own,
        number=-1,
        who="bert",
        intent=replace(own.intent, environment="My shop"),
        sent_at=entry.sent_at,
        settled_at=entry.settled_at,
        written_at=own.sent_at,
    )
    assert one(anna, -2, NAMES) is None


def test_the_newest_ending_counts_and_one_of_another_record_does_not(
    bert: SharingConsole, push: Push, anna: Connection
) -> None:
    number = bert.trail.begin(INTENT)
    push()
    assert read(anna)[0].outcome == "sent"
    bert.trail.end(number, "unknown", "The line was cut.")
    push()
    assert (read(anna)[0].outcome, read(anna)[0].reason) == ("unknown", "The line was cut.")
    bert.trail.end(number, "arrived")
    push()
    assert read(anna)[0].outcome == "arrived"
    insert = (
        "INSERT INTO desk.endings (id, send, environment, kind, record_id, outcome, content)"
        " SELECT gen_random_uuid(), id, environment, kind, 'another', 'not saved', %s FROM desk.sends"
    )
    anna.execute(insert, (sealed({"outcome": "not saved"}),))
    assert read(anna)[0].outcome == "arrived"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        sealed([1, 2]),
        sealed({"outcome": "saved"}).replace("saved", "Saved"),
        sealed({"outcome": "arrived"}),
        sealed({"outcome": "saved", "reason": 5}),
        sealed({"outcome": "saved", "cause": {"error": 1}}),
        sealed({"outcome": "saved", "cause": {"status": "200"}}),
        sealed({"outcome": "saved", "cause": 7}),
        "[" * 100_000,
    ],
)
def test_an_ending_that_cannot_be_believed_leaves_its_entry_unknown(
    content: str, bert: SharingConsole, push: Push, anna: Connection
) -> None:
    bert.trail.begin(INTENT)
    push()
    insert = (
        "INSERT INTO desk.endings (id, send, environment, kind, record_id, outcome, content)"
        " SELECT gen_random_uuid(), id, environment, kind, record_id, 'saved', %s FROM desk.sends"
    )
    anna.execute(insert, (content,))
    [entry] = read(anna)
    assert entry.outcome == "unknown"
    assert not can_be_put_back(entry)


def forge(connection: Connection, head: dict[str, Any], rest: str | None = None, **columns: Any) -> None:
    """Write a row by hand, as somebody who knows SQL and wishes nothing good."""
    id = columns.pop("id", uuid4())
    given = {
        "id": id,
        "console": uuid4(),
        "written_at": "2026-11-28 09:00+00",
        "environment": ADDRESS,
        "kind": "order",
        "record_id": held(INTENT.record_id),
        "words": "tax",
        **columns,
    }
    known = {
        "kind": "order",
        "record_id": INTENT.record_id,
        "shared_in": ADDRESS,
        "shared_id": str(id),
        "changes": [["taxTotal", "0.00", "0.28"]],
        "url": f"{ADDRESS}/orders/a-1",
    }
    given["content"] = f"{sealed(known | head)}\n{rest or sealed({'body': '{}', 'values': [[0, '0.28']]})}"
    names, places = ", ".join(given), ", ".join(["%s"] * len(given))
    connection.execute(f"INSERT INTO desk.sends ({names}) VALUES ({places})".encode(), list(given.values()))


@pytest.mark.parametrize(
    "head",
    [
        {"kind": "cart"},
        {"kind": "note"},
        {"record_id": "another"},
        {"record_id": 7},
        {"shared_in": "https://elsewhere.example"},
        {"shared_in": None},
        {"shared_id": str(uuid4())},
        {"changes": 5},
        {"changes": [["taxTotal", "Tax", "0", "1", 5, 6]]},
        {"changes": [[["taxTotal"], "0", "1"]]},
        {"changes": [[7, "7", "0", "1"]]},
        {"changes": [["status", {"status": []}, "1"]]},
        {"changes": [["lineItems", {"lines": 1, "difference": {"none": 1}}, "1"]]},
        {"customer_id": {"a": 1}},
        {"url": 7},
        {"method": None},
        {"workflows": "no"},
        {"force": 1},
        {"row": True},
        {"row": "3"},
        {"run": []},
        {"keys": [1]},
        {"url": "https://orders.example.com.evil.example/rest/orders/a-1"},
        {"url": ""},
        {"left_out": 7},
        {"left_out": [[]]},
    ],
)
def test_a_content_that_says_other_than_its_columns_or_is_no_entry_is_left_out_and_counted(
    head: dict[str, Any], anna: Connection, desk: Desk
) -> None:
    with desk.connected("bert") as bert:
        forge(bert, {})
        forge(bert, head)
        forge(bert, {})
    found = of_record(anna, PLACE, NAMES, limit=10)
    assert [one.number for one in found.entries] == [-3, -1]
    assert found.left_out == 1
    assert one(anna, -2, NAMES) is None


@pytest.mark.parametrize(
    "rest",
    [sealed({"body": "{}"}), sealed({"values": []}), sealed({"values": [[1]]}), sealed({"values": [7]})],
)
def test_without_the_values_of_before_nothing_is_put_back(rest: str, anna: Connection, desk: Desk) -> None:
    with desk.connected("bert") as bert:
        forge(bert, {}, rest)
        ending = sealed({"outcome": "saved"})
        bert.execute(
            "INSERT INTO desk.endings (id, send, environment, kind, record_id, outcome, content)"
            " SELECT gen_random_uuid(), id, environment, kind, record_id, 'saved', %s FROM desk.sends",
            (ending,),
        )
    found = one(anna, -1, NAMES)
    assert found is not None
    assert found.outcome == "saved"
    assert not can_be_put_back(found)
    assert words.details(found)


@pytest.mark.parametrize("written_at", ["infinity", "-infinity", "4713-01-01 00:00 BC", "294276-01-01"])
def test_a_moment_that_no_clock_shows_harms_nobody(written_at: str, anna: Connection, desk: Desk) -> None:
    with desk.connected("bert") as bert:
        forge(bert, {}, written_at=written_at)
    [entry] = read(anna)
    assert entry.written_at is None


def test_pages_follow_each_other_without_a_gap(bert: SharingConsole, push: Push, anna: Connection) -> None:
    for place in range(7):
        bert.trail.begin(replace(INTENT, record_id=f"r{place}"))
    push()
    found: list[Entry] = []
    asked, pages = DeskQuestion(), 0
    while True:
        some = page(anna, asked, NAMES, limit=3)
        found += some.entries
        pages += 1
        if some.last is None:
            break
        asked = DeskQuestion(older_than=some.last)
    assert pages == 3
    assert [entry.intent.record_id for entry in found] == [f"r{place}" for place in reversed(range(7))]


@pytest.mark.parametrize(
    ("text", "many"),
    [("", 3), ("100%", 1), ("100", 2), ("a_b", 1), (r"c:\x", 1), ("MÜLLER", 1), ("müller 100", 0), ("\0", 3)],
)
def test_words_are_found_in_part_and_literally(
    text: str, many: int, bert: SharingConsole, push: Push, anna: Connection
) -> None:
    for body in ('{"a": "100%"}', r'{"a": "100 a_b c:\\x"}', '{"a": "Müller axb"}'):
        bert.trail.begin(replace(INTENT, body=body))
    push()
    assert len(page(anna, DeskQuestion(text), NAMES, limit=10).entries) == many


def test_a_day_is_one_by_the_clock_of_the_desk(bert: SharingConsole, push: Push, anna: Connection) -> None:
    bert.trail.begin(INTENT)
    push()
    at = read(anna)[0].sent_at
    second = timedelta(seconds=1)
    assert len(page(anna, DeskQuestion(days=(at, at + second)), NAMES, limit=1).entries) == 1
    assert page(anna, DeskQuestion(days=(at - second, at)), NAMES, limit=1) == DeskPage()


def test_an_environment_that_is_unknown_here_has_its_address_for_a_name(
    bert: SharingConsole, push: Push, anna: Connection
) -> None:
    bert.trail.begin(INTENT)
    push()
    assert page(anna, DeskQuestion(), {}, limit=1).entries[0].intent.environment == ADDRESS


def test_a_list_brings_nothing_that_is_long(bert: SharingConsole, push: Push, anna: Connection) -> None:
    bert.trail.begin(replace(INTENT, body="x" * 1_000_000))
    push()
    assert read(anna)[0].intent.body == ""
    [whole] = page(anna, DeskQuestion(), NAMES, limit=1, whole=True).entries
    assert len(whole.intent.body) == 1_000_000
