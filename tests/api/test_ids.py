"""Ids on their way into a URL."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from console.api.errors import Invalid
from console.api.ids import customer_id, record_id, same_id
from tests.api.given import ORDER, Connect, Serve

BAD_RECORD_IDS = [
    "",
    ".",
    "..",
    "a/b",
    "a?force=true",
    "a#x",
    "%2e%2e",
    "x" * 10_240,
    f" {ORDER} ",
    f"{ORDER}\n",
    f"https://shop.example/orders/{ORDER}",
    ORDER.replace("-", ""),
    f"../carts/{ORDER}",
    ORDER.replace("0", "٠"),
]
BAD_CUSTOMER_IDS = ["", " ", ".", "..", " a", "a\n", "a\x00b", "a\u202eb", "\ud800", "x" * 201]
ODD_CUSTOMER_IDS = [
    "a/b",
    "../x",
    "%2e%2e",
    "a?force=true",
    "a#x",
    "ü & ñ",
    "a b",
    "a+b",
    "1;2",
    "A\\B",
    "日本",
    "...",
]


@pytest.mark.parametrize("bad", BAD_RECORD_IDS)
def test_only_a_uuid_is_a_record_id(bad: str) -> None:
    with pytest.raises(Invalid) as caught:
        record_id(bad, "order")
    assert caught.value.sent is False
    assert "Nothing was sent." in caught.value.advice


def test_a_uuid_is_written_in_lower_case() -> None:
    assert record_id(ORDER.upper(), "order") == ORDER
    assert same_id(ORDER.upper(), ORDER)
    assert not same_id(ORDER, None)


@pytest.mark.parametrize("bad", BAD_CUSTOMER_IDS)
def test_what_no_customer_id_can_be_is_refused(bad: str) -> None:
    with pytest.raises(Invalid) as caught:
        customer_id(bad, "order")
    assert caught.value.sent is False


@pytest.mark.fault(63)
@given(st.text(max_size=200))
def test_whatever_passes_is_one_segment_that_no_library_rewrites(text: str) -> None:
    try:
        segment = customer_id(text, "order")
    except Invalid:
        return
    url = f"https://shop.example/orders/customerOrderId/{segment}"
    assert unquote(segment) == text
    assert "/" not in segment
    assert requests.Request("GET", url).prepare().url == url


@pytest.mark.fault(63)
@pytest.mark.parametrize("bad", BAD_RECORD_IDS)
def test_the_server_never_hears_of_a_bad_id(raw: Serve, connect: Connect, bad: str) -> None:
    server = raw()
    client = connect(server)
    for ask in (client.get_order, client.get_cart, client.delete_order, client.expire_cart):
        with pytest.raises(Invalid):
            ask(bad)
    with pytest.raises(Invalid):
        client.update_order(bad, {}, trigger_events=False)
    assert server.connections == 0


@pytest.mark.parametrize("odd", ODD_CUSTOMER_IDS)
def test_an_odd_customer_id_arrives_as_it_was_meant(raw: Serve, connect: Connect, odd: str) -> None:
    from tests.support.raw_server import reply_json

    server = raw(reply_json({"orderId": ORDER, "customerOrderId": odd}))
    order = connect(server).get_order_by_customer_id(odd)
    assert order.customer_order_id == odd
    [request] = server.requests
    assert request.target.startswith("/orders/customerOrderId/")
    assert unquote(request.target.removeprefix("/orders/customerOrderId/")) == odd
    assert request.target.count("/") == 3
