"""The outbox, in a real database: what is to be passed on stands there with the trail, or not at all.

It must not need a desk; what the desk makes of it is tested in tests/desk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from console.desk.place import held
from console.model.environment import SANDBOX_NAME
from console.store.database import Connection, Database
from console.store.entries import FieldChange, Intent
from console.store.outbox import KEPT_FOR, Outbox, OutboxCounts, SharedAs
from console.store.places import Places, find_places
from console.store.salvage import salvage
from console.store.trail import Trail

ADDRESS = "https://orders.example.com/rest"
CHANGE = FieldChange("taxTotal", "Tax", "0.00", "0.28", 0, "0.28")
INTENT = Intent(
    "Shop", "order", "a\\b", "C-1", (CHANGE,), "POST", "https://x/orders/a", "{}", workflows=False
)


@dataclass
class Shared:
    """How the tests' console is shared, how often it was woken, and what time it is."""

    now: datetime = datetime(2026, 11, 28, 9, tzinfo=UTC)
    woken: int = 0
    on: bool = True
    console: UUID = field(default_factory=uuid4)

    def __call__(self) -> SharedAs | None:
        return self.named if self.on else None

    @property
    def named(self) -> SharedAs:
        return SharedAs(ADDRESS, self.console, held, self.wake)

    def wake(self) -> None:
        self.woken += 1

    def clock(self) -> datetime:
        return self.now


@pytest.fixture
def where(tmp_path: Path) -> Places:
    return find_places({"ORDER_CONSOLE_HOME": str(tmp_path)})


@pytest.fixture
def database(where: Places) -> Iterator[Database]:
    with closing(Database(where)) as made:
        yield made


@pytest.fixture
def shared() -> Shared:
    return Shared()


@pytest.fixture
def trail(database: Database, shared: Shared) -> Trail:
    return Trail(database, who=lambda: "jo", shared=shared, clock=shared.clock)


@pytest.fixture
def outbox(database: Database, shared: Shared) -> Outbox:
    return Outbox(database, clock=shared.clock)


def test_a_send_and_its_ending_wait_in_order_with_the_very_text_of_the_trail(
    trail: Trail, outbox: Outbox, database: Database, shared: Shared
) -> None:
    number = trail.begin(INTENT)
    assert trail.end(number, "saved", answer={"id": "a"})
    send, ending = outbox.waiting(10, 1_000_000)
    kept = database.read(lambda one: one.execute("SELECT intent, ending FROM trail").fetchone())
    assert (send.of, send.content, ending.of, ending.content) == ("send", kept[0], "ending", kept[1])
    assert (send.environment, send.kind, send.record_id) == (ADDRESS, "order", "a\\u005cb")
    assert (ending.refers_to, ending.outcome, "0.28" in send.words) == (send.id, "saved", True)
    assert send.console == str(shared.console)
    [entry] = trail.of("Shop", "order", "a\\b")
    assert entry.shared_id == send.id != ending.id
    assert shared.woken == 2


def test_without_a_desk_nothing_is_written_there_and_the_entry_has_no_shared_id(
    trail: Trail, outbox: Outbox, shared: Shared
) -> None:
    shared.on = False
    trail.end(trail.begin(INTENT), "saved")
    assert outbox.counts() == OutboxCounts()
    assert trail.search()[0].shared_id == ""
    assert shared.woken == 0


def test_the_practice_sandbox_is_never_shared(trail: Trail, outbox: Outbox) -> None:
    trail.end(trail.begin(replace(INTENT, environment=SANDBOX_NAME)), "saved")
    assert outbox.counts() == OutboxCounts()


def test_the_ending_of_what_was_sent_before_there_was_a_desk_stays_here(
    trail: Trail, outbox: Outbox, shared: Shared
) -> None:
    shared.on = False
    number = trail.begin(INTENT)
    shared.on = True
    assert trail.end(number, "saved")
    assert outbox.counts() == OutboxCounts()


def test_what_did_not_reach_the_trail_is_not_in_the_outbox_either(
    trail: Trail, outbox: Outbox, database: Database
) -> None:
    def cut(connection: Connection) -> None:
        trail.begin_statement(INTENT)(connection)
        raise sqlite3.OperationalError("cut")

    with pytest.raises(sqlite3.OperationalError):
        database.write(cut)
    assert outbox.counts() == OutboxCounts()
    assert trail.search() == []


def test_a_second_ending_that_changes_nothing_is_not_passed_on(trail: Trail, outbox: Outbox) -> None:
    number = trail.begin(INTENT)
    assert trail.end(number, "saved")
    assert not trail.end(number, "not saved")
    assert len(outbox.waiting(10, 1_000_000)) == 2


def test_an_ending_that_is_passed_on_late_tells_what_is_known_by_now(trail: Trail, outbox: Outbox) -> None:
    number = trail.begin(INTENT)
    trail.end(number, "unknown", "The line was cut.")
    trail.end(number, "arrived")
    assert [row.outcome for row in outbox.waiting(10, 1_000_000)[1:]] == ["arrived", "arrived"]


def test_an_ending_goes_where_its_send_went_though_the_address_was_changed_meanwhile(
    database: Database, shared: Shared
) -> None:
    number = Trail(database, shared=shared).begin(INTENT)
    Trail(database, shared=lambda: replace(shared.named, environment="https://new")).end(number, "saved")
    assert {row.environment for row in Outbox(database).waiting(10, 1_000_000)} == {ADDRESS}


def test_what_was_passed_on_is_kept_a_day_and_then_forgotten(
    trail: Trail, outbox: Outbox, shared: Shared
) -> None:
    trail.begin(INTENT)
    [row] = outbox.waiting(10, 1_000_000)
    outbox.mark_passed_on([row.number])
    assert outbox.waiting(10, 1_000_000) == []
    assert outbox.passed_on(0, 10) == [(row.number, "send", row.id)]
    assert outbox.these([row.number], 1_000_000) == [row]
    shared.now += KEPT_FOR - timedelta(seconds=1)
    outbox.forget_passed_on()
    assert len(outbox.passed_on(0, 10)) == 1
    shared.now += timedelta(seconds=2)
    assert outbox.passed_on(0, 10) == []
    outbox.forget_passed_on()
    assert outbox.these([row.number], 1_000_000) == []


def test_what_the_desk_refused_says_why_for_ever(trail: Trail, outbox: Outbox, shared: Shared) -> None:
    number, other = trail.begin(INTENT), trail.begin(INTENT)
    outbox.mark_refused(outbox.waiting(1, 1_000_000)[0].number, "It is too long.")
    shared.now += 2 * KEPT_FOR
    outbox.forget_passed_on()
    assert outbox.refusals([number, other]) == {number: "It is too long."}
    assert outbox.counts() == OutboxCounts(waiting=1, refused=1)


def test_what_one_wrote_waits_for_its_writer_and_not_for_who_is_at_the_desk_after(
    trail: Trail, outbox: Outbox, shared: Shared
) -> None:
    there, here = trail.begin(INTENT), trail.begin(INTENT)
    sends = outbox.waiting(10, 1_000_000)
    outbox.mark_passed_on([sends[0].number])
    trail.end(there, "saved")
    bert = replace(shared.named, console=uuid4())
    note = outbox.add_note(bert, "order", "a", "Bert's.")
    outbox.change_hands("anna", "bert", bert.console)
    assert [row.of for row in outbox.waiting(10, 1_000_000)] == ["ending", "note"]
    assert outbox.passed_on(0, 10) == [], "or it would be signed anew where a desk lost it"
    assert outbox.refusals([there, here]) == {
        here: "It was written by anna, who is not at the desk from here any more."
    }
    outbox.change_hands("bert", "anna", uuid4())
    assert [row.id for row in outbox.waiting(10, 1_000_000) if row.of == "send"] == [sends[1].id]
    assert [one.status for one in outbox.notes_of(ADDRESS, "order", "a")] == ["refused"]
    outbox.change_hands("anna", "bert", uuid4())
    assert [(one.id, one.status) for one in outbox.notes_of(ADDRESS, "order", "a")] == [(note, "waiting")]


def test_a_batch_ends_where_it_grows_long_and_holds_one_row_in_any_case(trail: Trail, outbox: Outbox) -> None:
    for _ in range(4):
        trail.begin(replace(INTENT, body="x" * 1_000))
    assert [len(outbox.waiting(10, bytes)) for bytes in (1, 5_000, 1_000_000)] == [1, 1, 4]


def test_notes_wait_like_sends_and_are_told_with_how_they_stand(outbox: Outbox, shared: Shared) -> None:
    sharing = shared.named
    first = outbox.add_note(sharing, "order", "a", "Called her.")
    outbox.add_note(sharing, "order", "a", "", withdraws=first)
    outbox.add_note(sharing, "cart", "a", "Another's.")
    assert [(one.body, one.withdraws, one.status) for one in outbox.notes_of(ADDRESS, "order", "a")] == [
        ("Called her.", "", "waiting"),
        ("", first, "waiting"),
    ]
    row = outbox.waiting(1, 1_000)[0]
    assert (row.of, row.id, row.body, row.content, row.words) == ("note", first, "Called her.", "", "")
    assert shared.woken == 3


def test_what_waits_is_taken_out_of_a_damaged_file_with_its_entries(
    trail: Trail, database: Database, where: Places
) -> None:
    trail.end(trail.begin(INTENT), "saved")
    database.close()
    (where.data / "console.db").rename(where.data / "kept.db")
    with closing(Database(where)) as fresh:
        fresh.write(lambda connection: None)
        connection = sqlite3.connect(where.data / "console.db", isolation_level=None)
        with closing(connection):
            connection.execute("PRAGMA foreign_keys = ON")
            assert salvage(where.data / "kept.db", connection)["outbox"] == 2
        assert [row.of for row in Outbox(fresh).waiting(10, 1_000_000)] == ["send", "ending"]
