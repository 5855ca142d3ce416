"""Links of the console's own in the whole console: from another start, pasted, dropped and handed on.

It must not start a second process; `tests/app/test_door.py` does.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.app.opening import StartOptions
from console.runtime.knock import Knock
from tests.support.console import NAME, Console, environment_of, posts, running
from tests.support.drag import drag_enter
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

OTHER = "Müller & Söhne, live"
TO_OTHER = f"order-console://order/{SAMPLE_ORDER}?environment=M%C3%BCller%20%26%20S%C3%B6hne%2C%20live"


@pytest.fixture
def console(qtbot: QtBot, sandbox: Sandbox) -> Iterator[Console]:
    """A console that works on one of two environments."""
    other = environment_of(sandbox, name=OTHER, accent="production")
    with running(qtbot, environment_of(sandbox), other) as made:
        yield made


def said(console: Console) -> str:
    return console.app.lookup.state.notice.headline if console.app.lookup.state.notice else ""


def open_ids(console: Console) -> list[str]:
    return [editor.state.draft.base.id for editor in console.app.workbench.state.editors]


def test_a_link_from_another_start_opens_its_record(console: Console) -> None:
    console.start.come_forward(Knock(f"order-console://cart/{SAMPLE_CART}?environment=Test%20shop"))
    console.rest()
    assert open_ids(console) == [SAMPLE_CART]
    console.start.come_forward(Knock(SAMPLE_ORDER, NAME))
    console.rest()
    assert open_ids(console) == [SAMPLE_CART, SAMPLE_ORDER]


def test_a_link_for_another_environment_waits_for_the_operator_and_keeps_the_edits(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    console.start.come_forward(Knock(TO_OTHER))
    console.rest()
    assert console.app.session.name == NAME
    assert console.text_of("Shipping details") == "UPS Ground"
    assert f"“{OTHER}”" in said(console)
    console.click(f"Switch to “{OTHER}” and look it up", console.window.lookup)
    console.until(lambda: console.app.session.name == OTHER, "it was switched")
    console.until(lambda: open_ids(console) == [SAMPLE_ORDER], "and looked up there")
    console.rest()
    assert console.text_of("Shipping details") != "UPS Ground"
    console.window.environment_chosen.emit(NAME)
    console.until(lambda: console.app.session.name == NAME and bool(open_ids(console)), "and back")
    console.rest()
    assert console.text_of("Shipping details") == "UPS Ground"


def test_under_a_dialog_nothing_comes_to_the_front_until_it_is_closed(
    console: Console, sandbox: Sandbox
) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    console.press("S", ctrl=True)
    sheet = console.sheet
    console.window.showMinimized()
    console.start.come_forward(Knock(f"order-console://cart/{SAMPLE_CART}"))
    console.start.come_forward(Knock("#1002"))
    console.rest()
    assert (open_ids(console), console.window.isMinimized()) == ([SAMPLE_ORDER], False)
    console.until(sheet.isActiveWindow, "the dialog has the keys")
    assert "looked up as soon as the open dialog is closed" in console.lookup_says
    console.press("Return", ctrl=True, on=sheet)
    console.until(lambda: len(open_ids(console)) == 3, "both are open now")
    console.rest()
    assert open_ids(console)[:2] == [SAMPLE_ORDER, SAMPLE_CART]
    [sent] = posts(sandbox)
    assert SAMPLE_ORDER in sent["path"]


def test_links_that_come_one_after_the_other_are_all_opened(console: Console) -> None:
    links = (
        f"order-console://cart/{SAMPLE_CART}",
        "#1002",
        f"order-console://order/{SAMPLE_ORDER}",
        "C-9999999",
    )
    for link in links:
        console.start.come_forward(Knock(link))
    console.rest()
    assert len(open_ids(console)) == 3
    assert {SAMPLE_CART, SAMPLE_ORDER} < set(open_ids(console))
    assert "no order or cart with the ID C-9999999" in said(console)
    console.start.come_forward(Knock("#1002"))
    console.start.come_forward(Knock(TO_OTHER))
    console.rest()
    assert f"“{OTHER}”" in said(console), "of two environments the later is answered"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"order-console://order/{SAMPLE_ORDER}?environment=Nowhere", "There is no environment called “Nowhere” here"),
        (f"order-console://order/{SAMPLE_ORDER}?shipped=true", "a link can only look up"),
        (f"order-console://order/\u202e{SAMPLE_ORDER}", "nothing was looked up"),
        (f"order-console://order/{SAMPLE_ORDER} {SAMPLE_CART}", "nothing was looked up"),
    ],
)  # fmt: skip
def test_a_link_that_asks_for_more_is_a_sentence_and_nothing_opens(
    console: Console, text: str, told: str
) -> None:
    console.start.come_forward(Knock(text))
    assert told in said(console)
    assert "\u202e" not in console.window.lookup.field.text()
    console.rest()
    assert open_ids(console) == []


def test_what_copy_link_copies_opens_the_record_again(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    console.window.actions_["copy_console_link"].trigger()
    link = QApplication.clipboard().text()
    assert link == f"order-console://order/{SAMPLE_ORDER}?environment=Test%20shop"
    assert console.said.headline == "A link to order #1001 was copied."
    console.press("W", ctrl=True)
    QApplication.clipboard().setText(f"Could you look at {link}, please?\nThank you, Anna")
    console.window.lookup.paste()
    console.rest()
    assert open_ids(console) == [SAMPLE_ORDER]


def test_a_link_that_is_dropped_on_the_window_is_looked_up(console: Console) -> None:
    data = QMimeData()
    data.setUrls([QUrl(f"order-console://order/{SAMPLE_ORDER}?environment=Test%20shop")])
    spot, copy = QPointF(400, 300), Qt.DropAction.CopyAction
    enter = drag_enter(spot, copy, data)
    QApplication.sendEvent(console.window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(spot, copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(console.window, drop)
    console.rest()
    assert open_ids(console) == [SAMPLE_ORDER]


def test_a_start_by_a_link_stays_where_it_was_and_offers_the_other_environment(
    qtbot: QtBot, sandbox: Sandbox
) -> None:
    other = environment_of(sandbox, name=OTHER)
    with running(qtbot, environment_of(sandbox), other, options=StartOptions(NAME, TO_OTHER)) as console:
        console.rest()
        assert console.app.session.name == NAME
        assert open_ids(console) == []
        assert f"“{OTHER}”" in said(console)
