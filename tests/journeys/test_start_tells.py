"""What the start has to tell: each sentence stays until it was read, and none covers another.

It must not word what is told; that is tested where it is found.
"""

from __future__ import annotations

import os

from pytestqt.qtbot import QtBot

from console.app.opening import StartOptions
from console.store.environments import Environments
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


def test_settings_that_were_brought_into_limits_and_a_save_that_was_cut_wait_to_be_read(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    places = find_places(os.environ)
    places.prepare()
    (places.config / "window.ini").write_text("[General]\ncalls_at_once=99\nlook=plaid\nkeep_days=30\n")
    shop = environment_of(sandbox)
    Environments(places).save(shop)
    (places.config / ".carriers.toml.new").write_text("[night]")
    with running(qtbot, options=StartOptions(shop.name)) as console:
        console.until(lambda: len(console.banners) == 3, "two settings and the carriers")
        for said in (
            "calls_at_once=99 in ",
            "window.ini is beyond its limits, so “Calls at once when shipping a file” is 16.",
            "window.ini means nothing here, so “Appearance” is as at first.",
            "is kept as carriers.toml.unsaved.",
        ):
            assert any(said in headline for headline in console.banners), said
