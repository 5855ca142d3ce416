"""The dialog `Paste lines`: the block as it will be pasted, where each column goes, and what is wrong with it.

It must not decide anything; each choice is told to the presenter, and its state comes back.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QRadioButton, QWidget

from console.model.pasting.paste import Way
from console.presenters.lines.paste import Paste, PasteState
from console.ui.look.heard import SpokenWords
from console.ui.look.inputs import put_checked
from console.ui.look.parts import Rows, button, inside, label, put_text, row, striped
from console.ui.look.preview import Preview
from console.ui.look.text import one_line

_WAYS: dict[Way, str] = {
    "over": "Over the cells from the cursor on",
    "add": "As new lines",
    "all": "Instead of all lines",
}
_NOTE = "Nothing changes before you press Paste, and one undo takes it back."


class PasteDialog(QDialog):
    """Accepted by `Paste`, and then `paste.result()` is what to do; Ctrl+Enter pastes, Esc leaves everything as it is."""

    def __init__(self, paste: Paste, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paste = paste
        self.setWindowTitle("Paste lines")
        self.setMinimumSize(620, 380)
        self.resize(QSize(1000, 620).boundedTo(self.screen().availableSize() * 0.9))
        self.title = label(one_line(paste.title, 80), "title")
        self.preview = Preview()
        self.preview.targets.mapped.connect(paste.map)
        self.header = _tick("First row is a header")
        self.header.toggled.connect(paste.header)
        self.fill = _tick("Fill in missing totals (quantity × price)")
        self.fill.setToolTip(
            "The sale price where there is one, else the unit price; rounded to the currency"
        )
        self.fill.toggled.connect(paste.fill)
        self._group = QButtonGroup(self)
        self.ways: dict[Way, QRadioButton] = {}
        for way, words in _WAYS.items():
            made = QRadioButton(words)
            made.setAccessibleName(words)
            made.toggled.connect(self._chosen)
            self._group.addButton(made)
            self.ways[way] = made
        self.question = label(role="headline-warn")
        self._asks = SpokenWords(self.question)
        self._answers = QButtonGroup(self)
        self.answers = [self._answer_button() for _ in range(2)]
        self.told = Rows()
        self.sentence = label(wrap=True)
        self.accepting = button("Paste", role="primary", tip="Ctrl+Enter")
        self.accepting.setDefault(True)
        self.accepting.clicked.connect(self._accept)
        self.cancel = button("Cancel", tip="Esc")
        self.cancel.clicked.connect(self.reject)
        enter = QAction(self)
        enter.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        enter.triggered.connect(self._accept)
        self.addAction(enter)
        self.finished.connect(paste.close)
        self._lay_out()
        self.preview.setFocus()
        paste.show(self.show_state)

    def _answer_button(self) -> QRadioButton:
        made = QRadioButton()
        made.toggled.connect(self._answered)
        self._answers.addButton(made)
        return made

    def _lay_out(self) -> None:
        column = inside(striped(self))
        column.addWidget(self.title)
        column.addLayout(row(*self.ways.values(), 1, spacing=16))
        column.addLayout(row(self.header, self.fill, 1, spacing=16))
        column.addLayout(row(self.question, *self.answers, 1, spacing=16))
        column.addWidget(self.preview, 1)
        column.addWidget(self.told)
        column.addWidget(self.sentence)
        foot = row(label(_NOTE, "muted", wrap=True), self.cancel, self.accepting)
        foot.setStretch(0, 1)
        column.addLayout(foot)

    def show_state(self, state: PasteState) -> None:
        """Show what pasting would do as chosen by now."""
        for way, made in self.ways.items():
            made.setVisible(way in state.ways)
            put_checked(made, way == state.way)
        for tick, on in ((self.header, state.header), (self.fill, state.fill)):
            put_checked(tick, on)
        self._show_question(state)
        self.preview.show_state(state)
        self._order_tabs()
        told = [(one_line(told), "error") for told in state.told]
        told += [(one_line(told), "advice") for told in state.advised]
        self.told.fill(told)
        self.told.setVisible(bool(told))
        put_text(self.sentence, state.sentence)
        self.accepting.setEnabled(state.can_paste)

    def _show_question(self, state: PasteState) -> None:
        """Ask what a number of the block means, with neither answer chosen beforehand."""
        put_text(self.question, state.question)
        self._asks.tell(state.question)
        self.question.setVisible(bool(state.question))
        self._answers.setExclusive(bool(state.answer))  # or none could be unchecked
        for made, (mark, words) in zip(self.answers, state.answers or (("", ""),) * 2, strict=True):
            made.setVisible(bool(state.question))
            made.setText(words)
            made.setAccessibleName(words)
            made.setProperty("mark", mark)
            put_checked(made, bool(mark) and mark == state.answer)

    def _answered(self, on: bool) -> None:
        for made in self.answers:
            if on and made is self.sender():
                self._paste.say(made.property("mark"))

    def _order_tabs(self) -> None:
        """Put the choices, which come with what was copied, where they are seen."""
        before: QWidget = self.fill
        for one in (*self.answers, *self.preview.targets.choices, self.preview, self.cancel, self.accepting):
            self.setTabOrder(before, one)
            before = one

    def _chosen(self, on: bool) -> None:
        for way, made in self.ways.items():
            if on and made is self.sender():
                self._paste.choose(way)

    def _accept(self) -> None:
        if self.accepting.isEnabled():
            self.accept()


def _tick(words: str) -> QCheckBox:
    made = QCheckBox(words)
    made.setAccessibleName(words)
    return made
