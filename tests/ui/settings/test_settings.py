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
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QSpinBox, QWidget
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


class DialogAtWork:
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
def opened(qtbot: QtBot, wear: Wear, own: OwnCarriers) -> Callable[..., DialogAtWork]:
    """Opens the dialog over a file that holds this text."""

    def made(
        text: str = "", scheme: Scheme = "light", section: int = 1, *, as_text: bool = True
    ) -> DialogAtWork:
        wear(scheme)
        own.write(text, instead_of="")
        at_work = DialogAtWork(own)
        qtbot.addWidget(at_work.dialog)
        with qtbot.waitActive(at_work.dialog):
            at_work.dialog.show()
        at_work.go(section)
        if as_text and section == 1:
            at_work.click("Edit as text")
        return at_work

    return made


Opened = Callable[..., DialogAtWork]


# -- general ----------------------------------------------------------------------------------------------


def test_the_choices_have_their_names_and_are_saved_by_keys_alone(opened: Opened) -> None:
    at_work = opened(section=0)
    assert at_work.dialog.windowTitle() == "Settings"
    look = at_work.named(QComboBox, "Appearance")
    assert [look.itemText(place) for place in range(look.count())] == ["As the system", "Light", "Dark"]
    assert QApplication.focusWidget() is look
    at_work.press(Qt.Key.Key_Down)
    at_work.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is at_work.named(QSpinBox, "Calls at once when shipping a file")
    at_work.press(Qt.Key.Key_Down)
    at_work.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is at_work.named(QSpinBox, "Days that records stay searchable offline")
    at_work.press(Qt.Key.Key_Up)
    at_work.press(Qt.Key.Key_Return, ctrl=True)
    assert [settings for settings, _ in at_work.saved] == [Settings("light", 15, 91)]
    assert not at_work.dialog.isVisible()


def test_numbers_out_of_range_cannot_be_typed(opened: Opened) -> None:
    at_work = opened(section=0)
    calls = at_work.named(QSpinBox, "Calls at once when shipping a file")
    for text, kept in (("99", 9), ("12", 12), ("0", 12), ("-3", 3)):
        calls.setFocus()
        calls.selectAll()
        QTest.keyClicks(calls, text)
        assert at_work.presenter.state.settings.calls_at_once == calls.value() == kept


def test_escape_saves_nothing(opened: Opened) -> None:
    at_work = opened(section=0)
    at_work.named(QSpinBox, "Calls at once when shipping a file").setValue(3)
    at_work.press(Qt.Key.Key_Escape)
    assert not at_work.dialog.isVisible()
    assert at_work.saved == []


# -- carriers ---------------------------------------------------------------------------------------------


def test_known_carriers_are_listed_with_what_became_of_them(opened: Opened) -> None:
    at_work = opened(OWN)
    assert at_work.listed()[:2] == ["Courier of the town, yours", "UPS"]
    assert "Yodel, hidden" in at_work.listed()
    count = len(shipped().carriers)  # one more, one hidden
    assert at_work.dialog.carriers.summary.text() == f"{count} carriers in use (1 yours), 1 hidden."
    assert at_work.wrong() == []


def test_what_is_wrong_is_said_as_it_is_typed_and_leads_to_its_line(opened: Opened) -> None:
    at_work = opened(OWN)
    editor = at_work.dialog.carriers.editor
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insertPlainText(BROKEN)
    [said] = at_work.wrong()
    assert said.startswith("Line 9, [night]: ")
    assert [one.cursor.block().text() for one in editor.extraSelections()] == ["[night]"]
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    problems = at_work.dialog.carriers.problems
    problems.setFocus()
    problems.setCurrentRow(0)
    at_work.press(Qt.Key.Key_Return)
    assert at_work.line() == "[night]"
    assert editor.hasFocus()
    editor.moveCursor(QTextCursor.MoveOperation.Down)
    editor.moveCursor(QTextCursor.MoveOperation.Down)
    editor.moveCursor(QTextCursor.MoveOperation.EndOfLine)
    cursor = editor.textCursor()
    cursor.select(QTextCursor.SelectionType.LineUnderCursor)
    cursor.insertText('template = "https://night.example/{n}"')
    assert at_work.wrong() == []
    assert editor.extraSelections() == []
    assert "Night, yours" in at_work.listed()


def test_typing_keeps_the_cursor_and_undo_takes_it_back(opened: Opened) -> None:
    at_work = opened(OWN)
    editor = at_work.dialog.carriers.editor
    editor.setFocus()
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(editor, "# ours")
    assert editor.textCursor().position() == 6
    assert at_work.presenter.state.carriers == "# ours" + OWN
    editor.undo()
    assert at_work.presenter.state.carriers == OWN
    assert not editor.document().isUndoAvailable(), "what was read is not taken back"


def test_an_example_is_put_where_the_cursor_goes_and_undo_removes_it(opened: Opened) -> None:
    at_work = opened("# 🚚 ours\n")
    at_work.click("Add an example")
    assert at_work.line() == "[courier]"
    assert at_work.listed()[0] == "Courier of the town, yours"
    at_work.dialog.carriers.editor.undo()
    assert at_work.presenter.state.carriers == "# 🚚 ours\n"
    assert at_work.listed()[0] == "UPS"


def test_a_known_carrier_is_changed_from_the_list_by_keys(opened: Opened) -> None:
    at_work = opened()
    known = at_work.dialog.carriers.known
    known.setFocus()
    QTest.keyClicks(known, "DPD")
    at_work.press(Qt.Key.Key_Return)
    assert at_work.line() == "[dpd]"
    assert "DPD, changed" in at_work.listed()
    assert known.currentItem().text() == "DPD", "the list stays where it was"
    at_work.click("Change this one")
    assert at_work.presenter.state.carriers.count("[dpd]") == 1


def test_spaces_that_keep_words_together_stay(opened: Opened) -> None:
    at_work = opened('[a]\nname = "La\u00a0Poste"\n')
    editor = at_work.dialog.carriers.editor
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insertPlainText("# 🚚\n")
    at_work.press(Qt.Key.Key_Return, ctrl=True)
    assert at_work.own.read() == '[a]\nname = "La\u00a0Poste"\n# 🚚\n'


def test_a_number_is_tried_and_its_answer_stands_in_the_table(opened: Opened) -> None:
    at_work = opened(OWN)
    field = at_work.dialog.carriers.tried
    assert field.accessibleName() == "Test number or link"
    QTest.keyClicks(field, UPS)
    link = f"https://www.ups.com/track?tracknum={UPS}"
    assert at_work.answers() == [["UPS", "check digit fits", UPS, "www.ups.com", link]]
    assert at_work.dialog.carriers.answer.text() == "UPS: nothing else is as likely."
    assert field.accessibleDescription() == "UPS: nothing else is as likely."
    field.selectAll()
    QTest.keyClicks(field, "TBA123456789012")
    assert at_work.answers() == [
        ["Amazon Logistics", "has none", "TBA123456789012", "no public page", "no public page"]
    ]
    table = at_work.dialog.carriers.answers
    assert table.model().index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Check digit: has none"


def test_enter_in_the_field_saves_nothing(opened: Opened) -> None:
    at_work = opened(OWN)
    at_work.dialog.carriers.tried.setFocus()
    at_work.press(Qt.Key.Key_Return)
    assert at_work.dialog.isVisible()
    assert at_work.saved == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_verdicts_are_chips_in_the_colours_of_the_scheme(opened: Opened, scheme: Scheme, wear: Wear) -> None:
    at_work = opened(OWN, scheme)
    theme = wear(scheme)
    for text, tint in (
        (UPS, "goodTint"),
        ("1Z999AA10123456785", "warnTint"),
        ("TBA123456789012", "selection"),
    ):
        field = at_work.dialog.carriers.tried
        field.selectAll()
        QTest.keyClicks(field, text)
        table: AnswersTable = at_work.dialog.carriers.answers
        cell = table.visualRect(table.model().index(0, 1))
        seen = table.viewport().grab().toImage()
        colour = seen.pixelColor(cell.left() + 16, cell.center().y())
        assert colour.name() == theme.colour(tint).name(), text


def test_leaving_typed_carriers_warns_once_and_closes_then(opened: Opened) -> None:
    at_work = opened()
    at_work.dialog.carriers.editor.insertPlainText("# mine")
    for close in (lambda: at_work.press(Qt.Key.Key_Escape), lambda: at_work.click("Cancel")):
        close()
        if at_work.dialog.isVisible():
            assert at_work.dialog.notice.headline.text() == "Your carriers are not saved."
    assert not at_work.dialog.isVisible()
    assert at_work.own.read() == ""


def test_a_file_that_cannot_be_read_locks_the_editor_and_says_why(
    qtbot: QtBot, wear: Wear, own: OwnCarriers
) -> None:
    wear()
    own.path.write_bytes(b"\xff")
    at_work = DialogAtWork(own)
    qtbot.addWidget(at_work.dialog)
    with qtbot.waitActive(at_work.dialog):
        at_work.dialog.show()
    at_work.go(1)
    assert at_work.dialog.carriers.editor.isReadOnly()
    assert not at_work.named(QAbstractButton, "Add an example").isEnabled()
    assert "not a text in UTF-8" in at_work.dialog.carriers.summary.text()
    assert len(at_work.listed()) > 20


def test_hostile_texts_are_shown_as_they_are_and_bounded(opened: Opened) -> None:
    name = "<b>x</b> & " * 5
    at_work = opened(f'[a]\nname = "{name}"\n' + "[b]\n" + f'"<h1>{"y" * 500}</h1>" = 1\n')
    assert any(one.startswith("<b>x</b> & <b>") for one in at_work.listed())
    [said] = at_work.wrong()
    assert len(said) <= 300
    assert at_work.dialog.width() <= 1000


def test_thousands_of_problems_are_not_all_listed(opened: Opened) -> None:
    at_work = opened("".join(f"[a{place}]\n" for place in range(200)))
    assert len(at_work.wrong()) == 50
    assert at_work.dialog.carriers.summary.text().endswith("200 things cannot be used:")


def test_showing_it_twice_changes_nothing(opened: Opened) -> None:
    at_work = opened(OWN + BROKEN)
    carriers = at_work.dialog.carriers
    carriers.known.setCurrentRow(3)
    carriers.editor.selectAll()
    before = at_work.dialog.grab().toImage()
    at_work.dialog.show_state(at_work.presenter.state)
    assert carriers.editor.textCursor().hasSelection()
    assert carriers.known.currentRow() == 3
    assert at_work.dialog.grab().toImage() == before


# -- where things are -------------------------------------------------------------------------------------


def test_each_place_is_told_and_its_folder_opened(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work = opened(section=2)
    asked: list[str] = []

    def can_open(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return len(asked) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", can_open)
    words = [one.text() for one in at_work.dialog.findChildren(QLabel) if one.isVisible()]
    assert "/home/<b>me</b>/environments.json" in words
    at_work.click("Open folder of environments and credentials")
    assert at_work.dialog.notice.headline.text() == ""
    at_work.click("Open folder of log")
    assert asked == ["/home/me", "/var"]
    assert at_work.dialog.notice.headline.text() == "The folder is /var."


# -- all of it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", [0, 1, 2])
def test_tab_goes_through_everything_and_everything_has_a_name(opened: Opened, section: int) -> None:
    at_work = opened(OWN + BROKEN, section=section)
    at_work.dialog.cancel.setFocus()
    reached: list[QWidget] = []
    for _ in range(40):
        at_work.press(Qt.Key.Key_Tab)
        found = QApplication.focusWidget()
        assert found is not None
        if found in reached:
            break
        reached.append(found)
    assert at_work.dialog.save in reached
    assert at_work.dialog.tabs.tabBar() in reached
    expected: list[QWidget] = {
        0: [*at_work.dialog.general.controls.values()],
        1: [
            at_work.dialog.carriers.known,
            at_work.dialog.carriers.example,
            at_work.dialog.carriers.editor,
            at_work.dialog.carriers.problems,
            at_work.dialog.carriers.tried,
            at_work.dialog.carriers.answers,
        ],
        2: [*at_work.dialog.folders],
    }[section]
    places = [reached.index(one) for one in expected]
    assert places == sorted(places), "Tab goes as one reads"
    for one in reached:
        assert one.accessibleName() or one is at_work.dialog.tabs.tabBar(), one


@pytest.mark.parametrize("section", [0, 1, 2])
def test_a_small_screen_has_room_for_all_of_it(opened: Opened, section: int) -> None:
    at_work = opened(OWN + BROKEN, section=section)
    at_work.dialog.resize(640, 400)  # half of 1280 by 800, as at 200 %
    QApplication.processEvents()
    assert (at_work.dialog.width(), at_work.dialog.height()) == (640, 400)
    assert at_work.dialog.save.visibleRegion().boundingRect().size() == at_work.dialog.save.size()
    last = {
        0: at_work.dialog.general.controls["keep_days"],
        1: at_work.dialog.carriers.answers,
        2: at_work.dialog.folders[-1],
    }[section]
    last.setFocus()
    QApplication.processEvents()
    assert not last.visibleRegion().isEmpty(), "it scrolls into sight"


# -- the form ---------------------------------------------------------------------------------------------


def test_a_carrier_is_added_in_the_form_by_keys_and_tried_as_it_is_typed(opened: Opened) -> None:
    at_work = opened("# ours\n", as_text=False)
    at_work.click("Add a carrier")
    for name, text in (
        ("Name", "Courier of the town"),
        ("Sample number", "TOWN12345678"),
        ("Link", "https://courier.example/p/{number}"),
    ):
        assert QApplication.focusWidget() is at_work.named(QLineEdit, name)
        QTest.keyClicks(QApplication.focusWidget(), text)
        at_work.press(Qt.Key.Key_Tab)
    form = at_work.dialog.carriers.form
    assert form.told.text().endswith("https://courier.example/p/TOWN12345678")
    assert at_work.answers()[0][0] == "Courier of the town"
    assert "Courier of the town, yours" in at_work.listed()
    at_work.press(Qt.Key.Key_Return, ctrl=True)
    assert at_work.own.read().startswith("# ours\n")
    assert not at_work.dialog.isVisible()


def test_what_is_wrong_in_the_form_marks_its_field(opened: Opened) -> None:
    at_work = opened(as_text=False)
    at_work.click("Add a carrier")
    link = at_work.named(QLineEdit, "Link")
    for name, text in (("Name", "Town"), ("Sample number", "T1"), ("Link", "courier.example/{number}")):
        QTest.keyClicks(at_work.named(QLineEdit, name), text)
    assert link.property("mark") == "wrong"
    assert at_work.dialog.carriers.form.told.property("role") == "error"
    assert at_work.wrong() == [], "the form says it"


def test_one_of_the_program_is_changed_and_put_back_in_the_form(opened: Opened) -> None:
    at_work = opened(as_text=False)
    known = at_work.dialog.carriers.known
    known.setCurrentRow(0)
    before = at_work.listed()[0]
    at_work.click("Change this one")
    QTest.keyClicks(at_work.named(QLineEdit, "Name"), ", ours")
    assert at_work.listed()[0] == f"{before}, ours, changed"
    at_work.click("Have it as it comes with the program")
    assert at_work.listed()[0] == before
    assert not at_work.dialog.carriers.form.isVisible()
    assert at_work.presenter.state.carriers.strip() == ""


def test_the_text_behind_the_form_is_one_button_away_and_back(opened: Opened) -> None:
    at_work = opened(as_text=False)
    at_work.click("Add a carrier")
    QTest.keyClicks(at_work.named(QLineEdit, "Name"), "Town")
    at_work.click("Edit as text")
    assert 'name = "Town"' in at_work.dialog.carriers.editor.toPlainText()
    assert at_work.dialog.carriers.editor.hasFocus()
    at_work.click("Edit in a form")
    assert not at_work.dialog.carriers.in_text
