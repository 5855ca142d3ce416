"""What the check finds of one row, read from a real sandbox, and which rows ask for the same order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.api.client import Client
from console.model.drafts.shipping import Shipment
from console.model.question import understand
from console.model.shipments.shipments import RowRequest
from console.presenters.runs.check import RunCheck, doubles
from console.presenters.runs.items import RunRow
from console.presenters.runs.lanes import TryLater, Watch
from console.runtime.brake import Brake
from console.runtime.cancel import Cancel
from tests.presenters.given import MakeClient, new_order
from tests.presenters.runs.warehouse import link
from tests.support.raw_server import RawServer, reply
from tests.support.sandbox import Sandbox


def asked(order: str, **wanted: object) -> RunRow:
    return RunRow(0, (order,), replace(RowRequest(order, shipment=Shipment(link(1))), **wanted))  # type: ignore[arg-type]


def checked(client: Client, item: RunRow) -> RunRow:
    return RunCheck(client).row(item, Watch(Brake(1), Cancel()), Cancel())


def test_what_the_order_holds_is_kept_with_the_row(client: Client, shared: Sandbox) -> None:
    order = new_order(
        shared,
        customerOrderId="K-1",
        states={"processed": True, "shipped": True},
        shippingTrackingUrl=link(9),
    )
    found = checked(client, asked("K-1", by="customer id"))

    assert (found.order_id, found.customer_id, found.held_link) == (order, "K-1", link(9))
    assert found.found == f"already shipped, different link: {link(9)}"


def test_an_order_is_found_where_the_shops_id_has_the_sign_that_the_row_has(
    client: Client, shared: Sandbox
) -> None:
    order = new_order(shared, customerOrderId="#K-2")
    row = replace(asked("K-2", by="customer id"), cells=("#K-2", "1Z999AA10123456784"))

    assert checked(client, row).order_id == order
    assert checked(client, replace(row, cells=("K-2", ""))).verdict == "not found", (
        "as the row has it, without"
    )


def test_an_order_with_a_slash_in_its_id_is_found(client: Client, shared: Sandbox) -> None:
    order = new_order(shared, customerOrderId="SO/2024/0099")
    [question] = understand("Order SO/2024/0099.", "order")

    assert checked(client, asked(question.tries[0].id, by="customer id")).order_id == order


def test_a_problem_of_the_row_is_told_although_the_order_is_there(client: Client, shared: Sandbox) -> None:
    order = new_order(shared)
    found = checked(client, asked(order, problem="bad date", why="That is no day."))

    assert (found.verdict, found.why, found.order_id) == ("bad date", "That is no day.", order)
    assert not found.may_be_sent


def test_a_row_without_tracking_is_read_and_waits_to_be_chosen(client: Client, shared: Sandbox) -> None:
    order = new_order(shared)
    row = asked(order, shipment=Shipment(), problem="no tracking", why="“awaiting stock” is no number.")
    found = checked(client, row)

    assert (found.verdict, found.why, found.order_id) == ("no tracking", row.request.why, order)
    assert (found.included, found.may_be_sent) == (False, True)


def test_of_a_shipped_order_a_row_without_tracking_changes_nothing(client: Client, shared: Sandbox) -> None:
    order = new_order(shared, states={"processed": True, "shipped": True})
    found = checked(client, asked(order, shipment=Shipment(), problem="no tracking"))

    assert (found.verdict, found.may_be_sent) == ("changed nothing", False)


def test_a_row_that_could_not_be_sent_anyway_is_not_read(make_client: MakeClient) -> None:
    with RawServer(reply(500)) as server:
        found = checked(make_client(server), RunRow(0, (), RowRequest("", problem="bad id", why="No ID.")))

        assert found.found == "bad ID: No ID."
        assert server.requests == []


def test_a_server_that_asks_for_patience_is_asked_again_later(make_client: MakeClient) -> None:
    with RawServer(reply(429, headers={"Retry-After": "0"})) as server:
        with pytest.raises(TryLater) as later:
            checked(make_client(server), asked("1001", by="customer id"))

        assert later.value.error.retry_after == 0.0
        assert later.value.last().verdict == "not read"


def test_a_read_that_is_cut_leaves_the_row_as_it_was(make_client: MakeClient) -> None:
    stop = Cancel()
    with RawServer(lambda peer: (stop.cancel(), peer.hang())) as server:
        item = asked("1001", by="customer id")

        assert RunCheck(make_client(server)).row(item, Watch(Brake(1), stop), Cancel()) is item


def at(place: int, order: str, **changed: object) -> RunRow:
    item = replace(asked(order), place=place, order_id=order).checked("will ship")
    return replace(item, **changed)  # type: ignore[arg-type]


def test_of_rows_for_one_order_the_first_stays() -> None:
    found = doubles([at(0, "a"), at(1, "b"), at(2, "a"), at(3, "a")])

    assert [(item.place, item.why) for item in found] == [
        (2, "the same order as row 1"),
        (3, "the same order as row 1"),
    ]
    assert not any(item.may_be_sent for item in found)


def test_a_row_that_is_chosen_stays_before_one_that_only_may_be() -> None:
    found = doubles([at(0, "a", verdict="bad number", included=False), at(1, "a")])

    assert [(item.place, item.why) for item in found] == [(0, "the same order as row 2")]


def test_a_row_that_cannot_be_sent_makes_no_other_a_duplicate() -> None:
    assert doubles([at(0, "a", verdict="bad date", included=False), at(1, "a")]) == []
    assert doubles([at(0, "", verdict="not found"), at(1, "", verdict="not found")]) == []
