"""What a save found, and the draft on it: long ones by a worker, short ones at once, and the same of both.

It must not repeat what becomes of a save in the window; test_saving.py has that.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from console.api.outgoing import About, Outgoing
from console.model.drafts.draft import Draft
from console.model.drafts.sums import sums
from console.model.lines.lines import DraftLine
from console.model.records import Cart
from console.presenters.saving import joining
from console.presenters.saving.joining import MANY, Joined, join, joined
from console.presenters.saving.saving import Saved, SavePlan
from tests.support.jobs import HeldJobs
from tests.support.noise import Noise

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def cart(count: int, **fields: Any) -> Cart:
    line = {"name": "Mug", "quantity": Decimal(1), "totalPrice": Decimal(3)}
    return Cart.model_validate({"cartId": "a", "currency": "USD", "lineItems": [line] * count} | fields)


def plan(draft: Draft) -> SavePlan:
    about = About("cart", "update", "a")
    return SavePlan(draft, draft.payload(), Outgoing("POST", "https://shop.example/carts/a", "{}", about))


def mine(count: int) -> Draft:
    return Draft(cart(count), NOW).typed("shippingDetails", "mine")


@pytest.mark.parametrize(
    ("became", "theirs", "asks"),
    [
        ("saved", {"shippingDetails": "mine"}, False),
        ("arrived", {"shippingDetails": "mine"}, False),
        ("clash", {"shippingDetails": "theirs"}, True),
        ("merged", {"taxAmount": Decimal(1)}, False),
        ("closed", {"status": "COMPLETE"}, False),
    ],
)
def test_a_long_one_is_put_together_by_a_worker_as_a_short_one_is_at_once(
    became: Any, theirs: dict[str, Any], asks: bool
) -> None:
    jobs, found = HeldJobs(), list[Joined]()
    for count in (2, MANY + 1):
        draft = mine(count)
        join(jobs, plan(draft), Saved(became, cart(count, **theirs)), draft, NOW, found.append)
        assert bool(jobs.held) == (count > MANY)
    jobs.finish()
    short, long = found
    assert [one.question is not None for one in found] == [asks, asks]
    if not asks:
        assert short.draft is not None
        assert long.draft is not None
        assert (short.draft.edits, len(long.draft.lines)) == (long.draft.edits, MANY + 1)


def test_what_is_loaded_then_is_not_walked_by_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs, found = HeldJobs(), list[Joined]()
    draft = mine(MANY + 1)
    join(jobs, plan(draft), Saved("merged", cart(MANY + 1, taxAmount=1)), draft, NOW, found.append)
    jobs.finish()
    walked: list[DraftLine] = []
    monkeypatch.setattr("console.model.lines.line_sums.line_sum", lambda row, *_: walked.append(row))
    [one] = found
    assert one.draft is not None
    sums(one.draft)
    one.draft.problems()
    assert walked == []


def test_where_nothing_was_read_there_is_nothing_to_put_together() -> None:
    draft = mine(2)
    assert joined(plan(draft), Saved("unknown"), draft, NOW) == Joined(Saved("unknown"))
    unknown = Saved("not arrived", cart(2))
    assert joined(plan(draft), unknown, draft, NOW) == Joined(unknown)


def test_a_save_is_told_of_even_where_the_rest_fails(monkeypatch: pytest.MonkeyPatch, noise: Noise) -> None:
    noise.expect_log("nobody foresaw")

    def broken(*_: object) -> Joined:
        raise ValueError

    monkeypatch.setattr(joining, "joined", broken)
    jobs, found = HeldJobs(), list[Joined]()
    draft, saved = mine(MANY + 1), Saved("saved", cart(MANY + 1))
    join(jobs, plan(draft), saved, draft, NOW, found.append)
    jobs.finish()
    assert found == [Joined(saved)]
    join(jobs, plan(draft), saved, draft, NOW, found.append)
    jobs.held[0].cancel()
    jobs.finish()
    assert found == [Joined(saved)], "all is being closed"
