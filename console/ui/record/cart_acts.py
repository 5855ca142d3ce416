"""The question before an act on a cart's status is sent.

It must not decide what an act does; the presenter says it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from console.presenters.saving import untraced
from console.ui.desk.presence import CompanyLine
from console.ui.look.clipboard import hand_over
from console.ui.look.inputs import ReadText
from console.ui.look.parts import Card, button, caption, chip, fit, inside, label, put_text, row, striped
from console.ui.look.text import LONGEST_TARGET, one_line, unmarked

if TYPE_CHECKING:
    from console.presenters.saving.cart_act import CartQuestion

_WIDTH = 660
_LONGEST_TITLE, _LONGEST_REQUEST = 60, 2_000
_NOTE = "The cart is read again just before; if its status is another one by then, nothing is sent."


class CartActDialog(QDialog):
    """Accepted means: send it. Esc and Cancel send nothing."""

    def __init__(
        self, question: CartQuestion, environment: str, target: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        act = question.act
        self.setWindowTitle(act.title)
        self.setAccessibleDescription(f"{question.title} in {one_line(environment)}. {question.does}")
        self.setMinimumWidth(480)
        self.title = label(role="title")
        self.does, self.changes = label(wrap=True), label(selectable=True)
        self.messages, self.edits = label(role="muted", wrap=True), label(role="advice", wrap=True)
        self.company = CompanyLine()
        self.request = ReadText("Request")
        self.request.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.sure = QCheckBox(act.confirm)
        self.sure.setAccessibleName(act.confirm)
        self.sure.setVisible(bool(act.confirm))
        self.may_arrive = label(question.may_arrive, "advice", wrap=True)
        self.all_the_same = QCheckBox("Send all the same")
        self.all_the_same.setAccessibleName(self.all_the_same.text())
        self.all_the_same.setAccessibleDescription(question.may_arrive)
        if not question.may_arrive:
            self.may_arrive.hide()
            self.all_the_same.hide()
        self.untraced = QCheckBox(untraced.YES)
        self.untraced.setAccessibleName(untraced.YES)
        self.why = label(role="advice", wrap=True)
        for asked in (self.untraced, self.why):
            asked.setVisible(bool(question.untraced))
        self.as_curl = button("Copy as cURL", role="fix", tip="Copy it as a command; its token is left out")
        self.as_curl.clicked.connect(lambda: hand_over(question.curl))
        self.send = button(
            unmarked(f"{act.verb} in {one_line(target, LONGEST_TARGET)}"),
            role="send",
            tip=question.changes,
        )
        self.cancel = button("Cancel", tip="Esc")
        self._lay_out(chip(one_line(environment, LONGEST_TARGET), "accent"))
        self.show_state(question)
        self.send.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        for tick in (self.sure, self.all_the_same, self.untraced):
            tick.toggled.connect(self._ticked)
        self._ticked()
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        fit(self, _WIDTH)

    def _lay_out(self, where: QWidget) -> None:
        column = inside(striped(self))
        column.addLayout(row(self.title, 1, where))
        card = Card("What it does")
        for told in (self.does, self.changes, self.messages, self.edits):
            card.body.addWidget(told)
        column.addWidget(card)
        sent = QVBoxLayout()
        sent.setSpacing(6)
        sent.addLayout(row(caption("Exactly this will be sent"), 1, self.as_curl))
        self.request.setFixedHeight(self.request.fontMetrics().lineSpacing() * 2 + 22)  # with its scroll bar
        sent.addWidget(self.request)
        column.addLayout(sent)
        column.addWidget(self.company)
        column.addWidget(self.may_arrive)
        column.addWidget(self.all_the_same)
        column.addWidget(self.sure)
        column.addWidget(self.why)
        column.addWidget(self.untraced)
        column.addWidget(label(_NOTE, "muted", wrap=True))
        column.addLayout(row(1, self.cancel, self.send))

    def _ticked(self) -> None:
        asked = (tick for tick in (self.sure, self.all_the_same, self.untraced) if not tick.isHidden())
        self.send.setEnabled(all(tick.isChecked() for tick in asked))

    def show_state(self, question: CartQuestion) -> None:
        """Show what is asked; showing it twice changes nothing."""
        put_text(self.title, one_line(question.title, _LONGEST_TITLE))
        for told, text in (
            (self.does, question.does),
            (self.changes, question.changes),
            (self.messages, question.messages),
            (self.edits, question.edits),
            (self.why, untraced.said(question.untraced) if question.untraced else ""),
        ):
            put_text(told, text)
            told.setVisible(bool(text))
        self.send.setAccessibleDescription(f"{question.does} {question.changes}")
        if self.request.toPlainText() != question.request[:_LONGEST_REQUEST]:
            self.request.setPlainText(question.request[:_LONGEST_REQUEST])
