"""When rows of which it is not known whether they arrived are looked at by themselves: alarms, told and never waited for."""

from __future__ import annotations

from datetime import timedelta

from console.presenters.runs.looks import Looks
from console.presenters.saving.saving import LOOK_LATER
from tests.support.alarms import Alarms


class Rings:
    """How often it was time to look."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


def test_pauses_grow_and_end_and_nothing_is_set_before_it_begins() -> None:
    alarms, rings = Alarms(), Rings()
    looks = Looks(rings, alarms)
    assert not looks.go_on()
    looks.begin()
    assert alarms.set == []
    pauses = []
    while looks.go_on():
        pauses.append(alarms.ring())

    assert pauses == list(LOOK_LATER)
    assert rings.times == len(LOOK_LATER)


def test_of_an_older_write_only_the_looks_that_are_left_are_made() -> None:
    alarms = Alarms()
    looks = Looks(Rings(), alarms)
    looks.begin(timedelta(seconds=20))
    looks.go_on()
    assert alarms.pauses == [7.0]
    looks.begin(timedelta(hours=1))
    assert not looks.go_on()
    assert alarms.set == []


def test_there_is_one_alarm_at_most_and_what_is_put_off_goes_on_with_the_next_pause() -> None:
    alarms = Alarms()
    looks = Looks(Rings(), alarms)
    looks.begin()
    looks.go_on()
    looks.put_off()
    assert alarms.set == []
    looks.go_on()
    looks.go_on()
    assert alarms.pauses == [LOOK_LATER[2]]
    looks.end()
    assert alarms.set == []
    assert not looks.go_on()
