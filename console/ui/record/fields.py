"""One form row for one declared field: its label, its input, and what there is to say under it.

It must not know which record it belongs to or decide whether a text is right; it shows what it is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from console.model.fields.field import NO, YES, Field, Value
from console.model.fields.kinds import Link, Moment, OneOf, YesNo
from console.model.fields.numerals import POINTED, Marks
from console.ui.look.calendar import Calendar
from console.ui.look.heard import INVALID, SpokenWords
from console.ui.look.inputs import Combo, TextLine, put_checked
from console.ui.look.link_line import LinkLine
from console.ui.look.parts import label, put_property, put_text, put_tip
from console.ui.look.text import one_line

if TYPE_CHECKING:
    from console.model.drafts.draft import Draft

_LONGEST_CHOICE, _LONGEST_TOLD = 40, 60
_FITS, _FITS_AMOUNT = 18, 9
"""How many characters are sure to be seen whole; a longer text stands in the tooltip as well."""
_UNTOLD = "The server did not say whether this is so; an empty box here does not mean no."


@dataclass(frozen=True, slots=True)
class FieldState:
    """What one field shows: its text, whether it was changed, whether it may be, and the words under it.

    `warning` marks the field and is read aloud, but stands elsewhere on the screen. `currency` is the record's.
    `read_back` is what the text says in other words, whether it was changed or not.
    """

    text: str
    changed: bool = False
    locked: bool = False
    error: str = ""
    advice: str = ""
    meaning: str = ""
    warning: str = ""
    currency: Value = None
    read_back: str = ""


class FieldRow(QObject):
    """The label, the input and the message of one field, for a card to lay out."""

    typed = Signal(str, str)

    def __init__(self, key: str, field: Field, page: QWidget, *, marks: Marks = POINTED) -> None:
        """`marks` are those in which the operator writes numbers."""
        super().__init__(page)
        self.key, self.field, self.marks = key, field, marks
        self._shown: FieldState | None = None
        self.input = _input_for(self, field)
        edit = self.input
        edit.setAccessibleName(field.label)
        self.label = label(field.short or field.label, "label")
        self.label.setBuddy(edit)
        self.message = label(role="meaning", wrap=True)
        self._told = SpokenWords(self.message)
        # They belong to the page, even where it lays them out nowhere.
        for made in (self.label, self.message):
            made.setParent(page)
            made.setVisible(False)
        if isinstance(edit, QCheckBox) and field.writable:
            edit.setText(field.label)

    def render(self, shown: FieldState) -> None:
        """Show this; does nothing where it already shows it.

        A number stands in the form in which it is typed until the cursor leaves it; how it is sent is said below.
        """
        opened, self._shown = self._shown is None, shown
        as_typed = self._typed_form(shown.text, shown.currency)
        _show(self.input, shown, self.field, as_typed)
        told = shown if as_typed == shown.text else replace(shown, meaning=f"Sent as {shown.text}.")
        words, role = _under(told)
        put_text(self.message, one_line(words))
        put_property(self.message, "role", role)
        wrong = f"{self.field.label}: {one_line(shown.error)}" if shown.error else ""
        self._told.tell(wrong, aloud=not opened)
        self.message.setVisible(bool(words))
        untold = _UNTOLD if isinstance(self.input, QCheckBox) and not shown.text else ""
        parts = (INVALID if shown.error else "", words or shown.warning, untold, self.field.hint)
        described = " ".join(part for part in parts if part)
        if isinstance(self.input, TextLine):
            put_tip(self.input, self._tip(shown), described)
        elif self.input.accessibleDescription() != described:
            self.input.setAccessibleDescription(described)
        if isinstance(self.input, QCheckBox):
            self.input.setToolTip(untold)

    @property
    def in_brief(self) -> str:
        """What stands here in a few words, for a line that stands for many fields; empty where nothing does."""
        shown, kind = self._shown, self.field.kind
        if shown is None or not shown.text:
            return ""
        if isinstance(kind, YesNo):
            return self.field.label if shown.text == YES else ""
        name = self.field.short or self.field.label
        words = (shown.read_back or shown.text) if isinstance(kind, Link) else shown.text
        return one_line(f"{name} {words}", _LONGEST_TOLD)

    @property
    def marked(self) -> str:
        """Whether it is "wrong", "changed" or worth a look, "warn"; empty for none."""
        return str(self.input.property("mark") or "")

    def _tip(self, shown: FieldState) -> str:
        """The whole text where it is cut here, else what to type; and of a moment, what it means."""
        cut = len(shown.text) > (_FITS_AMOUNT if self.field.kind.right_aligned else _FITS)
        told = [shown.text] if cut else [self.field.hint] if self.field.hint else []
        told += [shown.meaning] if isinstance(self.field.kind, Moment) and shown.meaning else []
        return "\n".join(told)

    def focus(self) -> None:
        """Put the cursor here."""
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_left(self) -> None:
        """Show what was typed as it will be sent, once the cursor has left."""
        if self._shown is not None:
            self.render(self._shown)

    def say_text(self, text: str) -> None:
        """Tell what was typed."""
        self.typed.emit(self.key, text)

    def say_flag(self, checked: bool) -> None:
        """Tell that it was ticked or unticked."""
        self.typed.emit(self.key, YES if checked else NO)

    def say_choice(self, index: int) -> None:
        """Tell which of the list was chosen."""
        edit = self.input
        if isinstance(edit, QComboBox):
            self.typed.emit(self.key, edit.itemData(index))

    def _typed_form(self, text: str, currency: Value) -> str:
        """What stands in the input while the cursor is there and it means this text; else the text itself."""
        edit = self.input
        if isinstance(edit, QLineEdit) and edit.hasFocus():
            typed = edit.text()
            return typed if self.field.kind.plain(typed, self.marks, currency) == text else text
        return text


def _input_for(row: FieldRow, field: Field) -> QWidget:
    if isinstance(field.kind, YesNo):
        tick = QCheckBox()
        tick.toggled.connect(row.say_flag)
        return tick
    if isinstance(field.kind, OneOf):
        combo = Combo()
        for value, name in (field.kind.options or {}).items():
            combo.addItem(name, value)
        combo.activated.connect(row.say_choice)
        return combo
    line = LinkLine() if isinstance(field.kind, Link) else TextLine()
    line.setReadOnly(not field.writable)
    if field.kind.right_aligned:
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
    line.typed.connect(row.say_text)
    line.left.connect(row.say_left)
    if isinstance(field.kind, Moment) and field.writable:
        Calendar(line)
    return line


def _show(edit: QWidget, shown: FieldState, field: Field, text: str) -> None:
    mark = (
        "wrong"
        if shown.error
        else "changed"
        if shown.changed
        else "warn"
        if shown.advice or shown.warning
        else ""
    )
    locked = shown.locked or not field.writable
    if isinstance(edit, TextLine):
        edit.put(text)
        if edit.isReadOnly() != locked:
            edit.setReadOnly(locked)
            edit.style().unpolish(edit)
            edit.style().polish(edit)
    elif isinstance(edit, QCheckBox):
        put_checked(edit, shown.text == YES)
        edit.setEnabled(not locked)
    elif isinstance(edit, QComboBox):
        _show_choice(edit, shown.text)
        edit.setEnabled(not locked)
    put_property(edit, "mark", mark)


def _show_choice(edit: QComboBox, value: str) -> None:
    place = edit.findData(value)
    if place < 0 and value:
        edit.addItem(one_line(value, _LONGEST_CHOICE), value)
        place = edit.findData(value)
    if edit.currentIndex() != place:
        edit.setCurrentIndex(place)


def _under(shown: FieldState) -> tuple[str, str]:
    if shown.error:
        return shown.error, "error"
    if shown.advice:
        return shown.advice, "advice"
    return (shown.meaning if shown.changed else "") or shown.read_back, "meaning"


def field_state(
    draft: Draft, key: str, locked: str, *, warning: str = "", refused: str = "", read_back: str = ""
) -> FieldState:
    """The state of a field of this draft; `locked` says why nothing can be typed, `warning` what is doubtful of it.

    `refused` is what the server said of it, and `read_back` what its text says in other words.
    """
    reading = draft.reading(key)
    return FieldState(
        draft.shown(key),
        draft.changed(key),
        bool(locked),
        reading.error or refused,
        reading.advice,
        reading.meaning,
        warning,
        draft.currency,
        read_back,
    )
