"""The settings as the running console has them: kept over a restart, the one source of carriers, robust to hands.

It must not test the dialog's own ways; tests/ui/settings/test_settings.py does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from urllib.parse import quote

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPlainTextEdit, QSpinBox
from pytestqt.qtbot import QtBot

from console.model import remembered
from console.model.fields import moment
from console.model.setting import declared, with_choice
from console.model.settings import Settings
from console.presenters.clock import utc_now
from console.store.archive import Archive
from console.store.carriers import OwnCarriers
from console.store.database import Database
from console.store.places import Places, find_places
from console.store.trail import Trail, os_user
from console.ui.settings.settings import SettingsDialog
from tests.support.console import NAME, Console, environment_of, running
from tests.support.sandbox import SAMPLE_ORDER, Sandbox, serve

OWN = """\
[courier]
name = "Courier of the town"
template = "https://courier.example/parcels/{n}"
numbers = [{ pattern = 'TOWN\\d{8}' }]
"""
NUMBER = "TOWN12345678"


@pytest.fixture(scope="module")
def shop() -> Iterator[Sandbox]:
    yield from serve(orders=2)


@pytest.fixture
def places() -> Places:
    made = find_places(os.environ)
    made.prepare()
    return made


def ini(places: Places) -> QSettings:
    return QSettings(str(places.config / "window.ini"), QSettings.Format.IniFormat)


def write(places: Places, **values: object) -> None:
    settings = ini(places)
    for key, value in values.items():
        settings.setValue(key, value)
    settings.sync()


def opened(console: Console) -> SettingsDialog:
    console.press("Comma", ctrl=True, on=console.window)
    console.rest()
    [dialog] = [one for one in console.dialogs() if isinstance(one, SettingsDialog)]
    return dialog


def names(console: Console) -> list[str]:
    return [one.carrier for one in console.app.settings.carriers.candidates(NUMBER)]


def test_a_first_start_has_the_usual_choices(qtbot: QtBot, shop: Sandbox) -> None:
    with running(qtbot, environment_of(shop)) as console:
        assert console.app.settings.values == Settings("system", calls_at_once=16, keep_days=90)
        assert names(console) == []


def test_own_carriers_are_read_at_the_start(qtbot: QtBot, shop: Sandbox, places: Places) -> None:
    OwnCarriers(places).write(OWN, instead_of="")
    with running(qtbot, environment_of(shop)) as console:
        assert names(console) == ["Courier of the town"]


def test_what_is_saved_counts_at_once_and_after_a_restart(qtbot: QtBot, shop: Sandbox) -> None:
    with running(qtbot, environment_of(shop)) as console:
        changed: list[bool] = []
        console.app.settings.carriers_changed.connect(lambda: changed.append(True))
        dialog = opened(console)
        look = console.named("Appearance", QComboBox, dialog)
        look.setFocus()
        for _ in ("light", "dark"):
            console.press("Down", on=look)
        console.named("Calls at once when shipping a file", QSpinBox, dialog).setValue(4)
        console.named("Days that records stay searchable offline", QSpinBox, dialog).setValue(30)
        dialog.tabs.setCurrentIndex(1)
        console.click("Edit as text", within=dialog)
        console.named("Own carriers", QPlainTextEdit, dialog).insertPlainText(OWN)
        assert names(console) == []
        console.press("Return", ctrl=True, on=dialog)
        console.rest()
        assert console.dialogs() == []
        assert changed == [True]
        assert names(console) == ["Courier of the town"]
        assert console.app.settings.values == Settings("dark", calls_at_once=4, keep_days=30)
        assert console.window.palette().window().color().lightness() < 128
    with running(qtbot) as console:
        console.rest()
        assert names(console) == ["Courier of the town"]
        assert console.app.settings.values == Settings("dark", calls_at_once=4, keep_days=30)


def test_the_trail_has_the_name_from_the_settings_and_without_one_that_of_the_account(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    def sent_by(console: Console) -> list[str]:
        with closing(Database(console.places)) as database:
            return [entry.who for entry in Trail(database).search("", None, limit=-1)]

    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "one")
        console.send()
        dialog = opened(console)
        QTest.keyClicks(console.named("Your name", QLineEdit, dialog), " Jo, nights ")
        console.press("Return", ctrl=True, on=dialog)
        console.rest()
        console.type_into("Shipping details", "two")
        console.send()
        assert sent_by(console) == ["Jo, nights", os_user()]
        console.until(lambda: len(console.window._side.history.entries) == 2, "the card shows both")  # type: ignore[union-attr]
        card = console.window._side.history.entries  # type: ignore[union-attr]
        assert card[0].headline.text().endswith("you")
        assert card[1].headline.text().endswith(os_user())
    with running(qtbot, environment_of(sandbox)) as console:
        assert console.app.settings.values.operator == "Jo, nights"
        assert console.app.settings.who() == "Jo, nights"


def test_dates_in_words_stand_in_open_fields_at_once_and_nothing_of_it_is_an_edit(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    def choose(console: Console, steps: str) -> None:
        dialog = opened(console)
        console.press(steps, on=console.named("Dates", QComboBox, dialog))
        console.press("Return", ctrl=True, on=dialog)
        console.rest()

    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        ordered = console.named("Order date", QLineEdit)
        before = ordered.text()
        assert before == moment.shown(before) != ""
        console.type_into("Shipping date", "2026-11-21")
        choose(console, "Down")
        in_words = moment.shown(moment.typed(before), "words")
        assert ordered.text() == in_words != before
        assert console.named("Shipping date", QLineEdit).text() == "2026-11-21", (
            "what was typed stays as typed"
        )
        draft = console.page.editor.state.draft
        assert draft.payload() == {"shippingDate": "2026-11-21"}
        assert [(one.before, one.after) for one in draft.changes()] == [("empty", "21 Nov 2026")]
        console.type_into("Order date", "2026-11-20")
        console.type_into("Order date", before)
        assert list(console.page.editor.state.draft.payload()) == ["shippingDate"]
        console.send()
        assert console.named("Shipping date", QLineEdit).text() == "21 Nov 2026"
        assert not console.page.editor.state.draft.dirty
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(SAMPLE_ORDER)
        assert console.named("Order date", QLineEdit).text() == in_words, "it counts from the start"
        choose(console, "Up")
        assert console.named("Order date", QLineEdit).text() == before


def test_what_is_cancelled_changes_nothing(qtbot: QtBot, shop: Sandbox, places: Places) -> None:
    with running(qtbot, environment_of(shop)) as console:
        dialog = opened(console)
        console.named("Calls at once when shipping a file", QSpinBox, dialog).setValue(4)
        console.press("Escape", on=dialog)
        console.rest()
        assert console.dialogs() == []
        assert console.app.settings.values.calls_at_once == 16
    assert ini(places).value("calls_at_once") is None


@pytest.mark.parametrize(
    ("kept", "calls", "days"),
    [("7", 7, 7), ("0", 1, 1), ("99999", 16, 3_650), ("many", 16, 90), ("", 16, 90), ("1e3", 16, 90)],
)
def test_a_file_edited_by_hand_stops_nothing(
    qtbot: QtBot, shop: Sandbox, places: Places, kept: str, calls: int, days: int
) -> None:
    write(places, calls_at_once=kept, keep_days=kept)
    with running(qtbot, environment_of(shop)) as console:
        assert console.app.settings.values == Settings("system", calls_at_once=calls, keep_days=days)


def test_records_are_forgotten_after_the_chosen_days(qtbot: QtBot, shop: Sandbox, places: Places) -> None:
    write(places, keep_days=10)
    now = utc_now()
    with closing(Database(places)) as database:
        for days, title in ((11, "old"), (9, "young")):
            Archive(database).touch(NAME, "order", f"id-{days}", title, "", now - timedelta(days=days))
    with running(qtbot, environment_of(shop)) as console:
        console.rest()
    with closing(Database(places)) as database:
        assert [one.title for one in Archive(database).recent(NAME)] == ["young"]


def test_carriers_that_cannot_be_used_are_told_and_the_others_count(
    qtbot: QtBot, shop: Sandbox, places: Places
) -> None:
    OwnCarriers(places).write(OWN + '\n[night]\nname = "Night"\ntemplate = "ftp://x.y/{n}"\n', instead_of="")
    with running(qtbot) as console:
        console.rest()
        assert names(console) == ["Courier of the town"]
        assert "Line 6, [night]" in console.foot
        assert "File > Settings" in console.foot


def test_a_file_that_cannot_be_read_is_told_and_the_usual_carriers_count(
    qtbot: QtBot, places: Places
) -> None:
    OwnCarriers(places).path.write_bytes(b"\xff")
    with running(qtbot) as console:
        console.rest()
        assert "not a text in UTF-8" in console.foot
        assert console.app.settings.carriers.candidates("1Z999AA10123456784")


def test_settings_that_cannot_be_written_hold_and_say_so(qtbot: QtBot, shop: Sandbox, places: Places) -> None:
    (places.config / "window.ini").mkdir()
    with running(qtbot, environment_of(shop)) as console:
        dialog = opened(console)
        console.named("Calls at once when shipping a file", QSpinBox, dialog).setValue(4)
        console.press("Return", ctrl=True, on=dialog)
        console.rest()
        assert console.app.settings.values.calls_at_once == 4
        assert console.banner.startswith("The settings hold until the console is closed.")
        assert "window.ini cannot be written" in console.foot


def test_the_look_of_the_view_menu_is_the_one_of_the_settings(qtbot: QtBot, shop: Sandbox) -> None:
    with running(qtbot, environment_of(shop)) as console:
        console.window.actions_["look_dark"].trigger()
        assert console.app.settings.values == Settings("dark")
        assert console.window.palette().window().color().lightness() < 128
        dialog = opened(console)
        assert console.named("Appearance", QComboBox, dialog).currentText() == "Dark"
        console.press("Escape", on=dialog)


def test_calls_are_those_of_the_settings_where_own_carriers_cannot_be_read(
    qtbot: QtBot, shop: Sandbox, places: Places
) -> None:
    OwnCarriers(places).path.write_bytes(b"\xff")
    with running(qtbot, environment_of(shop)) as console:
        heard: list[int] = []
        console.app.settings.changed.connect(lambda: heard.append(console.app.settings.values.calls_at_once))
        dialog = opened(console)
        console.named("Calls at once when shipping a file", QSpinBox, dialog).setValue(4)
        console.press("Return", ctrl=True, on=dialog)
        console.rest()
        assert heard == [4]


def all_chosen() -> Settings:
    """Settings none of which is as it is at first, however many are declared."""
    settings, usual = Settings(), Settings()
    for name, one in declared(Settings).items():
        others = getattr(one.allowed, "words", ("true", "false", getattr(one.allowed, "least", "")))
        for raw in others:
            if getattr(settings, name) == getattr(usual, name):
                settings = with_choice(settings, name, raw)
        assert getattr(settings, name) != getattr(usual, name), f"{name} can be nothing but what it is"
    return settings


def test_all_that_stands_in_the_file_is_declared(qtbot: QtBot, shop: Sandbox, places: Places) -> None:
    with running(qtbot, environment_of(shop, accent="production")) as console:
        console.app.settings.save(all_chosen())
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground, by lunch")
        console.press("S", ctrl=True)
        console.press("Space", on=console.sheet.confirm)
        console.press("Return", ctrl=True, on=console.sheet)
        console.rest()
        console.app.runs.open()
        console.window.close()
        console.until(lambda: not console.window.isVisible(), "it is closed")
    settings = {one.key for one in declared(Settings).values()}
    confirmed = f"{remembered.CONFIRMED}/{quote(NAME, safe='')}"
    elsewhere = {remembered.CONFIRMED, remembered.DESK_CONSOLE, remembered.DESK_OPERATOR}  # two take a desk
    left = {getattr(remembered, name) for name in vars(remembered) if name.isupper()} - elsewhere
    assert set(ini(places).allKeys()) == settings | left | {confirmed}


def test_the_menu_and_the_platforms_key_open_one_dialog(qtbot: QtBot, shop: Sandbox) -> None:
    with running(qtbot, environment_of(shop)) as console:
        action = console.window.actions_["settings"]
        assert QKeySequence("Ctrl+,") in action.shortcuts()
        action.trigger()
        console.rest()
        [dialog] = console.dialogs()
        assert isinstance(dialog, QDialog)
        assert dialog.windowTitle() == "Settings"
        console.press("Escape", on=dialog)
        assert console.dialogs() == []


def test_where_files_live_is_told_without_any_secret(qtbot: QtBot, shop: Sandbox) -> None:
    with running(qtbot, environment_of(shop)) as console:
        dialog = opened(console)
        dialog.tabs.setCurrentIndex(2)
        told = " ".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())
        for name in ("environments.json", "window.ini", "carriers.toml", "console.db", "console.log"):
            assert name in told
        assert shop.client_secret not in told
        console.press("Escape", on=dialog)
