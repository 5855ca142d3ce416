"""A database that cannot be used is set aside or left alone, said so, and stands in nobody's way.

It must not check how the store does it; `tests/store` does.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from pytestqt.qtbot import QtBot

from console.store.places import find_places
from tests.support.console import environment_of, running
from tests.support.sandbox import SAMPLE_ORDER, Sandbox


@pytest.mark.parametrize("what", ["garbage", "newer", "torn"])
def test_the_operator_works_on_and_is_told(qtbot: QtBot, sandbox: Sandbox, what: str) -> None:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
    file = find_places().data / "console.db"
    whole = file.read_bytes()
    if what == "newer":
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA user_version = 9999")
    else:
        file.write_bytes(b"this is no database" * 500 if what == "garbage" else whole[: len(whole) // 2])
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: "console.db" in console.banner, "it says so")
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.send(untraced=what == "newer")
        assert console.said.headline.startswith("Saved and verified")
