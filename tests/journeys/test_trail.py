"""What was sent stands in the trail, is found there, and can be put back.

It must not read the database; the card and the window are what an operator has.
"""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from console.ui.trail.trail import TrailWindow
from tests.support.console import Console, posts
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox


def test_shipped_is_undone_from_the_history_with_workflows_off(console: Console, sandbox: Sandbox) -> None:
    console.look_up(SAMPLE_ORDER)
    console.click("Shipped")
    console.type_into("Tracking URL", "https://example.com/t/1")
    console.send()
    console.until(lambda: bool(put_back_buttons(console)), "the card lists it")
    console.click_on(put_back_buttons(console)[0])
    console.until(lambda: console.page.sheet is not None, "the review sheet is open")
    assert '"shipped": false' in console.sheet.request.toPlainText()
    assert '"shippingTrackingUrl": ""' in console.sheet.request.toPlainText()
    assert console.sheet.messages.text() == "Customer messages: no"
    console.press("Return", ctrl=True, on=console.sheet)
    console.rest()
    assert console.page.chips[1].text() == "Not shipped"
    assert posts(sandbox)[-1]["body"] == {
        "states": {"processed": True, "shipped": False},
        "shippingTrackingUrl": "",
    }
    assert sandbox.events(SAMPLE_ORDER) == []


def test_the_trail_window_finds_what_was_sent(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "by mule")
    console.send()
    console.window.actions_["trail"].trigger()
    console.rest()
    (window,) = [one for one in console.dialogs() if one.windowTitle() == "Trail"]
    table = window.table  # type: ignore[attr-defined]
    console.until(lambda: table.model().rowCount() == 1, "it is listed")
    window.words.setFocus()  # type: ignore[attr-defined]
    for text, found in (("mule", 1), ("camel", 0), (SAMPLE_ORDER[:8], 1)):
        window.words.selectAll()  # type: ignore[attr-defined]
        console.qtbot.keyClicks(window.words, text)  # type: ignore[attr-defined]
        console.until(lambda found=found: table.model().rowCount() == found, text)
    window.close()


def put_back_buttons(console: Console) -> list[QPushButton]:
    """The visible buttons of the History card that put something back."""
    found = console.window.findChildren(QPushButton)
    return [one for one in found if one.isVisible() and one.text().startswith("Put it back")]


def test_the_trail_shows_the_record_in_front_and_comes_to_the_front_when_asked_again(
    console: Console,
) -> None:
    for record, details in ((SAMPLE_CART, "by mule"), (SAMPLE_ORDER, "by boat")):
        console.look_up(record)
        console.type_into("Shipping details", details)
        console.send()
    window = trail_window(console)
    assert (window.words.text(), window.table.model().rowCount()) == (SAMPLE_ORDER, 1)
    window.showMinimized()
    console.app.lookup.ask(SAMPLE_CART)  # it is open, and comes to the front
    assert trail_window(console) is window
    assert (window.words.text(), window.table.model().rowCount()) == (SAMPLE_CART, 1)
    assert not window.isMinimized()
    console.until(window.isActiveWindow, "it has the keys")
    for editor in console.app.workbench.state.editors:
        console.app.workbench.close(editor)
    assert trail_window(console).words.text() == ""
    assert window.table.model().rowCount() == 2
    window.close()


def trail_window(console: Console) -> TrailWindow:
    """The trail's window, asked for from the menu, when it lists what it was opened on."""
    console.window.actions_["trail"].trigger()
    console.rest()
    (window,) = console.window.findChildren(TrailWindow)
    return window
