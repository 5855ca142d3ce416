"""The review sheet: the changes in words, whether the customer may hear of it, and exactly what will be sent.

It must not send; Send tells whoever opened it, with the very request that stands in the sheet.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from console.model import records
from console.presenters.saving import untraced
from console.presenters.saving.review import Review
from console.ui.desk.presence import CompanyLine
from console.ui.lines.changes import LineChangesTable
from console.ui.look.clipboard import hand_over
from console.ui.look.heard import SpokenWords
from console.ui.look.inputs import ReadText, put_checked
from console.ui.look.parts import (
    Card,
    button,
    caption,
    chip,
    inside,
    label,
    put_property,
    put_text,
    row,
    striped,
)
from console.ui.look.text import LONGEST_TARGET, one_line, unmarked
from console.ui.record.changes import ChangesList

_OPTIONS = {
    "run_workflows": "Run workflows (may message the customer)",
    "force": "Run them even if the state did not change",
    "create_contact": "Create the contact if the address is unknown",
    "ignore_invalid_tid": "Ignore an invalid tracking ID",
}
_ALL_THE_SAME = "Send all the same"
_FIRST = "The first change of today here, and this environment is production."
_AGAIN = "The record is read again just before sending; where someone changed the same, nothing is sent."
_LONGEST_CONFIRM = len("Yes, write to ") + LONGEST_TARGET
_LONGEST_REQUEST = 50_000
_LOWEST = 100
"""Pixels that the request has, whatever else the sheet tells."""


class ReviewSheet(QDialog):
    """Opened by Save; Ctrl+Enter sends, Esc goes back to editing."""

    chosen = Signal(str, bool)

    def __init__(
        self, review: Review, environment: str, target: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Review changes")
        self.setMinimumSize(600, 440)
        self.resize(840, 700)
        self._review = review
        self.title = label(role="title")
        self.title.setText(one_line(review.title, 60))
        where = chip(one_line(environment, LONGEST_TARGET), "accent")
        self.options = {name: QCheckBox(text) for name, text in _OPTIONS.items()}
        for made in self.options.values():
            made.setAccessibleName(made.text())
            made.toggled.connect(self._ticked)
        self.confirm = QCheckBox()
        self.confirm.setAccessibleName(review.asks.confirm)
        self.confirm.setAccessibleDescription(_FIRST)
        self.confirm.setText(unmarked(one_line(review.asks.confirm, _LONGEST_CONFIRM)))
        self.confirm.toggled.connect(self._confirm)
        self.untraced = QCheckBox(untraced.YES)
        self.untraced.setAccessibleName(untraced.YES)
        self.untraced.setAccessibleDescription(untraced.said(review.asks.untraced))
        self.untraced.toggled.connect(self._untrace)
        self.all_the_same = QCheckBox(_ALL_THE_SAME)
        self.all_the_same.setAccessibleName(_ALL_THE_SAME)
        self.all_the_same.setAccessibleDescription(review.may_arrive)
        self.all_the_same.toggled.connect(self._send_anyway)
        self.changes = ChangesList(review.changes)
        self.sums = label(one_line(" ".join(review.sums)), "advice", wrap=True, selectable=True)
        self.sums.setVisible(bool(review.sums))
        self.company = CompanyLine()
        self.messages = chip()
        self.why = label(role="muted", wrap=True)
        self._told, self._where = SpokenWords(self.why), one_line(environment)
        self.request = ReadText("Request")
        self.request.setMinimumHeight(_LOWEST)
        self.request.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.as_curl = button("Copy as cURL", role="fix", tip="Copy it as a command; its token is left out")
        self.as_curl.clicked.connect(lambda: hand_over(self._review.curl))
        self.send = button(
            unmarked(f"Send to {one_line(target, LONGEST_TARGET)}"), role="send", tip="Ctrl+Enter"
        )
        self.keep = button("Keep editing", tip="Esc")
        self.send.clicked.connect(self._accept)
        self.keep.clicked.connect(self.reject)
        enter = QAction(self)
        enter.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        enter.triggered.connect(self._accept)
        self.addAction(enter)
        self._lay_out(review, where)
        self.show_state(review)
        asks = review.asks
        first = self.all_the_same if asks.may_arrive else self.confirm if asks.confirm else self.untraced
        (first if any(asks) else self.send).setFocus()

    def _lay_out(self, review: Review, where: QWidget) -> None:
        column = inside(striped(self))
        column.addLayout(row(self.title, 1, where))
        changes = QVBoxLayout()
        changes.setSpacing(4)
        changes.addWidget(self.changes)
        changes.addWidget(self.sums)
        column.addLayout(changes)
        if review.replaces:
            column.addLayout(_lines(review))
        card = Card("Customer messages and options")
        card.body.addLayout(row(self.messages, self.why, spacing=8))
        for made in self.options.values():
            card.body.addWidget(made)
        column.addWidget(card)
        sent = QVBoxLayout()
        sent.setSpacing(0)
        sent.addLayout(row(caption("Exactly this will be sent"), 1, self.as_curl))
        sent.addWidget(self.request, 1)
        column.addLayout(sent, 1)
        column.addWidget(
            self.company
        )  # where it comes and goes, the request gives the room: nothing else moves
        column.addLayout(
            _asked(self.all_the_same, label(review.may_arrive, "advice", wrap=True), bool(review.may_arrive))
        )
        column.addLayout(_asked(self.confirm, label(_FIRST, "muted", wrap=True), bool(review.asks.confirm)))
        unnoted = label(untraced.said(review.asks.untraced), "advice", wrap=True)
        column.addLayout(_asked(self.untraced, unnoted, bool(review.asks.untraced)))
        note = label(_AGAIN, "muted", wrap=True)
        foot = row(note, self.keep, self.send)
        foot.setStretch(0, 1)
        column.addLayout(foot)

    def show_state(self, review: Review) -> None:
        """Show the sheet for what is ticked now."""
        self._review = review
        for name, made in self.options.items():
            made.setVisible(name in review.offered)
            put_checked(made, getattr(review.options, name))
        put_checked(self.confirm, review.options.confirmed)
        put_checked(self.untraced, review.options.untraced)
        put_checked(self.all_the_same, review.options.all_the_same)
        self.send.setEnabled(review.may_send)
        put_text(self.messages, f"Customer messages: {'may be sent' if review.may_message else 'no'}")
        put_property(self.messages, "chip", "warn" if review.may_message else "good")
        put_text(self.why, review.messages)
        self._told.tell(f"{self.messages.text()}. {review.messages}")
        self.setAccessibleDescription(f"{self.title.text()} in {self._where}. {self.messages.text()}.")
        if self.request.toPlainText() != _bounded(review.request):
            self.request.setPlainText(_bounded(review.request))

    def _ticked(self) -> None:
        tick = self.sender()
        for name, made in self.options.items():
            if made is tick:
                self.chosen.emit(name, made.isChecked())

    def _confirm(self, on: bool) -> None:
        self.chosen.emit("confirmed", on)

    def _untrace(self, on: bool) -> None:
        self.chosen.emit("untraced", on)

    def _send_anyway(self, on: bool) -> None:
        self.chosen.emit("all_the_same", on)

    def _accept(self) -> None:
        if self.send.isEnabled():
            self.accept()


def _asked(tick: QCheckBox, why: QLabel, visible: bool) -> QHBoxLayout:
    """What must be ticked before anything is sent, beside its reason."""
    if not visible:
        tick.hide()
        why.hide()
    asked = row(tick, why, spacing=12)
    asked.setStretch(1, 1)
    return asked


def _lines(review: Review) -> QVBoxLayout:
    """That all lines are replaced, and what becomes of each."""
    lines = QVBoxLayout()
    lines.setSpacing(6)
    lines.addLayout(row(caption(records.LINES), label(review.replaces), 1, spacing=10))
    lines.addWidget(LineChangesTable(review.lines))
    return lines


def _bounded(text: str) -> str:
    if len(text) <= _LONGEST_REQUEST:
        return text
    left_out = len(text) - _LONGEST_REQUEST
    return f"{text[:_LONGEST_REQUEST]}\n… and {left_out:,} more characters of the same lines, sent as well"
