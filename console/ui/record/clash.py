"""The clash dialog: before, theirs and mine for everything that two people changed, and which of them is to stay.

It must not decide or send; it tells each choice, and Continue only when nothing is left to decide.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from console.model.merging.clash import Clash, Side
from console.presenters.saving.clash import ClashState
from console.ui.desk.presence import CompanyLine
from console.ui.look.heard import SpokenWords
from console.ui.look.inputs import put_checked
from console.ui.look.page import Page
from console.ui.look.parts import Card, button, caption, chip, inside, label, put_text, row, striped
from console.ui.look.text import LONGEST_TARGET, one_line

_NAMES: dict[Side, str] = {"theirs": "Take theirs", "mine": "Keep mine"}
_ALSO = "Also changed by someone else, kept:"
_LONGEST_TEXT = 2_000
_MOST_TOLD = 12
_LONGEST_WORD = 24
_USUAL_WIDTH = 766


class ClashDialog(QDialog):
    """Opened where a draft and a fresh reading clash; Ctrl+Enter continues, Esc leaves everything as it is."""

    chosen = Signal(str, str)

    def __init__(self, state: ClashState, environment: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Changed by someone else")
        self.setMinimumSize(560, 240)
        self.title = label(role="title", wrap=True)
        self.title.setText(one_line(state.title, 120))
        self.setAccessibleDescription(f"{self.title.text()} In {one_line(environment)}.")
        self.questions = [_Question(clash) for clash in state.clashes]
        for question in self.questions:
            question.decided.connect(self.chosen)
        self.left, self.company = label(role="muted", wrap=True), CompanyLine()
        self._told = SpokenWords(self.left)
        self.resume = button("Continue", role="primary", tip="Ctrl+Enter")
        self.cancel = button("Cancel", tip="Esc")
        self.resume.clicked.connect(self._continue)
        self.cancel.clicked.connect(self.reject)
        enter = QAction(self)
        enter.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        enter.triggered.connect(self._continue)
        self.addAction(enter)
        self._lay_out(state, chip(one_line(environment, LONGEST_TARGET), "accent"))
        self.show_state(state)
        if self.questions:
            self.questions[0].sides["theirs"].setFocus()

    def _lay_out(self, state: ClashState, where: QWidget) -> None:
        column = inside(striped(self))
        head = row(self.title, where)
        head.setStretch(0, 1)
        head.setAlignment(where, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        page = QWidget()
        stack = QVBoxLayout(page)
        stack.setContentsMargins(0, 0, 6, 0)
        stack.setSpacing(12)
        for question in self.questions:
            stack.addWidget(question)
        if state.also:
            stack.addWidget(label(_also(state), "muted", wrap=True))
        stack.addStretch(1)
        self.page = Page(page, _USUAL_WIDTH)
        column.addWidget(self.page, 1)
        column.addWidget(self.company)
        foot = row(self.left, self.cancel, self.resume)
        foot.setStretch(0, 1)
        column.addLayout(foot)
        wanted = QSize(_USUAL_WIDTH + 50, self.page.sizeHint().height() + 150)
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.9))

    def show_state(self, state: ClashState) -> None:
        """Show what is chosen by now."""
        for question in self.questions:
            question.show_side(state.choices.get(question.key))
        self.resume.setEnabled(state.decided)
        many = f"{state.left} things are" if state.left > 1 else "One thing is"
        put_text(
            self.left,
            "Nothing has been sent; you see everything once more before it is."
            if state.decided
            else f"{many} still to be decided. Nothing has been sent.",
        )
        self._told.tell(self.left.text())

    def _continue(self) -> None:
        if self.resume.isEnabled():
            self.accept()


class _Question(Card):
    """One clash: the three texts, and the two answers as radio buttons."""

    decided = Signal(str, str)

    def __init__(self, clash: Clash) -> None:
        shown = one_line(clash.label, 80)
        super().__init__(shown)
        self.heading.setText(shown)
        self.heading.setProperty("role", "")
        self.heading.setObjectName("question")
        self.heading.setWordWrap(True)
        self.key = clash.key
        self.setAccessibleName(shown)
        texts = {
            "Before": one_line(clash.before, _LONGEST_TEXT),
            "Theirs": one_line(clash.theirs, _LONGEST_TEXT),
            "Mine": one_line(clash.mine, _LONGEST_TEXT),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        for column, (heading, text) in enumerate(texts.items()):
            grid.setColumnStretch(column, 1)
            grid.addWidget(caption(heading), 0, column)
            words = label(_breakable(text), "muted" if heading == "Before" else "", wrap=True)
            grid.addWidget(words, 1, column, Qt.AlignmentFlag.AlignTop)
        self._group = QButtonGroup(self)
        self.sides: dict[Side, QRadioButton] = {}
        for side, name in _NAMES.items():
            made = QRadioButton(name)
            made.setAccessibleName(name)
            made.setAccessibleDescription(
                f"{shown}. Before: {texts['Before']}. Theirs: {texts['Theirs']}. Mine: {texts['Mine']}."
            )
            made.toggled.connect(self._toggled)
            self._group.addButton(made)
            self.sides[side] = made
        grid.addWidget(self.sides["theirs"], 2, 1)
        grid.addWidget(self.sides["mine"], 2, 2)
        self.body.addLayout(grid)

    def show_side(self, chosen: Side | None) -> None:
        """Show this answer; none of the two where there is none yet."""
        for side, made in self.sides.items():
            if chosen is not None:
                put_checked(made, side == chosen)

    def _toggled(self, on: bool) -> None:
        if on:
            side = "mine" if self.sender() is self.sides["mine"] else "theirs"
            self.decided.emit(self.key, side)


def _also(state: ClashState) -> str:
    """What joins by itself: on one line where it is one thing, else a line each."""
    told = [_breakable(one_line(words, _LONGEST_TEXT)) for words in state.also[:_MOST_TOLD]]
    more = len(state.also) - len(told)
    if len(told) == 1:
        return f"{_ALSO} {told[0]}"
    return "\n".join(
        [_ALSO, *(f"•  {words}" for words in told), *([f"…  and {more} more"] if more > 0 else [])]
    )


def _breakable(text: str) -> str:
    """`text` with places to break where it has none, so that a long link cannot widen the dialog."""
    return re.sub(rf"\S{{{_LONGEST_WORD}}}(?=\S)", lambda run: run[0] + "\u200b", text)
