"""How fast a run goes, by a clock that the test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.presenters.runs.pace import Pace, Sample, of_ends


class Clock:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def test_the_rate_and_the_time_left_are_told_once_there_is_something_to_tell() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.begin(100)
    assert (pace.done, pace.left, pace.rate) == (0, None, 0.0)

    clock.now += 1.0
    pace.tell(10)
    assert (pace.rate, pace.left) == (10.0, None)

    clock.now += 1.0
    pace.tell(20)
    assert (pace.rate, pace.left) == (10.0, 8.0)


def test_one_sample_a_second_is_kept_for_the_chart() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.begin(100)
    for done in range(1, 41):
        clock.now += 0.25
        pace.tell(done)

    assert pace.samples == tuple(Sample(float(second), 4 * second) for second in range(11))


def test_each_stretch_begins_anew() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.begin(100)
    clock.now += 5.0
    pace.tell(50)
    pace.begin(3)

    assert (pace.total, pace.done, pace.samples) == (3, 0, (Sample(0.0, 0),))


def test_a_run_that_is_over_has_the_samples_of_when_its_rows_ended() -> None:
    began = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
    ends = [began + timedelta(seconds=second) for second in (4, 1, 2, 2)]
    assert of_ends(began, ends) == (Sample(0, 0), Sample(1, 1), Sample(2, 2), Sample(4, 4))
    assert of_ends(began, []) == ()
    assert of_ends(began, [began - timedelta(hours=1)]) == (), "a clock that was put back draws nothing"
    many = of_ends(began, [began + timedelta(seconds=second / 10) for second in range(1, 10_001)])
    assert len(many) <= 302
    assert many[-1] == Sample(1_000.0, 10_000)
