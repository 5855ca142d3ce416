"""The sheet of keys and About.

It must not test the palette; tests/ui/workbench/test_palette.py does.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.ui.shell.actions import keys, words
from console.ui.shell.help import AboutDialog, Help, Shortcuts
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


def test_every_key_is_on_the_sheet_and_none_is_cut(qtbot: QtBot, window: Window) -> None:
    sheet = Shortcuts(window.actions_, window)
    with qtbot.waitExposed(sheet):
        sheet.show()
    labels = sheet.findChildren(QLabel)
    seen = {one.text() for one in labels}
    for action in window.actions_.all():
        if action.shortcuts() and action.isVisible():
            assert {words(action), keys(action)} <= seen
    assert {"Ctrl+Enter", "Esc", "Ctrl+C, Ctrl+X, Ctrl+V"} <= seen
    for one in labels:
        assert one.width() >= one.sizeHint().width(), one.text()
    with qtbot.waitSignal(sheet.accepted):
        qtbot.mouseClick(sheet.close_button, Qt.MouseButton.LeftButton)


def test_an_act_that_is_not_there_has_no_line_on_the_sheet(window: Window) -> None:
    def listed() -> set[str]:
        return {one.text() for one in Shortcuts(window.actions_, window).findChildren(QLabel)}

    assert "Add note" not in listed(), "it takes a desk"
    window.actions_.show_notes(True)
    assert {"Add note", keys(window.actions_["add_note"])} <= listed()


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
    for act in (helping.shortcuts, helping.about):
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


def test_about_says_what_the_console_never_does(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = AboutDialog({"Version": "1"}, window)
    said = [one.text() for one in dialog.findChildren(QLabel)]
    assert "It sends nothing anywhere but to your server, and never checks for updates." in said
