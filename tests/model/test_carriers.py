"""Carriers by their numbers and links: every entry of the shipped table, mangled input, hostile links and templates.

It must not touch a carrier's site: the numbers are published examples, or made up where a carrier has no check digit.
"""

from __future__ import annotations

import string
import time
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.carriers import Candidate, Carriers, candidates, carriers, read_url, shipped, sure
from tests.support.tries import tries

HEX = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# key: numbers that are right, and numbers that are wrong: a wrong check digit where there is one, otherwise no such form
EXAMPLES: dict[str, tuple[list[str], list[str]]] = {
    "ups": (["1Z5R89390357567127", "1Z879E930346834440", "1Z999AA10123456784"], ["1Z5R89390357567128"]),
    "fedex": (
        [
            "986578788855",
            "477179081230",
            "568283610012734",
            "9611020987654312345672",
            "1001921334250001000300779017972697",
        ],
        ["996578788855", "568283610012732", "9611020987654312345673", "1001901781990001000300617767839438"],
    ),
    "usps": (
        [
            "9400111206206406260787",
            "9405803699300124287899",
            "92748931507708513018050063",
            "03071790000523483741",
            "EA123456785US",
        ],
        ["9434611206206407667131", "92748931507708513018050064", "EA123456786US"],
    ),
    "dhl_express": (["3318810025", "73891051146", "JVGL0999999990"], ["3318810010", "73891051147"]),
    "dhl_paket": (
        ["201298452277", "00340433836442636597", "JJD1410302937991", "RB123456785DE", "12345678901234"],
        ["201298452278", "00340433836442636598", "RB123456786DE"],
    ),
    "dhl_ecommerce": (
        ["GM2951173225174494", "GM295117494011169042", "60120172242323"],
        ["GS295117494011169041"],
    ),
    "dpd": (["05308801410058"], ["09980000020033D"]),
    "royal_mail": (["RB123456785GB", "AA473124829GB", "0430913123533341"], ["RB123456786GB"]),
    "evri": (["0430913123533341"], ["043091312353334"]),
    "parcelforce": (
        ["PF12345678", "EE123456785GB", "CX473124829GB", "AA1234567", "AAAA1234567890"],
        ["EE123456786GB"],
    ),
    "yodel": (["JJD0002257639032011", "JD0002242617644732"], ["JD000225440506099"]),
    "canada_post": (
        ["0073938000549297", "7035114477138472", "RN123456785CA"],
        ["0073938000549292", "RN123456786CA"],
    ),
    "purolator": (["330362235641", "320595463938", "KYV009956937"], ["320595463939"]),
    "canpar": (["D576002440000001718010", "L576002440000000001004"], ["1576002440000002510003"]),
    "australia_post": (["EE123456785AU", "7XX1000634011427", "JDQ019005901000930802"], ["EE123456786AU"]),
    "nz_post": (["EE123456785NZ"], ["EE123456786NZ"]),
    "postnl": (["3SABCD1234567", "3SDEVC201611210", "RB123456785NL"], ["RB123456786NL"]),
    "la_poste": (["6A07657471207", "LA123456785FR"], ["6A07657471208", "LA123456786FR"]),
    "chronopost": (
        ["XN081879383FR", "XP695852974FR", "XU152297803JF", "XW827106090JB", "EE123456785FR"],
        ["XY123456786FR"],
    ),
    "gls": ([], []),
    "inpost": (["520000012680041086770098"], ["62000000000000000000001"]),
    "poczta_polska": (["RR410342249PL", "00259007738997744427", "00559007730113934232"], ["RR410342248PL"]),
    "postnord": (
        ["RB123456785SE", "RB123456785DK", "84971563697SE", "00373500454541020957"],
        ["RB123456786SE"],
    ),
    "swiss_post": (["996012345612345678", "RB123456785CH"], ["RB123456786CH"]),
    "ontrac": (
        ["C10999911320231", "C11031500001879", "D10011354453707"],
        ["C11031500001889", "D10011345983012"],
    ),
    "lasership": (["LX17635036", "LI12976442", "1LS717793482164", "1LSCXVE005BUEFX"], ["LX97635036"]),
    "amazon": (["TBA010000000000", "TBC123456789012", "TBM502887274000"], ["TBA50288727400A"]),
    "yunexpress": (["YT2229521272164446"], ["YT123456789012345"]),
    "post": (["RB123456785JP", "RR123456785IE"], ["RB123456786JP"]),
}
VALID = [(key, number) for key, (right, _) in EXAMPLES.items() for number in right]
WRONG = [(key, number) for key, (_, wrong) in EXAMPLES.items() for number in wrong]
HOSTS = {urlsplit(carrier.template).hostname for carrier in carriers().all if carrier.template}
NO_PAGE = {"amazon", "post"}
WITHOUT_CHECK = {
    "dhl_ecommerce",
    "evri",
    "yodel",
    "canpar",
    "gls",
    "inpost",
    "lasership",
    "amazon",
    "yunexpress",
}


def of(key: str, text: str, table: Carriers | None = None) -> Candidate | None:
    """What one carrier makes of a text."""
    found = (table or carriers()).candidates(text)
    return next((candidate for candidate in found if candidate.key == key), None)


def test_the_shipped_table_is_in_order_and_has_examples_for_every_entry() -> None:
    assert carriers().problems == ()
    assert {carrier.key for carrier in carriers().all} == set(EXAMPLES)
    assert len(EXAMPLES) == 29
    bare = {carrier.key for carrier in carriers().all if not carrier.numbers}
    assert {key for key, (right, wrong) in EXAMPLES.items() if not right or not wrong} == bare == {"gls"}
    assert all(carrier.source for carrier in carriers().all)


def test_every_kind_of_number_of_every_carrier_has_an_example_or_leads_to_one() -> None:
    unproven = [
        (carrier.key, numbers.shape.pattern.pattern)
        for carrier in carriers().all
        for numbers in carrier.numbers
        if not numbers.skip
        and not any(numbers.shape.fits(said) for part in EXAMPLES[carrier.key] for said in part)
    ]
    assert set(unproven) <= {
        ("dhl_express", r"J[A-Z]{2}\d{9,10}"),
        ("dhl_paket", r"JJD\d{18}"),
        ("parcelforce", r"PF\d{9}GB"),
    }


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
    assert candidate is None if key in WITHOUT_CHECK else candidate is not None and candidate.check == "fails"


@pytest.mark.parametrize(("key", "number"), [pair for pair in VALID if pair[0] not in NO_PAGE])
def test_a_link_is_read_back_as_carrier_and_number(key: str, number: str) -> None:
    built = of(key, number)
    assert built is not None
    read = read_url(built.url)
    assert read is not None
    assert (read.key, read.carrier, read.number, read.url) == (key, built.carrier, built.number, built.url)
    assert candidates(built.url) == [read]
    assert sure([read]) is read


@pytest.mark.parametrize("key", [key for key in EXAMPLES if key not in NO_PAGE])
@pytest.mark.parametrize("number", ["Z1XYZ8AB", "90909090"])
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
        ("https://jouw.postnl.nl/track-and-trace/3SABCD1234567-NL-1234AB", "postnl", "3SABCD1234567NL1234AB"),
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
        ("986578788855", "FedEx", "986578788855"),
        ("Sent with FedEx: 9865 7878 8855.", "FedEx", "986578788855"),
        ("986578788855 2 pieces", "FedEx", "986578788855"),
        ("1 x 1Z 5R8 939 0357 567 127 2 kg", "UPS", "1Z5R89390357567127"),
        ("rb 123 456 785 gb", "Royal Mail", "RB123456785GB"),
        ("Letter RB 123 456 785 GB is under way", "Royal Mail", "RB123456785GB"),
        ("Parcel EE123456785GB", "Parcelforce", "EE123456785GB"),
        ("RB123456785JP", "Post (JP)", "RB123456785JP"),
        ("0101 5026 0036 53 c", "DPD", "01015026003653"),
        ("99.60.123456.12345678", "Swiss Post", "996012345612345678"),
        ("00 340433836442636597", "DHL Paket", "00340433836442636597"),
        ("TBA 123456789012", "Amazon Logistics", "TBA123456789012"),
        ("1LS7119013618127-1", "LaserShip", "1LS71190136181271"),
    ],
)
def test_what_people_paste_is_understood_and_sure(text: str, carrier: str, number: str) -> None:
    found = sure(candidates(text))
    assert found is not None
    assert (found.carrier, found.number) == (carrier, number)


@pytest.mark.parametrize(
    "text",
    [
        "05308801410058",  # DPD, DHL Paket and DHL eCommerce
        "0430913123533341",  # Royal Mail and Evri
        "996578788855",  # no check digit fits
        "986578788855 477179081230",  # two parcels
        "9400111206206406260788",  # a slip
        "JFV247545960",  # Purolator and DHL Express, neither with a check digit
        "0081 827 0998 0000 0200 45 327 276 N",  # a code of no known form, though parts of it have one
        "00 0123 4500 0000 0027",
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
    fits, fails, _ = candidates("986578788855")
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


def test_entries_without_a_check_are_those_of_the_table() -> None:
    unchecked = {one.key for one in carriers().all if not any(numbers.check for numbers in one.numbers)}
    assert unchecked == WITHOUT_CHECK


def test_most_examples_are_sure() -> None:
    assert len(SURE) > 60


@tries(300)
@given(
    st.text(max_size=300) | st.text(alphabet=HEX + " -./:?#@&=%\\\n", max_size=120) | st.binary().map(repr)
)
def test_no_text_raises_or_gives_a_link_elsewhere(text: str) -> None:
    for one in candidates(text):
        assert one.number.isascii()
        assert one.number.isalnum()
        assert one.check in ("fits", "fails", "none")
        if one.url:
            assert urlsplit(one.url).scheme in ("http", "https")
            assert (urlsplit(one.url).hostname or "").removeprefix("www.") in {
                host for carrier in carriers().all for host in carrier.hosts
            }
    read_url(text)


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


OWN = """
[shop_van]
name = "Shop van"
template = "https://van.example/t/{n}"
numbers = [{ pattern = 'SV\\d{6}' }]

[ups]
name = "UPS, our account"
template = "https://ups.example/{n}"
numbers = [{ pattern = '1Z[0-9A-Z]{15}\\d', check = "ups" }]

[fedex]
enabled = false
"""


def test_the_operators_own_file_adds_replaces_and_hides() -> None:
    own = carriers(OWN)
    assert own.problems == ()
    assert own.candidates("sv 123-456")[0].url == "https://van.example/t/SV123456"
    assert [one.url for one in own.candidates("1Z5R89390357567127")] == [
        "https://ups.example/1Z5R89390357567127"
    ]
    assert of("fedex", "986578788855", own) is None
    assert own.read_url("https://www.fedex.com/fedextrack/?trknbr=986578788855") is None
    assert read_url("https://van.example/t/SV123456") is None
    assert len(own.all) == len(carriers().all)


ENTRY = """[mine]
name = "Mine"
template = "https://mine.example/{n}"
numbers = [{ pattern = 'M\\d{6}' }]

"""


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('template = "javascript:alert({n})"', "must begin with https://"),
        ('template = "https://{n}.example/"', "must begin with https://"),
        ('template = "https://{n}"', "must begin with https://"),
        ('template = "https://good.example{n}"', "must begin with https://"),
        ('template = "https://good.example:{n}/"', "must begin with https://"),
        ('template = "https://good.example@evil.example/{n}"', "must begin with https://"),
        ('template = "https://good.example\\\\@evil.example/{n}"', "must begin with https://"),
        ('template = "//good.example/{n}"', "must begin with https://"),
        ('template = "https://good.example/ {n}"', "must begin with https://"),
        ('template = "https://good.example/\\n{n}"', "must begin with https://"),
        ('template = "https://gооd.example/{n}"', "must begin with https://"),
        ('template = "https://good.example/"', "must have {n} once"),
        ('template = "https://good.example/{n}/{n}"', "must have {n} once"),
        ('template = "https://good.example/{n}/{0}"', "must have {n} once"),
        ("template = 5", "template is a text"),
        ('name = ""', "The name is missing."),
        ('name = "a\\u202Eb"', "The name is missing."),
        ("numbers = [{ pattern = '(a+)+$' }]", "The pattern has '('"),
        ("numbers = [{ pattern = '\\d*' }]", "The pattern has '*'"),
        ("numbers = [{ pattern = '\\d{1,9}\\d{1,9}A' }]", "Only one part of a pattern may vary"),
        ("numbers = [{ pattern = '\\d{0,9}' }]", "not 0 to 9"),
        ("numbers = [{ pattern = '\\d{70}' }]", "not 70 to 70"),
        ("numbers = [{ pattern = '\\d{40}\\d{40}' }]", "1 to 64 characters"),
        ("numbers = [{ pattern = '[Z-A]' }]", "Z-A in the pattern runs backwards."),
        ("numbers = [{ pattern = '' }]", "1 to 64 characters"),
        (
            "numbers = [{ pattern = 'A\\d', check = \"mod99\" }]",
            "There is no check named 'mod99'; there are s10,",
        ),
        ("numbers = [{ pattern = 'A\\d', skip = 2 }]", "skip and tail"),
        ("numbers = [{ pattern = 'A\\d', skip = true }]", "skip and tail"),
        ("numbers = [{ patern = 'A' }]", "a pattern, and may have"),
        ("numbers = 'A'", "numbers is a list"),
        ('hosts = ["https://x.example/"]', "is not the name of a host"),
        ("hosts = [1]", "hosts is a list of texts"),
        ("colour = 1", "There is no setting named 'colour'."),
    ],
)
def test_a_bad_entry_is_named_with_its_line_and_the_rest_works(setting: str, said: str) -> None:
    settings_of_it = {
        "name": 'name = "Bad"',
        "template": 'template = "https://bad.example/{n}"',
        setting.split(" ")[0]: setting,
    }
    own = carriers(ENTRY + "[bad]\n" + "\n".join(settings_of_it.values()) + "\n")
    (problem,) = own.problems
    assert problem.startswith("Line 6, [bad]: ")
    assert said in problem
    assert problem.endswith(" The entry is not used.")
    assert own.candidates("M123456")[0].carrier == "Mine"
    assert own.candidates("1Z5R89390357567127")[0].carrier == "UPS"
    assert "bad" not in {carrier.key for carrier in own.all}


@pytest.mark.parametrize(
    "text", ["[ups", "ups = 5\n[x", "=", "x = [" * 5_000, "\0", "#" * 300_000, "[ups]\n[ups]"]
)
def test_a_file_that_cannot_be_read_leaves_the_shipped_carriers(text: str) -> None:
    own = carriers(text)
    assert len(own.problems) == 1
    assert own.all == carriers().all


@given(st.text(max_size=200))
def test_no_file_raises(text: str) -> None:
    assert carriers(text).candidates("1Z5R89390357567127") or "ups" in text


def test_no_pattern_of_an_own_file_can_stall_the_window() -> None:
    numbers = ", ".join(f"{{ pattern = '[0-9A-Z]{{1,{40 + place % 20}}}Z{{1}}' }}" for place in range(40))
    own = carriers(f'[slow]\nname = "Slow"\ntemplate = ""\nnumbers = [{numbers}]\n')
    assert own.problems == ()
    started = time.perf_counter()
    own.candidates("1" * 60 + "!")
    assert time.perf_counter() - started < 1


def test_a_row_of_a_file_takes_well_under_a_millisecond() -> None:
    numbers = [number for _, number in VALID] * 20
    candidates(numbers[0])
    started = time.perf_counter()
    for number in numbers:
        candidates(number)
    assert (time.perf_counter() - started) / len(numbers) < 0.001


@pytest.mark.parametrize(
    "text", ["1 " * 5_000, "1 2 3 4 5 6 7 8 9 0,", "A1 " * 2_000, "1Z" * 5_000, "\ufdfa" * 2_000]
)
def test_no_text_stalls_the_window(text: str) -> None:
    started = time.perf_counter()
    candidates(text * 200)
    assert time.perf_counter() - started < 2


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
