"""The table of carriers: the operator's own file over the shipped one, entries that are wrong, and their sentences.

It must not test what a number is of; `test_carriers` does.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.carriers.carriers import Candidate, Carriers, carriers, read_url


def of(key: str, text: str, table: Carriers) -> Candidate | None:
    """What one carrier makes of a text."""
    return next((one for one in table.candidates(text) if one.key == key), None)


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
        ("numbers = [{ pattern = 'A\\d', skip = 2 }]", "skip, lead and tail"),
        ("numbers = [{ pattern = 'A\\d', skip = true }]", "skip, lead and tail"),
        ("numbers = [{ pattern = 'A\\d{3}', skip = 1, lead = 2, tail = 1 }]", "skip, lead and tail"),
        ("numbers = [{ pattern = 'A\\d', lead = -1 }]", "skip, lead and tail"),
        ("numbers = [{ pattern = 'A\\d', named = 1 }]", "named is true or false"),
        ("more = 'yes'", "more is true or false"),
        ("names = 'Bad'", "names is a list of texts"),
        ("checked = 2026", "checked is a text"),
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
    started = time.thread_time()
    own.candidates("1" * 60 + "!")
    assert time.thread_time() - started < 1
