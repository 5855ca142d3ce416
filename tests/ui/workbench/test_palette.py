"""The palette on the screen: by keyboard alone, each row with its keys, said aloud, and what was chosen is run.

It must not test what fits; tests/presenters/workbench/test_palette.py does.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.presenters.workbench.palette import Command, Palette
from console.ui.workbench import palette as module
from console.ui.workbench.palette import PaletteDialog
from tests.support.console import Console
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER
from tests.ui.conftest import Wear


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []

    class Listening(QAccessible):
        @staticmethod
        def updateAccessibility(event: QAccessibleEvent) -> None:  # type: ignore[override]
            if isinstance(event, QAccessibleAnnouncementEvent):
                said.append(event.message())
            else:
                said.append(f"row {event.child()}")

    monkeypatch.setattr(module, "QAccessible", Listening)
    return said


@pytest.fixture
def dialog(qtbot: QtBot, wear: Wear, done: list[str], heard: list[str]) -> PaletteDialog:
    wear()
    rows = [
        Command("Save", "Act", lambda: done.append("save"), "Ctrl+S"),
        Command("Tracking URL", "Field", lambda: done.append("tracking")),
        Command("Salt & <b>Pepper</b>", "Environment", lambda: done.append("salt")),
    ]
    made = PaletteDialog(Palette(rows), None)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def listed(dialog: PaletteDialog) -> list[str]:
    return [str(dialog.rows.index(place).data()) for place in range(dialog.rows.rowCount())]


def test_rows_have_names_with_kind_and_keys(dialog: PaletteDialog) -> None:
    named = [dialog.rows.index(place).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(3)]
    assert named == ["Save, Act, Ctrl+S", "Tracking URL, Field", "Salt & <b>Pepper</b>, Environment"]
    assert dialog.field.accessibleName() == "Command"
    assert dialog.list.accessibleName() == "Commands"


def test_the_row_is_said_aloud_while_the_cursor_stays_in_the_field(
    dialog: PaletteDialog, qtbot: QtBot, heard: list[str]
) -> None:
    heard.clear()
    qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
    assert heard == ["row 1", "Tracking URL, Field, 2 of 3"]
    assert dialog.field.hasFocus()
    assert dialog.list.currentIndex().row() == 1
    qtbot.keyClicks(dialog.field, "zzz")
    assert heard[-1].startswith("Nothing fits")
    assert dialog.nothing.isVisible()


def test_enter_runs_the_chosen_and_a_click_its_own(dialog: PaletteDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.field, "track")
    with qtbot.waitSignal(dialog.run) as asked:
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert asked.args is not None
    assert asked.args[0].words == "Tracking URL"
    assert not dialog.isVisible()


def test_a_click_runs_too(dialog: PaletteDialog, qtbot: QtBot) -> None:
    index = dialog.rows.index(2)
    at = dialog.list.visualRect(index).center()
    with qtbot.waitSignal(dialog.run) as asked:
        qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked.args is not None
    assert asked.args[0].kind == "Environment"


def test_enter_on_nothing_stays_and_esc_leaves(dialog: PaletteDialog, qtbot: QtBot, done: list[str]) -> None:
    qtbot.keyClicks(dialog.field, "no such command")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert done == []


def in_palette(console: Console, text: str) -> None:
    """Ctrl+K, the text, Enter."""
    console.press("K", ctrl=True)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaletteDialog)
    console.rest()
    console.qtbot.keyClicks(dialog.field, text)
    console.press("Return", on=dialog.field)
    console.rest()


def test_a_field_a_record_and_a_setting_are_reached_by_the_keyboard_alone(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    in_palette(console, "tracking")
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Tracking URL"
    console.look_up(SAMPLE_CART)
    in_palette(console, "#1001")
    assert console.page.editor.state.draft.base.id == SAMPLE_ORDER
    in_palette(console, "text size")
    settings = QApplication.activeModalWidget()
    assert settings is not None
    focus = settings.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Text size"
    console.press("Escape", on=settings)


def test_a_closed_tab_comes_back_by_its_keys(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    console.look_up(SAMPLE_CART)
    console.press("W", ctrl=True)
    console.rest()
    assert [one.state.draft.base.id for one in console.app.workbench.state.editors] == [SAMPLE_ORDER]
    console.press("T", ctrl=True, shift=True)
    console.rest()
    assert console.page.editor.state.draft.base.id == SAMPLE_CART


def test_keys_make_the_text_larger_and_smaller_and_that_is_kept(console: Console) -> None:
    before = console.window.lookup.field.fontInfo().pixelSize()
    console.press("Equal", ctrl=True)
    assert console.app.settings.values.text_size == 110
    assert console.window.lookup.field.fontInfo().pixelSize() > before
    console.press("Minus", ctrl=True)
    console.press("Minus", ctrl=True)
    assert console.app.settings.values.text_size == 90
    assert console.start.ini.value("text_size") == 90
    assert console.window.lookup.field.fontInfo().pixelSize() < before
    console.press("0", ctrl=True)
    assert console.app.settings.values.text_size == 100
