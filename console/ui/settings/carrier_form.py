"""One carrier as a form: its name, a number as it stands on a parcel, and the link to a parcel's page.

It must not judge what is typed; the presenter says what it comes to.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from console.presenters.settings.carrier_file import EntryStanding
from console.presenters.settings.carrier_form import NUMBER, CarrierForm, CarrierPart, FormVerdict
from console.ui.look.heard import INVALID, SpokenWords
from console.ui.look.inputs import TypedLine
from console.ui.look.parts import button, label, put_property, put_text, row

_ROWS: tuple[tuple[CarrierPart, str, str, str], ...] = (
    ("name", "N&ame", "Courier of the town", "As the window shows it, and as it is proposed for the shipping details."),
    ("sample", "Sa&mple number", "TOWN12345678", "One of its numbers as it stands on a parcel; others are like it."),
    ("link", "Li&nk", f"https://courier.example/parcels/{NUMBER}", f"A parcel's page, {NUMBER} for its number; empty: none."),
)  # fmt: skip
_LONGEST = 2_000


class CarrierFormWidget(QWidget):
    """`typed` has the part and its text; `removed` asks to take the operator's own entry out."""

    typed = Signal(str, str)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        self.inputs: dict[CarrierPart, TypedLine] = {}
        for place, (part, text, shown, hint) in enumerate(_ROWS):
            edit = self.inputs[part] = TypedLine()
            edit.setAccessibleName(text.replace("&", ""))
            edit.setAccessibleDescription(hint)
            edit.setPlaceholderText(shown)
            edit.setMaxLength(_LONGEST)
            edit.typed.connect(lambda said, part=part: self.typed.emit(part, said))
            named = label(text, "label")
            named.setBuddy(edit)
            grid.addWidget(named, 3 * place, 0)
            grid.addWidget(edit, 3 * place, 1)
            told = label(hint, "meaning", wrap=True)
            told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            grid.addWidget(told, 3 * place + 1, 1)
            grid.setRowMinimumHeight(3 * place + 2, 4)
        grid.setColumnStretch(1, 1)
        self.told = label(role="muted", wrap=True)
        self._told = SpokenWords(self.told)
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.remove = button("&Remove this one", "Remove this one")
        self.remove.clicked.connect(self.removed)
        grid.addWidget(self.told, 9, 1)
        grid.addLayout(row(self.remove, 1), 10, 1)
        grid.setRowStretch(11, 1)

    def show_form(self, form: CarrierForm, verdict: FormVerdict, standing: EntryStanding) -> None:
        """Show a form and what it comes to; showing it twice changes nothing."""
        for part, edit in self.inputs.items():
            if edit.text() != (text := getattr(form, part)):
                edit.put(text)
                if part != "link":  # of which the host is what one looks for
                    edit.end(False)
            wrong = verdict.wrong and verdict.part == part
            put_property(edit, "mark", "wrong" if wrong else "")
            hint = next(hint for row_part, _, _, hint in _ROWS if row_part == part)
            edit.setAccessibleDescription(f"{INVALID} {verdict.told}" if wrong else hint)
        known = f"Its numbers are like {form.numbers}." if form.numbers else ""
        put_text(self.told, verdict.told or known)
        put_property(self.told, "role", "error" if verdict.wrong else "muted")
        self._told.tell(self.told.text() if verdict.told else "")
        self.inputs["sample"].setPlaceholderText(
            "Another number, where it has others too" if form.numbers else _ROWS[1][2]
        )
        self.remove.setVisible(standing in ("yours", "changed"))
        put_text(
            self.remove,
            "&Remove this one" if standing != "changed" else "&Have it as it comes with the program",
        )
        self.remove.setAccessibleName(self.remove.text().replace("&", ""))
