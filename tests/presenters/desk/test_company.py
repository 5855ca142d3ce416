"""Who else has a record open is told in a sentence that stays short however many they are."""

from __future__ import annotations

import pytest

from console.presenters.desk.company import Company, CompanyState, Person, words_of

NOW = 1_000_000.0


def people(*told: tuple[str, float | None]) -> dict[str, Person]:
    since = {name: None if age is None else NOW - age for name, age in told}
    return {name.lower(): Person(name, name == "Me", then) for name, then in since.items()}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([("Bert", None)], "Bert has this open"),
        ([("Bert", None), ("Anna", None)], "Anna and Bert have this open"),
        ([("Bert", None), ("Anna", None), ("Carla", None)], "Anna, Bert and Carla have this open"),
        ([(name, None) for name in "DCBA"], "A, B and 2 more have this open"),
        ([(f"{place:04}", None) for place in range(1_202)], "0000, 0001 and 1,200 more have this open"),
        ([("Me", None)], "You, on another computer, have this open"),
        ([("Me", None), ("Zoe", None)], "Zoe and you, on another computer, have this open"),
        ([("Bert", 5)], "Bert has unsaved changes in this order"),
        ([("Bert", 59.9)], "Bert has unsaved changes in this order"),
        ([("Bert", 60)], "Bert has unsaved changes in this order (for 1 min)"),
        ([("Bert", 3_599)], "Bert has unsaved changes in this order (for 59 min)"),
        ([("Bert", 3_600)], "Bert has unsaved changes in this order (for 1 h)"),
        ([("Bert", 86_400)], "Bert has unsaved changes in this order (for 1 day)"),
        ([("Bert", 300_000)], "Bert has unsaved changes in this order (for 3 days)"),
        ([("Me", 200)], "You, on another computer, have unsaved changes in this order (for 3 min)"),
        (
            [("Anna", None), ("Bert", 130), ("Carla", 7_300)],
            "Bert and Carla have unsaved changes in this order (for 2 h); Anna has it open",
        ),
        (
            [("Me", None), ("Anna", None), ("Bert", 10)],
            "Bert has unsaved changes in this order; Anna and you, on another computer, have it open",
        ),
        (
            [("Me", None), ("Bert", 10)],
            "Bert has unsaved changes in this order; you, on another computer, have it open",
        ),
    ],
    ids=str,
)
def test_the_words(told: list[tuple[str, float | None]], words: str) -> None:
    assert words_of(people(*told), "order", NOW) == words


def test_without_a_moment_no_minutes_are_told() -> None:
    assert words_of(people(("Bert", 600)), "cart") == "Bert has unsaved changes in this cart"


def test_a_record_that_nobody_else_has_open_has_no_company() -> None:
    state = CompanyState({("order", "1"): Company("Bert has this open")})
    assert state.of("order", "1").words == "Bert has this open"
    assert state.of("cart", "1") == state.of("order", "2") == Company()
