"""Presence against a real PostgreSQL: who is here is seen at once, and nobody who is gone is seen for long."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest

from console.desk.part import Hint
from console.desk.place import DeskPlace
from console.desk.presence import BEAT, BELIEVED, MOST, Colleagues, OpenHere, Presence
from console.runtime.awake import awake
from tests.support.checkout import ROOT
from tests.support.desk_loop import DeskLoop, Moment, desk_loop
from tests.support.postgres import Cluster, Desk

ORDER = DeskPlace("https://shop.example/api", "order", "0ad24370-96de-4922-9a53-954530fcbb64")
CART = DeskPlace("https://shop.example/api", "cart", "ünïcode \\u0000 🎁")


class Seat:
    """One console: its part, and what it was told last."""

    def __init__(self, loop: DeskLoop, clock: Moment | None = None, user: str = "anna") -> None:
        self.told: list[Colleagues] = []
        self.console, self.user = uuid4(), user
        self.part = Presence(self.console, self.told.append, wake=loop.wake, clock=clock or awake)
        self.connection = loop.add(self.part, user)

    @property
    def sees(self) -> Colleagues:
        return self.told[-1]

    def sees_open(self, place: DeskPlace = ORDER) -> list[str]:
        return [one.name for one in self.sees.others if place in one.open]


@pytest.fixture(scope="module")
def one_desk(postgres: Cluster) -> Desk:
    return postgres.make_desk()


@pytest.fixture
def desk(one_desk: Desk) -> Desk:
    """One for all of these tests, with nobody at it."""
    one_desk.cluster.ask("TRUNCATE desk.presence", database=one_desk.database)
    return one_desk


@pytest.fixture
def clock(desk: Desk) -> Moment:
    return Moment(desk)


@pytest.fixture
def loop(desk: Desk, clock: Moment) -> Iterator[DeskLoop]:
    with desk_loop(desk, clock) as made:
        yield made


def test_fifty_consoles_see_within_a_second_that_one_opened_an_order_and_began_to_edit_it(
    desk: Desk,
) -> None:
    with desk_loop(desk) as loop:
        first, *others = [Seat(loop, user="anna" if place % 2 else "bert") for place in range(50)]
        loop.until(lambda: all(len(seat.sees.others) == 49 for seat in others))
        assert {seat.sees.here for seat in others} == {2}, "people are counted, not consoles"
        for unsaved in (False, True, False):
            began = time.monotonic()
            first.part.show([OpenHere(ORDER, unsaved)])
            loop.until(
                lambda unsaved=unsaved: all(
                    [(one.open[ORDER] is not None) for one in seat.sees.others if ORDER in one.open]
                    == [unsaved]
                    for seat in others
                )
            )
            assert time.monotonic() - began < 1.0


def test_whoever_goes_is_gone_for_the_others_at_once(loop: DeskLoop, clock: Moment) -> None:
    anna, bert = Seat(loop, clock), Seat(loop, clock, "bert")
    bert.part.show([OpenHere(ORDER)])
    loop.until(lambda: anna.sees_open() == ["bert"])
    connection = loop.leave_out(bert.part)
    bert.part.leave(connection)
    clock.now += 1
    loop.until(lambda: anna.sees.others == ())
    assert bert.part.work(connection, clock.now + 60) == float("inf"), (
        "who has left does not come back by a beat"
    )


_CHILD = """
import sys, uuid
import psycopg
from console.desk.place import DeskPlace
from console.desk.presence import OpenHere, Presence
part = Presence(uuid.uuid4(), lambda _: None)
part.show([OpenHere(DeskPlace(*sys.argv[2:5]), True)])
connection = psycopg.connect(sys.argv[1], password=sys.stdin.readline().strip(), autocommit=True)
part.begin(connection)
print(connection.info.backend_pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.fault(101)
@pytest.mark.parametrize("how", ["killed", "without power"])
def test_a_console_that_ends_without_a_word_is_seen_for_25_seconds_and_no_longer(
    desk: Desk, loop: DeskLoop, clock: Moment, how: str
) -> None:
    anna = Seat(loop, clock)
    target = [desk.url("bert", "127.0.0.1"), ORDER.environment, ORDER.kind, ORDER.record_id]
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, *target], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(f"{desk.password('bert')}\n".encode())
        child.stdin.flush()
        session = int(child.stdout.readline())
        loop.until(lambda: anna.sees_open() == ["bert"])
        # Without power nobody says that the connection is gone: the server keeps the session for hours.
        os.kill(child.pid, signal.SIGKILL if how == "killed" else signal.SIGSTOP)
        if how == "killed":
            child.wait()
            asked = "SELECT 1 FROM pg_stat_activity WHERE pid = %s"
            loop.until(lambda: not desk.cluster.ask(asked, session))
        clock.passes(BELIEVED - 3.5)
        loop.turn()
        assert anna.sees_open() == ["bert"], "two beats may get lost"
        clock.passes(3.5)
        loop.turn()
        assert anna.sees.others == ()
        assert anna.sees.here == 1
    finally:
        child.kill()
        child.communicate()


def test_between_two_readings_a_row_ages_by_the_own_clock(loop: DeskLoop, clock: Moment) -> None:
    anna, bert = Seat(loop, clock), Seat(loop, clock, "bert")
    loop.until(lambda: len(anna.sees.others) == 1)
    assert bert.sees.here == 2
    [seen] = anna.sees.others
    assert clock.now + BELIEVED - 1 < seen.until <= clock.now + BELIEVED


def test_whoever_sits_still_for_ten_minutes_stays_visible(loop: DeskLoop, clock: Moment) -> None:
    anna, bert = Seat(loop, clock), Seat(loop, clock, "bert")
    bert.part.show([OpenHere(ORDER)])
    loop.until(lambda: anna.sees_open() == ["bert"])
    for _ in range(60):
        clock.passes(BEAT)
        loop.turn()
        assert anna.sees_open() == ["bert"]
        assert all(one.until > clock.now for one in anna.sees.others), (
            "it is read again before it is not believed"
        )


@pytest.mark.fault(101)
def test_a_computer_that_slept_is_seen_again_with_its_next_beat_though_its_row_was_swept(
    desk: Desk, loop: DeskLoop, clock: Moment
) -> None:
    anna, bert, late = Seat(loop, clock), Seat(loop, clock, "bert"), Seat(loop, clock, "bert")
    bert.part.show([OpenHere(ORDER, True)])
    loop.until(lambda: anna.sees_open() == ["bert"])
    asleep = loop.leave_out(bert.part)
    clock.passes(3_700)
    loop.turn()
    late.part.leave(loop.leave_out(late.part))  # and sweeps what is older than an hour
    assert desk.cluster.ask("SELECT count(*) FROM desk.presence", database=desk.database) == [(1,)]
    loop.turn()
    assert anna.sees.others == ()
    loop.take_in(bert.part, asleep)
    loop.turn()
    clock.passes(BEAT)
    loop.turn()
    clock.passes(BEAT * 2)
    loop.turn()
    assert anna.sees_open() == ["bert"]
    [seen] = anna.sees.others
    assert clock.now - (seen.open[ORDER] or 0) >= 3_700, "what was unsaved before the sleep is as old as that"


def test_how_long_something_is_unsaved_is_told_by_the_servers_clock(loop: DeskLoop, clock: Moment) -> None:
    anna, bert = Seat(loop, clock), Seat(loop, clock, "bert")
    bert.part.show([OpenHere(ORDER, True), OpenHere(CART)])
    loop.until(lambda: anna.sees_open() == ["bert"])
    began = anna.sees.others[0].open[ORDER]
    assert began is not None
    assert anna.sees.others[0].open[CART] is None
    for _ in range(18):
        clock.passes(BEAT)
        loop.turn()
    since = anna.sees.others[0].open[ORDER]
    assert since is not None
    assert since == pytest.approx(began, abs=1.5)
    assert clock.now - since == pytest.approx(180, abs=1.5)
    clock.now += 1
    bert.part.show([OpenHere(ORDER), OpenHere(CART)])
    loop.until(lambda: anna.sees.others[0].open == {ORDER: None, CART: None})


def test_another_console_of_ones_own_is_told_as_ones_own_and_counted_once(
    loop: DeskLoop, clock: Moment
) -> None:
    here, there, bert = Seat(loop, clock), Seat(loop, clock), Seat(loop, clock, "bert")
    there.part.show([OpenHere(ORDER)])
    loop.until(lambda: here.sees_open() == ["anna"] and len(here.sees.others) == 2)
    assert {(one.name, one.own) for one in here.sees.others} == {("anna", True), ("bert", False)}
    assert here.sees.here == bert.sees.here == 2
    clock.now += 1
    there.part.leave(loop.leave_out(there.part))
    loop.until(lambda: len(here.sees.others) == 1)
    assert here.sees.here == 2


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_after_a_restart_of_the_server_those_who_are_still_there_are_seen_and_no_others(
    desk: Desk, clock: Moment, how: str
) -> None:
    with desk_loop(desk, clock) as before:
        anna, bert, dead = Seat(before, clock), Seat(before, clock, "bert"), Seat(before, clock, "bert")
        dead.part.show([OpenHere(ORDER)])
        before.until(lambda: anna.sees_open() == ["bert"])
    desk.cluster.stop(how)
    for seat in (anna, bert):
        seat.part.lose()
    assert anna.sees == Colleagues(), "nobody is known while the desk is away"
    desk.cluster.start()
    rows = desk.cluster.ask("SELECT count(*) FROM desk.presence", database=desk.database)
    assert rows == [(3 if how == "fast" else 0,)], "a crash empties what is not logged"
    clock.passes(BELIEVED)
    with desk_loop(desk, clock) as after:
        for seat in (anna, bert):
            after.add(seat.part, seat.user)
        after.until(lambda: len(anna.sees.others) == 1)
        assert anna.sees_open() == []
        assert len(bert.sees.others) == 1


def test_many_hints_are_one_reading(loop: DeskLoop, clock: Moment) -> None:
    anna = Seat(loop, clock)
    told = len(anna.told)
    for _ in range(40):
        anna.part.hear(Hint("presence"))
        anna.part.work(anna.connection, clock.now)
    assert len(anna.told) == told, "the last reading was just now"
    clock.now += 0.25
    for _ in range(40):
        anna.part.hear(None)
        anna.part.work(anna.connection, clock.now)
    assert len(anna.told) == told + 1
    clock.now += 0.25
    anna.part.work(anna.connection, clock.now)
    told = len(anna.told)
    anna.part.hear(Hint("notes", ORDER))
    clock.now += 0.25
    anna.part.work(anna.connection, clock.now)
    assert len(anna.told) == told, "a hint for something else is none for presence"


def test_quick_changes_are_told_in_pauses_and_the_last_one_counts(
    desk: Desk, loop: DeskLoop, clock: Moment
) -> None:
    anna = Seat(loop, clock)
    with desk.connected("bert") as bert:
        bert.execute("LISTEN desk")
        for unsaved in (False, True, False, True):
            anna.part.show([OpenHere(ORDER, unsaved)])
            loop.turn()
        clock.now += 0.3
        loop.turn()
        anna.part.show([OpenHere(ORDER, True)])
        loop.turn()
        bert.execute("NOTIFY desk, 'end'")
        heard = [one.payload for one in bert.notifies(timeout=10, stop_after=2)]
        assert heard == [json.dumps(["presence", str(anna.console)]), "end"]
        [(told,)] = bert.execute("SELECT open FROM desk.presence").fetchall()
        assert told == {"records": [[ORDER.environment, ORDER.kind, ORDER.record_id, 0]]}


def test_nothing_is_told_but_what_is_open(desk: Desk, loop: DeskLoop, clock: Moment) -> None:
    anna = Seat(loop, clock)
    many = [
        OpenHere(DeskPlace(ORDER.environment, "order", f"order {place}"), place > 300) for place in range(500)
    ]
    clock.now += 1
    anna.part.show(many)
    loop.turn()
    [(console, operator, told)] = desk.cluster.ask(
        "SELECT console, operator, open FROM desk.presence", database=desk.database
    )
    assert (console, operator, list(told)) == (anna.console, "anna", ["records"])
    assert len(told["records"]) == MOST
    assert {record[3] for record in told["records"]} <= {0, None}
    long = [
        OpenHere(DeskPlace(ORDER.environment, "order", f"{place}" + "長" * 1_400)) for place in range(500)
    ]
    clock.now += 1
    anna.part.show(long)
    loop.turn()
    bert = Seat(loop, clock, "bert")
    assert len(bert.sees.others[0].open) > 5, "where they are too long for all, others see the first"


def test_the_row_of_a_console_that_crashed_is_not_taken_for_a_second_one_after_its_next_start(
    desk: Desk, loop: DeskLoop, clock: Moment
) -> None:
    crashed, bert, told = Seat(loop, clock), Seat(loop, clock, "bert"), list[Colleagues]()
    crashed.part.show([OpenHere(ORDER, True)])
    loop.until(lambda: bert.sees_open() == ["anna"])
    loop.leave_out(crashed.part)
    loop.add(Presence(uuid4(), told.append, before=crashed.console, clock=clock))
    assert [one.name for one in told[-1].others] == ["bert"]
    stranger = Presence(uuid4(), told.append, before=bert.console, clock=clock)
    loop.add(stranger)
    assert "bert" in [one.name for one in told[-1].others], "nobody takes another's row away"


def test_an_id_that_somebody_else_has_taken_is_left_to_them(
    desk: Desk, loop: DeskLoop, clock: Moment
) -> None:
    taken, told = uuid4(), list[Colleagues]()
    with desk.connected("bert") as bert:
        bert.execute("SELECT desk.here(%s, '{}', false)", (taken,))
    anna = Presence(taken, told.append, wake=loop.wake, clock=clock)
    loop.add(anna)
    clock.now += 1
    loop.turn()
    rows = desk.cluster.ask("SELECT operator, console FROM desk.presence ORDER BY 1", database=desk.database)
    assert [operator for operator, _ in rows] == ["anna", "bert"]
    assert rows[1][1] == taken
    assert rows[0][1] != taken


ODD = [
    "null",
    "[]",
    '"words"',
    "12",
    '{"records": null}',
    '{"records": {"0": 1}}',
    '{"records": [null, 1, "x", [], {}, [1, 2, 3, 4], ["https://x", "order", "1"]]}',
    '{"records": [["https://x", "parcel", "1", null], ["https://x", "order", 1, null]]}',
    '{"records": [["https://x", "order", "1", "long"], ["https://x", "order", "1", true]]}',
    '{"records": [["https://x", "order", "1", null, "more"]]}',
    '{"records": ' + "[" * 5_000 + "]" * 5_000 + "}",
    json.dumps({"records": [["https://x", "order", "1" * 2_000, None]]}),
    json.dumps({"records": [["https://x", "order", "1", None]], "more": "x" * 200_000}),
]


@pytest.mark.parametrize("content", ODD, ids=range(len(ODD)))
def test_what_is_odd_in_anothers_row_is_left_out(
    desk: Desk, loop: DeskLoop, clock: Moment, content: str
) -> None:
    with desk.connected("bert") as bert:
        bert.execute("SELECT desk.here(%s, %s::jsonb, false)", (uuid4(), content))
    anna = Seat(loop, clock)
    [seen] = anna.sees.others
    assert (seen.name, seen.open) == ("bert", {})


@pytest.mark.parametrize("seconds", ["-5", "1e300", "9" * 500, "0.5"])
def test_an_odd_age_is_bounded(desk: Desk, loop: DeskLoop, clock: Moment, seconds: str) -> None:
    with desk.connected("bert") as bert:
        content = f'{{"records": [["https://x", "order", "1", {seconds}]]}}'
        bert.execute("SELECT desk.here(%s, %s::jsonb, false)", (uuid4(), content))
    anna = Seat(loop, clock)
    since = anna.sees.others[0].open[DeskPlace("https://x", "order", "1")]
    assert since is not None
    assert 0 <= clock.now - since < 4e8


def test_a_beat_of_the_future_is_believed_by_nobody(desk: Desk, loop: DeskLoop, clock: Moment) -> None:
    Seat(loop, clock, "bert")
    desk.cluster.ask("UPDATE desk.presence SET beat = beat + interval '1 hour'", database=desk.database)
    assert Seat(loop, clock).sees.others == (), (
        "the server's clock was put back: it would be seen for an hour"
    )


@pytest.mark.parametrize(
    ("operator", "name"),
    [
        ("anna\u202e\u2066\u200bx", "annax"),
        ("  a \u00a0 b  ", "a b"),
        ("\u202e\u200f", "Somebody"),
        ("長" * 50, "長" * 39 + "…"),
    ],
    ids=["hidden", "spaces", "nothing", "long"],
)
def test_a_name_is_fit_for_the_screen(
    loop: DeskLoop, clock: Moment, desk: Desk, operator: str, name: str
) -> None:
    Seat(loop, clock, "bert")
    desk.cluster.ask("UPDATE desk.presence SET operator = %s", operator, database=desk.database)
    assert [one.name for one in Seat(loop, clock).sees.others] == [name]
