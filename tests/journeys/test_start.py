"""The start: paint first, the heavy things after, and a window whatever the files say.

It must not measure times; `tests/bench` does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.support.checkout import ROOT
from tests.support.console import NAME, Console, environment_of, running
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

HEAVY = {
    "requests",
    "urllib3",
    "pydantic",
    "pydantic_core",
    "simplejson",
    "sqlite3",
    "iso4217",
    "ssl",
    "email",
    "keyring",
    "logging.handlers",
    "pickle",
    "html",
    "console.runtime.log",
    "console.runtime.jobs",
    "console.model.records",
    "console.ui.look.accessible",
    "console.ui.look.ordered_style",
    "console.ui.look.link_line",
    "console.ui.look.dot",
    "dataclasses",
    "datetime",
    "decimal",
    "unicodedata",
    "console.model.link",
    "console.model.settings",
    "console.presenters.notice",
    "console.presenters.waiting",
}
BEFORE_ENTER = {
    "pydantic",
    "iso4217",
    "tomllib",
    "openpyxl",
    "rapidfuzz",
    "starlette",
    "console.model.records",
    "console.presenters.record.editor",
    "console.presenters.runs.run",
}
"""What nobody waits for who asks the server for a record: it is loaded while the server answers, or when it is wanted."""
BEFORE_PAINT = """
import json, os, sys
from console.app.opening import StartOptions
from console.app.start import Start, application
from console.store.places import find_places
qt = application()
start = Start(qt, StartOptions(), find_places())
start.show()
print(json.dumps(sorted(sys.modules)))
start.window.let_close()
start.close()
"""


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BEFORE_PAINT], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    loaded = {*json.loads(done.stdout)}
    assert loaded & HEAVY == set()


BEFORE_ASKING = """
import json, sys
from console.api.client import Client
import console.app.app
import console.store.environments
print(json.dumps(sorted(sys.modules)))
"""


def test_nothing_that_only_a_record_needs_is_imported_before_the_server_can_be_asked_for_one() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BEFORE_ASKING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    loaded = {*json.loads(done.stdout)}
    assert "requests" in loaded
    assert loaded & BEFORE_ENTER == set()


KEYS_LOGGED = """
import os, ssl
from console.app.start import application
qt = application()
print(os.environ.get("SSLKEYLOGFILE"), ssl.create_default_context().keylog_filename)
"""


@pytest.mark.fault(58)
def test_no_connection_of_this_process_has_its_keys_logged(tmp_path: Path) -> None:
    log = tmp_path / "keys.log"
    done = subprocess.run(
        [sys.executable, "-c", KEYS_LOGGED],
        cwd=ROOT,
        env={**os.environ, "SSLKEYLOGFILE": str(log)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "None None\n"
    assert not log.exists()


def test_the_command_line_opens_a_record_at_once(qtbot: QtBot, sandbox: Sandbox) -> None:
    from console.app.opening import StartOptions

    with running(qtbot, environment_of(sandbox), options=StartOptions(NAME, "#1001")) as console:
        console.until(lambda: console.window.front is not None, "the record is open")
        assert console.page.own_id.text() == SAMPLE_ORDER


@pytest.mark.fault(69)
@pytest.mark.parametrize(
    "text", ["ordercon://order/../../x?force=1", "../carts/1?force=true", "--force", "\x00" * 50]
)
def test_whatever_the_command_line_names_is_looked_up_by_the_usual_rule(
    qtbot: QtBot, sandbox: Sandbox, text: str
) -> None:
    from console.app.opening import StartOptions

    with running(qtbot, environment_of(sandbox), options=StartOptions(NAME, text)) as console:
        console.until(lambda: bool(console.lookup_says), "it is answered")
        console.rest()
        assert console.window.front is None
    assert all(line["method"] == "GET" and "force" not in line["query"] for line in sandbox.calls())


def test_the_first_start_opens_the_connect_dialog(qtbot: QtBot) -> None:
    with running(qtbot) as console:
        console.until(lambda: bool(console.dialogs()), "the dialog is open")
        (dialog,) = console.dialogs()
        assert dialog.windowTitle() == "Connect"
        dialog.close()


def test_the_last_environment_is_used_again(qtbot: QtBot, sandbox: Sandbox) -> None:
    from console.app.opening import StartOptions

    with running(qtbot, environment_of(sandbox)) as console:
        console.rest()
    with running(qtbot, options=StartOptions()) as console:
        console.until(lambda: console.app.session.client is not None, "connected")
        assert console.app.session.name == NAME


def test_an_unknown_environment_is_named_with_those_that_exist(qtbot: QtBot, sandbox: Sandbox) -> None:
    from console.app.opening import StartOptions

    with running(qtbot, environment_of(sandbox), options=StartOptions(NAME)) as console:
        console.rest()
    with running(qtbot, options=StartOptions("Elsewhere")) as console:
        console.until(lambda: "Elsewhere" in console.foot, "it says so")
        assert NAME in console.foot


DAMAGED = "is damaged and could not be read; it is kept as environments.json.bad, and a new one is begun."
NEWER = "was written by a newer Order Console, so this one leaves it as it is."


@pytest.mark.fault(70)
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", DAMAGED),
        (b"{", DAMAGED),
        (b"\xff\xfe", DAMAGED),
        (b"[]", DAMAGED),
        (b'{"format": 999}', NEWER),
        (b"null", DAMAGED),
        (b"x" * 100_000, DAMAGED),
    ],
)
def test_damaged_settings_start_with_a_sentence_and_lose_nothing(
    qtbot: QtBot, content: bytes, sentence: str
) -> None:
    from console.store.places import find_places

    places = find_places()
    places.prepare()
    file = places.config / "environments.json"
    file.write_bytes(content)
    file.chmod(0o600)
    with running(qtbot) as console:
        console.until(lambda: bool(console.dialogs()), "the console is there")
        for dialog in console.dialogs():
            dialog.close()
        assert f"{file} {sentence}" in console.foot
        kept = [path.read_bytes() for path in places.config.iterdir() if path.name.startswith("environments")]
        assert content in kept


def test_the_window_stands_where_it_stood(qtbot: QtBot, sandbox: Sandbox) -> None:
    def close(console: Console) -> None:
        console.window.close()
        console.until(lambda: not console.window.isVisible(), "it is closed")

    with running(qtbot, environment_of(sandbox)) as console:
        console.window.resize(900, 640)  # what the offscreen screen has room for
        close(console)
    with running(qtbot, environment_of(sandbox)) as console:
        console.window.restore(console.start.ini)
        assert (console.window.width(), console.window.height()) == (900, 640)


def test_a_wordy_start_writes_every_call_into_the_log(qtbot: QtBot, sandbox: Sandbox) -> None:
    from console.__main__ import _parse
    from console.app.opening import StartOptions

    given = _parse(["--verbose", "--environment", NAME])
    options = StartOptions(given.environment, given.open, given.sandbox, given.verbose)
    with running(qtbot, environment_of(sandbox), options=options) as console:
        console.look_up(SAMPLE_ORDER)
        log = (console.places.log / "console.log").read_text(encoding="utf-8")
    assert f"DEBUG console.api.transport: GET /orders/{SAMPLE_ORDER}: 200 in " in log
