"""One person changes an amount, the other its currency: that is asked, and no amount ends in a currency nobody meant.

It must not test other clashes; those have their own tests.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from console.model.drafts.draft import Draft
from console.model.lines.lines import DraftLine
from console.model.merging.clash import Clash, Side, clashes, merged, told
from tests.model.samples import MUG, POT, draft, order

LATER = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
PEN: dict[str, Any] = {"name": "Pen", "sku": "PEN", "quantity": Decimal(1), "totalPrice": Decimal(2)}
EURO_POT = POT | {"totalPrice": Decimal(18)}
"""The line as someone else priced it anew."""


def typed(**texts: str) -> Draft:
    start = draft()
    for key, text in texts.items():
        start = start.typed(key, text)
    return start


def typed_in_line(column: str, text: str, place: int = 1) -> Draft:
    start = draft()
    rows = list(start.lines)
    rows[place] = rows[place].typed(column, text, 2)
    return start.with_lines(rows)


def with_new_line() -> Draft:
    start = draft()
    return start.with_lines(
        [*start.lines, DraftLine(None, {"name": "Pen", "quantity": "1", "totalPrice": "2.00"})]
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "before", "other", "own"),
    [
        (
            typed(subtotal="30.00"),
            {"currency": "EUR"},
            "USD, Subtotal 23.99",
            "EUR, Subtotal 23.99",
            "USD, Subtotal 30.00",
        ),
        (
            typed(currency="EUR"),
            {"subtotal": Decimal(30)},
            "USD, Subtotal 23.99",
            "USD, Subtotal 30.00",
            "EUR, Subtotal 23.99",
        ),
        (typed_in_line("totalPrice", "30"), {"currency": "EUR"}, "USD", "EUR", "USD, amounts in 1 line"),
        (typed_in_line("unitPrice", "30"), {"currency": "EUR"}, "USD", "EUR", "USD, amounts in 1 line"),
        (with_new_line(), {"currency": "EUR"}, "USD", "EUR", "USD, amounts in 1 line"),
        (typed(currency="EUR"), {"lineItems": [MUG, EURO_POT]}, "USD", "USD, amounts in 1 line", "EUR"),
        (typed(currency="EUR"), {"lineItems": [MUG, POT, PEN]}, "USD", "USD, amounts in 1 line", "EUR"),
        (
            typed(currency="GBP", taxAmount="2"),
            {"currency": "EUR", "lineItems": [MUG, EURO_POT]},
            "USD, Tax 1.68",
            "EUR, Tax 1.68, amounts in 1 line",
            "GBP, Tax 2",
        ),
        (
            typed(subtotal="30.00"),
            {"currency": None},
            "USD, Subtotal 23.99",
            "no currency, Subtotal 23.99",
            "USD, Subtotal 30.00",
        ),
    ],
)
def test_an_amount_here_and_its_currency_there_are_asked_together(
    mine: Draft, theirs: dict[str, Any], before: str, other: str, own: str
) -> None:
    now = order(**theirs)
    assert clashes(mine, now) == (Clash("currency", "Currency and amounts", before, other, own),)
    assert told(mine, now) == ()
    still = merged(mine, now, LATER)
    assert [clash.key for clash in clashes(still, now)] == ["currency"], (
        "it stays a question until it is answered"
    )
    assert still.payload() == mine.payload()


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (typed(currency="EUR", subtotal="30"), {"shippingDetails": "By car"}),
        (typed(shippingDetails="By car"), {"currency": "EUR", "subtotal": Decimal(30)}),
        (typed(currency="EUR", subtotal="30"), {"currency": "EUR", "subtotal": Decimal(30)}),
        (typed(currency="EUR"), {"lineItems": [POT, MUG]}),
        (typed_in_line("name", "Big pot"), {"currency": "EUR"}),
        (typed(subtotal="23.990"), {"currency": "EUR"}),
    ],
)
def test_where_only_one_side_touched_money_nothing_is_asked(mine: Draft, theirs: dict[str, Any]) -> None:
    assert clashes(mine, order(**theirs)) == ()


def test_both_changing_the_currency_alone_is_a_clash_of_that_field() -> None:
    assert clashes(typed(currency="GBP"), order(currency="EUR")) == (
        Clash("currency", "Currency", "USD", "EUR", "GBP"),
    )


def test_an_amount_that_both_changed_is_part_of_the_one_question() -> None:
    found = clashes(typed(subtotal="30", taxAmount="2"), order(currency="EUR", subtotal=Decimal(20)))
    assert [clash.key for clash in found] == ["currency"]
    assert (found[0].theirs, found[0].mine) == (
        "EUR, Subtotal 20.00, Tax 1.68",
        "USD, Subtotal 30, Tax 2",
    )


@pytest.mark.parametrize(
    ("side", "payload"),
    [
        ("mine", {"currency": "USD", "subtotal": Decimal(30), "grandTotal": Decimal("25.67")}),
        ("theirs", {}),
    ],
)
def test_a_choice_keeps_currency_and_amounts_together(side: Side, payload: dict[str, Any]) -> None:
    mine = typed(subtotal="30", shippingDetails="By bike")
    theirs = order(currency="EUR", grandTotal=Decimal(20), contactId="c-2")
    now = merged(mine, theirs, LATER, {"currency": side})
    assert now.payload() == payload | {"shippingDetails": "By bike"}
    assert (now.base, now.read_at) == (theirs, LATER)
    assert clashes(now, theirs) == ()
    assert now.problems() == ()


def test_my_currency_is_kept_with_their_amounts_put_back() -> None:
    mine = typed(currency="EUR")
    now = merged(mine, order(subtotal=Decimal(30)), LATER, {"currency": "mine"})
    assert now.payload() == {"currency": "EUR", "subtotal": Decimal("23.99")}
    assert merged(mine, order(subtotal=Decimal(30)), LATER, {"currency": "theirs"}).payload() == {}


def test_my_amounts_in_lines_go_with_my_currency() -> None:
    mine = typed_in_line("totalPrice", "30", place=0)
    theirs = order(
        currency="EUR", lineItems=[MUG | {"name": "Big mug", "unitPrice": Decimal("3.50")}, EURO_POT]
    )
    kept = merged(mine, theirs, LATER, {"currency": "mine", "lineItems[0]": "mine"})
    assert kept.payload()["currency"] == "USD"
    assert [
        (row.shown("name", 2), row.reading("unitPrice").value, row.reading("totalPrice").value)
        for row in kept.lines
    ] == [("Coffee Mug", Decimal("3.99"), Decimal(30)), ("Pot", None, Decimal(20))]
    assert clashes(kept, theirs) == ()
    taken = merged(mine, theirs, LATER, {"currency": "theirs", "lineItems[0]": "mine"})
    assert (taken.payload(), taken.base) == ({}, theirs)


def test_a_new_line_has_no_amount_in_a_currency_nobody_meant_it_in() -> None:
    taken = merged(with_new_line(), order(currency="EUR"), LATER, {"currency": "theirs"})
    assert [(one.row, one.key) for one in taken.problems()] == [(2, "totalPrice")]
    assert taken.lines[2].shown("name", 2) == "Pen"

    theirs = order(lineItems=[MUG, POT, PEN])
    kept = merged(typed(currency="EUR"), theirs, LATER, {"currency": "mine"})
    assert kept.base is theirs
    assert [(one.row, one.key) for one in kept.problems()] == [(2, "totalPrice")]
    assert [row.shown("name", 2) for row in kept.lines] == ["Coffee Mug", "Pot", "Pen"]
    assert merged(typed(currency="EUR"), theirs, LATER, {"currency": "theirs"}).payload() == {}


def test_an_amount_that_cannot_be_emptied_must_be_typed_before_my_currency_is_sent() -> None:
    start = draft(subtotal=None).typed("currency", "EUR")
    now = merged(start, order(subtotal=Decimal(30)), LATER, {"currency": "mine"})
    assert [one.key for one in now.problems()] == ["subtotal"]


RENAMED: dict[str, Any] = {"currency": "EUR", "lineItems": [MUG | {"totalPrice": Decimal(3)}, POT]}


@pytest.mark.parametrize(
    ("theirs", "total"),
    [(RENAMED, "3.00"), (RENAMED | {"lineItems": [POT]}, ""), (RENAMED | {"lineItems": None}, "")],
)
def test_a_line_that_is_kept_as_mine_takes_no_amount_into_a_currency_that_someone_else_set(
    theirs: dict[str, Any], total: str
) -> None:
    mine, now = typed_in_line("name", "Cup", 0), order(**theirs)
    found = {clash.key: "mine" for clash in clashes(mine, now)}
    made = merged(mine, now, LATER, dict.fromkeys(found, "mine"))
    assert made.shown("currency") == "EUR"
    assert [row.shown("totalPrice", 2) for row in made.lines if row.title == "Cup"] == [total]


@pytest.mark.parametrize("text", ["20", "20.0", ""])
def test_an_amount_of_a_line_that_says_what_stood_there_or_nothing_was_not_typed(text: str) -> None:
    start = draft()
    cup, pot = start.lines
    mine = start.with_lines([cup.typed("name", "Cup", 2), pot.typed("totalPrice", text, 2)])
    assert [clash.key for clash in clashes(mine, order(currency="EUR"))] == []
