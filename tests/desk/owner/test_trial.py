"""A desk is tried out over the line's own way: everything is said, nothing is written, and it ends in bounded time."""

from __future__ import annotations

import threading
import time

import pytest

from console.desk.line.address import DeskAddress
from console.desk.owner.trial import try_desk
from console.desk.trouble import DeskTrouble, NotReached
from console.model.environment import Secret
from console.runtime.cancel import Cancel
from tests.support.desk_link import DeskLink
from tests.support.postgres import Cluster, Desk


def test_a_good_desk_is_told_in_sentences(desk: Desk, postgres: Cluster) -> None:
    address = DeskAddress.read(desk.url() + "?sslmode=verify-full", str(postgres.authority.ca_file))
    found = try_desk(address, Secret(desk.password()), Cancel())
    assert found.good
    said = " ".join(found.sentences)
    for piece in (
        "PostgreSQL ",
        "as anna",
        "encrypted (TLSv1",
        "version 1",
        "is an operator",
        "connections",
        "clock",
    ):
        assert piece in said
    assert postgres.ask("SELECT count(*) FROM pg_stat_activity WHERE usename = 'anna'") == [(0,)]


def test_a_clock_that_is_off_is_told(desk: Desk) -> None:
    found = try_desk(
        DeskAddress.read(desk.url()), Secret(desk.password()), Cancel(), clock=lambda: time.time() + 300
    )
    assert any("5 minutes ahead of the desk's" in sentence for sentence in found.sentences)
    assert found.good


def test_a_database_without_a_desk_is_told_and_cannot_be_worked_with(postgres: Cluster) -> None:
    empty = postgres.make_empty(owner="anna")
    found = try_desk(DeskAddress.read(empty.url()), Secret(empty.password()), Cancel())
    assert not found.good
    assert any("no desk in this database" in sentence for sentence in found.sentences)


@pytest.mark.parametrize(
    ("password", "said"),
    [("wrong", "refused the password of anna"), ("", "none is kept here"), ("\0", "cannot have")],
)
def test_what_the_line_would_be_told_is_told_here_in_the_same_words(
    desk: Desk, password: str, said: str
) -> None:
    with pytest.raises(DeskTrouble, match=said):
        try_desk(DeskAddress.read(desk.url()), Secret(password), Cancel())


def test_a_server_that_freezes_is_given_up(desk: Desk) -> None:
    with DeskLink(desk.cluster.port) as link:
        address = DeskAddress.read(desk.url().replace(f":{desk.cluster.port}/", f":{link.port}/"))
        link.freeze()
        begun = time.monotonic()
        with pytest.raises(NotReached, match="too long to answer"):
            try_desk(address, Secret(desk.password()), Cancel(), longest=0.3)
        assert time.monotonic() - begun < 1.5


def test_it_is_stopped_at_once(desk: Desk) -> None:
    stop = Cancel()
    with DeskLink(desk.cluster.port) as link:
        link.freeze()
        address = DeskAddress.read(desk.url().replace(f":{desk.cluster.port}/", f":{link.port}/"))
        stopping = threading.Timer(0.1, stop.cancel)
        stopping.start()
        begun = time.monotonic()
        with pytest.raises(NotReached, match="was stopped"):
            try_desk(address, Secret(desk.password()), stop)
        stopping.join()
        assert time.monotonic() - begun < 1
