"""The chart of a run: painted in the tones of its outcomes, said for a screen reader, and never beside its place.

It must not test what is counted; it gives numbers and looks at the picture.
"""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from console.presenters.runs.items import RowCount
from console.presenters.runs.pace import Sample
from console.ui.runs.chart import OutcomeChart
from tests.ui.conftest import Wear

COUNTS = (
    RowCount("left out", 100),
    RowCount("sent", 800),
    RowCount("failed", 50),
    RowCount("unknown", 50),
)
SAMPLES = (Sample(0.0, 0), Sample(10.0, 400), Sample(20.0, 900))


@pytest.fixture
def chart(qtbot: QtBot, wear: Wear) -> OutcomeChart:
    made = OutcomeChart()
    qtbot.addWidget(made)
    made.apply_theme(wear())
    made.resize(1000, 110)
    return made


def painted(chart: OutcomeChart) -> QImage:
    return chart.grab().toImage()


def across(image: QImage, y: int) -> list[QColor]:
    """The colours on one line of the picture, each where it begins."""
    found: list[QColor] = []
    for x in range(image.width()):
        colour = image.pixelColor(x, y)
        if not found or found[-1] != colour:
            found.append(colour)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast", "contrast-dark"])
def test_the_bar_is_painted_in_the_tones_of_the_outcomes_the_good_ones_first(
    chart: OutcomeChart, wear: Wear, scheme: str
) -> None:
    theme = wear(scheme)
    chart.apply_theme(theme)
    chart.show_numbers(COUNTS, ())
    colours = [one for one in across(painted(chart), 3) if one.alpha() == 255]
    tones = [theme.colour(tone) for tone in ("good", "warn", "bad", "selection")]
    assert [one for one in colours if one in tones] == tones
    image = painted(chart)
    wide = sum(image.pixelColor(x, 3) == theme.colour("good") for x in range(1000))
    assert abs(wide - 800) < 20, "as wide as its share"


def test_an_outcome_of_one_row_in_ten_thousand_can_be_seen(chart: OutcomeChart, wear: Wear) -> None:
    chart.show_numbers((RowCount("sent", 9_999), RowCount("failed", 1)), ())
    assert wear().colour("bad") in across(painted(chart), 13)


def test_a_line_is_painted_where_something_was_done_over_time(chart: OutcomeChart) -> None:
    chart.show_numbers(COUNTS, ())
    bare, height = painted(chart), chart.sizeHint().height()
    chart.show_numbers(COUNTS, SAMPLES)
    assert painted(chart) != bare
    assert chart.sizeHint().height() > height
    chart.show_numbers(COUNTS, (Sample(0.0, 0),))
    assert painted(chart) == bare, "one sample is no line"


def test_it_is_said_in_words(chart: OutcomeChart) -> None:
    chart.show_numbers(COUNTS, SAMPLES)
    assert chart.accessibleName() == "Chart"
    assert chart.accessibleDescription() == (
        "800 sent and verified, 50 unknown, 50 failed, 100 left out. 900 rows in 20 s"
    )


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.04, "0.04 s"), (0.4, "0.4 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (125.2, "2 min 5 s")],
)
def test_how_long_it_took_is_as_exact_as_it_is_worth(chart: OutcomeChart, seconds: float, said: str) -> None:
    chart.show_numbers(COUNTS, (Sample(0.0, 0), Sample(seconds, 15)))
    assert chart.accessibleDescription().endswith(f" 15 rows in {said}")


def test_nothing_is_painted_of_nothing(chart: OutcomeChart) -> None:
    chart.show_numbers((), ())
    assert len(across(painted(chart), 10)) == 1
