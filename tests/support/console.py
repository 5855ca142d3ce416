"""The whole console on a test's own sandbox, worked by keys and read from the screen.

It must not reach around the window: what a test does here, a person could do.

    console.look_up(SAMPLE_ORDER)
    console.type_into("Tracking URL", "https://…")
    console.press("S", ctrl=True)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from console.app.app import App
from console.app.opening import StartOptions
from console.app.start import Start
from console.model.environment import Accent, Environment, Secret
from console.presenters.notice import Notice
from console.store.environments import Environments
from console.store.places import Places, find_places
from console.ui.record.editor import EditorPage
from console.ui.record.review import ReviewSheet
from console.ui.shipping.mark_shipped import MarkShippedDialog
from tests.support.sandbox import Sandbox

NAME = "Test shop"
PATIENCE_MS = 15_000
W = TypeVar("W", bound=QWidget)


def environment_of(
    sandbox: Sandbox, *, name: str = NAME, accent: Accent = "test", **changes: str
) -> Environment:
    """An environment that works on this sandbox; `changes` replace the client's id or secret, or an address."""
    return Environment(
        name,
        changes.get("api_url", sandbox.url),
        changes.get("token_url", sandbox.token_url),
        changes.get("client_id", sandbox.client_id),
        Secret(changes.get("secret", sandbox.client_secret)),
        accent,
    )


class Console:
    """A running console. Everything waits for what it names, never for a time."""

    def __init__(self, qtbot: QtBot, *environments: Environment, options: StartOptions | None = None) -> None:
        self.qtbot = qtbot
        self.places: Places = find_places(os.environ)
        if environments:
            self.places.prepare()
            for environment in environments:
                Environments(self.places).save(environment)
        qt = QApplication.instance()
        assert isinstance(qt, QApplication)
        wanted = environments[0].name if environments else ""
        self.start = Start(qt, options or StartOptions(wanted), self.places)
        self.start.show()
        self.window = self.start.window
        self.window.resize(1280, 800)
        self.until(lambda: self.start.app is not None, "the app is there")
        if environments:
            self.until(lambda: self.app.session.client is not None, "connected")
            self.rest()

    @property
    def app(self) -> App:
        """The app behind the window."""
        assert self.start.app is not None
        return self.start.app

    def close(self) -> None:
        """Close it as the window manager would, discarding edits."""
        self.window.let_close()
        self.start.close()
        self.window.deleteLater()

    # -- waiting ------------------------------------------------------------------------------------------

    def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Run until the condition holds."""

        def check() -> None:
            assert condition(), what

        self.qtbot.waitUntil(check, timeout=PATIENCE_MS)

    def rest(self) -> None:
        """Run until no job is under way."""
        self.until(lambda: not (self.app.jobs.busy or self.app.disk.busy), "all jobs have ended")

    # -- hands --------------------------------------------------------------------------------------------

    def press(
        self,
        key: str,
        *,
        ctrl: bool = False,
        shift: bool = False,
        alt: bool = False,
        on: QWidget | None = None,
    ) -> None:
        """Press a key, by Qt's name for it, where the cursor is."""
        held = Qt.KeyboardModifier.NoModifier
        for down, modifier in (
            (ctrl, Qt.KeyboardModifier.ControlModifier),
            (shift, Qt.KeyboardModifier.ShiftModifier),
            (alt, Qt.KeyboardModifier.AltModifier),
        ):
            held |= modifier if down else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(on or QApplication.focusWidget() or self.window, getattr(Qt.Key, f"Key_{key}"), held)
        QApplication.processEvents()

    def look_up(self, text: str, *, rest: bool = True) -> None:
        """Ctrl+L, the text, Enter."""
        self.press("L", ctrl=True)
        field = self.window.lookup.field
        assert field.hasFocus()
        field.selectAll()
        QApplication.clipboard().setText(text)
        self.press("V", ctrl=True)
        self.press("Return")
        if rest:
            self.rest()

    def type_into(self, name: str, text: str) -> None:
        """Replace what stands in the field of this accessible name."""
        field = self.named(name, QLineEdit)
        field.setFocus()
        field.selectAll()
        if text:
            QTest.keyClicks(field, text)
        else:
            self.press("Backspace", on=field)

    def click(self, name: str, within: QWidget | None = None) -> None:
        """Click the button or box of this accessible name."""
        QTest.mouseClick(
            self.named(name, QAbstractButton, within), Qt.MouseButton.LeftButton, pos=_left_middle()
        )
        QApplication.processEvents()

    def click_on(self, button: QAbstractButton) -> None:
        """Click this button or box."""
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=_left_middle())
        QApplication.processEvents()

    def all_named(self, name: str, within: QWidget) -> list[QAbstractButton]:
        """Every visible button of this accessible name, from top to bottom."""
        found = [one for one in within.findChildren(QAbstractButton) if one.accessibleName() == name]
        return sorted(
            (one for one in found if one.isVisible()), key=lambda one: one.mapTo(within, one.pos()).y()
        )

    def type_cell(self, place: int, column: str, text: str) -> None:
        """Type over a cell of the line items; `column` is the API's name."""
        lines = self.page.lines
        lines.setFocus()
        lines.put_cursor(place, column)
        self.press("F2", on=lines)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        QTest.keyClicks(editor, text)
        self.press("Return", on=editor)

    def send(self, *, untraced: bool = False) -> None:
        """Ctrl+S, then Ctrl+Enter on the review sheet, and wait for the outcome; `untraced` says yes to no trail."""
        self.press("S", ctrl=True)
        if untraced:
            self.click("Yes, send it without the trail", self.sheet)
        self.press("Return", ctrl=True, on=self.sheet)
        self.rest()

    # -- eyes ---------------------------------------------------------------------------------------------

    @property
    def page(self) -> EditorPage:
        """The record in front."""
        page = self.window.front
        assert page is not None, "no record is open"
        return page

    @property
    def sheet(self) -> ReviewSheet:
        """The review sheet."""
        assert self.page.sheet is not None, "the review sheet is not open"
        return self.page.sheet

    @property
    def shipping(self) -> MarkShippedDialog:
        """The Mark shipped dialog, once it has the keys."""
        dialog = self.page.questions.shipping
        assert dialog is not None, "the Mark shipped dialog is not open"
        self.until(dialog.isActiveWindow, "it has the keys")
        return dialog

    @property
    def said(self) -> Notice:
        """The notice on the record in front."""
        notice = self.page.editor.state.notice
        assert notice is not None
        return notice

    @property
    def offered(self) -> str:
        """The label of what the notice on the record in front offers."""
        assert self.said.action is not None
        return self.said.action.label

    @property
    def lookup_says(self) -> str:
        """What stands under the look-up field."""
        line = self.window.lookup.notice
        return f"{line.headline.text()} {line.advice.text()}".strip() if line.isVisible() else ""

    @property
    def foot(self) -> str:
        """What the bar at the foot says, and after it the banner in view."""
        line = self.window.bar.notice
        return f"{line.headline.text()} {line.advice.text()} {self.banner}".strip()

    @property
    def banner(self) -> str:
        """What the banner in view says; empty where there is none."""
        shown = self.window.bar.banner
        if shown is None or not shown.isVisible():
            return ""
        return f"{shown.notice.headline.text()} {shown.notice.advice.text()}".strip()

    @property
    def banners(self) -> list[str]:
        """The headline of every banner there is, the one in view or not."""
        return [banner.notice.headline for banner in self.app.telling.banners.state.banners]

    def named(self, name: str, kind: type[W], within: QWidget | None = None) -> W:
        """The one visible widget of this kind and accessible name."""
        root = within or self.window
        found = [one for one in root.findChildren(kind) if one.accessibleName() == name and one.isVisible()]
        assert len(found) == 1, f"{len(found)} visible widgets are called “{name}”"
        return found[0]

    def text_of_title(self) -> str:
        """The name of the record in front."""
        return self.page.title.text()

    def dialogs(self) -> list[QDialog]:
        """The dialogs that are open now."""
        return [dialog for dialog in self.window.findChildren(QDialog) if dialog.isVisible()]

    def text_of(self, name: str) -> str:
        """What stands in the field of this accessible name."""
        return self.named(name, QLineEdit).text()


def posts(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The writes that the sandbox answered, sign-ins left out."""
    return [
        line
        for line in sandbox.requests()
        if line["method"] in ("POST", "PUT", "DELETE") and line["path"] != "/oauth2/token"
    ]


@contextmanager
def running(
    qtbot: QtBot, *environments: Environment, options: StartOptions | None = None
) -> Iterator[Console]:
    """A console that is closed behind its block."""
    console = Console(qtbot, *environments, options=options)
    try:
        yield console
    finally:
        console.close()


def _left_middle() -> Any:
    from PySide6.QtCore import QPoint

    return QPoint(10, 12)
