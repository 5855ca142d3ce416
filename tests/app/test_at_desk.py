"""Two at one desk, through the real window: one sees what the other has open and notes, within a second.

It must not test what a presenter decides; presence and notes have tests of their own for that.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from uuid import uuid4

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.app.connect_files import write_for_all
from console.desk.line.address import DeskAddress
from console.desk.place import DeskPlace, shared_name
from console.desk.presence import Colleagues, OpenHere, Presence
from console.model.environment import Secret
from console.model.remembered import DESK_CONSOLE
from console.store import administered_desk, database_file, desk_entry
from console.store.desk_entry import DeskEntry
from console.store.environments import Environments
from console.store.places import find_places
from console.ui.desk.notes import NotesView
from console.ui.settings.settings import SettingsDialog
from console.ui.trail.trail import TrailWindow
from tests.support.console import Console, environment_of
from tests.support.desk_loop import DeskLoop, desk_loop
from tests.support.open_files import open_in
from tests.support.postgres import Desk
from tests.support.postgres import desk as desk
from tests.support.postgres import postgres as postgres
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

_NOTE = "INSERT INTO desk.notes (id, environment, kind, record_id, body) VALUES (%s, %s, %s, %s, %s)"


class TwoAtDesk:
    """Anna's console with its window, and Bert's part of it over a connection of his own."""

    def __init__(self, console: Console, loop: DeskLoop, desk: Desk, sandbox: Sandbox) -> None:
        self.console, self.loop, self.desk = console, loop, desk
        self.environment = shared_name(sandbox.url)
        self.told: list[Colleagues] = []
        self.bert = Presence(uuid4(), self.told.append, wake=loop.wake)
        self.connection = loop.add(self.bert, "bert")
        self.order = DeskPlace.of(self.environment, "order", SAMPLE_ORDER)

    def until(self, condition: Callable[[], bool], what: str) -> float:
        """Run both until it holds; returns how many seconds that took."""
        began = time.monotonic()

        def holds() -> bool:
            self.loop.turn()
            return condition()

        self.console.until(holds, what)
        return time.monotonic() - began

    def bert_sees(self) -> dict[str, bool]:
        """The records that Anna has open, and whether with unsaved changes."""
        found = [one.open for one in self.told[-1].others if one.operator == "anna"]
        return {place.record_id: since is not None for open_ in found for place, since in open_.items()}

    @property
    def notes(self) -> NotesView:
        side = self.console.window.panes.side
        assert side is not None
        return side.notes


@pytest.fixture
def two(qtbot: QtBot, sandbox: Sandbox, desk: Desk) -> Iterator[TwoAtDesk]:
    with ExitStack() as ends:
        shop = environment_of(sandbox)

        places = find_places(os.environ)
        places.prepare()
        address = desk.url("anna", "127.0.0.1")
        desk_entry.save(Environments(places), DeskEntry(address, "", Secret(desk.password("anna"))))
        console = Console(qtbot, shop)
        ends.callback(console.close)
        loop = ends.enter_context(desk_loop(desk))
        yield TwoAtDesk(console, loop, desk, sandbox)


def test_what_one_opens_edits_and_notes_the_other_sees_within_a_second_and_is_never_held_up(
    two: TwoAtDesk,
) -> None:
    console = two.console
    console.look_up(SAMPLE_ORDER)
    two.until(lambda: two.bert_sees() == {SAMPLE_ORDER: False}, "Bert sees the order open")
    line, tabs, took = console.page.header.company, console.window.tabs, list[float]()
    assert not line.isVisible()

    two.bert.show([OpenHere(two.order)])
    took.append(two.until(lambda: line.isVisible() and line.text() == "bert has this open", "Anna sees Bert"))
    two.bert.show([OpenHere(two.order, True)])
    took.append(two.until(lambda: "unsaved changes in this order" in line.text(), "and that he edits"))
    assert tabs.tabBar().accessibleTabName(0).endswith("bert has unsaved changes in this order")

    console.type_into("Tracking URL", "https://example.com/1")
    took.append(two.until(lambda: two.bert_sees() == {SAMPLE_ORDER: True}, "Bert sees that she edits"))
    console.press("S", ctrl=True)
    assert console.sheet.company.text() == "bert has unsaved changes in this order"
    console.press("Return", ctrl=True, on=console.sheet)
    console.rest()
    two.until(lambda: two.bert_sees() == {SAMPLE_ORDER: False}, "it was saved all the same")

    place = (two.environment, "order", SAMPLE_ORDER)
    two.connection.execute(_NOTE, (uuid4(), *place, "Call first"))
    noted = two.until(
        lambda: [one.text.text() for one in two.notes.views] == ["Call first"], "his note is there"
    )
    assert median([*took, noted]) < 1, "as a rule; a machine that is busy for a moment is not our matter"
    console.press("M", ctrl=True, shift=True)
    assert two.notes.entry.hasFocus()
    QTest.keyClicks(two.notes.entry, "Called; fine.")
    console.press("Return", ctrl=True)
    asked = "SELECT operator, body FROM desk.notes ORDER BY number DESC LIMIT 1"
    two.until(
        lambda: two.connection.execute(asked).fetchone() == ("anna", "Called; fine."), "hers is passed on"
    )
    two.until(lambda: not two.notes.views[0].mark.isVisible(), "and no longer marked as waiting")
    assert [one.withdraw.isVisible() for one in two.notes.views[:2]] == [True, False]
    console.press("H", ctrl=True, shift=True)
    trail = console.window.findChild(TrailWindow)
    assert trail is not None
    trail.words.setText("call")
    two.until(lambda: trail.notes.list.count() == 2, "both are found by a word")
    trail.words.setText("call first")
    two.until(lambda: trail.notes.list.count() == 1, "and one by another")
    assert trail.notes.list.item(0).text().endswith("\nCall first")
    trail.day.setText("2020-01-01")
    two.until(lambda: trail.notes.isHidden(), "of another day there is none")
    trail.words.clear()
    trail.day.setText("today")
    two.until(lambda: trail.notes.list.count() == 2, "and of today all")
    trail.close()
    console.window.activateWindow()
    console.until(console.window.isActiveWindow, "the window has the keys again")
    two.notes.views[0].withdraw.click()
    two.notes.views[0].yes.click()
    two.until(lambda: two.notes.views[0].text.text() == "Withdrawn", "she takes it back")

    console.look_up(SAMPLE_CART)
    two.until(lambda: set(two.bert_sees()) == {SAMPLE_ORDER, SAMPLE_CART}, "two are open")
    assert not console.page.header.company.isVisible(), "of the cart nobody said anything"
    assert [one.isVisible() for one in two.notes.views if one.isVisible()] == []
    console.window.tabs.setCurrentIndex(0)
    console.press("W", ctrl=True)
    two.until(lambda: set(two.bert_sees()) == {SAMPLE_CART}, "one was closed")


def test_a_console_that_is_closed_is_gone_at_once(two: TwoAtDesk) -> None:
    two.console.look_up(SAMPLE_ORDER)
    two.until(lambda: two.bert_sees() == {SAMPLE_ORDER: False}, "Bert sees her")
    began = time.monotonic()
    two.console.app.sharing.close()
    assert time.monotonic() - began < 1
    assert two.until(lambda: two.told[-1].others == (), "she is gone") < 1
    rows = two.desk.cluster.ask("SELECT operator FROM desk.presence", database=two.desk.database)
    assert rows == [("bert",)]


def test_local_data_is_deleted_while_a_desk_is_joined_with_nothing_of_it_open_and_sharing_goes_on(
    two: TwoAtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    console, delete, found = two.console, database_file.delete, list[list[str]]()
    folder = console.places.data
    console.look_up(SAMPLE_ORDER)
    two.until(lambda: two.bert_sees() == {SAMPLE_ORDER: False}, "she is at the desk")
    assert len(open_in(folder)) > 2, "passing on has the database open, too"

    def look(path: Path) -> None:
        found.append(open_in(folder))
        delete(path)

    monkeypatch.setattr(database_file, "delete", look)
    console.app.forgetting._wipe()
    two.until(lambda: bool(found), "it is deleted")
    assert found == [[]]
    console.press("M", ctrl=True, shift=True)
    QTest.keyClicks(two.notes.entry, "written after that")
    console.press("Return", ctrl=True)
    asked = "SELECT body FROM desk.notes"
    two.until(
        lambda: two.connection.execute(asked).fetchall() == [("written after that",)], "it is passed on"
    )


def test_a_desk_that_an_administrator_set_up_takes_name_and_password_and_another_one_takes_them_anew(
    qtbot: QtBot, sandbox: Sandbox, desk: Desk
) -> None:
    file = Path(os.environ["XDG_CONFIG_DIRS"]) / "order-console" / "desk.json"
    address = str(DeskAddress.read(desk.url("anna", "127.0.0.1")).for_all)
    file.parent.mkdir(parents=True)
    write_for_all(file, administered_desk.as_text(address, ""), replace=False)
    console = Console(qtbot, environment_of(sandbox))
    console.until(lambda: "set up a desk for you" in console.banner, "that is said")
    console.click_on(console.window.bar.banner.notice.action)
    console.until(lambda: bool(console.window.findChildren(SettingsDialog)), "the settings are open")
    [settings] = console.window.findChildren(SettingsDialog)
    section = settings.desk
    console.until(lambda: section.inputs["address"].isReadOnly(), "the address is given")
    assert section.inputs["address"].text() == address
    assert section.inputs["name"].isVisible()
    for name, text in (("name", "anna"), ("password", desk.password("anna"))):
        section.inputs[name].setFocus()  # type: ignore[index]
        QTest.keyClicks(section.inputs[name], text)  # type: ignore[index]
    section.join.click()
    console.until(lambda: console.app.sharing.joined is not None, "it is joined")
    joined = console.app.sharing.joined
    assert joined is not None
    console.until(lambda: joined.line.state.status == "reached", "and reached, by that name and password")
    settings.reject()
    console.close()

    write_for_all(file, administered_desk.as_text("postgresql://db2.example.com/desk", ""), replace=True)
    again = Console(qtbot, environment_of(sandbox))
    again.until(lambda: any("set up another desk" in one for one in again.banners), "that is said")
    assert again.app.sharing.joined is None
    again.close()


def test_after_a_crash_the_next_start_takes_away_the_row_that_would_pass_for_a_second_console(
    qtbot: QtBot, sandbox: Sandbox, desk: Desk
) -> None:
    crashed = uuid4()
    places = find_places(os.environ)
    places.prepare()
    address = desk.url("anna", "127.0.0.1")
    desk_entry.save(Environments(places), DeskEntry(address, "", Secret(desk.password("anna"))))
    kept = QSettings(str(places.config / "window.ini"), QSettings.Format.IniFormat)
    kept.setValue(DESK_CONSOLE, str(crashed))
    kept.sync()
    with desk.connected("anna") as anna:
        anna.execute("SELECT desk.here(%s, '{}', false)", (crashed,))
    console = Console(qtbot, environment_of(sandbox))
    try:
        asked = "SELECT console FROM desk.presence"

        def only_the_new_one() -> bool:
            return [one for (one,) in desk.cluster.ask(asked, database=desk.database)] not in ([crashed], [])

        console.until(only_the_new_one, "it is here anew")
        rows = desk.cluster.ask(asked, database=desk.database)
        assert len(rows) == 1
        assert rows != [(crashed,)]
    finally:
        console.close()


def test_a_note_that_the_desk_refuses_says_so_by_itself(two: TwoAtDesk) -> None:
    two.console.look_up(SAMPLE_ORDER)
    refusing = "ALTER TABLE desk.notes ADD CONSTRAINT short CHECK (length(body) < 5)"
    two.desk.cluster.ask(refusing, database=two.desk.database)
    two.notes.take_cursor()
    QTest.keyClicks(two.notes.entry, "Call first")
    two.console.press("Return", ctrl=True)
    two.until(lambda: [one.mark.text()[:10] for one in two.notes.views] == ["Not shared"], "it is marked")
    assert not two.notes.views[0].withdraw.isVisible()


@pytest.mark.fault(102)
def test_a_desk_that_goes_away_takes_presence_with_it_and_a_note_waits_for_it(two: TwoAtDesk) -> None:
    console = two.console
    two.bert.show([OpenHere(two.order)])
    console.look_up(SAMPLE_ORDER)
    line = console.page.header.company
    two.until(line.isVisible, "Anna sees Bert")
    two.desk.cluster.stop("immediate")
    try:
        console.until(lambda: not line.isVisible(), "nobody is known any more")
        assert console.window.tabs.tabIcon(0).isNull()
        two.notes.take_cursor()
        QTest.keyClicks(two.notes.entry, "While it is away")
        console.press("Return", ctrl=True)
        console.until(
            lambda: [one.mark.text() for one in two.notes.views] == ["Waits for the desk"], "it waits"
        )
    finally:
        two.desk.cluster.start()
    joined = console.app.sharing.joined
    assert joined is not None
    joined.line.retry()
    console.until(lambda: not two.notes.views[0].mark.isVisible(), "it was passed on by itself")
    rows = two.desk.cluster.ask("SELECT operator, body FROM desk.notes", database=two.desk.database)
    assert rows == [("anna", "While it is away")]


def test_without_a_desk_nothing_of_it_is_on_the_screen(qtbot: QtBot, sandbox: Sandbox) -> None:
    console = Console(qtbot, environment_of(sandbox))
    try:
        console.look_up(SAMPLE_ORDER)
        assert not console.window.actions_["add_note"].isVisible()
        assert console.window.findChildren(NotesView) == []
        console.press("M", ctrl=True, shift=True)
        assert console.window.findChildren(NotesView) == [], "its keys do nothing"
        assert not console.page.header.company.isVisible()
    finally:
        console.close()
