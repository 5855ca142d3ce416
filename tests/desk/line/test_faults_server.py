"""Every fault of the desk's server and of the way to it, against a real one: noticed in bounded time, told, and got over.

Each test stands for a row of the table of faults; the bounds are those of quick times, at a tenth of the real ones.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from console.desk.line.address import DeskAddress
from console.desk.line.pace import LineTimes
from console.desk.trouble import NotReached
from tests.support.desk_line import CALM, QUICK, LineInUse, Notes, in_use
from tests.support.desk_link import DeskLink
from tests.support.postgres import Cluster, Desk
from tests.support.raw_server import Peer, RawServer

ONE = "SELECT 1"


@pytest.fixture(scope="module")
def changed(postgres: Cluster) -> Desk:
    """A desk whose tables and rights a test changes, and puts back."""
    return postgres.make_desk()


def refused(used: LineInUse, statement: str = ONE) -> float:
    """Ask for this, be told that the desk is not reached, and return how many seconds that took."""
    begun = time.monotonic()
    with pytest.raises(NotReached):
        used.line.ask(lambda connection: connection.execute(statement), patience=10)
    return time.monotonic() - begun


@pytest.mark.fault(84)
def test_a_frozen_server_is_given_up_after_five_seconds(desk: Desk, postgres: Cluster) -> None:
    with in_use(desk, times=LineTimes(first_pause=0.05)) as used:
        used.until_status("reached", 2)
        with postgres.frozen(used.backend()):
            assert 4.9 < refused(used) < 5.6
            used.until_status("away", 1)
            assert used.said == "The connection to the desk was lost."
        used.until_status("reached", 2)


def test_a_statement_on_a_frozen_server_ends_when_the_line_is_closed(desk: Desk, postgres: Cluster) -> None:
    """`in_use` holds closing to less than a second, the real patience to 5."""
    with ExitStack() as stack:
        with in_use(desk, times=LineTimes()) as used:
            used.until_status("reached", 2)
            stack.enter_context(postgres.frozen(used.backend()))
            got: list[object] = []
            used.line.post(lambda connection: connection.execute(ONE), got.append)
        used.until(lambda: got, 1)
        assert isinstance(got[0], NotReached)


def test_a_long_answer_that_still_comes_ends_when_the_line_is_closed(desk: Desk) -> None:
    begun = threading.Event()

    def read(connection: Any) -> int:
        begun.set()
        return len(
            connection.execute(
                "SELECT repeat('x', 9000), pg_sleep(0.02) FROM generate_series(1, 190)"
            ).fetchall()
        )

    got: list[object] = []
    with in_use(desk, times=LineTimes()) as used:
        used.until_status("reached", 2)
        used.line.post(read, got.append)
        used.until(begun.is_set, 2)
    used.until(lambda: got, 1)
    assert isinstance(got[0], NotReached)


@pytest.mark.fault(85)
def test_a_frozen_postmaster_lets_nobody_wait_at_the_door(desk: Desk, postgres: Cluster) -> None:
    with postgres.frozen(), in_use(desk) as used:
        assert used.until_status("away", 2) < 1.5
        assert "does not answer" in used.said
        assert refused(used) < 0.3
    with in_use(desk) as used:
        used.until_status("reached", 2)


@pytest.mark.fault(84)
def test_a_host_that_freezes_amid_a_large_write_is_given_up(desk: Desk) -> None:
    with DeskLink(desk.cluster.port) as link, in_use(desk, port=link.port) as used:
        used.until_status("reached", 2)
        link.freeze()
        assert refused(used, f"SELECT length('{'x' * 30_000_000}')") < 1.5
        used.until_status("away", 1)
        link.cut()
        link.mend()
        used.until_status("reached", 2)


def test_a_slow_way_that_goes_on_is_not_taken_for_a_frozen_one(desk: Desk) -> None:
    """A statement may take longer than the patience as long as something moves."""
    with in_use(desk, times=replace(CALM, statement=5)) as used:
        used.until_status("reached", 2)
        rows = used.line.ask(
            lambda connection: connection.execute(
                "SELECT g, repeat('x', 9000), pg_sleep(0.02) FROM generate_series(1, 40) g"
            ).fetchall(),
            patience=5,
        )
        assert len(rows) == 40


@pytest.mark.fault(86)
def test_a_black_hole_ends_a_statement(desk: Desk) -> None:
    with DeskLink(desk.cluster.port) as link, in_use(desk, port=link.port, times=CALM) as used:
        used.until_status("reached", 2)
        link.swallow()
        assert 0.4 < refused(used) < 1.2
        used.until_status("away", 0.5)
        link.mend()
        used.until_status("reached", 2)


@pytest.mark.fault(86)
def test_a_black_hole_is_found_by_the_beat_though_nobody_asks(desk: Desk) -> None:
    """Row "black hole: idle LISTEN", which looks healthy for ever: a beat and the patience later it is found out."""
    part = Notes()
    with DeskLink(desk.cluster.port) as link, in_use(desk, part, port=link.port) as used:
        used.until_status("reached", 2)
        link.swallow()
        assert used.until_status("away", 2) < QUICK.beat + QUICK.patience + 0.4
        assert part.lost >= 1
        link.mend()
        used.until_status("reached", 2)


@pytest.mark.fault(85)
def test_a_black_hole_at_the_door_costs_its_time_and_the_next_server_is_tried(desk: Desk) -> None:
    with DeskLink(desk.cluster.port) as link:
        link.swallow()
        with in_use(desk, port=link.port) as used:
            assert used.until_status("away", 2) < 1.2
            assert used.said.endswith("does not answer.")
            assert refused(used) < 0.3
        both = desk.url().replace("@localhost:", f"@127.0.0.1:{link.port},127.0.0.1:")
        with in_use(desk, url=both) as used:
            assert 0.4 < used.until_status("reached", 2) < 1.5


@pytest.mark.fault(87)
def test_a_name_that_is_looked_up_slowly_holds_up_nobody(desk: Desk) -> None:
    known = threading.Event()

    def slowly(name: str, port: int) -> list[str]:
        known.wait(10)
        return ["127.0.0.1"]

    with ExitStack() as stack:
        used = stack.enter_context(in_use(desk, resolve=slowly))
        stack.callback(known.set)
        assert refused(used) < 0.3
        assert used.line.state.status == "connecting"
        known.set()
        used.until_status("reached", 2)


@pytest.mark.fault(87)
def test_closing_does_not_wait_for_a_look_up_of_a_name(desk: Desk) -> None:
    known = threading.Event()

    def slowly(name: str, port: int) -> list[str]:
        known.wait(10)
        return ["127.0.0.1"]

    used = LineInUse(DeskAddress.read(desk.url()), desk.password(), [], resolve=slowly)
    used.line.start()
    begun = time.monotonic()
    used.line.close(patience=0.1)
    assert time.monotonic() - begun < 0.5
    known.set()
    used.until(lambda: not used.line._thread.is_alive(), 2)
    assert used.states == []


@pytest.mark.fault(87)
def test_a_name_that_leads_nowhere_is_named(desk: Desk) -> None:
    with in_use(desk, url="postgresql://anna@nowhere.invalid/desk", password="x") as used:
        used.until_status("away", 5)
        assert used.said == "No address is known for the desk's server nowhere.invalid."


@pytest.mark.fault(83)
def test_a_server_that_is_stopped_is_told_and_found_again(desk: Desk, postgres: Cluster) -> None:
    postgres.stop("fast")
    try:
        with in_use(desk) as used:
            assert used.until_status("away", 2) < 1
            assert used.said.startswith("Nothing answers at localhost")
            postgres.start()
            used.until_status("reached", 2)
    finally:
        if not postgres.is_up():
            postgres.start()


def prepare(postgres: Cluster, what: str) -> str:
    """Make a login that is refused in this way, and return its name. None may use a desk."""
    user = what.replace(" ", "_")
    if user not in postgres.logins:
        postgres.add_login(user)
    if what == "expired":
        postgres.ask("ALTER ROLE expired VALID UNTIL '2001-01-01'")
    elif what == "no login":
        postgres.ask("ALTER ROLE no_login NOLOGIN")
    elif what == "too many":
        postgres.ask("ALTER ROLE too_many CONNECTION LIMIT 0")
    elif what == "read only":
        postgres.ask("ALTER ROLE read_only SET default_transaction_read_only = on")
    return user


@pytest.mark.fault(88)
@pytest.mark.parametrize("wrong", ["not it", "p\x7fäß'\\ \""])
def test_a_wrong_password_is_tried_once_and_not_again_before_it_is_asked_for(desk: Desk, wrong: str) -> None:
    with DeskLink(desk.cluster.port) as link, in_use(desk, port=link.port, password=wrong) as used:
        used.until_status("refused", 2)
        assert (
            used.said
            == 'The desk refused the password of anna: “password authentication failed for user "anna"”.'
        )
        assert wrong not in used.said
        used.line.wake()
        assert refused(used) < 0.3
        used.until(lambda: True, 1)
        taken = link.taken
        assert taken == 1, "localhost has two addresses; neither hears it twice"
        used.line.retry()
        used.until(lambda: link.taken == taken + 1, 2)
        used.until(lambda: used.states[-2].status == "connecting" and used.states[-1].status == "refused", 2)


@pytest.mark.fault(88)
def test_no_password_at_all_is_asked_for(desk: Desk) -> None:
    with in_use(desk, password="") as used:
        used.until_status("refused", 2)
        assert used.said == "The desk asks for the password of anna, and none is kept here."


@pytest.mark.fault(89)
@pytest.mark.parametrize(
    ("what", "status", "said"),
    [
        ("expired", "refused", "refused the password of expired"),
        (
            "no login",
            "unusable",
            'no_login may not use this desk: “role "no_login" is not permitted to log in”.',
        ),
        ("too many", "away", "no place for one more console: “too many connections for role"),
        ("read only", "away", "cannot be written to now"),
        ("no right", "unusable", "no_right may not use this desk: its owner lets people in."),
    ],
)
def test_what_a_server_refuses_at_the_door_is_told_in_its_own_way(
    desk: Desk, postgres: Cluster, what: str, status: Any, said: str
) -> None:
    with in_use(desk, user=prepare(postgres, what)) as used:
        used.until_status(status, 2)
        assert said in used.said


@pytest.mark.fault(89)
def test_no_such_database_is_told_and_tried_again_now_and_then(changed: Desk, postgres: Cluster) -> None:
    url = changed.url().replace(changed.database, "later")
    with in_use(changed, url=url) as used:
        used.until_status("unusable", 2)
        assert used.said == "The server has no database “later”."
        postgres.ask(f"CREATE DATABASE later TEMPLATE {changed.database}")
        used.until_status("reached", 2)


@pytest.mark.fault(90)
def test_when_all_connections_are_taken_it_is_told_and_the_next_free_one_is_got(
    changed: Desk, postgres: Cluster
) -> None:
    postgres.ask(f"ALTER DATABASE {changed.database} CONNECTION LIMIT 1")
    with changed.connected("bert"), in_use(changed) as used:
        used.until_status("away", 2)
        assert "no place for one more console: “too many connections for database" in used.said
        postgres.ask(f"ALTER DATABASE {changed.database} CONNECTION LIMIT -1")
        used.until_status("reached", 2)


@pytest.mark.fault(90)
def test_a_full_server_is_told(desk: Desk, postgres: Cluster) -> None:
    """Row "too many connections": anna is no superuser, for whom three connections are kept back."""
    most = int(postgres.ask("SHOW max_connections")[0][0])
    taken = "SELECT count(*) - 1 FROM pg_stat_activity WHERE backend_type = 'client backend'"
    with ExitStack() as stack:
        # What ends just now, such as a connection of the test before, gives its place back a moment later.
        while int(postgres.ask(taken)[0][0]) < most - 3:
            with suppress(psycopg.OperationalError):
                stack.enter_context(desk.connected("bert"))
        with in_use(desk) as used:
            used.until_status("away", 2)
            assert "no place for one more console: “remaining connection slots are reserved" in used.said
            stack.close()
            used.until_status("reached", 2)


@pytest.mark.fault(93)
@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (lambda peer: peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "unusable", "is not PostgreSQL"),
        (lambda peer: peer.send(b"220 mail.example ESMTP\r\n"), "unusable", "is not PostgreSQL"),
        (lambda peer: peer.send(b"\x00" * 64), "unusable", "is not PostgreSQL"),
        (lambda peer: None, "away", "ended the connection at once"),
        (Peer.reset, "away", "ended the connection at once"),
        (Peer.hang, "away", "does not answer"),
    ],
)
@pytest.mark.parametrize("sslmode", ["disable", "verify-full"])
def test_what_is_no_postgresql_is_told(
    answer: Callable[[Peer], object], status: Any, said: str, sslmode: str, desk: Desk
) -> None:
    with RawServer(on_connect=answer) as server:
        url = f"postgresql://anna@127.0.0.1:{server.port}/desk?sslmode={sslmode}"
        with in_use(desk, url=url, password="x") as used:
            used.until_status(status, 2)
            assert said in used.said


@pytest.mark.fault(94)
def test_a_row_that_another_holds_or_a_long_statement_costs_a_bounded_time_and_not_the_line(
    desk: Desk, postgres: Cluster
) -> None:
    part = Notes()
    with in_use(desk, part, times=CALM) as used, desk.connected("bert") as bert:
        used.until_status("reached", 2)
        backend = used.backend()
        with bert.transaction():
            bert.execute("SELECT desk.here('11111111-1111-1111-1111-111111111111', '[]', false)")
            locked = "SELECT desk.here('11111111-1111-1111-1111-111111111111', '[]', false)"
            assert 0.1 < refused(used, locked) < 0.6
        assert 0.2 < refused(used, "SELECT pg_sleep(10)") < 0.8
        assert used.backend() == backend
        assert part.lost == 0


@pytest.mark.fault(95)
def test_a_server_that_became_a_copy_is_left_and_looked_for_again(desk: Desk) -> None:
    """Row "read-only / failover": what can only be read is as good as not reached."""
    part = Notes()
    with in_use(desk, part) as used:
        used.until_status("reached", 2)
        used.line.ask(lambda connection: connection.execute("SET default_transaction_read_only = on"))
        refused(used, "SELECT desk.here('11111111-1111-1111-1111-111111111111', '[]', true)")
        used.until_status("away", 1)
        assert "cannot be written to now" in used.said
        used.until_status("reached", 1)
        assert part.begun == 2


@pytest.mark.fault(83)
def test_a_session_that_its_owner_ends_is_told_and_made_again(desk: Desk, postgres: Cluster) -> None:
    with in_use(desk) as used:
        used.until_status("reached", 2)
        postgres.ask("SELECT pg_terminate_backend(%s)", used.backend())
        assert used.until_status("away", 1) < 0.5
        used.until_status("reached", 1)


@pytest.mark.fault(98)
@pytest.mark.parametrize(
    ("change", "undo", "said"),
    [
        (
            "ALTER SCHEMA desk RENAME TO gone",
            "ALTER SCHEMA gone RENAME TO desk",
            "is not set up as a desk: its owner runs order-console desk init.",
        ),
        (
            "ALTER TABLE desk.version RENAME TO gone",
            "ALTER TABLE desk.gone RENAME TO version",
            "is not set up as a desk",
        ),
        (
            "UPDATE desk.version SET number = 2",
            "UPDATE desk.version SET number = 1",
            "(2, needs 1): update Order Console.",
        ),
        (
            "UPDATE desk.version SET number = 0",
            "UPDATE desk.version SET number = 1",
            "(0, needs 1): its owner has to bring it up to date.",
        ),
        ("DELETE FROM desk.version", "INSERT INTO desk.version VALUES (1)", "(none, needs 1)"),
        (
            "REVOKE USAGE ON SCHEMA desk FROM desk_operator",
            "GRANT USAGE ON SCHEMA desk TO desk_operator",
            "anna may not use this desk: its owner lets people in.",
        ),
    ],
)
def test_a_desk_that_is_missing_of_another_version_or_closed_to_one_is_told(
    changed: Desk, change: str, undo: str, said: str
) -> None:
    part = Notes()
    with changed.connected("olga") as olga, in_use(changed, part) as used:
        used.until_status("reached", 2)
        olga.execute(change.encode())
        changed.cluster.ask("SELECT pg_terminate_backend(%s)", used.backend())
        used.until_status("unusable", 2)
        assert said in used.said
        assert part.begun == 1
        olga.execute(undo.encode())
        used.until_status("reached", 2)
        assert part.begun == 2


@pytest.mark.fault(98)
def test_a_right_that_goes_while_the_desk_is_reached_is_told_and_found_when_it_is_back(changed: Desk) -> None:
    part = Notes()
    part.at_work = lambda connection: connection.execute("SELECT count(*) FROM desk.notes")
    with in_use(changed, part) as used, changed.connected("olga") as olga:
        used.until_status("reached", 2)
        olga.execute("REVOKE SELECT ON desk.notes FROM desk_operator")
        used.line.wake()
        used.until_status("unusable", 2)
        assert used.said == "anna may not use this desk: its owner lets people in."
        olga.execute("GRANT SELECT ON desk.notes TO desk_operator")
        used.until(lambda: part.begun > 1 and used.states[-1].status == "reached", 2)
