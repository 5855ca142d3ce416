"""One row's parcel: what number, link and carrier come to, and that none of them is ever overruled or lost.

It must not read a file; the cells are as `console.model.shipments.shipments` hands them over.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.carriers.carriers import carriers
from console.model.shipments.parcel import Parcel, ParcelProblem, choose
from tests.model.carriers.examples import VALID
from tests.support.tries import tries

UPS, FEDEX, PAKET = "1Z5R89390357567127", "986578788855", "00340434161094022115"
UPS_LINK = f"https://www.ups.com/track?tracknum={UPS}"
DPD = "05308801410058"


def chosen(tracking: str, carrier: str = "", url: str = "", usual: str = "") -> Parcel:
    return choose(tracking, url, carrier, carriers(), usual)


# -- the carrier beside the number ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "carrier", "number"),
    [
        (f"DHL {PAKET}", "DHL Paket", PAKET),
        (f"DHL: {PAKET}", "DHL Paket", PAKET),
        (f"DHL-{PAKET}", "DHL Paket", PAKET),
        (f"{PAKET} (DHL Paket)", "DHL Paket", PAKET),
        (f"Fed Ex #{FEDEX}", "FedEx", FEDEX),
        ("Royal Mail RR 123 456 785 GB", "Royal Mail", "RR123456785GB"),
        ("CP 123 456 785 CZ", "Česká pošta", "CP123456785CZ"),
        ("1Z-5R89-3903-5756-7127", "UPS", UPS),
        (f"sent by UPS {UPS}", "UPS", UPS),
    ],
)
def test_a_carrier_that_is_named_beside_the_number_counts_as_in_a_column_of_its_own(
    cell: str, carrier: str, number: str
) -> None:
    one = chosen(cell)
    assert (one.carrier, one.number, one.problem) == (carrier, number, ""), one


@pytest.mark.parametrize(
    ("cell", "carrier", "problem"),
    [
        (f"DPD {UPS}", "", "bad number"),
        (f"{UPS} (DPD)", "", "bad number"),
        (f"DHL {UPS}", "UPS", "bad carrier"),
        (f"DHL {PAKET}", "UPS", "bad carrier"),
        (f"UPS {UPS}", "DPD", "bad carrier"),
    ],
)
def test_a_carrier_beside_the_number_that_does_not_agree_is_a_problem(
    cell: str, carrier: str, problem: ParcelProblem
) -> None:
    one = chosen(cell, carrier)
    assert (one.problem, one.link) == (problem, ""), one


def test_a_carrier_beside_the_number_may_say_less_than_the_column() -> None:
    assert chosen(f"DHL {PAKET}", "DHL Paket").link == chosen(PAKET, "DHL Paket").link != ""
    assert chosen(f"DHL {PAKET}", usual="UPS").carrier == "DHL Paket"


# -- the carrier that is named ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "name", "carrier", "host"),
    [
        (UPS, "", "UPS", "www.ups.com"),
        (UPS, "UPS Ground", "UPS", "www.ups.com"),
        ("1z 5r8 939 0357 567 127", "ups", "UPS", "www.ups.com"),
        (FEDEX, "Fed Ex", "FedEx", "www.fedex.com"),
        ("9400 1112 0108 0805 4830 16", "USPS Priority", "USPS", "tools.usps.com"),
        ("3318810025", "DHL", "DHL Express", "www.dhl.com"),
        (PAKET, "DHL", "DHL Paket", "www.dhl.de"),
        ("201298452277", "DHL", "DHL Paket", "www.dhl.de"),
        ("GM2951173225174494", "DHL", "DHL eCommerce", "webtrack.dhlglobalmail.com"),
        (DPD, "dhl_paket", "DHL Paket", "www.dhl.de"),
        (DPD, "DPD", "DPD", "tracking.dpd.de"),
        (DPD, "DPD.de", "DPD", "tracking.dpd.de"),
        (DPD, "DPD UK", "DPD UK", "track.dpd.co.uk"),
        ("15501234567890", "DPD", "DPD UK", "track.dpd.co.uk"),
        ("1000123456789U", "DPD", "DPD Poland", "tracktrace.dpd.com.pl"),
        ("12345678901231", "Hermes", "Hermes Germany", "www.myhermes.de"),
        ("0430913123533341", "Hermes", "Evri", "www.evri.com"),
        ("H00RVD0551541466", "Hermes UK", "Evri", "www.evri.com"),
        ("12345678901", "GLS", "GLS", "gls-group.eu"),
        ("ZAB12C3D", "GLS Germany", "GLS", "gls-group.eu"),
        ("12345678", "Mondial Relay", "Mondial Relay", "www.mondialrelay.fr"),
        ("LX17635036", "LaserShip", "OnTrac", "www.ontrac.com"),
        ("33ABC123456789", "Australia Post", "Australia Post", "auspost.com.au"),
    ],
)
def test_the_carrier_that_is_named_is_the_one_and_in_a_family_the_number_decides(
    number: str, name: str, carrier: str, host: str
) -> None:
    found = chosen(number, name)
    assert (found.problem, found.why) == ("", "")
    assert (found.carrier, found.link.split("/")[2]) == (carrier, host)


@pytest.mark.parametrize(
    ("number", "name", "problem", "part"),
    [
        ("80012340015", "DPD", "bad number", "no number of DPD"),
        (UPS, "Evri", "bad number", "Evri has no numbers like this, this is one of UPS"),
        (UPS, "GLS", "bad number", "GLS has no numbers like this, this is one of UPS"),
        ("12345", "Evri", "bad number", "Evri has no numbers like this, as far as is known here"),
        (FEDEX, "UPS", "bad number", "UPS has no numbers like this"),
        ("986578788856", "FedEx", "bad number", "FedEx: the check digit does not fit"),
        (DPD, "DHL", "bad number", "could be of DHL Paket or DHL eCommerce"),
        (UPS, "DHL", "bad number", "no number of DHL Express nor of DHL Paket"),
        (UPS, "Fooship", "bad carrier", "No carrier called “Fooship” is known here"),
        ("TBA123456789012", "Amazon", "bad number", "no tracking page"),
        ("x" * 80 + "1234", "GLS", "bad number", "GLS has no numbers like this"),
    ],
)
def test_what_a_named_carrier_cannot_have_is_a_problem_and_never_another_carriers_parcel(
    number: str, name: str, problem: ParcelProblem, part: str
) -> None:
    found = chosen(number, name)
    assert found.problem == problem
    assert part in found.why
    assert not found.link or found.carrier in {one.name for one in carriers().named(name)}


@tries(400)
@given(
    st.sampled_from(VALID), st.sampled_from([one.name for one in carriers().all] + ["DHL", "DPD", "Hermes"])
)
def test_no_number_ever_overrules_the_name_beside_it(known: tuple[str, str], name: str) -> None:
    found = chosen(known[1], name)
    mine = carriers().named(name)
    assert found.carrier == "" or any(found.carrier.startswith(one.name) for one in mine)
    if found.link:
        assert carriers().of_host(found.link)[0].key in {one.key for one in mine} or {
            one.key for one in carriers().of_host(found.link)
        } & {one.key for one in mine}
    else:
        assert found.problem


def test_a_carrier_that_is_named_before_the_number_is_named_as_well() -> None:
    assert chosen("GLS 12345678901").link == chosen("12345678901", "GLS").link
    assert chosen(f"DPD {DPD}") == chosen(DPD, "DPD")
    assert chosen(f"DHL Paket: {PAKET}", usual="GLS") == chosen(PAKET, "DHL Paket")
    assert chosen(f"DPD {UPS}").problem == "bad number"
    assert chosen(f"Tracking: {UPS}") == chosen(UPS)
    assert chosen("CP 123 456 785 DE").carrier == "DHL Paket"


@pytest.mark.parametrize("name", ["GLS", "Omniva", "", "DHL"])
@pytest.mark.parametrize(
    "words",
    [
        "awaiting stock until 27.11.2026",
        "Sent with GLS on 27.11.2026",
        "backorder KW 48",
        "10115 Berlin",
        "2 parcels",
        "order 1001",
    ],
)
def test_words_with_a_date_or_a_count_among_them_are_no_number_of_anybody(words: str, name: str) -> None:
    found = chosen(words, name)
    assert found.link == ""
    assert found.problem in ("no tracking", "bad carrier")


@pytest.mark.parametrize(
    "text", ["27.11.2026", "2026-11-27", "12.50 EUR", "11111111", "Tracking no. 12345678901"]
)
def test_what_is_no_number_is_not_taken_for_one_of_a_carrier_that_takes_any(text: str) -> None:
    assert chosen(text, "GLS").problem == "bad number"


def test_two_numbers_with_a_dash_between_them_are_two() -> None:
    assert "more than one number" in chosen("12345678901-12345678902", "GLS").why
    assert "more than one number" in chosen("12345678901 – 12345678902", "BRT").why


@pytest.mark.parametrize("name", ["", " ", "-", "n/a", "Other", "unknown", "None"])
def test_a_cell_that_names_nobody_leaves_it_to_the_number_or_to_the_files_carrier(name: str) -> None:
    assert chosen(UPS, name).link == UPS_LINK
    assert chosen(DPD, name).problem == "bad number"
    assert chosen(DPD, name, usual="DPD").carrier == "DPD"


def test_the_files_carrier_is_for_rows_that_name_none_and_is_not_overruled_either() -> None:
    assert chosen(DPD, usual="dhl_paket").carrier == "DHL Paket"
    assert chosen(DPD, "DPD", usual="dhl_paket").carrier == "DPD"
    assert chosen("12345678901", usual="GLS").carrier == "GLS"
    assert chosen(UPS, usual="FedEx").problem == "bad number"
    assert chosen(UPS_LINK, usual="FedEx") == Parcel(UPS_LINK, UPS, "UPS")
    assert chosen(UPS, usual="Fooship").problem == "bad carrier"


# -- links ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "link",
    [
        UPS_LINK,
        f"https://wwwapps.ups.com/WebTracking?tracknum={UPS.lower()}&loc=de_DE",
        "https://parcels.example.com/1?x=%C3%A4&y",
        "HTTPS://Shop.example.com/Track/AbC",
    ],
)
def test_a_given_link_is_kept_to_the_letter_wherever_it_stands(link: str) -> None:
    assert (chosen(link).link, chosen(link).problem) == (link, "")
    assert (chosen("", url=link).link, chosen("", url=link).problem) == (link, "")
    assert (chosen(UPS, url=link).link, chosen(UPS, url=link).problem) == (link, "")
    assert (chosen(link, url=link).link, chosen(link, url=link).problem) == (link, "")
    assert chosen(f"Follow it: {link}").link == link
    assert chosen(link, "Own van").link == link


@pytest.mark.parametrize(
    ("tracking", "carrier", "url", "part"),
    [
        (
            "1Z879E930346834440",
            "",
            UPS_LINK,
            f"The link is for {UPS}, but the number beside it is 1Z879E93034",
        ),
        (UPS, "DHL", UPS_LINK, "one of UPS, but the row names DHL"),
        (UPS_LINK, "DHL Paket", "", "one of UPS, but the row names DHL Paket"),
        (UPS_LINK, "", "https://www.fedex.com/fedextrack/?trknbr=986578788855", "two different links"),
        (f"{UPS_LINK} https://gls-group.eu/1", "", "", "two different links"),
        ("https://exa mple.com", "", "", "no spaces"),
        ("https://www.ups.com/track?tracknum=1Z 5R8 939 0357 567 127", "", "", "no spaces"),
        ("ftp://example.com/1", "", "", "https://"),
        ("www.ups.com/track?tracknum=1Z5R89390357567127", "", "", "https://"),
        ("1Z5R89390357567127", "", "ftp://example.com/1", "https://"),
        ("1Z5R89390357567127", "", "www.ups.com/track?tracknum=1Z5R89390357567127", "https://"),
        (UPS_LINK, "", "www.ups.com/track?tracknum=1Z5R89390357567127", "two different links"),
    ],
)
def test_what_does_not_agree_with_a_link_or_is_half_a_link_is_a_problem_that_says_so(
    tracking: str, carrier: str, url: str, part: str
) -> None:
    found = chosen(tracking, carrier, url)
    assert found.problem == "bad link"
    assert part in found.why
    assert found.link in ("", UPS_LINK), "never another one than was given"


@pytest.mark.parametrize(
    ("number", "link"),
    [
        (
            "9400111206206406260787",
            "https://tools.usps.com/go/TrackConfirmAction?tLabels=420787459400111206206406260787",
        ),
        (
            "420787459400111206206406260787",
            "https://tools.usps.com/go/TrackConfirmAction?tLabels=9400111206206406260787",
        ),
        ("3S ABCD 1234567", "https://jouw.postnl.nl/track-and-trace/3SABCD1234567-NL-1011AB"),
        ("05308801410058Z", "https://tracking.dpd.de/status/de_DE/parcel/05308801410058"),
        ("1z5r8-9390-3575-67127", UPS_LINK),
    ],
)
def test_a_number_that_is_the_links_own_in_other_letters_agrees(number: str, link: str) -> None:
    assert (chosen(number, url=link).link, chosen(number, url=link).problem) == (link, "")


@pytest.mark.parametrize(
    ("number", "carrier"),
    [("3SABCD1234567 NL 1011AB", "PostNL"), ("3SABCD1234567 NL 1011AB", ""), (f"{UPS} 27.11.2026", "UPS")],
)
def test_a_number_with_more_digits_beside_it_is_never_cut_or_lengthened(number: str, carrier: str) -> None:
    found = chosen(number, carrier)
    assert (found.link, found.problem) == ("", "bad number")
    assert "is more than a number" in found.why


@pytest.mark.parametrize(
    ("number", "carrier"), [("794657128541.0", "FedEx"), ("794657128541.00", "DPD"), ("05308801410058,0", "")]
)
def test_decimals_never_join_a_number(number: str, carrier: str) -> None:
    found = chosen(number, carrier)
    assert (found.link, found.problem) == ("", "bad number")
    assert "was made one with decimals" in found.why


def test_the_carrier_of_a_link_is_any_of_those_that_share_its_host() -> None:
    link = f"https://www.dhl.com/global-en/home/tracking.html?tracking-id={PAKET}"
    assert chosen(link, "DHL Paket") == Parcel(link, PAKET, "DHL Paket")
    assert chosen(link, "DHL").problem == ""
    assert chosen(link, "GLS").problem == "bad link"


# -- no tracking, and too much of it ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "-",
        "–",
        "n/a",
        "N/A",
        "#N/A",
        "none",
        "NULL",
        "nan",
        "0",
        "tbd",
        "awaiting stock",
        "Abholung",
    ],
)
def test_a_cell_without_a_number_is_no_tracking(text: str) -> None:
    for name in ("", "DPD", "Fooship"):
        found = chosen(text, name)
        assert (found.problem, found.link, found.number) == ("no tracking", "", "")
        assert found.why
    assert chosen(text, url=UPS_LINK).link == UPS_LINK
    assert chosen("", url=text).problem == "no tracking"


@pytest.mark.parametrize(
    "text",
    [
        "1Z999AA10123456784, 1Z12345E1512345676",
        "1Z999AA10123456784; 1Z12345E1512345676",
        "1Z999AA10123456784/1Z12345E1512345676",
        "1Z999AA10123456784\n1Z12345E1512345676",
        "1Z999AA10123456784 1Z12345E1512345676",
        "1Z999AA10123456784 und 1Z12345E1512345676",
        "986578788855 477179081230",
        "986578788855 + 477179081230",
    ],
)
@pytest.mark.parametrize("name", ["", "UPS", "FedEx", "GLS", "InPost"])
def test_two_numbers_in_one_cell_are_a_problem_that_says_so_whoever_is_named(text: str, name: str) -> None:
    found = chosen(text, name)
    assert (found.problem, found.link) == ("bad number", "")
    assert "more than one number" in found.why


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("986578788855, 986578788855", "FedEx", "986578788855"),
        ("1Z5R89390 357567127", "UPS", UPS),
        ("JJD000390 007882823322", "DHL Paket", "JJD000390007882823322"),
        ("420787459 400111206206406260787", "USPS", "9400111206206406260787"),
        ("UPS 1Z5R89390357567127", "UPS", UPS),
        ("99.60.123456.12345678", "Swiss Post", "996012345612345678"),
    ],
)
def test_groups_of_one_number_and_one_number_twice_are_one(text: str, name: str, number: str) -> None:
    found = chosen(text, name)
    assert (found.problem, found.number) == ("", number)


@tries(300)
@given(*[st.text(max_size=60)] * 4)
def test_no_cells_raise_and_a_link_is_always_given_or_a_carriers_own(
    tracking: str, url: str, carrier: str, usual: str
) -> None:
    found = choose(tracking, url, carrier, carriers(), usual)
    assert (found.problem == "") == (found.why == "")
    assert found.link or found.problem
    assert not found.link or found.link in tracking + url or carriers().of_host(found.link)


def test_twenty_thousand_rows_take_no_time_to_speak_of() -> None:
    rows = [(number, name) for _, number in VALID for name in ("", "DHL Paket", "UPS Ground", "Fooship")] * 3
    chosen(*rows[0])
    started = time.thread_time()
    for number, name in rows:
        chosen(number, name)
    assert (time.thread_time() - started) / len(rows) < 0.001


def test_a_carriers_link_without_a_number_is_a_problem_and_anybody_elses_is_not() -> None:
    bare = UPS_LINK.removesuffix(UPS)
    assert chosen("", url=bare).why == "This link of UPS has no number in it."
    assert chosen(bare).problem == "bad link"
    assert chosen("https://parcels.example.com/track?n=").problem == ""
