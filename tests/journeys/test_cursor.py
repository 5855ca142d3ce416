"""Every button that vanishes or is switched off when it is pressed, in the whole console: the cursor is back where it was.

It must not look at what a button does; other tests do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.presenters.notice import READ_AGAIN, Notice
from tests.presenters.given import Between, answered, passed
from tests.support.console import Console, environment_of, running
from tests.support.raw_server import Peer, reply, reply_json
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

Scene = Callable[[QtBot, Sandbox], "Iterator[tuple[Console, QAbstractButton]]"]
SCENES: dict[str, Scene] = {}


def scene(made: Scene) -> Scene:
    SCENES[made.__name__] = made
    return made


@contextmanager
def opened(qtbot: QtBot, sandbox: Sandbox, record: str = SAMPLE_CART) -> Iterator[Console]:
    with running(qtbot, environment_of(sandbox)) as console:
        console.look_up(record)
        yield console


def begins(console: Console, words: str) -> QPushButton:
    """The first visible button whose text begins so."""
    found = console.window.findChildren(QPushButton)
    return next(one for one in found if one.isVisible() and one.text().replace("&", "").startswith(words))


@scene
def a_mend_of_a_sum(qtbot: QtBot, sandbox: Sandbox) -> Iterator[tuple[Console, QAbstractButton]]:
    with opened(qtbot, sandbox) as console:
        console.type_into("Subtotal", "1")
        yield console, begins(console, "Set subtotal to")


@scene
def undo(qtbot: QtBot, sandbox: Sandbox) -> Iterator[tuple[Console, QAbstractButton]]:
    with opened(qtbot, sandbox) as console:
        console.type_into("Subtotal", "1")
        yield console, begins(console, "Undo")


@scene
def discard(qtbot: QtBot, sandbox: Sandbox) -> Iterator[tuple[Console, QAbstractButton]]:
    with opened(qtbot, sandbox) as console:
        console.type_into("Subtotal", "1")
        yield console, begins(console, "Discard")


@scene
def a_banner_that_is_dismissed(qtbot: QtBot, sandbox: Sandbox) -> Iterator[tuple[Console, QAbstractButton]]:
    with opened(qtbot, sandbox) as console:
        console.app.telling.banners.tell(Notice("warn", "A damaged file was put aside."))
        yield console, begins(console, "Dismiss")


@scene
def what_a_banner_offers(qtbot: QtBot, sandbox: Sandbox) -> Iterator[tuple[Console, QAbstractButton]]:
    with opened(qtbot, sandbox) as console:
        console.app.telling.banners.tell(Notice("warn", "A run was cut.", action=READ_AGAIN))
        assert console.window.bar.banner is not None
        yield console, console.window.bar.banner.notice.action


@scene
def next_where_a_banner_ends_by_itself(
    qtbot: QtBot, sandbox: Sandbox
) -> Iterator[tuple[Console, QAbstractButton]]:
    with opened(qtbot, sandbox) as console:
        banners = console.app.telling.banners
        banners.tell(Notice("warn", "A damaged file was put aside."))
        banners.hold("outage", Notice("bad", "The server is gone."))
        made = begins(console, "Next")
        made.clicked.connect(lambda: banners.lift("outage"))
        yield console, made


@scene
def looking_for_the_other_kind(qtbot: QtBot, sandbox: Sandbox) -> Iterator[tuple[Console, QAbstractButton]]:
    with opened(qtbot, sandbox) as console:
        console.window.lookup.kind.setCurrentIndex(1)
        console.app.lookup.narrow("order")
        console.app.lookup.ask("11111111-39ac-4611-a2b7-974b0ebfa555")
        console.rest()
        yield console, begins(console, "Look for a cart instead")


@scene
def a_look_up_that_is_cancelled(qtbot: QtBot, sandbox: Sandbox) -> Iterator[tuple[Console, QAbstractButton]]:
    def slow(_: Sandbox, peer: Peer) -> None:
        peer.drip(reply_json({"orderId": SAMPLE_ORDER, "shippingDetails": "x" * 900_000}), 0.05, 20_000)

    with (
        Between(sandbox, passed, passed, slow) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_CART)
        console.app.lookup.ask(SAMPLE_ORDER)
        told = console.window.lookup.notice
        console.until(lambda: told.action.isVisible(), "it can be cancelled")
        yield console, told.action


@scene
def a_save_that_is_cancelled(qtbot: QtBot, sandbox: Sandbox) -> Iterator[tuple[Console, QAbstractButton]]:
    busy = answered(reply(429, headers={"Retry-After": "12", "Connection": "close"}))
    with (
        Between(sandbox, passed, passed, busy) as between,
        running(qtbot, environment_of(sandbox, api_url=between.url)) as console,
    ):
        console.look_up(SAMPLE_ORDER)
        console.type_into("Shipping details", "UPS Ground")
        console.press("S", ctrl=True)
        console.press("Return", ctrl=True, on=console.sheet)
        told = console.window.bar.notice
        console.until(lambda: told.action.isVisible() and "429" in told.headline.text(), "it waits")
        console.until(console.window.isActiveWindow, "the window has the keys again")
        yield console, told.action


@scene
def trying_again_to_write(qtbot: QtBot, sandbox: Sandbox) -> Iterator[tuple[Console, QAbstractButton]]:
    reader = next(one for one in sandbox.clients if one["client_id"] == "practice-read-only")
    environment = environment_of(sandbox, client_id=reader["client_id"], secret=reader["client_secret"])
    with running(qtbot, environment) as console:
        console.look_up(SAMPLE_CART)
        console.type_into("Subtotal", "1")
        console.send()
        console.until(console.window.isActiveWindow, "the window has the keys again")
        yield console, console.page.header.again


@scene
def lines_as_they_are_sent(qtbot: QtBot, sandbox: Sandbox) -> Iterator[tuple[Console, QAbstractButton]]:
    with opened(qtbot, sandbox) as console:
        console.page.grid.order.filter("a")
        yield console, console.page.grid.as_sent


@pytest.mark.parametrize("by_keys", [False, True], ids=["by mouse", "by keys"])
@pytest.mark.parametrize("name", SCENES)
def test_the_cursor_is_back_where_it_was(qtbot: QtBot, sandbox: Sandbox, name: str, by_keys: bool) -> None:
    with contextmanager(SCENES[name])(qtbot, sandbox) as (console, button):
        field = console.page.rows["grandTotal"].input
        place = field if field.isEnabled() else console.window.lookup.field
        place.setFocus()
        assert button.isVisible()
        assert button.isEnabled()
        if by_keys:
            button.setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClick(button, Qt.Key.Key_Space)
        else:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        console.until(lambda: not (button.isVisible() and button.isEnabled()), "it is gone")
        assert called(QApplication.focusWidget()) == called(place)


def called(widget: QWidget | None) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()}" if widget is not None else "nowhere"


def test_putting_back_and_leaving_the_sheet_gives_the_cursor_back(qtbot: QtBot, sandbox: Sandbox) -> None:
    with opened(qtbot, sandbox, SAMPLE_ORDER) as console:
        console.type_into("Shipping details", "by mule")
        console.send()
        console.until(console.window.isActiveWindow, "the window has the keys again")
        place = console.page.rows["grandTotal"].input
        place.setFocus()
        QTest.mouseClick(begins(console, "Put it back"), Qt.MouseButton.LeftButton)
        console.until(lambda: console.page.sheet is not None, "the review sheet is open")
        console.press("Escape", on=console.sheet)
        console.until(console.window.isActiveWindow, "the window has the keys again")
        assert called(QApplication.focusWidget()) in (called(place), "QPushButton Put it back")


@pytest.mark.parametrize("record", [SAMPLE_ORDER, SAMPLE_CART])
def test_no_button_of_the_window_throws_the_cursor_into_a_field(
    qtbot: QtBot, sandbox: Sandbox, record: str
) -> None:
    """All of them are pressed that stand there, each on a record that is as good as new."""
    with opened(qtbot, sandbox, record) as console:
        place = console.page.rows["grandTotal"].input
        pressed = []
        for made in console.window.findChildren(QPushButton):
            console.type_into("Subtotal", "1")
            place.setFocus()
            if not made.isVisible() or not made.isEnabled() or made.menu() is not None:
                continue
            folds = made.isCheckable() or made.property("role") == "fold"
            if made is console.window.lookup.go or folds:
                continue  # it has its own place for the cursor, or folds what has it
            QTest.mouseClick(made, Qt.MouseButton.LeftButton)
            QApplication.processEvents()
            pressed.append(made.accessibleName())
            gone = not (made.isVisible() and made.isEnabled())
            assert not gone or QApplication.focusWidget() is place or console.dialogs(), pressed[-1]
            for dialog in console.dialogs():
                dialog.reject()
            console.rest()
            console.until(console.window.isActiveWindow, "the window has the keys again")
        assert {"Undo", "Discard"} <= set(pressed)
        assert any(name.startswith("Set subtotal to") for name in pressed)
