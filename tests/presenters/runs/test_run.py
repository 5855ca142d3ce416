"""A file of orders shipped, against a real sandbox: checked first, sent once each, stopped, cut, and gone on with."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.api.client import Client
from console.presenters.runs import run as run_module
from console.presenters.saving import saving
from console.store.database import Connection, Database
from console.store.files import StoreTrouble
from console.store.places import find_places
from console.store.runs import Runs
from tests.presenters.given import (
    Between,
    MakeClient,
    Sent,
    answer_lost,
    answered,
    change,
    new_order,
    own_database,
    passed,
    request_lost,
)
from tests.presenters.runs.warehouse import (
    HEAD,
    Warehouse,
    entries,
    fronted,
    kept_rows,
    link,
    new_orders,
    opened,
    table,
    then,
)
from tests.support.raw_server import Peer, reply
from tests.support.sandbox import Sandbox

CLOSE = {"Connection": "close"}
ABSENT = "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def warehouse(qtbot: QtBot, client: Client) -> Iterator[Warehouse]:
    with opened(qtbot, client) as warehouse:
        yield warehouse


class Gate:
    """A step that holds a request until it is let through."""

    def __init__(self) -> None:
        self.reached, self._free = threading.Event(), threading.Event()

    def __call__(self, sandbox: Sandbox, peer: Peer) -> None:
        self.reached.set()
        assert self._free.wait(20)
        passed(sandbox, peer)

    def open(self) -> None:
        self._free.set()


def slow_down(seconds: str = "1") -> Callable[[Sandbox, Peer], object]:
    return answered(reply(429, headers={"Retry-After": seconds, "Connection": "close"}))


def verdicts(warehouse: Warehouse) -> list[str]:
    return [item.verdict for item in warehouse.rows]


# -- the check ---------------------------------------------------------------------------------------------


def test_the_check_tells_how_each_row_stands_and_sends_nothing(warehouse: Warehouse, shared: Sandbox) -> None:
    shipped: dict[str, Any] = {"states": {"processed": True, "shipped": True}}
    new, other, same, plain = (
        new_order(shared),
        new_order(shared, **shipped, shippingTrackingUrl=link(99)),
        new_order(shared, **shipped, shippingTrackingUrl=link(3)),
        new_order(shared, **shipped),
    )
    more, further = new_orders(shared, 2)
    sent = Sent(shared)
    warehouse.check(
        HEAD
        + f"{new},{link(1)},no\n{other},{link(2)},no\n{same},{link(3)},no\n{plain},,no\n{ABSENT},{link(4)},no\n"
        + f"https://x.example/none,{link(5)},no\n{more},ftp://x.example/1,no\n{new},{link(6)},no\n{further},12,no\n"
    )

    assert verdicts(warehouse) == [
        *("will ship", "different link", "same link", "changed nothing", "not found"),
        *("bad id", "bad link", "duplicate", "bad number"),
    ]
    assert warehouse.rows[1].why == link(99)
    assert warehouse.rows[7].why == "the same order as row 1"
    assert dict(warehouse.state.counts)["will ship"] == 1
    assert sum(count for _, count in warehouse.state.counts) == 9
    assert warehouse.state.chosen == 1
    assert set(sent.methods()) == {"GET"}
    assert "1 will ship" in warehouse.said


def test_a_row_is_found_by_the_shop_s_own_id_too(warehouse: Warehouse, shared: Sandbox) -> None:
    order = new_order(shared, customerOrderId="W-77")

    warehouse.check(HEAD + f"#W-77,{link(1)},no\n{order},{link(1)},no\n")

    assert verdicts(warehouse) == ["will ship", "duplicate"]
    assert warehouse.rows[0].order_id == order


def test_a_row_without_permission_or_without_an_answer_is_said_so(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    order = new_order(shared)
    refused, broken = answered(reply(403, headers=CLOSE)), answered(reply(500, headers=CLOSE))
    with (
        Between(shared, refused, refused, broken) as between,
        opened(qtbot, make_client(between), at_once=1) as warehouse,
    ):
        warehouse.check(table([order, new_order(shared)]))

        assert verdicts(warehouse) == ["not allowed", "not read"]
        assert warehouse.state.why_not_start == "No row is chosen to be sent."


def test_a_check_that_is_stopped_says_how_many_were_not_read(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    gate = Gate()
    with (
        Between(shared, passed, gate, passed) as between,
        opened(qtbot, make_client(between), at_once=1) as warehouse,
    ):
        warehouse.paste(table(new_orders(shared, 3)))
        warehouse.run.check()
        warehouse.until(gate.reached.is_set)
        warehouse.run.stop()  # a read on its way is cut: nothing is lost with it
        warehouse.rest()
        gate.open()

        assert warehouse.state.phase == "checked"
        assert verdicts(warehouse) == ["will ship", "unchecked", "unchecked"]
        assert "2 rows were not read" in warehouse.said


# -- sending -----------------------------------------------------------------------------------------------


def test_each_chosen_row_is_one_write_and_is_verified(warehouse: Warehouse, shared: Sandbox) -> None:
    orders = new_orders(shared, 30)
    sent = Sent(shared)
    warehouse.ship(table(orders))

    assert warehouse.became == ["sent"] * 30
    assert warehouse.said == "30 sent and verified. Save results writes them down for every row."
    posts = {line["path"]: line for line in sent.posts()}
    assert len(sent.posts()) == len(posts) == 30
    for place, order in enumerate(orders):
        line = posts[f"/orders/{order}"]
        assert line["body"] == {
            "states": {"processed": True, "shipped": True},
            "shippingTrackingUrl": link(place),
        }
        assert line["query"] == {"triggerEvents": "false"}
    assert (warehouse.state.done, warehouse.state.total, warehouse.state.wait) == (30, 30, 0.0)
    assert [row.status for row in kept_rows()] == ["sent"] * 30


def test_a_blank_cell_leaves_the_field_as_it_is(warehouse: Warehouse, shared: Sandbox) -> None:
    held = {"shippingDate": "2026-01-02T00:00:00Z", "shippingDetails": "Freight"}
    order = new_order(shared, **held)
    warehouse.ship(f"Order,Tracking link,Date,Details,Message\n{order},{link(1)},,,no\n")

    _, now = shared.read(f"/orders/{order}")
    assert now["shippingTrackingUrl"] == link(1)
    assert now["shippingDetails"] == "Freight"
    assert now["shippingDate"].startswith("2026-01-02")


def test_rows_that_are_left_out_are_not_sent(warehouse: Warehouse, shared: Sandbox) -> None:
    orders = new_orders(shared, 3)
    warehouse.check(table(orders))
    warehouse.run.include(1, False)
    assert warehouse.state.chosen == 2
    sent = Sent(shared)
    warehouse.start()
    warehouse.rest()

    assert warehouse.became == ["sent", "left out", "sent"]
    assert warehouse.rows[1].became == "left out: not chosen"
    assert {line["path"] for line in sent.posts()} == {f"/orders/{orders[0]}", f"/orders/{orders[2]}"}


def test_a_row_that_cannot_be_sent_cannot_be_chosen(warehouse: Warehouse) -> None:
    warehouse.check(HEAD + f"{ABSENT},{link(1)},no\n")
    warehouse.run.include(0, True)

    assert warehouse.state.chosen == 0


def test_an_order_with_another_link_is_sent_only_when_it_is_chosen(
    warehouse: Warehouse, shared: Sandbox
) -> None:
    states = {"processed": True, "shipped": True}
    order = new_order(shared, states=states, shippingTrackingUrl=link(5))
    warehouse.check(table([order]))
    assert warehouse.state.why_not_start
    warehouse.run.include(0, True)
    warehouse.start()
    warehouse.rest()

    assert warehouse.became == ["sent"]
    assert shared.read(f"/orders/{order}")[1]["shippingTrackingUrl"] == link(0)


@pytest.mark.fault(8)
def test_a_run_says_before_it_starts_that_the_integration_may_not_write(
    warehouse: Warehouse, shared: Sandbox, client: Client
) -> None:
    warehouse.check(table(new_orders(shared, 1)))
    assert warehouse.state.why_not_start == ""
    client.write_refused = "It was refused for an open record."
    warehouse.run.put(warehouse.state)
    assert warehouse.state.why_not_start.startswith("This integration may not write orders and carts")
    sent = Sent(shared)
    warehouse.run.start()
    warehouse.rest()
    assert sent.posts() == []


def test_whether_to_message_is_said_by_the_row_or_must_be_chosen(
    warehouse: Warehouse, shared: Sandbox
) -> None:
    orders = new_orders(shared, 3)
    says = dict(zip(orders, ("yes", "no", ""), strict=True))
    rows = [f"{order},{link(place)},{says[order]}\n" for place, order in enumerate(orders)]
    warehouse.check(HEAD + "".join(rows))
    assert (warehouse.state.silent, warehouse.state.messaging) == (1, 1)
    assert warehouse.state.why_not_start == "Choose whether customers are messaged."
    sent = Sent(shared)
    warehouse.run.start()
    warehouse.rest()
    assert sent.posts() == []

    warehouse.run.message(True)
    warehouse.start()
    warehouse.rest()

    flags = {line["path"].rpartition("/")[2]: line["query"]["triggerEvents"] for line in sent.posts()}
    assert flags == {orders[0]: "true", orders[1]: "false", orders[2]: "true"}


def test_an_order_that_someone_else_shipped_since_the_check_is_skipped_and_said(
    warehouse: Warehouse, shared: Sandbox
) -> None:
    orders = new_orders(shared, 4)
    warehouse.check(table(orders))
    states = {"states": {"processed": True, "shipped": True}}
    change(shared, f"/orders/{orders[1]}?triggerEvents=false", states | {"shippingTrackingUrl": link(88)})
    change(shared, f"/orders/{orders[2]}?triggerEvents=false", states | {"shippingTrackingUrl": link(2)})
    sent = Sent(shared)
    warehouse.start()
    warehouse.rest()

    assert warehouse.became == ["sent", "skipped", "skipped", "sent"]
    assert warehouse.rows[1].reason == "It was shipped with another link since the check."
    assert warehouse.rows[2].reason == "It is shipped already, with this link."
    assert {line["path"] for line in sent.posts()} == {f"/orders/{orders[0]}", f"/orders/{orders[3]}"}
    assert "2 skipped" in warehouse.said


def test_what_someone_else_changed_otherwise_is_left_alone(warehouse: Warehouse, shared: Sandbox) -> None:
    (order,) = new_orders(shared, 1)
    warehouse.check(table([order]))
    change(shared, f"/orders/{order}?triggerEvents=false", {"shippingDetails": "By boat"})
    warehouse.start()
    warehouse.rest()

    _, now = shared.read(f"/orders/{order}")
    assert (now["shippingDetails"], now["shippingTrackingUrl"]) == ("By boat", link(0))


def test_the_trail_has_one_entry_for_each_write_and_finds_the_run_by_its_name(
    qtbot: QtBot, warehouse: Warehouse, shared: Sandbox, tmp_path: Path
) -> None:
    orders = new_orders(shared, 5)
    file = tmp_path / "parcels of monday.csv"
    file.write_text(table(orders))
    warehouse.run.file.choose(str(file))
    warehouse.rest()
    warehouse.check()
    warehouse.start()
    warehouse.rest()

    found = entries("parcels monday")
    assert {entry.intent.part_of for entry in found} == {
        f"parcels of monday.csv, row {n}" for n in range(1, 6)
    }
    assert {entry.intent.record_id for entry in found} == set(orders)
    assert [entry.outcome for entry in found] == ["saved"] * 5
    assert {entry.number for entry in found} == {row.number for row in kept_rows()}
    assert len(entries()) == 5


# -- troubles of the server --------------------------------------------------------------------------------


def test_a_server_that_asks_for_patience_slows_all_lanes_and_the_wait_is_shown(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    orders = new_orders(shared, 4)
    with (
        Between(shared, *[passed] * 4, slow_down(), passed) as between,
        opened(qtbot, make_client(between), at_once=4) as warehouse,
    ):
        warehouse.ship(table(orders))

        assert warehouse.became == ["sent"] * 4
        assert max(state.wait for state in warehouse.shown) > 0.5
        assert min(state.at_once for state in warehouse.shown) == 2
        assert between.methods().count("POST") == 4
        assert warehouse.state.wait == 0.0


def test_a_write_that_is_refused_for_patience_is_sent_again_and_both_tries_stand_in_the_trail(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.presenters.runs.lanes._USUAL_WAIT", 0.01)
    (order,) = new_orders(shared, 1)
    sent = Sent(shared)
    with (
        Between(shared, passed, passed, slow_down("0"), passed) as between,
        opened(qtbot, make_client(between), at_once=1) as warehouse,
    ):
        warehouse.ship(table([order]))

        assert warehouse.became == ["sent"]
        assert [entry.outcome for entry in entries()] == ["not saved", "saved"]
        assert len(sent.posts()) == 1
        assert between.methods() == ["GET", "GET", "POST", "GET", "POST"]


def test_only_what_failed_is_sent_again(qtbot: QtBot, shared: Sandbox, make_client: MakeClient) -> None:
    orders = new_orders(shared, 3)
    refusal = answered(
        reply(409, headers={"X-Reason": "No contact has this e-mail address", "Connection": "close"})
    )
    with (
        Between(shared, *[passed] * 6, refusal, passed) as between,
        opened(qtbot, make_client(between), at_once=1) as warehouse,
    ):
        warehouse.ship(table(orders))
        assert warehouse.became == ["sent", "failed", "sent"]
        assert warehouse.rows[1].reason == "No contact has this e-mail address"
        assert warehouse.state.failed == 1
        assert "1 failed" in warehouse.said
        sent = Sent(shared)
        warehouse.run.retry_failed()
        warehouse.rest()

        assert warehouse.became == ["sent"] * 3
        assert [line["path"] for line in sent.posts()] == [f"/orders/{orders[1]}"]
        assert (warehouse.state.done, warehouse.state.total) == (1, 1)


def test_an_answer_that_is_lost_is_settled_by_reading(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    orders = new_orders(shared, 2)
    sent = Sent(shared)
    with (
        Between(shared, *[passed] * 3, answer_lost, passed, passed, request_lost, passed) as between,
        opened(qtbot, make_client(between), at_once=1) as warehouse,
    ):
        warehouse.ship(table(orders))

        assert warehouse.became == ["sent", "unknown"]
        assert "read again and holds it" in warehouse.rows[0].reason
        assert warehouse.rows[1].reason.endswith("; a slow server may still apply it.")
        assert [entry.outcome for entry in entries()] == ["arrived", "not arrived"]
        assert [line["path"] for line in sent.posts()] == [f"/orders/{orders[0]}"]


def test_what_cannot_be_read_after_a_lost_answer_is_unknown_until_it_is_settled(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    orders = new_orders(shared, 2)
    with (
        Between(shared, *[passed] * 3, answer_lost, request_lost) as between,
        opened(qtbot, make_client(between), at_once=1) as warehouse,
    ):
        warehouse.ship(table(orders))
        assert warehouse.became == ["unknown", "failed"]
        assert "1 unknown" in warehouse.said
        assert warehouse.state.can_resume
    with opened(qtbot, make_client(shared)) as later:
        sent = Sent(shared)
        later.open(1)
        later.resume()

        assert later.became == ["sent", "failed"]
        assert sent.methods() == ["GET"], "when it was opened, and then it is known"
        assert [entry.outcome for entry in entries()] == ["arrived"]


# -- pause, stop, cut, resume ------------------------------------------------------------------------------


def test_a_paused_run_begins_no_row_and_goes_on_from_there(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    orders, gate = new_orders(shared, 3), Gate()
    with (
        Between(shared, *[passed] * 4, gate, passed) as between,
        opened(qtbot, make_client(between), at_once=1) as warehouse,
    ):
        warehouse.start(table(orders))
        warehouse.until(gate.reached.is_set)
        warehouse.run.pause()
        gate.open()
        warehouse.until(lambda: warehouse.became[:2] == ["sent", "to send"])
        assert warehouse.state.paused
        assert warehouse.state.can_resume
        assert between.methods().count("POST") == 1
        warehouse.resume()

        assert not warehouse.state.paused
        assert warehouse.became == ["sent"] * 3
        assert between.methods().count("POST") == 3


def test_a_run_that_is_paused_while_the_unknown_is_read_is_not_paused_at_its_end(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    gate = Gate()
    with fronted(shared) as between, opened(qtbot, make_client(between), at_once=1) as warehouse:
        warehouse.check(table(new_orders(shared, 1)))
        between.writes = then(between, answer_lost, reads=request_lost)
        warehouse.start()
        warehouse.rest()
        assert warehouse.became == ["unknown"]
        between.reads = gate
        warehouse.run.resume()
        warehouse.until(gate.reached.is_set)
        warehouse.run.pause()
        gate.open()
        warehouse.rest()

        assert warehouse.became == ["sent"]
        assert warehouse.state.phase == "over"
        assert not warehouse.state.paused


def test_a_stopped_run_waits_for_what_is_on_its_way_and_can_be_gone_on_with(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    orders, gate = new_orders(shared, 3), Gate()
    with (
        Between(shared, *[passed] * 4, gate, passed) as between,
        opened(qtbot, make_client(between), at_once=1) as warehouse,
    ):
        warehouse.start(table(orders))
        warehouse.until(gate.reached.is_set)
        warehouse.run.stop()
        assert warehouse.state.phase == "stopping"
        gate.open()
        warehouse.rest()
        assert warehouse.became == ["sent", "to send", "to send"]
        assert warehouse.said.startswith("1 sent and verified, 2 not sent.")
        assert [row.status for row in kept_rows()] == ["sent", "to send", "to send"]
        assert [line.unfinished for line in warehouse.state.runs] == [True]
        warehouse.resume()

        assert warehouse.became == ["sent"] * 3
        assert between.methods().count("POST") == 3
        assert [line.unfinished for line in warehouse.state.runs] == [False]


def test_a_paused_run_can_be_stopped(warehouse: Warehouse, shared: Sandbox) -> None:
    warehouse.check(table(new_orders(shared, 40)))
    warehouse.start()
    warehouse.run.pause()
    warehouse.run.stop()
    warehouse.rest()

    assert warehouse.state.phase == "over"
    assert not warehouse.state.paused
    warehouse.resume()
    assert warehouse.became == ["sent"] * 40


@pytest.mark.fault(81)
def test_a_run_that_is_cut_comes_back_with_what_was_sent_and_what_is_not_known(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    orders = new_orders(shared, 6)
    gate, sent = threading.Event(), Sent(shared)

    def arrived_and_silent(sandbox: Sandbox, peer: Peer) -> None:
        answer_lost_later(sandbox, peer, gate)

    steps = [*[passed] * 6, passed, passed, passed, arrived_and_silent, passed]
    with Between(shared, *steps) as between, opened(qtbot, make_client(between), at_once=1) as first:
        first.start(table(orders))
        first.until(gate.is_set)
        first.cut()  # the second row's write has arrived, and nobody heard
    assert [row.status for row in kept_rows()] == ["sent", "unknown", *["to send"] * 4]

    with opened(qtbot, make_client(shared)) as later:
        later.run.runs.load()
        later.rest()
        assert [line.unfinished for line in later.state.runs] == [True]
        later.run.runs.open(later.state.runs[0].number)
        later.rest()
        assert later.became == ["sent", "sent", *["to send"] * 4], "opened again, what is unknown is read"
        assert later.state.to_send == 4
        assert "Resume sends what was not sent" in later.said
        later.resume()

        assert later.became == ["sent"] * 6
    paths = [line["path"] for line in sent.posts() if "states" in line["body"]]
    assert sorted(paths) == sorted(f"/orders/{order}" for order in orders)


def answer_lost_later(sandbox: Sandbox, peer: Peer, gate: threading.Event) -> None:
    """The sandbox does it, says nothing, and the test is told."""
    request = peer.server.requests[-1]
    change(sandbox, request.target, json.loads(request.body))
    gate.set()
    peer.hang()


def test_a_row_that_was_being_sent_when_it_was_killed_is_read_before_anything_is_sent(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    orders = new_orders(shared, 3)
    with opened(qtbot, make_client(shared)) as first:
        first.check(table(orders))
        first.run.start()
        first.run.close()  # written down, and nothing of it sent yet
        first.rest()
    arrived, lost, _ = kept_rows()
    with closing(own_database()) as database:
        Runs(database).note(1, [replace(arrived, status="sending"), replace(lost, status="sending")])
    states = {"states": {"processed": True, "shipped": True}, "shippingTrackingUrl": link(0)}
    change(shared, f"/orders/{orders[0]}?triggerEvents=false", states)
    sent = Sent(shared)
    with opened(qtbot, make_client(shared)) as later:
        later.open(1)
        assert later.became == ["sent", "unknown", "to send"]
        assert later.state.to_send == 2
        later.resume()
        assert later.became == ["sent", "unknown", "sent"]
        later.send_again()

        assert later.became == ["sent"] * 3
        assert sorted(line["path"] for line in sent.posts()) == sorted(f"/orders/{one}" for one in orders[1:])
        calls = [line["method"] for line in sent.all() if line["path"] == f"/orders/{orders[1]}"]
        assert calls == ["GET"] * 4 + ["POST"], (
            "when opened, with Resume, when asked for, and before it is sent"
        )


def test_when_the_environment_changes_while_the_run_is_written_down_nothing_is_sent(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    with opened(qtbot, make_client(shared)) as warehouse:
        warehouse.check(table(new_orders(shared, 2)))
        sent = Sent(shared)
        warehouse.run.start()
        warehouse.run.close()
        warehouse.rest()

        assert sent.all() == []
    assert [row.status for row in kept_rows()] == ["to send"] * 2


def test_a_run_ends_well_when_the_client_is_closed_under_it(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "LOOK_AGAIN", (0.0, 0.5, 0.5))  # the sandbox may still be at what it was sent
    orders, sent = new_orders(shared, 30), Sent(shared)
    with Between(shared, passed) as between:  # it hands on whole requests only
        client = make_client(between)
        with opened(qtbot, client, at_once=8) as warehouse:
            warehouse.start(table(orders))
            warehouse.until(lambda: "sent" in warehouse.became)
            warehouse.run.close()
            client.close()
            warehouse.rest()
    with opened(qtbot, make_client(shared)) as later:
        later.open(1)
        later.resume()
        later.send_again()

        assert later.became == ["sent"] * 30
    paths = [line["path"] for line in sent.posts()]
    assert len(paths) == len(set(paths)) == 30


# -- troubles of the disk ----------------------------------------------------------------------------------


class FullAfter(Database):
    """A disk that is full after so many transactions."""

    def __init__(self, places: Any, room: int) -> None:
        super().__init__(places)
        self._room = room

    def write(self, work: Callable[[Connection], Any]) -> Any:
        self._room -= 1
        if self._room < 0:
            raise StoreTrouble("The disk is full.")
        return super().write(work)


@pytest.mark.parametrize("room", [0, 3])
def test_a_full_disk_stops_the_run_and_nothing_unwritten_was_sent(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient, room: int
) -> None:
    orders, sent = new_orders(shared, 40), Sent(shared)
    with opened(
        qtbot, make_client(shared), at_once=4, database=lambda: FullAfter(find_places(), room)
    ) as warehouse:
        warehouse.ship(table(orders))

        assert "The disk is full." in warehouse.said
        assert warehouse.state.to_send > 0
        written = {entry.intent.record_id for entry in entries()}
        posted = {line["path"].rpartition("/")[2] for line in sent.posts()}
        assert posted <= written
        assert bool(posted) == bool(room)
    with opened(qtbot, make_client(shared)) as later:
        later.open(1)
        later.resume()

        assert later.became == ["sent"] * 40
    paths = [line["path"] for line in sent.posts()]
    assert len(paths) == len(set(paths)) == 40


def test_a_run_whose_rows_were_deleted_meanwhile_sends_nothing_more(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    gate = Gate()
    with (
        Between(shared, *[passed] * 3, gate, passed) as between,
        opened(qtbot, make_client(between), at_once=1) as warehouse,
    ):
        warehouse.start(table(new_orders(shared, 3)))
        warehouse.until(gate.reached.is_set)
        warehouse.disk.submit(lambda _: warehouse.store.write(_delete_runs), lambda _: None)
        warehouse.until(lambda: not warehouse.disk.busy)
        gate.open()
        warehouse.rest()

        assert "POST" not in between.methods()
        assert warehouse.became == ["to send"] * 3
        assert "deleted from this computer" in warehouse.said


def _delete_runs(connection: Connection) -> None:
    connection.execute("DELETE FROM runs")


def test_a_disk_that_keeps_nothing_lets_nothing_be_sent(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient, tmp_path: Path
) -> None:
    def no_file() -> Database:
        home = tmp_path / "blocked"
        places = find_places({"ORDER_CONSOLE_HOME": str(home)})
        (places.data / "console.db").mkdir(parents=True, exist_ok=True)
        return Database(places)

    sent_to = new_orders(shared, 2)
    with opened(qtbot, make_client(shared), database=no_file) as warehouse:
        sent = Sent(shared)
        warehouse.ship(table(sent_to))

        assert sent.posts() == []
        assert warehouse.became == ["to send"] * 2


def test_the_run_is_not_begun_where_it_cannot_be_written_down(
    warehouse: Warehouse, shared: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse.check(table(new_orders(shared, 1)))
    sent = Sent(shared)

    def full(*_: object) -> None:
        raise StoreTrouble("The disk is full.")

    monkeypatch.setattr(Runs, "begin", full)
    warehouse.run.start()
    warehouse.rest()

    assert warehouse.state.phase == "checked"
    assert warehouse.said.startswith("Nothing was sent. The disk is full.")
    assert sent.all() == []


# -- what is asked at the wrong time -----------------------------------------------------------------------


def test_nothing_is_mapped_or_checked_while_the_run_is_written_down(
    warehouse: Warehouse, shared: Sandbox
) -> None:
    warehouse.check(table(new_orders(shared, 2)))
    warehouse.run.start()
    warehouse.run.file.map(1, None)
    warehouse.run.file.choose_head(0)
    warehouse.run.check()
    warehouse.run.start()
    warehouse.rest()

    assert warehouse.became == ["sent"] * 2
    assert len(kept_rows(1)) == 2
    assert kept_rows(2) == []


def test_rows_that_change_between_two_looks_are_counted_once(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "POLL_MS", 1)
    with opened(qtbot, make_client(shared)) as warehouse:
        warehouse.ship(table(new_orders(shared, 50)))

        assert warehouse.state.counts == (("sent", 50),)
        assert all(sum(count for _, count in state.counts) in (0, 50) for state in warehouse.shown)


def test_a_file_that_is_checked_again_is_read_again_from_the_first_row(
    warehouse: Warehouse, shared: Sandbox
) -> None:
    orders = new_orders(shared, 3)
    warehouse.check(table(orders))
    warehouse.run.include(2, False)
    states = {"states": {"processed": True, "shipped": True}, "shippingTrackingUrl": link(0)}
    change(shared, f"/orders/{orders[0]}?triggerEvents=false", states)
    sent = Sent(shared)
    warehouse.check()

    assert verdicts(warehouse) == ["same link", "will ship", "will ship"]
    assert warehouse.state.chosen == 2
    assert sent.methods() == ["GET"] * 3
    assert (warehouse.state.done, warehouse.state.total) == (3, 3)


def test_many_rows_are_chosen_at_once_and_told_once(warehouse: Warehouse, shared: Sandbox) -> None:
    warehouse.check(table([*new_orders(shared, 5), ABSENT]))
    told = len(warehouse.changed)
    warehouse.run.include_all(range(6), False)
    assert warehouse.state.chosen == 0
    warehouse.run.include_all(range(6), True)

    assert warehouse.state.chosen == 5
    assert warehouse.changed[told:] == [[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4]]


def test_another_number_of_calls_at_once_is_kept_to_from_the_next_check_on(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    inside, most = [0], []
    lock = threading.Lock()

    def counted(sandbox: Sandbox, peer: Peer) -> None:
        with lock:
            inside[0] += 1
            most.append(inside[0])
        passed(sandbox, peer)
        with lock:
            inside[0] -= 1

    with Between(shared, counted) as between, opened(qtbot, make_client(between), at_once=8) as warehouse:
        orders = new_orders(shared, 20)
        warehouse.run.set_concurrency(2)
        warehouse.ship(table(orders))

        assert warehouse.became == ["sent"] * 20
        assert warehouse.state.at_once == 2
        assert max(most) <= 3, "an answer may be on its way while the next call begins"
