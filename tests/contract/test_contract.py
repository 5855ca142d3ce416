"""The validator that other tests lean on is itself held to what it promises: right calls pass, each fault is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contract.contract import SPEC_FILE, check_request, check_response, operations, spec

ID = "0ad24370-96de-4922-9a53-954530fcbb64"
HEADERS = {"Authorization": "Bearer x", "Content-Type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
MOMENT = "2017-11-28T03:53:14.322Z"


def order(**changes: Any) -> dict[str, Any]:
    """An order as answered, everything empty that may be."""
    properties = spec()["components"]["schemas"]["Order"]["properties"]
    filled = {
        "orderId": ID,
        "status": "PENDING",
        "states": {"processed": False, "shipped": False},
        "hasTracking": False,
        "createdDate": MOMENT,
        "updatedDate": MOMENT,
        "lineItems": [],
    }
    return dict.fromkeys(properties) | filled | changes


LINE = {
    **dict.fromkeys(["name", "description", "sku", "other", "imageUrl", "category", "productUrl"]),
    **{"quantity": 1, "salePrice": 0, "totalPrice": 4.1, "unitPrice": 0, "position": 0},
}


def test_every_operation_is_known_and_has_a_source() -> None:
    assert len(operations()) == 20
    for operation in operations().values():
        assert operation.described["x-source"] in ("seed", "public-docs", "decision")
    assert SPEC_FILE.read_text(encoding="utf-8").startswith("openapi: 3.1.0")


@pytest.mark.parametrize(
    ("method", "url", "headers", "body", "name"),
    [
        ("GET", f"https://rest.example.com/orders/{ID}", {"authorization": "Bearer x"}, None, "getOrder"),
        ("POST", f"/orders/{ID}?triggerEvents=false", HEADERS, b'{"grandTotal": 4.10}', "updateOrder"),
        ("post", "/orders", HEADERS, {"customerOrderId": "1"}, "addOrder"),
        ("DELETE", "/orders/customerOrderId/a%2Fb", None, None, "deleteOrderByCustomerOrderId"),
        ("GET", "/orders?startDate=2017-01-01&endDate=2017-01-01T00:00:00Z", None, b"", "searchOrders"),
        ("PUT", f"/carts/{ID}/fiddle", HEADERS, b"", "fiddleCart"),
        (
            "POST",
            "http://127.0.0.1:9/oauth2/token",
            FORM,
            "grant_type=client_credentials&client_id=a&client_secret=b",
            "issueToken",
        ),
    ],
)
def test_right_requests_pass(
    method: str, url: str, headers: dict[str, str] | None, body: Any, name: str
) -> None:
    assert check_request(method, url, headers, body) == name


@pytest.mark.parametrize(
    ("method", "url", "headers", "body", "fault"),
    [
        ("GET", "/order/1", None, None, "not in the contract"),
        ("PATCH", f"/orders/{ID}", None, None, "not in the contract"),
        ("GET", "/orders/1", None, None, "path orderId: '1' is not a 'uuid'"),
        ("GET", f"/orders/{ID}", {}, None, "no Bearer token"),
        ("GET", f"/orders/{ID}", HEADERS, b"{}", "a body where the contract has none"),
        ("POST", f"/orders/{ID}", {"Authorization": "Bearer x"}, b"{}", "Content-Type is None"),
        ("POST", f"/orders/{ID}", HEADERS, b"{", "not JSON"),
        ("POST", f"/orders/{ID}", HEADERS, {"colour": 1}, "'colour' was unexpected"),
        (
            "POST",
            f"/orders/{ID}",
            HEADERS,
            {"taxAmount": "1"},
            "body['taxAmount']: '1' is not of type 'number'",
        ),
        ("POST", f"/orders/{ID}", HEADERS, {"orderDate": "yesterday"}, "body['orderDate']"),
        ("POST", f"/orders/{ID}", HEADERS, {"emailAddress": "nobody"}, "is not a 'idn-email'"),
        ("POST", f"/orders/{ID}", HEADERS, {"originIp": "1.2.3"}, "body['originIp']"),
        ("POST", f"/orders/{ID}", HEADERS, {"trackingCookieName": "x"}, "is a dependency"),
        ("POST", f"/orders/{ID}?force=True", None, {}, "query force: 'True' is not of type 'boolean'"),
        ("POST", f"/orders/{ID}?createcontact=true", None, {}, "query createcontact is not in the contract"),
        ("POST", f"/orders/{ID}?force=true&force=true", None, {}, "query force is given twice"),
        ("POST", f"/carts/{ID}?triggerEvents=false", None, {}, "query triggerEvents is not in the contract"),
        ("POST", f"/carts/{ID}", None, {"status": "ACTIVE"}, "'status' was unexpected"),
        ("GET", "/carts", None, None, "query customerCartId is missing"),
        ("POST", "/oauth2/token", FORM, "grant_type=client_credentials&client_id=a", "not valid under any"),
    ],
)
def test_each_fault_of_a_request_is_told(
    method: str, url: str, headers: dict[str, str] | None, body: Any, fault: str
) -> None:
    with pytest.raises(AssertionError) as caught:
        check_request(method, url, headers, body)
    assert fault in str(caught.value)


@pytest.mark.parametrize(
    ("method", "url", "status", "headers", "body"),
    [
        ("GET", f"/orders/{ID}", 200, {"Content-Type": "application/json"}, json.dumps(order())),
        ("GET", f"/orders/{ID}", 200, None, order(lineItems=[LINE])),
        ("GET", f"/orders/{ID}", 404, {"x-reason": "none"}, b""),
        ("GET", "/orders?customerOrderId=1", 200, None, [order()]),
        ("GET", "/orders?customerOrderId=1", 204, {}, b""),
        (
            "POST",
            f"/orders/{ID}",
            400,
            {"X-Reason": "no", "Content-Type": "text/plain; charset=utf-8"},
            b"no",
        ),
        ("POST", "/oauth2/token", 401, None, {"error": "invalid_client"}),
    ],
)
def test_right_answers_pass(
    method: str, url: str, status: int, headers: dict[str, str] | None, body: Any
) -> None:
    assert check_response(method, url, status, headers, body)


@pytest.mark.parametrize(
    ("method", "url", "status", "headers", "body", "fault"),
    [
        ("GET", f"/orders/{ID}", 401, None, b"", "has no status 401"),
        ("GET", f"/orders/{ID}", 403, {}, b"", "the header X-Reason is missing"),
        ("GET", f"/orders/{ID}", 200, {"Content-Type": "text/html"}, order(), "Content-Type is 'text/html'"),
        ("GET", f"/orders/{ID}", 200, None, order(status="NEW"), "body['status']"),
        ("GET", f"/orders/{ID}", 200, None, order(createdDate="2017-11-28"), "is not a 'date-time'"),
        ("GET", f"/orders/{ID}", 200, None, order(colour="red"), "Order has colour"),
        ("GET", f"/orders/{ID}", 200, None, order(tid="x"), "Order has tid"),
        (
            "GET",
            f"/orders/{ID}",
            200,
            None,
            order(lineItems=[{"quantity": 1, "totalPrice": 1, "position": 0}]),
            "LineItem lacks name",
        ),
        ("GET", f"/orders/{ID}", 200, None, {"orderId": ID}, "Order lacks currency"),
        ("GET", "/orders?customerOrderId=1", 200, None, [], "non-empty"),
        ("DELETE", f"/orders/{ID}", 204, None, b"gone", "a body where the contract has none"),
    ],
)
def test_each_fault_of_an_answer_is_told(
    method: str, url: str, status: int, headers: dict[str, str] | None, body: Any, fault: str
) -> None:
    with pytest.raises(AssertionError) as caught:
        check_response(method, url, status, headers, body)
    assert fault in str(caught.value)
