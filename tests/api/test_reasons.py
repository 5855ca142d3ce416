"""The reason of a refusal is found in a JSON body too, with the field that it names."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.api.reasons import reason_in_json, says_none_came
from tests.api.given import Connect, Serve, write_fails
from tests.support.raw_server import reply
from tests.support.tries import tries

SPRING = {
    "timestamp": "2026-11-27T20:00:00Z",
    "status": 400,
    "error": "Bad Request",
    "message": "emailAddress is invalid",
    "path": "/orders/0ad24370",
}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"message": "emailAddress is invalid"}, "emailAddress is invalid"),
        ({"reason": "emailAddress is invalid", "statusCode": 400}, "emailAddress is invalid"),
        ({"field": "emailAddress", "message": "is invalid"}, "emailAddress: is invalid"),
        ({"error": "invalid_request", "error_description": "No such currency"}, "No such currency"),
        ({"error": {"code": 7, "message": "No such currency"}}, "No such currency"),
        ({"title": "Bad Request"}, "Bad Request"),
        (
            {
                "title": "Not valid",
                "errors": [{"detail": "must be positive", "pointer": "#/lineItems/2/quantity"}],
            },
            "lineItems[2].quantity: must be positive",
        ),
        (
            {"errors": [{"source": {"pointer": "/currency"}, "title": "Odd", "detail": "is unknown"}]},
            "currency: is unknown",
        ),
        (
            {"errors": {"emailAddress": ["is invalid"], "currency": ["is unknown", "is short"]}},
            "emailAddress: is invalid; currency: is unknown; currency: is short",
        ),
        ({"detail": [{"loc": ["body", "lineItems", 2, "quantity"], "msg": "odd"}]}, "lineItems[2].quantity: odd"),
        ({"invalid-params": [{"name": "currency", "reason": "is unknown"}]}, "currency: is unknown"),
        ({"violations": [{"field": "currency", "message": "currency is unknown"}]}, "currency is unknown"),
        (SPRING, "emailAddress is invalid"),
        (["currency is unknown", "url is odd"], "currency is unknown; url is odd"),
        ("currency is unknown", "currency is unknown"),
        ({"status": 400}, ""),
        ({}, ""),
        (12, ""),
    ],
)  # fmt: skip
def test_where_reasons_stand(body: Any, reason: str) -> None:
    assert reason_in_json(json.dumps(body).encode()) == reason


@pytest.mark.parametrize(
    "body", [b"", b"{", b"<html>", b"\xff{}", b"[" * 50_000, b'{"message": ' + b"1" * 70_000]
)
def test_what_holds_none(body: bytes) -> None:
    assert reason_in_json(body) == ""


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["errors", "detail", "field", "source", "message", "x"]), inner, max_size=4
        )
    ),
    max_leaves=10,
)


@given(anything)
@tries(200)
def test_no_json_makes_it_fail(value: Any) -> None:
    assert isinstance(reason_in_json(json.dumps(value).encode()), str)


@pytest.mark.fault(14)
@pytest.mark.parametrize("kind", ["application/json", "application/problem+json; charset=utf-8", ""])
def test_a_json_body_is_read_where_there_is_no_x_reason(raw: Serve, connect: Connect, kind: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    body = b'{"field": "emailAddress", "message": "is \\u202e invalid"}'
    error = write_fails(connect(raw(reply(400, body, headers))))
    assert error.reason == "emailAddress: is ⟨U+202E⟩ invalid"
    assert "emailAddress" in error.headline
    both = write_fails(connect(raw(reply(400, body, headers | {"X-Reason": "not today"}))))
    assert both.reason == "not today"


@pytest.mark.parametrize(
    ("reason", "none_came"),
    [
        ("An access token is needed: Authorization: Bearer <token>", True),
        ("Bearer token is missing", True),
        ("No access token", True),
        ("Missing Authorization header", True),
        ("The Authorization header is required", True),
        ("Authentication credentials were not provided.", True),
        ("The access token is unknown or has expired", False),
        ("A valid access token is required", False),
        ("The access token lacks the scope orders/carts-write", False),
        ("", False),
    ],
)
def test_a_reason_tells_whether_any_sign_in_came_with_the_call(reason: str, none_came: bool) -> None:
    assert says_none_came(reason) is none_came
