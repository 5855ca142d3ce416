"""The look-up field with its list of matches, by keys, in the whole window.

It must not test what a text means; tests/model/test_question.py does.
"""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.app.opening import StartOptions
from tests.presenters.given import new_cart, new_order
from tests.support.console import Console, environment_of, running
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox


def titles(console: Console) -> list[str]:
    """What the list of recent records shows."""
    pane = console.window.recents
    model = pane.entries.model()
    if not pane.entries.isVisible():
        return [pane.empty.text()]
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def typed(console: Console, text: str) -> None:
    console.press("L", ctrl=True)
    QTest.keyClicks(console.window.lookup.field, text)
    QApplication.processEvents()  # what is typed is listed by in the next turn
    console.rest()


@pytest.fixture
def two(console: Console) -> Console:
    """A console that has opened the sample order and then the sample cart."""
    console.look_up(SAMPLE_ORDER)
    console.look_up(SAMPLE_CART)
    return console


def test_what_is_typed_filters_until_enter(two: Console) -> None:
    assert titles(two) == ["Cart C-2207", "Order #1001"]
    typed(two, "1001")
    assert titles(two) == ["Order #1001"]
    two.press("Return")
    two.rest()
    assert titles(two) == ["Cart C-2207", "Order #1001"], "it was open, and the list is whole again"
    typed(two, "99999")
    assert titles(two)[0].startswith("Nothing here matches.")
    two.press("Return")
    two.rest()
    assert titles(two) == ["Cart C-2207", "Order #1001"], "also where nothing was found"


def test_down_enters_the_matches_and_enter_opens_one(two: Console) -> None:
    typed(two, "1001")
    two.press("Down")
    assert two.window.recents.entries.hasFocus()
    two.press("Return")
    two.rest()
    assert two.text_of_title() == "Order #1001"
    assert titles(two) == ["Cart C-2207", "Order #1001"]


@pytest.mark.parametrize("entered", [False, True])
def test_esc_clears_the_text_and_the_filter(two: Console, entered: bool) -> None:
    typed(two, "1001")
    if entered:
        two.press("Down")
    two.press("Escape")
    two.rest()
    assert two.window.lookup.field.text() == ""
    assert two.window.lookup.field.hasFocus()
    assert len(titles(two)) == 2


def test_esc_elsewhere_leaves_what_was_typed(two: Console) -> None:
    typed(two, "1001")
    two.page.rows["subtotal"].input.setFocus()
    two.press("Escape")
    assert two.window.lookup.field.text() == "1001"


def test_several_ids_stand_in_the_order_pasted(console: Console, sandbox: Sandbox) -> None:
    ids = [new_order(sandbox), new_cart(sandbox), new_order(sandbox), SAMPLE_CART, new_order(sandbox)]
    console.look_up("\n".join(ids))
    assert [editor.state.draft.base.id for editor in console.app.workbench.state.editors] == ids
    tabs = console.window.tabs
    assert [tabs.tabToolTip(place) for place in range(tabs.count())] == ids


@pytest.mark.parametrize(
    ("text", "said"), [("???", "“???” is not an ID."), (SAMPLE_ORDER, "No server is connected yet")]
)
def test_what_a_first_start_was_asked_to_open_is_answered(qtbot: QtBot, text: str, said: str) -> None:
    console = Console(qtbot, options=StartOptions(open=text))
    try:
        console.rest()
        [dialog] = console.dialogs()
        assert console.lookup_says.startswith(said)
        dialog.reject()
        assert console.lookup_says.startswith(said)
    finally:
        console.close()


def test_a_bad_id_at_a_start_is_answered_once_connected_too(qtbot: QtBot, sandbox: Sandbox) -> None:
    shop = environment_of(sandbox)
    with running(qtbot, shop, options=StartOptions(shop.name, open="???")) as console:
        assert console.lookup_says.startswith("“???” is not an ID.")
