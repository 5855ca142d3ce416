"""The Totals card: which sums add up, by how much others do not, and a click for each way to mend them.

It must not change an amount; a mend that is clicked is told to whoever listens, and is an edit like any other.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from console.model.drafts import checks
from console.model.drafts.draft import Draft
from console.model.drafts.sums import Mend, Sum, sums
from console.ui.look.parts import Card, button, chip, label, put_property, put_text, row
from console.ui.look.text import one_line, unmarked

_TONES = {"good": "none", "rounding": "plain", "warn": "warn"}
_MOST_SUMS, _MOST_MENDS = 4, 3


class Totals(Card):
    """Follows the draft in front; hidden where there is nothing to say of it."""

    mend_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("Totals")
        self.sums = [_SumView(self) for _ in range(_MOST_SUMS)]
        for made in self.sums:
            self.body.addWidget(made)
        self._shown: tuple[tuple[Sum, ...], bool] = ((), False)
        self.hide()

    def show_draft(self, draft: Draft) -> None:
        """Show what follows from this draft; showing it twice changes nothing."""
        found = (*sums(draft), *(Sum("warn", one.sentence, key=one.key) for one in checks.shipping(draft)))
        shown = found, bool(draft.base.closed)
        self.setVisible(bool(found))
        if shown != self._shown:
            self._shown = shown
            for place, made in enumerate(self.sums):
                made.show_sum(found[place] if place < len(found) else None, offer=not draft.base.closed)


class _SumView(QWidget):
    """One comparison: what it is of and its difference, the sentence, and its mends."""

    def __init__(self, totals: Totals) -> None:
        super().__init__()
        self.name, self.difference = label(), chip()
        self.sentence = label(wrap=True)
        self.mends = [_MendButton(totals) for _ in range(_MOST_MENDS)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.head = QWidget()
        head = row(self.name, 1, self.difference)
        self.head.setLayout(head)
        head.setContentsMargins(0, 2, 0, 0)
        column.addWidget(self.head)
        column.addWidget(self.sentence)
        for made in self.mends:
            column.addWidget(made.button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_sum(self, one: Sum | None, *, offer: bool) -> None:
        """Show this; `offer` its mends where the record can be edited."""
        self.setVisible(one is not None)
        if one is None:
            return
        put_text(self.name, one.name)
        put_text(self.difference, one.difference)
        put_property(self.difference, "chip", _TONES[one.tone])
        self.head.setVisible(bool(one.difference))
        put_text(self.sentence, one_line(one.sentence))
        put_property(
            self.sentence, "role", "" if one.tone == "good" else "muted" if one.difference else "advice"
        )
        for place, made in enumerate(self.mends):
            made.show_mend(one.mends[place] if offer and place < len(one.mends) else None)


class _MendButton:
    """A link-like button for one mend."""

    def __init__(self, totals: Totals) -> None:
        self._totals = totals
        self._mend: Mend | None = None
        self.button: QPushButton = button("", role="fix", tip="An edit like any other; Ctrl+Z takes it back")
        self.button.clicked.connect(self._clicked)

    def show_mend(self, mend: Mend | None) -> None:
        """Offer this; nothing where it is None."""
        self._mend = mend
        self.button.setVisible(mend is not None)
        if mend is not None:
            put_text(self.button, unmarked(one_line(mend.words)))
            self.button.setAccessibleName(mend.words)

    def _clicked(self) -> None:
        if self._mend is not None:
            self._totals.mend_asked.emit(self._mend)
