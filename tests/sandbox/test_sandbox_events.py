"""Which workflow events are recorded, so that "no customer was messaged" can be asserted elsewhere."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import Api

PENDING, PROCESSED = {"status": "PENDING"}, {"status": "PROCESSED"}
SHIPPED, NOT_SHIPPED = {"states": {"shipped": True}}, {"states": {"shipped": False}}
ADDED = ("order is added", False)


def fired(api: Api, order_id: str) -> list[tuple[str, bool]]:
    events = api.sandbox.events(order_id)
    assert all(event["orderId"] == order_id and event["time"].endswith("Z") for event in events)
    return [(event["event"], event["forced"]) for event in events]


@pytest.mark.parametrize(
    ("start", "body", "query", "events"),
    [
        (PENDING, PROCESSED, "", [ADDED, ("order processed", False)]),
        (PENDING, PROCESSED, "triggerEvents=true", [ADDED, ("order processed", False)]),
        (PENDING, PROCESSED, "force=true", [ADDED, ("order processed", False)]),
        (PENDING, PROCESSED, "triggerEvents=false", []),
        (PENDING, PROCESSED, "triggerEvents=false&force=true", []),
        (PENDING, PROCESSED, "triggerEvents=no", []),
        (PENDING, {"taxAmount": 1}, "", []),
        (PENDING, {"taxAmount": 1}, "force=true", [("order pending", True)]),
        (PENDING, SHIPPED, "", [("order shipped", False)]),
        (PROCESSED, SHIPPED, "", [("order shipped", False)]),
        (PROCESSED, SHIPPED, "force=true", [("order processed", True), ("order shipped", False)]),
        (PROCESSED, PENDING, "", [("order pending", False)]),
        (PROCESSED, PROCESSED, "", []),
        (PROCESSED, PROCESSED, "force=true", [("order processed", True)]),
        (PROCESSED, NOT_SHIPPED, "", []),
        (PROCESSED, {"taxAmount": "x"}, "force=true", []),
    ],
)
def test_events_of_an_update(
    api: Api,
    start: dict[str, object],
    body: dict[str, object],
    query: str,
    events: list[tuple[str, bool]],
) -> None:
    order = api.new_order(**start)
    api.post(f"/orders/{order['orderId']}", body, query)
    assert fired(api, order["orderId"]) == events


def test_an_order_is_added_only_once(api: Api) -> None:
    path = f"/orders/{(order := api.new_order())['orderId']}"
    for body in (PROCESSED, PENDING, PROCESSED):
        api.post(path, body)
    assert [event for event, _ in fired(api, order["orderId"])] == [
        "order is added",
        "order processed",
        "order pending",
        "order processed",
    ]


def test_the_first_time_passes_unheard_when_events_are_off(api: Api) -> None:
    path = f"/orders/{(order := api.new_order())['orderId']}"
    for body, query in (
        (PROCESSED, "triggerEvents=false"),
        (PENDING, "triggerEvents=false"),
        (PROCESSED, ""),
    ):
        api.post(path, body, query)
    assert fired(api, order["orderId"]) == [("order processed", False)]


@pytest.mark.parametrize(
    ("body", "query", "events"),
    [
        ({}, "", []),
        (PROCESSED, "", [ADDED, ("order processed", False)]),
        (PROCESSED, "triggerEvents=false", []),
        (
            {"states": {"processed": True, "shipped": True}},
            "",
            [ADDED, ("order processed", False), ("order shipped", False)],
        ),
    ],
)
def test_events_of_adding(
    api: Api,
    request: pytest.FixtureRequest,
    body: dict[str, object],
    query: str,
    events: list[tuple[str, bool]],
) -> None:
    order = api.post("/orders", body | {"customerOrderId": request.node.name}, query).body
    assert fired(api, order["orderId"]) == events


def test_a_cart_is_recorded_when_it_becomes_abandoned(api: Api) -> None:
    cart = api.new_cart()
    path = f"/carts/{cart['cartId']}"
    for action in ("abandon", "abandon", "fiddle", "abandon"):
        api.put(f"{path}/{action}")
    api.post(f"{path}/expire")
    events = [event for event in api.sandbox.events() if event["cartId"] == cart["cartId"]]
    assert [(event["event"], event["orderId"]) for event in events] == [("cart abandoned", None)] * 2
