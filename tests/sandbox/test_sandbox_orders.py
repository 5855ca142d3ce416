"""The rules of orders, table by table, over real HTTP."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.sandbox.conftest import Api
from tests.support.sandbox import SAMPLE_ORDER

COOKIE_NAME = "tid_blkycggbjquivddbiddxylaufhfdbkj"
COOKIE_VALUE = "3.Ag.AQ.AQ.AQ.AQ.AQ.t..l.AQ.n.VO4AkA.VO4AkA.G89Jow"
LINE = {"quantity": 1, "totalPrice": 3.99}


def test_a_new_order_is_answered_whole_and_reads_back_the_same(api: Api) -> None:
    order = api.new_order()
    assert uuid.UUID(order["orderId"])
    assert order["status"] == "PENDING"
    assert order["states"] == {"processed": False, "shipped": False}
    assert order["createdDate"] == order["updatedDate"]
    assert order["lineItems"] == []
    assert order["emailAddress"] is None
    assert order["grandTotal"] == 0
    for path in (f"/orders/{order['orderId']}", f"/orders/customerOrderId/{order['customerOrderId']}"):
        assert api.get(path).body == order
    assert api.get(f"/orders/{order['orderId'].upper()}").body == order


def test_what_is_not_given_stays_and_null_is_not_given(api: Api) -> None:
    before = api.new_order(
        grandTotal=4.27, shippingDetails="by hand", orderDate="2017-05-12", currency="USD", lineItems=[LINE]
    )
    path = f"/orders/{before['orderId']}"
    after = api.post(
        path, {"taxAmount": 1, "shippingDetails": None, "orderDate": None, "lineItems": None}
    ).body
    assert after == before | {"taxAmount": 1, "updatedDate": after["updatedDate"]}
    assert after["updatedDate"] > before["updatedDate"]
    assert api.get(path).body == after


def test_an_empty_update_still_moves_the_date(api: Api) -> None:
    order = api.new_order()
    path = f"/orders/{order['orderId']}"
    dates = [order["updatedDate"]] + [api.post(path, {}).body["updatedDate"] for _ in range(5)]
    assert dates == sorted(set(dates))


@pytest.mark.parametrize(
    "name",
    [
        "contactId",
        "shippingDetails",
        "shippingTrackingUrl",
        "originUserAgent",
        "messageId",
        "deliveryId",
    ],
)
def test_an_empty_text_clears(api: Api, name: str) -> None:
    order = api.new_order(**{name: "ä 漢字"})
    assert order[name] == "ä 漢字"
    assert api.post(f"/orders/{order['orderId']}", {name: ""}).body[name] is None


@pytest.mark.parametrize(
    ("body", "status", "states"),
    [
        ({"states": {"shipped": True}}, "PROCESSED", (True, True)),
        ({"states": {"processed": False}}, "PENDING", (False, False)),
        ({"states": {"processed": False, "shipped": True}}, "PENDING", (False, True)),
        ({"states": {"processed": None, "shipped": True}}, "PROCESSED", (True, True)),
        ({"states": {"shipped": "true"}}, "PROCESSED", (True, True)),
        ({"status": "PENDING"}, "PENDING", (False, False)),
        ({"status": "PROCESSED"}, "PROCESSED", (True, False)),
        ({"status": "PENDING", "states": {"processed": True, "shipped": True}}, "PENDING", (False, False)),
        ({"status": None, "states": {"shipped": True}}, "PROCESSED", (True, True)),
        ({"states": None}, "PROCESSED", (True, False)),
    ],
)
def test_status_and_states_mirror_each_other_and_status_wins(
    api: Api, body: dict[str, object], status: str, states: tuple[bool, bool]
) -> None:
    order = api.new_order(status="PROCESSED")
    after = api.post(f"/orders/{order['orderId']}", body, "triggerEvents=false").body
    assert after["status"] == status
    assert after["states"] == {"processed": states[0], "shipped": states[1]}


def test_line_items_are_replaced_whole_and_numbered_from_zero(api: Api) -> None:
    mug = {"name": "Coffee Mug", "sku": "0003105", "other": "", "quantity": 1.5, "totalPrice": "5.985"}
    order = api.new_order(lineItems=[mug, LINE])
    first, second = order["lineItems"]
    assert (first["position"], second["position"]) == (0, 1)
    assert first["name"] == "Coffee Mug"
    assert first["other"] is None
    assert first["unitPrice"] == 0
    assert first["totalPrice"] == Decimal("5.985")
    path = f"/orders/{order['orderId']}"
    after = api.post(path, {"lineItems": [{"quantity": 13, "totalPrice": 15.99}]}).body
    assert [(line["quantity"], line["totalPrice"], line["name"]) for line in after["lineItems"]] == [
        (13, Decimal("15.99"), None)
    ]
    assert api.post(path, {"lineItems": []}).body["lineItems"] == []


@pytest.mark.parametrize(
    ("given", "answered"),
    [
        ("2017-05-12", "2017-05-12T00:00:00.000Z"),
        ("2017-05-12T10:11:12", "2017-05-12T10:11:12.000Z"),
        ("2017-05-12T10:11:12.3456789Z", "2017-05-12T10:11:12.345Z"),
        ("2017-05-12T10:11+02:00", "2017-05-12T08:11:00.000Z"),
        ("2017-05-12T23:30:00-0130", "2017-05-13T01:00:00.000Z"),
        ("2017-05-12t10:11:12z", "2017-05-12T10:11:12.000Z"),
        ("2000-01-01", "2000-01-01T00:00:00.000Z"),
        ("2000-01-01T01:00:00+01:00", "2000-01-01T00:00:00.000Z"),
    ],
)
def test_dates_are_answered_in_utc_with_milliseconds(api: Api, given: str, answered: str) -> None:
    assert api.new_order(orderDate=given, shippingDate=given)["orderDate"] == answered


@pytest.mark.parametrize(
    "given",
    [
        "1999-12-31T23:59:59.999Z",
        "2000-01-01T00:30:00+01:00",
        f"{datetime.now(UTC) + timedelta(days=5 * 366):%Y-%m-%d}",
        "2017-02-30",
        "2017-5-1",
        "12/05/2017",
        "2017-05-12T25:00:00Z",
        "2017-05-12 10:11:12",
        "2017-W01-5",
        "",
        20170512,
        "9999-12-31T23:59:59-01:00",
    ],
)
def test_bad_order_dates_are_refused(api: Api, given: object) -> None:
    order = api.new_order()
    answer = api.post(f"/orders/{order['orderId']}", {"orderDate": given})
    assert (answer.status, (answer.reason or "")[:9]) == (400, "orderDate")
    assert api.get(f"/orders/{order['orderId']}").body == order


def test_a_shipping_date_has_no_window(api: Api) -> None:
    assert api.new_order(shippingDate="0999-01-02")["shippingDate"] == "0999-01-02T00:00:00.000Z"
    five_years = datetime.now(UTC) + timedelta(days=5 * 365)
    assert api.new_order(orderDate=f"{five_years:%Y-%m-%d}")["orderDate"].startswith(f"{five_years:%Y-%m-%d}")


@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("emailAddress", "nobody", "emailAddress is not a valid e-mail address"),
        ("emailAddress", "jo..sé@example.com", "emailAddress is not a valid e-mail address"),
        ("emailAddress", "josé@exa_mple.com", "emailAddress is not a valid e-mail address"),
        ("emailAddress", "a@b@example.com", "emailAddress is not a valid e-mail address"),
        ("emailAddress", "a@localhost", "emailAddress is not a valid e-mail address"),
        ("emailAddress", "", "emailAddress is not a valid e-mail address"),
        ("currency", "usd", "currency must be an ISO-4217 currency code"),
        ("currency", "USD\n", "currency must be an ISO-4217 currency code"),
        ("originIp", "256.1.1.1", "originIp must be an IPv4 or IPv6 address"),
        ("originIp", "fe80::1%eth0", "originIp must be an IPv4 or IPv6 address"),
        ("status", "SHIPPED", "status must be one of PENDING, PROCESSED"),
        ("states", {}, "states must be an object with processed, shipped or both"),
        ("states", {"paid": True}, "states.paid is not a known property"),
        ("states", {"shipped": 1}, "states.shipped must be true or false"),
        ("contactId", 7, "contactId must be a text"),
        ("grandTotal", "4,10", "grandTotal must be a number"),
        ("grandTotal", "", "grandTotal must be a number"),
        ("grandTotal", True, "grandTotal must be a number"),
        ("lineItems", {}, "lineItems must be an array"),
        ("lineItems", [None], "lineItems[0] must be an object"),
        ("lineItems", [LINE, {"quantity": 1}], "lineItems[1].totalPrice is required"),
        ("lineItems", [{"totalPrice": 1, "quantity": None}], "lineItems[0].quantity is required"),
        (
            "lineItems",
            [LINE | {"position": 0}],
            "lineItems[0].position is not a property that can be set here",
        ),
        ("lineItems", [LINE | {"sku": 5}], "lineItems[0].sku must be a text"),
        ("trackingCookieName", COOKIE_NAME, "trackingCookieValue is missing"),
        ("trackingCookieValue", COOKIE_VALUE, "trackingCookieName is missing"),
        ("tid", "not a tid", "tid is not a valid tracking ID"),
        *[
            (name, None, f"{name} is not a property that can be set here")
            for name in ("orderId", "createdDate", "updatedDate", "hasTracking", "colour", "größe")
        ],
    ],
)
def test_a_bad_property_is_named_and_nothing_is_changed(
    api: Api, name: str, given: object, reason: str
) -> None:
    order = api.new_order()
    path = f"/orders/{order['orderId']}"
    answer = api.post(path, {"shippingDetails": "changed", name: given}, "createContact=true")
    assert answer.status == 400
    assert (answer.reason or "").startswith(reason)
    assert answer.text == answer.reason
    assert answer.headers["content-type"].startswith("text/plain")
    assert api.get(path).body == order


def test_the_three_compatibility_properties_are_ignored_in_an_update(api: Api) -> None:
    order = api.new_order()
    sent = {"customerOrderId": 5, "cartId": None, "orderSource": "WEBSITE", "taxAmount": 2}
    after = api.post(f"/orders/{order['orderId']}", sent).body
    assert after["customerOrderId"] == order["customerOrderId"]
    assert (after["cartId"], after["taxAmount"]) == (None, 2)


@pytest.mark.parametrize("name", ["customerOrderId", "cartId", "orderSource"])
def test_a_strict_sandbox_refuses_the_compatibility_properties(strict_api: Api, name: str) -> None:
    order = strict_api.new_order()
    assert strict_api.post(f"/orders/{order['orderId']}", {name: None}).status == 400


def test_reasons_come_wrapped_when_asked_for(strict_api: Api) -> None:
    answer = strict_api.post(f"/orders/{SAMPLE_ORDER}", {"größe, 大=小": 1})
    expected = (
        "ServiceExceptionMessage{siteId=00001, statusCode=400, "
        "reason=größe, 大=小 is not a property that can be set here}"
    )
    assert answer.reason == answer.text == expected


@pytest.mark.parametrize(
    ("query", "sent", "status", "has_tracking"),
    [
        ("", {"trackingCookieName": COOKIE_NAME, "trackingCookieValue": COOKIE_VALUE}, 200, True),
        ("", {"tid": COOKIE_VALUE}, 200, True),
        ("", {"tid": "bad"}, 400, False),
        ("ignoreInvalidTid=false", {"tid": "bad"}, 400, False),
        ("ignoreInvalidTid=true", {"tid": "bad"}, 200, False),
        ("ignoreInvalidTracking=true", {"tid": "bad"}, 200, False),
        ("", {"trackingCookieName": "x", "trackingCookieValue": COOKIE_VALUE}, 400, False),
        ("ignoreInvalidTid=true", {"trackingCookieName": "x", "trackingCookieValue": "y"}, 200, False),
        ("ignoreInvalidTid=true", {"trackingCookieName": COOKIE_NAME}, 400, False),
    ],
)
def test_tracking_is_checked_by_its_form(
    api: Api, query: str, sent: dict[str, str], status: int, *, has_tracking: bool
) -> None:
    order = api.new_order()
    answer = api.post(f"/orders/{order['orderId']}", sent, query)
    assert answer.status == status
    now = api.get(f"/orders/{order['orderId']}")
    assert now.body["hasTracking"] is has_tracking
    assert now.body["trackingCookieName"] == (
        COOKIE_NAME if "trackingCookieName" in sent and has_tracking else None
    )
    assert "tid" not in now.body


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 409),
        ("createContact=false", 409),
        ("createContact=1triggerEvents=1", 409),
        ("createContact=TRUE", 200),
    ],
)
def test_an_unknown_address_needs_create_contact(api: Api, query: str, status: int) -> None:
    order = api.new_order()
    address = f"new-{order['customerOrderId']}@example.com"
    answer = api.post(f"/orders/{order['orderId']}", {"emailAddress": address}, query)
    assert answer.status == status
    assert (answer.reason is None) == (status == 200)
    again = api.post(f"/orders/{order['orderId']}", {"emailAddress": address.upper()})
    assert again.status == status, "the contact is there exactly when it was made, whatever the case"


def test_a_contact_is_not_made_by_a_refused_call(api: Api) -> None:
    order = api.new_order()
    body = {"customerOrderId": order["customerOrderId"], "emailAddress": "refused@example.com"}
    assert api.post("/orders", body, "createContact=true").status == 409
    assert api.post(f"/orders/{order['orderId']}", {"emailAddress": "refused@example.com"}).status == 409


def test_adding_refuses_a_taken_or_missing_customer_id(api: Api) -> None:
    order = api.new_order()
    for taken in (order["customerOrderId"], "R-1001"):
        answer = api.post("/orders", {"customerOrderId": taken})
        assert (answer.status, taken in (answer.reason or "")) == (409, True)
    for missing in ({}, {"customerOrderId": None}, {"customerOrderId": ""}):
        assert api.post("/orders", missing).status == 400
    assert api.post("/orders", {"customerOrderId": "x", "cartId": "no-uuid"}).status == 400
    assert api.delete(f"/orders/{order['orderId']}").status == 204
    assert api.post("/orders", {"customerOrderId": order["customerOrderId"]}).status == 201
