"""How many rows stand how, each count a button that shows only those rows.

It must not count; it shows the numbers that it is given.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.presenters.runs.items import ROW_WORDS, RowCount, RowKey
from console.ui.look.accessible import HeardRole, hear_as
from console.ui.look.inputs import put_checked
from console.ui.look.parts import PartTone, button, put_steady
from console.ui.look.wrapping import Wrapping

_TONES: dict[RowKey, PartTone] = {
    "will ship": "good",
    "sent": "good",
    "different link": "warn",
    "no tracking": "warn",
    "duplicate": "warn",
    "unknown": "warn",
    "held": "warn",
    "not found": "bad",
    "not allowed": "bad",
    "not read": "bad",
    "bad id": "bad",
    "bad number": "bad",
    "bad link": "bad",
    "bad carrier": "bad",
    "bad date": "bad",
    "bad choice": "bad",
    "failed": "bad",
    "same link": "plain",
    "changed nothing": "plain",
    "unchecked": "plain",
    "to send": "plain",
    "sending": "plain",
    "skipped": "plain",
    "left out": "plain",
}


def tone_of(key: RowKey) -> PartTone:
    """The tone of a verdict or a status."""
    return _TONES[key]


class Counts(QWidget):
    """One button for each count; at most one of them is pressed, and none of them shows all rows."""

    chosen = Signal(object)
    """The key of the rows to show; None for all of them."""
    remade = Signal()

    def __init__(self) -> None:
        super().__init__()
        hear_as(self, HeardRole.Grouping)
        self.setAccessibleName("Show only")
        self._across = Wrapping(self)
        self._buttons: dict[RowKey, QPushButton] = {}
        self.only: RowKey | None = None

    def show_counts(self, counts: Sequence[RowCount], *, running: bool = False) -> None:
        """Show these counts in this order; a choice whose rows are gone is taken back. `running`: more are to come."""
        self.setVisible(bool(counts))
        if list(self._buttons) != [one.key for one in counts]:
            self._make(counts)
        for one in counts:
            words = one.words
            said = f"{words[:1].upper()}{words[1:]}  {one.rows:,}"
            put_steady(self._buttons[one.key], said, steady=running)
            self._buttons[one.key].setAccessibleName(f"{words}: {one.rows:,}")
        if self.only is not None and self.only not in self._buttons:
            self._choose(self.only, on=False)

    def _make(self, counts: Sequence[RowCount]) -> None:
        before, self._buttons = self._buttons, {}
        for key, _ in counts:
            self._buttons[key] = before.pop(key) if key in before else self._made(key)
        for gone in before.values():
            self._across.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for made in self._buttons.values():  # in the order that they have now
            self._across.removeWidget(made)
            self._across.addWidget(made)
            made.show()
        self.remade.emit()

    def _made(self, key: RowKey) -> QPushButton:
        made = button(ROW_WORDS[key], tip="Show only these rows; once more shows all")
        made.setProperty("count", tone_of(key))
        made.setCheckable(True)
        made.toggled.connect(lambda on: self._choose(key, on))
        return made

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons from left to right."""
        return list(self._buttons.values())

    def _choose(self, key: RowKey, on: bool) -> None:
        self.only = key if on else None
        for known, made in self._buttons.items():
            put_checked(made, known == self.only)
        self.chosen.emit(self.only)
