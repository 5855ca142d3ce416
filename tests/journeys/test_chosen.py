"""Every radio button and box is chosen by its accessible action, as a reader or a voice does it, and that counts.

It must not click or press a key on any of them: Qt toggles without a click then.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from console.api.client import Client
from console.ui.lines.paste import PasteDialog
from console.ui.runs.window import RunWindow
from tests.support.console import NAME, Console, environment_of, posts
from tests.support.heard import Announced, choose, name, role, side
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

LINK = "https://www.ups.com/track?tracknum=1Z999AA10123456784"


@pytest.fixture
def colleague(sandbox: Sandbox) -> Iterator[Client]:
    with Client(environment_of(sandbox)) as client:
        yield client


def test_a_clash_is_decided_and_gone_on_with(console: Console, sandbox: Sandbox, colleague: Client) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "by air")
    colleague.update_order(SAMPLE_ORDER, {"shippingDetails": "by ship"}, trigger_events=False)
    console.send()
    dialog = console.page.questions.clash
    assert dialog is not None
    assert not dialog.resume.isEnabled()
    (question,) = dialog.questions
    choose(question.sides["theirs"])
    assert console.page.editor.state.clash is not None
    assert console.page.editor.state.clash.choices == {question.key: "theirs"}
    choose(question.sides["mine"])
    assert dialog.resume.isEnabled()
    choose(dialog.resume)
    console.until(lambda: console.page.sheet is not None)
    assert '"shippingDetails": "by air"' in console.sheet.request.toPlainText()
    assert len(posts(sandbox)) == 1


def test_a_box_of_the_form_and_those_of_the_sheet_count(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    shipped = console.page.rows["states.shipped"].input
    choose(shipped)
    assert console.page.editor.state.draft.changed("states.shipped")
    console.press("S", ctrl=True)
    choose(console.sheet.options["run_workflows"])
    assert "triggerEvents=true" in console.sheet.request.toPlainText()
    assert console.sheet.messages.text() == "Customer messages: may be sent"
    choose(console.sheet.options["run_workflows"])
    assert "triggerEvents=false" in console.sheet.request.toPlainText()


def test_the_answer_and_the_carrier_of_mark_shipped_count(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    console.press("S", ctrl=True, shift=True)
    panel = console.shipping
    panel.number.setText("123456789012")
    first, second = panel.candidates.buttons[:2]
    assert second.isVisible(), "more than one carrier has such numbers"
    for candidate in (first, second):
        choose(candidate)
        chosen = console.page.editor.state.shipping
        assert chosen is not None
        assert chosen.chosen is not None
        assert candidate.text() == chosen.chosen.carrier
    choose(panel.yes)
    assert panel.yes.isChecked()
    choose(panel.no)
    state = console.page.editor.state.shipping
    assert state is not None
    assert state.message is False


def test_the_question_of_a_run_and_its_counts_count(console: Console, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"Order,Tracking link\n{SAMPLE_ORDER},{LINK}\nno-such,{LINK}\n", "utf-8")
    console.press("B", ctrl=True, shift=True)
    console.until(lambda: bool(console.window.findChildren(RunWindow)))
    (window,) = console.window.findChildren(RunWindow)
    window.take(str(file))
    console.until(window.foot.check.isEnabled)
    choose(window.mapping.reading.today)
    console.rest()
    assert window.mapping.reading.today.isChecked()
    console.until(window.foot.check.isEnabled)
    choose(window.foot.check)
    console.until(window.asking.isVisible)
    count = window.counts.buttons[0]
    choose(count)
    assert window.model.rowCount() == 1
    choose(count)
    assert window.model.rowCount() == 2
    assert not window.foot.start.isEnabled()
    choose(window.asking.no)
    console.until(window.foot.start.isEnabled)


def test_the_choices_of_a_paste_count(console: Console) -> None:
    console.look_up(SAMPLE_CART)
    QApplication.clipboard().setText("Name\tQuantity\nMug\t2\n")
    console.window.actions_["paste_lines"].trigger()
    console.rest()
    dialog = next(one for one in console.dialogs() if isinstance(one, PasteDialog))
    before = dialog.sentence.text()
    choose(dialog.ways["all"])
    console.until(lambda: dialog.sentence.text() != before)
    header = dialog.header.isChecked()
    choose(dialog.header)
    console.rest()
    assert dialog.header.isChecked() is not header
    dialog.reject()


def test_what_a_voice_writes_counts_and_its_error_is_said_when_it_arises(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.look_up(SAMPLE_ORDER)
    announced = Announced(monkeypatch)
    row = console.page.rows["emailAddress"]
    side(row.input).setText(QAccessible.Text.Value, "@")
    assert console.page.editor.state.draft.shown("emailAddress") == "@"
    assert announced == [f"E-mail address: {row.message.text()}"]
    assert row.input.accessibleDescription().startswith(f"Invalid entry. {row.message.text()}")
    side(row.input).setText(QAccessible.Text.Value, "a@example.com")
    assert announced[1:] == [], "nothing is wrong any more"
    assert "Invalid" not in row.input.accessibleDescription()


def test_the_sheet_is_a_list_to_go_through_and_a_request_to_read_line_by_line(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    choose(console.page.rows["states.shipped"].input)
    console.press("S", ctrl=True)
    sheet = console.sheet
    changes = sheet.changes
    assert (name(changes), role(changes)) == ("Changes", QAccessible.Role.List)
    assert changes.focusPolicy() & Qt.FocusPolicy.TabFocus
    told = [changes.item(place).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(changes.count())]
    assert told == ["Shipped: no becomes yes"]
    assert f"in {NAME}. Customer messages: no." in sheet.accessibleDescription()
    sheet.request.setFocus()
    console.press("Down", on=sheet.request)
    assert sheet.request.textCursor().blockNumber() == 1, "the arrow keys read it"
