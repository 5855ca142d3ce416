"""The palette, the sheet of keys and About.

It must not run what is chosen; the window's actions do.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.ui.shell.actions import Actions, keys, words
from console.ui.shell.help import AboutDialog, Help, Palette, Shortcuts
from console.ui.shell.window import Window
from tests.ui.conftest import Wear

FACTS = {"Version": "0.1.0", "Log": "/home/<b>me</b>/" + "long/" * 30}


@pytest.fixture
def window(qtbot: QtBot, wear: Wear) -> Window:
    wear()
    made = Window()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def palette(qtbot: QtBot, window: Window) -> Palette:
    made = Palette(window.actions_, window)
    made.show()
    qtbot.waitUntil(made.field.hasFocus)
    return made


def listed(palette: Palette) -> list[str]:
    items = [palette.list.item(place) for place in range(palette.list.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_it_lists_what_can_be_done_now_and_nothing_else(palette: Palette, window: Window) -> None:
    able = [words(one) for one in window.actions_.all() if one.isEnabled()]
    able.remove("Command palette")
    assert listed(palette) == able
    assert "Save" not in able, "nothing is open"
    assert palette.field.accessibleName() == "Command"


def test_typing_narrows_by_words_in_any_order_and_by_keys(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "SHORT key")
    assert listed(palette) == ["Keyboard shortcuts"]
    palette.field.selectAll()
    qtbot.keyClicks(palette.field, "ctrl+l")
    assert listed(palette) == ["Look up"]


def test_arrows_go_round_and_enter_runs(qtbot: QtBot, palette: Palette, window: Window) -> None:
    qtbot.keyClicks(palette.field, "a")
    first = palette.list.currentItem().text()
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentItem().text() == listed(palette)[-1] != first
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentItem().text() == first
    with qtbot.waitSignal(palette.accepted):
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.chosen is not None
    assert words(palette.chosen) == first
    with qtbot.waitSignal(palette.chosen.triggered):
        palette.run_chosen()


def test_enter_on_nothing_found_runs_nothing(qtbot: QtBot, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "no such command")
    assert listed(palette) == []
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.chosen is None
    palette.run_chosen()


def test_a_click_runs_too(qtbot: QtBot, palette: Palette) -> None:
    item = palette.list.item(1)
    with qtbot.waitSignal(palette.accepted):
        qtbot.mouseClick(
            palette.list.viewport(),
            Qt.MouseButton.LeftButton,
            pos=palette.list.visualItemRect(item).center(),
        )
    assert palette.chosen is item.data(Qt.ItemDataRole.UserRole)


def test_every_key_is_on_the_sheet_and_none_is_cut(qtbot: QtBot, window: Window) -> None:
    sheet = Shortcuts(window.actions_, window)
    with qtbot.waitExposed(sheet):
        sheet.show()
    labels = sheet.findChildren(QLabel)
    seen = {one.text() for one in labels}
    for action in window.actions_.all():
        if action.shortcuts():
            assert {words(action), keys(action)} <= seen
    assert {"Ctrl+Enter", "Esc", "Ctrl+C, Ctrl+X, Ctrl+V"} <= seen
    for one in labels:
        assert one.width() >= one.sizeHint().width(), one.text()
    with qtbot.waitSignal(sheet.accepted):
        qtbot.mouseClick(sheet.close_button, Qt.MouseButton.LeftButton)


def test_about_tells_the_facts_plainly_and_fits(qtbot: QtBot, window: Window) -> None:
    about = AboutDialog(FACTS, window)
    with qtbot.waitExposed(about):
        about.show()
    labels = about.findChildren(QLabel)
    assert set(FACTS) | set(FACTS.values()) <= {one.text() for one in labels}
    assert any("retired" in one.text() for one in labels)
    for one in labels:
        assert one.textFormat() == Qt.TextFormat.PlainText
        assert one.height() >= one.heightForWidth(one.width())
    assert about.width() <= 600


def test_each_opens_over_the_window_and_goes_again(qtbot: QtBot, window: Window) -> None:
    helping = Help(window, FACTS, Path("log"))
    for act in (helping.palette, helping.shortcuts, helping.about):
        act()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        with qtbot.waitSignal(dialog.destroyed):
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_where_no_file_browser_is_the_folder_is_told(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def refuse(url: object) -> bool:
        asked.append(url.toLocalFile())  # type: ignore[attr-defined]
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", refuse)
    Help(window, FACTS, tmp_path).log_folder()
    assert asked == [str(tmp_path)]
    assert str(tmp_path) in window.bar.notice.headline.text()


def test_words_of_a_step_keep_their_ampersand(qtbot: QtBot, window: Window) -> None:
    actions: Actions = window.actions_
    actions["undo"].setText("&Undo: remove Salt && Pepper")
    actions["undo"].setEnabled(True)
    palette = Palette(actions, window)
    assert "Undo: remove Salt & Pepper" in listed(palette)


def test_about_says_what_the_console_never_does(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = AboutDialog({"Version": "1"}, window)
    said = [one.text() for one in dialog.findChildren(QLabel)]
    assert "It sends nothing anywhere but to your server, and never checks for updates." in said
