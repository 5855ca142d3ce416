"""The Connect dialog as an operator uses it: keys and buttons, a real server, a real folder.

It must not decide again what the presenter's tests prove; here it counts that it is seen, reached and told.
"""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.model.environment import Environment, Secret
from console.presenters.settings.connect import ConnectPresenter
from console.runtime.jobs import Jobs
from console.store.environments import Environments
from console.store.places import find_places
from console.ui.look.theme import Scheme, Theme, apply_theme
from console.ui.settings.connect import ConnectDialog
from tests.support.raw_server import Peer, RawServer, good_token, reply, reply_json
from tests.support.sandbox import Sandbox, serve

STORED = "stored-secret-word"
TYPED = "typed-secret-word"
SHOP = Environment(
    "Shop", "https://rest.example.com", "https://auth.example.com/token", "console", Secret(STORED), "test"
)


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    yield from serve(orders=2)


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def environments() -> Environments:
    places = find_places()
    places.prepare()
    return Environments(places)


@pytest.fixture
def wear(qapp: QApplication) -> Iterator[Callable[[Scheme], None]]:
    """Dresses the application; undressed again after the test."""
    palette, sheet = qapp.palette(), qapp.styleSheet()

    def dressed(scheme: Scheme) -> None:
        apply_theme(qapp, Theme(scheme, "none"))

    yield dressed
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)


Wear = Callable[[Scheme], None]


class OpenDialog:
    """An open dialog, and how one works with it: by the names that a screen reader says."""

    def __init__(self, qtbot: QtBot, dialog: ConnectDialog, presenter: ConnectPresenter) -> None:
        self.qtbot, self.dialog, self.presenter = qtbot, dialog, presenter
        self.connected: list[Environment] = []
        self.told: list[str] = []
        dialog.connected.connect(self.connected.append)
        dialog.told.connect(self.told.append)

    def named(self, kind: type[Any], name: str) -> Any:
        [found] = [one for one in self.dialog.findChildren(kind) if one.accessibleName() == name]
        return found

    def field(self, name: str) -> QLineEdit:
        found = self.named(QLineEdit, name)
        assert isinstance(found, QLineEdit)
        return found

    def button(self, name: str) -> QPushButton:
        found = self.named(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    def click(self, name: str) -> None:
        self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def type(self, **texts: str) -> None:
        """Type into fields, by their names with _ for a blank; what stands there is replaced."""
        for name, text in texts.items():
            edit = self.field(name.replace("_", " "))
            edit.setFocus()
            edit.selectAll()
            QTest.keyClicks(edit, text)

    def wait_for(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in self.dialog.notice.headline.text(), timeout=15_000)

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.dialog.focusWidget() or self.dialog, key)

    def seen(self) -> str:
        """All words on the dialog."""
        shown = [one.text() for one in self.dialog.findChildren(QLabel) if one.isVisible()]
        shown += [one.displayText() for one in self.dialog.findChildren(QLineEdit)]
        shown += [one.placeholderText() for one in self.dialog.findChildren(QLineEdit)]
        shown += [one.toolTip() for one in self.dialog.findChildren(QWidget)]
        shown += [one.accessibleDescription() for one in self.dialog.findChildren(QWidget)]
        return "\n".join(shown)


@pytest.fixture
def open_workbench(qtbot: QtBot, jobs: Jobs, environments: Environments) -> Any:
    """Opens the dialog as the app does; it has read what is known."""

    def make(*, first_start: bool = False, edit: str = "", known: tuple[Environment, ...] = ()) -> OpenDialog:
        for one in known:
            environments.save(one)
        dialog = ConnectDialog()
        qtbot.addWidget(dialog)
        presenter = ConnectPresenter(
            jobs,
            environments,
            render=dialog.render,
            connected=dialog.use,
            removed=dialog.removed.emit,
            first_start=first_start,
        )
        dialog.bind(presenter)
        presenter.start(edit)
        dialog.open()
        qtbot.waitExposed(dialog)
        qtbot.waitUntil(lambda: presenter.state.busy == "")
        return OpenDialog(qtbot, dialog, presenter)

    return make


def texts_for(server: Sandbox, client_id: str) -> dict[str, str]:
    found = next(one for one in server.clients if one["client_id"] == client_id)
    return {
        "API_address": server.url,
        "Token_address": server.token_url,
        "Client_ID": client_id,
        "Client_secret": found["client_secret"],
    }


# -- names, keys, look ------------------------------------------------------------------------------------


def test_everything_has_the_name_that_the_manual_gives_it(open_workbench: Any) -> None:
    opened = open_workbench()
    assert opened.dialog.windowTitle() == "Connect"
    for name in ("Name", "API address", "Token address", "Client ID", "Client secret"):
        assert opened.field(name).isVisible()
    for name in ("Test connection", "Save", "Use the practice sandbox"):
        assert opened.button(name).isVisible()
    assert [opened.named(QComboBox, "Colour").itemText(place) for place in range(2)] == [
        "Test amber",
        "Production red",
    ]


def test_every_button_has_a_key_of_its_own_and_so_has_every_field(open_workbench: Any) -> None:
    opened = open_workbench(known=(SHOP,), edit="Shop")
    marked = [one.text() for one in opened.dialog.findChildren(QPushButton) if one is not opened.dialog.shut]
    marked += [one.text() for one in opened.dialog.findChildren(QLabel) if one.buddy() is not None]
    keys = [QKeySequence.mnemonic(text).toString() for text in marked if text]
    assert "" not in keys
    assert len(set(keys)) == len(keys)


def test_tab_goes_from_top_to_bottom(open_workbench: Any) -> None:
    opened = open_workbench(known=(SHOP,), edit="Shop")
    opened.dialog.practice.setFocus()
    places = []
    while not opened.dialog.save.hasFocus():
        reached, page = opened.dialog.focusWidget(), opened.dialog.page.widget()
        scrolls = page.isAncestorOf(reached)
        at = reached.mapTo(page if scrolls else opened.dialog, QPoint(0, 0))
        places.append((not scrolls, at.y() // 20, at.x()))
        assert len(places) < 20
        opened.press(Qt.Key.Key_Tab)
    assert places == sorted(places)
    assert len(places) == 13


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast", "contrast-dark"])
@pytest.mark.parametrize("first_start", [True, False])
def test_all_of_it_fits_a_small_screen_without_scrolling(
    open_workbench: Any, wear: Wear, scheme: Scheme, first_start: bool
) -> None:
    wear(scheme)
    opened = open_workbench(first_start=first_start, known=() if first_start else (SHOP,))
    opened.qtbot.waitUntil(lambda: opened.dialog.page.verticalScrollBar().maximum() == 0)
    assert opened.dialog.height() <= 760
    assert opened.dialog.width() <= 800


def test_it_grows_for_what_is_asked_and_for_long_errors(open_workbench: Any, wear: Wear) -> None:
    wear("light")
    opened = open_workbench(known=(SHOP,), edit="Shop")
    height = opened.dialog.height()
    opened.click("Remove")
    opened.qtbot.waitUntil(lambda: opened.dialog.height() > height)
    opened.press(Qt.Key.Key_Escape)
    opened.type(API_address="http://rest.example.com", Token_address="http://auth.example.com")
    opened.qtbot.waitUntil(lambda: opened.dialog.page.verticalScrollBar().maximum() == 0)


def test_it_can_be_as_small_as_a_screen_at_200_percent(open_workbench: Any) -> None:
    opened = open_workbench(known=(SHOP,), edit="Shop")
    opened.dialog.resize(600, 352)
    assert opened.field("Client secret").visibleRegion().isEmpty()
    opened.qtbot.keyClick(opened.dialog, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    assert opened.field("Client secret").hasFocus()
    assert not opened.field("Client secret").visibleRegion().isEmpty()
    assert not opened.button("Save").visibleRegion().isEmpty()
    assert opened.dialog.page.horizontalScrollBar().maximum() == 0


def test_it_wears_the_colour_that_is_chosen_in_light_and_dark(open_workbench: Any, wear: Wear) -> None:
    opened = open_workbench()
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme in schemes:
        wear(scheme)
        for place, accent in enumerate(("test", "production")):
            opened.dialog.form.colour.setFocus()
            opened.qtbot.keyClick(
                opened.dialog.form.colour, Qt.Key.Key_Home if place == 0 else Qt.Key.Key_End
            )
            assert opened.presenter.state.form.accent == accent
            image = opened.dialog.grab().toImage()
            assert image.pixelColor(image.width() // 2, 1) == Theme(scheme, accent).colour("accent")


# -- first start ------------------------------------------------------------------------------------------


def test_at_the_first_start_enter_takes_the_practice_sandbox(open_workbench: Any, qtbot: QtBot) -> None:
    opened = open_workbench(first_start=True)
    assert "made-up orders" in opened.seen()
    assert opened.dialog.practice.property("role") == "primary"
    assert opened.dialog.practice.hasFocus()
    with qtbot.waitSignal(opened.dialog.practice_asked):
        opened.press(Qt.Key.Key_Return)
    assert not opened.dialog.isVisible()
    assert opened.connected == []


def test_once_one_types_save_is_the_next_step(open_workbench: Any) -> None:
    opened = open_workbench(first_start=True)
    opened.type(Name="Shop")
    assert opened.dialog.save.isDefault()
    assert opened.dialog.save.property("role") == "primary"
    assert opened.dialog.practice.property("role") == ""


# -- typing -----------------------------------------------------------------------------------------------


def test_an_error_stands_under_the_field_as_one_types_and_is_read_aloud(open_workbench: Any) -> None:
    opened = open_workbench()
    opened.type(API_address="http://rest.example.com")
    edit = opened.field("API address")
    assert edit.property("mark") == "wrong"
    assert "https://" in edit.accessibleDescription()
    assert edit.accessibleDescription() in opened.seen()
    opened.type(API_address="https://rest.example.com")
    assert edit.property("mark") == ""


def test_typing_in_the_middle_keeps_the_cursor(open_workbench: Any) -> None:
    opened = open_workbench(known=(SHOP,), edit="Shop")
    edit = opened.field("API address")
    edit.setFocus()
    edit.setCursorPosition(8)
    QTest.keyClicks(edit, "my")
    assert edit.text() == "https://myrest.example.com"
    assert edit.cursorPosition() == 10


def test_enter_with_something_wrong_goes_there_and_saves_nothing(
    open_workbench: Any, environments: Environments
) -> None:
    opened = open_workbench()
    opened.type(Name="Shop", API_address="https://rest.example.com")
    opened.press(Qt.Key.Key_Return)
    assert opened.field("Token address").hasFocus()
    assert "Mend what is marked" in opened.seen()
    assert opened.dialog.isVisible()
    assert environments.load().environments == ()


def test_hostile_text_stays_plain(open_workbench: Any, environments: Environments) -> None:
    name = '<a href="https://evil.example">Shop</a>'
    opened = open_workbench(known=(Environment(name, *_parts(SHOP)),), edit=name)
    opened.click("Remove")
    assert name in opened.seen()
    for shown in opened.dialog.findChildren(QLabel):
        assert shown.textFormat() == Qt.TextFormat.PlainText


def _parts(environment: Environment) -> tuple[Any, ...]:
    return (
        environment.api_url,
        environment.token_url,
        environment.client_id,
        environment.secret,
        environment.accent,
    )


# -- the secret -------------------------------------------------------------------------------------------


@pytest.mark.fault(66)
def test_the_secret_is_masked_cannot_be_copied_and_the_stored_one_is_never_filled_in(
    open_workbench: Any,
) -> None:
    opened = open_workbench(known=(SHOP,), edit="Shop")
    edit = opened.field("Client secret")
    assert edit.text() == ""
    assert "keep it" in edit.placeholderText()
    QGuiApplication.clipboard().setText("untouched")
    opened.type(Client_secret=TYPED)
    edit.selectAll()
    edit.copy()
    for keys in (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut):
        edit.selectAll()
        QTest.keySequence(edit, keys)
    assert QGuiApplication.clipboard().text() == "untouched"
    opened.type(Client_secret=TYPED)
    assert TYPED not in opened.seen()
    assert STORED not in opened.seen()
    opened.named(QComboBox, "Environment").setFocus()
    opened.qtbot.keyClick(opened.named(QComboBox, "Environment"), Qt.Key.Key_Home)
    assert edit.text() == ""
    assert edit.placeholderText() == ""


def test_closing_wipes_the_field(open_workbench: Any) -> None:
    opened = open_workbench()
    opened.type(Client_secret=TYPED)
    opened.press(Qt.Key.Key_Escape)
    assert not opened.dialog.isVisible()
    assert opened.field("Client secret").text() == ""


# -- Test connection --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "tone", "words"),
    [
        ("practice-console", "good", "All is well"),
        ("practice-read-only", "warn", "You can look up but not save."),
        ("practice-no-scope", "bad", "may not read orders and carts"),
    ],
)
def test_three_permissions_three_verdicts(
    open_workbench: Any, server: Sandbox, who: str, tone: str, words: str
) -> None:
    opened = open_workbench()
    opened.type(**texts_for(server, who))
    opened.click("Test connection")
    assert "Signing in" in opened.dialog.notice.headline.text()
    opened.wait_for(words)
    assert opened.presenter.state.notice.tone == tone
    assert opened.dialog.isVisible()


@pytest.mark.fault(1)
def test_a_wrong_secret_puts_the_cursor_there(open_workbench: Any, server: Sandbox) -> None:
    opened = open_workbench()
    opened.type(**texts_for(server, "practice-console") | {"Client_secret": TYPED})
    opened.dialog.test.setFocus()
    opened.press(Qt.Key.Key_Return)
    opened.wait_for("refused")
    assert opened.field("Client secret").hasFocus()
    assert opened.field("Client secret").property("mark") == "warn"
    assert "refused it" in opened.field("Client secret").accessibleDescription()


def test_a_closed_port_is_unreachable(open_workbench: Any, server: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    opened = open_workbench()
    opened.type(**texts_for(server, "practice-console") | {"API_address": f"http://127.0.0.1:{port}"})
    opened.click("Test connection")
    opened.wait_for(f"127.0.0.1:{port}")
    assert opened.presenter.state.notice.tone == "bad"


def test_a_silent_server_freezes_nothing_shows_progress_and_esc_stops_only_the_test(
    open_workbench: Any,
) -> None:
    with RawServer(Peer.hang, token=(Peer.hang,)) as silent:
        opened = open_workbench()
        texts = {"API_address": silent.url, "Token_address": silent.token_url}
        opened.type(**texts, Client_ID="me", Client_secret=TYPED)
        opened.click("Test connection")
        opened.qtbot.waitUntil(opened.dialog.progress.isVisible)
        opened.press(Qt.Key.Key_Escape)
        assert opened.dialog.isVisible()
        assert not opened.dialog.progress.isVisible()
        assert "stopped" in opened.dialog.notice.headline.text()
        opened.click("Test connection")
        opened.qtbot.waitUntil(lambda: silent.connections == 2)
        opened.dialog.notice.action.click()
        assert "stopped" in opened.dialog.notice.headline.text()
        opened.press(Qt.Key.Key_Escape)
        assert not opened.dialog.isVisible()


def test_closing_the_window_ends_a_test(open_workbench: Any, jobs: Jobs) -> None:
    with RawServer(Peer.hang, token=(Peer.hang,)) as silent:
        opened = open_workbench()
        texts = {"API_address": silent.url, "Token_address": silent.token_url}
        opened.type(**texts, Client_ID="me", Client_secret=TYPED)
        opened.click("Test connection")
        assert jobs.busy
        opened.dialog.close()
        assert not opened.dialog.isVisible()
        opened.qtbot.waitUntil(lambda: not jobs.busy)


# -- Save and Remove --------------------------------------------------------------------------------------


def test_enter_saves_closes_and_tells_what_to_use(
    open_workbench: Any, server: Sandbox, environments: Environments
) -> None:
    opened = open_workbench(first_start=True)
    opened.type(Name="My shop", **texts_for(server, "practice-console"))
    with opened.qtbot.waitSignal(opened.dialog.connected):
        opened.press(Qt.Key.Key_Return)
    assert not opened.dialog.isVisible()
    [used] = opened.connected
    assert used == environments.load().find("My shop")
    assert used.secret.reveal() == texts_for(server, "practice-console")["Client_secret"]


def test_when_the_disk_refuses_the_sentence_stands_in_the_dialog_and_nothing_is_lost(
    open_workbench: Any, environments: Environments
) -> None:
    opened = open_workbench()
    environments.path.write_text('{"format": 99}')
    opened.type(Name="Mine", API_address=SHOP.api_url, Token_address=SHOP.token_url)
    opened.type(Client_ID="me", Client_secret=TYPED)
    opened.click("Save")
    opened.wait_for("newer Order Console")
    assert opened.dialog.isVisible()
    assert opened.field("Name").text() == "Mine"
    assert opened.field("Client secret").text() == TYPED
    opened.dialog.notice.action.click()
    assert [used.name for used in opened.connected] == ["Mine"]
    assert not opened.dialog.isVisible()


def test_what_the_store_says_on_saving_is_passed_on(open_workbench: Any, environments: Environments) -> None:
    opened = open_workbench(known=(SHOP,), edit="Shop")
    environments.path.write_text("not JSON")
    with opened.qtbot.waitSignal(opened.dialog.connected):
        opened.click("Save")
    assert "damaged" in opened.told[0]


def test_remove_asks_in_the_dialog_and_then_does_it(open_workbench: Any, environments: Environments) -> None:
    opened = open_workbench(known=(SHOP,), edit="Shop")
    assert not opened.dialog.asking.isVisible()
    opened.click("Remove")
    assert opened.button("Keep it").hasFocus()
    opened.press(Qt.Key.Key_Escape)
    assert opened.dialog.isVisible()
    assert not opened.dialog.asking.isVisible()
    opened.click("Remove")
    with opened.qtbot.waitSignal(opened.dialog.removed):
        opened.click("Remove it")
    assert environments.load().environments == ()
    assert opened.field("Name").text() == ""
    assert not opened.dialog.known.isVisible()


def test_what_few_servers_need_is_out_of_the_way_until_asked_for(open_workbench: Any) -> None:
    opened = open_workbench()
    rare = [opened.field(name) for name in ("Scope", "Proxy", "CA file")]
    rare.append(opened.named(QComboBox, "Secret goes"))
    assert not any(one.isVisible() for one in rare)
    opened.field("Name").setFocus()
    opened.qtbot.keyClick(opened.dialog, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    opened.qtbot.waitUntil(opened.field("Scope").hasFocus)
    assert all(one.isVisible() for one in rare)
    opened.type(Proxy="ftp://proxy")
    assert opened.field("Proxy").property("mark") == "wrong"


def test_a_stored_scope_or_way_shows_the_details(open_workbench: Any) -> None:
    for stored in (dataclasses.replace(SHOP, scope="orders"), dataclasses.replace(SHOP, auth_method="basic")):
        opened = open_workbench(known=(stored,), edit="Shop")
        assert opened.field("Scope").isVisible()
        assert opened.field("Scope").text() == stored.scope
        assert opened.named(QComboBox, "Secret goes").currentData() == stored.auth_method
        assert not opened.button("Scope, proxy and other details").isVisible()


def test_the_details_have_keys_of_their_own_and_say_what_is_wrong(open_workbench: Any) -> None:
    opened = open_workbench()
    for key, reached in (
        (Qt.Key.Key_P, opened.field("Scope")),
        (Qt.Key.Key_G, opened.named(QComboBox, "Secret goes")),
        (Qt.Key.Key_X, opened.field("Proxy")),
    ):
        opened.click("Scope, proxy and other details")
        opened.qtbot.keyClick(opened.dialog, key, Qt.KeyboardModifier.AltModifier)
        assert reached.hasFocus()
        assert reached.accessibleDescription() in opened.seen()
    opened.type(Scope='orders "all"')
    assert opened.field("Scope").property("mark") == "wrong"
    assert "plain letters" in opened.field("Scope").accessibleDescription()


def test_all_of_the_details_fit_a_screen_of_1024_by_700(open_workbench: Any, wear: Wear) -> None:
    wear("light")
    opened = open_workbench(known=(SHOP,), edit="Shop")
    opened.click("Scope, proxy and other details")
    opened.dialog.resize(720, 640)
    for name in ("Scope", "CA file", "Client secret", "Name"):
        opened.field(name).setFocus()
        assert not opened.field(name).visibleRegion().isEmpty()
    for name in ("Test connection", "Save"):
        assert not opened.button(name).visibleRegion().isEmpty()
    assert opened.dialog.page.horizontalScrollBar().maximum() == 0


def test_what_has_the_cursor_stays_in_sight_when_a_notice_comes_or_the_room_shrinks(
    open_workbench: Any, wear: Wear
) -> None:
    wear("light")
    opened = open_workbench(known=(SHOP,), edit="Shop")
    opened.click("Scope, proxy and other details")
    scope, page = opened.field("Scope"), opened.dialog.page
    opened.type(Scope='"')

    def cut() -> bool:
        return bool(scope.visibleRegion().boundingRect() != scope.rect())

    def to_the_edge() -> None:
        """Scroll until the field stands at the lower edge."""
        lowest = scope.mapTo(page.viewport(), QPoint(0, scope.height())).y()
        page.verticalScrollBar().setValue(
            page.verticalScrollBar().value() + lowest - page.viewport().height()
        )

    opened.dialog.fit = lambda: None  # a screen that has no more room
    opened.dialog.resize(720, 520)
    opened.qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    opened.qtbot.waitUntil(lambda: not cut())
    to_the_edge()
    assert not cut()
    room = page.viewport().height()
    opened.qtbot.keyClick(opened.dialog, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    opened.qtbot.waitUntil(lambda: page.viewport().height() < room)
    opened.qtbot.waitUntil(lambda: not cut())
    to_the_edge()
    opened.dialog.resize(720, 460)
    opened.qtbot.waitUntil(lambda: not cut())


def test_a_server_that_wants_the_secret_in_a_header_is_told_proposed_and_taken(open_workbench: Any) -> None:
    refused = reply_json({"error": "invalid_client", "error_description": "<b>Basic</b>, please"}, 401)
    with RawServer(reply(404), token=[refused, good_token()]) as server:
        opened = open_workbench()
        opened.type(
            API_address=server.url, Token_address=server.token_url, Client_ID="me", Client_secret=TYPED
        )
        opened.click("Test connection")
        opened.wait_for("wants the secret in a header")
        assert opened.dialog.notice.action.text() == "Choose it and test again"
        opened.dialog.notice.action.click()
        opened.qtbot.waitUntil(lambda: opened.presenter.state.busy == "")
        assert opened.named(QComboBox, "Secret goes").currentData() == "basic"
        assert opened.named(QComboBox, "Secret goes").isVisible()
        assert "header" not in opened.dialog.notice.headline.text()
        assert ["authorization" in token.headers for token in server.tokens][:3] == [False, True, True]


def test_the_words_of_a_refused_sign_in_are_plain_text_on_the_screen(open_workbench: Any) -> None:
    words = f'<a href="https://evil.example">{TYPED}</a> is no scope'
    with RawServer(token=[reply_json({"error": "invalid_scope", "error_description": words}, 400)]) as server:
        opened = open_workbench()
        opened.type(
            API_address=server.url, Token_address=server.token_url, Client_ID="me", Client_secret=TYPED
        )
        opened.click("Scope, proxy and other details")
        opened.type(Scope="orders:burn")
        opened.click("Test connection")
        opened.wait_for("may not have the scope that was asked for: orders:burn.")
        assert "“invalid_scope: <a href=" in opened.seen()
        assert TYPED not in opened.seen()
        assert all(one.textFormat() == Qt.TextFormat.PlainText for one in opened.dialog.findChildren(QLabel))


def test_fresh_tokens_never_reach_the_screen(open_workbench: Any) -> None:
    body = b'{"access_token": "fresh-access-0f1e", "refresh_token": "fresh-refresh-4b5a"}'
    with RawServer(token=[reply(203, body, {"Content-Type": "text/plain"})]) as server:
        opened = open_workbench()
        opened.type(
            API_address=server.url, Token_address=server.token_url, Client_ID="me", Client_secret=TYPED
        )
        opened.click("Test connection")
        opened.wait_for("it came with the status 203")
        assert "fresh-" not in opened.seen() + repr(opened.presenter.state)


def test_showing_a_state_twice_changes_nothing(open_workbench: Any) -> None:
    opened = open_workbench(known=(SHOP,), edit="Shop")
    before = opened.dialog.grab().toImage()
    opened.dialog.render(opened.presenter.state)
    assert opened.dialog.grab().toImage() == before


def test_a_window_that_goes_with_the_dialog_open_takes_it_along(
    qtbot: QtBot, jobs: Jobs, environments: Environments
) -> None:
    window = QWidget()
    window.show()
    dialog = ConnectDialog(window)
    presenter = ConnectPresenter(
        jobs, environments, render=dialog.render, connected=dialog.use, removed=dialog.removed.emit
    )
    dialog.bind(presenter)
    dialog.open()
    qtbot.waitExposed(dialog)
    dialog.form.input_of("client_id").setFocus()
    with qtbot.waitSignal(dialog.destroyed):
        window.deleteLater()
