"""Any text in the look-up, in a field, in a file of settings: understood or refused in a sentence, and kept.

It must not ask a server for more than what the sandbox answers anyway.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from console.api.client import Client
from console.app.settings_file import SettingsFile
from console.model.carriers.carriers import carriers
from console.model.fields.field import Reading
from console.model.question import NotAnId, understood
from console.model.remembered import ACCENT, MAIN_WINDOW
from console.model.setting import declared
from console.model.settings import Settings
from console.presenters.settings import carrier_file
from console.presenters.workbench.lookup import Found, Lookup, LookupState
from console.store.carriers import OwnCarriers
from console.store.environments import Environments
from console.store.files import StoreTrouble
from console.store.places import Places, find_places
from console.ui.look.theme import Appearance
from console.ui.shell.window import Window
from tests.fuzz.given import JSON, TEXT, told
from tests.model.samples import draft
from tests.support.jobs import InlineJobs
from tests.support.raw_server import RawServer, reply
from tests.support.tries import tries


def test_any_text_in_the_look_up_is_asked_for_or_refused_in_a_sentence() -> None:
    with RawServer(reply(404)) as server:
        from console.model.environment import Environment, Secret

        shop = Environment("T", server.url, server.token_url, "id", Secret("a long secret"), "test")
        with Client(shop) as client:
            shown: list[LookupState] = []
            found: list[Found] = []
            lookup = Lookup(InlineJobs(), shown.append, found.append, raise_open=lambda _: False)
            lookup.connect(client)

            @tries(100)
            @given(TEXT, st.sampled_from(["anything", "order", "cart"]))
            def ask(text: str, look_for: str) -> None:
                lookup.narrow(look_for)  # type: ignore[arg-type]
                lookup.ask(text)
                notice = lookup.state.notice
                assert notice is not None
                assert notice.headline
                assert lookup.state.waiting == 0
                assert "inside the console" not in notice.headline

            ask()
    assert found == []
    assert all(request.path.startswith(("/orders", "/carts")) for request in server.requests)


@tries(500)
@given(TEXT)
def test_any_text_holds_questions_or_none(text: str) -> None:
    try:
        found = understood(text)
    except NotAnId as refused:
        told(str(refused))
        return
    assert all(question.tries for question in found.questions)


@tries(200)
@given(TEXT, st.sampled_from(sorted(draft().fields)))
def test_any_text_can_be_typed_into_any_field(text: str, key: str) -> None:
    typed = draft().typed(key, text)
    assert isinstance(typed.reading(key), Reading)
    problems = typed.problems()
    assert typed.changes() or not typed.changed(key)
    if not problems:
        typed.payload()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    found = find_places({**os.environ, "ORDER_CONSOLE_HOME": str(tmp_path)})
    found.prepare()
    return found


LINES = st.lists(
    st.tuples(
        st.sampled_from([*(one.key for one in declared(Settings()).values()), ACCENT, MAIN_WINDOW, "odd"]),
        TEXT
        | st.sampled_from(
            ["@ByteArray(\\x1\\xd9\\xd0\\xcb)", "@Variant(\\0\\0)", "@Invalid()", "1e9", "-5", "@Size(1 2)"]
        ),
    ).map(lambda pair: f"{pair[0]}={pair[1]}"),
    max_size=8,
).map("\n".join)


def test_any_window_ini_is_read_into_settings_and_a_window(qtbot: QtBot, places: Places) -> None:
    window = Window()
    qtbot.addWidget(window)

    @tries(60)
    @given(LINES | st.binary(max_size=200) | LINES.map(lambda text: f"[General]\n{text}"))
    def read(text: str | bytes) -> None:
        path = places.config / "window.ini"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        ini = QSettings(str(path), QSettings.Format.IniFormat)
        settings = SettingsFile(ini)
        found = settings.read()
        assert found.look in ("system", "light", "dark", "contrast")
        assert 1 <= found.calls_at_once <= 16
        assert 1 <= found.keep_days <= 3_650
        assert Appearance(ini, lambda: found.look).before.accent
        window.restore(ini)

    read()


ENTRY = st.dictionaries(
    st.sampled_from(
        ["name", "api_url", "token_url", "client_id", "client_secret", "accent", "ca_file", "proxy", "x"]
    ),
    JSON
    | TEXT
    | st.sampled_from(["https://a.example", "http://[::1", "https://a:99999", "test", "production"]),
)
BOOK = st.fixed_dictionaries(
    {
        "format": st.just(1),
        "environments": st.lists(ENTRY | JSON, max_size=4) | JSON,
        "last_used": JSON | TEXT,
    }
)


def test_any_environments_json_starts_with_what_can_be_used(places: Places) -> None:
    import json

    store = Environments(places)

    @tries(150)
    @given(BOOK | JSON | st.binary(max_size=100))
    def load(content: object) -> None:
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        store.path.write_bytes(raw)
        store.path.chmod(0o600)
        book = store.load()
        assert all(one.name and one.secret for one in book.environments)
        kept = [path.read_bytes() for path in places.config.iterdir() if path.name.startswith("environments")]
        assert raw in kept
        for path in places.config.glob("environments*"):
            path.unlink()

    load()


TOML = st.lists(
    st.sampled_from(
        [
            "[ups]",
            "[mine]",
            "[mine.more]",
            "name = ",
            "template = ",
            "numbers = ",
            "enabled = ",
            "hosts = ",
            "[[mine]]",
        ]
    ).flatmap(lambda head: TEXT.map(lambda text: f"{head}{text}"))
    | st.sampled_from(
        [
            "[mine]\nname = 'Mine'\ntemplate = 'https://m.example/{n}'\nnumbers = [{ pattern = '\\d{8}' }]",
            "numbers = [{ pattern = '(' }]",
            "numbers = [{ pattern = '(a+)+$', check = 'ups' }]",
            "enabled = false",
            "template = 'javascript:{n}'",
        ]
    ),
    max_size=6,
).map("\n".join)


def test_any_carriers_toml_leaves_carriers_to_work_with(places: Places) -> None:
    own = OwnCarriers(places)

    @tries(80)
    @given(TOML | st.binary(max_size=80))
    def read(text: str | bytes) -> None:
        own.path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "replace"))
        try:
            said = own.read()
        except StoreTrouble as trouble:
            told(trouble.sentence)
            return
        known = carriers(said)
        known.candidates("1Z999AA10123456784")
        known.candidates("a" * 40)
        reading = carrier_file.read(said)
        assert reading.summary
        assert all(problem.sentence for problem in reading.problems)

    read()
