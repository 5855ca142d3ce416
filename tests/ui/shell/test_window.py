"""The window as a whole: names, menus, keys, the way of Tab, and that everything has its room.

It must not send anything, nor test what single panes do; each has a file of its own.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListView,
    QMenu,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from console.presenters.notice import Notice
from console.ui.look.theme import Theme
from console.ui.shell.actions import words
from console.ui.shell.window import Window
from tests.support.console import Console
from tests.support.sandbox import SAMPLE_CART, Sandbox
from tests.ui.conftest import Wear, visible

BUTTONS = [
    "Save to Test shop",
    "Discard",
    "Reload",
    "Undo",
    "Redo",
    "Mark shipped",
    "Look up",
    "Add line",
    "Remove line",
]
BUTTONS += ["Duplicate line", "Move up", "Move down"]
HOSTILE_NAME = "Salt & Pepper <b>live</b>"


@pytest.fixture
def window(qtbot: QtBot, wear: Wear) -> Window:
    wear()
    made = Window()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitActive(made):
        made.show()
    return made


def chain(root: QWidget) -> list[QWidget]:
    """What Tab visits, in its order, beginning with the look-up field."""
    visited: list[QWidget] = []
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    while True:
        now = QApplication.focusWidget()
        if now is None or now in visited:
            return visited
        visited.append(now)
        if isinstance(now, QTableView):  # Tab goes from cell to cell, and on behind the last
            QTest.keyClick(now, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(now, Qt.Key.Key_Tab)


# -- names, menus, keys -----------------------------------------------------------------------------------


def test_every_control_has_the_name_of_the_manual(wide: Console) -> None:
    names = [one.accessibleName() for one in visible(wide.window, QAbstractButton)]
    for name in BUTTONS:
        assert names.count(name) == 1, name
    assert wide.named("Look up", QLineEdit)
    assert wide.named("Look for", QComboBox)
    assert wide.named("Line items", QTableView)
    assert wide.named("Recent", QListView)
    assert wide.window.windowTitle().startswith("Order Console — Test shop")


def test_whatever_takes_the_cursor_has_a_name(wide: Console) -> None:
    wide.page.fold.setChecked(True)
    for one in visible(wide.window, QWidget):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled():
            named = one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")
            assert named or isinstance(one, QTabBar), one


def test_every_action_is_in_a_menu_and_works_from_anywhere(window: Window) -> None:
    menus = [action.menu() for action in window.menuBar().actions()]
    held = [
        one for menu in menus if isinstance(menu, QMenu) for one in menu.actions() if not one.isSeparator()
    ]
    assert held == window.actions_.all()
    assert set(held) <= set(window.actions())
    for menu in menus:
        assert isinstance(menu, QMenu)
        assert menu.toolTipsVisible()


def test_every_button_of_the_bar_does_what_a_menu_does(window: Window) -> None:
    told = {words(action) for action in window.actions_.all()}
    for made in visible(window.bar, QAbstractButton):
        if made not in (window.bar.notice.action, window.bar.notice.copy):
            assert made.accessibleName() in told


def test_what_cannot_be_done_now_cannot_be_clicked(window: Window) -> None:
    for name in ("save", "discard", "undo", "redo", "reload", "mark_shipped", "close_tab", "add_line"):
        assert not window.actions_[name].isEnabled(), name
    assert not window.save.isEnabled()


def test_escape_asks_to_cancel(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.cancel_asked):
        qtbot.keyClick(window.lookup.field, Qt.Key.Key_Escape)


# -- Tab --------------------------------------------------------------------------------------------------


def test_tab_visits_everything_that_can_be_used_and_nothing_else(wide: Console) -> None:
    wide.page.fold.setChecked(True)
    QApplication.processEvents()
    visited = chain(wide.window)
    usable = {
        one
        for one in visible(
            wide.window, QAbstractButton, QLineEdit, QCheckBox, QComboBox, QAbstractScrollArea, QTabBar
        )
        if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert set(visited) == usable
    for one in visited:
        assert one.isVisible()
        assert one.isEnabled()


def test_tab_goes_through_the_form_from_card_to_card_and_down(wide: Console) -> None:
    visited = chain(wide.window)
    page = wide.page
    inputs = [one for one in visited if page.isAncestorOf(one)]
    names = [one.accessibleName() for one in inputs]
    assert names == [
        "Processed",
        "Shipped",
        "Tracking URL",
        "Shipping date",
        "Shipping details",
        "E-mail address",
        "Contact ID",
        "Currency",
        "Order date",
        "Subtotal",
        "Discount",
        "Tax",
        "Shipping amount",
        "Grand total",
        "Filter lines",
        "Columns",
        "Add line",
        "Duplicate line",
        "Remove line",
        "Move up",
        "Move down",
        "Paste lines",
        "Line items",
        page.fold.accessibleName(),
    ]
    first = [one.accessibleName() for one in visited[:4]]
    assert first == ["Look up", "Look for", "Look up", "Environment: Test shop"]
    last = [one.accessibleName() for one in visited[visited.index(inputs[-1]) + 1 :]]
    assert last[-2:] == ["Reload", "Mark shipped"], "the bar comes last, as it stands"


def test_tab_goes_through_a_cart_from_card_to_card_and_through_the_fold(console: Console) -> None:
    console.look_up(SAMPLE_CART)
    console.window.resize(1280, 800)
    console.page.fold.setChecked(True)
    visited = [one for one in chain(console.window) if console.page.isAncestorOf(one)]
    names = [one.accessibleName() for one in visited]
    assert names[:6] == [
        "Cart URL",
        "Phase",
        "Tracking URL",
        "Shipping date",
        "Shipping details",
        "E-mail address",
    ]
    after = names[names.index(console.page.fold.accessibleName()) + 1 :]
    assert after[:3] == ["Origin IP", "Origin user agent", "Message ID"]
    assert after[-1] == "Status"


def test_the_cursor_is_always_in_sight(wide: Console) -> None:
    wide.window.resize(900, 480)
    wide.page.fold.setChecked(True)
    QApplication.processEvents()
    for one in chain(wide.window):
        one.setFocus()
        QApplication.processEvents()
        assert not one.visibleRegion().isEmpty(), one.accessibleName()


# -- tabs and the dot -------------------------------------------------------------------------------------


def test_the_tab_shows_the_dot_while_there_are_edits(wide: Console) -> None:
    tabs = wide.window.tabs
    assert tabs.tabText(0) == "Order #1001"
    wide.type_into("Shipping details", "UPS")
    assert tabs.tabText(0) == "Order #1001 ●"
    assert "unsaved" in tabs.tabToolTip(0)
    wide.press("Z", ctrl=True)
    assert tabs.tabText(0) == "Order #1001"


def test_tabs_are_stepped_through_round_and_round(wide: Console) -> None:
    wide.look_up(SAMPLE_CART)
    for title in ("Order #1001", "Cart C-2207"):
        wide.press("PageDown", ctrl=True)
        assert wide.text_of_title() == title
    wide.press("PageUp", ctrl=True)
    assert wide.text_of_title() == "Order #1001"


def test_many_tabs_stay_readable(wide: Console) -> None:
    for number in range(1002, 1012):
        wide.look_up(str(number))
    bar = wide.window.tabs.tabBar()
    for place in range(bar.count()):
        text = bar.tabText(place)
        assert bar.tabRect(place).width() >= bar.fontMetrics().horizontalAdvance(text), text


def test_the_words_about_a_closed_record_go_with_it(wide: Console) -> None:
    assert wide.foot
    wide.press("W", ctrl=True)
    assert wide.foot == ""
    assert wide.window.save.isEnabled() is False


# -- pasting ----------------------------------------------------------------------------------------------


def test_pasting_where_no_text_is_typed_looks_it_up(wide: Console) -> None:
    QGuiApplication.clipboard().setText(SAMPLE_CART)
    wide.page.fold.setFocus()
    wide.press("V", ctrl=True)
    wide.rest()
    assert wide.text_of_title() == "Cart C-2207"


def test_pasting_into_a_field_only_fills_the_field(wide: Console, shop: Sandbox) -> None:
    QGuiApplication.clipboard().setText(SAMPLE_CART)
    asked = len(shop.requests())
    field = wide.named("Shipping details", QLineEdit)
    field.setFocus()
    field.selectAll()
    wide.press("V", ctrl=True)
    assert field.text() == SAMPLE_CART
    assert len(shop.requests()) == asked
    assert wide.window.tabs.count() == 1


def test_pasting_into_a_field_that_cannot_be_typed_in_looks_it_up(wide: Console) -> None:
    wide.page.fold.setChecked(True)
    QGuiApplication.clipboard().setText(SAMPLE_CART)
    wide.named("Order ID", QLineEdit).setFocus()
    wide.press("V", ctrl=True)
    wide.rest()
    assert wide.text_of_title() == "Cart C-2207"


# -- names of environments --------------------------------------------------------------------------------


def test_an_environment_s_name_is_shown_as_it_is_and_bounded(window: Window, qtbot: QtBot) -> None:
    window.show_environment(HOSTILE_NAME, HOSTILE_NAME.upper(), Theme("light", "production"))
    assert window.environment.text() == "Salt && Pepper <b>live</b>"
    assert window.save.text() == "Save to SALT && PEPPER <B>LIVE</B>…"
    window.show_environments([HOSTILE_NAME, "Other"], HOSTILE_NAME)
    entries = window.environment.listed.actions()
    assert [entry.text() for entry in entries[:2]] == ["Salt && Pepper <b>live</b>", "Other"]
    assert entries[0].isChecked()
    with qtbot.waitSignal(window.environment_chosen) as chosen:
        entries[0].trigger()
    assert chosen.args == [HOSTILE_NAME]
    window.show_environment("x" * 500, "X" * 500, Theme("light", "test"))
    assert window.minimumSizeHint().width() <= 900


def test_the_accent_frames_the_window(window: Window, wear: Wear) -> None:
    for accent in ("sandbox", "test", "production"):
        theme = wear("light", accent)
        image = window.centralWidget().grab().toImage()
        for at in (QPoint(5, 1), QPoint(0, 300), QPoint(image.width() - 1, 300)):
            assert image.pixelColor(at) == theme.colour("accent")


def test_the_window_says_things_where_they_are_seen(window: Window, wide: Console) -> None:
    window.show_notice(Notice("bad", "Something broke."))
    assert window.bar.notice.headline.text() == "Something broke."
    wide.window.show_notice(Notice("warn", "Save first."))
    assert wide.lookup_says == "Save first."
