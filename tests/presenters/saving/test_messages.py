"""Every sentence that the editor says of a reading or a save, read side by side."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from console.api.errors import CartClosed, NotAllowed, OutcomeUnknown, Refused, UnknownContact
from console.model.drafts.draft import Change, Draft, Problem
from console.model.lines.lines import DraftLine
from console.model.merging.differences import kept_otherwise
from console.presenters.notice import (
    CREATE_CONTACT,
    LOOK_IN_LOG,
    READ_AGAIN,
    REVIEW_AGAIN,
    SEND_AGAIN,
    Action,
    Notice,
)
from console.presenters.saving import messages as outcome
from console.presenters.saving.saving import Saved
from console.store.trail import Entry, Intent
from tests.model import samples
from tests.presenters.given import NOON, told_time
from tests.support.noise import Noise

EUR = Change("currency", "Currency", "USD", "EUR")
BOAT = Change("shippingDetails", "Shipping details", "empty", "by boat")
FACTS = "Status 502.\nPOST /orders/1\nHTTP status 502"

INTENT = Intent(
    "Test shop", "order", "1", "1001", (), "POST", "https://x.example/orders/1", "{}", workflows=False
)
BEFORE = Entry(1, INTENT, "jane", NOON - timedelta(seconds=12))


def lost() -> OutcomeUnknown:
    return OutcomeUnknown("Status 502.", "Compare.", method="POST", path="/orders/1", status=502)


def of(saved: Saved, draft: Draft | None = None) -> Notice:
    return outcome.of(saved, draft or samples.draft().typed("currency", "EUR"), NOON)


@pytest.mark.parametrize(
    ("saved", "tone", "headline", "advice", "action"),
    [
        (
            Saved("saved", samples.order()),
            "good",
            f"Saved and verified at {told_time()}.",
            "The answer holds your change.",
            None,
        ),
        (
            Saved("saved", samples.order(), foreign=(BOAT,)),
            "warn",
            f"Saved and verified at {told_time()}.",
            "The answer holds your change. Meanwhile someone else changed Shipping details (empty → by boat).",
            None,
        ),
        (
            Saved("saved", samples.order(), kept=(EUR, BOAT)),
            "warn",
            f"Saved at {told_time()}, but the server kept something otherwise.",
            "Currency: sent USD, kept EUR; Shipping details: sent empty, kept by boat.",
            None,
        ),
        (
            Saved("not saved", error=Refused("The server refused the request: no.", "Nothing was saved.")),
            "bad",
            "Not saved. The server refused the request: no.",
            "Nothing was saved. Your edits are still here.",
            None,
        ),
        (
            Saved("not saved", error=NotAllowed("You may not write.", "Nothing was saved.")),
            "bad",
            "Not saved. You may not write.",
            "Nothing was saved. Your edits are still here.",
            None,
        ),
        (
            Saved("not saved", error=UnknownContact("No contact has this address.", "Nothing was saved.")),
            "bad",
            "Not saved. No contact has this address.",
            "Nothing was saved. Your edits are still here.",
            CREATE_CONTACT,
        ),
        (
            Saved("clash", samples.order(), foreign=(EUR,)),
            "bad",
            f"Not saved yet: someone changed the same as you after you read it at {told_time(samples.READ_AT)}.",
            "Nothing was sent and your edits are still here. Decide what holds, or save again later.",
            REVIEW_AGAIN,
        ),
        (
            Saved("merged", samples.order(), foreign=(EUR,)),
            "warn",
            "Not sent yet: meanwhile someone changed Currency (USD → EUR).",
            f"Your edits now stand on the record as read at {told_time()}, which makes another request; "
            "review it again.",
            REVIEW_AGAIN,
        ),
        (
            Saved("repeated", repeats=BEFORE),
            "warn",
            "Not sent: the identical change went out 12 s ago.",
            "Send it again only if you mean to.",
            SEND_AGAIN,
        ),
        (
            Saved("differs", samples.order(), foreign=(EUR,)),
            "warn",
            f"Your last save had no answer, and the record as read at {told_time()} does not tell whether it arrived.",
            "It differs in Currency (USD → EUR). Compare, then save what is missing.",
            None,
        ),
        (
            Saved("closed", samples.cart(status="EXPIRED"), error=CartClosed("The cart is closed.")),
            "bad",
            "Not saved. This cart has expired. The service never changes an expired cart again.",
            "Nothing was changed. Your edits are still here, as a draft: Copy lines puts the lines into another cart or order.",
            None,
        ),
        (
            Saved("arrived", samples.order(), error=lost()),
            "warn",
            "No proper answer came, but it did arrive.",
            f"Read again at {told_time()}: the record holds all you sent.",
            None,
        ),
        (
            Saved("not arrived", samples.order(), error=lost()),
            "bad",
            f"No proper answer came. It had not arrived by {told_time()}; a slow server may still apply it.",
            "The console looks again by itself for two minutes and at each reading (F5); your edits are still here.",
            READ_AGAIN,
        ),
        (
            Saved("unknown", samples.order(), foreign=(EUR,), error=lost()),
            "bad",
            "It is not known whether this was saved: no proper answer came."
            " Read again, it differs in Currency (USD → EUR).",
            "Do not send it again blindly. Read it again (F5) and compare; your edits are still here.",
            READ_AGAIN,
        ),
    ],
    ids=lambda value: value.became if isinstance(value, Saved) else "",
)
def test_what_is_said_of_a_save(
    saved: Saved, tone: str, headline: str, advice: str, action: Action | None
) -> None:
    said = of(saved)
    assert (said.tone, said.headline, said.advice, said.action) == (tone, headline, advice, action)


MUG, POT = samples.MUG, samples.POT


def kept(sent: list[dict[str, Any]], answered: list[dict[str, Any]]) -> Notice:
    """What is said when these lines were sent and those are in the answer."""
    draft = samples.draft(lineItems=[POT])
    rows = [
        DraftLine(None, {key: str(held) for key, held in line.items() if held and key != "position"})
        for line in sent
    ]
    draft, answer = draft.with_lines(rows), samples.order(lineItems=answered)
    return of(Saved("saved", answer, kept_otherwise(draft.payload(), answer)), draft)


def test_lines_that_arrived_are_said_with_their_count_and_sums() -> None:
    said = kept([MUG, POT], [MUG, POT | {"position": Decimal(5), "other": ""}])
    assert (said.tone, said.headline) == (
        "good",
        f"Saved and verified at {told_time()}: 2 lines, quantity 3, total 23.990.",
    )
    assert said.advice == "The answer holds your change."


@pytest.mark.parametrize(
    ("sent", "answered", "headline", "advice"),
    [
        (
            [MUG, POT],
            [MUG],
            "the server kept 1 line of the 2 that were sent.",
            "Line items: sent 2 lines, quantity 3, total 23.990,"
            " kept 1 line, quantity 1, total 3.990, without line 2 (Pot).",
        ),
        (
            [MUG],
            [MUG, MUG],
            "the server kept 2 lines where 1 was sent.",
            "Line items: sent 1 line, quantity 1, total 3.990, kept 2 lines, quantity 2, total 7.980.",
        ),
        (
            [MUG, POT | {"totalPrice": Decimal("7.98")}],
            [MUG, POT | {"totalPrice": Decimal("7.97")}],
            "the server kept something otherwise.",
            "Line items: sent 2 lines, quantity 3, total 11.970, kept 2 lines, quantity 3, total 11.960;"
            " Line 2: total price sent 7.98, kept 7.97.",
        ),
        (
            [POT] * 9,
            [POT | {"name": "Pan"}] * 9,
            "the server kept something otherwise.",
            "Line 1: name sent Pot, kept Pan; Line 2: name sent Pot, kept Pan; Line 3: name sent Pot, kept Pan;"
            " Line 4: name sent Pot, kept Pan; and 5 more.",
        ),
    ],
)
def test_lines_that_the_server_kept_otherwise_are_named(
    sent: list[dict[str, Any]], answered: list[dict[str, Any]], headline: str, advice: str
) -> None:
    said = kept(sent, answered)
    assert (said.tone, said.headline) == ("warn", f"Saved at {told_time()}, but {headline}")
    assert said.advice == advice


@pytest.mark.parametrize("key", ["grandTotal", "shippingDetails"])
def test_lines_that_were_not_sent_are_not_said_to_be_kept_otherwise(key: str) -> None:
    fewer = samples.order(lineItems=[MUG])
    said = of(Saved("saved", fewer, kept=(Change(key, "It", "what was sent", "another"),)))
    assert said.headline == f"Saved at {told_time()}, but the server kept something otherwise."
    assert said.advice == "It: sent what was sent, kept another."


@pytest.mark.parametrize("became", ["arrived", "not arrived", "unknown"])
def test_where_no_proper_answer_came_the_facts_are_kept(became: str) -> None:
    assert of(Saved(became, samples.order(), error=lost())).detail == FACTS  # type: ignore[arg-type]


def test_several_changes_are_counted_and_a_long_list_is_cut() -> None:
    two = samples.draft().typed("currency", "EUR").typed("shippingDetails", "by boat")
    assert of(Saved("saved", samples.order()), two).advice == "The answer holds all 2 changes."
    many = of(Saved("merged", samples.order(), foreign=(EUR, BOAT, EUR, BOAT, EUR)))
    assert many.headline.endswith(
        "Currency (USD → EUR), Shipping details (empty → by boat), Currency (USD → EUR) and 2 more."
    )


def test_what_is_said_while_reading_and_sending() -> None:
    assert outcome.just_read(NOON).headline == f"Read at {told_time()}. Nothing has been sent."
    assert outcome.reread((), False, NOON).headline == f"Read again at {told_time()}; nothing had changed."
    moved = outcome.reread((EUR,), True, NOON)
    assert moved.headline == "Since you last read it, someone changed Currency (USD → EUR)."
    assert moved.advice == "Your edits are still on top."
    assert outcome.reread((EUR,), False, NOON).advice == ""


def test_what_must_be_mended_is_named_with_its_line() -> None:
    one = outcome.mend_first([Problem("quantity", "Quantity", "Write a number.", 1)])
    assert (one.headline, one.advice) == ("Not sent yet: mend Quantity of line 2 first.", "Write a number.")
    two = outcome.mend_first([Problem("tid", "Tracking ID", "No."), Problem("url", "URL", "No.")])
    assert two.headline == "Not sent yet: mend Tracking ID first. There are 2 such fields."


def test_a_save_that_fell_over_is_never_said_to_be_harmless(noise: Noise) -> None:
    noise.expect_log("nobody foresaw")
    said = outcome.broke_off(ZeroDivisionError("innards"))
    assert said.headline == "Something went wrong inside the console."
    assert said.advice == (
        "It may or may not have been sent; read the record again (F5). Your edits are still here."
    )
    assert "innards" not in repr(said)
    assert LOOK_IN_LOG not in said.advice
    assert "told to stop" in outcome.broke_off(None).headline
