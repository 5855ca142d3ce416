"""The line to the desk: who asks gets one answer in bounded time, parts hear what changed, and a lost connection comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from console.desk.line.address import DeskAddress
from console.desk.line.line import Line
from console.desk.line.pace import LineTimes, Pauses, Sleep
from console.desk.part import Hint, LineState
from console.desk.place import DeskPlace
from console.desk.trouble import DeskTrouble, NotReached
from console.model.environment import Secret
from tests.support.desk_line import CALM, QUICK, Notes, in_use
from tests.support.noise import Noise
from tests.support.postgres import Cluster, Desk

SEND = (
    "INSERT INTO desk.sends (id, console, written_at, environment, kind, record_id, words, content)"
    " VALUES (%s, %s, now(), 'https://shop.example', 'order', %s, '', '{}')"
)


def send(connection: Any, record_id: str) -> None:
    connection.execute(SEND, (uuid4(), uuid4(), record_id))


def test_a_part_begins_on_a_connection_that_listens_already(desk: Desk) -> None:
    part = Notes()
    channels: list[Any] = []
    part.at_begin = lambda connection: channels.extend(
        connection.execute("SELECT pg_listening_channels()").fetchall()
    )
    with in_use(desk, part) as used:
        used.until_status("reached", 2)
        used.until(lambda: part.worked, 1)
    assert channels == [("desk",)]
    assert (part.begun, part.lost, part.threads) == (1, 1, {"desk line"})
    assert [state.status for state in used.states] == ["reached"], "nothing is told once it is closed"


def test_what_is_asked_is_done_over_one_connection_in_autocommit(desk: Desk) -> None:
    with in_use(desk) as used, desk.connected("bert") as bert:
        used.until_status("reached", 2)
        used.line.ask(lambda connection: send(connection, "1"))
        assert bert.execute("SELECT record_id FROM desk.sends").fetchall() == [("1",)]
        assert used.backend() == used.backend()
        users = desk.cluster.ask("SELECT count(*) FROM pg_stat_activity WHERE usename = 'anna'")
        assert users == [(1,)]


def test_what_is_posted_is_answered_once_where_the_line_delivers(desk: Desk) -> None:
    with in_use(desk) as used:
        used.until_status("reached", 2)
        got: list[object] = []
        used.line.post(lambda connection: connection.execute("SELECT 42").fetchone(), got.append)
        used.line.post(lambda connection: connection.execute("SELECT 43"))
        used.until(lambda: got, 2)
        assert got == [(42,)]


def test_a_refused_statement_is_told_to_who_asked_and_the_line_goes_on(desk: Desk) -> None:
    part = Notes()
    with in_use(desk, part) as used:
        used.until_status("reached", 2)
        with pytest.raises(DeskTrouble, match=r"did not take it \(22P02\)") as refused:
            used.line.ask(lambda connection: connection.execute("SELECT %s::uuid", ("secret of a record",)))
        assert "secret" not in refused.value.sentence
        assert refused.value.__cause__ is None

        def own_words(_: object) -> None:
            raise DeskTrouble("Not like this.")

        with pytest.raises(DeskTrouble, match="Not like this"):
            used.line.ask(own_words)
        assert (used.backend() > 0, part.begun, used.states[-1].status) == (True, 1, "reached")


def test_a_transaction_that_was_left_open_is_rolled_back(desk: Desk) -> None:
    with in_use(desk) as used, desk.connected("bert") as bert:
        used.until_status("reached", 2)
        used.line.ask(lambda connection: (connection.execute("BEGIN"), send(connection, "1")))
        assert used.line.ask(lambda connection: connection.info.transaction_status.name) == "IDLE"
        assert bert.execute("SELECT count(*) FROM desk.sends").fetchone() == (0,)


def test_a_mistake_in_a_part_or_in_what_was_asked_costs_the_line_nothing(desk: Desk, noise: Noise) -> None:
    noise.expect_log("A part of the desk failed")
    noise.expect_log("What was asked of the desk failed")
    part, other = Notes(), Notes()

    def fails(_: object) -> None:
        raise ZeroDivisionError

    part.at_work = fails
    with in_use(desk, part, other, times=QUICK) as used:
        used.until_status("reached", 2)
        with pytest.raises(DeskTrouble, match="Something went wrong"):
            used.line.ask(fails)
        used.until(lambda: part.worked >= 3, 2)
        assert (part.begun, other.worked) == (1, 1)
        assert used.backend() > 0


def test_each_hint_is_heard_once_and_what_is_none_of_ours_never(desk: Desk) -> None:
    part = Notes()
    with in_use(desk, part) as used, desk.connected("bert") as bert:
        used.until_status("reached", 2)
        used.until(lambda: part.worked, 1)
        with bert.transaction():
            send(bert, "1")
            send(bert, "2")
        for payload in ("", "nonsense", "[" * 4000, '["sends","x"]', '["sends","x","thing","1"]', '{"a":1}'):
            bert.execute("SELECT pg_notify('desk', %s)", (payload,))
        bert.execute('NOTIFY other, \'["presence","c"]\'')
        bert.execute("SELECT pg_notify('desk', %s)", (f'["presence","{uuid4()}"]',))
        used.until(lambda: len(part.heard) >= 3, 2)
    place = [DeskPlace("https://shop.example", "order", name) for name in "12"]
    assert part.heard == [Hint("sends", place[0]), Hint("sends", place[1]), Hint("presence")]


def test_a_hint_costs_no_statement_unless_a_part_makes_one(desk: Desk) -> None:
    part = Notes()
    with in_use(desk, part, times=CALM) as used, desk.connected("bert") as bert:
        used.until_status("reached", 2)
        pid = used.backend()
        asked = "SELECT query_start, query FROM pg_stat_activity WHERE pid = %s"
        before = desk.cluster.ask(asked, pid)
        for number in range(20):
            send(bert, f"foreign {number}")
        used.until(lambda: len(part.heard) == 20, 2)
        assert desk.cluster.ask(asked, pid) == before


def test_hints_that_come_amid_statements_are_heard_without_waiting(desk: Desk) -> None:
    part = Notes()
    with in_use(desk, part, times=CALM) as used, desk.connected("bert") as bert:
        used.until_status("reached", 2)

        def busy(connection: Any) -> None:
            for number in range(50):
                send(bert, f"{number}")
                connection.execute("SELECT 1")

        used.line.ask(busy)
        used.until(lambda: len(part.heard) == 50, 1)


def test_forty_hints_a_second_cost_less_than_a_fiftieth_of_a_core(desk: Desk) -> None:
    part = Notes()
    with in_use(desk, part, times=CALM) as used, desk.connected("bert") as bert:
        used.until_status("reached", 2)
        used.until(lambda: part.worked, 1)
        clock = next(one.native_id for one in threading.enumerate() if one.name == "desk line")
        before = cpu_seconds(clock)
        for number in range(80):
            send(bert, f"{number}")
            used.until(lambda: len(part.heard) > number, 2)  # noqa: B023 - it is called at once
        spent = cpu_seconds(clock) - before
    assert spent / (80 / 40) < 0.02, "seconds of a core for a second of hints"


def cpu_seconds(thread: int | None) -> float:
    """What a thread of this process has used so far, by the scheduler's own account in nanoseconds."""
    with open(f"/proc/self/task/{thread}/schedstat", encoding="ascii") as account:  # noqa: PTH123
        return int(account.read().split()[0]) / 1e9


def test_a_quiet_line_sleeps(desk: Desk) -> None:
    turns: list[float] = []

    def awake() -> float:
        turns.append(time.monotonic())
        return turns[-1]

    with in_use(desk, Notes(), times=replace(CALM, nap=0.3), awake=awake) as used:
        used.until_status("reached", 2)
        used.until(lambda: time.monotonic() - turns[0] > 1, 3)
        assert sum(turns[0] + 0.1 < turn for turn in turns) <= 4, "one for each nap"


@pytest.mark.fault(83)
@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_restart_amid_a_writer_loses_no_change(desk: Desk, postgres: Cluster, how: str) -> None:
    """Row "stop fast while LISTENing / immediate": noticed at once, and what was read at each beginning has the rest."""
    part = Notes()
    known: set[str] = set()

    def read(connection: Any) -> None:
        known.update(row[0] for row in connection.execute("SELECT record_id FROM desk.sends").fetchall())

    part.at_begin = read
    with in_use(desk, part, times=CALM) as used:
        used.until_status("reached", 2)
        sent = write(desk, range(10))
        postgres.stop(how)
        used.until_status("away", 1)
        postgres.start()
        sent += write(desk, range(10, 20))
        used.until_status("reached", 2)
        sent += write(desk, range(20, 30))

        def seen() -> set[str]:
            return known | {hint.place.record_id for hint in part.heard if hint and hint.place}

        used.until(lambda: seen() == set(sent), 2)
    assert part.begun == part.lost == 2


def write(desk: Desk, numbers: range) -> list[str]:
    names = [f"order {number}" for number in numbers]
    with desk.connected("bert") as bert:
        for name in names:
            send(bert, name)
    return names


def test_while_the_desk_is_away_everyone_is_told_at_once_and_nothing_is_kept(
    desk: Desk, postgres: Cluster
) -> None:
    with in_use(desk) as used:
        used.until_status("reached", 2)
        with stopped(postgres):
            used.until_status("away", 2)
            since = used.states[-1].since
            got: list[object] = []
            begun = time.monotonic()
            used.line.post(lambda connection: connection.execute("SELECT 1"), got.append)
            with pytest.raises(NotReached):
                used.line.ask(lambda connection: connection.execute("SELECT 1"))
            used.until(lambda: got, 1)
            assert time.monotonic() - begun < 0.5
            assert isinstance(got[0], NotReached)
            assert used.states[-1].since == since, "it is away since it went, however often it is tried"
        used.until_status("reached", 2)
        assert used.states[-1].said == ""


@contextmanager
def stopped(cluster: Cluster) -> Iterator[None]:
    cluster.stop("immediate")
    yield
    cluster.start()


def test_a_line_that_was_never_started_or_has_ended_says_so(desk: Desk) -> None:
    line = Line(DeskAddress.read(desk.url()), Secret(""), [], tell=print, deliver=print)
    with pytest.raises(NotReached, match="not reached yet"):
        line.ask(lambda connection: connection.execute("SELECT 1"))
    assert line.state == LineState()
    line.close()
    with pytest.raises(NotReached, match="has left the desk"):
        line.ask(lambda connection: connection.execute("SELECT 1"))


def test_who_waits_too_long_is_told_so_and_the_work_is_not_done_later(desk: Desk) -> None:
    with in_use(desk, times=CALM) as used, desk.connected("bert") as bert:
        used.until_status("reached", 2)
        go_on = threading.Event()
        used.line.post(lambda _: go_on.wait(2))
        with pytest.raises(NotReached, match="in time"):
            used.line.ask(lambda connection: send(connection, "late"), patience=0.05)
        go_on.set()
        assert used.backend() > 0
        assert bert.execute("SELECT count(*) FROM desk.sends").fetchone() == (0,)


def test_being_woken_has_every_part_look(desk: Desk) -> None:
    part = Notes()
    with in_use(desk, part, times=CALM) as used:
        used.until_status("reached", 2)
        used.until(lambda: part.worked == 1, 1)
        used.line.wake()
        used.until(lambda: part.worked == 2, 1)
        assert part.heard == []


def test_a_computer_that_slept_connects_anew_at_once(desk: Desk) -> None:
    part = Notes()
    slept = [0.0]
    with in_use(desk, part, awake=lambda: time.monotonic() + slept[0]) as used:
        used.until_status("reached", 2)
        before = used.backend()
        slept[0] = 3600.0
        used.until(lambda: part.begun == 2, 1)
        assert [state.status for state in used.states[-2:]] == ["away", "reached"] or used.until(
            lambda: used.states[-1].status == "reached", 1
        )
        assert used.backend() != before


def test_a_computer_that_woke_up_tries_again_without_a_pause(desk: Desk, postgres: Cluster) -> None:
    slept = [0.0]
    patient = LineTimes(first_pause=60, nap=0.05)
    with in_use(desk, times=patient, awake=lambda: time.monotonic() + slept[0]) as used:
        with stopped(postgres):
            used.until_status("away", 2)
        slept[0] = 3600.0
        used.until_status("reached", 1)


def test_sleep_is_told_by_a_clock_that_went_on_or_by_a_wait_far_too_long() -> None:
    clock, awake = [0.0], [100.0]
    sleep = Sleep(lambda: clock[0], lambda: awake[0])
    clock[0], awake[0] = 2.5, 102.5
    assert not sleep.was(2.5)
    clock[0], awake[0] = 5.0, 105.0 + 600
    assert sleep.was(2.5)
    assert not sleep.was(2.5)
    clock[0], awake[0] = 50.0, 750.0
    assert sleep.was(2.5), "where the one clock does not stand still in sleep"


def test_pauses_double_up_to_the_longest_and_no_two_consoles_try_together() -> None:
    times = LineTimes()
    for chance, factor in ((0.0, 0.75), (0.5, 1.0), (1.0, 1.25)):
        pauses = Pauses(times, lambda chance=chance: chance)
        assert [pauses.next() / factor for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
        pauses.reset()
        assert (pauses.next() / factor, pauses.seldom() / factor) == (0.5, 30)


@pytest.mark.fault(107)
@pytest.mark.parametrize(("off", "told"), [(59, 0), (-59, 0), (300, 300), (-86_400, -86_400)])
def test_a_clock_that_is_a_minute_off_is_told(desk: Desk, off: int, told: int) -> None:
    with in_use(desk, wall=lambda: datetime.now(UTC) + timedelta(seconds=off)) as used:
        used.until_status("reached", 2)
        assert used.states[-1].ahead == pytest.approx(told, abs=2 if told else 0)


@pytest.mark.fault(109)
def test_without_psycopg_one_sentence_is_told_and_no_thread_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with in_use(desk) as used:
        used.until_status("no driver", 2)
        used.until(lambda: "desk line" not in {one.name for one in threading.enumerate()}, 1)
        assert "psycopg" in used.said
        with pytest.raises(NotReached, match="psycopg"):
            used.line.ask(lambda connection: connection.execute("SELECT 1"))
