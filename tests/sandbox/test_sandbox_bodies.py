"""What a body may be: numbers keep their digits, and everything that is not the JSON of this API is refused."""

from __future__ import annotations

import json

import pytest
import requests

from tests.sandbox.conftest import Api
from tests.support.sandbox import SAMPLE_ORDER


@pytest.mark.parametrize(
    "digits",
    [
        "4.10",
        "0",
        "-0.0",
        "-12.50",
        "1e5",
        "1E-7",
        "0.1234567890123456789",
        "123456789012345678901234567890.5",
        "1.7976931348623157e308",
        "9" * 300,
    ],
)
@pytest.mark.parametrize("quoted", [False, True])
def test_numbers_are_answered_with_the_digits_sent(api: Api, digits: str, *, quoted: bool) -> None:
    order = api.new_order()
    sent = f'"{digits}"' if quoted else digits
    raw = f'{{"grandTotal": {sent}, "lineItems": [{{"quantity": {sent}, "totalPrice": {sent}}}]}}'
    for answer in (
        api.send("POST", f"/orders/{order['orderId']}", raw=raw.encode()),
        api.get(f"/orders/{order['orderId']}"),
    ):
        assert f'"grandTotal":{digits},' in answer.text
        assert f'"quantity":{digits},' in answer.text
        assert f'"totalPrice":{digits},' in answer.text


@pytest.mark.parametrize(
    "digits",
    ["1e400", "1e-400", "9" * 500, '"0x10"', '"NaN"', '" 1"', '"1 "', '"+1"', '"01"', '"1."', '"\u0663"'],
)
def test_other_numbers_are_refused(api: Api, digits: str) -> None:
    answer = api.send("POST", f"/orders/{SAMPLE_ORDER}", raw=f'{{"grandTotal": {digits}}}'.encode())
    assert answer.status == 400
    assert (answer.reason or "").startswith("grandTotal")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "The body is empty"),
        (b"  \n", "The body is empty"),
        (b"{", "The body is not JSON"),
        (b'{"taxAmount": 1,}', "The body is not JSON"),
        (b"taxAmount=1", "The body is not JSON"),
        (b'{"taxAmount": NaN}', "The body is not JSON: NaN is no number"),
        (b'{"taxAmount": -Infinity}', "The body is not JSON: -Infinity is no number"),
        (b'{"taxAmount": 1, "taxAmount": 2}', "The body names taxAmount twice"),
        (
            b'{"lineItems": [{"quantity": 1, "quantity": 2, "totalPrice": 1}]}',
            "The body names quantity twice",
        ),
        (b"[]", "The body must be a JSON object"),
        (b'"text"', "The body must be a JSON object"),
        (b"null", "The body must be a JSON object"),
        (b'{"shippingDetails": "\xff"}', "The body is not UTF-8"),
        (json.dumps({"shippingDetails": "x"}).encode("utf-16"), "The body is not UTF-8"),
        (b'{"shippingDetails": "\\ud800"}', "The body holds half of a surrogate pair"),
        (b'{"orderSource": ' + b"[" * 40 + b"]" * 40 + b"}", "The body is nested too deep"),
        (b'{"orderSource": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "The body is nested too deep"),
        (b'{"shippingDetails": "a\nb"}', "The body is not JSON"),
        (b'{"a\\r\\nSet-Cookie: x": 1}', "a Set-Cookie: x is not a property"),
        (b'{"' + b"n" * 5000 + b'": 1}', "nnnn"),
    ],
)
def test_malformed_bodies_are_refused_with_a_reason(api: Api, raw: bytes, reason: str) -> None:
    before = api.get(f"/orders/{SAMPLE_ORDER}").body
    answer = api.send("POST", f"/orders/{SAMPLE_ORDER}", raw=raw)
    assert answer.status == 400
    assert (answer.reason or "").startswith(reason)
    assert len(answer.reason or "") <= 500
    assert api.get(f"/orders/{SAMPLE_ORDER}").body == before


def test_a_byte_order_mark_and_surrogate_pairs_are_read(api: Api) -> None:
    order = api.new_order()
    raw = b'\xef\xbb\xbf{"shippingDetails": "\\ud83d\\ude80 \\u0000 \\u2028"}'
    answer = api.send("POST", f"/orders/{order['orderId']}", raw=raw)
    assert answer.body["shippingDetails"] == "🚀 \0 \u2028"


def test_a_body_may_come_without_content_type_and_in_chunks(api: Api) -> None:
    order = api.new_order()
    headers = {"Authorization": f"Bearer {api.token}"}
    url = f"{api.sandbox.url}/orders/{order['orderId']}"
    chunks = iter([b'{"taxAmount"', b": 7}"])
    with requests.post(url, data=chunks, headers=headers, timeout=20) as answer:
        assert answer.json()["taxAmount"] == 7


def test_a_huge_body_is_413_and_the_next_call_works(api: Api) -> None:
    path = f"/orders/{SAMPLE_ORDER}"
    answer = api.send("POST", path, raw=b" " * (16 * 1024 * 1024 + 1))
    assert answer.status == 413
    assert answer.reason == "The body is larger than 16777216 bytes"
    assert api.get(path).status == 200


def test_a_body_of_many_lines_is_taken(api: Api) -> None:
    order = api.new_order()
    lines = [{"name": f"Zeile {n}", "quantity": 1, "totalPrice": 0.5} for n in range(3_000)]
    after = api.post(f"/orders/{order['orderId']}", {"lineItems": lines}).body
    assert [line["position"] for line in after["lineItems"]] == list(range(3_000))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/order", 404),
        ("GET", "/orders/", 404),
        ("GET", "/orders/customerOrderId/", 404),
        ("GET", f"/carts/{SAMPLE_ORDER}/fiddles", 404),
        ("PUT", f"/orders/{SAMPLE_ORDER}", 405),
        ("HEAD", f"/orders/{SAMPLE_ORDER}", 405),
        ("PATCH", "/orders", 405),
        ("POST", f"/carts/{SAMPLE_ORDER}/fiddle", 405),
        ("PUT", f"/carts/{SAMPLE_ORDER}/expire", 405),
        ("GET", "/oauth2/token", 405),
    ],
)
def test_unknown_paths_and_methods(api: Api, method: str, path: str, status: int) -> None:
    answer = api.send(method, path)
    assert answer.status == status
    assert answer.reason
    assert ("allow" in answer.headers) == (status == 405)
