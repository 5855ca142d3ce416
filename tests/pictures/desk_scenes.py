"""What is pictured of a shared desk: Settings, who is here, what was sent and noted, a run with a held row, a desk away.

It must not stand in for the desk: it is a real PostgreSQL, with a colleague at it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QWidget

from console.app.guide import TourStopped
from console.app.tour import ORDER
from console.desk.place import shared_name
from console.presenters.settings.shared_desk import SharedDeskField
from console.ui.desk.sign import DeskSignButton
from console.ui.runs.window import RunWindow
from console.ui.settings.settings import SettingsDialog
from console.ui.trail.trail import TrailWindow
from tests.pictures.colleague import Colleague, colleague_at
from tests.pictures.scenes import Scenes
from tests.support.postgres import Desk

DESK_SCENES = (
    "desk-wrong",
    "desk-tested",
    "desk-refused",
    "desk-joined",
    "desk-presence",
    "desk-review",
    "desk-mark-shipped",
    "desk-trail",
    "desk-held",
    "desk-run-away",
    "desk-away",
)
"""What is pictured, in its order."""
FILE = "Order;Tracking;Carrier;Message\n" + "".join(
    f"#{number};1Z5R893900000{number}{digit};UPS Ground;\n"
    for number, digit in (
        (1014, 2),
        (1016, 0),
        (1018, 8),
        (1019, 7),
        (1021, 3),
        (1023, 1),
        (1024, 0),
        (1026, 8),
    )
)
HELD = "1018"
_NOTES = ("Her neighbour takes parcels until noon.", "New address is on its way by letter.")


class DeskScenes(Scenes):
    """Has a desk joined, once the other scenes are over or instead of them."""

    _bert: Colleague | None = None
    """The colleague, while he is there."""

    def at_desk(self, desk: Desk) -> None:
        """Every scene of a desk, which is changed by it. The shop must be in use."""
        self._desk = desk
        before = self._step
        self._settings()
        environment = shared_name(self._shop.url)
        with (
            tempfile.TemporaryDirectory() as folder,
            colleague_at(desk, Path(folder) / "bert", environment) as self._bert,
        ):
            self._side_by_side(self._bert)
            self._found()
            self._run(self._bert, Path(folder) / "warehouse.csv")
        self.must("every scene was pictured", self._step - before == len(DESK_SCENES))

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """As ever, with the colleague still there."""
        if self._bert is not None:
            self._bert.loop.turn()
        super().picture(name, widget)

    def until(self, what: str, condition: Callable[[], bool]) -> None:
        """As ever, with the colleague still there."""

        def holds() -> bool:
            if self._bert is not None:
                self._bert.loop.turn()
            return condition()

        super().until(what, holds)

    def _settings(self) -> None:
        with self._opened() as dialog:
            self._put(dialog, "address", "db1.example.com/desk")
            self.press(dialog.desk.test)
            self.picture("desk-wrong", dialog)
            self._put(dialog, "address", self._desk.url())
            self._put(dialog, "password", self._desk.password())
            self.press(dialog.desk.test)
            self.until("the desk was tried", self.at_rest)
            self.picture("desk-tested", dialog)
            self._put(dialog, "password", "another password")
            self.press(dialog.desk.join)
            self.until("it is saved", self.at_rest)
        self.until("it is refused", lambda: self._sign() == "Desk: not used")
        self.picture("desk-refused")
        with self._opened() as dialog:
            self._put(dialog, "password", self._desk.password())
            self.press(dialog.desk.join)
            self.until("it is joined", lambda: self._sign() == "Desk: only you")
            self.picture("desk-joined", dialog)

    @contextmanager
    def _opened(self) -> Iterator[SettingsDialog]:
        """The dialog Settings at its section of the desk, until it is closed again."""
        dialog = self.app.settings.open()
        self.until("the settings are read", self.at_rest)
        dialog.show_desk()
        yield dialog
        dialog.reject()
        self.until("the window has the keys again", self.app.window.isActiveWindow)

    def _put(self, dialog: SettingsDialog, name: SharedDeskField, text: str) -> None:
        self.type(dialog.desk.inputs[name], text)

    def _sign(self) -> str:
        found = self.app.window.findChild(DeskSignButton)
        return found.text() if found is not None else ""

    def _side_by_side(self, bert: Colleague) -> None:
        """An order that the colleague has open, changed a minute ago, and noted something on."""
        if self.base_id() != ORDER:
            self._look_up(ORDER)
        side = self.app.window.panes.side
        if side is None:
            raise TourStopped("there is nothing beside the order")
        bert.saves(ORDER)
        for body in _NOTES:
            bert.notes(ORDER, body)
        bert.opens(ORDER, unsaved_for=3)
        self.until("he is seen", lambda: "3 min" in self.page.header.company.text())
        self.until("his notes are seen", lambda: len(side.notes.views) == len(_NOTES))
        self.until("what he sent is seen", self.at_rest)
        self.picture("desk-presence")
        self.type(self.page.rows["shippingDetails"].input, "Ring twice")
        self.keys("S", "ctrl")
        sheet = self._shown(self.page.questions.sheet)
        self.until("the review sheet has the keys", sheet.isActiveWindow)
        self.picture("desk-review", sheet)
        self.keys("Escape", target=sheet)
        self.until("the window has the keys again", self.app.window.isActiveWindow)
        self.keys("S", "ctrl", "shift")
        panel = self._shown(self.page.questions.shipping)
        self.until("Mark shipped has the keys", panel.isActiveWindow)
        self.picture("desk-mark-shipped", panel)
        self.keys("Escape", target=panel)
        self.until("the window has the keys again", self.app.window.isActiveWindow)

    def _found(self) -> None:
        """The trail, searched for a word of an entry and of a note."""
        self.app.window.actions_["trail"].trigger()
        window = self.app.window.findChild(TrailWindow)
        if window is None:
            raise TourStopped("the trail did not open")
        window.activateWindow()
        self.until("the trail has the keys", window.isActiveWindow)
        self.type(window.words, "neighbour")
        self.until("notes are found", lambda: self.at_rest() and not window.notes.isHidden())
        self.picture("desk-trail", window)
        window.close()

    def _run(self, bert: Colleague, path: Path) -> None:
        """A file of which one row is the colleague's, and a desk that goes away meanwhile."""
        client = self.app.session.client
        assert client is not None
        [held] = client.find_orders(customer_order_id=HELD)
        bert.claims(held.id)
        path.write_text(FILE, "utf-8")
        window = self._checked(path)
        self.press(window.foot.start)
        notice = window.foot.notice.headline
        self.until("a row is waited for", lambda: "sent by a colleague" in notice.text())
        window.table.selectRow(2)
        self.picture("desk-held", window)
        self._bert = None
        self._desk.cluster.stop()
        try:
            self._away(window)
        finally:
            self._desk.cluster.start()

    def _away(self, window: RunWindow) -> None:
        self.until("it is asked what to do", window.foot.away.isVisible)
        self.picture("desk-run-away", window)
        self.press(window.foot.stop)
        self.until("the run has ended", lambda: self.at_rest() and not window.outcome.isHidden())
        window.close()
        self.until(
            "it is told",
            lambda: any("Desk not" in one.notice.headline for one in self.app.telling.banners.state.banners),
        )
        self.picture("desk-away")
