"""Any JSON as the answer to each operation: a record or an ApiError, and of a record every value that a screen asks for.

`tests/api/test_any_answer.py` does the same with any bytes; this must not stop at the client.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from console.api.client import Client
from console.api.errors import ApiError
from console.api.limits import Limits
from console.api.reply import UnreadableAnswer, read_json
from console.model.drafts import checks, sums
from console.model.drafts.draft import Draft
from console.model.drafts.kept import kept, restored
from console.model.environment import Environment, Secret
from console.model.merging.clash import clashes, merged, told
from console.model.merging.differences import kept_otherwise, moved
from console.model.merging.putback import prepared
from console.model.records import Cart, Order
from console.store.archive import keys_of
from tests.fuzz import given as fuzz
from tests.fuzz.given import JSON, TEXT
from tests.model.samples import CART, ORDER
from tests.support.raw_server import RawServer, reply, reply_json
from tests.support.tries import tries

ID = "0ad24370-96de-4922-9a53-954530fcbb64"
OPERATIONS: dict[str, Callable[[Client], Any]] = {
    "get order": lambda client: client.get_order(ID),
    "get order by the shop's ID": lambda client: client.get_order_by_customer_id("1 001"),
    "find orders": lambda client: client.find_orders(customer_order_id="1001"),
    "add order": lambda client: client.add_order({"customerOrderId": "1001"}, trigger_events=False),
    "update order": lambda client: client.update_order(ID, {}, trigger_events=False),
    "delete order": lambda client: client.delete_order(ID),
    "get cart": lambda client: client.get_cart(ID),
    "get cart by the shop's ID": lambda client: client.get_cart_by_customer_id("C 1"),
    "find carts": lambda client: client.find_carts(customer_cart_id="C-1"),
    "add cart": lambda client: client.add_cart({"customerCartId": "C-1"}),
    "update cart": lambda client: client.update_cart(ID, {}),
    "delete cart": lambda client: client.delete_cart(ID),
    "move cart": lambda client: client.fiddle_cart(ID),
}
LINE = st.dictionaries(st.sampled_from([*ORDER["lineItems"][0], "odd"]), JSON | TEXT)
FIELDS = st.dictionaries(
    st.sampled_from([*ORDER, *CART, "odd"]), JSON | TEXT | st.lists(LINE | JSON, max_size=4)
)
IDS = {"orderId": ID, "cartId": ID}
SHAPES = st.one_of(
    JSON.map(reply_json),
    FIELDS.map(lambda odd: reply_json(odd | IDS)),
    FIELDS.map(lambda odd: reply_json([odd | IDS | {"customerOrderId": "1001", "customerCartId": "C-1"}])),
    st.tuples(st.integers(200, 599), JSON).map(lambda answer: reply_json(answer[1], answer[0])),
    st.tuples(st.sampled_from([400, 403, 409, 429, 500]), st.text(max_size=40)).map(
        lambda answer: reply(
            answer[0], headers={"X-Reason": answer[1].encode().decode("latin-1").translate(ENDS)}
        )
    ),
)
ENDS = dict.fromkeys((10, 13), " ")


@pytest.mark.fault(53)
@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_any_json_is_an_answer_or_an_error_of_the_client(operation: Callable[[Client], Any]) -> None:
    answer = b""
    with RawServer(lambda peer: peer.send(answer)) as server:
        shop = Environment("T", server.url, server.token_url, "id", Secret("a long secret"), "test")
        limits = replace(Limits(), backoff=0.001, tries=2, read=2.0, retry_after=0.01)
        with Client(shop, limits=limits) as client:

            @tries(15)
            @given(SHAPES)
            def ask(given_answer: bytes) -> None:
                nonlocal answer
                answer = given_answer
                try:
                    found = operation(client)
                except ApiError as error:
                    fuzz.told(error.headline)
                    return
                for record in found if isinstance(found, list) else [found]:
                    assert record is None or isinstance(record, Order | Cart)

            ask()


def every_value(record: Order | Cart, other: Order | Cart) -> None:
    """Ask a record for whatever a screen, a draft on the disk or a merge asks it for."""
    draft = Draft(record, datetime(2026, 1, 2, tzinfo=UTC))
    for key in draft.fields:
        draft.shown(key)
        draft.reading(key)
    assert record.called
    assert not draft.dirty
    assert draft.payload() == {}
    edited = draft.typed("shippingDetails", "by mule")
    for one in (draft, edited):
        one.changes(), one.problems(), one.advice_of_lines(), sums.sums(one), checks.advice(one)
        assert restored(kept(one)).payload() == one.payload()
        clashes(one, other), told(one, other)
    checks.summary(record), checks.state(record)
    assert moved(record, record) == ()
    moved(record, other), kept_otherwise(edited.payload(), other)
    merged(edited, other, {})
    keys_of(record.model_dump(by_alias=True, exclude_unset=True))
    prepared(draft, {"shippingDetails": None, "lineItems": []})


def as_read(sample: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """The sample with these fields over it, as the client reads it; given up where the client refuses it."""
    try:
        found = read_json(json.dumps(plain(sample) | fields | IDS).encode(), Limits())
    except UnreadableAnswer:
        reject()
    assert isinstance(found, dict)
    return found


def plain(value: Any) -> Any:
    """Decimals as numbers that any JSON writer can write."""
    if isinstance(value, dict):
        return {name: plain(held) for name, held in value.items()}
    if isinstance(value, list):
        return [plain(held) for held in value]
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.fault(46, 53)
@tries(100)
@given(FIELDS, FIELDS)
def test_whatever_an_order_holds_can_be_shown_kept_and_merged(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    every_value(*(Order.model_validate(as_read(ORDER, fields)) for fields in (one, other)))


@tries(100)
@given(FIELDS, FIELDS)
def test_whatever_a_cart_holds_can_be_shown_kept_and_merged(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    every_value(*(Cart.model_validate(as_read(CART, fields)) for fields in (one, other)))
