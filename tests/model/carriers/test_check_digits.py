"""Check digits against numbers that carriers have published, and how many slips each way of reckoning catches.

It must not know carriers' patterns or links.
"""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.carriers.check_digits import CHECKS

PUBLISHED = {
    "s10": ["RB123456785GB", "RB123456785US", "AA473124829GB"],
    "gs1": [
        "9400111206206406260787",
        "9505511069605048600624",
        "92748931507708513018050063",
        "041441760228964",
        "568283610012734",
        "0073938000549297",
        "7035114477138472",
        "00340433836442636597",
    ],
    "gs1_last_15": ["9611020987654312345672"],
    "colissimo": ["6A07657471207", "6A07905668182", "6A15984040331"],
    "usps_20": ["03071790000523483741", "71123456789123456787", "71969010756003077385"],
    "ups": [
        "1Z5R89390357567127",
        "1Z879E930346834440",
        "1Z410E7W0392751591",
        "1ZXX3150YW44070023",
        "1Z999AA10123456784",
        "C11031500001879",
        "C10999911320231",
        "D10011354453707",
    ],
    "ups_waybill": ["K1506235620", "K2479825491", "J4603636537", "V0490119172", "V0431105627"],
    "evri": ["H00RVD0551541466", "T002FA0079665708"],
    "correos": ["PK0DLC0000085800128009G", "PKBW0E072936634T", "CD0CBM0000904620028007A"],
    "sf": ["SF6047789135544", "SF6042542297687"],
    "fedex": ["986578788855", "477179081230", "799531274483", "790535312317", "974367662710"],
    "fedex_last_14": ["1001921334250001000300779017972697", "9622001900000000000000776632517510"],
    "fedex_astra": ["32971514560102447849175802862014", "33810799560000004380417923803212"],
    "mod7": ["3318810025", "73891051146", "8487135506"],
    "identcode": ["201298452277", "563102430313"],
    "luhn": ["330362235641", "320595463938", "287809468872", "331434972567"],
    "mod37_36": ["09980000020033F", "09980000020034D", "01015026003653C", "008182709980000020033350276C"],
}
CATCHES = {  # at least, of single wrong digits and of two neighbours swapped
    "s10": (0.97, 0.96),
    "gs1": (1.0, 0.87),
    "gs1_last_15": (1.0, 0.87),
    "colissimo": (1.0, 0.87),
    "usps_20": (0.86, 0.62),
    "ups": (0.93, 0.88),
    "ups_waybill": (0.93, 0.88),
    "evri": (0.93, 0.97),
    "correos": (1.0, 0.0),
    "sf": (0.85, 0.82),
    "fedex": (0.97, 0.96),
    "fedex_last_14": (0.97, 0.96),
    "fedex_astra": (0.97, 0.96),
    "mod7": (0.92, 0.91),
    "identcode": (0.93, 0.55),
    "luhn": (1.0, 0.96),
    "mod37_36": (1.0, 0.98),
}
SIGN_AT = {"s10": 10, "fedex_astra": 27}
FIRST_RECKONED = {"ups": 2, "colissimo": 2, "gs1_last_15": 7, "fedex_last_14": 20, "fedex_astra": 16, "sf": 5}
LETTERS = {"mod37_36", "correos"}
"""Checks whose sign may be a letter."""


def test_every_check_has_published_numbers_and_a_promise() -> None:
    assert set(PUBLISHED) == set(CHECKS) == set(CATCHES)


@pytest.mark.parametrize(
    ("check", "number"), [(check, number) for check in PUBLISHED for number in PUBLISHED[check]]
)
def test_published_numbers_fit_and_with_another_check_sign_do_not(check: str, number: str) -> None:
    at = SIGN_AT.get(check, len(number) - 1)
    signs = string.digits + string.ascii_uppercase * (check in LETTERS)
    fitting = [sign for sign in signs if CHECKS[check](number[:at] + sign + number[at + 1 :])]
    assert number[at] in fitting
    assert len(fitting) == (2 if check == "usps_20" else 1)


def _valid(check: str, chance: random.Random) -> str:
    """A number that fits, of the form of the first published one, with its digits by chance."""
    form = PUBLISHED[check][0]
    at = SIGN_AT.get(check, len(form) - 1)
    while True:
        signs = [
            chance.choice(string.digits) if sign.isdigit() and place >= FIRST_RECKONED.get(check, 0) else sign
            for place, sign in enumerate(form)
        ]
        for signs[at] in string.digits + string.ascii_uppercase * (check in LETTERS):
            if CHECKS[check]("".join(signs)):
                return "".join(signs)


@pytest.mark.parametrize("check", CHECKS)
def test_slips_and_swaps_are_caught_as_promised(check: str) -> None:
    chance = random.Random(20)
    slips, swaps = [], []
    for _ in range(150):
        number = _valid(check, chance)
        places = [
            place
            for place, sign in enumerate(number)
            if sign.isdigit() and FIRST_RECKONED.get(check, 0) <= place <= SIGN_AT.get(check, len(number))
        ]
        for place in places:
            for sign in set(string.digits) - {number[place]}:
                slips.append(CHECKS[check](number[:place] + sign + number[place + 1 :]))
        for place in places[:-1]:
            here, beside = number[place : place + 2]
            if beside.isdigit() and here != beside:
                swaps.append(CHECKS[check](number[:place] + beside + here + number[place + 2 :]))
    caught = (slips.count(False) / len(slips), swaps.count(False) / len(swaps))
    assert caught[0] >= CATCHES[check][0]
    assert caught[1] >= CATCHES[check][1]


@pytest.mark.parametrize("check", CHECKS)
@given(text=st.text(max_size=40) | st.text(alphabet="0123456789ABCZ٣²", max_size=40))
def test_no_text_raises(check: str, text: str) -> None:
    assert CHECKS[check](text) in (True, False)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("number", ["", "0", "A", "²²²²²²²²²²²²", "٣٣١٨٨١٠٠٢٥", "ABCDEFGHIJKL"])
def test_what_is_no_number_does_not_fit(check: str, number: str) -> None:
    assert not CHECKS[check](number)
