"""What the two people of the state machine have: a server, texts and values to type, and marks to follow them by.

It must not decide what ought to happen; the machine does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from console.model.drafts.draft import COOKIE, LINES, STATES, Draft
from console.model.lines.lines import SENT, DraftLine
from console.model.records import LineItem, Order
from tests.model.samples import MUG, ORDER, POT

FIELDS = ("shippingDetails", "shippingTrackingUrl", "subtotal", "taxAmount", *STATES, *COOKIE)
TOKEN = re.compile(r"(?:mine|theirs)-\d+")
TEXTS = {
    "subtotal": ["23.990", "5", "5,0", "", "30"],
    "taxAmount": ["0.28", "x", "1.68"],
    "states.processed": ["yes", "no"],
    "states.shipped": ["yes", "no"],
    "trackingCookieName": ["", "tid_mine", "tid_abc"],
    "trackingCookieValue": ["", "9"],
    "shippingTrackingUrl": ["", "https://x.example/1", "not a link", "\ud83d"],
    "shippingDetails": ["", "Free next day shipping"],
}
VALUES: dict[str, list[Any]] = {
    "subtotal": [Decimal(5), Decimal("30.00"), None, "30"],
    "taxAmount": [Decimal("0.28"), Decimal(7)],
    "trackingCookieName": ["tid_theirs", None],
    "trackingCookieValue": ["8", None],
    "shippingTrackingUrl": ["https://x.example/1", "", None],
    "shippingDetails": ["By car", None],
}
SIDES = st.sampled_from(["mine", "theirs"])
PLACE = st.integers(0, 5)


def tokens(text: str) -> frozenset[str]:
    return frozenset(TOKEN.findall(text))


def tokens_in(row: DraftLine) -> frozenset[str]:
    return tokens(" ".join(row.shown(column, 2) for column in SENT))


class Server:
    """What the API describes: absent properties stay, lines are replaced whole and numbered, one state keeps the other."""

    def __init__(self) -> None:
        self.record: dict[str, Any] = {
            **ORDER,
            "lineItems": [dict(MUG), dict(POT)],
            "states": dict(ORDER["states"]),
        }
        self.posts = 0

    def read(self) -> Order:
        lines = [{**line, "position": Decimal(at)} for at, line in enumerate(self.record[LINES])]
        return Order.model_validate({**self.record, LINES: lines, "states": dict(self.record["states"])})

    def post(self, body: dict[str, Any]) -> None:
        self.posts += 1
        for key, sent in body.items():
            self.record[key] = {**self.record[key], **sent} if key == "states" else sent
        self.record["updatedDate"] = f"2026-11-21T15:00:00.{self.posts:03d}Z"


@dataclass(frozen=True)
class EditedDraft:
    """The operator's draft, and what must come of it: texts typed that are alive, fields touched, lines given up."""

    draft: Draft
    alive: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    given_up: frozenset[str] = frozenset()


class SomeoneElse(RuleBasedStateMachine):
    """The one who writes straight to the server."""

    def __init__(self) -> None:
        super().__init__()
        self.server = Server()
        self.number = 0

    @rule(key=st.sampled_from(sorted(VALUES)), data=st.data())
    def they_change_a_field(self, key: str, data: st.DataObject) -> None:
        self.server.record[key] = data.draw(st.sampled_from(VALUES[key]))

    @rule(name=st.sampled_from(["processed", "shipped"]), flag=st.booleans())
    def they_change_a_state(self, name: str, flag: bool) -> None:
        self.server.record["states"] = {**self.server.record["states"], name: flag}

    @rule(place=PLACE, column=st.sampled_from(["other", "description"]))
    def they_change_a_line(self, place: int, column: str) -> None:
        lines = [dict(line) for line in self.server.record[LINES]]
        if place < len(lines):
            lines[place][column] = self.token("theirs")
            self.server.record[LINES] = lines

    @rule(place=PLACE)
    def they_add_a_line(self, place: int) -> None:
        line = {"name": self.token("theirs"), "quantity": Decimal(1), "totalPrice": Decimal(3)}
        lines = self.server.record[LINES]
        self.server.record[LINES] = [*lines[:place], line, *lines[place:]]

    @rule(place=PLACE)
    def they_remove_a_line(self, place: int) -> None:
        lines = self.server.record[LINES]
        self.server.record[LINES] = lines[:place] + lines[place + 1 :]

    @rule()
    def they_turn_the_lines(self) -> None:
        self.server.record[LINES] = self.server.record[LINES][::-1]

    def token(self, whose: str) -> str:
        """A text that is nowhere else."""
        self.number += 1
        return f"{whose}-{self.number}"


def cookie(draft: Draft) -> tuple[str, ...]:
    return tuple(draft.shown(key) for key in COOKIE)


def tokens_of(lines: tuple[LineItem, ...]) -> frozenset[str]:
    return frozenset().union(*(tokens_in(DraftLine(line)) for line in lines))
