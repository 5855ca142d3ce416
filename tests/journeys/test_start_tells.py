"""What the start has to tell: each sentence stays until it was read, and none covers another.

It must not word what is told; that is tested where it is found.
"""

from __future__ import annotations

import os

from pytestqt.qtbot import QtBot

from console.store.places import find_places
from tests.support.console import environment_of, running
from tests.support.sandbox import SAMPLE_ORDER, Sandbox


def test_everything_that_the_start_came_upon_waits_to_be_read(qtbot: QtBot, sandbox: Sandbox) -> None:
    places = find_places(os.environ)
    places.prepare()
    (places.data / "console.db").write_bytes(b"no database at all")
    (places.data / "console.db").chmod(0o600)
    (places.config / "carriers.toml").write_text("[night]\nlink = 3\n")
    (places.config / "environments.json").write_text('{"format": 1, "environments": [{"name": "Torn"}]}')
    (places.config / "environments.json").chmod(0o600)
    with running(qtbot, environment_of(sandbox)) as console:
        console.until(lambda: len(console.banners) == 3, "environments, database and carriers")
        for said in (
            "environments.json was left out: “Torn”",
            "console.db is damaged",
            "Own carriers: Line 1",
        ):
            assert any(said in headline for headline in console.banners), said
        assert console.window.bar.notice.headline.text().startswith("Connected to"), "beside them"
        console.look_up(SAMPLE_ORDER)
        assert len(console.banners) == 3, "a record in front covers none of them"
        read = []
        while console.banner:
            read.append(console.banner)
            console.click("Dismiss message")
        assert len(read) == 3
        assert console.banners == []
