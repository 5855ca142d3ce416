"""Passing on, from a real outbox to a real PostgreSQL: nothing is lost, nothing is there twice, nothing stops it.

It must not pass by a double of the desk or of the disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from console.desk.fitting import MOST, fitting
from console.store.entries import entry_of, together
from console.store.outbox import OutboxCounts
from tests.desk.sharing import ADDRESS, INTENT, TAX, SharingConsole, console_at, on_desk
from tests.support.postgres import Cluster, Desk

Connection = psycopg.Connection[Any]


@pytest.fixture
def console(tmp_path: Path) -> Iterator[SharingConsole]:
    with console_at(tmp_path) as made:
        yield made


@pytest.fixture
def anna(desk: Desk) -> Iterator[Connection]:
    with desk.connected("anna") as connection:
        yield connection


def test_a_send_and_its_ending_are_passed_on_as_they_stand_in_the_trail(
    console: SharingConsole, anna: Connection, desk: Desk
) -> None:
    number = console.trail.begin(replace(INTENT, record_id="a\x00\\\ud800"))
    console.trail.end(number, "saved", answer={"id": "a"})
    console.outbox.add_note(console.shared, "order", "a-1", "Called her.")
    console.push(anna)
    entry = console.trail.entry(number)
    assert entry is not None
    assert on_desk(desk, "id::text, operator, kind, record_id, environment") == [
        (entry.shared_id, "anna", "order", r"a\u0000\u005c\ud800", ADDRESS)
    ]
    assert on_desk(desk, "written_at") == [entry.sent_at]
    assert on_desk(desk, "send::text, outcome, record_id", "endings") == [
        (entry.shared_id, "saved", r"a\u0000\u005c\ud800")
    ]
    assert on_desk(desk, "operator, body, record_id", "notes") == [("anna", "Called her.", "a-1")]
    [content], [ended] = on_desk(desk, "content"), on_desk(desk, "content", "endings")
    told = entry_of(number, "Shop", together(content), together(ended))
    assert told == replace(entry, who=""), "who it was is the desk's to say, and can be taken out there"
    assert console.told[-1] == OutboxCounts(0, 0)


def test_what_the_desk_has_is_marked_a_second_later_and_a_day_later_forgotten(
    console: SharingConsole, anna: Connection
) -> None:
    console.trail.begin(INTENT)
    console.push(anna)
    assert console.outbox.counts().waiting == 1, "it is not marked yet"
    console.monotonic += 1.0
    console.push(anna, begin=False)
    assert console.outbox.counts().waiting == 0
    console.clock += timedelta(hours=25)
    console.monotonic += 3_600
    console.push(anna, begin=False)
    assert console.outbox.these([1], 1_000) == []


@pytest.mark.fault(100)
def test_a_crash_between_the_commit_here_and_the_push_loses_nothing(
    console: SharingConsole, anna: Connection, desk: Desk
) -> None:
    console.trail.end(console.trail.begin(INTENT), "saved")
    console.database.close()
    with console_at(console.folder) as restarted:
        restarted.push(anna)
    assert len(on_desk(desk, "id")) == len(on_desk(desk, "id", "endings")) == 1


@pytest.mark.fault(100)
def test_a_crash_between_the_push_and_its_acknowledgement_puts_nothing_there_twice(
    console: SharingConsole, anna: Connection, desk: Desk
) -> None:
    console.trail.end(console.trail.begin(INTENT), "saved")
    console.push(anna)
    assert console.outbox.counts().waiting == 1, "the acknowledgement is not on the disk yet"
    with console_at(console.folder) as restarted:
        restarted.push(anna)
        restarted.monotonic += 1.0
        restarted.push(anna, begin=False)
        assert restarted.outbox.counts().waiting == 0
    assert len(on_desk(desk, "id")) == len(on_desk(desk, "id", "endings")) == 1


def test_ten_thousand_that_wait_are_passed_on_in_order_a_hundred_at_once(
    console: SharingConsole, anna: Connection, desk: Desk
) -> None:
    begin = [console.trail.begin_statement(replace(INTENT, record_id=f"r{place}")) for place in range(10_000)]
    console.database.write(lambda connection: [one(connection) for one in begin])
    # A hundred at once; then the desk is asked for those, five hundred at once, as for all of a day.
    assert console.push(anna) <= 102 + 20
    assert on_desk(desk, "record_id") == [f"r{place}" for place in range(10_000)]
    assert [one.waiting for one in console.told[:3]] == [9_900, 9_800, 9_700]
    assert console.told[-1].waiting == 0


def test_a_send_whose_ending_came_first_is_told_with_it(
    console: SharingConsole, anna: Connection, desk: Desk
) -> None:
    number = console.trail.begin(INTENT)
    console.trail.end(number, "saved")
    console.database.write(
        lambda connection: connection.execute("UPDATE outbox SET number = 9 WHERE of = 'send'")
    )
    console.pusher._most = 1
    console.push(anna)
    [send], [ended] = on_desk(desk, "id"), on_desk(desk, "send", "endings")
    assert send == ended


@pytest.mark.fault(99)
def test_poison_is_marked_with_why_and_holds_up_nobody(
    console: SharingConsole, anna: Connection, desk: Desk
) -> None:
    good = [console.trail.begin(INTENT) for _ in range(3)]
    nul = console.trail.begin(INTENT)
    good += [console.trail.begin(INTENT) for _ in range(3)]
    longer = console.trail.begin(replace(INTENT, record_id="x" * 2_000))
    damaged = console.trail.begin(INTENT)
    half = console.outbox.add_note(
        console.shared, "order", "a-1", "half \ud800".encode("utf-8", "replace").decode()
    )
    zero = console.outbox.add_note(console.shared, "order", "a-1", "a\x00b")
    long = console.outbox.add_note(console.shared, "order", "a-1", "x" * 10_001)
    stranger = console.outbox.add_note(console.shared, "order", "a-1", "", withdraws=half)
    good += [console.trail.begin(INTENT) for _ in range(3)]
    wrong = "UPDATE outbox SET written_at = 'yesterday or so' WHERE entry = ?"
    console.database.write(lambda connection: connection.execute(wrong, (nul,)))
    torn = "UPDATE trail SET intent = replace(intent, 'taxTotal', 'taxTotam') WHERE number = ?"
    console.database.write(lambda connection: connection.execute(torn, (damaged,)))
    console.push(anna)
    assert len(on_desk(desk, "id")) == len(good) == 9
    assert console.outbox.refusals([*good, nul, longer, damaged]) == {
        nul: 'The desk does not take it: invalid input syntax for type timestamp with time zone: "yesterday or so"',
        longer: 'The desk does not take it: value for domain desk.record_id violates check constraint "record_id_check"',
        damaged: "It is damaged on this computer's disk.",
    }
    notes = {note.id: note.reason for note in console.outbox.notes_of(ADDRESS, "order", "a-1")}
    assert notes[half] == notes[stranger] == ""
    assert notes[zero] == "It has a character that PostgreSQL has not."
    assert 'constraint "notes_body_check"' in notes[long]
    assert console.told[-1] == OutboxCounts(0, 5)


def test_what_is_too_long_is_passed_on_without_its_values_and_then_without_its_body(
    console: SharingConsole, anna: Connection, desk: Desk
) -> None:
    body = '{"a": "' + "\\u00e9" * 400_000 + '"}'
    values = replace(TAX, was="0" * MOST, becomes="1")
    numbers = [
        console.trail.begin(replace(INTENT, body=body, changes=(values,))),
        console.trail.begin(replace(INTENT, body="x" * MOST)),
    ]
    console.trail.end(numbers[0], "saved", answer={"id": "y" * MOST})
    console.push(anna)
    sends = [entry_of(1, "Shop", together(content), None) for content in on_desk(desk, "content")]
    assert [one.left_out for one in sends] == [("values",), ("values", "body")]
    assert [one.intent.body for one in sends] == [body, ""]
    assert [change.after for one in sends for change in one.intent.changes] == ["0.28", "0.28"]
    [ended] = on_desk(desk, "content", "endings")
    assert together(ended)["outcome"] == "saved"
    assert "answer" not in together(ended)
    assert console.told[-1] == OutboxCounts(0, 0)


def test_a_beginning_that_alone_is_too_long_is_refused_and_told(
    console: SharingConsole, anna: Connection
) -> None:
    number = console.trail.begin(replace(INTENT, changes=(replace(TAX, before="x" * MOST),)))
    console.push(anna)
    assert console.outbox.refusals([number]) == {number: "It is too long for the desk."}


@pytest.mark.fault(96)
def test_what_a_desk_that_failed_over_lost_is_passed_on_again_in_order(
    console: SharingConsole, anna: Connection, desk: Desk
) -> None:
    numbers = [console.trail.begin(replace(INTENT, record_id=f"r{place}")) for place in range(6)]
    for number in numbers:
        console.trail.end(number, "unknown")
    console.push(anna)
    console.monotonic += 1.0
    console.push(anna, begin=False)
    console.trail.end(numbers[4], "arrived")
    with desk.connected("olga") as owner:
        owner.execute("DELETE FROM desk.sends WHERE number > 2")
        owner.execute("DELETE FROM desk.endings WHERE number > 1")
    console.pusher.lose()
    console.push(anna)
    assert on_desk(desk, "record_id") == [f"r{place}" for place in range(6)]
    newest = dict(on_desk(desk, "record_id, outcome", "endings"))
    assert newest == {f"r{place}": "unknown" for place in range(6)} | {"r4": "arrived"}


def test_what_was_acknowledged_and_is_there_still_is_asked_for_and_not_sent_again(
    console: SharingConsole, anna: Connection, desk: Desk
) -> None:
    console.trail.begin(INTENT)
    console.push(anna)
    console.pusher.lose()
    console.push(anna)
    with desk.connected("olga") as owner:
        after = owner.execute("SELECT nextval(pg_get_serial_sequence('desk.sends', 'number'))").fetchone()
    assert after == (2,), "an insert would have taken a number"


def test_a_desk_without_room_is_tried_again_later_and_nothing_is_refused(
    console: SharingConsole, anna: Connection, desk: Desk
) -> None:
    console.trail.begin(INTENT)
    with desk.connected("olga") as owner:
        owner.execute(
            "CREATE FUNCTION public.full() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$"
        )
        owner.execute("CREATE TRIGGER full_up BEFORE INSERT ON desk.sends EXECUTE FUNCTION public.full()")
        console.pusher.begin(anna)
        assert console.pusher.work(anna, 100.0) == 101.0
        assert console.pusher.work(anna, 100.5) == 101.0
        assert console.pusher.work(anna, 101.0) == 103.0
        owner.execute("DROP FUNCTION public.full CASCADE")
    console.monotonic = 104.0
    console.push(anna, begin=False)
    assert len(on_desk(desk, "id")) == 1


def test_a_right_that_is_missing_is_for_the_line_to_judge(console: SharingConsole, postgres: Cluster) -> None:
    console.trail.begin(INTENT)
    desk = postgres.make_desk()
    with desk.connected("olga") as owner:
        owner.execute("REVOKE INSERT (id) ON desk.sends FROM desk_operator")
    with desk.connected("anna") as anna, pytest.raises(psycopg.errors.InsufficientPrivilege):
        console.push(anna)
    assert console.outbox.counts() == OutboxCounts(waiting=1)


def test_a_line_that_breaks_at_the_same_long_row_gets_it_without_what_is_long(
    console: SharingConsole, desk: Desk
) -> None:
    console.trail.begin(INTENT)
    long = console.trail.begin(replace(INTENT, body="x" * 100_000))
    console.trail.begin(INTENT)
    for _ in range(4):
        with desk.connected("anna") as anna:
            try:
                anna.cursor_factory = _Narrow
                console.push(anna)
            except psycopg.OperationalError:
                console.pusher.lose()
    assert [entry_of(1, "", together(one), None).left_out for one in on_desk(desk, "content")] == [
        (),
        ("values", "body"),
        (),
    ]
    assert console.outbox.refusals([long]) == {}


class _Narrow(psycopg.Cursor[Any]):
    """A network on which a line breaks where more is sent at once than it takes in the time there is."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        if sum(len(text) for column in params or () for text in column) > 70_000:
            self.connection.close()
        return super().execute(query, params, **how)


def test_after_all_local_data_was_deleted_what_is_new_is_passed_on_again(
    console: SharingConsole, anna: Connection, desk: Desk
) -> None:
    console.trail.begin(INTENT)
    console.push(anna)
    console.database.wipe()
    console.trail.begin(replace(INTENT, record_id="new"))
    console.push(anna, begin=False)
    assert on_desk(desk, "record_id") == ["a-1", "new"]


def test_a_text_that_fits_is_not_touched() -> None:
    assert fitting("0123", most=4) == "0123"


def test_what_is_sent_while_nothing_waits_goes_together_with_how_it_ended(
    console: SharingConsole, anna: Connection, desk: Desk
) -> None:
    console.push(anna)
    number, now = console.trail.begin(INTENT), console.monotonic
    due = console.pusher.work(anna, now)
    assert now < due < now + 0.2
    assert on_desk(desk, "id") == []
    console.trail.end(number, "saved")
    assert console.pusher.work(anna, due) == due
    assert len(on_desk(desk, "id")) == len(on_desk(desk, "id", "endings")) == 1
