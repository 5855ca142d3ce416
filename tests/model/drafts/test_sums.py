"""Sums of a record: which add up, by how much others do not, and that a mend mends just what it says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.drafts.draft import Draft
from console.model.drafts.sums import Sum, sums
from console.model.records import Cart
from tests.model.samples import MUG, POT, READ_AT, draft, order
from tests.support.tries import tries

GOOD_LINES = ("good", "Lines add up to 23.99", "")
GOOD_PARTS = ("good", "Parts add up to 25.67", "")
OFF = "5.00 discount taken off"


def said(draft: Draft) -> list[tuple[str, str, str]]:
    return [(one.tone, one.sentence, one.difference) for one in sums(draft)]


def one(draft: Draft, key: str) -> Sum:
    (found,) = (found for found in sums(draft) if found.key == key)
    return found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [GOOD_LINES, GOOD_PARTS]),
        (
            {"subtotal": Decimal("23.90")},
            [
                ("warn", "Subtotal is 0.09 below the lines", "−0.09"),
                ("warn", "Grand total is 0.09 above its parts", "+0.09"),
            ],
        ),
        (
            {"subtotal": Decimal("24.01"), "grandTotal": Decimal("25.69")},
            [
                ("rounding", "Subtotal is 0.02 above the lines (rounding)", "+0.02"),
                ("good", "Parts add up to 25.69", ""),
            ],
        ),
        (
            {"grandTotal": Decimal("25.66")},
            [GOOD_LINES, ("rounding", "Grand total is 0.01 below its parts (rounding)", "−0.01")],
        ),
        # shops send a discount with either sign
        (
            {"discountAmount": Decimal(5), "grandTotal": Decimal("20.67")},
            [GOOD_LINES, ("good", f"Parts add up to 20.67, {OFF}", "")],
        ),
        (
            {"discountAmount": Decimal(-5), "grandTotal": Decimal("20.67")},
            [GOOD_LINES, ("good", f"Parts add up to 20.67, {OFF} (it stands with a minus)", "")],
        ),
        (
            {"discountAmount": Decimal(-5)},
            [
                GOOD_LINES,
                ("warn", f"Grand total is 5.00 above its parts, {OFF} (it stands with a minus)", "+5.00"),
            ],
        ),
        # missing parts count as nothing
        (
            {
                "taxAmount": None,
                "shippingAmount": None,
                "discountAmount": None,
                "grandTotal": Decimal("23.99"),
            },
            [GOOD_LINES, ("good", "Parts add up to 23.99", "")],
        ),
        # nothing is said of sums that are not there or cannot be made
        ({"subtotal": None}, []),
        ({"grandTotal": None}, [GOOD_LINES]),
        ({"subtotal": "23.99"}, [GOOD_LINES, GOOD_PARTS]),
        ({"subtotal": "23,99"}, []),
        ({"taxAmount": "1.68"}, [GOOD_LINES, GOOD_PARTS]),
        ({"taxAmount": "some"}, [GOOD_LINES]),
        ({"lineItems": []}, [GOOD_PARTS]),
        ({"lineItems": "none"}, [GOOD_PARTS]),
        ({"lineItems": [MUG, POT | {"totalPrice": None}]}, [GOOD_PARTS]),
        ({"lineItems": [MUG, POT | {"totalPrice": "20"}]}, [GOOD_LINES, GOOD_PARTS]),
        ({"lineItems": [MUG, POT | {"totalPrice": "much"}]}, [GOOD_PARTS]),
    ],
)
def test_what_is_said(fields: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert said(draft(**fields)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"quantity": Decimal(3)}, ("warn", "Line 1: total is not quantity × sale price", "−7.98")),
        ({"quantity": Decimal(3), "totalPrice": Decimal("11.98")}, ("rounding", "", "+0.01")),
        ({"salePrice": Decimal(3), "unitPrice": Decimal("3.99")}, None),  # the total fits one of both
        ({"salePrice": Decimal(0), "quantity": Decimal(2)}, ("warn", "not quantity × unit price", "−3.99")),
        ({"salePrice": None, "unitPrice": Decimal(0)}, None),  # the service answers zero where none was given
        ({"salePrice": None, "unitPrice": None}, None),
        ({"quantity": None}, None),
        ({"quantity": Decimal(-1)}, ("warn", "", "+7.98")),
    ],
)
def test_a_line_whose_total_is_not_quantity_times_price_is_named(
    line: dict[str, Any], expected: tuple[str, str, str] | None
) -> None:
    found = [told for told in sums(draft(lineItems=[MUG | line, POT])) if told.key == "totalPrice"]
    if expected is None:
        assert found == []
        return
    (told,) = found
    assert (told.tone, told.difference) == (expected[0], expected[2])
    assert expected[1] in told.sentence


def test_many_wrong_lines_are_one_entry_and_one_click() -> None:
    now = draft(lineItems=[MUG, MUG | {"quantity": Decimal(2)}, MUG | {"quantity": Decimal(3)}])
    told = one(now, "totalPrice")

    assert told.sentence == "2 lines, the first is line 2: total is not quantity × price"
    assert told.difference == "−3.99"
    assert [mend.words for mend in told.mends] == ["Set total of line 2 to 7.98", "Set all 2 totals"]
    mended = told.mends[1].on(now)
    assert [row.shown("totalPrice", 2) for row in mended.lines] == ["3.990", "7.98", "11.97"]


def priced(quantity: str, price: str, total: str, sale: str | None = None) -> dict[str, Any]:
    """A line as the service answers it."""
    sold = None if sale is None else Decimal(sale)
    return {
        "name": "Mug",
        "quantity": Decimal(quantity),
        "unitPrice": Decimal(price),
        "salePrice": sold,
        "totalPrice": Decimal(total),
    }


def amounts_of(**given: str) -> dict[str, Decimal | None]:
    names = {
        "tax": "taxAmount",
        "shipping": "shippingAmount",
        "discount": "discountAmount",
        "grand": "grandTotal",
    }
    fields: dict[str, Decimal | None] = dict.fromkeys([*names.values(), "subtotal"])
    return fields | {names.get(name, name): Decimal(text) for name, text in given.items()}


@pytest.mark.parametrize(
    ("lines", "fields", "expected"),
    [
        # a gift, as the service answers it
        (
            [priced("2", "5.00", "0", sale="0")],
            {"subtotal": "0", "grand": "0"},
            ["Lines add up to 0.00", "Parts add up to 0.00"],
        ),
        # tax that is in the prices
        (
            [priced("1", "119.00", "119.00")],
            {"subtotal": "119.00", "tax": "19.00", "grand": "119.00"},
            ["Lines add up to 119.00", "Parts add up to 119.00; 19.00 tax is included"],
        ),
        (
            [priced("1", "119.00", "119.00")],
            {"subtotal": "119.00", "tax": "17.40", "discount": "-10.00", "grand": "109.00"},
            [
                "Lines add up to 119.00",
                "Parts add up to 109.00, 10.00 discount taken off (it stands with a minus); 17.40 tax is included",
            ],
        ),
        (
            [priced("1", "119.00", "119.00")],
            {"subtotal": "100.00", "tax": "19.00", "grand": "119.00"},
            ["Lines add up to 119.00, with 19.00 tax in them", "Parts add up to 119.00"],
        ),
        (
            [priced("1", "100.00", "119.00")],
            {"subtotal": "100.00", "tax": "19.00", "grand": "119.00"},
            [
                "Line totals are quantity × price, with 19.00 tax in them",
                "Lines add up to 119.00, with 19.00 tax in them",
                "Parts add up to 119.00",
            ],
        ),
        # lines, or the subtotal, are net of the discount
        (
            [priced("2", "10.00", "18.00"), priced("1", "5.00", "4.50")],
            {"subtotal": "25.00", "discount": "2.50", "grand": "22.50"},
            [
                "Line totals are quantity × price, with the 2.50 discount taken off",
                "Lines add up to 22.50, with the 2.50 discount taken off",
                "Parts add up to 22.50, 2.50 discount taken off",
            ],
        ),
        (
            [priced("2", "10.00", "18.00"), priced("1", "5.00", "4.50")],
            {"subtotal": "22.50", "discount": "2.50", "grand": "22.50"},
            [
                "Line totals are quantity × price, with the 2.50 discount taken off",
                "Lines add up to 22.50",
                "Parts add up to 22.50; the 2.50 discount is taken off already",
            ],
        ),
        (
            [priced("2", "10.00", "20.00")],
            {"subtotal": "18.00", "discount": "2.00", "grand": "18.00"},
            [
                "Lines add up to 20.00, and the subtotal has the 2.00 discount taken off",
                "Parts add up to 18.00; the 2.00 discount is taken off already",
            ],
        ),
        # both at once, and tax of less than one
        (
            [priced("1", "109.00", "109.00")],
            {"subtotal": "100.00", "tax": "19.00", "discount": "10.00", "grand": "109.00"},
            [
                "Lines add up to 109.00, with the 10.00 discount taken off and 19.00 tax in them",
                "Parts add up to 109.00, 10.00 discount taken off",
            ],
        ),
        (
            [priced("1", "4.99", "4.99")],
            {"subtotal": "4.99", "tax": "0.80", "grand": "4.99"},
            ["Lines add up to 4.99", "Parts add up to 4.99; 0.80 tax is included"],
        ),
    ],
)
def test_what_is_right_in_another_way_is_said_and_offered_no_mend(
    lines: list[dict[str, Any]], fields: dict[str, str], expected: list[str]
) -> None:
    found = sums(draft(lineItems=lines, **amounts_of(**fields)))
    assert [told.sentence for told in found] == expected
    assert {told.tone for told in found} == {"good"}
    assert [mend for told in found for mend in told.mends] == []


def test_a_discount_that_is_taken_off_twice_is_not_called_right() -> None:
    fields = amounts_of(subtotal="18.00", discount="2.00", grand="16.00")
    now = draft(lineItems=[priced("2", "10.00", "20.00")], **fields)
    assert one(now, "subtotal").tone == "warn"


@pytest.mark.parametrize(
    ("line", "tone"),
    [
        (priced("1000", "0.03", "33.30"), "rounding"),
        (priced("1000", "0.0300", "33.30"), "rounding"),
        (priced("1000", "0.0333", "33.30"), None),
        (priced("1000", "0.0333", "33.36"), "warn"),
        (priced("1000", "0.03", "35.01"), "warn"),
        (priced("3", "3.33", "10.00"), "rounding"),
        (priced("1", "3.33", "3.35"), "warn"),
    ],
)
def test_rounding_of_a_price_grows_with_the_quantity(line: dict[str, Any], tone: str | None) -> None:
    found = [told for told in sums(draft(lineItems=[line])) if told.key == "totalPrice"]
    assert [told.tone for told in found] == ([] if tone is None else [tone])
    assert all(bool(told.mends) == (tone == "warn") for told in found)


def test_where_one_line_is_wrong_the_rounded_ones_are_left_alone() -> None:
    now = draft(
        lineItems=[priced("1000", "0.03", "33.30"), priced("1", "5.00", "9.00"), priced("1", "5.00", "8.00")]
    )
    told = one(now, "totalPrice")
    assert told.sentence == "2 lines, the first is line 2: total is not quantity × price"
    mended = told.mends[1].on(now)
    assert [row.shown("totalPrice", 2) for row in mended.lines] == ["33.30", "5.00", "5.00"]


@pytest.mark.parametrize("grand", ["1.00", "0.00"])
def test_where_the_discount_is_more_than_all_else_no_other_part_is_made_up_for_it(grand: str) -> None:
    now = draft(**amounts_of(subtotal="23.99", discount="30.00", grand=grand))
    assert one(now, "grandTotal").mends == ()


def test_a_cent_beside_tax_that_is_included_is_rounding_and_no_reason_to_add_the_tax_again() -> None:
    told = one(draft(**amounts_of(subtotal="23.99", tax="3.83", grand="24.00")), "grandTotal")
    assert (told.tone, told.difference, told.mends) == ("rounding", "+0.01", ())
    assert told.sentence == "Grand total is 0.01 above its parts (rounding); 3.83 tax is included"


def test_a_part_of_a_bundle_that_costs_nothing_is_left_so_where_the_lines_add_up() -> None:
    lines = [MUG | {"salePrice": None, "totalPrice": Decimal(0)}, POT]
    assert one(draft(lineItems=lines, subtotal=Decimal(20)), "totalPrice").mends == ()
    assert one(draft(lineItems=lines, subtotal=Decimal("23.99")), "totalPrice").mends


def test_without_a_currency_the_digits_that_are_assumed_are_said() -> None:
    now = draft(currency=None, grandTotal=Decimal("25.66"))
    assert one(now, "grandTotal").sentence.endswith("(rounding; 2 digits are assumed without a currency)")


def test_errors_that_cancel_out_are_still_told() -> None:
    line = {"quantity": Decimal(1), "unitPrice": Decimal(5), "salePrice": None}
    now = draft(lineItems=[MUG | line | {"totalPrice": Decimal(6)}, MUG | line | {"totalPrice": Decimal(4)}])

    assert (one(now, "totalPrice").tone, one(now, "totalPrice").difference) == ("warn", "+1.00")


def test_a_price_that_only_comes_out_even_by_rounding_is_not_offered() -> None:
    total = Decimal("1000000000000000000000000000.01")
    now = draft(lineItems=[MUG | {"quantity": Decimal(3), "totalPrice": total}])

    assert [mend.words[:9] for mend in one(now, "totalPrice").mends] == ["Set total"]
    assert one(now, "totalPrice").difference == "+999999999999999999999999988.04"


def test_the_price_is_offered_where_it_comes_out_even() -> None:
    now = draft(lineItems=[MUG | {"quantity": Decimal(3), "totalPrice": Decimal("12.00")}])

    assert [mend.words for mend in one(now, "totalPrice").mends] == [
        "Set total of line 1 to 11.97",
        "Set sale price of line 1 to 4.00",
    ]
    assert one(now, "totalPrice").mends[1].on(now).lines[0].shown("salePrice", 2) == "4.00"


def test_a_product_is_charged_in_the_digits_of_the_currency() -> None:
    now = draft(lineItems=[MUG | {"quantity": Decimal("1.5"), "totalPrice": Decimal(1)}])
    mend = one(now, "totalPrice").mends[0]

    assert mend.words == "Set total of line 1 to 5.99"  # 5.985
    assert one(mend.on(now), "totalPrice").tone == "rounding"


def test_either_side_can_be_right() -> None:
    now = draft(grandTotal=Decimal("26.67"))

    assert [mend.words for mend in one(now, "grandTotal").mends] == [
        "Set grand total to 25.67",
        "Set tax to 2.68",
        "Set shipping to 1.00",
    ]


def test_the_subtotal_is_offered_only_where_that_agrees_with_the_lines() -> None:
    now = draft(subtotal=Decimal("22.99"))

    assert [mend.words for mend in one(now, "grandTotal").mends][:2] == [
        "Set grand total to 24.67",
        "Set subtotal to 23.99",
    ]


def test_lines_that_must_not_be_edited_are_offered_no_mend() -> None:
    now = draft(lineItems=[MUG | {"quantity": Decimal(3), "surprise": "x"}])

    assert one(now, "totalPrice").mends == ()


@pytest.mark.parametrize(
    ("currency", "good", "off", "signed"),
    [
        ("JPY", "Lines add up to 500", "Grand total is 20 above its parts", "+20"),
        ("USD", "Lines add up to 500.00", "Grand total is 20.00 above its parts", "+20.00"),
        ("KWD", "Lines add up to 500.000", "Grand total is 20.000 above its parts", "+20.000"),
        ("ZZZ", "Lines add up to 500", "Grand total is 20 above its parts", "+20"),
    ],
)
def test_amounts_are_said_in_the_digits_of_the_currency(
    currency: str, good: str, off: str, signed: str
) -> None:
    bare = Cart.model_validate(
        {
            "currency": currency,
            "subtotal": Decimal(500),
            "grandTotal": Decimal(520),
            "lineItems": [{"quantity": Decimal(1), "totalPrice": Decimal(500)}],
        }
    )
    assert said(Draft(bare, READ_AT)) == [("good", good, ""), ("warn", off, signed)]


def test_what_is_one_unit_off_in_an_unknown_currency_is_not_called_rounding() -> None:
    assert one(draft(currency="ZZZ", grandTotal=Decimal("25.66")), "grandTotal").tone == "warn"
    assert one(draft(currency="JPY", grandTotal=Decimal("26.67")), "grandTotal").tone == "rounding"


def test_digits_beyond_28_are_not_rounded_away() -> None:
    long = Decimal("12345678901234567890123456789.01")
    bare = {"quantity": None}
    good = draft(subtotal=long, lineItems=[MUG | bare | {"totalPrice": long}])
    off = draft(
        subtotal=long, lineItems=[MUG | bare | {"totalPrice": long}, POT | {"totalPrice": Decimal("0.03")}]
    )

    assert sums(good)[0].tone == "good"
    assert said(off)[0] == ("warn", "Subtotal is 0.03 below the lines", "−0.03")


def test_they_follow_what_is_typed() -> None:
    now = draft()
    mug, pot = now.lines

    assert said(now.with_lines([mug, pot.typed("totalPrice", "21", 2)]))[0][2] == "−1.00"
    assert said(now.with_lines([mug, pot.typed("totalPrice", "", 2)])) == [GOOD_PARTS]
    assert said(now.typed("subtotal", "abc")) == []
    assert said(now) == [GOOD_LINES, GOOD_PARTS]


amounts = st.decimals(min_value=-100, max_value=1000, places=2)
lines = st.lists(
    st.fixed_dictionaries(
        {
            "quantity": st.integers(0, 9).map(Decimal),
            "unitPrice": st.none() | amounts,
            "salePrice": st.none() | amounts,
            "totalPrice": amounts,
        }
    ),
    min_size=1,
    max_size=6,
)


@given(
    st.fixed_dictionaries(
        {
            key: st.none() | amounts
            for key in ("subtotal", "grandTotal", "discountAmount", "taxAmount", "shippingAmount")
        }
    ),
    lines,
)
@tries(200)
def test_every_mend_mends_its_sum_and_changes_nothing_else(
    fields: dict[str, Any], items: list[dict[str, Any]]
) -> None:
    now = Draft(order(currency="USD", lineItems=items, **fields), READ_AT)
    for told in sums(now):
        assert told.tone == "warn" or told.key != "totalPrice" or not told.mends
        assert told.tone != "good" or not told.mends
        assert not any(text.startswith("-") for mend in told.mends for _, text in mend.fields), (
            "never below zero"
        )
        for mend in told.mends:
            mended = mend.on(now)
            assert not mended.problems()
            assert set(mended.payload()) <= {
                *(key for key, _ in mend.fields),
                *(["lineItems"] if mend.cells or mend.all_totals else []),
            }
            if told.key != "totalPrice":
                assert all(again.tone == "good" for again in sums(mended) if again.key == told.key)
    wrong = [told for told in sums(now) if told.key == "totalPrice"]
    for mend in (mend for told in wrong for mend in told.mends if mend.all_totals):
        assert not [again for again in sums(mend.on(now)) if again.key == "totalPrice"]
