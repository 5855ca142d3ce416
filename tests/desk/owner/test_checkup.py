"""What `desk check` finds: each thing that could be wrong or worth knowing, seen at a real server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest

from console.desk.owner.checkup import Seen, check_desk
from console.desk.trouble import NotReached
from tests.support.postgres import OWNER, Cluster, Desk


def seen(desk: Desk, user: str = "anna", ahead: float = 0.0, **options: object) -> dict[str, str]:
    with desk.connected(user, **options) as connection:
        return {one.words: one.weight for one in check_desk(connection, lambda: time.time() + ahead)}


def weight_of(found: dict[str, str], part: str) -> str:
    [weight] = [weight for words, weight in found.items() if part in words]
    return weight


@contextmanager
def setting(cluster: Cluster, database: str, name: str, value: str) -> Iterator[None]:
    cluster.ask(f"ALTER DATABASE {database} SET {name} = {value}")
    try:
        yield
    finally:
        cluster.ask(f"ALTER DATABASE {database} RESET {name}")


def test_an_operator_finds_a_desk_that_carries(desk: Desk) -> None:
    found = seen(desk)
    for part in (
        "Reached: PostgreSQL",
        "does not leave this computer",
        "version 1, as this console",
        "anna is an operator: may add entries, and change or delete none",
        "The server takes 60 connections",
        "s apart",
        "There is no standby",
    ):
        assert weight_of(found, part) == "good", part
    assert not [words for words, weight in found.items() if weight == "bad"]


def test_an_encrypted_connection_is_told_with_its_protocol(desk: Desk) -> None:
    ca_file = str(desk.cluster.authority.ca_file)
    found = seen(desk, host="localhost", sslmode="verify-full", sslrootcert=ca_file)
    assert weight_of(found, "encrypted (TLSv1.3), and the certificate fits the address") == "good"


@pytest.mark.parametrize("mode", ["transaction", "session"])
def test_a_pooler_in_between_is_told(desk: Desk, mode: Literal["transaction", "session"]) -> None:
    with desk.cluster.pooled(mode) as port:
        found = seen(desk, host="127.0.0.1", port=port, sslmode="disable")
    assert weight_of(found, "A connection pooler stands between") == "mind"
    assert not [words for words, weight in found.items() if weight == "bad"]


def test_the_owner_is_told_not_to_work_as_an_operator(desk: Desk) -> None:
    assert weight_of(seen(desk, OWNER), "olga owns this desk and could change anything") == "mind"


@pytest.mark.parametrize("version", [0, 2])
def test_a_desk_of_another_version_is_bad(desk: Desk, version: int) -> None:
    desk.cluster.ask(f"UPDATE desk.version SET number = {version}", database=desk.database)
    assert weight_of(seen(desk), f"({version}, needs 1)") == "bad"


def test_a_database_without_a_desk_and_a_login_without_a_right_are_bad(desk: Desk) -> None:
    cluster = desk.cluster
    if "carl" not in cluster.logins:
        cluster.add_login("carl")
    assert weight_of(seen(desk, "carl"), "carl may not use the desk") == "bad"
    with cluster.connected("anna", "postgres") as connection:
        assert Seen(
            "bad", "There is no desk in this database; its owner makes one by order-console desk init."
        ) in list(check_desk(connection))


@pytest.mark.parametrize(
    ("ahead", "said", "weight"),
    [
        (0.0, "s apart", "good"),
        (300.0, "is 5 minutes ahead of", "mind"),
        (-86_400.0, "is 1,440 minutes behind", "mind"),
    ],
)
def test_a_clock_that_is_wrong_is_told(desk: Desk, ahead: float, said: str, weight: str) -> None:
    assert weight_of(seen(desk, ahead=ahead), said) == weight


def test_a_server_that_does_not_wait_for_its_own_disk_is_told(desk: Desk) -> None:
    with setting(desk.cluster, desk.database, "synchronous_commit", "off"):
        assert weight_of(seen(desk), "a crash of the server may lose its last entries") == "mind"


def test_too_few_connections_are_told_with_how_many_it_takes(desk: Desk) -> None:
    people = [f"person_{number}" for number in range(45)]
    for name in people:
        desk.cluster.ask(f"CREATE ROLE {name} IN ROLE desk_operator")
    try:
        assert weight_of(seen(desk), "the desk has 47 operators: set max_connections to 67 or more") == "mind"
    finally:
        desk.cluster.ask(f"DROP ROLE {', '.join(people)}")


def test_a_server_that_ends_amid_the_check_is_told_in_a_sentence(desk: Desk) -> None:
    with desk.connected("anna") as connection:
        desk.cluster.ask("SELECT pg_terminate_backend(%s)", connection.info.backend_pid)
        with pytest.raises(NotReached, match=r"^The check broke off: "):
            check_desk(connection)
