"""The dialog Settings as an operator uses it: keys and buttons, a real file, what is seen and read aloud.

It must not decide again what the presenter's tests prove.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from console.model.carriers.carriers import Carriers, shipped
from console.model.settings import Settings
from console.presenters.settings.settings import KeptFiles, SettingsPresenter
from console.store.carriers import OwnCarriers
from console.store.places import find_places
from console.ui.look.answers import COLUMNS, AnswersTable
from console.ui.look.theme import Scheme
from console.ui.settings.settings import SettingsDialog
from tests.support.jobs import InlineJobs
from tests.ui.conftest import Wear

OWN = """\
[courier]
name = "Courier of the town"
template = "https://courier.example/parcels/{n}"
numbers = [{ pattern = 'TOWN\\d{8}' }]

[yodel]
enabled = false
"""
BROKEN = '\n[night]\nname = "Night"\ntemplate = "ftp://night.example/{n}"\n'
UPS = "1Z999AA10123456784"
KEPT = (
    KeptFiles("Environments and credentials", "/home/<b>me</b>/environments.json", "Only you.", "/home/me"),
    KeptFiles("Log", "/var/" + "long/" * 40, "What it did.", "/var"),
)
W = TypeVar("W", bound=QWidget)


class Desk:
    """An open dialog, and how one works with it: by the names that a screen reader says."""

    def __init__(self, own: OwnCarriers) -> None:
        self.own = own
        self.saved: list[tuple[Settings, Carriers | None]] = []
        self.dialog = SettingsDialog()
        self.presenter = SettingsPresenter(
            InlineJobs(),
            own,
            Settings(),
            kept=KEPT,
            saved=lambda settings, carriers: self.saved.append((settings, carriers)),
        )
        self.dialog.bind(self.presenter)

    def named(self, kind: type[W], name: str) -> W:
        [found] = [one for one in self.dialog.findChildren(kind) if one.accessibleName() == name]
        return found

    def go(self, section: int) -> None:
        self.dialog.tabs.setCurrentIndex(section)
        QApplication.processEvents()

    def click(self, name: str) -> None:
        QTest.mouseClick(self.named(QAbstractButton, name), Qt.MouseButton.LeftButton)

    def press(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(QApplication.focusWidget() or self.dialog, key, held)
        QApplication.processEvents()

    def listed(self) -> list[str]:
        """The known carriers as they are read aloud."""
        known = self.dialog.carriers.known
        return [
            str(known.item(place).data(Qt.ItemDataRole.AccessibleTextRole)) for place in range(known.count())
        ]

    def wrong(self) -> list[str]:
        problems = self.dialog.carriers.problems
        if not problems.isVisible():
            return []
        return [problems.item(place).text() for place in range(problems.count())]

    def answers(self) -> list[list[str]]:
        model = self.dialog.carriers.answers.model()
        return [
            [str(model.index(row, column).data()) for column in range(len(COLUMNS))]
            for row in range(model.rowCount())
        ]

    def line(self) -> str:
        """The line with the cursor in it."""
        return self.dialog.carriers.editor.textCursor().block().text()


@pytest.fixture
def own() -> OwnCarriers:
    places = find_places(os.environ)
    places.prepare()
    return OwnCarriers(places)


@pytest.fixture
def opened(qtbot: QtBot, wear: Wear, own: OwnCarriers) -> Callable[..., Desk]:
    """Opens the dialog over a file that holds this text."""

    def made(text: str = "", scheme: Scheme = "light", section: int = 1) -> Desk:
        wear(scheme)
        own.write(text, instead_of="")
        desk = Desk(own)
        qtbot.addWidget(desk.dialog)
        with qtbot.waitActive(desk.dialog):
            desk.dialog.show()
        desk.go(section)
        return desk

    return made


Opened = Callable[..., Desk]


# -- general ----------------------------------------------------------------------------------------------


def test_the_choices_have_their_names_and_are_saved_by_keys_alone(opened: Opened) -> None:
    desk = opened(section=0)
    assert desk.dialog.windowTitle() == "Settings"
    look = desk.named(QComboBox, "Appearance")
    assert [look.itemText(place) for place in range(look.count())] == ["As the system", "Light", "Dark"]
    assert QApplication.focusWidget() is look
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is desk.named(QSpinBox, "Calls at once when shipping a file")
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is desk.named(QSpinBox, "Days that records stay searchable offline")
    desk.press(Qt.Key.Key_Up)
    desk.press(Qt.Key.Key_Return, ctrl=True)
    assert [settings for settings, _ in desk.saved] == [Settings("light", 15, 91)]
    assert not desk.dialog.isVisible()


def test_numbers_out_of_range_cannot_be_typed(opened: Opened) -> None:
    desk = opened(section=0)
    calls = desk.named(QSpinBox, "Calls at once when shipping a file")
    for text, kept in (("99", 9), ("12", 12), ("0", 12), ("-3", 3)):
        calls.setFocus()
        calls.selectAll()
        QTest.keyClicks(calls, text)
        assert desk.presenter.state.settings.calls_at_once == calls.value() == kept


def test_escape_saves_nothing(opened: Opened) -> None:
    desk = opened(section=0)
    desk.named(QSpinBox, "Calls at once when shipping a file").setValue(3)
    desk.press(Qt.Key.Key_Escape)
    assert not desk.dialog.isVisible()
    assert desk.saved == []


# -- carriers ---------------------------------------------------------------------------------------------


def test_known_carriers_are_listed_with_what_became_of_them(opened: Opened) -> None:
    desk = opened(OWN)
    assert desk.listed()[:2] == ["Courier of the town, yours", "UPS"]
    assert "Yodel, hidden" in desk.listed()
    count = len(shipped().carriers)  # one more, one hidden
    assert desk.dialog.carriers.summary.text() == f"{count} carriers in use (1 yours), 1 hidden."
    assert desk.wrong() == []


def test_what_is_wrong_is_said_as_it_is_typed_and_leads_to_its_line(opened: Opened) -> None:
    desk = opened(OWN)
    editor = desk.dialog.carriers.editor
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insertPlainText(BROKEN)
    [said] = desk.wrong()
    assert said.startswith("Line 9, [night]: ")
    assert [one.cursor.block().text() for one in editor.extraSelections()] == ["[night]"]
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    problems = desk.dialog.carriers.problems
    problems.setFocus()
    problems.setCurrentRow(0)
    desk.press(Qt.Key.Key_Return)
    assert desk.line() == "[night]"
    assert editor.hasFocus()
    editor.moveCursor(QTextCursor.MoveOperation.Down)
    editor.moveCursor(QTextCursor.MoveOperation.Down)
    editor.moveCursor(QTextCursor.MoveOperation.EndOfLine)
    cursor = editor.textCursor()
    cursor.select(QTextCursor.SelectionType.LineUnderCursor)
    cursor.insertText('template = "https://night.example/{n}"')
    assert desk.wrong() == []
    assert editor.extraSelections() == []
    assert "Night, yours" in desk.listed()


def test_typing_keeps_the_cursor_and_undo_takes_it_back(opened: Opened) -> None:
    desk = opened(OWN)
    editor = desk.dialog.carriers.editor
    editor.setFocus()
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(editor, "# ours")
    assert editor.textCursor().position() == 6
    assert desk.presenter.state.carriers == "# ours" + OWN
    editor.undo()
    assert desk.presenter.state.carriers == OWN
    assert not editor.document().isUndoAvailable(), "what was read is not taken back"


def test_an_example_is_put_where_the_cursor_goes_and_undo_removes_it(opened: Opened) -> None:
    desk = opened("# 🚚 ours\n")
    desk.click("Add an example")
    assert desk.line() == "[courier]"
    assert desk.listed()[0] == "Courier of the town, yours"
    desk.dialog.carriers.editor.undo()
    assert desk.presenter.state.carriers == "# 🚚 ours\n"
    assert desk.listed()[0] == "UPS"


def test_a_known_carrier_is_changed_from_the_list_by_keys(opened: Opened) -> None:
    desk = opened()
    known = desk.dialog.carriers.known
    known.setFocus()
    QTest.keyClicks(known, "DPD")
    desk.press(Qt.Key.Key_Return)
    assert desk.line() == "[dpd]"
    assert "DPD, changed" in desk.listed()
    assert known.currentItem().text() == "DPD", "the list stays where it was"
    desk.click("Change this one")
    assert desk.presenter.state.carriers.count("[dpd]") == 1


def test_spaces_that_keep_words_together_stay(opened: Opened) -> None:
    desk = opened('[a]\nname = "La\u00a0Poste"\n')
    editor = desk.dialog.carriers.editor
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insertPlainText("# 🚚\n")
    desk.press(Qt.Key.Key_Return, ctrl=True)
    assert desk.own.read() == '[a]\nname = "La\u00a0Poste"\n# 🚚\n'


def test_a_number_is_tried_and_its_answer_stands_in_the_table(opened: Opened) -> None:
    desk = opened(OWN)
    field = desk.dialog.carriers.tried
    assert field.accessibleName() == "Test number or link"
    QTest.keyClicks(field, UPS)
    link = f"https://www.ups.com/track?tracknum={UPS}"
    assert desk.answers() == [["UPS", "check digit fits", UPS, "www.ups.com", link]]
    assert desk.dialog.carriers.answer.text() == "UPS: nothing else is as likely."
    assert field.accessibleDescription() == "UPS: nothing else is as likely."
    field.selectAll()
    QTest.keyClicks(field, "TBA123456789012")
    assert desk.answers() == [
        ["Amazon Logistics", "has none", "TBA123456789012", "no public page", "no public page"]
    ]
    table = desk.dialog.carriers.answers
    assert table.model().index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Check digit: has none"


def test_enter_in_the_field_saves_nothing(opened: Opened) -> None:
    desk = opened(OWN)
    desk.dialog.carriers.tried.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.dialog.isVisible()
    assert desk.saved == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_verdicts_are_chips_in_the_colours_of_the_scheme(opened: Opened, scheme: Scheme, wear: Wear) -> None:
    desk = opened(OWN, scheme)
    theme = wear(scheme)
    for text, tint in (
        (UPS, "goodTint"),
        ("1Z999AA10123456785", "warnTint"),
        ("TBA123456789012", "selection"),
    ):
        field = desk.dialog.carriers.tried
        field.selectAll()
        QTest.keyClicks(field, text)
        table: AnswersTable = desk.dialog.carriers.answers
        cell = table.visualRect(table.model().index(0, 1))
        seen = table.viewport().grab().toImage()
        colour = seen.pixelColor(cell.left() + 16, cell.center().y())
        assert colour.name() == theme.colour(tint).name(), text


def test_leaving_typed_carriers_warns_once_and_closes_then(opened: Opened) -> None:
    desk = opened()
    desk.dialog.carriers.editor.insertPlainText("# mine")
    for close in (lambda: desk.press(Qt.Key.Key_Escape), lambda: desk.click("Cancel")):
        close()
        if desk.dialog.isVisible():
            assert desk.dialog.notice.headline.text() == "Your carriers are not saved."
    assert not desk.dialog.isVisible()
    assert desk.own.read() == ""


def test_a_file_that_cannot_be_read_locks_the_editor_and_says_why(
    qtbot: QtBot, wear: Wear, own: OwnCarriers
) -> None:
    wear()
    own.path.write_bytes(b"\xff")
    desk = Desk(own)
    qtbot.addWidget(desk.dialog)
    with qtbot.waitActive(desk.dialog):
        desk.dialog.show()
    desk.go(1)
    assert desk.dialog.carriers.editor.isReadOnly()
    assert not desk.named(QAbstractButton, "Add an example").isEnabled()
    assert "not a text in UTF-8" in desk.dialog.carriers.summary.text()
    assert len(desk.listed()) > 20


def test_hostile_texts_are_shown_as_they_are_and_bounded(opened: Opened) -> None:
    name = "<b>x</b> & " * 5
    desk = opened(f'[a]\nname = "{name}"\n' + "[b]\n" + f'"<h1>{"y" * 500}</h1>" = 1\n')
    assert any(one.startswith("<b>x</b> & <b>") for one in desk.listed())
    [said] = desk.wrong()
    assert len(said) <= 300
    assert desk.dialog.width() <= 1000


def test_thousands_of_problems_are_not_all_listed(opened: Opened) -> None:
    desk = opened("".join(f"[a{place}]\n" for place in range(200)))
    assert len(desk.wrong()) == 50
    assert desk.dialog.carriers.summary.text().endswith("200 things cannot be used:")


def test_showing_it_twice_changes_nothing(opened: Opened) -> None:
    desk = opened(OWN + BROKEN)
    carriers = desk.dialog.carriers
    carriers.known.setCurrentRow(3)
    carriers.editor.selectAll()
    before = desk.dialog.grab().toImage()
    desk.dialog.show_state(desk.presenter.state)
    assert carriers.editor.textCursor().hasSelection()
    assert carriers.known.currentRow() == 3
    assert desk.dialog.grab().toImage() == before


# -- where things are -------------------------------------------------------------------------------------


def test_each_place_is_told_and_its_folder_opened(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = opened(section=2)
    asked: list[str] = []

    def can_open(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return len(asked) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", can_open)
    words = [one.text() for one in desk.dialog.findChildren(QLabel) if one.isVisible()]
    assert "/home/<b>me</b>/environments.json" in words
    desk.click("Open folder of environments and credentials")
    assert desk.dialog.notice.headline.text() == ""
    desk.click("Open folder of log")
    assert asked == ["/home/me", "/var"]
    assert desk.dialog.notice.headline.text() == "The folder is /var."


# -- all of it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", [0, 1, 2])
def test_tab_goes_through_everything_and_everything_has_a_name(opened: Opened, section: int) -> None:
    desk = opened(OWN + BROKEN, section=section)
    desk.dialog.cancel.setFocus()
    reached: list[QWidget] = []
    for _ in range(40):
        desk.press(Qt.Key.Key_Tab)
        found = QApplication.focusWidget()
        assert found is not None
        if found in reached:
            break
        reached.append(found)
    assert desk.dialog.save in reached
    assert desk.dialog.tabs.tabBar() in reached
    expected: list[QWidget] = {
        0: [*desk.dialog.general.controls.values()],
        1: [
            desk.dialog.carriers.known,
            desk.dialog.carriers.example,
            desk.dialog.carriers.editor,
            desk.dialog.carriers.problems,
            desk.dialog.carriers.tried,
            desk.dialog.carriers.answers,
        ],
        2: [*desk.dialog.folders],
    }[section]
    places = [reached.index(one) for one in expected]
    assert places == sorted(places), "Tab goes as one reads"
    for one in reached:
        assert one.accessibleName() or one is desk.dialog.tabs.tabBar(), one


@pytest.mark.parametrize("section", [0, 1, 2])
def test_a_small_screen_has_room_for_all_of_it(opened: Opened, section: int) -> None:
    desk = opened(OWN + BROKEN, section=section)
    desk.dialog.resize(640, 400)  # half of 1280 by 800, as at 200 %
    QApplication.processEvents()
    assert (desk.dialog.width(), desk.dialog.height()) == (640, 400)
    assert desk.dialog.save.visibleRegion().boundingRect().size() == desk.dialog.save.size()
    last = {
        0: desk.dialog.general.controls["keep_days"],
        1: desk.dialog.carriers.answers,
        2: desk.dialog.folders[-1],
    }[section]
    last.setFocus()
    QApplication.processEvents()
    assert not last.visibleRegion().isEmpty(), "it scrolls into sight"
