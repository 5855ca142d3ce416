"""What a colleague sent is seen here, put back from here, and not shown while the desk is away.

It must not read the database; the card and the window are what an operator has.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.desk.place import shared_name
from console.store.entries import FieldChange
from tests.app.test_sharing import at_the_desk, sign
from tests.desk.sharing import INTENT, SharingConsole, console_at
from tests.journeys.test_trail import put_back_buttons
from tests.support.console import Console
from tests.support.postgres import Desk
from tests.support.postgres import desk as desk
from tests.support.postgres import postgres as postgres
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

WAY = FieldChange("shippingDetails", "Shipping details", "By mule", "By ship", "By mule", "By ship")


@contextmanager
def bert_at(desk: Desk, folder: Path, address: str) -> Iterator[tuple[SharingConsole, Any]]:
    """Bert's console, and his connection to the desk."""
    with console_at(folder, address) as bert, desk.connected("bert") as connection:
        yield bert, connection


def bert_saves(bert: SharingConsole, connection: Any) -> None:
    """Another way for the order's parcel."""
    sent = replace(
        INTENT,
        record_id=SAMPLE_ORDER,
        customer_id="1001",
        changes=(WAY,),
        url=f"{bert.address}/orders/{SAMPLE_ORDER}",
        body='{"shippingDetails": "By ship"}',
    )
    bert.trail.end(bert.trail.begin(sent), "saved")
    bert.push(connection)


def on_the_card(console: Console, name: str) -> int:
    """How many entries of this person's the card has."""
    found = console.window.findChildren(QLabel)
    return sum(one.isVisible() and one.text().endswith(f" · {name}") for one in found)


def in_the_window(console: Console) -> list[str]:
    """Who sent what the trail window lists."""
    (window,) = [one for one in console.dialogs() if one.windowTitle() == "Trail"]
    model = window.table.model()  # type: ignore[attr-defined]
    return [str(model.index(place, 1).data(Qt.ItemDataRole.DisplayRole)) for place in range(model.rowCount())]


def test_a_colleagues_save_is_seen_put_back_and_gone_with_the_desk(
    qtbot: QtBot, sandbox: Sandbox, desk: Desk, tmp_path: Path
) -> None:
    own = desk.cluster.make_desk()
    with (
        bert_at(own, tmp_path / "bert", shared_name(sandbox.url)) as bert,
        at_the_desk(qtbot, sandbox, own.url("anna"), own.password("anna")) as console,
    ):
        console.until(lambda: sign(console) == "Desk: only you", "joined")
        console.look_up(SAMPLE_ORDER)
        console.type_into("Tax", "0.28")
        console.send()
        console.window.actions_["trail"].trigger()
        console.until(lambda: in_the_window(console) == ["you"], "her own is listed once")
        bert_saves(*bert)
        console.until(lambda: on_the_card(console, "bert") == 1, "on the card")
        console.until(lambda: sorted(in_the_window(console)) == ["bert", "you"], "in the window")
        console.click_on(put_back_buttons(console)[0])
        console.until(lambda: console.page.sheet is not None, "the review sheet is open")
        assert '"shippingDetails": "By mule"' in console.sheet.request.toPlainText()
        console.press("Escape", on=console.sheet)
        _set_connections(own, allowed=False)
        console.until(lambda: on_the_card(console, "bert") == 0, "the desk is away")
        assert in_the_window(console) == ["you"]
        assert on_the_card(console, "you") == 1
        _set_connections(own, allowed=True)
        console.app.sharing.act("retry desk")
        console.until(lambda: on_the_card(console, "bert") == 1, "it is back")
        console.until(lambda: sorted(in_the_window(console)) == ["bert", "you"], "and listed")
        for one in console.dialogs():
            one.close()


@pytest.mark.fault(99)
def test_a_save_that_the_desk_does_not_take_is_marked_on_the_card_and_stays_here(
    qtbot: QtBot, sandbox: Sandbox, desk: Desk
) -> None:
    own = desk.cluster.make_desk()
    with own.connected("olga") as owner:
        owner.execute("ALTER TABLE desk.sends ADD CONSTRAINT nothing_more CHECK (kind <> 'order')")
    with at_the_desk(qtbot, sandbox, own.url("anna"), own.password("anna")) as console:
        console.until(lambda: sign(console) == "Desk: only you", "joined")
        console.look_up(SAMPLE_ORDER)
        console.type_into("Tax", "0.28")
        console.send()
        console.until(
            lambda: any("not shared: " in one.text() for one in console.window.findChildren(QLabel)), "marked"
        )
        assert on_the_card(console, "you") == 1


def _set_connections(desk: Desk, *, allowed: bool) -> None:
    """Let people in, or throw everybody out."""
    with desk.cluster.connected("postgres", "postgres") as boss:
        boss.execute(f'ALTER DATABASE "{desk.database}" ALLOW_CONNECTIONS {str(allowed).lower()}'.encode())
        if not allowed:
            ask = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            boss.execute(ask, (desk.database,))
