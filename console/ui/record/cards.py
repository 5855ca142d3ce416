"""The cards of fields on a record's page: side by side where there is room, each folded to one line where asked.

It must not know a record; rows of fields are shown by whoever holds them, and a fold is told, not decided, here.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.model.fields.kinds import Link, Moment
from console.ui.look.direction import isolated
from console.ui.look.parts import Card, put_property, put_text, row
from console.ui.record.fields import FieldRow

_GAP, _ANY_WIDTH = 8, 16_777_215
_PAIRS_FROM, _BESIDE_FROM = 400, 690
"""From which width on two short fields share a row of a card, and the last card stands beside the others."""
_BESIDE_A_TIME = (9, 11)
"""How a row is shared where a date stands in it: with its time to the second and an offset it is seen whole at 1280."""
_WIDE = frozenset({"shippingDetails", "emailAddress"})
_ASIDE = 30
"""How many characters wide the last card is where it stands beside the others."""


class FieldsCard(Card):
    """Fields under a heading that folds them to one line; links and details have a row of their own."""

    fold_asked = Signal(str, bool)
    """The title, and whether it is to be folded."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.rows: list[FieldRow] = []
        self.folded = self._pairs = False
        self.may_pair = True
        self.heading.hide()
        self.fold = QPushButton()
        self.fold.setProperty("role", "fold")
        self.fold.setAccessibleName(title)
        self.fold.setAutoDefault(False)
        self.fold.clicked.connect(self._turn)
        self.summary = _Line()
        self.summary.setProperty("role", "muted")  # as it is mostly, so that it is styled once
        self._beside = _Beside(self.summary)
        self.body.addLayout(row(self.fold, self._beside))
        self.fields = QWidget()
        self._grid = QGridLayout(self.fields)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._ticks = QWidget(self.fields)
        self._ticks_row = QHBoxLayout(self._ticks)
        self._ticks_row.setContentsMargins(0, 0, 0, 0)
        self._ticks_row.setSpacing(14)
        self.body.addWidget(self.fields)
        self.body.addStretch(1)
        self.show_folded(False)

    def fill(self, rows: Sequence[FieldRow]) -> None:
        """Have these fields, from now on and for good."""
        self.rows = list(rows)
        for made in self._boxes:
            self._ticks_row.addWidget(made.input)
        self._ticks_row.addStretch(1)
        self._ticks.setVisible(bool(self._boxes))
        self._lay()

    @property
    def inputs(self) -> list[QWidget]:
        """What Tab goes through, in the way of the eye."""
        boxes: list[QWidget] = [made.input for made in self._boxes]
        inputs: list[QWidget] = [self.fold]
        before, short, after = self._parts()
        for made in (*before, *short, *after):  # two columns are read one after the other
            inputs += boxes if made is None else [made.input]
        return inputs

    def show_folded(self, folded: bool) -> None:
        """Show one line, or all fields."""
        self.folded = folded
        self.fields.setVisible(not folded)
        self.summary.setVisible(folded)
        self._beside.setVisible(folded)
        put_text(self.fold, f"{'▸' if folded else '▾'} {self.title.upper()}")
        self.fold.setToolTip("Show the fields" if folded else "Fold to one line")
        self.body.setContentsMargins(14, *((3, 14, 4) if folded else (3, 14, 6)))

    def _turn(self) -> None:
        self.fold_asked.emit(self.title, not self.folded)

    def summarize(self) -> None:
        """Have the one line say what stands in the fields, and that one of them must be mended."""
        told = [made for made in self.rows if made.in_brief]
        wrong, changed = (sum(made.marked == mark for made in self.rows) for mark in ("wrong", "changed"))
        marks = (f"{wrong} to mend" if wrong else "", f"{changed} changed" if changed else "")
        put_text(
            self.summary,
            " · ".join(filter(None, (*marks, *(made.in_brief for made in told)))) or "Nothing yet",
        )
        put_property(self.summary, "role", "error" if wrong else "muted")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._pairs != (self.width() >= _PAIRS_FROM):
            self._pairs = self.width() >= _PAIRS_FROM
            self._lay()

    @property
    def _boxes(self) -> list[FieldRow]:
        return [made for made in self.rows if isinstance(made.input, QCheckBox) and made.field.writable]

    def _lines(self, *, pairs: bool) -> Sequence[Sequence[FieldRow | None]]:
        """The fields line by line, links and what is long alone; None stands for the boxes to tick."""
        before, short, after = self._parts()
        half = (len(short) + 1) // 2 if pairs and self.may_pair else len(short)
        paired = [short[place::half] for place in range(half)]
        alone = [[[made] for made in part] for part in (before, after)]
        return [*alone[0], *paired, *alone[1]]

    def _parts(self) -> tuple[list[FieldRow], list[FieldRow | None], list[FieldRow]]:
        """What is wide before the first short field, the short ones with None for the boxes, and what is wide after."""
        boxes = self._boxes
        rest = [made for made in self.rows if made not in boxes]
        short: list[FieldRow | None] = [None] if boxes else []
        short += [made for made in rest if not _is_wide(made)]
        first = next((rest.index(made) for made in short if made is not None), 0) if not boxes else 0
        wide = [made for made in rest if _is_wide(made)]
        before = sum(_is_wide(made) for made in rest[:first])
        return wide[:before], short, wide[before:]

    def let_pair(self, may: bool) -> None:
        """Whether two fields may share a row here; not where the card is to be narrow."""
        if self.may_pair != may:
            self.may_pair = may
            self._lay()

    def _lay(self) -> None:
        grid = self._grid
        for laid in self.rows:
            for part in (laid.label, laid.input, laid.message):
                grid.removeWidget(part)  # takeAt would leave its item to nobody, which nothing deletes
        grid.removeWidget(self._ticks)
        line = 0
        for fields in self._lines(pairs=self._pairs):
            for place, made in enumerate(fields):
                column, span = place * 2, 1 if len(fields) == 2 else 3
                if made is None:
                    grid.addWidget(self._ticks, line, column, 1, span + 1)
                    continue
                grid.addWidget(made.label, line, column)
                made.label.setVisible(True)
                grid.addWidget(made.input, line, column + 1, 1, span)
                grid.addWidget(made.message, line + 1, column, 1, span + 1)
            line += 2
            for made in self._boxes if None in fields else ():
                grid.addWidget(made.message, line, 0, 1, 4)
                line += 1
        paired = self._pairs and self.may_pair
        dated = any(isinstance(made.field.kind, Moment) for made in self.rows)
        left, right = _BESIDE_A_TIME if dated else (1, 1)
        grid.setColumnStretch(1, left)
        grid.setColumnStretch(3, right if paired else 0)


def _is_wide(made: FieldRow) -> bool:
    return isinstance(made.field.kind, Link) or made.key in _WIDE


class Cards(QWidget):
    """The cards: those to be filled in one below another, the last beside them; folded ones share a line below."""

    def __init__(self, cards: Sequence[FieldsCard], parent: QWidget) -> None:
        super().__init__(parent)
        self.cards = list(cards)
        self._arranged: tuple[object, ...] = ()
        self._open, self._left, self._line = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for layout in (whole, self._open, self._left, self._line):
            layout.setSpacing(_GAP)
        self._open.addLayout(self._left, 1)
        whole.addLayout(self._open)
        whole.addLayout(self._line)
        for card in self.cards:
            card.setParent(self)
        self.arrange()

    def arrange(self) -> None:
        """Place the cards as they are folded and as there is room."""
        beside = self.width() >= _BESIDE_FROM
        arranged = (beside, *(card.folded for card in self.cards))
        if arranged == self._arranged:
            return
        self._arranged = arranged
        opened = [card for card in self.cards if not card.folded]
        for card in self.cards:
            for layout in (self._open, self._left, self._line):
                layout.removeWidget(card)
        aside = opened.pop() if beside and len(opened) > 1 and opened[-1] is self.cards[-1] else None
        for card in opened:
            self._left.addWidget(card)
        if aside is not None:
            self._open.addWidget(aside)
        last = self.cards[-1]
        last.let_pair(last is not aside)
        narrow = self.fontMetrics().averageCharWidth() * _ASIDE
        last.setMaximumWidth(_ANY_WIDTH if last is not aside else max(narrow, last.minimumSizeHint().width()))
        for card in self.cards:
            if card.folded:
                self._line.addWidget(card, 1)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()


class _Beside(QWidget):
    """Where such a sentence stands. It has no layout, which would lay the window out and paint it anew for each key typed:
    a label asks for that with each text, and here it needs no other room.
    """

    def __init__(self, line: QLabel) -> None:
        super().__init__()
        self._line = line
        line.setParent(self)
        self.setSizePolicy(line.sizePolicy())

    def sizeHint(self) -> QSize:
        return self._line.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._line.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._line.resize(self.size())


class _Line(QLabel):
    """A sentence on one line, cut at its end where there is no room; all of it is in the tip."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, isolated(shown)
        )
        painter.end()
