"""The declared settings: each can be told from the others, on screen and on disk, and begins with what it may be.

It must not repeat a declaration; what a setting is and does is tested where it is used.
"""

from __future__ import annotations

from collections import Counter

import pytest

from console.model import remembered
from console.model.setting import Setting, declared
from console.model.settings import Settings

ALL = declared(Settings)


@pytest.mark.parametrize(("name", "one"), ALL.items(), ids=list(ALL))
def test_each_begins_within_its_own_limits(name: str, one: Setting) -> None:
    usual = getattr(Settings(), name)
    assert one.allowed.read(usual) == usual


@pytest.mark.parametrize("one", ALL.values(), ids=list(ALL))
def test_each_has_a_card_a_label_and_a_sentence(one: Setting) -> None:
    assert one.group
    assert one.name
    assert one.sentence.endswith(".")


def test_no_two_share_a_label_a_key_to_press_or_a_place_in_the_file() -> None:
    pressed = [one.label[one.label.index("&") + 1].lower() for one in ALL.values() if "&" in one.label]
    pressed += ["g", "c", "w", "s"]  # the sections of the dialog, and Save
    kept = [one.key for one in ALL.values()]
    kept += [value for name, value in vars(remembered).items() if name.isupper()]
    for names in (pressed, kept, [one.name for one in ALL.values()]):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_the_keys_on_disk_are_those_that_files_of_earlier_versions_have() -> None:
    assert {name: ALL[name].key for name in ("look", "calls_at_once", "keep_days")} == {
        "look": "look",
        "calls_at_once": "calls_at_once",
        "keep_days": "keep_days",
    }
    assert (remembered.MAIN_WINDOW, remembered.LINE_COLUMNS, remembered.ACCENT) == (
        "geometry",
        "columns",
        "accent",
    )
    assert (remembered.RUN_WINDOW, remembered.RUN_COLUMNS, remembered.CONFIRMED) == (
        "bulk_geometry",
        "bulk_columns",
        "confirmed",
    )
