"""How orders are found: by either id, percent-encoded or unknown, and by search."""

from __future__ import annotations

import uuid

import pytest

from tests.sandbox.conftest import Api
from tests.support.sandbox import SAMPLE_ORDER

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "path", [f"/orders/{NOBODY}", "/orders/no-uuid", "/orders/customerOrderId/nobody%FF"]
)
def test_unknown_ids_are_404_but_deleting_them_is_204(api: Api, path: str) -> None:
    assert api.get(path).status == 404
    assert api.post(path, {"status": 5}).status == 404
    if "%FF" not in path:
        assert api.delete(path).status == 204


@pytest.mark.parametrize(
    ("customer_id", "segment"),
    [
        ("a/b c", "a%2Fb%20c"),
        ("ÄÖ-漢字", "%C3%84%C3%96-%E6%BC%A2%E5%AD%97"),
        ("50% + 1?", "50%25%20%2B%201%3F"),
        ("..", "%2E%2E"),
        ("x\u0000y", "x%00y"),
        (SAMPLE_ORDER, SAMPLE_ORDER),
    ],
)
def test_customer_ids_are_percent_decoded(api: Api, customer_id: str, segment: str) -> None:
    order = api.new_order(customerOrderId=customer_id)
    path = f"/orders/customerOrderId/{segment}"
    assert api.get(path).body == order
    assert api.post(path, {"taxAmount": 3}).body["taxAmount"] == 3
    assert api.delete(path).status == 204
    assert api.get(path).status == 404
    assert api.delete(path).status == 204


def test_search_needs_a_filter_and_all_filters_must_hold(api: Api) -> None:
    cart_id = str(uuid.uuid4())
    first = api.new_order(cartId=cart_id, orderDate="2003-01-01")
    second = api.new_order(cartId=cart_id.upper(), orderDate="2003-02-01T12:00:00Z")
    assert api.get("/orders").status == 400
    assert api.get("/orders", "customerOrderId=").status == 400
    assert api.get("/orders", "cartId=x").status == 400
    assert api.get("/orders", "startDate=yesterday").status == 400

    def found(query: str) -> list[str]:
        answer = api.get("/orders", query)
        assert answer.status == (200 if answer.body else 204)
        return [order["orderId"] for order in answer.body or ()]

    both = [first["orderId"], second["orderId"]]
    assert found(f"cartId={cart_id}") == both
    assert found("startDate=2003-01-01&endDate=2003-02-01T12:00:00Z") == both
    assert found("startDate=2003-01-02&endDate=2003-03-01") == both[1:]
    assert found("startDate=2003-01-01&endDate=2003-02-01") == both[:1]
    assert found(f"cartId={cart_id}&customerOrderId={first['customerOrderId']}") == both[:1]
    assert found(f"cartId={uuid.uuid4()}") == []
    assert found("customerOrderId=nobody") == []
