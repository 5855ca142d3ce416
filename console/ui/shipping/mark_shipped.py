"""The Mark shipped dialog: a number or link, what it is of, and whether the customer hears of it.

It must not decide anything or send; Review asks for the review sheet, and Esc keeps what was typed.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.presenters.shipping.panel import CONFIRM, OFFERED, Part, Place, ShippingPanel
from console.ui.desk.presence import CompanyLine
from console.ui.look.calendar import Calendar
from console.ui.look.growing import GrowingDialog
from console.ui.look.heard import INVALID, SpokenWords
from console.ui.look.inputs import Combo, TypedLine, typed_line
from console.ui.look.links import OpenLink, openable
from console.ui.look.page import Page
from console.ui.look.parts import (
    Card,
    button,
    chip,
    label,
    narrow_label,
    open_over,
    put_property,
    put_text,
    put_tip,
    row,
    striped,
)
from console.ui.look.text import LONGEST_TARGET, marked, one_line, unmarked
from console.ui.shipping.candidates import CandidateList, check

if TYPE_CHECKING:
    from console.presenters.shipping.mark_shipped import MarkShipped

_WIDTH, _FOR_CANDIDATES = 700, 76
"""How wide it is, and the room left for one candidate and its link, so that nothing jumps when a number is pasted."""
_LONGEST, _LONGEST_LINK, _LONGEST_HOST = 300, 600, 120
_FIELDS: tuple[tuple[Part, str, str], ...] = (
    ("link", "Tracking &URL", "Tracking URL"),
    ("date", "Shipping d&ate", "Shipping date"),
    ("details", "Shipping de&tails", "Shipping details"),
)
_NOTHING_YET = "Nothing is sent before you have seen the request."
_PASTE = "Paste it; spaces, dashes and words around it do not matter"


class MarkShippedDialog(GrowingDialog):
    """Enter and Ctrl+Enter go on to the review, or to what is still missing."""

    def __init__(
        self, presenter: MarkShipped, panel: ShippingPanel, environment: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(_WIDTH, parent)
        self._presenter, self._panel = presenter, panel
        self.spare = 0 if panel.candidates else _FOR_CANDIDATES
        self.setWindowTitle("Mark shipped")
        self.setMinimumSize(480, 300)
        self.title = label(role="title")
        self.stands, self.changed = label(role="headline-warn", wrap=True), label(role="advice", wrap=True)
        self.held_link, self.held_as = label(role="id", wrap=True, selectable=True), label(role="muted")
        self.number = typed_line("Tracking number or link")
        self.number.setPlaceholderText(_PASTE)
        self.number.typed.connect(presenter.pasted)
        self.hint = narrow_label("advice")
        self.candidates = CandidateList(OFFERED)
        self.candidates.chosen.connect(presenter.take)
        self.carrier = Combo()
        self.carrier.setAccessibleName("Carrier")
        self.carrier.addItem("Choose…", "")
        for one in sorted(panel.carriers.all, key=lambda one: one.name.lower()):
            self.carrier.addItem(one_line(one.name, LONGEST_TARGET), one.key)
        self.carrier.activated.connect(self._take_carrier)
        self.fields: dict[Part, TypedLine] = {part: typed_line(name) for part, _, name in _FIELDS}
        Calendar(self.fields["date"])
        self.below: dict[Part, QLabel] = {part: narrow_label("meaning") for part in self.fields}
        for part, edit in self.fields.items():
            edit.typed.connect(partial(presenter.typed, part))
        self.host = chip()
        self.read_back = narrow_label("muted")
        self.open_link = button(
            "&Open…", "Open link", "link", "Open it in the browser, after its host was shown"
        )
        self.open_link.clicked.connect(self._ask_to_open)
        self.add = button("", role="link", tip="What the order has stays; the carrier joins it")
        self.add.clicked.connect(presenter.add_carrier)
        self.yes, self.no = QRadioButton(), QRadioButton()
        self._answers = QButtonGroup(self)
        self._answers.addButton(self.yes, 1)
        self._answers.addButton(self.no, 0)
        self._answers.idToggled.connect(self._answer)
        for made, letter in ((self.yes, "M"), (self.no, "D")):
            at_once = QAction(self)
            at_once.setShortcut(QKeySequence(f"Alt+{letter}"))
            at_once.triggered.connect(partial(self._choose, made))
            self.addAction(at_once)
        self.consequence, self.doubt = label(role="muted", wrap=True), label(role="advice", wrap=True)
        self.confirm = typed_line(f"Type “{CONFIRM}” to confirm")
        self.confirm.setPlaceholderText(CONFIRM)
        self.confirm.typed.connect(presenter.confirm)
        self.confirm_words = label(self.confirm.accessibleName(), "label")
        self.confirm_words.setBuddy(self.confirm)
        self.said, self.company = label(wrap=True), CompanyLine()
        self._told = {
            made: SpokenWords(made) for made in (self.said, self.hint, self.doubt, *self.below.values())
        }
        self.setAccessibleDescription(f"{one_line(panel.title)} in {one_line(environment)}.")
        self.review = button("&Review", "Review", "primary", "Enter or Ctrl+Enter")
        self.cancel = button("Cancel", tip="Esc; what you typed is kept while the order is open")
        self.review.clicked.connect(self._review)
        self.cancel.clicked.connect(self.reject)
        self.review.setDefault(True)
        self.cancel.setAutoDefault(True)  # so that Enter presses the one that has the cursor
        self.open_link.setAutoDefault(True)
        self.add.setAutoDefault(True)
        enter = QAction(self)
        enter.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        enter.triggered.connect(self._review)
        self.addAction(enter)
        self._lay_out(chip(one_line(environment, LONGEST_TARGET), "accent"))
        self.show_state(panel)
        self.number.setFocus()
        self.number.selectAll()

    # -- parts --------------------------------------------------------------------------------------------

    def _lay_out(self, where: QWidget) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(22, 16, 22, 8)
        column.setSpacing(12)
        column.addLayout(row(self.title, 1, where))
        column.addWidget(self._already())
        parcel = Card("Parcel")
        parcel.body.addLayout(self._grid())
        column.addWidget(parcel)
        customer = Card("Customer")
        customer.body.addLayout(row(self.yes, self.no, 1, spacing=24))
        customer.body.addWidget(self.consequence)
        customer.body.addWidget(self.doubt)
        customer.body.addLayout(row(self.confirm_words, self.confirm, 1, spacing=10))
        column.addWidget(customer)
        column.addWidget(self.company)
        column.addStretch(1)
        foot = row(self.said, self.cancel, self.review)
        foot.setStretch(0, 1)
        foot.setContentsMargins(22, 6, 22, 18)
        self.whole = striped(self)
        self.page = Page(page, _WIDTH)
        self.whole.addWidget(self.page, 1)
        self.whole.addLayout(foot)
        order = [self.number, *self.candidates.buttons, self.carrier, self.fields["link"], self.open_link]
        order += [self.fields["date"], self.fields["details"], self.add, self.yes, self.no, self.confirm]
        for one, other in pairwise([*order, self.cancel, self.review]):
            self.setTabOrder(one, other)

    def _already(self) -> QFrame:
        """How the order stands already, above everything else."""
        self.already = QFrame()
        self.already.setObjectName("already")
        inside = QVBoxLayout(self.already)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.setSpacing(3)
        for made in (self.changed, self.stands, self.held_link, self.held_as):
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            inside.addWidget(made)
        return self.already

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._place(grid, 0, "Tracking &number or link", self.number)
        grid.addWidget(self.hint, 1, 1)
        grid.addWidget(self.candidates, 2, 1)
        self._place(grid, 3, "&Carrier", self.carrier)
        link = row(self.fields["link"], self.open_link)
        link.setStretch(0, 1)
        self._place(grid, 5, _FIELDS[0][1], self.fields["link"], link)
        leads = row(self.host, self.read_back)
        leads.setStretch(1, 1)
        grid.addLayout(leads, 6, 1)
        grid.addWidget(self.below["link"], 7, 1)
        for place, (part, text, _) in enumerate(_FIELDS[1:]):
            line = row(self.fields[part], *((self.add,) if part == "details" else ()))
            self._place(grid, 9 + 3 * place, text, self.fields[part], line)
            grid.addWidget(self.below[part], 10 + 3 * place, 1)
        for gap in (4, 8, 11):
            grid.setRowMinimumHeight(gap, 2)
        return grid

    def _place(
        self, grid: QGridLayout, place: int, text: str, edit: QWidget, line: QHBoxLayout | None = None
    ) -> None:
        words = label(text, "label")
        words.setBuddy(edit)
        grid.addWidget(words, place, 0)
        grid.addLayout(line or row(edit), place, 1)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_state(self, panel: ShippingPanel) -> None:
        """Show the panel; showing it twice changes nothing."""
        self._panel = panel
        put_text(self.title, one_line(panel.title, 60))
        self._show_words(panel)
        self.number.put(panel.text)
        hint, role = panel.hint
        put_text(self.hint, hint)
        put_property(self.hint, "role", role)
        self.hint.setVisible(bool(hint))
        put_property(self.number, "mark", "warn" if role == "advice" else "")
        self._told[self.hint].tell(hint if role == "advice" else "")
        self.number.setAccessibleDescription(hint)
        self.candidates.show_candidates(panel.offered, panel.chosen)
        place = self.carrier.findData(panel.chosen.key if panel.chosen is not None else "")
        if self.carrier.currentIndex() != place:
            self.carrier.setCurrentIndex(place)
        for part, made in self.fields.items():
            made.put(getattr(panel.shipment, part))
            words, role = panel.below(part)
            put_text(self.below[part], one_line(words, _LONGEST))
            put_property(self.below[part], "role", role)
            self.below[part].setVisible(bool(words))
            put_property(made, "mark", {"error": "wrong", "advice": "warn"}.get(role, ""))
            wrong = role == "error"
            self._told[self.below[part]].tell(f"{made.accessibleName()}: {words}" if wrong else "")
            made.setAccessibleDescription(f"{INVALID} {words}" if wrong else words)
        put_text(self.add, unmarked(one_line(panel.offers, LONGEST_TARGET)))
        self.add.setAccessibleName(panel.offers)
        self.add.setVisible(bool(panel.offers))
        host = one_line(panel.host, _LONGEST_HOST)
        put_text(self.host, host)
        put_text(self.read_back, one_line(panel.read_back, _LONGEST_HOST))
        self.host.setVisible(bool(host))
        self.read_back.setVisible(bool(host))
        link = self.fields["link"]
        put_tip(link, panel.shipment.link, link.accessibleDescription())
        self.open_link.setEnabled(openable(panel.shipment.link) is not None)
        self._show_answers(panel)

    def _show_words(self, panel: ShippingPanel) -> None:
        held = panel.held("link") if panel.stands else ""
        for made, words in (
            (self.stands, panel.stands),
            (self.changed, one_line(panel.changed, _LONGEST_LINK)),
            (self.held_link, one_line(held, _LONGEST_LINK)),
            (self.held_as, one_line(panel.held_as if held else "", _LONGEST_HOST)),
            (self.doubt, panel.doubt),
        ):
            put_text(made, words)
            made.setVisible(bool(words))
        self._told[self.doubt].tell(panel.doubt)
        self.already.setVisible(bool(panel.stands or panel.changed))
        missing = panel.missing if panel.asked else None
        put_text(self.said, missing.sentence if missing else _NOTHING_YET)
        put_property(self.said, "role", "headline-warn" if missing else "muted")
        self._told[self.said].tell(missing.sentence if missing else "", urgent=True)

    def _show_answers(self, panel: ShippingPanel) -> None:
        for made, words, letter in zip((self.yes, self.no), panel.answers, "MD", strict=True):
            if made.accessibleName() != words:
                made.setAccessibleName(words)
                made.setText(marked(words, letter))
                # A button's own waits a tenth of a second, and Enter may be sooner.
                made.setShortcut(QKeySequence())
                made.setToolTip(f"Alt+{letter}")
            made.setAccessibleDescription(panel.consequence)
        check(self._answers, None if panel.message is None else (self.yes if panel.message else self.no))
        put_text(self.consequence, panel.consequence)
        self.confirm.put(panel.confirmed)
        self.confirm.setVisible(panel.confirms)
        self.confirm_words.setVisible(panel.confirms)

    # -- what is done -------------------------------------------------------------------------------------

    def _choose(self, answer: QRadioButton) -> None:
        answer.setFocus(Qt.FocusReason.ShortcutFocusReason)
        answer.setChecked(True)

    def _answer(self, answer: int, on: bool) -> None:
        if on:
            self._presenter.answer(bool(answer))

    def _take_carrier(self, place: int) -> None:
        self._presenter.take_carrier(self.carrier.itemData(place))

    def _review(self) -> None:
        """Go on to the review sheet; where something is missing, put the cursor there."""
        self._presenter.review()
        if self._panel.asked and self._panel.missing is not None:
            self._to(self._panel.missing.place)

    def _to(self, place: Place) -> None:
        if place == "carrier":
            self.candidates.take_cursor()
        elif place == "message":
            self.yes.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            lines: dict[Place, TypedLine] = {"number": self.number, "confirm": self.confirm}
            for part, made in self.fields.items():
                lines[part] = made
            lines[place].setFocus(Qt.FocusReason.OtherFocusReason)
            lines[place].selectAll()

    def _ask_to_open(self) -> None:
        if (url := openable(self._panel.shipment.link)) is not None:
            open_over(self, OpenLink(url, self))
