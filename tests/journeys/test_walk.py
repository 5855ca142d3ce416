"""Every widget of every window as a reader finds it: it has a name and a role, no markup, and Tab comes to it.

It must not judge which words those are; tests of each window do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from console.api.client import Client
from console.presenters.notice import Notice
from console.ui.look.text import spoken
from console.ui.runs.window import RunWindow
from tests.support.console import Console, running
from tests.support.heard import name, role, side
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

MARKUP = re.compile(r"</?[a-z][^>]*>|&(?:amp|lt|gt);")
HEAD = "Order,Tracking link,Message\n"
LINK = "https://www.ups.com/track?tracknum=1Z999AA10123456784"
CONTROLS = (*(QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit),)


def walked(console: Console, window: QWidget) -> list[str]:
    """What is amiss in a window; empty where all is well."""
    QApplication.processEvents()
    reached = _by_tab(console, window)
    return [
        f"{type(one).__name__} “{name(one)}”: {fault}"
        for one in _controls(window)
        for fault in _faults(one, reached)
    ] + [f"“{text}” has markup" for text in _texts(side(window)) if MARKUP.search(text)]


def _controls(window: QWidget) -> Iterator[QWidget]:
    for kind in CONTROLS:
        for one in window.findChildren(kind):
            inner = isinstance(one.parentWidget(), (QLineEdit, QComboBox, QTabBar, QAbstractSpinBox))
            popup = one.window() is not window or isinstance(one.parentWidget(), QTableView)  # its corner
            if one.isVisible() and not popup and (not inner or isinstance(one, QAbstractButton)):
                yield one


def _faults(one: QWidget, reached: set[QWidget]) -> Iterator[str]:
    called = one.accessibleName()
    if not called:
        yield "it has no name"
    if role(one) in (QAccessible.Role.NoRole, QAccessible.Role.Client):
        yield "it has no role"
    if isinstance(one, QAbstractButton) and not isinstance(one.parentWidget(), (QLineEdit, QTabBar)):
        words = re.findall(r"\w+", spoken(one.text()).casefold())
        if not set(words) <= set(re.findall(r"\w+", called.casefold())):
            yield f"its name hides the words “{one.text()}”"
    if isinstance(one, QComboBox) and not any(
        relation & QAccessible.RelationFlag.Label for _, relation in side(one).relations()
    ):
        yield "no label leads to it, and it is called by its value"
    takes = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled()
    grouped = isinstance(one, QAbstractButton) and one.autoExclusive()  # the arrow keys go on from the first
    if takes and not grouped and one not in reached:
        yield "Tab does not come to it"


def _texts(interface: QAccessibleInterface) -> Iterator[str]:
    for what in (QAccessible.Text.Name, QAccessible.Text.Description):
        yield interface.text(what)
    for place in range(interface.childCount()):
        held = interface.child(place)
        if held is not None and held.isValid():
            yield from _texts(held)


def _by_tab(console: Console, window: QWidget) -> set[QWidget]:
    """What Tab comes to, from what has the cursor at first."""
    window.activateWindow()
    console.until(window.isActiveWindow)
    reached: set[QWidget] = set()
    now = window.focusWidget() or window
    while now not in reached:
        reached.add(now)
        if isinstance(now, QTableView):  # Tab goes from cell to cell, and on behind the last
            QTest.keyClick(now, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(now, Qt.Key.Key_Tab)
        now = window.focusWidget() or window
    return reached


def dialog(console: Console) -> QDialog:
    """The one dialog that is open."""
    console.until(lambda: bool(console.dialogs()), "a dialog is open")
    return console.dialogs()[-1]


def _order(console: Console) -> QWidget:
    console.look_up(SAMPLE_ORDER)
    console.page.fold.setChecked(True)
    console.type_into("E-mail address", "@ & b")
    console.app.telling.banners.tell(Notice("bad", "A file was put aside.", "Read it."))
    return console.window


def _cart(console: Console) -> QWidget:
    console.look_up(SAMPLE_CART)
    return console.window


def _review(console: Console) -> QWidget:
    console.look_up(SAMPLE_ORDER)
    console.click("Shipped")
    console.press("S", ctrl=True)
    return console.sheet


def _shipping(console: Console) -> QWidget:
    console.look_up(SAMPLE_ORDER)
    console.press("S", ctrl=True, shift=True)
    return console.shipping


def _clash(console: Console) -> QWidget:
    console.look_up(SAMPLE_ORDER)
    environment = console.app.session.environment
    assert environment is not None
    with Client(environment) as colleague:
        colleague.update_order(SAMPLE_ORDER, {"shippingDetails": "by ship"}, trigger_events=False)
    console.type_into("Shipping details", "by air")
    console.send()
    clash = console.page.questions.clash
    assert clash is not None
    return clash


def _paste(console: Console) -> QWidget:
    console.look_up(SAMPLE_CART)
    QApplication.clipboard().setText("Name\tQuantity\tTotal price\nMug\t2\t7.98\n")
    console.window.actions_["paste_lines"].trigger()
    console.rest()
    return dialog(console)


def _opened(act: str) -> Callable[[Console], QWidget]:
    def opened(console: Console) -> QWidget:
        console.look_up(SAMPLE_CART if act in ("abandon", "fiddle") else SAMPLE_ORDER)
        console.window.actions_[act].trigger()
        console.rest()
        return dialog(console)

    return opened


WINDOWS: dict[str, Callable[[Console], QWidget]] = {
    "an order with an error and a banner": _order,
    "a cart": _cart,
    "the review sheet": _review,
    "Mark shipped": _shipping,
    "the clash dialog": _clash,
    "Paste lines": _paste,
    "an act on a cart": _opened("abandon"),
    "Connect": _opened("connect"),
    "Settings": _opened("settings"),
    "the trail": _opened("trail"),
    "the keys": _opened("shortcuts"),
    "About": _opened("about"),
    "Delete local data": _opened("wipe"),
}


@pytest.mark.parametrize("window", WINDOWS)
def test_a_reader_finds_a_name_and_a_role_and_no_markup_and_tab_comes_there(
    console: Console, window: str
) -> None:
    opened = WINDOWS[window](console)
    assert not (amiss := walked(console, opened)), "\n".join(amiss)
    if isinstance(opened, QDialog):
        opened.reject()


def test_the_first_start_is_named_too(qtbot: object, sandbox: Sandbox) -> None:
    from pytestqt.qtbot import QtBot

    assert isinstance(qtbot, QtBot)
    with running(qtbot) as console:
        opened = dialog(console)
        assert not (amiss := walked(console, opened)), "\n".join(amiss)
        opened.reject()
        assert not (amiss := walked(console, console.window)), "\n".join(amiss)


def test_each_step_of_a_run_is_named(console: Console, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{HEAD}{SAMPLE_ORDER},{LINK},\n", "utf-8")
    console.press("B", ctrl=True, shift=True)
    console.until(lambda: bool(console.window.findChildren(RunWindow)))
    (window,) = console.window.findChildren(RunWindow)
    console.until(window.isVisible)
    assert not (amiss := walked(console, window)), "\n".join(amiss)
    window.take(str(file))
    console.until(window.foot.check.isEnabled)
    assert not (amiss := walked(console, window)), "\n".join(amiss)
    window.foot.check.click()
    console.until(window.asking.isVisible)
    assert not (amiss := walked(console, window)), "\n".join(amiss)
    window.asking.no.setChecked(True)
    console.until(window.foot.start.isEnabled)
    window.foot.start.click()
    console.until(lambda: window.foot.save.isEnabled() and not window.foot.stop.isEnabled())
    console.rest()
    assert not (amiss := walked(console, window)), "\n".join(amiss)
    assert "Finished" in window.foot.notice.headline.text() or window.foot.notice.headline.text()


def test_labels_are_read_as_they_are_shown(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    for label in console.window.findChildren(QLabel):
        if label.isVisible() and not label.buddy() and label.accessibleName():
            assert label.accessibleName() == label.text()
