"""What two readings of a record differ in, what a server kept otherwise, and edits put on a newer reading.

It must not decide what follows from a difference; that is for the tests of saving.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.drafts.draft import LINES, Change, Draft
from console.model.lines.lines import DraftLine
from console.model.merging.clash import Side, clashes, merged
from console.model.merging.differences import kept_otherwise, moved, same_lines, summed
from console.model.records import Order
from tests.model.samples import MUG, POT, READ_AT, cart, draft, order
from tests.support.tries import tries

LATER = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
PEN: dict[str, Any] = {
    "position": Decimal(2),
    "name": "Pen",
    "quantity": Decimal(1),
    "totalPrice": Decimal(2),
}

# -- two readings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"updatedDate": "2026-11-21T14:02:00.000Z"},
        {"subtotal": Decimal("23.990")},
        {"shippingDetails": "Free next day shipping", "messageId": ""},
        {"orderDate": "2026-05-12"},
        {"lineItems": [MUG | {"position": Decimal(7)}, POT]},
        {"lineItems": [MUG | {"other": "", "quantity": Decimal("1.0")}, POT]},
    ],
)
def test_the_same_in_other_words_has_not_moved(fields: dict[str, Any]) -> None:
    assert moved(order(), order(**fields)) == ()
    assert moved(order(**fields), order()) == ()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"shippingTrackingUrl": "https://x.example/1"},
            [Change("shippingTrackingUrl", "Tracking URL", "empty", "https://x.example/1")],
        ),
        (
            {"states": {"processed": True, "shipped": True}},
            [Change("states.shipped", "Shipped", "no", "yes")],
        ),
        ({"subtotal": Decimal(5)}, [Change("subtotal", "Subtotal", "23.99", "5.00")]),
        ({"subtotal": "23.98"}, [Change("subtotal", "Subtotal", "23.99", '"23.98"')]),
        ({"hasTracking": True}, [Change("hasTracking", "Has tracking", "no", "yes")]),
        ({"lineItems": [MUG]}, [Change(LINES, "Line items", "2 lines", "1 line, not the same")]),
        ({"lineItems": [POT, MUG]}, [Change(LINES, "Line items", "2 lines", "2 lines, not the same")]),
        ({"lineItems": "none"}, [Change(LINES, "Line items", "2 lines", "0 lines, not the same")]),
        (
            {"status": "PENDING", "contactId": None},
            [
                Change("contactId", "Contact ID", "c-1", "empty"),
                Change("status", "Status", "PROCESSED", "PENDING"),
            ],
        ),
    ],
)
def test_what_moved_is_named_in_form_order(fields: dict[str, Any], told: list[Change]) -> None:
    assert list(moved(order(), order(**fields))) == told


def test_each_reading_has_the_digits_of_its_own_currency() -> None:
    found = moved(order(), order(currency="JPY", subtotal=Decimal(24)))
    assert [(one.before, one.after) for one in found] == [("USD", "JPY"), ("23.99", "24")]


def test_carts_are_compared_too() -> None:
    assert [one.key for one in moved(cart(), cart(status="EXPIRED", phase="PAYMENT"))] == ["phase", "status"]


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ([MUG, POT], [MUG, POT], True),
        ([], None, True),
        ([MUG], [MUG, MUG], False),
        ([MUG], "none", False),
        ("none", "none", True),
        ("none", "some", False),
        ([MUG | {"quantity": "13"}], [MUG | {"quantity": "13"}], True),
        ([MUG | {"quantity": "13"}], [MUG | {"quantity": Decimal(13)}], True),
        ([MUG | {"quantity": "13"}], [MUG | {"quantity": Decimal(12)}], False),
    ],
)
def test_same_lines(mine: Any, theirs: Any, same: bool) -> None:
    assert same_lines(order(lineItems=mine), order(lineItems=theirs)) is same


# -- what was meant, and what was kept --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        ({}, {"subtotal": Decimal(5)}),
        ({"subtotal": Decimal("5.00")}, {"subtotal": Decimal(5)}),
        ({"shippingDate": "2026-11-21"}, {"shippingDate": "2026-11-21T00:00:00.000Z"}),
        ({"shippingDate": "2026-11-21T14:00:00+01:00"}, {"shippingDate": "2026-11-21T13:00:00.000Z"}),
        ({"shippingDetails": ""}, {"shippingDetails": None}),
        ({"states": {"processed": True, "shipped": True}}, {"states": {"processed": True, "shipped": True}}),
        ({"states": {"shipped": True}}, {"states": {"processed": True, "shipped": True}}),
        ({"tid": "t-1"}, {}),
        ({"trackingCookieName": Decimal(7)}, {"trackingCookieName": Decimal(7)}),
        ({LINES: []}, {"lineItems": None}),
        # a cell that was not sent may come back as 0 or null
        (
            {LINES: [{"quantity": Decimal(1), "totalPrice": Decimal(2)}]},
            {"lineItems": [PEN | {"salePrice": Decimal(0)}]},
        ),
        ({LINES: [{"quantity": "13", "other": ""}]}, {"lineItems": [{"quantity": "13", "other": None}]}),
    ],
)
def test_kept_as_sent(sent: dict[str, Any], answer: dict[str, Any]) -> None:
    assert kept_otherwise(sent, order(**answer)) == ()


@pytest.mark.parametrize(
    ("sent", "answer", "told"),
    [
        (
            {"subtotal": Decimal("5.009")},
            {"subtotal": Decimal("5.01")},
            Change("subtotal", "Subtotal", "5.009", "5.01"),
        ),
        ({"subtotal": Decimal(5)}, {"subtotal": None}, Change("subtotal", "Subtotal", "5.00", "empty")),
        (
            {"shippingDetails": ""},
            {"shippingDetails": "x"},
            Change("shippingDetails", "Shipping details", "empty", "x"),
        ),
        (
            {"states": {"processed": True, "shipped": True}},
            {},
            Change("states.shipped", "Shipped", "yes", "no"),
        ),
        ({"currency": "USD"}, {"currency": "usd"}, Change("currency", "Currency", "USD", "usd")),
    ],
)
def test_kept_otherwise(sent: dict[str, Any], answer: dict[str, Any], told: Change) -> None:
    assert kept_otherwise(sent, order(**answer)) == (told,)


def bodies(*lines: dict[str, Any]) -> list[dict[str, Any]]:
    """Lines as they are sent: no position, no null."""
    return [
        {name: held for name, held in line.items() if name != "position" and held is not None}
        for line in lines
    ]


TOLD_LINES = "Line items"


@pytest.mark.parametrize(
    ("sent", "kept", "told"),
    [
        # the same
        (bodies(MUG, POT), [MUG, POT | {"position": Decimal(9)}], []),
        (bodies(MUG | {"totalPrice": Decimal("4.1")}), [MUG | {"totalPrice": Decimal("4.10")}], []),
        (bodies(MUG | {"other": ""}), [MUG | {"other": None}], []),
        (bodies(POT), [POT | {"unitPrice": Decimal(0), "sku": "made up"}], []),
        # another count
        (
            bodies(MUG, PEN, POT),
            [MUG, POT],
            [(LINES, TOLD_LINES, "3 lines, quantity 4, total 25.990", "2 lines, quantity 3, total 23.990, without line 2 (Pen)")],
        ),
        (
            bodies(*[MUG | {"name": f"Mug {number}"} for number in range(9)]),
            [MUG | {"name": "Mug 1"}],
            [
                (
                    LINES,
                    TOLD_LINES,
                    "9 lines, quantity 9, total 35.910",
                    "1 line, quantity 1, total 3.990, without lines 1, 3, 4, 5, 6 and 3 more",
                )
            ],
        ),
        (
            bodies(*[MUG | {"name": f"Mug {number}"} for number in range(6)]),
            [MUG | {"name": "Mug 1"}],
            [
                (
                    LINES,
                    TOLD_LINES,
                    "6 lines, quantity 6, total 23.940",
                    "1 line, quantity 1, total 3.990, without lines 1, 3, 4, 5, 6",
                )
            ],
        ),
        (bodies(POT), [POT, PEN], [(LINES, TOLD_LINES, "1 line, quantity 2, total 20.00", "2 lines, quantity 3, total 22.00")]),
        ([], [POT], [(LINES, TOLD_LINES, "0 lines, quantity 0, total 0.00", "1 line, quantity 2, total 20.00")]),
        # other cells, and with them perhaps the sums
        (
            bodies(MUG, POT, PEN | {"totalPrice": Decimal("7.98")}),
            [MUG, POT, PEN | {"totalPrice": Decimal("7.97")}],
            [
                (LINES, TOLD_LINES, "3 lines, quantity 4, total 31.970", "3 lines, quantity 4, total 31.960"),
                ("lineItems[2].totalPrice", "Line 3: total price", "7.98", "7.97"),
            ],
        ),
        (
            bodies(MUG | {"name": "Tea Mug", "other": "gift"}),
            [MUG],
            [
                ("lineItems[0].name", "Line 1: name", "Tea Mug", "Coffee Mug"),
                ("lineItems[0].other", "Line 1: other", "gift", "empty"),
            ],
        ),
        ([{"quantity": "13"}], [{"quantity": Decimal(13)}], []),
        ([{"quantity": "13"}], [{"quantity": Decimal(12)}], [
            (LINES, TOLD_LINES, "1 line, quantity 13, total 0.00", "1 line, quantity 12, total 0.00"),
            ("lineItems[0].quantity", "Line 1: quantity", '"13"', "12"),
        ]),
        # another order, another form
        (bodies(MUG, POT), [POT, MUG], [(LINES, TOLD_LINES, "2 lines, quantity 3, total 23.990", "the same in another order")]),
        (bodies(MUG), "none", [(LINES, TOLD_LINES, "1 line", "lines in a form this console does not know")]),
    ],
)  # fmt: skip
def test_lines_are_compared_by_count_sums_and_cells(
    sent: list[dict[str, Any]], kept: Any, told: list[tuple[str, str, str, str]]
) -> None:
    assert kept_otherwise({LINES: sent}, order(lineItems=kept)) == tuple(Change(*one) for one in told)


def test_sums_have_the_digits_of_the_currency_and_skip_what_is_no_number() -> None:
    lines = order(lineItems=[POT, PEN, {"quantity": "seven", "totalPrice": None}]).lines
    assert summed(lines, 2) == "3 lines, quantity 3, total 22.00"
    assert summed(lines, 0) == "3 lines, quantity 3, total 22"


# -- edits on a newer reading -----------------------------------------------------------------------------


def mine_kept(mine: Draft, theirs: Order, read_at: datetime) -> Draft:
    """The draft on a newer reading, the operator's wherever both changed something."""
    mine_everywhere: dict[str, Side] = {clash.key: "mine" for clash in clashes(mine, theirs)}
    return merged(mine, theirs, read_at, mine_everywhere)


def test_texts_stay_and_untouched_fields_show_what_is_there_now() -> None:
    mine = draft().typed("shippingDetails", "By bike").typed("subtotal", "abc")
    now = mine_kept(mine, order(taxAmount=Decimal(9), shippingDetails="By car"), LATER)
    assert (now.shown("shippingDetails"), now.shown("subtotal"), now.shown("taxAmount")) == (
        "By bike",
        "abc",
        "9.00",
    )
    assert now.read_at == LATER
    assert {change.key: change.before for change in now.changes()} == {
        "shippingDetails": "By car",
        "subtotal": "23.99",
    }


def test_an_edit_that_someone_else_made_too_is_no_edit_any_more() -> None:
    assert not mine_kept(
        draft().typed("shippingDetails", "By bike"), order(shippingDetails="By bike"), LATER
    ).dirty


@pytest.mark.parametrize(
    ("theirs", "titles", "difference"),
    [
        # nobody touched the lines
        ([MUG, POT], ["Coffee Mug", "Pot", "Spoon"], "3: 1 added, 1 changed (line 2: quantity 2 → 3)"),
        # another line was added, taken out or moved
        (
            [MUG, POT, PEN],
            ["Coffee Mug", "Pot", "Pen", "Spoon"],
            "4: 1 added, 1 changed (line 2: quantity 2 → 3)",
        ),
        ([POT], ["Pot", "Spoon"], "2: 1 added, 1 changed (line 1: quantity 2 → 3)"),
        (
            [POT, MUG],
            ["Pot", "Coffee Mug", "Spoon"],
            "3: 1 added, 1 changed (line 1: quantity 2 → 3)",
        ),
        # the very line was changed or taken out: it stays the operator's
        (
            [MUG, POT | {"quantity": Decimal(5)}],
            ["Coffee Mug", "Pot", "Spoon"],
            "3: 1 added, 1 changed (line 2: quantity 5 → 3)",
        ),
        (None, ["Pot", "Spoon"], "2: 2 added"),
    ],
)
def test_edited_lines_stay_as_the_operator_left_them(theirs: Any, titles: list[str], difference: str) -> None:
    mine = draft()
    mug, pot = mine.lines
    mine = mine.with_lines([mug, pot.typed("quantity", "3", 2), DraftLine().typed("name", "Spoon", 2)])
    now = mine_kept(mine, order(lineItems=theirs), LATER)
    assert [row.shown("name", 2) for row in now.lines] == titles
    assert next(row for row in now.lines if row.title == "Pot").wire() == mine.lines[1].wire()
    assert now.changes()[0].after == f"replaced by these {difference}"


def test_untouched_lines_follow_the_newer_reading() -> None:
    now = mine_kept(draft().typed("shippingDetails", "By bike"), order(lineItems=[PEN]), LATER)
    assert [row.title for row in now.lines] == ["Pen"]
    assert LINES not in now.payload()


def test_lines_edited_alike_are_clean() -> None:
    mine = draft()
    assert not mine_kept(mine.with_lines(mine.lines[:1]), order(lineItems=[MUG]), LATER).dirty


def test_equal_lines_are_told_apart_by_their_place() -> None:
    mine = draft(lineItems=[MUG, MUG, MUG])
    first, second, third = mine.lines
    mine = mine.with_lines([first, second.typed("name", "Tea Mug", 2), third])
    now = mine_kept(mine, order(lineItems=[MUG, MUG, MUG]), LATER)
    assert now.changes()[0].after == "replaced by these 3: 1 changed (line 2: name Coffee Mug → Tea Mug)"


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "shippingDetails": st.sampled_from([None, "", "By bike", "By car"]),
        "subtotal": st.sampled_from([None, Decimal(5), Decimal("5.00"), "5"]),
        "states": st.sampled_from([None, {"processed": True}, {"processed": True, "shipped": True}]),
        "lineItems": st.lists(st.sampled_from([MUG, POT, PEN]), max_size=3),
    },
)


@given(FIELDS, FIELDS)
@tries(150)
def test_moving_to_a_reading_leaves_nothing_to_move(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    one, other = order(**mine), order(**theirs)
    there, back = moved(one, other), moved(other, one)
    assert [change.key for change in there] == [change.key for change in back]
    now = mine_kept(Draft(one, READ_AT), other, LATER)
    assert now == Draft(other, LATER)


# -- numbers that come as texts ---------------------------------------------------------------------------

TEXTS = {**POT, "quantity": "2", "unitPrice": "10", "totalPrice": "20.00"}


def test_numbers_that_come_as_texts_are_summed_and_compared_as_numbers() -> None:
    texts = order(lineItems=[TEXTS])
    numbers = order(lineItems=[{**POT, "unitPrice": Decimal(10)}])
    assert summed(texts.lines, 2) == "1 line, quantity 2, total 20.00"
    assert same_lines(texts, numbers)
    assert moved(texts, numbers) == ()
    assert kept_otherwise({"lineItems": [{"name": "Pot", "quantity": 2, "totalPrice": 20}]}, texts) == ()
    assert kept_otherwise({"grandTotal": Decimal("25.67")}, order(grandTotal="25.67")) == ()
    [change] = kept_otherwise({"lineItems": [{"name": "Pot", "quantity": 3, "totalPrice": 20}]}, texts)[1:]
    assert change.key == "lineItems[0].quantity"
    assert moved(order(grandTotal="25.67"), order(grandTotal=Decimal("25.68"))) != ()


def test_a_text_that_is_no_number_is_compared_as_it_came() -> None:
    assert not same_lines(order(lineItems=[{**POT, "quantity": "two"}]), order(lineItems=[POT]))
    assert summed(order(lineItems=[{**POT, "quantity": "two"}]).lines, 2) == "1 line, quantity 0, total 20.00"


def test_a_number_that_came_as_a_text_is_sent_back_only_as_it_came() -> None:
    under = draft(lineItems=[TEXTS, MUG])
    edited = under.with_lines([under.lines[0], under.lines[1].typed("quantity", "5", 2)])
    pot, mug = edited.payload()["lineItems"]
    assert (pot["quantity"], pot["unitPrice"], pot["totalPrice"]) == ("2", "10", "20.00")
    assert mug["quantity"] == 5
    retyped = under.with_lines([under.lines[0].typed("quantity", "2", 2), under.lines[1]])
    assert retyped.payload()["lineItems"][0]["quantity"] == 2, "typing over it is an edit like any other"
