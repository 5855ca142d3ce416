"""The carriers that a number can be of, as a short list to choose from, each with what its check digit says.

It must not choose; it tells which one was chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QLabel, QRadioButton, QWidget

from console.model.carriers.carriers import Candidate
from console.ui.look.accessible import HeardRole, hear_as
from console.ui.look.inputs import put_checked
from console.ui.look.parts import Hug, PartTone, caption, label, put_property, put_text
from console.ui.look.text import one_line, unmarked

_TONES: dict[str, PartTone] = {"fits": "good", "none": "plain", "fails": "warn"}
_LONGEST_NAME, _LONGEST_NUMBER = 40, 44


class CandidateList(QWidget):
    """Rows of carrier, number and check digit; arrow keys and the space bar choose."""

    chosen = Signal(int)

    def __init__(self, most: int) -> None:
        """`most` is how many rows there can be."""
        super().__init__()
        hear_as(self, HeardRole.Grouping)
        self.setAccessibleName("Candidates")
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._toggled)
        self._rows: list[tuple[QRadioButton, QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 4)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        for column, text in enumerate(("Carrier", "Number", "Check digit")):
            self._grid.addWidget(caption(text), 0, column)
        for _ in range(most):  # all of them now, while their place in the tab order is settled
            self._add_row()

    def show_candidates(self, candidates: Sequence[Candidate], chosen: Candidate | None) -> None:
        """Show these, and which of them is chosen; showing it twice changes nothing."""
        for (button, number, verdict), one in zip(self._rows, candidates, strict=False):
            name, digits = one_line(one.carrier, _LONGEST_NAME), one_line(one.number, _LONGEST_NUMBER)
            put_text(number, digits)
            put_text(verdict, one.verdict)
            put_property(verdict, "chip", _TONES[one.check])
            if button.text() != unmarked(name):
                button.setText(unmarked(name))
            button.setAccessibleName(f"{name} {digits}, check digit: {one.verdict}")
        for place, row in enumerate(self._rows):
            for made in row:
                made.setVisible(place < len(candidates))
        place = candidates.index(chosen) if chosen in candidates else -1
        check(self._group, self._group.button(place))
        self.setVisible(bool(candidates))

    def take_cursor(self) -> None:
        """Put the cursor on the chosen row, or the first."""
        button = self._group.checkedButton() or self._group.button(0)
        if button is not None and button.isVisible():
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def buttons(self) -> list[QRadioButton]:
        """The rows' buttons, from top to bottom."""
        return [row[0] for row in self._rows]

    def _toggled(self, place: int, on: bool) -> None:
        if on:
            self.chosen.emit(place)

    def _add_row(self) -> None:
        place = len(self._rows)
        made = (QRadioButton(), label(role="id"), Hug())
        self._group.addButton(made[0], place)
        for column, part in enumerate(made):
            self._grid.addWidget(part, place + 1, column)
        self._rows.append(made)


def check(group: QButtonGroup, wanted: QAbstractButton | None) -> None:
    """Have exactly this button of a group checked, or none."""
    held = group.checkedButton()
    if held is wanted:
        return
    if wanted is not None:
        put_checked(wanted, True)
    elif held is not None:
        group.setExclusive(False)
        put_checked(held, False)
        group.setExclusive(True)
