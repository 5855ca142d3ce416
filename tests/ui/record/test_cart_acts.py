"""The menu of the acts on a cart, and the question before one is sent.

It must not send; tests/journeys/test_cart_acts.py does.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.model.drafts.draft import Draft
from console.presenters.record.editor_state import EditorState
from console.presenters.saving.open_end import OpenEnd
from console.ui.record.cart_acts import CartActDialog
from console.ui.record.editor import EditorPage
from console.ui.shell.actions import MENUS, Actions
from console.ui.shell.cart_menu import CartMenu
from tests.model.samples import READ_AT, cart, order
from tests.support.jobs import HeldJobs
from tests.ui.conftest import OpenPage

STEPS = [act.name for act in MENUS["cart"] if act is not None]


@pytest.fixture
def actions(qapp: QApplication) -> Actions:
    return Actions(QObject(qapp))


@pytest.fixture
def asked(open_page: OpenPage, qtbot: QtBot) -> Iterator[Any]:
    """Opens a cart of this status and asks for a step."""

    def ask(step: Any, **fields: Any) -> tuple[EditorPage, CartActDialog]:
        page = open_page(cart(**fields))
        page.editor.cart_acts.ask(step)
        dialog = page.questions.act
        assert dialog is not None
        qtbot.waitUntil(dialog.isActiveWindow)
        return page, dialog

    return ask


def words(dialog: CartActDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def test_the_menu_is_there_before_the_first_record_and_loads_nothing_of_records() -> None:
    code = "import sys, console.ui.shell.window; print(*[one for one in sys.modules if one.startswith(('pydantic', 'requests'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_menu_is_on_where_an_act_can_do_something_and_says_why_elsewhere(actions: Actions) -> None:
    menu = CartMenu(actions, lambda: None)
    assert STEPS == ["fiddle", "abandon", "expire"]
    tips = [actions[step].toolTip() for step in STEPS]
    menu.sync(None)
    assert not any(actions[step].isEnabled() for step in STEPS)
    menu.sync(EditorState(Draft(cart(status="ACTIVE"), READ_AT)))
    assert [actions[step].isEnabled() for step in STEPS] == [True, True, False]
    assert actions["expire"].toolTip() == "Only an abandoned cart can expire; abandon it first."
    menu.sync(EditorState(Draft(cart(status="ABANDONED"), READ_AT)))
    assert [actions[step].isEnabled() for step in STEPS] == [True, False, True]
    assert [actions[step].toolTip() for step in ("fiddle", "expire")] == [tips[0], tips[2]]
    menu.sync(EditorState(Draft(cart(status="EXPIRED"), READ_AT)))
    assert not any(actions[step].isEnabled() for step in STEPS)
    assert "never changes" in actions["fiddle"].statusTip()
    menu.sync(EditorState(Draft(order(), READ_AT)))
    assert actions["abandon"].toolTip() == "This is for carts."
    actions["abandon"].trigger()  # nothing is in front


@pytest.mark.parametrize(
    ("step", "status", "title", "button", "method"),
    [
        ("fiddle", "ABANDONED", "Mark activity", "Mark activity in TEST SHOP", "PUT"),
        ("abandon", "ACTIVE", "Abandon cart", "Abandon in TEST SHOP", "PUT"),
        ("expire", "ABANDONED", "Expire cart", "Expire in TEST SHOP", "POST"),
    ],
)
def test_the_question_names_act_environment_and_request(
    asked: Any, step: str, status: str, title: str, button: str, method: str
) -> None:
    page, dialog = asked(step, status=status)
    own = page.editor.state.draft.base
    assert dialog.windowTitle() == title
    assert f"{title}: {own.customer_id}" in words(dialog)
    assert "Test shop" in words(dialog)
    assert "mails nothing itself" in words(dialog)
    assert dialog.send.text() == button
    assert dialog.send.accessibleName() == button
    assert dialog.request.toPlainText().startswith(f"{method} http")
    assert dialog.request.toPlainText().endswith(f"/carts/{own.id}/{step}")
    assert dialog.cancel.hasFocus()
    assert dialog.send.accessibleDescription() in words(dialog).replace("\n", " ")


@pytest.mark.parametrize("key", ["Return", "Escape", "Space"])
def test_cancel_has_the_focus_and_sends_nothing(asked: Any, jobs: HeldJobs, key: str) -> None:
    page, dialog = asked("abandon", status="ACTIVE")
    QTest.keyClick(dialog.cancel, getattr(Qt.Key, f"Key_{key}"))
    assert page.questions.act is None
    assert page.editor.state.cart_act is None
    assert jobs.held == []


def test_for_ever_takes_a_step_of_its_own(asked: Any, jobs: HeldJobs) -> None:
    page, dialog = asked("expire", status="ABANDONED")
    assert dialog.sure.isVisible()
    assert dialog.sure.text() == "I know that this cannot be undone"
    assert not dialog.send.isEnabled()
    QTest.mouseClick(dialog.send, Qt.MouseButton.LeftButton)
    assert page.questions.act is dialog
    dialog.sure.click()
    dialog.send.click()
    assert page.questions.act is None
    assert page.editor.state.busy == "sending"
    assert len(jobs.held) == 1


def test_an_act_that_cannot_be_noted_says_so_and_takes_a_yes(asked: Any, jobs: HeldJobs) -> None:
    page, dialog = asked("expire", status="ABANDONED")
    question = replace(page.editor.state.cart_act, untraced="The disk is full.")
    untraced = CartActDialog(question, "Shop", "Shop", parent=dialog)
    assert untraced.why.text().startswith("This will not be in the trail")
    assert untraced.why.text().endswith("The disk is full.")
    untraced.sure.click()
    assert not untraced.send.isEnabled(), "one yes does not stand for the other"
    untraced.untraced.click()
    assert untraced.send.isEnabled()


def test_what_can_be_taken_back_needs_no_tick_and_edits_are_spoken_of(
    open_page: OpenPage, jobs: HeldJobs
) -> None:
    page = open_page(cart(status="ACTIVE"))
    page.editor.typed("shippingDetails", "by boat")
    page.editor.cart_acts.ask("abandon")
    dialog = page.questions.act
    assert dialog is not None
    assert not dialog.sure.isVisible()
    assert "Your unsaved edits are not sent with it" in words(dialog)
    dialog.show_state(page.editor.state.cart_act)  # type: ignore[arg-type]
    dialog.send.click()
    assert len(jobs.held) == 1
    assert not page.rows["shippingDetails"].input.isEnabled() or page.editor.state.locked


def test_hostile_words_stay_words_and_widen_nothing(open_page: OpenPage) -> None:
    page = open_page(cart(customerCartId="<b>\u202e&Send" + "x" * 500))
    page.editor.cart_acts.ask("abandon")
    dialog = page.questions.act
    assert dialog is not None
    assert "\u202e" not in words(dialog)
    assert "<b>" in words(dialog)
    assert dialog.minimumSizeHint().width() < 1_000


def test_phase_can_be_chosen_and_the_status_only_be_read(open_page: OpenPage) -> None:
    page = open_page(cart(status="ACTIVE"))
    page.fold.setChecked(True)
    assert page.rows["phase"].input.isEnabled()
    page.editor.typed("phase", "PAYMENT")
    assert page.editor.state.draft.payload() == {"phase": "PAYMENT"}
    status = page.rows["status"].input
    assert status.property("readOnly") is True
    page.editor.typed("status", "EXPIRED")
    assert page.editor.state.draft.payload() == {"phase": "PAYMENT"}


def test_where_an_earlier_write_may_still_arrive_an_act_asks_for_a_tick_beside_its_own(
    open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(cart(status="ABANDONED"))
    record = page.editor.state.draft.base
    page.editor.settling._ends.leave(
        OpenEnd("cart", record.id, {"taxAmount": 1}, datetime.now(UTC), 1, record)
    )
    page.editor.cart_acts.ask("expire")
    dialog = page.questions.act
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    assert "both may be applied" in words(dialog)
    dialog.sure.click()
    assert not dialog.send.isEnabled(), "both must be ticked"
    dialog.all_the_same.click()
    assert dialog.send.isEnabled()
    dialog.sure.click()
    assert not dialog.send.isEnabled()
    dialog.reject()
    page = open_page(cart(status="ACTIVE"))
    page.editor.cart_acts.ask("abandon")
    assert page.questions.act is not None
    assert page.questions.act.all_the_same.isHidden()
    assert page.questions.act.send.isEnabled()
