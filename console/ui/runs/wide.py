"""The columns of a file, also where it has dozens: then those in use, those that were looked for, or all.

It must not map a column or keep one from being mapped; each can be found by its name or by what stands in it.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from console.presenters.runs.state import RunState
from console.ui.look.inputs import clearable
from console.ui.look.parts import label, put_text, row
from console.ui.runs.columns import ColumnStrip

_MANY = 16


class ColumnChooser(QWidget):
    """The strip of columns, and above it the way to one of many. `remade` comes when there are others to Tab through."""

    remade = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = RunState()
        self._kept: frozenset[int] = frozenset()
        self.strip = ColumnStrip()
        self.strip.remade.connect(self.remade)
        self.finder = QLineEdit()
        self.finder.setAccessibleName("Find a column")
        self.finder.setPlaceholderText("by its name, or by what stands in it")
        clearable(self.finder)
        self.finder.setFixedWidth(270)
        self.finder.textChanged.connect(self._follow)
        self.every = QCheckBox()
        self.every.toggled.connect(self._follow)
        self._found = label(role="muted")
        said = label("Fi&nd a column")
        said.setBuddy(self.finder)
        self._way = QWidget()
        across = row(said, self.finder, self.every, self._found, 1, spacing=14)
        self._way.setLayout(across)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._way)
        column.addWidget(self.strip)

    @property
    def fields(self) -> list[QWidget]:
        """What Tab stops at, in the way of the eye."""
        return [self.finder, self.every, *self.strip.choices]

    def show_state(self, state: RunState) -> None:
        """Show a state; showing it twice changes nothing."""
        if state.head != self._state.head:
            self._kept = frozenset()
            with QSignalBlocker(self.finder), QSignalBlocker(self.every):
                self.finder.clear()
                self.every.setChecked(False)
        self._state = state
        self._kept |= state.roles.keys() | state.telling  # or one would go away while its role is chosen
        words = f"Show &all {len(state.head):,} columns"
        if self.every.text() != words:
            self.every.setText(words)
            self.every.setAccessibleName(words.replace("&", ""))
        self._follow()

    def _follow(self) -> None:
        state = self._state
        many = len(state.head) > _MANY
        self._way.setVisible(many)
        places = self._places() if many else list(range(len(state.head)))
        put_text(self._found, self._says(len(places)))
        self.strip.show_columns(state.head, state.roles, state.cells, places)

    def _places(self) -> list[int]:
        """The places of the columns to show."""
        state, wanted = self._state, self.finder.text().strip().casefold()
        if wanted:
            return [place for place, words in enumerate(self._words) if wanted in words]
        return [place for place in range(len(state.head)) if self.every.isChecked() or place in self._kept]

    @property
    def _words(self) -> list[str]:
        state = self._state
        cells = (*state.cells, *[""] * (len(state.head) - len(state.cells)))
        return [f"{name}\n{cell}".casefold() for name, cell in zip(state.head, cells, strict=False)]

    def _says(self, shown: int) -> str:
        if self.finder.text().strip():
            return f"{shown:,} found" if shown else "None is called so"
        return "" if self.every.isChecked() else "Those in use are shown"
