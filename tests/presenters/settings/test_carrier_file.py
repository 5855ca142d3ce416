"""What a text of own carriers comes to: who is known and how it stands, what is not used and where, and a try of it."""

from __future__ import annotations

import pytest

from console.model.carriers.carriers import carriers, shipped
from console.presenters.settings.carrier_file import (
    KnownCarrier,
    TriedCarrier,
    read,
    tried,
    with_entry,
    with_example,
)

OWN = """\
[courier]
name = "Courier of the town"
template = "https://courier.example/parcels/{n}"
numbers = [{ pattern = 'TOWN\\d{8}' }]

[ups]
name = "UPS of ours"
template = "https://www.ups.com/track?loc=de_DE&tracknum={n}"
numbers = [{ pattern = '1Z[0-9A-Z]{15}\\d', check = "ups" }]

[yodel]
enabled = false

[yodle]
enabled = false
"""
UPS = "1Z999AA10123456784"


def standing(text: str) -> dict[str, str]:
    return {one.key: one.standing for one in read(text).known if one.standing}


def test_without_a_text_the_carriers_of_the_program_count() -> None:
    reading = read("")
    assert [one.key for one in reading.known] == list(shipped().carriers)
    assert standing("") == {}
    assert reading.problems == ()
    assert reading.summary == f"{len(shipped().carriers)} carriers in use, none of them yours."


def test_each_carrier_says_what_became_of_it_and_own_ones_come_first() -> None:
    reading = read(OWN)
    assert standing(OWN) == {
        "courier": "yours",
        "yodle": "hides nothing",
        "ups": "changed",
        "yodel": "hidden",
    }
    assert reading.known[0] == KnownCarrier("courier", "Courier of the town", "yours")
    assert next(one.name for one in reading.known if one.key == "ups") == "UPS of ours"
    count = len(shipped().carriers)
    assert len(reading.carriers.all) == count  # one more, one hidden
    assert reading.summary == f"{count} carriers in use (1 yours, 1 changed), 1 hidden."


def test_what_is_wrong_is_told_with_its_line_and_the_rest_counts() -> None:
    text = OWN + '\n[night]\nname = "Night"\ntemplate = "ftp://night.example/{n}"\n'
    reading = read(text)
    [problem] = reading.problems
    assert text.splitlines()[problem.line - 1] == "[night]"
    assert problem.sentence.startswith(f"Line {problem.line}, [night]: ")
    assert standing(text) == standing(OWN)
    assert reading.summary.endswith("1 hidden. 1 thing cannot be used:")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# one\n[a]\nname = \n", 3),
        ("[ups]\nname = 'a'\n\n[ups]\n", 4),
        ("# one\n\nname = '''never closed\n", 4),
        ('["(at line 7, column 7)"]\nx = 1\n["(at line 7, column 7)"]\n', 3),
    ],
)
def test_a_text_that_cannot_be_read_is_told_where(text: str, line: int) -> None:
    reading = read(text)
    assert [one.line for one in reading.problems] == [line]
    assert reading.carriers.all == carriers().all


def test_a_broken_change_leaves_the_carrier_of_the_program() -> None:
    text = '[ups]\nname = ""\n'
    assert standing(text) == {}
    [answer], _ = tried(read(text).carriers, UPS)
    assert answer.carrier == "UPS"


def test_a_number_is_tried_on_the_own_carriers_too() -> None:
    answers, told = tried(read(OWN).carriers, "town 1234 5678")
    url = "https://courier.example/parcels/TOWN12345678"
    assert answers == (
        TriedCarrier("Courier of the town", "has none", "plain", "TOWN12345678", url, "courier.example"),
    )
    assert told == "Courier of the town: nothing else is as likely."
    assert tried(read("").carriers, "TOWN12345678")[0] == ()


def test_a_changed_carrier_answers_with_its_own_page() -> None:
    [answer], _ = tried(read(OWN).carriers, UPS)
    assert (answer.carrier, answer.tone) == ("UPS of ours", "good")
    assert answer.url == f"https://www.ups.com/track?loc=de_DE&tracknum={UPS}"


def test_a_link_is_read_back_to_the_letter() -> None:
    link = f"https://www.ups.com/track?x=1&tracknum={UPS}"
    [answer], told = tried(read("").carriers, link)
    assert (answer.carrier, answer.number, answer.url, answer.host) == ("UPS", UPS, link, "www.ups.com")
    assert told == "UPS: nothing else is as likely."


def test_every_candidate_is_listed_with_its_verdict() -> None:
    answers, told = tried(read("").carriers, "12345678901234")
    assert len(answers) > 1
    assert told == f"{len(answers)} carriers can have this; you would be asked which."
    swapped, _ = tried(read("").carriers, "1Z999AA10123456785")
    assert [(one.tone, one.verdict) for one in swapped] == [
        ("warn", "does not fit: two digits may be swapped")
    ]
    amazon, _ = tried(read("").carriers, "TBA123456789012")
    assert (amazon[0].url, amazon[0].host) == ("", "")


@pytest.mark.parametrize(
    ("text", "said"), [("", "Paste a number"), ("  ", "Paste a number"), ("hello", "No carrier")]
)
def test_nothing_is_said_of_nothing(text: str, said: str) -> None:
    answers, told = tried(read("").carriers, text)
    assert answers == ()
    assert told.startswith(said)


@pytest.mark.parametrize("before", ["", "# mine", OWN, "\n\n\n"])
def test_an_example_stands_behind_the_text_and_counts_at_once(before: str) -> None:
    text, line = with_example(before)
    assert text.startswith(before.rstrip())
    assert text.splitlines()[line - 1].startswith("[courier")
    assert read(text).problems == ()
    assert len(read(text).carriers.all) == len(read(before).carriers.all) + 1
    again, _ = with_example(text)
    assert read(again).problems == (), "the second example has another key"


@pytest.mark.parametrize("key", list(shipped().carriers))
def test_each_carrier_of_the_program_can_be_changed_from_what_it_is(key: str) -> None:
    text, line = with_entry("# mine", key)
    assert text.splitlines()[line - 1] == f"[{key}]"
    assert read(text).problems == ()
    assert standing(text) == {key: "changed"}
    ours = {one.key: one for one in read(text).carriers.all}
    assert (ours[key].template, ours[key].hosts) == (
        shipped().carriers[key].template,
        shipped().carriers[key].hosts,
    )


@pytest.mark.parametrize("heading", ["[ups]", " [ ups ]", '["ups"]', "ups.name = 'x'"])
def test_an_entry_that_is_there_is_found_and_nothing_is_added(heading: str) -> None:
    text = f"# the first line\n\n{heading}\n# ups\n"
    assert with_entry(text, "ups") == (text, 3)


def test_a_carrier_that_nobody_knows_adds_nothing() -> None:
    assert with_entry("# mine", "nobody") == ("# mine", 1)
