"""Tracking links: read back as carrier and number, kept to the letter, and never led elsewhere by a number.

It must not touch a carrier's site; the forms of links are in `carrier_links`.
"""

from __future__ import annotations

import string
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.carriers.carriers import candidates, carriers, read_url, shipped, sure
from tests.model.carriers.examples import EXAMPLES, NO_PAGE, VALID
from tests.model.carriers.links import LINKS
from tests.support.tries import tries

HOSTS = {urlsplit(carrier.template).hostname for carrier in carriers().all if carrier.template}


@pytest.mark.parametrize(("url", "number", "key"), LINKS)
def test_the_links_that_shops_make_give_carrier_and_number(url: str, number: str, key: str) -> None:
    read = read_url(url)
    assert read is not None
    assert (read.key, read.number, read.url) == (key, number, url)


def test_every_carrier_with_a_page_has_a_link_among_them() -> None:
    assert {key for _, _, key in LINKS} == set(EXAMPLES) - {"post"}


@pytest.mark.parametrize(("key", "number"), [pair for pair in VALID if pair[0] not in NO_PAGE])
def test_a_link_is_read_back_as_carrier_and_number(key: str, number: str) -> None:
    built = carriers().of_carrier(key, number)
    read = read_url(built.url)
    assert read is not None
    assert (read.key, read.carrier, read.number, read.url) == (key, built.carrier, built.number, built.url)
    assert candidates(built.url) == [read]
    assert sure([read]) is read


@pytest.mark.parametrize("key", [key for key in EXAMPLES if key not in NO_PAGE])
@pytest.mark.parametrize("number", ["Z1XYZ8ABQ", "9090909090909090909"])
def test_a_number_of_no_known_form_is_read_from_where_the_carriers_page_has_it(key: str, number: str) -> None:
    url = carriers().link(key, number)
    read = read_url(url)
    assert read is not None
    assert (read.key, read.number) == (key, number)
    assert read.url == url


@pytest.mark.parametrize(
    ("url", "key", "number"),
    [
        ("https://wwwapps.ups.com/WebTracking?tracknum=1Z5R89390357567127", "ups", "1Z5R89390357567127"),
        ("http://ups.com/track?loc=en_US&tracknum=1z5r89390357567127&x=1", "ups", "1Z5R89390357567127"),
        ("HTTPS://WWW.UPS.COM/track?TrackNum=1Z%205R8%209390357567127", "ups", "1Z5R89390357567127"),
        ("https://www.ups.com/mobile/track?trackingNumber=1Z5R89390357567127", "ups", "1Z5R89390357567127"),
        ("https://www.fedex.com/apps/fedextrack/?tracknumbers=986578788855", "fedex", "986578788855"),
        ("https://www.fedex.com/fedextrack/?trknbr=986578788855,477179081230", "fedex", "986578788855"),
        (
            "https://tools.usps.com/go/TrackConfirmAction_input?qtc_tLabels1=9400111206206406260787",
            "usps",
            "9400111206206406260787",
        ),
        (
            "https://tools.usps.com/go/TrackConfirmAction?tLabels=420787459400111206206406260787",
            "usps",
            "9400111206206406260787",
        ),
        (
            "https://nolp.dhl.de/nextt-online-public/de/search?piececode=00340433836442636597",
            "dhl_paket",
            "00340433836442636597",
        ),
        ("https://tracking.dpd.de/status/de_DE/parcel/05308801410058", "dpd", "05308801410058"),
        (
            "https://www.royalmail.com/track-your-item#/tracking-results/RB123456785GB?a=b",
            "royal_mail",
            "RB123456785GB",
        ),
        ("https://jouw.postnl.nl/track-and-trace/3SABCD1234567-NL-1234AB", "postnl", "3SABCD1234567"),
        ("https://www.lasership.com/track/1LS7119013618127-1", "ontrac", "1LS71190136181271"),
        ("https://gls-group.eu/DE/de/paketverfolgung?match=GLS-7841239", "gls", "GLS-7841239"),
        ("https://www.ups.com:443/track?tracknum=1Z5R89390357567127", "ups", "1Z5R89390357567127"),
    ],
)
def test_other_forms_of_links_are_read_and_kept_to_the_letter(url: str, key: str, number: str) -> None:
    read = read_url(url)
    assert read is not None
    assert (read.key, read.number, read.url) == (key, number, url)
    assert [found.url for found in candidates(f"Follow it here: <{url}>, thank you.")] == [url]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://www.ups.com/",
        "https://www.ups.com/track?tracknum=",
        "https://www.ups.com/track?tracknum=help",
        "https://www.ups.com@evil.example/track?tracknum=1Z5R89390357567127",
        "https://user:pass@www.ups.com/track?tracknum=1Z5R89390357567127",
        "https://www.ups.com.evil.example/track?tracknum=1Z5R89390357567127",
        "https://evil.example/www.ups.com/track?tracknum=1Z5R89390357567127",
        "https://evil.example\\@www.ups.com/track?tracknum=1Z5R89390357567127",
        "https://www.ups.com:8443/track?tracknum=1Z5R89390357567127",
        "https://www.ups.com:x/track?tracknum=1Z5R89390357567127",
        "https://[www.ups.com/track?tracknum=1Z5R89390357567127",
        "ftp://www.ups.com/track?tracknum=1Z5R89390357567127",
        "javascript://www.ups.com/track?tracknum=1Z5R89390357567127",
        "https://www.ups.com/track?tracknum=1Z5R89390357567127\n\nx",
        "https://www.uрs.com/track?tracknum=1Z5R89390357567127",
        "//www.ups.com/track?tracknum=1Z5R89390357567127",
    ],
)
def test_links_that_are_not_certainly_a_carriers_are_not_read(url: str) -> None:
    assert read_url(url) is None


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("3318810025", "dhl_express"),
        ("00340434161094022115", "dhl_paket"),
        ("201298452277", "dhl_paket"),
        ("RB123456785DE", "dhl_paket"),
        ("GM2951173225174494", "dhl_ecommerce"),
        ("JVGL0999999990", "dhl_ecommerce"),
        ("whatever-1", "dhl_express"),
    ],
)
def test_of_carriers_that_share_a_host_the_number_tells_which(number: str, key: str) -> None:
    read = read_url(f"https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}")
    assert read is not None
    assert (read.key, read.number) == (key, number.upper())


@pytest.mark.parametrize(
    "url",
    [
        "https://www.dpd.com/de/de/",
        "https://www.gls-group.eu/DE/de/paketverfolgung",
        "https://www.amazon.com/progress-tracker/package/?itemId=jkmlpqrst&orderId=113-1234567-1234567",
        "https://www.dhl.com/de-en/home/tracking.html?locale=en2026&submit=1",
        "https://www.mondialrelay.fr/suivi-de-colis/?codePostal=76930",
    ],
)
def test_a_page_without_a_number_names_none(url: str) -> None:
    assert read_url(url) is None


@tries(200)
@given(
    st.sampled_from(sorted(EXAMPLES)),
    st.text(max_size=80) | st.text(alphabet="./\\@:?#%&=\r\n\0 ", max_size=20),
)
@pytest.mark.parametrize(
    "around", ["{}", "//evil.example/{}", "@evil.example/{}", "../../{}", "javascript:{}", "1\r\nHost: {}"]
)
def test_no_number_moves_a_link_to_another_host(around: str, key: str, text: str) -> None:
    url = carriers().link(key, around.format(text))
    template = shipped().carriers[key].template
    if url:
        assert urlsplit(url)[:2] == urlsplit(template)[:2]
        before, _, after = template.partition("{n}")
        middle = url[len(before) : len(url) - len(after)]
        assert url.startswith(before)
        assert url.endswith(after)
        assert not set(middle) - set(string.ascii_letters + string.digits + "-._~%")


def test_a_number_with_marks_is_percent_encoded_and_not_read_back() -> None:
    url = carriers().link("gls", "ab/1 2&x=ü")
    assert url == "https://gls-group.eu/EU/en/parcel-tracking?match=" + quote("AB/12&X=Ü", safe="")
    assert read_url(url) is None


def test_every_template_has_its_host_among_those_that_are_read() -> None:
    assert HOSTS
    for host in HOSTS:
        assert any(
            (host or "").removeprefix("www.") in carrier.hosts for carrier in shipped().carriers.values()
        )
