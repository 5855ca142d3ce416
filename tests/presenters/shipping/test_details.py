"""When a carrier's name is proposed for the details, when it is only offered, and how it joins a text.

It must not ask which carrier it is; the panel knows.
"""

from __future__ import annotations

import pytest

from console.presenters.shipping.details import has, offer, proposed, with_carrier

CARRIERS = ["UPS", "DHL Paket", "C+ (Express)"]


def test_a_carrier_is_proposed_only_where_the_order_has_no_text() -> None:
    for held, first, again in (
        ("", "UPS", "UPS"),
        ("  ", "UPS", "UPS"),
        ("wrap twice", "", ""),
        ("DHL Paket", "", "UPS"),
    ):
        assert proposed(held, "UPS", CARRIERS, already=False) == first
        assert proposed(held, "UPS", CARRIERS, already=True) == again


@pytest.mark.parametrize(
    ("held", "named", "does"),
    [
        ("UPS Ground", "UPS", True),
        ("ups", "UPS", True),
        ("upset", "UPS", False),
        ("sent with C+ (Express).", "C+ (Express)", True),
        ("DHL", "DHL Paket", False),
    ],
)
def test_a_text_has_a_carrier_as_a_word_of_its_own(held: str, named: str, does: bool) -> None:
    assert has(held, named) is does


def test_a_carrier_joins_a_text_once_and_takes_only_a_bare_name_away() -> None:
    assert with_carrier("wrap twice;", "UPS", CARRIERS) == "wrap twice; UPS"
    assert with_carrier("dhl paket", "UPS", CARRIERS) == "UPS"
    assert with_carrier("DHL Paket, at noon", "UPS", CARRIERS) == "DHL Paket, at noon; UPS"
    assert with_carrier("wrap twice; UPS", "UPS", CARRIERS) == "wrap twice; UPS"


def test_what_the_button_says_is_what_it_does() -> None:
    assert offer("wrap twice", "UPS", CARRIERS) == 'Add "UPS"'
    assert offer("DHL Paket", "UPS", CARRIERS) == 'Replace with "UPS"'
    assert (
        offer("", "UPS", CARRIERS)
        == offer("wrap twice", "", CARRIERS)
        == offer("by UPS", "UPS", CARRIERS)
        == ""
    )
