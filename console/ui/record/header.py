"""The head of a record's page: what it is called, its id, its state in chips, who else has it open, why a closed cart
cannot be changed.

It must not change the record: it says what it is, and tells that its lines shall be copied.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.model import records
from console.model.drafts.draft import Draft
from console.ui.desk.presence import CompanyLine
from console.ui.lines.head import Head
from console.ui.look.parts import PartTone, button, chip, label, put_property, put_text, put_tip, row
from console.ui.look.text import one_line

_LONGEST_TITLE, _LONGEST_CHIP = 48, 24
_CART_TONES: dict[str, PartTone] = {
    "ACTIVE": "good",
    "COMPLETE": "good",
    "ABANDONED": "warn",
    "EXPIRED": "bad",
}


class Header(QWidget):
    """One line where there is room; `below` is for the page to lay out under it: why a closed cart is read only, a way out."""

    copy_asked = Signal()
    again_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = label(role="title")
        self.own_id = label(role="id", selectable=True)
        self.own_id.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the page's has more to copy
        self.chips = (chip(), chip())
        self.updated = label(role="muted")
        self.may_arrive = label(wrap=True)
        self.may_arrive.setProperty("chip", "warn")
        self.closed = label(wrap=True)
        self.closed.setProperty("chip", "warn")
        self.copy = button("Copy lines", tip="Copy all lines, for Paste lines in another cart or order")
        self.copy.clicked.connect(self.copy_asked)
        self.again = button("Try again", tip="Where the permission was given meanwhile; the next save tells")
        self.again.clicked.connect(self.again_asked)
        self.below = QWidget()
        beside = row(self.closed, self.copy, self.again)
        beside.setStretch(0, 1)
        self.below.setLayout(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Head(row(self.title, self.own_id, 1, spacing=12), row(1, self.updated, *self.chips)))
        self.told = QWidget()
        told = row(self.may_arrive)
        told.setContentsMargins(0, 6, 0, 0)
        self.told.setLayout(told)
        self.told.hide()
        column.addWidget(self.told)
        self.company = CompanyLine(aloud=True)
        column.addWidget(self.company)

    def show_may_arrive(self, told: str) -> None:
        """Say what may still arrive, for as long as it may; nothing where nothing may."""
        put_text(self.may_arrive, told)
        self.told.setVisible(bool(told))

    def show_record(self, draft: Draft, title: str, forbidden: str = "", *, lasting: bool = False) -> None:
        """Show the record as the server holds it; edits stand in the fields. `forbidden` is why nothing may be written.

        Where that is `lasting`, there is no point in trying again.
        """
        record = draft.base
        put_text(self.title, one_line(title, _LONGEST_TITLE))
        put_tip(self.title, title if len(title) > _LONGEST_TITLE else "")
        put_text(self.own_id, one_line(record.id, _LONGEST_TITLE))
        for made, (text, tone) in zip(self.chips, _chips(record), strict=True):
            put_text(made, one_line(text, _LONGEST_CHIP))
            put_property(made, "chip", tone)
            made.setVisible(bool(text))
        updated = draft.shown("updatedDate")
        put_text(self.updated, one_line(f"Updated {updated}", _LONGEST_TITLE) if updated else "")
        put_tip(self.updated, draft.reading("updatedDate").meaning)
        closed = f"{record.closed} You can read it and copy from it." if record.closed else ""
        put_text(self.closed, closed or forbidden)
        self.again.setVisible(bool(forbidden and not (closed or lasting)))
        self.below.setVisible(bool(closed or forbidden))


def _chips(record: records.Order | records.Cart) -> tuple[tuple[str, PartTone], tuple[str, PartTone]]:
    if isinstance(record, records.Cart):
        status, phase = str(record.status or ""), str(record.phase or "")
        named = records.PHASES.get(phase, phase)
        return (records.status_words(status), _CART_TONES.get(status, "plain")), (named, "plain")
    processed, shipped = (records.value(record, f"states.{name}") for name in ("processed", "shipped"))
    untold = records.status_words(str(record.status or ""))
    return (
        _state(processed, "Processed", "Pending", untold),
        _state(shipped, "Shipped", "Not shipped", ""),
    )


def _state(told: object, yes: str, no: str, untold: str) -> tuple[str, PartTone]:
    if isinstance(told, bool):
        return (yes, "good") if told else (no, "plain")
    return untold, "plain"
