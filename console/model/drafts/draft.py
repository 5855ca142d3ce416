"""A record under edit: the record as it was read, and the texts typed since.

It must not store anything that follows from those two: dirty, errors, changes and the request body are functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from console.model import records
from console.model.fields import moment, money
from console.model.fields.field import EMPTY, Field, Raw, Reading, Value
from console.model.fields.kinds import Amount, Currency, Moment, OrderMoment
from console.model.findings import Findings
from console.model.lines import lines as line_items
from console.model.lines.line_changes import LinesDifference, difference
from console.model.lines.lines import DraftLine
from console.model.plural import counted
from console.model.records import Cart, Order
from console.runtime.giving_way import unhurried

STATES = ("states.processed", "states.shipped")
COOKIE = ("trackingCookieName", "trackingCookieValue")
LINES = "lineItems"
_AS_READ: tuple[DraftLine, ...] = (DraftLine(),)
"""Stands for "the lines of the base" until a draft is made; it is no line of anyone's."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing an operator changed, in words: `before` and `after` are texts as shown, "empty" where there is none."""

    key: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a draft cannot be sent yet. `row` is the zero-based line where `key` is a line item's column."""

    key: str
    label: str
    sentence: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """A warning that keeps nothing from being sent; `key` is the field to mark, with `row` as in a problem."""

    sentence: str
    key: str
    label: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """`base` as read from the server at `read_at` (any zone), `edits` by API name, `lines` as they now stand.

    `findings` is no part of it: drafts of one reading share what was worked out of their lines.
    """

    base: Order | Cart
    read_at: datetime
    edits: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[DraftLine, ...] = _AS_READ
    findings: Findings = field(default_factory=lambda: Findings(None), repr=False, compare=False)

    @property
    def fields(self) -> dict[str, Field]:
        """The declared fields of this record by API name."""
        return records.fields(type(self.base))

    @property
    def currency(self) -> Value:
        """The currency as it now stands in the form."""
        return self.reading("currency").value

    @property
    def decimals(self) -> int | None:
        """How many digits amounts have here: those of the currency as it now stands in the form."""
        return money.digits(self.currency)

    def __post_init__(self) -> None:
        if self.findings.base is not self.base:
            known = self.base.findings
            if known.base is not self.base:  # a copy of a record has those of what it was copied from
                known = Findings(self.base)
            object.__setattr__(self, "findings", known)
        if self.lines is _AS_READ:
            object.__setattr__(self, "lines", self._rows_as_read)

    def shown(self, key: str) -> str:
        """The text in a field: as typed, or as the server's value is shown."""
        if key in self.edits:
            return self.edits[key]
        return self.fields[key].kind.show(records.value(self.base, key), self._places(key))

    def reading(self, key: str) -> Reading:
        """What a field means now; an untouched one never has an error."""
        declared, held = self.fields[key], records.value(self.base, key)
        if key not in self.edits:
            return Reading(held, advice=_ill_formed(held), meaning=_meaning(declared, held))
        text = self.edits[key]
        if not text.strip() and not declared.kind.clearable:
            if declared.kind.same(None, held):
                return Reading(held)
            return Reading(
                None, error="This API has no way to empty this field. Ctrl+Z puts the old value back."
            )
        reading = declared.kind.read(text)
        if isinstance(declared.kind, Amount):
            return declared.kind.in_currency(reading, self.currency)
        if isinstance(declared.kind, OrderMoment) and not reading.error:
            return replace(reading, error=declared.kind.outside(reading.value, self.read_at))
        if key in COOKIE and not reading.error and not self._cookie_is_whole():
            return replace(
                reading, error="The cookie's name and value belong together; fill both or neither."
            )
        return reading

    def changed(self, key: str) -> bool:
        """Whether a field means something else than the server's value."""
        if not self._edited(key):
            return False
        reading, held = self.reading(key), records.value(self.base, key)
        # What is typed over an ill-formed value mends it, also where both count as one number.
        return bool(reading.error or isinstance(held, Raw)) or not self.fields[key].kind.same(
            reading.value, held
        )

    @property
    def lines_changed(self) -> bool:
        """Whether the lines differ from the server's."""
        return self.lines is not self._rows_as_read and self.findings.once(
            "changed", self.lines, lambda: not line_items.untouched(self.lines, self.base.lines)
        )

    @property
    def lines_trouble(self) -> str:
        """Why the lines must not be replaced; empty where they may be."""
        items = self.base.line_items
        return self.findings.once("trouble", self.base, lambda: line_items.trouble(items))

    @property
    def dirty(self) -> bool:
        """Whether there is anything to send."""
        return self.lines_changed or any(self.changed(key) for key in self.edits)

    def typed(self, key: str, text: str) -> Draft:
        """This draft with a field typed over; typing the server's value back makes the field untouched again."""
        if not self.fields[key].writable:
            return self
        edits = {name: kept for name, kept in self.edits.items() if name != key}
        untouched = replace(self, edits=edits)
        held, places = records.value(self.base, key), untouched._places(key)
        as_held = self.fields[key].kind.shows(text, held, places)
        return untouched if as_held else replace(self, edits=edits | {key: text})

    def with_lines(self, rows: Sequence[DraftLine]) -> Draft:
        """This draft with its lines replaced."""
        return replace(self, lines=tuple(rows))

    def discarded(self) -> Draft:
        """The record as it was read, nothing typed."""
        return Draft(self.base, self.read_at, findings=self.findings)

    def changes(self) -> tuple[Change, ...]:
        """Every change in words, in form order, the lines last: what was, and what is sent, in the form of the record."""
        changes = [
            Change(key, declared.label, self._held_text(key), self._sent_text(key) or EMPTY)
            for key, declared in self.fields.items()
            if key in self.edits and self.changed(key)
        ]
        if self.lines_changed:
            before, now = len(self.base.lines), len(self.lines)
            changes.append(
                Change(
                    LINES,
                    records.LINES,
                    counted(before, "line"),
                    f"replaced by these {now}: {self.lines_difference.words}",
                )
            )
        return tuple(changes)

    @property
    def lines_difference(self) -> LinesDifference:
        """What the lines as they now stand do to the server's, counted."""
        return self.findings.once("told", self.lines, lambda: difference(self.lines, self.base.lines))

    def problems(self) -> tuple[Problem, ...]:
        """Everything that keeps this draft from being sent."""
        problems = [
            Problem(key, self.fields[key].label, sentence)
            for key in self.fields
            if key in self.edits and self._edited(key) and (sentence := self.reading(key).error)
        ]
        if not self.lines_changed:
            return tuple(problems)
        if sentence := self.lines_trouble:
            problems.append(Problem(LINES, records.LINES, sentence))
        return (*problems, *self._said_of_lines()[0])

    def advice_of_lines(self) -> tuple[Advice, ...]:
        """What there is to warn of in cells that were typed or pasted, and are not in error."""
        return self._said_of_lines()[1] if self.lines_changed else ()

    def payload(self) -> dict[str, Any]:
        """The request body: changed fields only, both states if either changed, both halves of the cookie, the lines whole.

        A state that the server did not tell as yes or no is left out. Only what has no `problems()` is fit to be sent.
        """
        body: dict[str, Any] = {}
        changed = {key for key in self.edits if self.changed(key)}
        if changed.intersection(STATES):
            states = {key.partition(".")[2]: self.reading(key).value for key in STATES}
            body["states"] = {name: on for name, on in states.items() if isinstance(on, bool)}
        if changed.intersection(COOKIE):
            changed.update(COOKIE)
        for key in self.fields:
            if key in changed and key not in STATES:
                sent = self.reading(key).value
                body[key] = sent.json if isinstance(sent, Raw) else "" if sent is None else sent
        if self.lines_changed:
            body[LINES] = [row.wire() for row in unhurried(self.lines)]
        return body

    @property
    def _rows_as_read(self) -> tuple[DraftLine, ...]:
        return self.findings.once("rows", self.base, lambda: line_items.rows(self.base.lines))

    def _said_of_lines(self) -> tuple[tuple[Problem, ...], tuple[Advice, ...]]:
        """Errors and advice, found in one walk; an amount depends on the currency as well."""
        currency = self.currency
        return self.findings.once(f"said in {currency}", self.lines, lambda: self._walked(currency))

    def _walked(self, currency: Value) -> tuple[tuple[Problem, ...], tuple[Advice, ...]]:
        if len(self.lines) > line_items.MOST:
            return (Problem(LINES, records.LINES, line_items.too_many(len(self.lines))),), ()
        wrong, doubtful = [], []
        for place, row in enumerate(unhurried(self.lines)):
            if not ((row.cells or row.item is None) and row.touched):
                continue
            for column, declared in line_items.COLUMNS.items():
                reading = row.reading_in(column, currency)
                if reading.error:
                    wrong.append(Problem(column, declared.label, reading.error, place))
                elif reading.advice:
                    doubtful.append(Advice(reading.advice, column, declared.label, place))
        return tuple(wrong), tuple(doubtful)

    def _places(self, key: str) -> int | None:
        return self.decimals if self.fields[key].group == records.AMOUNTS else None

    def _edited(self, key: str) -> bool:
        """Whether a text was typed here. A draft kept on disk may name fields that are not, or no longer, writable."""
        return key in self.edits and key in self.fields and self.fields[key].writable

    def _cookie_is_whole(self) -> bool:
        filled = {bool(self.shown(key).strip()) for key in COOKIE}
        return len(filled) == 1

    def _sent_text(self, key: str) -> str:
        """What a field is sent as, however it was typed; what cannot be sent stays as it was typed."""
        reading = self.reading(key)
        if reading.error or key not in self.edits:
            return self.shown(key)
        return self.fields[key].kind.show(reading.value)

    def _held_text(self, key: str) -> str:
        return replace(self, edits={}).shown(key) or EMPTY


def _ill_formed(held: Value) -> str:
    if not isinstance(held, Raw):
        return ""
    return "The server sent this in a form the API does not describe. It stays so unless you type over it."


def _meaning(declared: Field, held: Value) -> str:
    """What there is to say of a value that nobody touched."""
    if isinstance(declared.kind, Moment) and isinstance(held, str):
        return moment.in_utc(held)
    if isinstance(declared.kind, Currency) and money.is_none(held):
        return f"Without a currency {money.ASSUMED} digits after the point are assumed."
    return ""
