"""The general part of the dialog Settings: a row for each declared setting, in the card of its group.

It must not know any particular setting, only what a setting may be; each of these has a control of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from console.model.setting import Choices, FreeText, OnOff, Setting, ShortText, WholeNumber, declared
from console.model.settings import Settings
from console.ui.look.inputs import TypedLine
from console.ui.look.parts import Card, label, put_property, put_text, row

if TYPE_CHECKING:
    from console.presenters.settings.settings import SettingsPresenter

Choose = Callable[[object], None]
_CONTROL_WIDTH, _TEXT_WIDTH = 170, 230
_LINES, _AROUND = 3, 22
_BETWEEN = 10
"""Pixels between two settings of one card."""


class NumberControl(QSpinBox):
    """A whole number within its limits."""

    def __init__(self, allowed: WholeNumber, choose: Choose) -> None:
        super().__init__()
        self.setRange(allowed.least, allowed.most)
        self.setSuffix(f" {allowed.unit}" if allowed.unit else "")
        self.setGroupSeparatorShown(True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedWidth(_CONTROL_WIDTH)
        self.valueChanged.connect(choose)

    def put(self, value: object) -> None:
        """Show a value; where it is there already nothing happens, so that typing is not disturbed."""
        if isinstance(value, int) and self.value() != value:
            self.setValue(value)


class ChoiceControl(QComboBox):
    """One of a few, by their words."""

    def __init__(self, allowed: Choices[object], choose: Choose) -> None:
        super().__init__()
        codes = self._codes = list(allowed.words)
        self.addItems(list(allowed.words.values()))
        self.setMinimumWidth(_CONTROL_WIDTH)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(lambda place: choose(codes[place]))

    def put(self, value: object) -> None:
        """Show a value."""
        if self.currentIndex() != (place := self._codes.index(value)):
            self.setCurrentIndex(place)


class OnOffControl(QCheckBox):
    """On or off."""

    def __init__(self, choose: Choose) -> None:
        super().__init__()
        # Otherwise the room for a text would stand at its right.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.toggled.connect(choose)

    def put(self, value: object) -> None:
        """Show a value."""
        self.setChecked(value is True)


class SentenceControl(QPlainTextEdit):
    """A text of a few lines, and under it why it cannot be kept as it stands."""

    def __init__(self, choose: Choose) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + _AROUND)
        self.trouble = label(role="error", wrap=True)
        self.trouble.hide()
        self._usual = ""
        self.textChanged.connect(lambda: choose(self.toPlainText()))

    def put(self, value: object) -> None:
        """Show a value; where it is there already nothing happens, so that typing is not disturbed."""
        if self.toPlainText() != str(value):
            self.setPlainText(str(value))

    def say(self, trouble: str) -> None:
        """Say why the text cannot be kept, on the screen and to whoever has it read; nothing where it can."""
        if not self.trouble.text():
            self._usual = self.accessibleDescription()
        put_text(self.trouble, trouble)
        self.trouble.setVisible(bool(trouble))
        put_property(self, "mark", "wrong" if trouble else "")
        self.setAccessibleDescription(f"{trouble} {self._usual}".strip())


class TextControl(TypedLine):
    """A short text."""

    def __init__(self, allowed: ShortText, choose: Choose) -> None:
        super().__init__()
        self.setMaxLength(allowed.longest)
        self.setPlaceholderText(allowed.nothing)
        self.setFixedWidth(_TEXT_WIDTH)
        self.typed.connect(choose)

    def put(self, value: object) -> None:
        """Show a value; a blank that is typed behind it stays for the next word."""
        if isinstance(value, str) and self.text().strip() != value:
            super().put(value)


SettingControl = NumberControl | ChoiceControl | OnOffControl | TextControl | SentenceControl


class GeneralSection(QWidget):
    """Empty until a presenter is bound: its settings say which rows there are."""

    def __init__(self) -> None:
        super().__init__()
        self.controls: dict[str, SettingControl] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 14, 22, 8)
        self._column.setSpacing(12)

    def bind(self, presenter: SettingsPresenter) -> None:
        """Lay out its settings, and tell it what is chosen here."""
        cards: dict[str, Card] = {}
        for name, one in declared(presenter.state.settings).items():
            if one.group in cards:
                cards[one.group].body.addSpacing(_BETWEEN)
            else:
                cards[one.group] = Card(one.group)
                self._column.addWidget(cards[one.group])
            control = self.controls[name] = _control(one, partial(presenter.choose, name))
            _add(cards[one.group], one, control)
        self._column.addStretch(1)

    def show_settings(self, settings: Settings, wrong: Mapping[str, str]) -> None:
        """Show these; showing them twice changes nothing. `wrong` says of which what is typed cannot be kept, and why."""
        for name, control in self.controls.items():
            if name not in wrong:
                control.put(getattr(settings, name))
            if isinstance(control, SentenceControl):
                control.say(wrong.get(name, ""))

    def take_cursor(self) -> None:
        """Have the cursor in the first row."""
        for control in list(self.controls.values())[:1]:
            control.setFocus()


def _control(one: Setting, choose: Choose) -> SettingControl:
    if isinstance(one.allowed, WholeNumber):
        return NumberControl(one.allowed, choose)
    if isinstance(one.allowed, Choices):
        return ChoiceControl(one.allowed, choose)
    if isinstance(one.allowed, OnOff):
        return OnOffControl(choose)
    if isinstance(one.allowed, FreeText):
        return SentenceControl(choose)
    if isinstance(one.allowed, ShortText):
        return TextControl(one.allowed, choose)
    raise TypeError(f"There is no control for what the setting {one.key} may be.")


def _add(card: Card, one: Setting, control: SettingControl) -> None:
    named = QLabel(one.label)
    named.setBuddy(control)
    control.setAccessibleName(one.name)
    control.setAccessibleDescription(one.sentence)
    if isinstance(control, SentenceControl):
        for part in (named, control, control.trouble):
            card.body.addWidget(part)
    else:
        card.body.addLayout(row(named, 1, control))
    card.body.addWidget(label(one.sentence, "muted", wrap=True))
