"""What the tests of widgets share: one sandbox for all, pages of records, the whole window, and how it is dressed.

It must not look at what is on the screen; the tests do.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from console.api.client import Client
from console.model.records import Cart, Order
from console.presenters.record.editor import Editor
from console.presenters.saving.sending import Sending
from console.store.database import Database
from console.store.places import find_places
from console.store.trail import Trail
from console.ui.look.cursor import CursorKeeper
from console.ui.look.theme import Scheme, Theme, WindowAccent, apply_theme
from console.ui.record.editor import EditorPage
from tests.model.samples import READ_AT
from tests.support.console import Console, environment_of, running
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox, serve

Wear = Callable[..., Theme]
OpenPage = Callable[[Order | Cart], EditorPage]


@pytest.fixture(scope="session")
def shop() -> Iterator[Sandbox]:
    """One sandbox for all tests of widgets; who writes takes a record of its own."""
    yield from serve(orders=60)


@pytest.fixture(scope="session")
def client(shop: Sandbox) -> Iterator[Client]:
    """A client of it."""
    with Client(environment_of(shop)) as made:
        yield made


@pytest.fixture(scope="session")
def sample_order(client: Client) -> Order:
    """The sample order as the sandbox answers it."""
    return client.get_order(SAMPLE_ORDER)


@pytest.fixture(scope="session")
def sample_cart(client: Client) -> Cart:
    """The sample cart as the sandbox answers it."""
    return client.get_cart(SAMPLE_CART)


@pytest.fixture
def wear(qapp: QApplication) -> Iterator[Wear]:
    """Dresses the application; undressed again after the test."""
    palette, sheet = qapp.palette(), qapp.styleSheet()

    def dressed(scheme: Scheme = "light", accent: WindowAccent = "sandbox") -> Theme:
        theme = Theme(scheme, accent)
        apply_theme(qapp, theme)
        return theme

    yield dressed
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)


@pytest.fixture
def jobs() -> HeldJobs:
    """Jobs that do nothing until they are told to."""
    return HeldJobs()


@pytest.fixture
def open_page(qtbot: QtBot, jobs: HeldJobs, client: Client, wear: Wear) -> Iterator[OpenPage]:
    """Opens the page of a record, as wide as it is in a window of 1280 pixels."""
    theme = wear()
    editors: list[Editor] = []
    database = Database(find_places(os.environ))

    def opened(record: Order | Cart) -> EditorPage:
        trail = Trail(database)
        sending = Sending(jobs, client, InlineJobs(), trail=trail, environment="Test shop")
        editor = Editor(
            jobs, client, sending, record=record, read_at=READ_AT, environment="Test shop", target="TEST SHOP"
        )
        editors.append(editor)
        page = EditorPage(record.kind)
        page.bind(editor, theme)
        qtbot.addWidget(page)
        CursorKeeper(page)  # as the window has one
        page.resize(784, 650)
        with qtbot.waitActive(page):
            page.show()
        return page

    yield opened
    for editor in editors:
        editor.history.clear()  # as the window does when it closes a record
    database.close()


@pytest.fixture
def console(qtbot: QtBot, shop: Sandbox) -> Iterator[Console]:
    """A console that is connected to the shop."""
    with running(qtbot, environment_of(shop)) as console:
        yield console


@pytest.fixture
def wide(qtbot: QtBot, console: Console) -> Console:
    """A console of 1280 by 800 with a record in front."""
    console.look_up(SAMPLE_ORDER)
    console.window.resize(1280, 800)
    QApplication.processEvents()
    return console


def visible(root: QWidget, *kinds: type[QWidget]) -> Iterator[QWidget]:
    for kind in kinds:
        yield from (one for one in root.findChildren(kind) if one.isVisible())


@pytest.fixture
def order_page(open_page: OpenPage, sample_order: Order) -> EditorPage:
    return open_page(sample_order)


@pytest.fixture
def cart_page(open_page: OpenPage, sample_cart: Cart) -> EditorPage:
    return open_page(sample_cart)


def unfolded(page: EditorPage) -> EditorPage:
    page.fold.setChecked(True)
    return page


def named(page: EditorPage, name: str) -> QWidget:
    kinds = (QLineEdit, QCheckBox, QComboBox)
    found = [one for kind in kinds for one in page.findChildren(kind) if one.accessibleName() == name]
    [only] = found
    return only


def type_into(page: EditorPage, name: str, text: str) -> QLineEdit:
    field = named(page, name)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text) if text else QTest.keyClick(field, Qt.Key.Key_Backspace)
    return field


def words(page: EditorPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible() and one.text()]
