"""Setting a desk up and letting operators in: once, whole or not at all, with rights that are named where they lack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from console.desk.owner import owner
from console.desk.trouble import DeskTrouble
from console.model.environment import Secret
from tests.support.checkout import ROOT
from tests.support.postgres import OWNER, Cluster, Desk, Login

DeskConnection = psycopg.Connection[Any]
PASSWORD = Secret("größeres Pferd, richtige Batterie")


@pytest.fixture(scope="module")
def beside(postgres: Cluster) -> Desk:
    """Another desk of the same server, so that the role and its members are there."""
    return postgres.make_desk()


@pytest.fixture(scope="module")
def bare(beside: Desk) -> Desk:
    return beside.cluster.make_empty()


@pytest.fixture
def empty(bare: Desk) -> Iterator[Desk]:
    """A database without a desk; as it was again afterwards, which takes less than another one."""
    yield bare
    whose, given = ("pg_database_owner", "USAGE") if bare.cluster.version >= 15 else ("postgres", "ALL")
    bare.cluster.ask(
        f"DROP SCHEMA IF EXISTS desk, hidden, public CASCADE; CREATE SCHEMA public AUTHORIZATION {whose};"
        f" GRANT {given} ON SCHEMA public TO PUBLIC; GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
        database=bare.database,
    )


@pytest.fixture
def first(beside: Desk) -> Iterator[Cluster]:
    """The server as it is before its first desk: nobody has made the operators' role."""
    cluster = beside.cluster
    cluster.ask("ALTER ROLE desk_operator RENAME TO put_by")
    yield cluster
    cluster.ask("DROP ROLE IF EXISTS desk_operator")
    cluster.ask("ALTER ROLE put_by RENAME TO desk_operator")


@pytest.fixture
def elsa(empty: Desk, beside: Desk) -> Iterator[DeskConnection]:
    """The owner of a second desk on the server, where another owner made the operators' role."""
    cluster = empty.cluster
    cluster.add_login("elsa", "CREATEROLE")
    cluster.ask(f"GRANT CREATE ON DATABASE {empty.database} TO elsa")
    with empty.connected("elsa") as connection:
        yield connection
    cluster.ask("DROP OWNED BY elsa CASCADE", database=empty.database)
    cluster.ask("DROP ROLE elsa")
    del cluster.logins["elsa"]


@pytest.fixture
def olga(empty: Desk) -> Iterator[DeskConnection]:
    with empty.connected(OWNER) as connection:
        yield connection


def schemas(desk: Desk) -> list[tuple[Any, ...]]:
    ask = "SELECT nspname FROM pg_namespace WHERE nspname = 'desk'"
    return desk.cluster.ask(ask, database=desk.database)


def test_a_desk_is_set_up_in_an_empty_database_by_its_owner(empty: Desk, olga: DeskConnection) -> None:
    said = owner.init(olga)
    assert said[0] == f"The desk is set up in the database “{empty.database}”."
    assert owner.version(olga) == 1
    closing = "".join(re.findall(r"A superuser ends that with: (.+)", "\n".join(said)))
    assert bool(closing) == (empty.cluster.version < 15)  # public was not the database's owner's before
    empty.cluster.ask(closing or "SELECT", database=empty.database)
    with empty.connected("anna") as anna:
        assert owner.version(anna) == 1
        assert anna.execute("SELECT has_schema_privilege('public', 'USAGE')").fetchone() == (False,)
    index = "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%gin_trgm_ops%' ORDER BY 1"
    assert olga.execute(index).fetchall() == [("notes_words",), ("sends_words",)]


def test_words_are_found_through_the_index_by_an_operator(empty: Desk, olga: DeskConnection) -> None:
    owner.init(olga)
    with empty.connected("anna") as anna:
        anna.execute("SET enable_seqscan = off")
        plan = anna.execute("EXPLAIN SELECT FROM desk.sends WHERE words ILIKE '%parcel%'").fetchall()
        assert "sends_words" in str(plan)
        assert anna.execute("SELECT FROM desk.sends WHERE words ILIKE '%parcel%'").fetchall() == []


def test_a_second_time_is_refused_and_changes_nothing(olga: DeskConnection) -> None:
    owner.init(olga)
    with pytest.raises(DeskTrouble, match=r"has a desk already \(version 1\); nothing was changed\.$"):
        owner.init(olga)
    assert owner.version(olga) == 1


@pytest.mark.parametrize(
    ("found", "said"),
    [(2, r"\(2, needs 1\): update Order Console"), (0, "its owner has to bring it up to date")],
)
def test_a_desk_of_another_version_is_left_alone(olga: DeskConnection, found: int, said: str) -> None:
    owner.init(olga)
    olga.execute("UPDATE desk.version SET number = %s", (found,))
    for refused in (owner.init, owner.need_desk):
        with pytest.raises(DeskTrouble, match=said):
            refused(olga)
    assert owner.version(olga) == found


def test_of_two_that_set_up_at_once_one_does_and_one_is_told(empty: Desk) -> None:
    with empty.connected(OWNER) as one, empty.connected(OWNER) as other, ThreadPoolExecutor(2) as both:
        said = [done.exception() for done in [both.submit(owner.init, each) for each in (one, other)]]
        assert sorted(map(str, said)) == [
            "None",
            "This database has a desk already (version 1); nothing was changed.",
        ]
        assert owner.version(one) == 1


@pytest.mark.parametrize("who", ["SUPERUSER", "CREATEROLE CREATEDB"], ids=["superuser", "managed server"])
def test_what_the_readme_has_done_first_makes_an_owner_who_needs_no_more(first: Cluster, who: str) -> None:
    cluster = first
    cluster.add_login("readme_boss", *who.split())
    [text] = re.findall(r"```sql\n(CREATE ROLE.+?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    password = cluster.logins.setdefault(
        "readme_owner", Login("readme_owner", "typed by a superuser")
    ).password
    text = (
        text.replace("olga", "readme_owner")
        .replace("DATABASE desk", "DATABASE readme_desk")
        .replace("…", password)
    )
    with cluster.connected("readme_boss", "postgres") as boss:
        for statement in re.sub(r"--.*", "", text).split(";")[:-1]:
            boss.execute(statement.encode())
    made = Desk(cluster, "readme_desk")
    with made.connected("readme_owner") as connection:
        owner.init(connection)
        owner.add_operator(connection, "readme_operator", PASSWORD)
        connection.execute("SELECT desk.here(gen_random_uuid(), '[]', true)")
        former = "UPDATE desk.{} SET operator = 'former' WHERE operator = 'readme_operator'"
        for table in ("sends", "endings", "notes"):
            connection.execute(former.format(table).encode())
        connection.execute("DROP ROLE readme_operator")
    cluster.ask("DROP DATABASE readme_desk")
    for login in ("readme_owner", "readme_boss"):
        cluster.ask(f"DROP ROLE {login}")
        del cluster.logins[login]


def test_the_owner_of_a_second_desk_lets_people_in_once_the_administrator_did_what_init_asks_for(
    empty: Desk, elsa: DeskConnection
) -> None:
    asked = run_as_told(empty, owner.init(elsa)[-1])
    if empty.cluster.version < 16:
        assert not asked
    with empty.connected("anna") as anna:  # is let in already
        assert anna.execute("SELECT desk.here(gen_random_uuid(), '[]', true)").fetchone() == (True,)
    if asked:
        assert elsa.execute("SELECT pg_has_role('desk_operator', 'USAGE')").fetchone() == (False,)
    owner.add_operator(elsa, "let in by elsa", PASSWORD)
    owner.new_password(elsa, "let in by elsa", Secret("another horse entirely"))
    elsa.execute('DROP ROLE "let in by elsa"')


def test_an_owner_who_may_make_no_roles_is_told_what_lacks_before_anybody_types_a_password(
    empty: Desk, elsa: DeskConnection
) -> None:
    empty.cluster.ask("ALTER ROLE elsa NOCREATEROLE")
    said = owner.init(elsa)[-1]
    assert said.startswith(
        "elsa cannot let people in yet. The server's administrator changes that with: ALTER "
    )
    with pytest.raises(DeskTrouble) as caught:
        owner.refuse_operator(elsa, "dora")
    assert caught.value.sentence == said.replace(" yet", "")
    with pytest.raises(DeskTrouble, match=r"elsa cannot change the password of anna\. .* CREATEROLE"):
        owner.need_operator(elsa, "anna")
    assert run_as_told(empty, said)
    owner.refuse_operator(elsa, "dora")


def run_as_told(desk: Desk, sentence: str) -> str:
    """Have a superuser run the statements at the end of a sentence; return them."""
    _, _, statements = sentence.partition("administrator changes that with: ")
    if statements:
        desk.cluster.ask(statements)
    return statements


def test_a_superuser_can_set_a_desk_up_as_well(empty: Desk) -> None:
    with empty.connected("postgres") as connection, empty.connected("anna") as anna:
        owner.init(connection)
        assert anna.execute("SELECT desk.here(gen_random_uuid(), '[]', true)").fetchone() == (True,)


def test_a_schema_that_is_none_of_ours_is_left_alone(olga: DeskConnection) -> None:
    olga.execute("CREATE SCHEMA desk")
    with pytest.raises(DeskTrouble, match="none of Order Console's"):
        owner.init(olga)
    assert olga.execute("SELECT FROM pg_class WHERE relnamespace = 'desk'::regnamespace").fetchall() == []


def test_what_fails_half_way_leaves_nothing(empty: Desk, olga: DeskConnection) -> None:
    # A type of this name in the owner's own temporary schema does not hinder; one less to make functions does.
    empty.cluster.ask("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC", database=empty.database)
    with pytest.raises(
        DeskTrouble, match=r"^The desk could not be set up: permission denied for language plpgsql\.$"
    ):
        owner.init(olga)
    assert schemas(empty) == []
    assert olga.execute("SELECT 1").fetchone() == (1,)


def test_who_does_not_own_the_database_is_told_which_right_is_missing(empty: Desk) -> None:
    with empty.connected("anna") as anna, pytest.raises(DeskTrouble) as caught:
        owner.init(anna)
    assert f'GRANT CREATE ON DATABASE "{empty.database}" TO "anna"' in caught.value.sentence
    assert schemas(empty) == []


def test_an_owner_who_may_make_no_roles_is_told_so(empty: Desk, olga: DeskConnection) -> None:
    cluster = empty.cluster
    cluster.ask("ALTER ROLE desk_operator RENAME TO put_by")
    cluster.ask(f"ALTER ROLE {OWNER} NOCREATEROLE")
    try:
        with pytest.raises(
            DeskTrouble, match=f'A superuser gives it with: ALTER ROLE "{OWNER}" CREATEROLE;$'
        ):
            owner.init(olga)
    finally:
        cluster.ask("ALTER ROLE put_by RENAME TO desk_operator")
        cluster.ask(f"ALTER ROLE {OWNER} CREATEROLE")


def test_a_role_of_the_operators_name_that_may_more_is_refused(empty: Desk, olga: DeskConnection) -> None:
    empty.cluster.ask("ALTER ROLE desk_operator CREATEDB")
    try:
        with pytest.raises(DeskTrouble, match="may do more than a desk's operators should"):
            owner.init(olga)
    finally:
        empty.cluster.ask("ALTER ROLE desk_operator NOCREATEDB")
    assert schemas(empty) == []


def test_tables_of_others_in_public_stay_reachable(olga: DeskConnection) -> None:
    olga.execute("CREATE TABLE public.stock (sku text)")
    assert "better alone" in " ".join(owner.init(olga))
    assert olga.execute("SELECT has_schema_privilege('public', 'public', 'USAGE')").fetchone() == (True,)


def test_without_the_extension_for_words_a_desk_is_set_up_all_the_same(
    empty: Desk, olga: DeskConnection
) -> None:
    empty.cluster.ask("CREATE SCHEMA hidden; CREATE EXTENSION pg_trgm SCHEMA hidden", database=empty.database)
    said = owner.init(olga)
    assert "without an index" in " ".join(said)
    assert owner.version(olga) == 1


@pytest.mark.parametrize("name", ["Zoë Müller", 'quo"te; DROP SCHEMA desk', "x" * 63])
def test_an_operator_is_let_in_by_any_name_and_works_in_it(desk: Desk, name: str) -> None:
    with desk.connected(OWNER) as olga:
        owner.add_operator(olga, name, PASSWORD)
    try:
        options = {"password": PASSWORD.reveal(), "host": "localhost", "sslmode": "require"}
        with psycopg.connect(
            user=name, dbname=desk.database, port=desk.cluster.port, **options
        ) as connection:
            note = "INSERT INTO desk.notes (id, environment, kind, record_id, body) VALUES (gen_random_uuid(), '', '', '', '')"
            assert connection.execute(f"{note} RETURNING operator".encode()).fetchone() == (name,)
        with desk.connected(OWNER) as olga:
            with pytest.raises(DeskTrouble, match="at this desk already; --new-password"):
                owner.add_operator(olga, name, PASSWORD)
            owner.new_password(olga, name, Secret("another horse entirely"))
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(user=name, dbname=desk.database, port=desk.cluster.port, **options)
    finally:
        desk.cluster.ask('DROP ROLE "{}"'.format(name.replace('"', '""')))


def test_the_server_never_sees_a_password(desk: Desk) -> None:
    cluster = desk.cluster
    cluster.ask("ALTER SYSTEM SET log_statement = 'all'")
    cluster.restart()
    try:
        with desk.connected(OWNER) as olga:
            owner.add_operator(olga, "quiet", PASSWORD)
        kept = cluster.ask("SELECT rolpassword FROM pg_authid WHERE rolname = 'quiet'")
        assert kept[0][0].startswith("SCRAM-SHA-256$")
        assert 'CREATE ROLE "quiet" LOGIN PASSWORD' in cluster.log()
        assert PASSWORD.reveal() not in cluster.log()
    finally:
        cluster.ask("ALTER SYSTEM RESET log_statement")
        cluster.ask("DROP ROLE IF EXISTS quiet")
        cluster.restart()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "needs a name"),
        (" anna", "begins or ends with a blank"),
        ("an\x00na", "cannot be shown"),
        ("ü" * 32, "longer than 63 bytes"),
        ("pg_anna", "keeps this name"),
        ("public", "keeps this name"),
        ("Anna", "anna differs from Anna only in capital letters"),
        (
            "postgres",
            'has a login postgres already. To let that one in, run there: GRANT desk_operator TO "postgres"',
        ),
        ("anna", "at this desk already"),
    ],
)
def test_a_name_that_will_not_do_is_refused_with_a_reason(desk: Desk, name: str, said: str) -> None:
    with desk.connected(OWNER) as olga, pytest.raises(DeskTrouble) as caught:
        owner.add_operator(olga, name, PASSWORD)
    assert said in caught.value.sentence


@pytest.mark.parametrize("text", ["", "short", "x" * 201, "with a\nline break in it"])
def test_a_password_that_will_not_do_is_refused_and_not_repeated(desk: Desk, text: str) -> None:
    with desk.connected(OWNER) as olga, pytest.raises(DeskTrouble) as caught:
        owner.add_operator(olga, "carla", Secret(text))
    assert "The password" in caught.value.sentence
    assert not text or text not in caught.value.sentence
    assert desk.cluster.ask("SELECT FROM pg_roles WHERE rolname = 'carla'") == []


def test_a_made_password_is_long_and_never_the_same() -> None:
    made = {owner.made_password().reveal() for _ in range(50)}
    assert len(made) == 50
    assert not [one for one in made if len(one) < 20 or owner.wrong_password(Secret(one))]


def test_what_the_readme_has_an_owner_do_locks_out_at_once_whose_console_is_open(desk: Desk) -> None:
    first, then = locking_out("leaver")
    with desk.connected(OWNER) as olga:
        owner.add_operator(olga, "leaver", PASSWORD)
    desk.cluster.logins["leaver"] = Login("leaver", PASSWORD.reveal())
    try:
        with desk.connected(OWNER) as olga, desk.connected("leaver") as leaver:
            olga.execute(first.encode())
            assert leaver.execute("SELECT count(*) FROM desk.sends").fetchone() == (0,)
            olga.execute(then.encode())
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                leaver.execute("SELECT count(*) FROM desk.sends")
        with (
            pytest.raises(psycopg.OperationalError, match="not permitted to log in"),
            desk.connected("leaver"),
        ):
            pass
    finally:
        desk.cluster.ask("DROP ROLE leaver")
        del desk.cluster.logins["leaver"]


def test_what_the_readme_has_a_superuser_add_takes_what_the_owner_granted(desk: Desk) -> None:
    *_, then = locking_out("leaver")
    [added] = re.findall(r"a superuser too, adds `(GRANTED BY .+?)`", (ROOT / "README.md").read_text("utf-8"))
    with desk.connected(OWNER) as olga, desk.connected("postgres") as boss:
        owner.add_operator(olga, "leaver", PASSWORD)
        boss.execute(f"{then} {added}".encode())
        assert not owner.is_operator(olga, "leaver")
        olga.execute("DROP ROLE leaver")


def locking_out(name: str) -> tuple[str, ...]:
    """The two statements with which the README has an owner lock somebody out."""
    [text] = re.findall(r'`(ALTER ROLE "bert" NOLOGIN; .+?)`', (ROOT / "README.md").read_text("utf-8"))
    return tuple(text.replace("bert", name) for text in text.split(";")[:2])


def test_an_operator_cannot_let_others_in(desk: Desk) -> None:
    with (
        desk.connected("anna") as anna,
        pytest.raises(DeskTrouble, match=r"^anna cannot let people in: that is for the desk's owner\.$"),
    ):
        owner.add_operator(anna, "dora", PASSWORD)
    with desk.connected(OWNER) as olga, pytest.raises(DeskTrouble, match="There is no operator postgres"):
        owner.new_password(olga, "postgres", PASSWORD)


def test_the_tables_need_nothing_newer_than_the_oldest_server_that_is_taken() -> None:
    text = (ROOT / "console/desk/schema.sql").read_text(encoding="utf-8")
    newer = (
        "MERGE",
        "BEGIN ATOMIC",
        "NULLS NOT DISTINCT",
        "security_invoker",
        "COMPRESSION",
        "MULTIRANGE",
        "OLD TABLE",
    )
    assert not [word for word in newer if re.search(rf"\b{word}\b", text, re.IGNORECASE)]
    assert "gen_random_uuid" not in text  # ids are the consoles'
