"""Why a row stands so: kept as a code, said in words, and what older consoles kept in words stays as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import get_args

import pytest

from console.model.shipments.shipments import RowRequest
from console.presenters.runs.items import RunRow
from console.presenters.runs.items import kept as row_kept
from console.presenters.runs.items import restored as row_restored
from console.presenters.runs.reasons import (
    STATUS_WORDS,
    VERDICT_WORDS,
    WORDS,
    Reason,
    ReasonKey,
    kept,
    may_arrive,
    restored,
)
from tests.presenters.given import NOON, told_time

PARTS: dict[str, tuple[object, ...]] = {
    "same order": (3,),
    "kept otherwise": ("shippingTrackingUrl", "shippingDate"),
    "not yet": ("Nobody answered.", "2026-11-21T12:00:00+00:00"),
    "still open": ("2026-11-21T12:00:00+00:00",),
    "as it was": ("Nobody answered.",),
    "being sent": ("bert", "2026-11-21T12:00:00+00:00"),
    "taken over": ("bert", "2026-11-21T12:00:00+00:00"),
    "sent before": ("bert",),
    "problem": ("shippingDate", "That is no day."),
    "verdict": ("duplicate", ["same order", 3]),
}


def test_every_key_has_its_words() -> None:
    assert set(WORDS) == set(get_args(ReasonKey))


@pytest.mark.parametrize("key", WORDS)
def test_a_reason_is_kept_as_its_code_and_says_the_same_again(key: ReasonKey) -> None:
    reason = Reason.of(key, *PARTS.get(key, ()))
    held = json.loads(json.dumps(kept(reason)))
    assert held[0] == key
    again = restored(held)
    assert again == reason != ""
    assert kept(again) == held
    assert "{" not in reason


def test_what_had_not_arrived_says_by_when_and_that_it_still_may() -> None:
    told = f"It had not arrived by {told_time(NOON)}; a slow server may still apply it."

    assert Reason.of("not yet", "Nobody answered.", NOON.isoformat()) == f"Nobody answered. {told}"
    assert Reason.of("not yet", "", NOON.isoformat()) == told
    assert Reason.of("still open", NOON.isoformat()) == (
        f"An earlier request for this order had no proper answer. {told}"
    )
    assert may_arrive(Reason.of("not yet", "", NOON.isoformat()))
    taken = Reason.of("taken over", "bert", NOON.isoformat())
    assert taken == f"Taken over from bert, whose console was gone while it was sending the row. {told}"
    assert may_arrive(taken)
    assert not may_arrive(told)


def test_a_row_that_a_colleague_has_says_whose_it_is_and_until_when() -> None:
    said = Reason.of("being sent", "bert", NOON.isoformat())

    assert said == f"being sent by bert (until {NOON.astimezone():%H:%M})"
    assert not may_arrive(said)


def test_parts_are_put_into_words() -> None:
    assert Reason.of("kept otherwise", *PARTS["kept otherwise"]) == (
        "The server kept Tracking URL, Shipping date otherwise."
    )
    assert Reason.of("problem", *PARTS["problem"]) == "Shipping date: That is no day."
    assert Reason.of("verdict", *PARTS["verdict"]) == "duplicate: the same order as row 3"
    assert Reason.of("verdict", "different link", "https://x.example") == (
        "already shipped, different link: https://x.example"
    )


@pytest.mark.parametrize("text", ["", "Not today", "The order was read again and holds it."])
def test_what_somebody_else_said_stays_as_it_was_said(text: str) -> None:
    assert restored(json.loads(json.dumps(kept(text)))) == text == kept(text)


def test_a_row_on_the_disk_holds_no_word_of_ours() -> None:
    row = RunRow(2, ("1003",), RowRequest("1003")).checked("duplicate", Reason.of("same order", 1))
    left_out = row.decided(None)
    assert left_out.became == "left out: duplicate: the same order as row 1"
    stored = row_kept(left_out)
    assert stored.content["why"] == ["same order", 1]
    assert stored.reason == ["verdict", "duplicate", ["same order", 1]]
    words = {*VERDICT_WORDS.values(), *STATUS_WORDS.values()} - {*VERDICT_WORDS, *STATUS_WORDS}
    written = json.dumps([stored.content, stored.reason])
    assert not [one for one in (*words, "the same order") if one in written]
    assert row_restored(stored) == replace(left_out, included=False)
