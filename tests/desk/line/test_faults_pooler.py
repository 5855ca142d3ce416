"""A connection pooler in between is recognised in either mode: changes are asked for, nothing of ours is set for others."""

from __future__ import annotations

from typing import Any, Literal
from uuid import uuid4

import pytest

from console.desk.line.address import DeskAddress
from console.desk.owner.trial import try_desk
from console.model.environment import Secret
from console.runtime.cancel import Cancel
from tests.support.desk_line import QUICK, Notes, in_use
from tests.support.postgres import Desk

SEND = (
    "INSERT INTO desk.sends (id, console, written_at, environment, kind, record_id, words, content)"
    " VALUES (%s, %s, now(), 'https://shop.example', 'order', %s, '', '{}')"
)


@pytest.mark.fault(97)
@pytest.mark.parametrize("mode", ["transaction", "session"])
def test_behind_a_pooler_every_part_is_told_now_and_then_that_anything_may_have_changed(
    desk: Desk, mode: Literal["transaction", "session"]
) -> None:
    part = Notes()
    with desk.cluster.pooled(mode) as port, in_use(desk, part, port=port) as used:
        used.until_status("reached", 3)
        assert used.states[-1].polled
        used.until(lambda: len(part.heard) >= 2, QUICK.poll * 2 + 1)
        assert set(part.heard) == {None}
        used.until(lambda: part.worked >= 3, 1)
        assert part.lost == 0


@pytest.mark.fault(97)
def test_behind_a_pooler_nothing_is_left_on_a_connection_that_is_others_next(desk: Desk) -> None:
    left = (
        "SELECT current_setting('statement_timeout'), current_setting('search_path'),"
        " (SELECT count(*) FROM pg_listening_channels()), (SELECT count(*) FROM pg_prepared_statements)"
    )
    with (
        desk.cluster.pooled("transaction") as port,
        in_use(desk, port=port) as used,
        in_use(desk, port=port) as other,
    ):
        for one in (used, other):
            one.until_status("reached", 3)
            for _ in range(8):  # as often as it takes psycopg to prepare a statement
                one.line.ask(lambda connection: connection.execute("SELECT %s::int", (1,)))
        assert used.line.ask(lambda connection: connection.execute(left).fetchone()) == (
            "0",
            '"$user", public',
            0,
            0,
        )


def test_many_rows_pass_a_pooler_and_two_consoles_do_not_disturb_each_other(desk: Desk) -> None:
    def push(connection: Any) -> None:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(SEND, [(uuid4(), uuid4(), f"{number}") for number in range(100)])

    with (
        desk.cluster.pooled("transaction") as port,
        in_use(desk, port=port) as used,
        in_use(desk, port=port) as other,
    ):
        for one in (used, other):
            one.until_status("reached", 3)
            one.line.ask(push)
            one.line.ask(push)
        row = used.line.ask(
            lambda connection: connection.execute("SELECT count(*) FROM desk.sends").fetchone()
        )
        assert row == (400,)


def test_a_pooler_whose_server_is_gone_is_as_good_as_not_reached(desk: Desk) -> None:
    with desk.cluster.pooled("transaction") as port, in_use(desk, port=port) as used:
        used.until_status("reached", 3)
        desk.cluster.stop("immediate")
        try:
            used.until_status("away", 3)
        finally:
            desk.cluster.start()


@pytest.mark.parametrize("wrong", ["password", "database"])
def test_what_a_pooler_refuses_is_told(desk: Desk, wrong: str) -> None:
    with desk.cluster.pooled("transaction") as port:
        url = desk.url().replace(f":{desk.cluster.port}/", f":{port}/")
        if wrong == "database":
            url = url.replace(desk.database, "none")
        with in_use(desk, url=url, password="no" if wrong == "password" else None) as used:
            used.until(lambda: used.states, 3)
            status, said = used.states[-1].status, used.said
        assert status == ("refused" if wrong == "password" else "unusable"), said


def test_trying_a_desk_out_tells_of_the_pooler(desk: Desk) -> None:
    with desk.cluster.pooled("transaction") as port:
        address = DeskAddress.read(desk.url().replace(f":{desk.cluster.port}/", f":{port}/"))
        found = try_desk(address, Secret(desk.password()), Cancel())
    assert found.good
    assert any("A connection pooler stands between" in sentence for sentence in found.sentences)
