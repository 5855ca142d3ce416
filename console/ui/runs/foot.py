"""The foot of the window for shipping a file: how far it is, what Start would send, and the buttons that do it.

It must not decide what may be done; the state says so, and a button that cannot be pressed says why.
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QProgressBar, QPushButton, QVBoxLayout, QWidget

from console.model.plural import by_count, counted
from console.presenters.runs.state import RunState
from console.ui.look.heard import SpokenWords
from console.ui.look.notice import NoticeLine
from console.ui.look.parts import button, label, put_property, put_steady, put_text, put_tip, row
from console.ui.look.text import LONGEST_TARGET, one_line, unmarked
from console.ui.runs.acts import RunAct
from console.ui.runs.away import AwayQuestion

_MINUTE, _HOUR = 60, 3600


class Foot(QWidget):
    """`pressed` has the key of the act that was asked for, a `RunAct`."""

    pressed = Signal(str)
    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = RunState()
        self._target, self._production, self._read_only = "", False, False
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Progress")
        self.progress.setTextVisible(False)
        self.pace = label(role="muted")
        self.patience = label(role="headline-warn")
        self.away = AwayQuestion()
        self.away.pressed.connect(self.pressed)
        self.sentence = label(wrap=True)
        self._waits, self._sends = SpokenWords(self.patience), SpokenWords(self.sentence)
        self.sure = QCheckBox("This is PRODUCTION: customers and the shop will see it")
        self.sure.setAccessibleName(self.sure.text())
        self.sure.toggled.connect(self._follow)
        self.notice = NoticeLine()
        self.save = button(
            "Sa&ve results…",
            "Save results",
            tip="Write every row with what became of it to a CSV or XLSX file",
        )
        self.save.clicked.connect(self.save_asked)
        self.retry = self._button("Retry &failed", "retry", "Send the rows that failed once more")
        self.again = self._button(
            "Send unkno&wn again…", "ask again", "Say what could happen, and ask before anything is sent"
        )
        self.stop = self._button("S&top", "stop", "Take no further row; those on their way are waited for")
        self.pause = self._button("&Pause", "pause", "Let no further row begin")
        self.resume = self._button("Res&ume", "resume", "Go on; what is not known is read before it is sent")
        self.check = self._button("Chec&k", "check", "Read every order; nothing is sent")
        self.start = self._button("&Start", "start", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.progress)
        column.addLayout(row(self.pace, 1, self.patience))
        column.addWidget(self.away)
        column.addWidget(self.sentence)
        column.addWidget(self.sure)
        column.addWidget(self.notice)
        buttons = (
            self.save,
            self.retry,
            self.again,
            1,
            self.stop,
            self.pause,
            self.resume,
            self.check,
            self.start,
        )
        column.addLayout(row(*buttons))

    def _button(self, text: str, act: RunAct, why: str) -> QPushButton:
        made = button(text, tip=why)
        made.clicked.connect(lambda: self.pressed.emit(act))
        return made

    def show_environment(self, target: str, *, production: bool, read_only: bool = False) -> None:
        """`target` is the environment's name inside buttons that write; production asks for a tick before.

        Where the environment is `read_only` there are no such buttons.
        """
        self._target, self._production = one_line(target, LONGEST_TARGET), production
        self._read_only = read_only
        put_text(self.start, f"&Start in {unmarked(self._target)}…")
        self._follow()

    def show_state(self, state: RunState) -> None:
        """Show a state; showing it twice changes nothing."""
        if state.name != self._state.name or state.phase != self._state.phase:
            self.sure.setChecked(False)  # it was said for one file, as it was checked
        self._state = state
        for part in (self.progress, self.pace):
            part.setVisible(state.running or (state.phase == "over" and state.total > 0))
        if (self.progress.maximum(), self.progress.value()) != (max(state.total, 1), state.done):
            self.progress.setUpdatesEnabled(False)  # or it would paint all that has changed by now, at once
            self.progress.setRange(0, max(state.total, 1))
            self.progress.setValue(state.done)
            self.progress.setUpdatesEnabled(True)
        put_steady(self.pace, pace(state), steady=state.running)
        put_text(self.patience, patience(state))
        self._waits.tell(self.patience.text())
        self.patience.setVisible(bool(self.patience.text()))
        self.away.show_state(state)
        put_property(self.sentence, "role", "headline-warn" if state.why_not_start else "")
        self._follow()

    def _follow(self) -> None:
        state = self._state
        put_text(self.sentence, state.forbidden if self._read_only else will_send(state, self._target))
        self.sentence.setVisible(state.phase == "checked" or (self._read_only and state.phase != "choose"))
        self._sends.tell(self.sentence.text() if state.phase == "checked" else "")
        asks = self._production and state.phase == "checked" and not state.why_not_start
        self.sure.setVisible(asks)
        why_not = state.why_not_start or (
            "Tick that this is production." if asks and not self.sure.isChecked() else ""
        )
        enabled = {
            self.check: not state.why_not_check,
            self.start: not why_not,
            self.pause: state.phase in ("checking", "sending") and not state.paused,
            self.resume: state.can_resume,
            self.stop: state.phase in ("checking", "sending"),
            self.retry: state.phase == "over" and state.failed > 0 and not state.busy,
            self.again: state.at_rest and state.unknown > 0 and not state.again,
            self.save: state.phase in ("checked", "over") and not state.busy,
        }
        for made, on in enabled.items():
            if made.isEnabled() != on:
                made.setEnabled(on)
        again = state.phase == "over" and state.unknown > 0 and not self._read_only
        self.again.setVisible(again)
        for made in (
            self.check,
            self.start,
        ):  # they come with another file; a small window has no room for all
            made.setVisible(not again)
        if self._read_only:
            self.start.hide()
        self.retry.setVisible(not self._read_only)
        self.resume.setVisible(not self._read_only or state.paused)
        put_tip(self.check, state.why_not_check or "Read every order; nothing is sent")
        put_tip(self.start, why_not or "Send the chosen rows")
        next_one = self.start if state.phase == "checked" and state.chosen else self.check
        next_one = self.resume if state.can_resume else self.pause if state.running else next_one
        if state.phase == "over" and not state.can_resume:
            next_one = self.save
        for made in (self.check, self.start, self.resume, self.save):
            role = "send" if made is self.start else "primary"
            put_property(made, "role", role if made is next_one else "")


def pace(state: RunState) -> str:
    """How far it is: "412 of 970 rows · 38 a second · 15 s left"."""
    parts = [f"{state.done:,} of {counted(state.total, 'row')}"]
    if state.paused:
        parts.append("paused")
    elif state.phase == "stopping":
        parts.append("stopping: waiting for the rows on their way")
    elif state.rate:
        parts.append(f"{state.rate:,.0f} a second" if state.rate >= 1 else f"{state.rate * 60:,.0f} a minute")
    if state.left is not None and not state.paused and state.running:
        parts.append(f"{_lasting(state.left)} left")
    return " · ".join(parts)


def patience(state: RunState) -> str:
    """The countdown of a server that asked for patience; empty where none is running."""
    if not state.wait or not state.running:
        return ""
    said = (
        f"The server asked to wait {ceil(state.asked)} s" if state.asked else "The server asked for patience"
    )
    why = f" ({state.asked_why})" if state.asked_why else ""
    return f"{said}{why}: goes on in {ceil(state.wait)} s, {state.at_once} at once"


def will_send(state: RunState, target: str) -> str:
    """What Start does, or what is to be done before it."""
    if state.phase != "checked" or state.why_not_start:
        return state.why_not_start
    messaging = state.messaging + (state.silent if state.message else 0)
    requests = counted(state.chosen, "request")
    who = {0: "no customer is messaged", state.chosen: "every one messages the customer"}.get(
        messaging, f"{messaging:,} of them {by_count(messaging, 'messages', 'message')} the customer"
    )
    return f"Start sends {requests} to {target}, one for each order; {who}."


def _lasting(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{ceil(seconds)} s"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    return f"{seconds / _HOUR:.1f} h"
