"""A carrier as a form: what it writes into the text, what it leaves there, and what it says of what was typed."""

from __future__ import annotations

import tomllib

import pytest

from console.model.carriers.carriers import shipped
from console.model.carriers.number_shape import shape
from console.model.carriers.table import read_table
from console.presenters.settings.carrier_file import read, with_entry
from console.presenters.settings.carrier_form import (
    UNREADABLE,
    CarrierForm,
    form_of,
    pattern_of,
    removed,
    verdict,
    written,
)

TOWN = CarrierForm(
    name="Courier of the town", sample="TOWN 1234-5678", link="https://courier.example/p/{number}"
)
OURS = """\
# What we know of our couriers.
[night] # by night
name = "Night"  # as they call themselves
template = "https://night.example/{n}"
numbers = [
    { pattern = 'N\\d{6}' }, # since 2020
]
more = true

# The end.
"""


def text_of(text: str, form: CarrierForm) -> str:
    made = written(text, form)
    assert made is not None
    return made[0]


def told(text: str, form: CarrierForm) -> str:
    made = written(text, form)
    assert made is not None
    return verdict(form, made[1], read(made[0])).told


def test_a_new_carrier_is_found_by_its_number_and_has_its_page() -> None:
    made = text_of("", TOWN)
    own = read_table(made)
    assert own.problems == ()
    assert list(own.carriers) == ["courier_of_the_town"]
    (found,) = read(made).carriers.candidates("TOWN87654321")
    assert (found.carrier, found.url) == ("Courier of the town", "https://courier.example/p/TOWN87654321")


def test_comments_other_entries_and_what_the_form_does_not_know_stay() -> None:
    made = text_of(OURS, form_of(OURS, "night").typed("name", "Night riders"))
    assert made == OURS.replace('"Night"', '"Night riders"')
    both = text_of(OURS, TOWN)
    assert both.startswith(OURS)
    assert list(tomllib.loads(both)) == ["night", "courier_of_the_town"]


def test_a_sample_that_is_like_a_number_it_has_adds_none_and_another_one_adds_one() -> None:
    form = form_of(OURS, "night")
    assert form.numbers == "N, 6 digits"
    assert text_of(OURS, form.typed("sample", "n 123 456")) == OURS
    grown = text_of(OURS, form.typed("sample", "NX12"))
    assert [one["pattern"] for one in tomllib.loads(grown)["night"]["numbers"]] == [r"N\d{6}", r"NX\d{2}"]
    assert "# since 2020" in grown


def test_one_of_the_program_is_changed_by_an_entry_of_ones_own_and_comes_back_when_that_goes() -> None:
    form = form_of("", "dpd")
    assert form.name == shipped().carriers["dpd"].name
    assert "{number}" in form.link
    made = text_of(OURS, form.typed("name", "DPD, our depot"))
    assert read_table(made).carriers["dpd"].numbers == shipped().carriers["dpd"].numbers
    assert read_table(made).carriers["dpd"].name == "DPD, our depot"
    gone = removed(made, "dpd")
    assert gone is not None
    assert list(read_table(gone).carriers) == ["night"]
    assert gone.startswith(OURS.rstrip())


@pytest.mark.parametrize("key", sorted(shipped().carriers))
def test_the_form_of_each_carrier_of_the_program_writes_what_it_reads(key: str) -> None:
    form = form_of("", key)
    own = read_table(text_of("", form.typed("name", f"{form.name} x")))
    was, now = shipped().carriers[key], own.carriers[key]
    assert own.problems == ()
    assert (now.name, now.template, now.hosts) == (f"{was.name} x", was.template, was.hosts)
    assert len(now.numbers) == len(was.numbers)


def test_a_new_one_takes_no_key_that_is_taken() -> None:
    for name, key in (
        ("UPS", "ups_2"),
        ("Night", "night_2"),
        ("Zoë & Söhne", "zoe_sohne"),
        ("上海", "courier"),
    ):
        made = written(OURS, CarrierForm(name=name))
        assert made is not None
        assert made[1] == key


@pytest.mark.parametrize(
    ("sample", "pattern"),
    [
        ("town 1234-5678", r"TOWN\d{8}"),
        ("AB123456789DE", r"AB\d{9}DE"),
        ("12", r"\d{2}"),
        ("A1", r"A\d"),
        ("", ""),
        ("Ü1", ""),
        ("12{3}", ""),
    ],
)
def test_a_pattern_is_made_of_a_sample(sample: str, pattern: str) -> None:
    assert pattern_of(sample) == pattern
    assert not pattern or shape(pattern).fits(sample.upper().replace(" ", "").replace("-", ""))


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (
            TOWN,
            "Its numbers are like TOWN, 8 digits. Its page is at courier.example: https://courier.example/p/TOWN12345678",
        ),
        (TOWN.typed("link", ""), "Its numbers are like TOWN, 8 digits. It has no public page."),
        (TOWN.typed("name", " "), "Give it the name that the window shall show."),
        (TOWN.typed("sample", ""), "Type one of its numbers, as it stands on a parcel."),
        (TOWN.typed("sample", "№ 5"), "A number has letters A to Z and digits only."),
        (TOWN.typed("sample", "1" * 65), "A number has at most 64 letters and digits."),
        (
            TOWN.typed("link", "https://courier.example/"),
            "The link has {number} once, where the number goes.",
        ),
        (
            TOWN.typed("link", "https://c.example/{number}/{number}"),
            "The link has {number} once, where the number goes.",
        ),
        (
            TOWN.typed("link", "ftp://c.example/{number}"),
            "The link must begin with https:// or http:// and a host in small letters, and have no spaces.",
        ),
    ],
)
def test_what_a_form_comes_to_is_said(form: CarrierForm, sentence: str) -> None:
    assert told("", form) == sentence


def test_a_text_that_cannot_be_read_is_left_alone() -> None:
    assert written("[night", TOWN) is None
    assert removed("[night", "night") is None
    assert "Edit as text" in UNREADABLE


def test_entries_written_in_other_ways_are_changed_too() -> None:
    dotted = 'night.name = "Night"\nnight.template = "https://night.example/{n}"\nnight.numbers = []\n'
    made = text_of(dotted, form_of(dotted, "night").typed("name", "Riders").typed("sample", "N12"))
    assert tomllib.loads(made)["night"]["name"] == "Riders"
    assert read_table(made).carriers["night"].name == "Riders"
    inline = 'night = { name = "Night", template = "" }\n'
    made = text_of(inline, form_of(inline, "night").typed("sample", "N12"))
    assert read(made).carriers.candidates("N34")[0].carrier == "Night"
    assert with_entry(inline, "night")[0] == inline
