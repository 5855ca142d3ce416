"""What the owner takes off a desk: what is old by the database's clock, and all about a record or a person."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from console.desk.owner import erasing
from console.desk.owner.erasing import Amounts, FoundRecord
from console.desk.trouble import DeskTrouble
from tests.support.postgres import OWNER, Desk

SHOP = "https://api.example"


@pytest.fixture
def olga(desk: Desk) -> Iterator[psycopg.Connection[Any]]:
    with desk.connected(OWNER) as connection:
        yield connection


def work(
    desk: Desk, record_id: str, *, days_ago: int = 0, kind: str = "order", body: object = None, note: str = ""
) -> None:
    """A send, its ending, a note, a claim and a presence of anna's, all so many days old."""
    place, send, console = (SHOP, kind, record_id), uuid.uuid4(), uuid.uuid4()
    with desk.connected("anna") as anna:
        anna.execute(
            "INSERT INTO desk.sends (id, console, written_at, environment, kind, record_id, words, content)"
            " VALUES (%s, %s, now(), %s, %s, %s, 'Marked shipped', %s)",
            (send, console, *place, json.dumps(body)),
        )
        anna.execute(
            "INSERT INTO desk.endings (id, send, environment, kind, record_id, outcome) VALUES (%s, %s, %s, %s, %s, 'done')",
            (uuid.uuid4(), send, *place),
        )
        anna.execute(
            "INSERT INTO desk.notes (id, environment, kind, record_id, body) VALUES (%s, %s, %s, %s, %s)",
            (uuid.uuid4(), *place, note),
        )
        anna.execute("SELECT desk.claim(%s, %s, ARRAY[%s], %s, 10)", (*place, console))
        anna.execute("SELECT desk.here(%s, '[]', false)", (console,))
    for table, column in (("sends", "at"), ("endings", "at"), ("notes", "at"), ("claims", "until")):
        back = f"UPDATE desk.{table} SET {column} = {column} - make_interval(days => %s) WHERE record_id = %s"
        desk.cluster.ask(back, days_ago, record_id, database=desk.database)
    back = "UPDATE desk.presence SET beat = beat - make_interval(days => %s) WHERE console = %s"
    desk.cluster.ask(back, days_ago, console, database=desk.database)


def left(connection: psycopg.Connection[Any]) -> set[str]:
    tables = ("sends", "endings", "notes", "claims")
    ask = " UNION ".join(f"SELECT record_id FROM desk.{table}" for table in tables)
    return {record for (record,) in connection.execute(ask.encode())}


def test_what_is_old_goes_and_what_is_new_stays(desk: Desk, olga: psycopg.Connection[Any]) -> None:
    work(desk, "old", days_ago=31)
    work(desk, "new", days_ago=29)
    counted = erasing.old(olga, 30)
    assert counted.words == "1 send, 1 ending, 1 note, 1 sign of presence and 1 claim"
    assert left(olga) == {"old", "new"}
    assert erasing.age_out(olga, 30) == counted
    assert left(olga) == {"new"}
    assert olga.execute("SELECT count(*) FROM desk.presence").fetchone() == (1,)
    assert not erasing.age_out(olga, 30)


def tables_with(connection: psycopg.Connection[Any], column: str) -> set[str]:
    ask = "SELECT table_name FROM information_schema.columns WHERE table_schema = 'desk' AND column_name = %s"
    return {table for (table,) in connection.execute(ask, (column,))}


def test_every_table_about_people_or_records_grows_old_and_can_be_rid_of_a_record(
    olga: psycopg.Connection[Any],
) -> None:
    about = tables_with(olga, "record_id")
    assert set(erasing.OF_A_RECORD) == about >= {"sends", "notes"}
    assert set(erasing.AGES) == about | tables_with(olga, "operator")


def test_an_operator_can_take_nothing_off(desk: Desk) -> None:
    work(desk, "1", days_ago=31)
    with desk.connected("anna") as anna:
        for refused in (
            lambda: erasing.age_out(anna, 30),
            lambda: erasing.erase(anna, [FoundRecord(SHOP, "order", "1")]),
        ):
            with pytest.raises(DeskTrouble, match=r"^Nothing was deleted: permission denied for table sends"):
                refused()
        assert left(anna) == {"1"}


def test_a_record_is_erased_by_its_id_in_every_table_and_no_other_is(
    desk: Desk, olga: psycopg.Connection[Any]
) -> None:
    for record in ("1", "11", "2"):
        work(desk, record)
    work(desk, "1", kind="cart")
    found = erasing.records_named(olga, "1")
    assert found == [FoundRecord(SHOP, "cart", "1"), FoundRecord(SHOP, "order", "1")]
    assert found[1].words == f"order 1 of {SHOP}"
    assert erasing.erase(olga, found[1:]).words == "1 send, 1 ending, 1 note and 1 claim"
    assert erasing.records_named(olga, "1") == found[:1]
    assert left(olga) == {"1", "11", "2"}


@pytest.mark.parametrize(
    ("asked", "body", "note", "found"),
    [
        ("zoë müller", {"name": "Zoë MÜLLER"}, "", True),
        ("Zoë Müller", {}, "rang: zoë müller", True),
        ("100%", {"discount": "1000"}, "", False),
        ("a_b@example.com", {"email": "aXb@example.com"}, "", False),
        ("A_B@example.com", {"email": "a_b@EXAMPLE.com"}, "", True),
        ('5" pipe\\', {"name": '5" pipe\\'}, "", True),
        ("Marked", {}, "", True),
    ],
)
def test_a_person_is_found_however_the_text_was_kept(
    desk: Desk, olga: psycopg.Connection[Any], asked: str, body: object, note: str, found: bool
) -> None:
    work(desk, "1", body=body, note=note)
    assert erasing.records_mentioning(olga, asked) == [FoundRecord(SHOP, "order", "1")] * found


def test_what_is_about_a_record_is_counted_before_it_goes(desk: Desk, olga: psycopg.Connection[Any]) -> None:
    work(desk, "1")
    work(desk, "1")
    assert (
        erasing.about(olga, [FoundRecord(SHOP, "order", "1")]).words
        == "2 sends, 2 endings, 2 notes and 1 claim"
    )
    assert not erasing.about(olga, [FoundRecord(SHOP, "order", "9")])
    assert Amounts((("notes", 1),)).words == "1 note"
    assert Amounts(()).words == "nothing"


def test_where_there_is_no_desk_that_is_said(desk: Desk) -> None:
    with desk.cluster.connected("postgres", "postgres") as elsewhere:
        for asked in (lambda: erasing.old(elsewhere, 30), lambda: erasing.records_named(elsewhere, "1")):
            with pytest.raises(
                DeskTrouble, match="no desk in this database; order-console desk init makes one"
            ):
                asked()
