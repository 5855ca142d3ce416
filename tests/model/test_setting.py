"""What a setting may be: what is read back from a file or a hand is a value within its limits, or nothing.

It must not know a setting of the console; tests/model/test_settings.py does.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from console.model.setting import Choices, OnOff, WholeNumber, amiss, declared, setting, with_choice


@dataclass(frozen=True, slots=True)
class Kitchen:
    """One setting of each kind."""

    minutes: int = setting(
        7, WholeNumber(1, 60, unit="minutes"), key="time", group="Egg", label="&Minutes", sentence="How long."
    )
    heat: str = setting(
        "low",
        Choices({"low": "Low", "high": "High"}),
        key="heat",
        group="Egg",
        label="Heat",
        sentence="How hot.",
    )
    bell: bool = setting(True, OnOff(), key="bell", group="Clock", label="&Bell", sentence="Rings.")


def test_the_declarations_come_by_field_in_their_order() -> None:
    assert [(name, one.key, one.name) for name, one in declared(Kitchen).items()] == [
        ("minutes", "time", "Minutes"),
        ("heat", "heat", "Heat"),
        ("bell", "bell", "Bell"),
    ]
    assert declared(Kitchen()) == declared(Kitchen)
    assert Kitchen() == Kitchen(7, "low", True)


@pytest.mark.parametrize(
    ("raw", "read"),
    [("5", 5), (5, 5), (" 5 ", 5), ("0", 1), ("-1", 1), ("61", 60), ("9" * 400, 60)]
    + [(nothing, None) for nothing in ("", "many", "1e3", "5.0", True, None, ["5"], "9" * 5_000)],
)
def test_a_number_is_brought_into_its_limits_or_is_none(raw: object, read: int | None) -> None:
    assert WholeNumber(1, 60).read(raw) == read


@pytest.mark.parametrize(
    ("raw", "read"), [("low", "low"), ("Low", None), ("", None), (["low"], None), (1, None)]
)
def test_a_choice_is_one_of_the_codes_and_never_their_words(raw: object, read: str | None) -> None:
    assert Choices({"low": "Low", "high": "High"}).read(raw) == read


@pytest.mark.parametrize(
    ("raw", "read"),
    [("true", True), (True, True), ("1", True), ("FALSE", False), (False, False), ("0", False)]
    + [(nothing, None) for nothing in ("", "2", "perhaps", None)],
)
def test_on_or_off_is_read_as_it_is_kept_and_as_a_person_writes_it(raw: object, read: bool | None) -> None:
    assert OnOff().read(raw) is read


def test_a_choice_changes_its_own_setting_and_nonsense_changes_none() -> None:
    assert with_choice(Kitchen(), "minutes", "99") == Kitchen(minutes=60)
    assert with_choice(Kitchen(), "bell", "false") == Kitchen(bell=False)
    assert with_choice(Kitchen(heat="high"), "heat", "medium") == Kitchen(heat="high")


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("minutes", "99", "time=99 in egg.ini is beyond its limits, so “Minutes” is 60."),
        ("minutes", "-3", "time=-3 in egg.ini is beyond its limits, so “Minutes” is 1."),
        ("minutes", "soft", "time=soft in egg.ini means nothing here, so “Minutes” is as at first."),
        ("heat", "warm", "heat=warm in egg.ini means nothing here, so “Heat” is as at first."),
        ("bell", "perhaps", "bell=perhaps in egg.ini means nothing here, so “Bell” is as at first."),
        *[("minutes", raw, "") for raw in ("60", 7, " 5 ")],
        ("heat", "high", ""),
        *[("bell", raw, "") for raw in ("true", "0", False)],
    ],
)
def test_what_does_not_count_as_it_is_kept_is_told_in_a_sentence(name: str, raw: object, told: str) -> None:
    assert amiss(declared(Kitchen)[name], raw, "egg.ini") == told
