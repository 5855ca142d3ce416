"""Carriers by their numbers: every entry of the shipped table, mangled input, and when one of them is sure.

It must not touch a carrier's site; the numbers are in `carrier_examples`.
"""

from __future__ import annotations

import random
import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.carriers.carriers import Candidate, Carriers, candidates, carriers, read_url, shipped, sure
from console.model.carriers.number_shape import shape
from tests.model.carriers.examples import EXAMPLES, NO_PAGE, VALID, WRONG
from tests.support.tries import tries

HEX = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LEADS_ON = {("fedex", r"3\d{31}"), ("dpd", r"\d{14}[0-9A-Z]"), ("dpd", r"\d{27}[0-9A-Z]")}
"""Kinds of number of which the page takes a part only."""


def of(key: str, text: str, table: Carriers | None = None) -> Candidate | None:
    """What one carrier makes of a text."""
    found = (table or carriers()).candidates(text)
    return next((candidate for candidate in found if candidate.key == key), None)


def test_the_shipped_table_is_in_order_and_has_examples_for_every_entry() -> None:
    assert carriers().problems == ()
    assert [carrier.key for carrier in carriers().all] == list(EXAMPLES)
    unasked = {carrier.key for carrier in carriers().all if any(not one.named for one in carrier.numbers)}
    assert {key for key, (right, _) in EXAMPLES.items() if right} == unasked
    assert {key for key, (right, wrong) in EXAMPLES.items() if right and not wrong} == set()
    assert all(carrier.source and carrier.checked for carrier in carriers().all)


def test_every_kind_of_number_of_every_carrier_has_an_example_or_leads_to_one() -> None:
    unproven = {
        (carrier.key, numbers.shape.pattern.pattern)
        for carrier in carriers().all
        for numbers in carrier.numbers
        if not numbers.skip
        and not numbers.named
        and not any(numbers.shape.fits(said) for part in EXAMPLES[carrier.key] for said in part)
    }
    assert unproven <= LEADS_ON


NAMED = [
    (carrier.key, numbers.shape.pattern.pattern)
    for carrier in carriers().all
    for numbers in carrier.numbers
    if numbers.named
]


@pytest.mark.parametrize(("key", "pattern"), NAMED)
def test_a_form_that_counts_only_by_name_is_found_by_name_and_never_offered_for_its_own_sake(
    key: str, pattern: str
) -> None:
    chance = random.Random(pattern)
    carrier = shipped().carriers[key]
    for _ in range(20):
        text = "".join(chance.choice(sorted(allowed)) for allowed in shape(pattern).places)
        assert carriers().only([carrier]).candidates(text)
        if not any(one.shape.fits(text) for one in carrier.numbers if not one.named):
            assert key not in {one.key for one in candidates(text)}


@pytest.mark.parametrize(("key", "number"), VALID)
def test_right_numbers_are_known(key: str, number: str) -> None:
    candidate = of(key, number)
    assert candidate is not None
    assert candidate.check != "fails"
    assert candidate.number == number
    assert (candidate.url == "") == (key in NO_PAGE)


@pytest.mark.parametrize(("key", "number"), WRONG)
def test_wrong_check_digits_are_said_and_where_there_is_none_the_number_is_not_this_carriers(
    key: str, number: str
) -> None:
    candidate = of(key, number)
    assert candidate is None or candidate.check == "fails"


def test_of_the_wrong_numbers_of_carriers_with_check_digits_most_are_known_as_slips() -> None:
    slips = [key for key, number in WRONG if (found := of(key, number)) and found.check == "fails"]
    checked = {
        carrier.key
        for carrier in carriers().all
        if any(one.check and not one.named for one in carrier.numbers)
    }
    assert set(slips) == checked


@pytest.mark.parametrize(
    ("text", "carrier", "number"),
    [
        ("Your parcel 1Z 5R8 939 0357 567 127 was shipped, call 555-1234", "UPS", "1Z5R89390357567127"),
        ("1z5r8-9390-3575-67127", "UPS", "1Z5R89390357567127"),
        ("１Ｚ５Ｒ８９３９０３５７５６７１２７", "UPS", "1Z5R89390357567127"),
        ("1Z5R8\u200b9390\u00ad357567127", "UPS", "1Z5R89390357567127"),
        ("9400 1112 0108 0805 4830 16", "USPS", "9400111201080805483016"),
        ("It is 9400\u00a01112\u00a00108 0805 4830 16 (USPS).", "USPS", "9400111201080805483016"),
        ("420 22153 9101026837331000039521", "USPS", "9101026837331000039521"),
        ("4201002334249200190132607600833457", "USPS", "9200190132607600833457"),
        ("1 x 1Z 5R8 939 0357 567 127 2 kg", "UPS", "1Z5R89390357567127"),
        ("rb 123 456 785 gb", "Royal Mail", "RB123456785GB"),
        ("Letter RB 123 456 785 GB is under way", "Royal Mail", "RB123456785GB"),
        ("Parcel EE123456785GB", "Parcelforce", "EE123456785GB"),
        ("RB123456785JP", "Japan Post", "RB123456785JP"),
        ("RB123456785CV", "Post (CV)", "RB123456785CV"),
        ("0081 827 0998 0000 0200 45 327 276 N", "DPD", "09980000020045"),
        ("3 29715 145 6010244 784917580286 2014", "FedEx", "784917580286"),
        ("LTN74207623N1", "Landmark Global", "LTN74207623N1"),
        ("TBA 123456789012", "Amazon Logistics", "TBA123456789012"),
        ("1LS7119013618127-1", "OnTrac", "1LS71190136181271"),
    ],
)
def test_what_people_paste_is_understood_and_sure(text: str, carrier: str, number: str) -> None:
    found = sure(candidates(text))
    assert found is not None
    assert (found.carrier, found.number) == (carrier, number)


@pytest.mark.parametrize(
    ("text", "carrier", "number"),
    [
        ("986578788855", "FedEx", "986578788855"),
        ("Sent with FedEx: 9865 7878 8855.", "FedEx", "986578788855"),
        ("986578788855 2 pieces", "FedEx", "986578788855"),
        ("0101 5026 0036 53 c", "DPD", "01015026003653"),
        ("00 340433836442636597", "DHL Paket", "00340433836442636597"),
        ("3318810025", "DHL Express", "3318810025"),
        ("99.60.123456.12345678", "Swiss Post", "996012345612345678"),
        ("K 150 623 562 0", "UPS", "K1506235620"),
        ("00 0123 4500 0000 0027", "FedEx", "000123450000000027"),
    ],
)
def test_what_others_could_have_by_chance_comes_first_and_is_not_sure(
    text: str, carrier: str, number: str
) -> None:
    found = candidates(text)
    assert (found[0].carrier, found[0].number) == (carrier, number)
    assert found[0].check != "fails"
    assert sure(found) is None


@pytest.mark.parametrize(
    "text",
    [
        "05308801410058",  # DPD, DHL Paket, DHL eCommerce and Hermes
        "0430913123533341",  # Royal Mail and Evri
        "996578788855",  # no check digit fits
        "986578788855 477179081230",  # two parcels
        "9400111206206406260788",  # a slip
        "JFV247545960",  # Purolator and DHL Express, neither with a check digit
        "000000000000",
        "520000012680041086770098",  # 24 digits, as InPost has them and others too
        "https://www.fedex.com/fedextrack/?trknbr=986578788855 https://www.ups.com/track?tracknum=1Z5R89390357567127",
        "",
        "no number here",
    ],
)
def test_between_equals_or_after_a_slip_nothing_is_sure(text: str) -> None:
    assert sure(candidates(text)) is None


def test_best_first_and_fitting_before_none_before_failing() -> None:
    found = candidates("Either 986578788855 or 1Z5R89390357567127 or TBA123456789012 or 05308801410058")
    assert [one.carrier for one in found[:2]] == ["UPS", "FedEx"]
    assert [one.check for one in found] == sorted(
        (one.check for one in found), key=["fits", "none", "fails"].index
    )
    assert [one.rank for one in found] == sorted(one.rank for one in found)
    assert {one.number for one in found} == {
        "986578788855",
        "1Z5R89390357567127",
        "TBA123456789012",
        "05308801410058",
    }


def test_a_check_sign_of_dpd_is_checked_and_left_out_of_the_link() -> None:
    (dpd,) = [one for one in candidates("01015026003653C") if one.key == "dpd"]
    assert (dpd.check, dpd.number) == ("fits", "01015026003653")
    assert dpd.url == "https://tracking.dpd.de/status/en_US/parcel/01015026003653"


def test_verdicts_are_in_words() -> None:
    fits, fails = candidates("986578788855")
    assert (fits.verdict, fails.verdict) == ("check digit fits", "does not fit: two digits may be swapped")
    assert candidates("TBA123456789012")[0].verdict == "has none"


def test_an_unknown_link_gives_nothing_but_a_number_beside_it_does() -> None:
    assert candidates("https://shop.example/orders/986578788855") == []
    assert [one.carrier for one in candidates("https://shop.example/1 and 1Z5R89390357567127")] == ["UPS"]


def test_an_s10_number_of_no_country_is_no_number() -> None:
    assert candidates("RB123456785XX") == []
    assert candidates("at 123456785 on 5 pm") == []


SURE = [(key, number) for key, number in VALID if (first := sure(candidates(number))) and first.key == key]


@st.composite
def mangled(draw: st.DrawFn, number: str) -> str:
    """A number as mails, labels and sheets bring it."""
    joint = draw(st.sampled_from([" ", "-", "\u2013", "\u00a0", "\u200b", "\u3000"]))
    at = draw(st.sets(st.integers(1, len(number) - 1), max_size=6))
    if joint.isspace():  # long words between spaces could be two numbers, so groups are of at most 8
        group = draw(st.integers(1, 8))
        at = set(range(group, len(number), group))
    text = "".join((joint if place in at else "") + sign for place, sign in enumerate(number))
    if draw(st.booleans()):
        text = text.lower()
    if draw(st.booleans()):
        text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    before = draw(st.sampled_from(["", "  ", "Tracking: ", "Your parcel (", "Paket-Nr.: ", "«", "\t", "n°"]))
    after = draw(
        st.sampled_from(["", " ", "\n", ".", ", call us", ") was shipped", "»", "; thank you!", " 📦"])
    )
    return before + text + after


@tries(300)
@given(st.data(), st.sampled_from(SURE))
def test_mangled_input_gives_the_same_first_candidate(data: st.DataObject, known: tuple[str, str]) -> None:
    key, number = known
    found = candidates(data.draw(mangled(number)))
    assert found
    assert (found[0].key, found[0].number) == (key, of(key, number).number)  # type: ignore[union-attr]


def test_most_examples_with_letters_or_a_prefix_are_sure() -> None:
    assert len(SURE) > 120


def test_on_published_numbers_nobody_is_sure_and_wrong() -> None:
    assert [
        (key, number, found.key)
        for key, number in VALID
        if (found := sure(candidates(number))) and found.key != key
    ] == []


@pytest.mark.parametrize("length", range(10, 25))
def test_of_random_digits_hardly_any_are_surely_somebodys(length: int) -> None:
    chance = random.Random(length)
    numbers = ["".join(chance.choices("0123456789", k=length)) for _ in range(500)]
    assert sum(sure(candidates(number)) is not None for number in numbers) <= 10


@pytest.mark.parametrize("prefix", ["00", "003404", "00373", "0037", "00364", "00259007"])
def test_an_sscc_alone_says_nobody(prefix: str) -> None:
    chance = random.Random(prefix)
    for _ in range(100):
        body = prefix + "".join(chance.choices("0123456789", k=19 - len(prefix)))
        digits = [int(digit) for digit in reversed(body)]
        sscc = body + str(-(3 * sum(digits[::2]) + sum(digits[1::2])) % 10)
        assert sure(candidates(sscc)) is None


def test_a_form_that_nobody_else_has_in_its_length_is_sure_of_itself() -> None:
    own = carriers(
        '[van]\nname = "Van"\ntemplate = "https://van.example/{n}"\nnumbers = [{ pattern = "[0-9]{7}" }]\n'
    )
    found = sure(own.candidates("1234567"))
    assert found is not None
    assert (found.key, found.share, found.alone) == ("van", 1.0, True)


@tries(300)
@given(
    st.text(max_size=300) | st.text(alphabet=HEX + " -./:?#@&=%\\\n", max_size=120) | st.binary().map(repr)
)
def test_no_text_raises_or_gives_a_link_elsewhere(text: str) -> None:
    for one in candidates(text):
        assert one.number.isascii()
        assert one.number.replace("-", "").isalnum()
        assert one.check in ("fits", "fails", "none")
        if one.url:
            assert urlsplit(one.url).scheme in ("http", "https")
            hosts = {host for carrier in carriers().all for host in carrier.hosts}
            host = f".{urlsplit(one.url).hostname}"
            assert any(host.endswith(f".{known}") for known in hosts)
    read_url(text)


def test_a_row_of_a_file_takes_well_under_a_millisecond() -> None:
    numbers = [number for _, number in VALID] * 20
    candidates(numbers[0])
    started = time.thread_time()
    for number in numbers:
        candidates(number)
    assert (time.thread_time() - started) / len(numbers) < 0.001


@pytest.mark.parametrize(
    "text", ["1 " * 5_000, "1 2 3 4 5 6 7 8 9 0,", "A1 " * 2_000, "1Z" * 5_000, "\ufdfa" * 2_000]
)
def test_no_text_stalls_the_window(text: str) -> None:
    started = time.thread_time()
    candidates(text * 200)
    assert time.thread_time() - started < 2
