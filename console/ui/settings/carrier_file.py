"""The section of Settings for carriers: those that are known, the operator's own as text, what is wrong, and a try.

It must not understand the text; the presenter says what it comes to.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPainter, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from console.presenters.settings.carrier_file import EXAMPLE, STANDING_WORDS, EntryProblem, KnownCarrier
from console.presenters.settings.carrier_form import CarrierPart
from console.presenters.settings.settings import SettingsPresenter, SettingsState
from console.ui.look.answers import AnswersTable
from console.ui.look.inputs import TypedLine
from console.ui.look.parts import Card, ModelIndex, button, caption, label, put_property, put_text, row
from console.ui.look.text import one_line, tip
from console.ui.look.theme import Theme
from console.ui.settings.carrier_form import CarrierFormWidget

_KEY, _STANDING = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_LONGEST_NAME, _LONGEST_PROBLEM, _MOST_PROBLEMS = 40, 300, 50
_LIST_WIDTH = 216
_NOTHING = (
    "Choose a carrier at the left and change it, or add one of your own: a name, one of its numbers, and the link to a "
    "parcel's page."
)
_PLACEHOLDER = (
    "Nothing here yet. A carrier of your own, or one of the list with other settings, looks like this:\n\n"
    + EXAMPLE.format(key="courier")
    + "\nPatterns are over the number without spaces, in capitals: A 1 \\d [A-Z] [0-9A-Z], {n}, once {n,m}.\n"
    "enabled = false hides a carrier."
)


class CarriersSection(QWidget):
    """What is done here goes to the presenter, and its state comes back."""

    def __init__(self) -> None:
        super().__init__()
        self._presenter: SettingsPresenter | None = None
        self._showing = False
        self._problems: tuple[EntryProblem, ...] = ()
        self.known = QListWidget()
        self.known.setObjectName("recents")
        self.known.setAccessibleName("Known carriers")
        self.known.setItemDelegate(_WithStanding(self.known))
        self.known.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.known.itemActivated.connect(self._change)
        self.known.currentItemChanged.connect(self._chosen)
        self.change = button(
            "C&hange this one", "Change this one", tip="Have it among your own, to edit it  (Enter)"
        )
        self.change.clicked.connect(self._change)
        self.editor = QPlainTextEdit()
        self.editor.setObjectName("own")
        self.editor.setAccessibleName("Own carriers")
        self.editor.setPlaceholderText(_PLACEHOLDER)
        self.editor.setTabChangesFocus(True)
        self.editor.setMinimumHeight(96)
        self.editor.textChanged.connect(self._typed)
        self.form = CarrierFormWidget()
        self.form.typed.connect(self._form_typed)
        self.form.removed.connect(self._remove)
        self.nothing = label(_NOTHING, "muted", wrap=True)
        self.new = button("A&dd a carrier", "Add a carrier", tip="One that the program does not know")
        self.new.clicked.connect(self._new)
        self.as_text = button(
            "Edit as &text", "Edit as text", tip="All of your own carriers, as they stand in the file"
        )
        self.as_text.clicked.connect(self._turn)
        self.pages = QStackedWidget()
        self.example = button(
            "Add an &example", "Add an example", tip="Put an entry to write over at the end"
        )
        self.example.clicked.connect(self._add_example)
        self.summary = label(role="muted", wrap=True)
        self.problems = QListWidget()
        self.problems.setObjectName("problems")
        self.problems.setAccessibleName("What cannot be used")
        self.problems.setWordWrap(True)
        self.problems.setMaximumHeight(72)
        self.problems.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.problems.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.problems.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.problems.itemClicked.connect(self._to_problem)
        self.problems.itemActivated.connect(self._to_problem)
        self.tried = TypedLine()
        self.tried.setAccessibleName("Test number or link")
        self.tried.setPlaceholderText("1Z999AA10123456784")
        self.tried.typed.connect(self._tried)
        self.answer = label(role="muted", wrap=True)
        self.answers = AnswersTable()
        self._lay_out()

    def _lay_out(self) -> None:
        listed = Card("Known carriers")
        listed.setFixedWidth(_LIST_WIDTH)
        listed.body.addWidget(self.known, 1)
        listed.body.addWidget(self.change)
        listed.body.addWidget(self.new)
        own = QVBoxLayout()
        own.setSpacing(6)
        own.addLayout(row(caption("Own carriers"), 1, self.example, self.as_text))
        formed = QWidget()
        column = QVBoxLayout(formed)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.nothing)
        column.addWidget(self.form, 1)
        self.pages.addWidget(formed)
        self.pages.addWidget(self.editor)
        own.addWidget(self.pages, 1)
        own.addWidget(self.summary)
        own.addWidget(self.problems)
        above = row(listed, spacing=16)
        above.addLayout(own, 1)
        test = QVBoxLayout()
        test.setSpacing(6)
        test.addWidget(caption("Test number or link"))
        test.addWidget(self.tried)
        test.addWidget(self.answer)
        test.addWidget(self.answers)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 14, 22, 8)
        whole.setSpacing(14)
        whole.addLayout(above, 1)
        whole.addLayout(test)

    def bind(self, presenter: SettingsPresenter) -> None:
        """Tell this presenter what is done here."""
        self._presenter = presenter

    def show_state(self, state: SettingsState) -> None:
        """Show a state; showing it twice changes nothing."""
        self._showing = True
        _put_document(self.editor, state.carriers)
        self._showing = False
        self.editor.setReadOnly(not state.editable)
        self.example.setEnabled(state.editable)
        self.new.setEnabled(state.editable)
        self.change.setEnabled(state.editable and self.known.currentItem() is not None)
        self._show_known(state.known)
        self._show_problems(state.problems)
        self._show_form(state)
        put_text(self.summary, state.locked or state.summary)
        put_property(self.summary, "role", "error" if state.locked or state.problems else "muted")
        if self.tried.text() != state.tried:
            self.tried.put(state.tried)
        put_text(self.answer, state.answer)
        self.tried.setAccessibleDescription(state.answer)
        self.answers.show_answers(state.answers)

    def _show_form(self, state: SettingsState) -> None:
        form = state.form
        self.form.setVisible(form is not None)
        self.nothing.setVisible(form is None)
        if form is not None:
            standing = [one.standing for one in state.known if one.key == form.key]
            self.form.show_form(form, state.verdict, standing[0] if standing else "")
        text = self.in_text
        self.example.setVisible(text)
        put_text(self.as_text, "Edit in a &form" if text else "Edit as &text")
        self.as_text.setAccessibleName("Edit in a form" if text else "Edit as text")
        self.problems.setVisible(bool(state.problems) and (text or form is None))

    @property
    def in_text(self) -> bool:
        """Whether the own carriers are shown as text."""
        return self.pages.currentIndex() == 1

    def _show_known(self, known: tuple[KnownCarrier, ...]) -> None:
        before = [
            (item.data(_KEY), item.data(_STANDING), item.text())
            for item in (self.known.item(place) for place in range(self.known.count()))
        ]
        now = [(one.key, one.standing, one_line(one.name, _LONGEST_NAME)) for one in known]
        if before == now:
            return
        current = self.known.currentItem()
        chosen = current.data(_KEY) if current is not None else None
        self.known.clear()
        for key, standing, name in now:
            item = QListWidgetItem(name)
            item.setData(_KEY, key)
            item.setData(_STANDING, standing)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                f"{name}, {STANDING_WORDS[standing]}" if standing else name,
            )
            item.setToolTip(tip(f"[{key}]"))
            self.known.addItem(item)
            if key == chosen:
                self.known.setCurrentItem(item)

    def _show_problems(self, problems: tuple[EntryProblem, ...]) -> None:
        self._mark(problems)
        if problems == self._problems:
            return
        self._problems = problems
        self.problems.clear()
        for problem in problems[:_MOST_PROBLEMS]:
            item = QListWidgetItem(one_line(problem.sentence, _LONGEST_PROBLEM))
            item.setData(_KEY, problem.line)
            self.problems.addItem(item)

    def _mark(self, problems: tuple[EntryProblem, ...]) -> None:
        """Tint the lines that something is wrong with."""
        light = self.palette().base().color().lightness() > 127
        tint = Theme("light" if light else "dark", "none").colour("badTint")
        marks = []
        for problem in problems[:_MOST_PROBLEMS]:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.editor.document().findBlockByNumber(problem.line - 1))
            mark.format.setBackground(tint)
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            marks.append(mark)
        self.editor.setExtraSelections(marks)

    # -- what was done ------------------------------------------------------------------------------------

    def _typed(self) -> None:
        if not self._showing and self._presenter is not None:
            self._presenter.carriers_typed(_document(self.editor))

    def _tried(self, text: str) -> None:
        if self._presenter is not None:
            self._presenter.try_out(text)

    def _add_example(self) -> None:
        if self._presenter is not None:
            self._to_line(self._presenter.add_example())

    def _change(self, _: object = None) -> None:
        item = self.known.currentItem()
        if item is None or self._presenter is None:
            return
        if self.in_text:
            self._to_line(self._presenter.change(item.data(_KEY)))
        else:
            self._presenter.change_in_form(item.data(_KEY))
            self.form.inputs["name"].setFocus()

    def _turn(self) -> None:
        """From the form to the text, or back."""
        self.pages.setCurrentIndex(0 if self.in_text else 1)
        if self._presenter is not None:
            self._presenter.carriers_typed(self._presenter.state.carriers)
            self.show_state(self._presenter.state)
        (self.editor if self.in_text else self.known).setFocus()

    def _new(self) -> None:
        if self._presenter is not None:
            self.pages.setCurrentIndex(0)
            self._presenter.new_carrier()
            self.form.inputs["name"].setFocus()

    def _form_typed(self, part: CarrierPart, text: str) -> None:
        if self._presenter is not None:
            self._presenter.form_typed(part, text)

    def _remove(self) -> None:
        if self._presenter is not None and self._presenter.state.form is not None:
            self._presenter.remove_carrier(self._presenter.state.form.key)
            self.known.setFocus()

    def _chosen(self, item: QListWidgetItem | None) -> None:
        self.change.setEnabled(item is not None and self.example.isEnabled())

    def _to_problem(self, item: QListWidgetItem) -> None:
        self._to_line(item.data(_KEY))

    def _to_line(self, line: int) -> None:
        """Put the cursor at the beginning of a line of the text, counted from 1, and show what follows it."""
        if line:
            if not self.in_text:
                self._turn()
            block = self.editor.document().findBlockByNumber(line - 1)
            self.editor.moveCursor(QTextCursor.MoveOperation.End)
            self.editor.setTextCursor(QTextCursor(block))
            self.editor.setFocus()


class _WithStanding(QStyledItemDelegate):
    """The name of a carrier at the left, what became of it muted at the right."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Leave room for what stands at the right."""
        super().initStyleOption(option, index)
        taken = option.fontMetrics.horizontalAdvance(STANDING_WORDS[index.data(_STANDING)]) + 34
        room = option.rect.width() - taken
        option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(QGuiApplication.palette().placeholderText().color())
        sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(option.rect.adjusted(0, 0, -8, 0), sides, STANDING_WORDS[index.data(_STANDING)])
        painter.restore()


def _document(editor: QPlainTextEdit) -> str:
    """The text as it was typed; `toPlainText` would make plain spaces of those that keep words together."""
    return editor.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


def _put_document(editor: QPlainTextEdit, text: str) -> None:
    """Have this text in the editor; what is the same in front stays, and undo takes the rest back."""
    before = _document(editor)
    if before == text:
        return
    if not before and not editor.document().isUndoAvailable():
        editor.setPlainText(text)
        return
    same = next(
        (place for place, (one, other) in enumerate(zip(before, text, strict=False)) if one != other),
        min(len(before), len(text)),
    )
    cursor = editor.textCursor()
    cursor.setPosition(len(text[:same].encode("utf-16-le", "surrogatepass")) // 2)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(text[same:])
