"""The writes of an environment that may still arrive, and the looks at their records by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import is_

import pytest

from console.api.client import Client
from console.model.records import Cart, Order
from console.presenters.saving.answered import Answered
from console.presenters.saving.open_end import OpenEnd
from console.presenters.saving.open_ends import OpenEnds
from console.presenters.saving.saved import Saved
from console.presenters.saving.saving import LOOK_LATER
from tests.presenters.given import NOON, Clock, Sent, change, new_order
from tests.presenters.trail.test_entry import entry
from tests.support.alarms import Alarms
from tests.support.jobs import HeldJobs
from tests.support.sandbox import Sandbox


@dataclass
class Kept:
    """What is open, what was noted of it, and every record that a look has read."""

    ends: OpenEnds
    alarms: Alarms
    jobs: HeldJobs
    clock: Clock
    noted: list[tuple[int, str]]
    read: list[str] = field(default_factory=list)

    def leave(self, record: Order | Cart, number: int = 1) -> None:
        self.ends.leave(
            OpenEnd(record.kind, record.id, {"shippingDetails": "by boat"}, self.clock(), number, record)
        )

    def hears(self, record: Order | Cart, _: datetime) -> bool:
        self.read.append(record.id)
        self.ends.judge(record)
        return True


@pytest.fixture
def kept(client: Client) -> Kept:
    noted: list[tuple[int, str]] = []
    clock, jobs = Clock(), HeldJobs()
    alarms = Alarms(clock.pass_)
    note: Callable[[int, Saved], None] = lambda number, found: noted.append((number, found.became))  # noqa: E731
    ends = OpenEnds(
        jobs, client, note, answered=Answered(clock), set_alarm=alarms, clock=clock, elapsed=clock.elapsed
    )
    made = Kept(ends, alarms, jobs, clock, noted)
    ends.hear(made.hears)
    return made


@pytest.fixture
def record(client: Client, shared: Sandbox) -> Order:
    return client.get_order(new_order(shared))


def test_no_worker_waits_between_two_looks(kept: Kept, record: Order) -> None:
    kept.leave(record)
    assert kept.jobs.held == []
    assert kept.alarms.pauses == [LOOK_LATER[0]]
    kept.alarms.ring()
    assert len(kept.jobs.held) == 1
    assert kept.alarms.set == [], "the next pause begins when the look is over"
    kept.jobs.finish()
    assert kept.alarms.pauses == [LOOK_LATER[1]]
    assert kept.read == [record.id]
    assert kept.noted == [(1, "not arrived")]


def test_what_workers_judged_ahead_of_several_records_is_what_is_told_of_each(
    kept: Kept, record: Order, client: Client, shared: Sandbox
) -> None:
    other = client.get_order(new_order(shared))
    kept.leave(record)
    kept.leave(other, 2)
    ahead = [kept.ends.judge_ahead(one)[0][1] for one in (record, other)]
    told = [kept.ends.judge(one)[0][1] for one in (record, other)]
    assert all(map(is_, told, ahead)), "nothing was judged again"
    assert kept.ends.judge(record)[0][1] is not ahead[0], "of a later moment it is judged anew"


def test_a_look_that_could_not_read_is_followed_by_the_next(kept: Kept, record: Order) -> None:
    kept.leave(record)
    kept.alarms.ring()
    kept.jobs.held[0].cancel()
    kept.jobs.finish()
    assert kept.read == []
    assert kept.alarms.pauses == [LOOK_LATER[1]]


def test_what_arrived_is_looked_for_no_more(kept: Kept, record: Order, shared: Sandbox) -> None:
    kept.leave(record)
    change(shared, f"/orders/{record.id}?triggerEvents=false", {"shippingDetails": "by boat"})
    kept.alarms.ring()
    kept.jobs.finish()
    assert kept.noted == [(1, "arrived")]
    assert kept.ends.guarding("order", record.id) == ()
    assert kept.alarms.set == []


def test_looks_begin_anew_with_another_write_to_the_record(kept: Kept, record: Order, client: Client) -> None:
    kept.leave(record)
    kept.alarms.ring()
    kept.jobs.finish()
    kept.leave(record, 2)
    assert kept.alarms.pauses == [LOOK_LATER[0]]
    assert [end.number for end in kept.ends.guarding("order", record.id)] == [1, 2]
    kept.ends.judge(client.get_order(record.id))
    assert kept.noted[-2:] == [(1, "not arrived"), (2, "not arrived")]


def test_when_all_is_closed_nothing_is_looked_at_nor_told_any_more(
    kept: Kept, record: Order, shared: Sandbox
) -> None:
    kept.leave(record)
    kept.alarms.ring()
    kept.ends.close()
    sent = Sent(shared)
    kept.jobs.finish()
    assert kept.read == []
    kept.leave(record, 2)
    assert (kept.alarms.set, kept.noted) == ([], [])
    assert sent.posts() == []


def test_what_the_trail_holds_open_is_taken_over_with_the_looks_that_are_left(kept: Kept) -> None:
    held = entry("not arrived")
    kept.clock.now = held.sent_at + timedelta(seconds=30)
    kept.ends.restore([held])
    assert [end.number for end in kept.ends.guarding("order", held.intent.record_id)] == [held.number]
    assert kept.alarms.pauses == [27.0]
    kept.ends.learn(held)
    assert len(kept.ends.guarding("order", held.intent.record_id)) == 1, "it is known already"
    kept.clock.now = held.sent_at + timedelta(hours=5)
    kept.ends.restore([held])
    assert kept.alarms.set == [], "only readings that are asked for are looks now"
    kept.ends.restore([])
    assert kept.ends.guarding("order", held.intent.record_id) == ()


def test_asking_whether_one_landed_settles_nothing(
    kept: Kept, record: Order, client: Client, shared: Sandbox
) -> None:
    kept.leave(record)
    assert not kept.ends.landed(record)
    change(shared, f"/orders/{record.id}?triggerEvents=false", {"shippingDetails": "by boat"})
    assert kept.ends.landed(client.get_order(record.id))
    assert kept.noted == []
    assert len(kept.ends.guarding("order", record.id)) == 1
    assert kept.clock() == NOON
