"""Coming forward: the desktop's leave is used once and given to no child, and a refusal is not passed over."""

from __future__ import annotations

import os

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.app import forward
from console.app.forward import Forward, forget_tokens


class Seen(QWidget):
    """What stood in the environment whenever the desktop was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: list[str | None] = []

    def activateWindow(self) -> None:
        self.tokens.append(os.environ.get("XDG_ACTIVATION_TOKEN"))
        super().activateWindow()


@pytest.mark.parametrize(
    ("token", "used"), [("a-token", "a-token"), ("", None), ("x" * 2_000, None), ("a\nb", None), ("é", None)]
)
def test_the_leave_is_there_while_the_desktop_is_asked_and_no_longer(
    qtbot: QtBot, token: str, used: str | None
) -> None:
    window = Seen()
    qtbot.addWidget(window)
    Forward(window).come(token)
    assert window.tokens == [used]
    assert window.isVisible()
    assert "XDG_ACTIVATION_TOKEN" not in os.environ


def test_what_the_start_was_given_is_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"):
        monkeypatch.setenv(name, "x")
    forget_tokens()
    assert not {"XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"} & os.environ.keys()


def test_a_window_that_may_not_come_forward_asks_to_be_looked_at(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked: list[QWidget] = []
    monkeypatch.setattr(QApplication, "alert", lambda window: marked.append(window))
    monkeypatch.setattr(forward, "to_front", lambda window: None)  # as a desktop does that refuses
    window = QWidget()
    qtbot.addWidget(window)
    made = Forward(window)
    made.come("")
    qtbot.waitUntil(lambda: marked == [window], timeout=5_000)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made.come("")
    qtbot.waitUntil(lambda: not made._doubt.isActive(), timeout=5_000)
    assert marked == [window]
