"""Rows of a run are claimed on a real PostgreSQL: one console's at a time, whatever dies, sleeps, or gets lost on the way."""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from console.desk.claims.claim import Claim, ClaimLost, HeldBy
from console.desk.claims.claims import BATCH, Claims
from console.desk.claims.lease import Lease, OwnTime, own_clocks
from console.desk.place import DeskPlace
from console.runtime.cancel import Cancel
from tests.desk.line.own_line import OwnLine
from tests.support.checkout import ROOT
from tests.support.postgres import OWNER, Cluster, Desk

SHOP = "https://shop.example/api"


def place(record_id: str) -> DeskPlace:
    return DeskPlace.of(SHOP, "order", record_id)


def places(count: int) -> list[DeskPlace]:
    return [place(f"order-{number}") for number in range(count)]


class Time:
    """This computer's two clocks, which a test sets and lets pass."""

    def __init__(self) -> None:
        self.awake, self.wall = 0.0, 0.0

    def __call__(self) -> OwnTime:
        now = own_clocks()
        return OwnTime(now.awake + self.awake, now.wall + self.wall)

    def sleep(self, seconds: float) -> None:
        self.awake += seconds
        self.wall += seconds


class Console:
    """One console at the desk: its line, its claims, its clocks."""

    def __init__(self, desk: Desk, user: str, lease: int = 120) -> None:
        self.desk, self.time, self.stop = desk, Time(), Cancel()
        self.line = OwnLine(desk, user)
        self.claims = Claims(uuid4(), lease=Lease(lease), clocks=self.time)
        self.claims.use(self.line)
        self.line.add(self.claims)
        self.line.reach()

    def want(self, *ids: str) -> Console:
        self.claims.want([place(one) for one in ids])
        self.line.settle()
        return self

    def hold(self, id: str) -> Claim | HeldBy | None:
        return self.claims.hold(place(id), self.stop)

    def held(self, id: str) -> Claim:
        found = self.hold(id)
        assert isinstance(found, Claim), found
        return found

    def ship(self, id: str) -> None:
        """All that a lane does with a row, but for the write."""
        claim = self.held(id)
        self.claims.ask_to_send(claim)
        self.claims.ended(claim)
        self.line.settle()

    def close(self) -> None:
        self.stop.cancel()
        self.claims.leave()
        self.line.close()


MakeConsole = Callable[..., Console]


@pytest.fixture(scope="module")
def made(postgres: Cluster) -> Desk:
    return postgres.make_desk()


@pytest.fixture
def desk(made: Desk) -> Desk:
    """The desk of all tests here, without a claim: to make one takes longer than most of them."""
    told(made, "DELETE FROM desk.claims")
    return made


@pytest.fixture
def console(desk: Desk) -> Iterator[MakeConsole]:
    with ExitStack() as stack:

        def make(user: str = "anna", lease: int = 120) -> Console:
            made = Console(desk, user, lease)
            stack.callback(made.close)
            return made

        yield make


def told(desk: Desk, text: str, *given: object) -> list[tuple[object, ...]]:
    with desk.connected(OWNER) as connection:
        done = connection.execute(text.encode(), given or None)
        return done.fetchall() if done.description else []


def age(desk: Desk, seconds: float) -> None:
    """Let so many seconds of every lease pass, instead of waiting for them."""
    told(desk, "UPDATE desk.claims SET until = until - make_interval(secs => %s)", seconds)


def on_the_desk(desk: Desk) -> list[str]:
    return sorted(str(row[0]) for row in told(desk, "SELECT record_id FROM desk.claims"))


def in_a_thread(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_a_row_is_one_consoles_until_it_lets_go(console: MakeConsole) -> None:
    anna, bert = console("anna").want("1"), console("bert").want("1")
    claim = anna.held("1")

    theirs = bert.hold("1")

    assert isinstance(theirs, HeldBy)
    assert theirs.name == "anna"
    assert 110 < theirs.left <= 120
    assert abs(theirs.until - datetime.now(UTC) - timedelta(seconds=theirs.left)) < timedelta(seconds=5)
    anna.claims.ask_to_send(claim)
    anna.claims.ended(claim)
    anna.line.settle()
    bert.ship("1")


def test_two_consoles_of_one_operator_are_two(console: MakeConsole) -> None:
    one, other = console("anna").want("1"), console("anna").want("1")
    one.held("1")

    assert isinstance(other.hold("1"), HeldBy)


def test_the_row_of_a_console_that_was_gone_before_it_sent_is_taken_over_as_it_is(
    console: MakeConsole, desk: Desk
) -> None:
    console("anna").want("1").held("1")
    age(desk, 121)

    claim = console("bert").want("1").held("1")

    assert (claim.before, claim.may_have_sent, claim.open) == ("anna", False, False)


def test_the_row_that_a_console_was_sending_when_it_was_gone_is_taken_over_as_doubtful_and_stays_so(
    console: MakeConsole, desk: Desk
) -> None:
    anna, bert = console("anna").want("1"), console("bert")
    anna.claims.ask_to_send(anna.held("1"))
    age(desk, 121)

    claim = bert.want("1").held("1")
    assert (claim.before, claim.may_have_sent) == ("anna", True)
    bert.claims.keep(claim)
    bert.claims.leave()
    bert.line.settle()
    assert on_the_desk(desk) == ["1"], "or the desk would forget that something may be on its way"
    age(desk, 121)
    assert console("anna").want("1").held("1").may_have_sent


def test_a_lease_that_ran_out_sends_nothing_more_whatever_the_own_clocks_say(
    console: MakeConsole, desk: Desk
) -> None:
    anna, bert = console("anna").want("1"), console("bert")
    claim = anna.held("1")
    age(desk, 121)
    taken = bert.want("1").held("1")

    with pytest.raises(ClaimLost):
        anna.claims.ask_to_send(claim)
    anna.claims.give_up(claim)
    anna.line.settle()

    bert.claims.ask_to_send(taken)


@pytest.mark.fault(105)
@pytest.mark.parametrize("asleep", [76, 121, 86_400])
def test_a_machine_that_slept_asks_anew_and_begins_nothing_with_the_lease_it_had(
    console: MakeConsole, desk: Desk, asleep: float
) -> None:
    anna = console("anna").want("1", "2")
    begun = anna.held("1")
    anna.time.sleep(asleep)

    assert not begun.counts
    with pytest.raises(ClaimLost):
        anna.claims.ask_to_send(begun)
    assert anna.held("2").counts, "it was claimed anew"


def test_what_a_colleague_took_while_this_machine_slept_is_theirs(console: MakeConsole, desk: Desk) -> None:
    anna, bert = console("anna").want("1"), console("bert")
    anna.time.sleep(200)
    age(desk, 200)
    bert.want("1").held("1")

    assert isinstance(anna.hold("1"), HeldBy)


@pytest.mark.fault(107)
@pytest.mark.parametrize("ahead", [-86_400, 86_400])
def test_a_clock_that_is_wrong_by_a_day_changes_nothing(console: MakeConsole, ahead: float) -> None:
    anna = console("anna")
    anna.time.wall += ahead

    anna.want("1").ship("1")


@pytest.mark.parametrize(("moved", "counts"), [(-86_400, True), (86_400, False)])
def test_a_clock_that_is_set_by_a_day_makes_no_lease_longer(
    console: MakeConsole, moved: float, counts: bool
) -> None:
    anna = console("anna").want("1")
    claim = anna.held("1")
    anna.time.wall += moved
    assert claim.counts is counts

    anna.time.awake += 80
    assert not claim.counts


@pytest.mark.fault(106)
def test_the_answer_to_a_claim_may_get_lost(console: MakeConsole, desk: Desk) -> None:
    anna = console("anna")
    anna.line.lost = "desk.claim("
    anna.want("1", "2")
    assert on_the_desk(desk) == ["1", "2"]

    anna.line.reach()
    anna.line.settle()

    claim = anna.held("1")
    assert not claim.may_have_sent
    anna.claims.ask_to_send(claim)


@pytest.mark.fault(106)
def test_the_answer_to_the_last_question_may_get_lost_and_then_nothing_is_sent(
    console: MakeConsole, desk: Desk
) -> None:
    anna = console("anna").want("1")
    claim = anna.held("1")
    anna.line.lost = "desk.sending("
    with pytest.raises(ClaimLost):
        anna.claims.ask_to_send(claim)
    anna.claims.give_up(claim)

    anna.line.reach()
    anna.line.settle()

    again = anna.held("1")
    assert not again.may_have_sent, "nothing left, and this console knows that"
    anna.claims.ask_to_send(again)


@pytest.mark.fault(96)
def test_a_desk_that_failed_over_and_lost_the_claims_lets_nobody_send_with_them(
    console: MakeConsole, desk: Desk
) -> None:
    anna, bert = console("anna").want("1", "2"), console("bert")
    begun = anna.held("1")
    anna.line.cut()
    told(desk, "DELETE FROM desk.claims")
    taken = bert.want("1", "2").held("2")
    anna.line.reach()
    anna.line.settle()

    assert not begun.counts
    with pytest.raises(ClaimLost):
        anna.claims.ask_to_send(begun)
    bert.claims.ask_to_send(taken)
    assert isinstance(anna.hold("2"), HeldBy)


def test_leases_are_renewed_while_a_run_is_under_way(console: MakeConsole, desk: Desk) -> None:
    anna = console("anna").want("1")
    claim = anna.held("1")
    age(desk, 90)
    anna.time.sleep(40)
    short = claim.until

    with desk.connected("anna") as connection:
        due = anna.claims.work(connection, 1e9)

    assert claim.until.awake - short.awake == pytest.approx(40, abs=1)
    assert due == 1e9 + 30
    (left,) = told(desk, "SELECT extract(epoch FROM until - clock_timestamp())::float8 FROM desk.claims")[0]
    assert isinstance(left, float)
    assert left > 110
    anna.claims.ended(claim)
    anna.line.settle()
    with desk.connected("anna") as connection:
        assert anna.claims.work(connection, 2e9) == math.inf


@pytest.mark.parametrize("seconds", [9, 901])
def test_a_lease_that_the_desk_would_make_another_one_of_is_refused(seconds: int) -> None:
    with pytest.raises(ValueError, match="10 to 900"):
        Lease(seconds)


@pytest.mark.parametrize(("asked", "given"), [(1, 10), (5_000, 900)])
def test_the_desk_keeps_every_lease_within_bounds(desk: Desk, asked: int, given: int) -> None:
    with desk.connected("anna") as connection:
        row = connection.execute(
            "SELECT extract(epoch FROM until - clock_timestamp())::float8"
            " FROM desk.claim('shop', 'order', '{1}', gen_random_uuid(), %s)",
            (asked,),
        ).fetchone()
    assert row is not None
    assert given - 1 < row[0] <= given


def test_two_rows_of_one_order_in_a_file_go_one_after_the_other(console: MakeConsole) -> None:
    anna = console("anna").want("1", "1", "2")
    first = anna.held("1")
    second: list[Claim] = []
    lane = in_a_thread(lambda: second.append(anna.held("1")))
    anna.ship("2")
    assert not second

    anna.claims.ask_to_send(first)
    anna.claims.ended(first)
    lane.join(10)

    assert second[0].token > first.token
    assert not second[0].may_have_sent, "the first of them is done: the order itself tells the second"


def test_rows_are_claimed_in_batches_ahead_of_the_lanes(console: MakeConsole, desk: Desk) -> None:
    anna = console("anna")
    anna.claims.want(places(200))
    anna.line.settle()
    assert len(on_the_desk(desk)) == BATCH

    for one in range(BATCH // 2):
        anna.held(f"order-{one}")
    anna.line.settle()
    assert len(on_the_desk(desk)) == BATCH
    anna.held(f"order-{BATCH // 2}")
    anna.line.settle()
    assert len(on_the_desk(desk)) == 2 * BATCH


@pytest.mark.parametrize("act", ["pause", "leave"])
def test_what_no_lane_has_begun_is_given_back(console: MakeConsole, desk: Desk, act: str) -> None:
    anna = console("anna").want("1", "2", "3")
    claim = anna.held("2")

    getattr(anna.claims, act)()
    anna.line.settle()

    assert on_the_desk(desk) == ["2"]
    anna.claims.ask_to_send(claim)
    anna.claims.ended(claim)
    anna.line.settle()
    assert on_the_desk(desk) == []


def test_a_run_that_was_paused_claims_again_what_is_still_free(console: MakeConsole) -> None:
    anna, bert = console("anna").want("1", "2"), console("bert")
    anna.claims.pause()
    anna.line.settle()
    bert.want("1").held("1")

    anna.claims.resume()

    assert isinstance(anna.hold("1"), HeldBy)
    anna.ship("2")


def test_a_lane_that_waits_for_the_desk_goes_on_when_it_is_back(console: MakeConsole) -> None:
    anna = console("anna")
    anna.line.cut()
    got: list[Claim] = []
    anna.claims.want([place("1")])
    lane = in_a_thread(lambda: got.append(anna.held("1")))

    anna.line.reach()
    lane.join(10)

    anna.claims.ask_to_send(got[0])


def test_a_lane_that_waits_for_the_desk_can_be_stopped_or_sent_on_alone(console: MakeConsole) -> None:
    anna = console("anna").want("1", "2")
    claim = anna.held("2")
    anna.line.cut()
    got: list[object] = []
    stop = Cancel()
    stopped = in_a_thread(lambda: got.append(anna.claims.hold(place("1"), stop)))
    stop.cancel()
    stopped.join(10)
    assert got == [None]
    alone = in_a_thread(lambda: got.append(anna.claims.hold(place("3"), Cancel())))
    with pytest.raises(ClaimLost):
        anna.claims.ask_to_send(claim)

    anna.claims.go_alone()
    alone.join(10)

    assert got == [None, None]
    anna.claims.ask_to_send(claim)


def test_whoever_waits_for_a_row_takes_it_over_when_its_lease_has_run_out(
    console: MakeConsole, desk: Desk
) -> None:
    console("anna", 10).want("1").held("1")
    age(desk, 9.9)

    claim = console("bert").want("1").claims.hold(place("1"), Cancel(), patient=True)

    assert isinstance(claim, Claim)


def test_whoever_renews_a_row_keeps_it_also_from_those_who_wait(console: MakeConsole, desk: Desk) -> None:
    anna, bert = console("anna").want("1"), console("bert")
    claim = anna.held("1")
    bert.want("1")
    got: list[object] = []
    lane = in_a_thread(lambda: got.append(bert.claims.hold(place("1"), Cancel(), patient=True)))
    bert.time.sleep(200)
    lane.join(10)

    assert isinstance(got[0], HeldBy)
    anna.claims.ask_to_send(claim)


@pytest.mark.fault(103)
@pytest.mark.parametrize("shuffled", [False, True])
def test_two_consoles_of_sixteen_lanes_send_each_of_a_thousand_rows_once(
    console: MakeConsole, desk: Desk, shuffled: bool
) -> None:
    chance = random.Random(7)
    shipped: Counter[str] = Counter()
    lock = threading.Lock()

    def lane(at: Console, rows: Iterator[DeskPlace]) -> None:
        while True:
            with lock:
                row = next(rows, None)
            if row is None:
                return
            got = at.claims.hold(row, at.stop)
            if isinstance(got, Claim):
                if not shipped[row.record_id]:  # as a fresh reading tells
                    at.claims.ask_to_send(got)
                    with lock:
                        shipped[row.record_id] += 1
                at.claims.ended(got)

    lanes = []
    for user in ("anna", "bert"):
        rows = places(1_000)
        if shuffled:
            chance.shuffle(rows)
        at = console(user)
        at.claims.want(rows)
        coming = iter(rows)
        lanes += [in_a_thread(lambda at=at, coming=coming: lane(at, coming)) for _ in range(16)]
    for one in lanes:
        one.join(60)

    assert Counter(shipped.values()) == {1: 1_000}
    assert [one for one in lanes if one.is_alive()] == []


@pytest.mark.fault(104)
@pytest.mark.parametrize("killed_after", random.Random(15).sample(range(1, 70), 3))
def test_what_a_console_that_is_killed_was_sending_is_told_from_what_it_had_not_begun(
    console: MakeConsole, desk: Desk, killed_after: int
) -> None:
    rows = [f"row-{number}" for number in range(80)]
    told = {"address": desk.url("anna", "127.0.0.1"), "password": desk.password("anna")}
    arrived: Counter[str] = Counter()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.desk.claims.claimant"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as killed:
        assert killed.stdin is not None
        assert killed.stdout is not None
        killed.stdin.write(json.dumps({**told, "shop": SHOP, "rows": rows, "lanes": 4}) + "\n")
        killed.stdin.flush()
        for line in killed.stdout:
            arrived[line.strip()] += 1
            if arrived.total() == killed_after:
                killed.kill()
    age(desk, 121)

    bert, doubtful = console("bert").want(*rows), 0
    for row in rows:
        claim = bert.held(row)
        if not arrived[row]:  # as the order itself tells
            doubtful += claim.may_have_sent
            bert.claims.ask_to_send(claim)
            arrived[row] += 1
        elif claim.before:  # it was not let go any more
            assert claim.may_have_sent, "or nobody would read it first"
        bert.claims.ended(claim)

    assert set(arrived.values()) == {1}
    assert len(arrived) == 80
    assert doubtful <= 4, (
        "what was only claimed is not doubtful; four lanes can have been asked and not have sent"
    )


def test_a_renewal_that_a_colleagues_claim_crosses_is_done_once_more(
    console: MakeConsole, desk: Desk
) -> None:
    anna = console("anna").want("a", "b")
    claims = [anna.held("a"), anna.held("b")]
    anna.time.sleep(40)
    short = claims[0].until.awake
    with desk.connected("bert") as bert, desk.connected("anna") as line:
        with bert.transaction():
            # the desk renews in the order in which the rows lie there
            bert.execute("SELECT FROM desk.claim(%s, 'order', '{b}', %s, 120)", (SHOP, uuid4()))
            renewal = in_a_thread(lambda: anna.claims.work(line, 1e9))
            wait_for_a_lock(desk)
            bert.execute("SELECT FROM desk.claim(%s, 'order', '{a}', %s, 120)", (SHOP, uuid4()))
        renewal.join(10)

    assert all(claim.until.awake > short for claim in claims)


def wait_for_a_lock(desk: Desk) -> None:
    """Return when somebody at the desk waits for somebody else."""
    ask = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
    while desk.cluster.ask(ask, desk.database) == [(0,)]:  # bounded by the test's own timeout
        pass
