"""The look as the first paint reads it is the one that the settings have.

It must not test the settings' own rules; `test_setting.py` does.
"""

from __future__ import annotations

import pytest

from console.model.look import LOOK_KEY, TEXT_SIZE_KEY, look_of, text_size_of
from console.model.setting import declared, with_choice
from console.model.settings import Settings

KEPT = [
    "light",
    "dark",
    "contrast",
    "system",
    "Dark",
    "",
    None,
    "69",
    "70",
    155,
    "200",
    "201",
    "-3",
    "1e2",
    ["dark"],
]


@pytest.mark.parametrize("raw", KEPT)
def test_it_is_read_as_the_settings_read_it(raw: object) -> None:
    usual = Settings()
    assert look_of(raw) == with_choice(usual, "look", raw).look
    assert text_size_of(raw) == with_choice(usual, "text_size", raw).text_size


def test_it_is_kept_where_the_settings_keep_it() -> None:
    settings = declared(Settings)
    assert (settings["look"].key, settings["text_size"].key) == (LOOK_KEY, TEXT_SIZE_KEY)
