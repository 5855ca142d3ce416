"""What a tracking link says: carrier and number, the host's carrier, or that nobody known is behind it.

It must not try every carrier's links; tests/model/carriers does.
"""

from __future__ import annotations

import pytest

from console.model.carriers.carriers import carriers
from console.model.drafts.draft import Draft
from console.model.drafts.shipping import LINK
from console.presenters.record.read_back import ReadBack
from tests.model.samples import READ_AT, order


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("https://www.ups.com/track?tracknum=1Z999AA10123456784", "UPS 1Z999AA10123456784, check digit fits"),
        (
            "https://www.ups.com/track?tracknum=1Z999AA10123456785",
            "UPS 1Z999AA10123456785, check digit does not fit",
        ),
        ("https://www.ups.com/", "UPS, no number in it"),
        ("https://shop.example/parcel/7", "No page of a known carrier"),
        ("https://ups.com@shop.example/1Z999AA10123456784", "No page of a known carrier"),
        ("not a link", ""),
        ("", ""),
    ],
)
def test_a_link_is_read_back_in_words(link: str, said: str) -> None:
    assert ReadBack(carriers).of(Draft(order(), READ_AT).typed(LINK, link)) == said


def test_carriers_that_count_by_now_are_asked_anew() -> None:
    own = '[parcels]\nname = "Parcels"\ntemplate = "https://shop.example/parcel/{n}"\nhosts = ["shop.example"]\n'
    known = [carriers()]
    told = ReadBack(lambda: known[-1])
    draft = Draft(order(), READ_AT).typed(LINK, "https://shop.example/parcel/700123")
    assert told.of(draft) == "No page of a known carrier"
    known.append(carriers(own))
    assert told.of(draft).startswith("Parcels")
