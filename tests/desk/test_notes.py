"""Notes on a real desk: read by record and by words, and withdrawn by nobody but their authors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from console.desk.notes import LONGEST_NOTE, MOST_NOTES, DeskNote, notes_of, notes_with
from console.desk.owner.owner import init
from console.desk.place import DeskPlace, held
from tests.support.postgres import Cluster, Desk

ENVIRONMENT = "https://shop.example/api"
ORDER, CART = DeskPlace(ENVIRONMENT, "order", "1001"), DeskPlace(ENVIRONMENT, "cart", "C-2207")
_ADD = "INSERT INTO desk.notes (id, environment, kind, record_id, body, withdraws) VALUES (%s, %s, %s, %s, %s, %s)"


@pytest.fixture(scope="module")
def one_desk(postgres: Cluster) -> Desk:
    return postgres.make_desk()


class People:
    """Anna and Bert, at a desk without a note."""

    def __init__(self, anna: psycopg.Connection, bert: psycopg.Connection) -> None:
        self.anna, self.bert = anna, bert

    def note(
        self, who: psycopg.Connection, body: str, place: DeskPlace = ORDER, withdraws: str | None = None
    ) -> str:
        id = str(uuid4())
        who.execute(_ADD, (id, place.environment, place.kind, place.record_id, held(body), withdraws))
        return id


@pytest.fixture
def people(one_desk: Desk) -> Iterator[People]:
    one_desk.cluster.ask("TRUNCATE desk.notes", database=one_desk.database)
    with one_desk.connected("anna") as anna, one_desk.connected("bert") as bert:
        yield People(anna, bert)


def bodies(notes: tuple[DeskNote, ...]) -> list[str]:
    return [one.body for one in notes]


def test_notes_of_a_record_are_read_newest_first_with_who_and_when(people: People) -> None:
    first = people.note(people.anna, "She moved to Basel.\nCall first: 061 …")
    people.note(people.bert, "Called; fine.")
    people.note(people.bert, "Another record.", CART)
    newest, oldest = notes_of(ORDER, people.anna)
    assert (newest.who, newest.own, newest.body) == ("bert", False, "Called; fine.")
    assert (oldest.id, oldest.who, oldest.own) == (first, "anna", True)
    assert oldest.body == "She moved to Basel.\nCall first: 061 …"
    assert oldest.place == ORDER
    [now] = people.anna.execute("SELECT clock_timestamp()").fetchone() or ()
    assert 0 <= (now - newest.at).total_seconds() < 60
    assert oldest.at <= newest.at


def test_a_note_is_withdrawn_by_a_row_and_its_text_is_read_no_more(people: People) -> None:
    wrong = people.note(people.anna, "Wrong customer")
    people.note(people.anna, "", withdraws=wrong)
    [shown] = notes_of(ORDER, people.bert)
    assert (shown.id, shown.withdrawn, shown.body) == (wrong, True, "")
    assert notes_with("wrong", people.bert) == ()


def test_nobody_withdraws_what_another_wrote(people: People) -> None:
    annas = people.note(people.anna, "Keep this")
    with pytest.raises(psycopg.errors.CheckViolation, match="only the author"):
        people.note(people.bert, "", withdraws=annas)
    assert bodies(notes_of(ORDER, people.bert)) == ["Keep this"]


def test_a_row_that_withdraws_anothers_note_all_the_same_counts_for_nothing(
    people: People, one_desk: Desk
) -> None:
    annas = people.note(people.anna, "Keep this")
    row = (str(uuid4()), ENVIRONMENT, "order", "1001", "", annas)
    with one_desk.connected("postgres") as owner:  # as by a desk whose check was taken off
        owner.execute("ALTER TABLE desk.notes DISABLE TRIGGER USER")
        owner.execute(_ADD, row)
        owner.execute("ALTER TABLE desk.notes ENABLE TRIGGER USER")
    [shown] = notes_of(ORDER, people.bert)
    assert (shown.body, shown.withdrawn) == ("Keep this", False)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("basel", ["She moved to Basel"]),
        ("BASEL moved", ["She moved to Basel"]),
        ("basel zürich", []),
        ("100%", ["100% wool_mix"]),
        ("l_m", ["100% wool_mix"]),
        ("_", ["100% wool_mix"]),
        ("back\\slash", ["a back\\slash"]),
        ("bert", ["a back\\slash", "100% wool_mix"]),
        ("1001", ["a back\\slash", "100% wool_mix", "She moved to Basel"]),
        ("\x00", []),
        ("   ", []),
        ("", []),
    ],
    ids=ascii,
)
def test_notes_are_found_by_their_words_their_record_and_their_author(
    people: People, words: str, found: list[str]
) -> None:
    people.note(people.anna, "She moved to Basel")
    people.note(people.bert, "100% wool_mix")
    people.note(people.bert, "a back\\slash")
    assert bodies(notes_with(words, people.anna)) == found


@pytest.mark.parametrize(
    ("words", "ago", "found"),
    [("", 0, ["of today"]), ("", 1, ["of before"]), ("of", 1, ["of before"]), ("today", 1, []), ("", 2, [])],
)
def test_notes_of_a_day_are_found_by_the_clock_of_the_desk(
    people: People, one_desk: Desk, words: str, ago: int, found: list[str]
) -> None:
    people.note(people.anna, "of before")
    one_desk.cluster.ask("UPDATE desk.notes SET at = at - interval '1 day'", database=one_desk.database)
    people.note(people.anna, "of today")
    now = datetime.now(UTC)
    days = (now - timedelta(days=ago, hours=1), now - timedelta(days=ago) + timedelta(hours=1))
    assert bodies(notes_with(words, people.bert, days)) == found


@pytest.mark.parametrize(
    ("words", "days", "index"),
    [
        ("basel", None, "notes_words"),
        ("", (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)), "notes_of_a_day"),
    ],
)
def test_notes_are_found_through_an_index_whatever_is_asked_for(
    one_desk: Desk, words: str, days: tuple[datetime, datetime] | None, index: str
) -> None:
    empty = one_desk.cluster.make_empty()
    with empty.connected("olga") as olga:
        init(olga)
        asked: list[tuple[bytes, tuple[object, ...]]] = []
        notes_with(words, Asked(olga, asked), days)  # type: ignore[arg-type]
        [(statement, values)] = asked
        olga.execute("SET enable_seqscan = off; SET enable_indexscan = off")
        assert index in str(olga.execute(b"EXPLAIN " + statement, values).fetchall())


class Asked:
    """A connection that remembers what it was asked."""

    def __init__(self, connection: psycopg.Connection, asked: list[tuple[bytes, tuple[object, ...]]]) -> None:
        self._connection, self._asked = connection, asked

    def execute(self, statement: bytes, values: tuple[object, ...], *, prepare: bool) -> psycopg.Cursor:
        assert not prepare  # or it would be planned once for all words
        self._asked.append((statement, values))
        return self._connection.execute(statement, values, prepare=prepare)


def test_notes_are_found_in_every_environment_each_with_its_own(people: People) -> None:
    elsewhere = DeskPlace("https://other.example", "order", "1001")
    people.note(people.anna, "Call first")
    people.note(people.anna, "Call later", elsewhere)
    assert [one.place for one in notes_with("call", people.bert)] == [elsewhere, ORDER]


def test_a_text_comes_back_as_it_was_typed(people: People) -> None:
    odd = "nul \x00, half \ud83d, \\, emoji 🎁, \u202e and\ttabs"
    people.note(people.anna, odd)
    assert bodies(notes_of(ORDER, people.bert)) == [odd]


def test_a_note_may_have_10_000_characters_and_no_more(people: People) -> None:
    people.note(people.anna, "長" * LONGEST_NOTE)
    with pytest.raises(psycopg.errors.CheckViolation):
        people.note(people.anna, "長" * (LONGEST_NOTE + 1))


def test_of_many_notes_the_newest_are_read_and_one_more_tells_that_there_are_others(people: People) -> None:
    for place in range(MOST_NOTES + 5):
        people.note(people.anna, f"note {place}")
    read = notes_of(ORDER, people.bert)
    assert len(read) == MOST_NOTES + 1
    assert read[0].body == f"note {MOST_NOTES + 4}"
    assert len(notes_with("note", people.bert)) == MOST_NOTES + 1


def test_a_note_on_a_kind_of_record_that_is_not_known_yet_is_left_out(people: People) -> None:
    people.anna.execute(_ADD, (uuid4(), ENVIRONMENT, "parcel", "1", "word", None))
    assert notes_with("word", people.bert) == ()
