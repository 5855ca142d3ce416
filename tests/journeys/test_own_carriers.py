"""A carrier of the operator's own, typed in Settings, is there when the next order is marked shipped.

It must not look at anything but the screen and the sandbox's own account of what it was asked.
"""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from console.ui.settings.settings import SettingsDialog
from tests.support.console import Console, posts
from tests.support.sandbox import SAMPLE_ORDER, Sandbox

OWN = """\
[courier]
name = "Courier of the town"
template = "https://courier.example/parcels/{n}"
numbers = [{ pattern = 'TOWN\\d{8}' }]
"""


def paste(console: Console, number: str) -> None:
    field = console.named("Tracking number or link", QLineEdit, console.shipping)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, number)


def test_a_carrier_saved_in_settings_is_proposed_at_once(console: Console, sandbox: Sandbox) -> None:
    console.look_up(SAMPLE_ORDER)
    console.press("S", ctrl=True, shift=True)
    paste(console, "town 1234 5678")
    assert console.named("Tracking URL", QLineEdit, console.shipping).text() == ""
    console.press("Escape", on=console.shipping)

    console.press("Comma", ctrl=True, on=console.window)
    console.rest()
    [dialog] = [one for one in console.dialogs() if isinstance(one, SettingsDialog)]
    dialog.tabs.setCurrentIndex(1)
    console.click("Edit as text", within=dialog)
    console.named("Own carriers", QPlainTextEdit, dialog).insertPlainText(OWN)
    console.press("Return", ctrl=True, on=dialog)
    console.rest()
    assert console.dialogs() == []

    console.press("S", ctrl=True, shift=True)
    paste(console, "town 1234 5678")
    shown = console.named("Tracking URL", QLineEdit, console.shipping).text()
    assert shown == "https://courier.example/parcels/TOWN12345678"
    assert "Courier of the town" in console.shipping.add.text(), (
        "offered, for the order has details of its own"
    )
    console.press("Escape", on=console.shipping)
    assert posts(sandbox) == []
