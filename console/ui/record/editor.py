"""The form of one record: header, cards of fields, the lines, and the rest behind a fold.

It must not decide what may be typed or sent; it renders the editor's state and hands on what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from console.model import records
from console.model.drafts import checks
from console.model.drafts.draft import Draft
from console.model.drafts.shipping import LINK
from console.model.fields.field import Field, Raw
from console.model.fields.kinds import Link
from console.presenters.desk.company import NOBODY, Company
from console.presenters.record.editor import Editor, EditorState
from console.presenters.waiting import LOOK_MS
from console.ui.lines.columns import Columns
from console.ui.lines.grid import LinesPanel
from console.ui.look.page import Page
from console.ui.look.parts import Card, button, label, put_text
from console.ui.look.text import one_line
from console.ui.look.theme import Theme
from console.ui.record.cards import Cards, FieldsCard
from console.ui.record.fields import FieldRow, field_state
from console.ui.record.folds import Folds
from console.ui.record.header import Header
from console.ui.record.questions import Questions
from console.ui.record.review import ReviewSheet

_CARDS = {
    "order": ((records.SHIPPING, (records.SHIPPING,)), (records.CUSTOMER, (records.CUSTOMER,))),
    "cart": (
        ("Cart and shipping", (records.CART, records.SHIPPING)),
        (records.CUSTOMER, (records.CUSTOMER,)),
    ),
}
_AMOUNTS = (records.AMOUNTS, (records.AMOUNTS,))
_STANDS_WITH = {"currency": records.AMOUNTS}
"""Where a field stands on the page, if not with its group: an amount is read with its currency."""
_MANY_LINES = 6
"""A cart with more lines begins with its cards folded, until somebody chose otherwise: its lines are what is mended."""
_USUAL_WIDTH = 780
_LONGEST_UNKNOWN = 600
_FOLDED = (records.ORIGIN, records.RECORD)


class EditorPage(QWidget):
    """What stands on a record's tab. It can be made before there is a record, and shows the one it attends to."""

    rendered = Signal(object)
    copy_asked = Signal(object)

    editor: Editor
    questions: Questions

    def __init__(
        self,
        kind: records.RecordKind,
        columns: Columns | None = None,
        parent: QWidget | None = None,
        *,
        folds: Folds | None = None,
        at_once: bool = True,
    ) -> None:
        """`columns` are those of every record's lines, `folds` of every record's cards. What holds others is put
        where it stands before it is filled: Qt styles it anew each time it is moved. Not `at_once`, `grow` makes it.
        """
        super().__init__(parent)
        self.kind = kind
        self.rows: dict[str, FieldRow] = {}
        self._fields = records.fields(records.Order if kind == "order" else records.Cart)
        self.folded: Card | None = None
        self._folds, self._usually = folds or Folds(), False
        self._inputs: list[QWidget] = []
        self._named: tuple[object, ...] = ()
        self.setObjectName("page")
        inner = self._inner = QWidget()
        self.page = Page(inner, _USUAL_WIDTH)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.page)
        body = self._body = _Column(inner)
        body.setContentsMargins(0, 8, 0, 0)
        body.setSpacing(7)
        self.header, self.company = Header(), NOBODY
        self.title, self.own_id = self.header.title, self.header.own_id
        self.chips, self.closed = self.header.chips, self.header.closed
        body.addWidget(self.header)
        body.addWidget(self.header.below)
        self._left = [lambda: self._build_cards(kind), lambda: self._build_lines(columns or Columns())]
        if at_once:
            self.grow(whole=True)

    def grow(self, *, whole: bool = False) -> None:
        """Make the next part of the page, or the `whole` of it, without which it cannot be bound."""
        while self._left:
            self._left.pop(0)()
            if not whole:
                return

    def _build_lines(self, columns: Columns) -> None:
        self.grid: LinesPanel = LinesPanel(columns, self._inner)
        self.lines, self.table = self.grid.view, self.grid.model
        self.lines_title, self.line_buttons = self.grid.title, self.grid.buttons
        self.grid.reordered.connect(lambda: self.rendered.emit(self))
        self.fold = button("", role="link")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._folded)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._looked)
        self._body.addWidget(self.grid, 1)
        self._body.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._put_in_order([self.header.copy, *self._inputs, *self.grid.inputs, self.fold])

    def bind(self, editor: Editor, theme: Theme) -> None:
        """Show this record, which is of the page's kind, from now on."""
        self.editor = editor
        self.questions = Questions(editor, self)
        self.header.copy_asked.connect(self._copy)
        self.header.again_asked.connect(editor.permission.try_again)
        self._mark(self.rows.values())
        self.grid.bind(editor)
        editor.take_over = self.lines.commit
        self.apply_theme(theme)
        self._usually = self.kind == "cart" and len(editor.state.draft.lines) > _MANY_LINES
        self._follow_folds()
        editor.show(self.show_state)

    def _copy(self) -> None:
        self.copy_asked.emit(self.editor)

    def _mark(self, rows: Iterable[FieldRow]) -> None:
        for made in rows:
            made.marks = self.editor.marks

    # -- parts --------------------------------------------------------------------------------------------

    def _build_cards(self, kind: records.RecordKind) -> None:
        self.cards = Cards([FieldsCard(title) for title, _ in (*_CARDS[kind], _AMOUNTS)], self._inner)
        self._body.addWidget(self.cards)
        for card, (_, groups) in zip(self.cards.cards, (*_CARDS[kind], _AMOUNTS), strict=True):
            card.fill([self._row(key, field, card) for key, field in self._declared(groups)])
            card.fold_asked.connect(self._fold_card)
            self._inputs += card.inputs
        self._folds.changed.connect(self._follow_folds)

    def _declared(self, groups: tuple[str, ...]) -> list[tuple[str, Field]]:
        """The fields of some groups in the order in which they stand."""
        stands = {key: _STANDS_WITH.get(key, field.group) for key, field in self._fields.items()}
        declared = (one for one in self._fields.items() if stands[one[0]] in groups)
        return sorted(declared, key=_group_order(groups))

    def _row(self, key: str, field: Field, card: QWidget) -> FieldRow:
        made = self.rows[key] = FieldRow(key, field, card)
        made.typed.connect(self._typed)
        return made

    def _typed(self, key: str, text: str) -> None:
        self.editor.typed(key, text)

    def _fold_card(self, title: str, folded: bool) -> None:
        self._folds.choose(self.kind, title, folded=folded)

    def _follow_folds(self) -> None:
        """Fold the cards as it was chosen, or as the lines need room."""
        for card in self.cards.cards:
            chosen = self._folds.folded(self.kind, card.title)
            card.show_folded(self._usually if chosen is None else chosen)
        self.cards.arrange()

    def _fill(self, card: Card, groups: tuple[str, ...], columns: int = 1) -> None:
        """The fields of some groups: label and input side by side, the message below the input."""
        grid = QGridLayout()
        card.body.addLayout(grid)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for place, (key, field) in enumerate(self._declared(groups)):
            made = self._row(key, field, card)
            self._inputs.append(made.input)
            line, column = (place // columns) * 2 + 1, (place % columns) * 2
            grid.addWidget(made.label, line, column)
            made.label.setVisible(True)
            grid.addWidget(made.input, line, column + 1)
            grid.addWidget(made.message, line + 1, column, 1, 2)
            grid.setColumnStretch(column + 1, 1)

    def _put_in_order(self, widgets: list[QWidget]) -> None:
        """Let Tab go as one reads; Qt would go as they were made."""
        for one, other in pairwise(widgets):
            self.setTabOrder(one, other)

    def _build_folded(self) -> Card:
        """What is behind the fold; made when it is opened first, since most records are read without it."""
        already = len(self._inputs)
        folded = Card("Origin, attribution and record")
        self._body.addWidget(folded)
        self._fill(folded, _FOLDED, columns=2)
        self._mark(made for made in self.rows.values() if made.field.group in _FOLDED)
        self.unknown = label(role="muted", wrap=True, selectable=True)
        self.unknown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        folded.body.addWidget(self.unknown)
        self._put_in_order([self.fold, *self._inputs[already:]])
        return folded

    # -- acts ---------------------------------------------------------------------------------------------

    def ask_review(self) -> None:
        """Ask for the review sheet; where something must be mended first, put the cursor there."""
        self.lines.commit()
        self.editor.review()
        if self.sheet is None and (problems := self.editor.state.draft.problems()):
            self.focus_on(problems[0].key, problems[0].row)

    def mark_shipped(self) -> None:
        """Ask for the panel that marks the order shipped."""
        self.lines.commit()
        self.editor.shipping.open()

    def focus_on(self, key: str, place: int | None = None) -> None:
        """Put the cursor into a field, or into a cell of the lines."""
        if place is not None:
            self.grid.focus_on(place, key)
        elif key in self.editor.state.draft.fields:
            if self.editor.state.draft.fields[key].group in _FOLDED:
                self.fold.setChecked(True)
            self._open_card(key)
            self.rows[key].focus()

    def _open_card(self, key: str) -> None:
        """Have the card of a field open, on this page alone."""
        for card in self.cards.cards:
            if card.folded and any(made.key == key for made in card.rows):
                card.show_folded(False)
                self.cards.arrange()

    def _looked(self) -> None:
        self.editor.waits.look()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.grid.apply_theme(theme)

    def open_link(self) -> None:
        """Open the link with the cursor in it, a field's or a cell's, after its host was shown."""
        fields = (made for made in self.rows.values() if isinstance(made.field.kind, Link))
        field = next((made for made in fields if made.input.hasFocus()), None)
        if field is None:
            self.grid.open_link()
        else:
            self.grid.ask_to_open(self.editor.state.draft.shown(field.key))

    def _folded(self, open_: bool) -> None:
        if self.folded is None:
            self.folded = self._build_folded()
            self._render_fields(self.editor.state)
        self.folded.setVisible(open_)
        self._render_fold(self.editor.state.draft)
        if open_:
            self.page.bring_in_sight(self.folded)

    # -- rendering ----------------------------------------------------------------------------------------

    def show_state(self, state: EditorState) -> None:
        """Show a state; showing it twice changes nothing."""
        draft = state.draft
        if state.named != self._named:
            self._named = state.named
            if any(draft.fields[one.key].group in _FOLDED for one in self._named if one.row is None):
                self.fold.setChecked(True)
            for one in self._named:
                self._open_card(one.key)
        self._render_fields(state)
        self.grid.show_state(state)
        self.header.show_record(draft, state.title, state.forbidden, lasting=self.editor.permission.lasting)
        self.header.show_may_arrive(state.may_arrive)
        self._render_fold(draft)
        self.questions.sync(state)
        if bool(state.busy) != self._look.isActive():
            self._look.start() if state.busy else self._look.stop()
        self.rendered.emit(self)

    def show_company(self, company: Company) -> None:
        """Show who else has the record open; showing it twice changes nothing."""
        self.company = company
        self.header.company.show_company(company)
        self.questions.show_company(company)

    @property
    def sheet(self) -> ReviewSheet | None:
        """The review sheet, while it is open."""
        return self.questions.sheet

    def _render_fields(self, state: EditorState) -> None:
        draft = state.draft
        warned = {one.key: one.sentence for one in checks.advice(draft)}
        refused = {one.key: one.sentence for one in state.refused if one.row is None}
        for key, made in self.rows.items():
            told = self.editor.read_back.of(draft) if key == LINK else ""
            said = {"warning": warned.get(key, ""), "refused": refused.get(key, "")}
            made.render(field_state(draft, key, state.locked, **said, read_back=told))
        for card in self.cards.cards:
            card.summarize()

    def _render_fold(self, draft: Draft) -> None:
        keys = [key for key, field in draft.fields.items() if field.group == records.ORIGIN]
        filled = sum(bool(draft.shown(key)) for key in keys)
        sign = "▾" if self.fold.isChecked() else "▸"
        extra = _unknown(draft.base)
        more = f", {len(extra)} unknown" if extra else ""
        words = f"Origin, attribution and record — {filled} of {len(keys)} filled{more}"
        put_text(self.fold, f"{sign}  {words}")
        self.fold.setAccessibleName(words)
        if self.folded is not None:
            named = ", ".join(f"{name} = {held}" for name, held in extra.items())
            told = f"The server also sent what this console does not know: {named}" if extra else ""
            put_text(self.unknown, one_line(told, _LONGEST_UNKNOWN))
            self.unknown.setVisible(bool(extra))


class _Column(QVBoxLayout):
    """A column that asks for its whole height; one without a wrapping sentence would let itself be squeezed."""

    def hasHeightForWidth(self) -> bool:
        return True


def _unknown(record: records.Order | records.Cart) -> dict[str, Raw]:
    """What the server sent beside the declared fields, for showing."""
    found = {name: Raw(held) for name, held in (record.model_extra or {}).items()}
    states = record.states if isinstance(record, records.Order) else None
    if isinstance(states, records.States):
        found |= {f"states.{name}": Raw(held) for name, held in (states.model_extra or {}).items()}
    return found


def _group_order(groups: tuple[str, ...]) -> Callable[[tuple[str, Field]], int]:
    """Fields of the first group first; within a group they keep the order in which they are declared."""
    return lambda one: groups.index(_STANDS_WITH.get(one[0], one[1].group))
