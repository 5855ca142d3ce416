"""Who else has a record open is seen on its page, its tab and before it is sent, and heard once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.presenters.desk.company import NOBODY, Company
from console.ui.look.theme import Theme
from console.ui.record.editor import EditorPage
from console.ui.shell.tabs import RecordTabs
from tests.support.contrast import SEEN, contrast
from tests.support.heard import Announced
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER
from tests.ui.conftest import Wear, type_into

OPEN = Company("Bert has this open", False, "Bert has this open", "Bert has this open")
EDITING = Company(
    "Bert has unsaved changes in this order (for 3 min)",
    True,
    "Bert has unsaved changes in this order",
    "Bert has unsaved changes in this order",
)


def test_the_page_says_who_else_has_it_open_and_that_they_have_unsaved_changes(
    order_page: EditorPage,
) -> None:
    line = order_page.header.company
    assert not line.isVisible()
    order_page.show_company(OPEN)
    assert (line.isVisible(), line.text(), line.property("chip")) == (True, OPEN.words, "plain")
    order_page.show_company(EDITING)
    assert (line.text(), line.property("chip")) == (EDITING.words, "warn")
    QApplication.processEvents()
    assert line.width() >= line.sizeHint().width()
    order_page.show_company(NOBODY)
    assert not line.isVisible()


def test_a_screen_reader_says_once_who_has_come_and_no_beat_or_minute(
    order_page: EditorPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Announced(monkeypatch)
    for company in (OPEN, OPEN, Company("Bert has this open ", False, OPEN.who, OPEN.news)):
        order_page.show_company(company)
    assert heard == [OPEN.news]
    for minutes in range(3, 6):
        words = f"Bert has unsaved changes in this order (for {minutes} min)"
        order_page.show_company(Company(words, True, EDITING.who, EDITING.news))
    assert heard == [OPEN.news, EDITING.news]
    assert not any(heard.urgent), "it cuts nothing short"
    order_page.show_company(NOBODY)
    order_page.show_company(OPEN)
    assert heard[2:] == [OPEN.news], "who comes back has come anew"


def test_who_comes_to_the_page_later_hears_who_is_there(
    order_page: EditorPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Announced(monkeypatch)
    order_page.hide()
    order_page.show_company(EDITING)
    assert heard == []
    order_page.show()
    assert heard == [EDITING.who]


@pytest.mark.parametrize("asks", ["review", "mark shipped"])
def test_before_something_is_sent_it_is_said_too_and_nothing_is_held_up(
    order_page: EditorPage, asks: str
) -> None:
    order_page.show_company(OPEN)
    if asks == "review":
        type_into(order_page, "Tracking URL", "https://example.com/1")
        order_page.ask_review()
        dialog = order_page.questions.sheet
    else:
        order_page.mark_shipped()
        dialog = order_page.questions.shipping
    assert dialog is not None
    assert dialog.company.isVisible()
    assert dialog.company.text() == OPEN.words
    assert dialog.accessibleDescription().endswith(f"{OPEN.who}.")
    if asks == "review":
        sheet = order_page.questions.sheet
        assert sheet is not None
        before = sheet.send.mapTo(sheet, sheet.send.rect().topLeft())
        order_page.show_company(EDITING)
        assert sheet.company.text() == EDITING.words
        order_page.show_company(NOBODY)
        QApplication.processEvents()
        assert not sheet.company.isVisible()
        assert sheet.send.mapTo(sheet, sheet.send.rect().topLeft()) == before, "Send stays under the cursor"
        assert sheet.send.isEnabled()
    dialog.reject()


def test_an_act_on_a_cart_says_it_before_it_is_sent(
    open_page: Callable[..., EditorPage], sample_cart: object
) -> None:
    page = open_page(sample_cart)
    page.show_company(OPEN)
    page.editor.cart_acts.ask("fiddle")
    assert page.questions.act is not None
    assert page.questions.act.company.text() == OPEN.words
    page.questions.act.reject()


@pytest.fixture
def tabs(qtbot: QtBot, order_page: EditorPage, cart_page: EditorPage) -> RecordTabs:
    made = RecordTabs()
    qtbot.addWidget(made)
    for page in (order_page, cart_page):
        made.addTab(page, "")
        made.name(page)
    made.resize(784, 400)
    made.show()
    return made


def test_the_tab_has_a_mark_with_a_tip_and_a_name_that_holds_its_words(
    tabs: RecordTabs, order_page: EditorPage
) -> None:
    bar, place = tabs.tabBar(), tabs.indexOf(order_page)
    assert tabs.tabIcon(place).isNull()
    assert bar.accessibleTabName(place) == ""
    order_page.show_company(EDITING)
    tabs.name(order_page)
    assert not tabs.tabIcon(place).isNull()
    assert EDITING.who in tabs.tabToolTip(place)
    assert SAMPLE_ORDER in tabs.tabToolTip(place)
    assert bar.accessibleTabName(place) == f"{tabs.tabText(place)}, {EDITING.who}"
    order_page.show_company(NOBODY)
    tabs.name(order_page)
    assert tabs.tabIcon(place).isNull()
    assert tabs.tabToolTip(place) == SAMPLE_ORDER
    assert bar.accessibleTabName(place) == ""
    assert tabs.tabToolTip(1 - place) == SAMPLE_CART


def test_the_mark_tells_unsaved_changes_by_its_shape_too_and_takes_the_colours_of_the_look(
    tabs: RecordTabs, order_page: EditorPage, wear: Wear
) -> None:
    place, drawn = tabs.indexOf(order_page), []
    for company in (OPEN, EDITING):
        order_page.show_company(company)
        tabs.name(order_page)
        drawn.append(tabs.tabIcon(place).pixmap(14, 14).toImage())
    filled = [sum(one.pixelColor(x, 4).alpha() > 200 for x in range(one.width())) for one in drawn]
    assert filled[0] < filled[1], "the head is hollow where nothing is unsaved"
    wear("dark")
    assert tabs.tabIcon(place).pixmap(14, 14).toImage() != drawn[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mark_can_be_told_from_the_tab(scheme: str) -> None:
    theme = Theme("dark" if scheme == "dark" else "light", "sandbox")
    for token in ("warn", "muted"):
        assert contrast(theme.colour(token), theme.colour("window")) >= SEEN
