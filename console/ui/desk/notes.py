"""The Notes card: a field for a new note, and those on the record in front, newest first.

It must not decide anything; it shows what the presenter says and tells what was typed and clicked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from console.ui.look.heard import SpokenWords
from console.ui.look.parts import Card, button, label, narrow_label, put_property, put_text, put_tip, row
from console.ui.look.text import one_line

if TYPE_CHECKING:
    from console.presenters.desk.notes import NoteItem, NotesCard, NotesState

_LINES = 3
_SHORT, _SHORT_LINES = 400, 8
"""How much of a note is shown before somebody asks for all of it."""
_LONGEST, _LONGEST_LINE = 12_000, 10_000
_WITHDRAW = "Withdraw this note? It cannot be undone."
_ONLY_NEWEST = "Older notes are found by their words in the trail."


class NotesView(Card):
    """The card. Without a record, or without a desk, it hides."""

    def __init__(self) -> None:
        super().__init__("Notes")
        self._presenter: NotesCard | None = None
        self.views: list[NoteView] = []
        self.entry = NoteEntry()
        self.entry.textChanged.connect(self._typed)
        self.entry.entered.connect(self._add)
        self.add = button("Add note", tip="Ctrl+Enter; all colleagues at the desk can read it")
        self.add.clicked.connect(self._add)
        self.trouble = narrow_label("advice")
        self._told = SpokenWords(self.trouble)
        self.more = narrow_label("muted")
        put_text(self.more, _ONLY_NEWEST)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.body.addWidget(self.entry)
        self.body.addLayout(row(self.add, 1))
        self.body.addWidget(self.trouble)
        self.body.addLayout(self._column)
        self.body.addWidget(self.more)
        self.hide()

    def bind(self, presenter: NotesCard) -> None:
        """Show what this presenter says from now on, and tell it what is typed and clicked."""
        self._presenter = presenter
        presenter.show(self.show_state)

    def let_go(self) -> None:
        """Show nothing any more."""
        self._presenter = None
        self.hide()

    def take_cursor(self) -> None:
        """Put the cursor into the field for a new note."""
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_state(self, state: NotesState) -> None:
        """Show a state; showing it twice changes nothing."""
        self.entry.put(state.text)
        self.entry.setReadOnly(state.busy)
        self.add.setEnabled(bool(state.text.strip()) and not state.busy)
        put_text(self.trouble, one_line(state.trouble))
        self.trouble.setVisible(bool(state.trouble))
        self._told.tell(state.trouble or state.said)
        while len(self.views) < len(state.items):
            made = NoteView()
            made.withdraw_asked.connect(self._withdraw)
            self.views.append(made)
            self._column.addWidget(made)
        for view, item in zip(self.views, state.items, strict=False):
            view.show_item(item)
        for place, view in enumerate(self.views):
            view.setVisible(place < len(state.items))
        self.more.setVisible(state.more)
        self.setVisible(bool(state.id))

    def _typed(self) -> None:
        if self._presenter is not None and not self.entry.putting:
            self._presenter.typed(self.entry.toPlainText())

    def _add(self) -> None:
        if self._presenter is not None and self.add.isEnabled():
            self._presenter.add()

    def _withdraw(self, id: str) -> None:
        if self._presenter is not None:
            self._presenter.withdraw(id)


class NoteEntry(QPlainTextEdit):
    """Some lines to type a note in. Ctrl+Enter adds it; Tab leaves the field."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.putting = False
        self.setAccessibleName("New note")
        self.setAccessibleDescription("Ctrl+Enter adds it. All colleagues at the desk can read it.")
        self.setPlaceholderText("For colleagues; never sent to the shop")
        self.setTabChangesFocus(True)

    def put(self, text: str) -> None:
        """Show this text, which nobody typed; nothing happens where it stands there."""
        if self.toPlainText() != text:
            self.putting = True
            self.setPlainText(text)
            self.putting = False

    def sizeHint(self) -> QSize:
        """As high as a few lines."""
        frame = self.height() - self.viewport().height() if self.isVisible() else 12
        high = round(_LINES * self.fontMetrics().lineSpacing() + 2 * self.document().documentMargin() + frame)
        return QSize(100, high)

    def minimumSizeHint(self) -> QSize:
        """No lower; it may become narrower."""
        return QSize(60, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Enter before anything else does."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if (
                event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                and held == Qt.KeyboardModifier.ControlModifier
            ):
                self.entered.emit()
                return True
        return super().event(event)


class NoteView(QWidget):
    """One note: when and who, its text, how it stands, and for one's own the way to withdraw it, which asks first."""

    withdraw_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._id, self._body, self._whole = "", "", False
        self.headline, self.mark = narrow_label("muted"), narrow_label("advice")
        self.text = label(wrap=True, selectable=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.whole = button("Show all", role="link")
        self.whole.clicked.connect(self._show_all)
        self.withdraw = button(
            "Withdraw", role="link", tip="Colleagues see that it was withdrawn, and no longer its text"
        )
        self.withdraw.clicked.connect(self._ask)
        self.question = narrow_label("advice")
        self._told = SpokenWords(self.question)
        self.yes, self.no = button("Withdraw it"), button("Keep it")
        self.yes.clicked.connect(self._withdraw)
        self.no.clicked.connect(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for made in (self.headline, self.text, self.mark):
            column.addWidget(made)
        column.addLayout(row(self.whole, self.withdraw, 1))
        column.addWidget(self.question)
        column.addLayout(row(self.yes, self.no, 1))
        self._put_question(asked=False)

    def show_item(self, item: NoteItem) -> None:
        """Show a note."""
        if item.id != self._id:
            self._id, self._whole = item.id, False
            self._put_question(asked=False)
        self._body = _visible(item.body)
        put_text(self.headline, one_line(item.headline))
        put_tip(self.headline, item.moment)
        short = _shortened(self._body)
        body = self._body if self._whole else short
        put_text(self.text, "Withdrawn" if item.withdrawn else body)
        put_property(self.text, "role", "muted" if item.withdrawn else "")
        self.whole.setVisible(not self._whole and short != self._body)
        put_text(self.mark, one_line(item.mark))
        put_property(self.mark, "role", "advice" if item.trouble else "meaning")
        self.mark.setVisible(bool(item.mark))
        if not item.may_withdraw:
            self._put_question(asked=False)
        self.withdraw.setVisible(item.may_withdraw and self.question.isHidden())
        for made in (self.withdraw, self.whole, self.yes, self.no):
            made.setAccessibleDescription(f"{self.headline.text()}: {one_line(short, 160)}")

    def _show_all(self) -> None:
        self._whole = True
        put_text(self.text, self._body)
        self.whole.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc keeps it, where it is asked."""
        if event.key() == Qt.Key.Key_Escape and not self.question.isHidden():
            self._keep()
            return
        super().keyPressEvent(event)

    def _ask(self) -> None:
        self._put_question(asked=True)
        self.withdraw.hide()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)
        self._told.tell(_WITHDRAW)

    def _keep(self) -> None:
        self._put_question(asked=False)
        self.withdraw.show()
        self.withdraw.setFocus(Qt.FocusReason.OtherFocusReason)

    def _withdraw(self) -> None:
        self._put_question(asked=False)
        self.withdraw_asked.emit(self._id)

    def _put_question(self, *, asked: bool) -> None:
        put_text(self.question, _WITHDRAW if asked else "")
        if not asked:
            self._told.tell("")
        for made in (self.question, self.yes, self.no):
            made.setVisible(asked)


def _visible(text: str) -> str:
    """A text line by line, with nothing invisible in it."""
    return "\n".join(one_line(line, _LONGEST_LINE) for line in text[:_LONGEST].splitlines())


def _shortened(text: str) -> str:
    lines = text.split("\n")
    short = "\n".join(lines[:_SHORT_LINES])[:_SHORT]
    return text if len(short) == len(text) else f"{short.rstrip()}…"
