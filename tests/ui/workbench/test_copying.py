"""Lines copied out of the record in front: to the clipboard, and to another open record.

It must not save; tests/journeys/test_cart_acts.py does.
"""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from console.ui.workbench.copying import CopyDialog
from tests.support.console import Console
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER


def titles(console: Console) -> list[str]:
    return [row.title for row in console.page.editor.state.draft.lines]


def dialog_of(console: Console) -> CopyDialog:
    [dialog] = [one for one in console.dialogs() if isinstance(one, CopyDialog)]
    return dialog


def test_the_chosen_lines_or_all_go_to_the_clipboard_as_rows(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    names = titles(console)
    console.window.actions_["copy_lines"].trigger()
    rows = QApplication.clipboard().text().splitlines()
    assert rows[0].split("\t")[:2] == ["SKU", "Name"]
    assert [row.split("\t")[1] for row in rows[1:]] == names
    assert console.said.headline == f"{len(names)} lines copied."
    console.page.lines.put_cursor(1, "name")
    console.window.actions_["copy_lines"].trigger()
    assert [row.split("\t")[1] for row in QApplication.clipboard().text().splitlines()[1:]] == [names[1]]
    assert console.said.headline == f"1 of {len(names)} lines copied."


def test_without_another_record_it_says_what_to_do(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    console.window.actions_["copy_lines_to"].trigger()
    assert console.said.headline == "No other open record can take lines."
    assert console.dialogs() == []


def test_lines_go_to_the_record_that_is_chosen_which_comes_to_the_front(console: Console) -> None:
    console.look_up(SAMPLE_CART)
    before = titles(console)
    console.look_up(SAMPLE_ORDER)
    names = titles(console)
    console.window.actions_["copy_lines_to"].trigger()
    dialog = dialog_of(console)
    assert [dialog.records.item(row).text() for row in range(dialog.records.count())] == ["Cart C-2207"]
    console.until(dialog.records.hasFocus, "the list has the focus")
    console.press("Return", on=dialog.records)
    assert console.text_of_title() == "Cart C-2207"
    assert titles(console) == [*before, *names]
    assert console.page.editor.state.undo == f"copy {len(names)} lines from order #1001"
    console.until(console.window.isActiveWindow, "the keys are the window's again")
    console.press("Z", ctrl=True)
    assert titles(console) == before


def test_escape_copies_nothing(console: Console) -> None:
    console.look_up(SAMPLE_CART)
    console.look_up(SAMPLE_ORDER)
    console.window.actions_["copy_lines_to"].trigger()
    dialog = dialog_of(console)
    console.press("Escape", on=dialog)
    assert console.text_of_title().startswith("Order")
    assert not any(editor.state.draft.dirty for editor in console.app.workbench.state.editors)
