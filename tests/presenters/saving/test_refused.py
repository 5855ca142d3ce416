"""A reason stands at the field that it names, for as long as that holds what was refused."""

from __future__ import annotations

from typing import Any

import pytest

from console.api.errors import Invalid, Refused
from console.presenters.saving.refused import refused_fields, still_refused
from tests.model.samples import MUG, POT, draft
from tests.presenters.given import MakeClient, Opened
from tests.support.jobs import InlineJobs
from tests.support.raw_server import RawServer, reply, reply_json
from tests.support.sandbox import SAMPLE_ORDER

SENT: dict[str, Any] = {
    "emailAddress": "jane@",
    "currency": "XXX",
    "states": {"processed": True, "shipped": True},
    "lineItems": [MUG, POT],
}


def named(reason: str, payload: dict[str, Any] = SENT) -> list[tuple[str, int | None]]:
    error = Refused("no", status=400, reason=reason)
    return [(one.key, one.row) for one in refused_fields(error, payload, draft())]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("emailAddress is invalid", [("emailAddress", None)]),
        ("E-mail address is invalid", [("emailAddress", None)]),
        ("'emailAddress': must be an address", [("emailAddress", None)]),
        ("/emailAddress: must be an address", [("emailAddress", None)]),
        ("states.shipped cannot be true", [("states.shipped", None)]),
        ("currency is unknown", [("currency", None)]),
        ("lineItems[1].quantity must be positive", [("quantity", 1)]),
        ("lineItems.1.quantity must be positive", [("quantity", 1)]),
        ("/lineItems/1/totalPrice must be positive", [("totalPrice", 1)]),
        ("emailAddress: odd; lineItems[0].sku: odd", [("emailAddress", None), ("sku", 0)]),
        ("grandTotal does not add up", [("grandTotal", None)]),
        # nothing is guessed
        ("the subtotal is odd", []),
        ("lineItems[7].quantity must be positive", []),
        ("lineItems[1].colour is unknown", []),
        ("my.emailAddress2 is odd", []),
        ("not today", []),
        ("", []),
    ],
)
def test_what_a_reason_names(reason: str, expected: list[tuple[str, int | None]]) -> None:
    assert named(reason) == expected


def test_a_plain_word_counts_only_where_its_field_was_sent() -> None:
    assert named("currency is unknown", {"emailAddress": "x"}) == []


def test_only_a_refusal_names_fields() -> None:
    error = Invalid("emailAddress", status=400, reason="emailAddress is invalid")
    assert refused_fields(error, SENT, draft()) == refused_fields(None, SENT, draft()) == ()


def test_each_clause_stands_at_its_own_field() -> None:
    error = Refused("no", status=400, reason="emailAddress: is invalid; currency: is unknown")
    told = {one.key: one.sentence for one in refused_fields(error, SENT, draft())}
    assert told == {
        "emailAddress": "The server says: emailAddress: is invalid.",
        "currency": "The server says: currency: is unknown.",
    }


def test_what_was_typed_since_is_not_known_to_be_wrong() -> None:
    error = Refused("no", status=400, reason="emailAddress is odd; lineItems[1].quantity is odd")
    fields = refused_fields(error, SENT, draft())
    assert [one.key for one in still_refused(fields, draft())] == ["emailAddress", "quantity"]
    mended = draft().typed("emailAddress", "jane@example.org")
    assert [one.key for one in still_refused(fields, mended)] == ["quantity"]
    fewer = draft().with_lines(draft().lines[:1])
    assert [one.key for one in still_refused(fields, fewer)] == ["emailAddress"]


@pytest.mark.parametrize(
    "refusal",
    [
        reply(400, headers={"X-Reason": "emailAddress is invalid"}),
        reply(400, headers={"X-Reason": "ServiceExceptionMessage{statusCode=400, reason=emailAddress is invalid}"}),
        reply_json({"errors": [{"field": "emailAddress", "message": "is invalid"}]}, 400),
        reply(422, b"emailAddress is invalid", {"Content-Type": "text/plain"}),
        reply(409, headers={"X-Reason": "No contact has this e-mail address"}),
    ],
    ids=["X-Reason", "wrapped", "JSON", "plain text", "unknown contact"],
)  # fmt: skip
def test_a_refused_save_marks_the_field_until_it_is_typed_over(
    make_client: MakeClient, refusal: bytes
) -> None:
    held = {"orderId": SAMPLE_ORDER, "emailAddress": "jane@example.com"}
    with RawServer(reply_json(held), reply_json(held), refusal) as server:
        client = make_client(server)
        opened = Opened(InlineJobs(), client, client.get_order(SAMPLE_ORDER))
        opened.editor.typed("emailAddress", "jane@example.org")
        opened.save()
    assert opened.said.startswith("Not saved.")
    assert [one.key for one in opened.state.refused] == ["emailAddress"]
    opened.editor.typed("emailAddress", "jane@example.net")
    assert opened.state.refused == ()
    opened.editor.review()
    assert opened.state.review is not None, "it can be tried again"
