"""Every operation against the practice server: what goes out, what comes back, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from console.api import errors
from console.api.client import Client
from console.model.records import Cart, Order
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def order(sandbox_client: Client) -> Order:
    """An order of the test's own."""
    body = {"customerOrderId": f"t {uuid4()}/x", "currency": "USD", "grandTotal": Decimal("4.10")}
    return sandbox_client.add_order(body, trigger_events=False)


@pytest.fixture
def cart(sandbox_client: Client) -> Cart:
    """A cart of the test's own."""
    lines = [{"quantity": 1, "totalPrice": Decimal("3.99"), "name": "Müg"}]
    return sandbox_client.add_cart({"customerCartId": f"c#{uuid4()}", "lineItems": lines})


def last(sandbox: Sandbox) -> dict[str, Any]:
    return sandbox.calls()[-1]


# orders ------------------------------------------------------------------------------------------


def test_an_order_is_read_by_either_id(sandbox_client: Client, order: Order) -> None:
    assert sandbox_client.get_order(SAMPLE_ORDER).id == SAMPLE_ORDER
    assert sandbox_client.get_order(SAMPLE_ORDER.upper()).id == SAMPLE_ORDER
    assert sandbox_client.get_order_by_customer_id(order.customer_id).id == order.id


def test_an_update_sends_only_what_changed(
    sandbox_client: Client, shared_sandbox: Sandbox, order: Order
) -> None:
    changes = {"states": {"processed": False, "shipped": True}, "shippingTrackingUrl": "https://t.example/1"}
    changed = sandbox_client.update_order(order.id, changes, trigger_events=False)
    assert changed.shipping_tracking_url == "https://t.example/1"
    line = last(shared_sandbox)
    assert (line["method"], line["path"]) == ("POST", f"/orders/{order.id}")
    assert line["query"] == {"triggerEvents": "false"}
    assert line["body"] == changes
    assert shared_sandbox.events(order.id) == []


def test_events_fire_only_when_asked_for(
    sandbox_client: Client, shared_sandbox: Sandbox, order: Order
) -> None:
    changes = {"states": {"processed": True, "shipped": False}}
    sandbox_client.update_order(order.id, changes, trigger_events=True)
    fired = len(shared_sandbox.events(order.id))
    assert fired > 0
    sandbox_client.update_order(order.id, changes, trigger_events=True, force=True)
    assert last(shared_sandbox)["query"] == {"triggerEvents": "true", "force": "true"}
    assert len(shared_sandbox.events(order.id)) > fired


def test_an_update_by_the_shops_id(sandbox_client: Client, order: Order) -> None:
    changed = sandbox_client.update_order_by_customer_id(
        order.customer_id, {"shippingDetails": "日本 ✓"}, trigger_events=False
    )
    assert (changed.id, changed.shipping_details) == (order.id, "日本 ✓")


@pytest.mark.fault(48)
def test_money_keeps_its_digits_both_ways(sandbox_client: Client, order: Order) -> None:
    changed = sandbox_client.update_order(
        order.id, {"grandTotal": Decimal("1234567890.123456")}, trigger_events=False
    )
    assert changed.grand_total == Decimal("1234567890.123456")
    assert order.grand_total == Decimal("4.10")


def test_an_unknown_contact_is_created_only_when_asked_for(
    sandbox_client: Client, shared_sandbox: Sandbox, order: Order
) -> None:
    changes = {"emailAddress": f"new-{uuid4()}@shop.example"}
    with pytest.raises(errors.UnknownContact) as caught:
        sandbox_client.update_order(order.id, changes, trigger_events=False)
    assert caught.value.status == 409
    changed = sandbox_client.update_order(order.id, changes, trigger_events=False, create_contact=True)
    assert changed.email_address == changes["emailAddress"]
    assert last(shared_sandbox)["query"] == {"triggerEvents": "false", "createContact": "true"}


def test_a_bad_tid_is_ignored_only_when_asked_for(sandbox_client: Client, order: Order) -> None:
    changes = {"tid": "not a tid", "shippingDetails": "kept"}
    with pytest.raises(errors.Refused) as caught:
        sandbox_client.update_order(order.id, changes, trigger_events=False)
    assert caught.value.status == 400
    changed = sandbox_client.update_order(order.id, changes, trigger_events=False, ignore_invalid_tid=True)
    assert changed.shipping_details == "kept"


def test_a_refusal_carries_the_servers_reason(sandbox_client: Client, order: Order) -> None:
    with pytest.raises(errors.Refused, match="The server refused the request: orderDate") as caught:
        sandbox_client.update_order(order.id, {"orderDate": "1999-12-31"}, trigger_events=False)
    assert caught.value.reason.startswith("orderDate")
    assert caught.value.advice.startswith("Nothing was saved.")


def test_orders_are_found_by_every_filter(sandbox_client: Client, order: Order, cart: Cart) -> None:
    found = sandbox_client.find_orders(customer_order_id=order.customer_id)
    assert [one.id for one in found] == [order.id]
    assert sandbox_client.find_orders(customer_order_id=str(uuid4())) == []
    assert sandbox_client.find_orders(cart_id=cart.id) == []
    bought = sandbox_client.add_order(
        {"customerOrderId": str(uuid4()), "cartId": cart.id}, trigger_events=False
    )
    assert [one.id for one in sandbox_client.find_orders(cart_id=cart.id)] == [bought.id]
    now = datetime.now(UTC)
    assert sandbox_client.find_orders(
        start_date=now - timedelta(days=4000), end_date=date.today() + timedelta(days=2)
    )


@pytest.mark.parametrize("filters", [{}, {"start_date": datetime(2020, 1, 1)}, {"cart_id": "x"}])
def test_a_search_that_cannot_be_meant_is_not_sent(
    sandbox_client: Client, shared_sandbox: Sandbox, filters: dict[str, Any]
) -> None:
    before = len(shared_sandbox.requests())
    with pytest.raises(errors.Invalid):
        sandbox_client.find_orders(**filters)
    assert len(shared_sandbox.requests()) == before


def test_a_used_customer_id_is_said(sandbox_client: Client, order: Order) -> None:
    with pytest.raises(errors.AlreadyUsed):
        sandbox_client.add_order({"customerOrderId": order.customer_id}, trigger_events=False)


def test_orders_are_deleted_by_either_id(sandbox_client: Client, order: Order) -> None:
    other = sandbox_client.add_order({"customerOrderId": str(uuid4())}, trigger_events=False)
    sandbox_client.delete_order(order.id)
    sandbox_client.delete_order(order.id)
    sandbox_client.delete_order_by_customer_id(other.customer_id)
    for gone in (order.id, other.id):
        with pytest.raises(errors.NotFound):
            sandbox_client.get_order(gone)
    with pytest.raises(errors.NotFound) as caught:
        sandbox_client.update_order(order.id, {}, trigger_events=False)
    assert caught.value.advice.startswith("Nothing was saved.")


# carts -------------------------------------------------------------------------------------------


def test_a_cart_is_read_by_either_id_and_found(sandbox_client: Client, cart: Cart) -> None:
    assert sandbox_client.get_cart(SAMPLE_CART).id == SAMPLE_CART
    assert sandbox_client.get_cart_by_customer_id(cart.customer_id).id == cart.id
    assert [one.id for one in sandbox_client.find_carts(customer_cart_id=cart.customer_id)] == [cart.id]
    assert sandbox_client.find_carts(customer_cart_id=str(uuid4())) == []


def test_a_carts_lines_are_replaced_whole(
    sandbox_client: Client, shared_sandbox: Sandbox, cart: Cart
) -> None:
    lines = [{"quantity": 2, "totalPrice": Decimal("7.98")}, {"quantity": 1, "totalPrice": Decimal("1.10")}]
    changed = sandbox_client.update_cart(cart.id, {"lineItems": lines})
    assert [line.total_price for line in changed.lines] == [Decimal("7.98"), Decimal("1.10")]
    assert last(shared_sandbox)["query"] == {}
    again = sandbox_client.update_cart_by_customer_id(cart.customer_id, {"lineItems": []})
    assert again.lines == ()


def test_a_cart_goes_through_its_statuses(sandbox_client: Client, cart: Cart) -> None:
    def status() -> object:
        return sandbox_client.get_cart(cart.id).status

    with pytest.raises(errors.CartClosed):
        sandbox_client.expire_cart(cart.id)
    sandbox_client.abandon_cart(cart.id)
    assert status() == "ABANDONED"
    sandbox_client.fiddle_cart(cart.id)
    assert status() == "ACTIVE"
    sandbox_client.abandon_cart(cart.id)
    sandbox_client.expire_cart(cart.id)
    assert status() == "EXPIRED"
    with pytest.raises(errors.CartClosed) as caught:
        sandbox_client.update_cart(cart.id, {"url": "https://shop.example"})
    assert "can never be changed again" in caught.value.headline
    for step in (sandbox_client.fiddle_cart, sandbox_client.abandon_cart, sandbox_client.expire_cart):
        with pytest.raises(errors.CartClosed):
            step(cart.id)


@pytest.mark.parametrize(("step", "method"), [("fiddle", "PUT"), ("abandon", "PUT"), ("expire", "POST")])
def test_a_step_is_shown_and_then_sent_as_shown(
    sandbox_client: Client, shared_sandbox: Sandbox, cart: Cart, step: Any, method: str
) -> None:
    if step == "expire":
        sandbox_client.abandon_cart(cart.id)
    outgoing = sandbox_client.cart_move(cart.id.upper(), step)
    assert (outgoing.method, outgoing.body, outgoing.writes) == (method, None, True)
    assert outgoing.url == f"{shared_sandbox.url}/carts/{cart.id}/{step}"
    sandbox_client.move(outgoing)
    line = last(shared_sandbox)
    assert (line["method"], line["path"], line["body"]) == (method, f"/carts/{cart.id}/{step}", None)


def test_only_its_own_requests_are_sent_and_each_by_its_own_way(sandbox_client: Client, cart: Cart) -> None:
    step, update = sandbox_client.cart_move(cart.id, "abandon"), sandbox_client.cart_update(cart.id, {})
    with pytest.raises(errors.Invalid, match="not built by this client"):
        sandbox_client.send(step)
    with pytest.raises(errors.Invalid, match="not built by this client"):
        sandbox_client.move(update)
    assert sandbox_client.get_cart(cart.id).status == "ACTIVE"


def test_carts_are_deleted_by_either_id(sandbox_client: Client, cart: Cart) -> None:
    other = sandbox_client.add_cart({"customerCartId": str(uuid4())})
    sandbox_client.delete_cart(cart.id)
    sandbox_client.delete_cart_by_customer_id(other.customer_id)
    for gone in (cart.id, other.id):
        with pytest.raises(errors.NotFound):
            sandbox_client.get_cart(gone)


def test_a_used_cart_id_is_said(sandbox_client: Client, cart: Cart) -> None:
    with pytest.raises(errors.AlreadyUsed):
        sandbox_client.add_cart({"customerCartId": cart.customer_id})


# the whole ---------------------------------------------------------------------------------------


def test_a_record_of_2000_lines_is_read(sandbox_client: Client, shared_sandbox: Sandbox) -> None:
    lines = [{"quantity": n, "totalPrice": Decimal(n) / 100} for n in range(1, 2_001)]
    added = sandbox_client.add_cart({"customerCartId": str(uuid4()), "lineItems": lines})
    assert len(added.lines) == 2_000
    assert added.lines[1_999].total_price == 20
    sandbox_client.delete_cart(added.id)


def test_wrapped_reasons_are_lifted(connect: Any) -> None:
    with Sandbox(orders=1, wrapped_reasons=True) as sandbox:
        client = connect(
            sandbox, client_id=sandbox.client_id, secret=sandbox.client_secret, read=5.0, whole=9.0
        )
        with pytest.raises(errors.Refused) as caught:
            client.update_order(SAMPLE_ORDER, {"orderDate": "1999-12-31"}, trigger_events=False)
        assert caught.value.reason.startswith("orderDate")
        assert caught.value.raw_reason.startswith("ServiceExceptionMessage{")


def test_it_works_from_a_terminal(shared_sandbox: Sandbox) -> None:
    script = f"""
from console.api.client import Client
from console.model.environment import Environment, Secret
shop = Environment("Shop", {shared_sandbox.url!r}, {shared_sandbox.token_url!r}, "practice-console",
                   Secret(input()), "test")
with Client(shop) as client:
    order = client.get_order("{SAMPLE_ORDER}")
    print(client.update_order(order.order_id, {{"shippingDetails": "By courier"}}, trigger_events=False).id)
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        input=shared_sandbox.client_secret,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr, done.returncode) == (SAMPLE_ORDER, "", 0)


def test_the_package_itself_is_light() -> None:
    script = (
        "import sys, console.api, console.api.errors, console.api.outgoing, console.runtime.cancel\n"
        "print([name for name in ('requests', 'urllib3', 'pydantic', 'PySide6') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"
