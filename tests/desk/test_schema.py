"""The desk's tables and grants: what an operator can do with them, and each way in which one could try to do more.

Only the PostgreSQL that is installed is run; `test_owner.py` holds that nothing in the SQL is newer than 13 as far as words tell.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any, get_args

import psycopg
import pytest

from console.desk.part import Hint, HintOf
from console.desk.place import DeskPlace
from tests.support.postgres import OWNER, Cluster, Desk

_PLACE = "'https://api.example', 'order', '1'"
SEND = (
    "INSERT INTO desk.sends (id, console, written_at, environment, kind, record_id, words, content)"
    f" VALUES (gen_random_uuid(), gen_random_uuid(), now(), {_PLACE}, 'marked shipped', '{{}}')"
)
NOTE = f"INSERT INTO desk.notes (id, environment, kind, record_id, body) VALUES (gen_random_uuid(), {_PLACE}, 'mind the gap')"
ENDING = (
    "INSERT INTO desk.endings (id, send, environment, kind, record_id, outcome)"
    f" VALUES (gen_random_uuid(), gen_random_uuid(), {_PLACE}, 'done')"
)


def named(statement: str, column: str, value: str, more: str = "") -> str:
    """The insertion with one column more, which is not granted."""
    made = statement.replace("(id,", f"({column}, id,", 1)
    return made.replace("VALUES (", f"{more} VALUES ({value}, ", 1)


FORGERIES = {
    "a send in another's name": named(SEND, "operator", "'bert'"),
    "a send in one's own name, said by oneself": named(SEND, "operator", "DEFAULT"),
    "a send at another time": named(SEND, "at", "now() - interval '1 day'"),
    "a send with a number of one's choice": named(SEND, "number", "1", "OVERRIDING SYSTEM VALUE"),
    "an ending in another's name": named(ENDING, "operator", "'bert'"),
    "an ending at another time": named(ENDING, "at", "now()"),
    "a note in another's name": named(NOTE, "operator", "'bert'"),
    "a note at another time": named(NOTE, "at", "now()"),
    "changing a send": "UPDATE desk.sends SET words = ''",
    "changing an ending": "UPDATE desk.endings SET outcome = 'done'",
    "changing a note": "UPDATE desk.notes SET body = ''",
    "deleting a send": "DELETE FROM desk.sends",
    "deleting an ending": "DELETE FROM desk.endings",
    "deleting a note": "DELETE FROM desk.notes",
    "emptying the sends": "TRUNCATE desk.sends",
    "merging into the sends": "MERGE INTO desk.sends s USING (SELECT 1) o ON true WHEN MATCHED THEN UPDATE SET words = ''",
    "copying sends from a file": "COPY desk.sends (words) FROM '/etc/hostname'",
    "changing a send by a conflict": SEND + " ON CONFLICT (id) DO UPDATE SET words = ''",
    "locking a send": "SELECT number FROM desk.sends FOR UPDATE",
    "locking the table": "DO $$ BEGIN LOCK TABLE desk.sends IN ACCESS EXCLUSIVE MODE; END $$",
    "becoming the owner": f"SET ROLE {OWNER}",
    "becoming a colleague": "SET ROLE bert",
    "being a colleague for the session": "SET SESSION AUTHORIZATION bert",
    "switching triggers off for the session": "SET session_replication_role = replica",
    "owning the sends": "ALTER TABLE desk.sends OWNER TO anna",
    "switching a trigger off": "ALTER TABLE desk.notes DISABLE TRIGGER ALL",
    "dropping a trigger": "DROP TRIGGER tell ON desk.sends",
    "a trigger of one's own": "CREATE TRIGGER mine BEFORE INSERT ON desk.sends EXECUTE FUNCTION desk.tell()",
    "a rule of one's own": "CREATE RULE mine AS ON INSERT TO desk.sends DO INSTEAD NOTHING",
    "a policy of one's own": "CREATE POLICY mine ON desk.sends USING (false)",
    "a comment on the sends": "COMMENT ON TABLE desk.sends IS 'mine'",
    "a table in the desk": "CREATE TABLE desk.mine ()",
    "a function in the desk": "CREATE FUNCTION desk.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a table in public": "CREATE TABLE public.mine ()",
    "a function in public": "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "presence past its function": "INSERT INTO desk.presence VALUES (gen_random_uuid(), 'bert', now(), '[]')",
    "changing a presence": "UPDATE desk.presence SET beat = now()",
    "deleting a presence": "DELETE FROM desk.presence",
    "a claim past its function": f"INSERT INTO desk.claims VALUES ({_PLACE}, 'bert', gen_random_uuid(), 1, now())",
    "changing a claim": "UPDATE desk.claims SET until = now() + interval '1 day'",
    "deleting a claim": "DELETE FROM desk.claims",
    "another version": "UPDATE desk.version SET number = 2",
    "taking a token": "SELECT nextval('desk.tokens')",
    "setting the tokens back": "SELECT setval('desk.tokens', 1)",
    "calling what tells": "SELECT desk.tell()",
    "calling what the claims use": "SELECT desk.lease(900)",
    "terminating a colleague": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'bert'",
    "dropping the desk": "DROP SCHEMA desk CASCADE",
    "a login of one's own making": "CREATE ROLE mine LOGIN",
    "another password for a colleague": "ALTER ROLE bert PASSWORD 'mine'",
}


@pytest.fixture(scope="module")
def busy(postgres: Cluster) -> Desk:
    """A desk on which anna and bert have been at work: something to forge."""
    made = postgres.make_desk()
    with made.connected("bert") as bert:
        for statement in (SEND, ENDING, NOTE):
            bert.execute(statement.encode())
        bert.execute("SELECT desk.here(gen_random_uuid(), '[]', true)")
        bert.execute("SELECT desk.claim('https://api.example', 'order', '{1}', gen_random_uuid(), 60)")
    return made


@pytest.fixture(scope="module")
def bert_is_here(busy: Desk) -> Iterator[psycopg.Connection[Any]]:
    with busy.connected("bert") as connection:
        yield connection


@pytest.fixture(scope="module")
def watch(busy: Desk) -> Iterator[psycopg.Connection[Any]]:
    with busy.connected("postgres") as connection:
        yield connection


def everything(watch: psycopg.Connection[Any]) -> list[tuple[object, ...]]:
    tables = ("sends", "endings", "notes", "presence", "claims", "version")
    texts = " UNION ALL ".join(f"SELECT t::text FROM desk.{table} t" for table in tables)
    return watch.execute(texts.encode()).fetchall()


@pytest.mark.fault(110)
@pytest.mark.parametrize("name", FORGERIES)
def test_an_operator_is_refused(
    name: str, busy: Desk, bert_is_here: psycopg.Connection[Any], watch: psycopg.Connection[Any]
) -> None:
    before = everything(watch)
    with busy.connected("anna") as anna:
        if name.startswith("merging") and anna.info.server_version < 150_000:
            pytest.skip("PostgreSQL has MERGE since 15")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            anna.execute(FORGERIES[name].encode())
    assert everything(watch) == before
    assert len(before) > 5
    assert bert_is_here.execute("SELECT 1").fetchone() == (1,)


def test_of_every_table_who_and_when_are_the_desks_word_and_nothing_is_changed_or_deleted(busy: Desk) -> None:
    rights = (
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid,"
        " unnest(ARRAY['INSERT', 'UPDATE']) wanted"
        " WHERE c.relnamespace = 'desk'::regnamespace AND c.relkind = 'r' AND a.attnum > 0"
        " AND has_column_privilege(c.oid, a.attnum, wanted)"
        " AND (wanted = 'UPDATE' OR a.attname IN ('operator', 'at', 'number'))"
    )
    whole = (
        "SELECT relname FROM pg_class WHERE relnamespace = 'desk'::regnamespace AND relkind = 'r'"
        " AND has_table_privilege(oid, 'DELETE, TRUNCATE, TRIGGER, REFERENCES')"
    )
    with busy.connected("anna") as anna:
        assert anna.execute(rights.encode()).fetchall() == []
        assert anna.execute(whole.encode()).fetchall() == []
    with busy.connected(OWNER) as olga:
        assert len(olga.execute(rights.encode()).fetchall()) > 20, "the owner may"


def test_a_grant_to_oneself_gives_nothing(busy: Desk) -> None:
    with busy.connected("anna") as anna:
        anna.execute("GRANT SELECT ON desk.sends TO anna")  # the server only warns
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            anna.execute("GRANT UPDATE ON desk.version TO anna; UPDATE desk.version SET number = 2")


def test_who_takes_the_operators_role_still_writes_in_the_own_name(busy: Desk) -> None:
    with busy.connected("anna") as anna:
        anna.execute("SET ROLE desk_operator")
        assert anna.execute(f"{NOTE} RETURNING operator".encode()).fetchone() == ("anna",)


def test_what_a_colleague_left_open_is_ended_in_the_own_name(desk: Desk) -> None:
    with desk.connected("anna") as anna, desk.connected("bert") as bert:
        [(send,)] = anna.execute(f"{SEND} RETURNING id".encode())
        ended = ENDING.replace("gen_random_uuid(), gen_random_uuid()", "gen_random_uuid(), %s")
        bert.execute(ended.encode(), (send,))
        both = "SELECT s.operator, e.operator FROM desk.sends s JOIN desk.endings e ON e.send = s.id"
        assert anna.execute(both.encode()).fetchall() == [("anna", "bert")]


def test_every_function_says_where_it_looks_names_up_and_the_callers_own_come_last(desk: Desk) -> None:
    with desk.connected("anna") as anna:
        found = anna.execute(
            "SELECT proname, proconfig FROM pg_proc WHERE pronamespace = 'desk'::regnamespace ORDER BY proname"
        ).fetchall()
    assert len(found) > 5
    for name, said in found:
        assert said == ["search_path=pg_catalog, pg_temp"], name


def test_a_login_that_is_no_operator_sees_nothing(busy: Desk, postgres: Cluster) -> None:
    if "carl" not in postgres.logins:
        postgres.add_login("carl")
    with busy.connected("carl") as carl, pytest.raises(psycopg.errors.InsufficientPrivilege):
        carl.execute("SELECT number FROM desk.version")


def test_a_colleagues_statements_are_hidden(busy: Desk, bert_is_here: psycopg.Connection[Any]) -> None:
    bert_is_here.execute("SELECT 'what bert asks'")
    with busy.connected("anna") as anna:
        told = anna.execute("SELECT query FROM pg_stat_activity WHERE usename = 'bert'").fetchall()
    assert told
    assert {text for (text,) in told} == {"<insufficient privilege>"}


@pytest.mark.fault(110)
def test_another_consoles_id_and_an_old_token_serve_nobody(desk: Desk) -> None:
    console = uuid.uuid4()
    claim = "SELECT token FROM desk.claim('e', 'order', ARRAY['1'], %s, 60)"
    with desk.connected("anna") as anna, desk.connected("bert") as bert:
        assert anna.execute("SELECT desk.here(%s, '[]', true)", (console,)).fetchone() == (True,)
        assert bert.execute("SELECT desk.here(%s, '[]', true)", (console,)).fetchone() == (False,)
        [(old,)] = anna.execute(claim, (console,)).fetchall()
        assert bert.execute(claim, (console,)).fetchall() == []
        [(new,)] = anna.execute(claim, (console,)).fetchall()
        held = "SELECT desk.sending('e', 'order', '1', %s, 60)"
        assert bert.execute(held, (new,)).fetchone() == (False,)
        assert anna.execute(held, (old,)).fetchone() == (False,)
        assert anna.execute(held, (new,)).fetchone() == (True,)
        assert bert.execute("SELECT desk.renew(%s, 60)", (console,)).fetchone() == (0,)
        assert bert.execute("SELECT desk.release('e', 'order', '1', %s)", (new,)).fetchone() == (False,)
        bert.execute("SELECT desk.gone(%s)", (console,))
        assert anna.execute("SELECT operator FROM desk.presence").fetchall() == [("anna",)]


@pytest.mark.parametrize(
    ("who", "place", "good"),
    [
        ("anna", "'e', 'order', '1'", True),
        ("bert", "'e', 'order', '1'", False),
        ("anna", "'e', 'order', '2'", False),
    ],
)
def test_a_note_is_withdrawn_by_its_author_at_its_record(
    desk: Desk, who: str, place: str, good: bool
) -> None:
    note = uuid.uuid4()
    write = (
        "INSERT INTO desk.notes (id, environment, kind, record_id, body, withdraws) VALUES (%s, {}, '', %s)"
    )
    with desk.connected("anna") as anna, desk.connected(who) as other:
        anna.execute(write.format("'e', 'order', '1'").encode(), (note, None))
        statement = write.format(place).encode()
        if good:
            other.execute(statement, (uuid.uuid4(), note))
        else:
            with pytest.raises(psycopg.errors.CheckViolation, match="only the author"):
                other.execute(statement, (uuid.uuid4(), note))
        assert len(anna.execute("SELECT FROM desk.notes").fetchall()) == 1 + good


@pytest.mark.parametrize("column", ["environment", "kind", "record_id"])
def test_a_name_that_no_index_can_hold_is_refused_as_a_row(desk: Desk, column: str) -> None:
    given = {"environment": "e", "kind": "order", "record_id": "1", column: "x" * 2_000}
    with desk.connected("anna") as anna, pytest.raises(psycopg.errors.CheckViolation):
        anna.execute(
            "INSERT INTO desk.notes (id, environment, kind, record_id, body)"
            " VALUES (gen_random_uuid(), %(environment)s, %(kind)s, %(record_id)s, '')",
            given,
        )


def test_what_is_added_to_is_what_hints_tell_of(busy: Desk) -> None:
    ask = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'tell'"
    with busy.connected(OWNER) as olga:
        told = {str(table).removeprefix("desk.") for (table,) in olga.execute(ask)}
    assert told | {"presence"} == set(get_args(HintOf))
    assert all(Hint.read(f'["{table}", "e", "order", "1"]') for table in told)


def test_the_hint_of_a_long_name_is_known_for_its_record(desk: Desk) -> None:
    long = DeskPlace("e" * 500, "order", "r" * 1_500)
    with desk.connected("anna") as anna:
        anna.execute("LISTEN desk")
        anna.execute(
            "INSERT INTO desk.notes (id, environment, kind, record_id, body)"
            " VALUES (gen_random_uuid(), %s, %s, %s, 'mind the gap')",
            (long.environment, long.kind, long.record_id),
        )
        [told] = [Hint.read(one.payload) for one in anna.notifies(timeout=5, stop_after=1)]
    assert told is not None
    assert told.means(long)
    assert not told.means(DeskPlace("e" * 500, "order", "r" * 300))


def test_the_longest_names_are_still_hinted_at(desk: Desk) -> None:
    longest = ("\x01" * 500, "\x01" * 50, "\x01" * 1_500)
    with desk.connected("anna") as anna:
        anna.execute("LISTEN desk")
        anna.execute(
            "INSERT INTO desk.notes (id, environment, kind, record_id, body) VALUES (gen_random_uuid(), %s, %s, %s, '')",
            longest,
        )
        [hint] = anna.notifies(timeout=5, stop_after=1)
    assert len(hint.payload) < 8_000
    assert hint.payload.startswith('["notes", ')
