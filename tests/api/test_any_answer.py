"""Whatever bytes a server sends, the client says so in an ApiError and in nothing else (fault 53)."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.api.client import Client
from console.api.errors import ApiError, OutcomeUnknown
from console.api.limits import Limits
from console.model.environment import Environment, Secret
from tests.api.given import ORDER, ORDER_JSON
from tests.support.raw_server import RawServer, reply, reply_json
from tests.support.tries import tries

WHOLE = reply_json(ORDER_JSON)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
odd_orders = st.dictionaries(
    st.sampled_from([*ORDER_JSON, "status", "orderDate", "currency", "lineItems", "hasTracking", "other"]),
    json_values,
).map(lambda odd: reply_json(ORDER_JSON | odd | {"orderId": ORDER}))
cut = st.integers(0, len(WHOLE)).map(lambda end: WHOLE[:end])
flipped = st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)).map(
    lambda change: WHOLE[: change[0]] + bytes([change[1]]) + WHOLE[change[0] + 1 :]
)
statuses = st.builds(reply, st.integers(100, 999), st.binary(max_size=40))
answers = st.binary(max_size=200) | cut | flipped | odd_orders | statuses | json_values.map(reply_json)


def update_fails(client: Client) -> ApiError | None:
    """The error of an update, or None when it was saved."""
    try:
        client.update_order(ORDER, {}, trigger_events=False)
    except ApiError as error:
        return error
    return None


@pytest.mark.fault(44, 53)
def test_any_bytes_end_in_a_record_or_an_api_error() -> None:
    answer = b""
    with RawServer(lambda peer: peer.send(answer)) as server:
        shop = Environment("T", server.url, server.token_url, "id", Secret("a long secret"), "test")
        limits = replace(Limits(), backoff=0.001, tries=2, read=2.0, retry_after=0.01)
        with Client(shop, limits=limits) as client:

            @tries(150)
            @given(answers)
            def ask(given_answer: bytes) -> None:
                nonlocal answer
                answer = given_answer
                with contextlib.suppress(ApiError):
                    assert client.get_order(ORDER).id == ORDER
                before = len(server.requests)
                error = update_fails(client)
                if isinstance(error, OutcomeUnknown):
                    assert error.sent is True
                    assert len(server.requests) <= before + 1
                elif error is not None:
                    assert 400 <= (error.status or 0) < 500

            ask()
