"""Closing records and the window: edits are asked about, a write under way is waited for.

It must not close anything behind the window's back.
"""

from __future__ import annotations

import pytest

from tests.support.console import Console, posts
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox


def test_a_clean_record_closes_without_a_question(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    console.press("W", ctrl=True)
    assert console.window.tabs.count() == 0
    assert console.dialogs() == []


def test_an_edited_record_asks_and_cancel_keeps_it(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    console.press("W", ctrl=True)
    (dialog,) = console.dialogs()
    assert dialog.windowTitle() == "Unsaved changes"
    console.click("Cancel", within=dialog)
    assert console.text_of("Shipping details") == "UPS Ground"
    console.press("W", ctrl=True)
    (dialog,) = console.dialogs()
    console.click("Discard", within=dialog)
    assert console.window.tabs.count() == 0


@pytest.mark.fault(74)
def test_the_window_closes_without_a_question_because_drafts_stay(console: Console) -> None:
    for record in (SAMPLE_ORDER, SAMPLE_CART):
        console.look_up(record)
        console.type_into("Shipping details", "UPS Ground")
    console.window.close()
    console.until(lambda: not console.window.isVisible(), "it is closed")
    assert console.dialogs() == []


def test_closing_during_a_write_waits_for_its_answer(console: Console, sandbox: Sandbox) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    console.press("S", ctrl=True)
    console.press("Return", ctrl=True, on=console.sheet)
    console.window.close()
    assert console.window.isVisible()
    console.until(lambda: not console.window.isVisible(), "it closes when the answer is there")
    assert len(posts(sandbox)) == 1


def test_discarded_edits_come_back_with_undo(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    console.type_into("Shipping details", "UPS Ground")
    console.click("Discard")
    assert console.text_of("Shipping details") != "UPS Ground"
    console.press("Z", ctrl=True)
    assert console.text_of("Shipping details") == "UPS Ground"
