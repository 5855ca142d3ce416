"""One row sent against a real sandbox: written down before it leaves, verified or settled after, told in words."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any

import pytest
import simplejson

from console.api.client import Client
from console.model.drafts.shipping import Shipment
from console.model.records import Order
from console.model.shipments.shipments import RowRequest
from console.presenters.clock import utc_now
from console.presenters.runs.items import RunRow, kept
from console.presenters.runs.lanes import TryLater, Watch
from console.presenters.runs.send import RunLog, RunSend
from console.runtime.batch_writer import BatchWriter
from console.runtime.brake import Brake
from console.runtime.cancel import Cancel
from console.store.archive import Archive
from console.store.database import Connection
from console.store.files import StoreTrouble
from console.store.runs import Run, Runs
from console.store.trail import Trail
from tests.presenters.given import (
    NOON,
    SHOP,
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
    silence,
)
from tests.presenters.runs.warehouse import entries, kept_rows, link
from tests.support.raw_server import reply
from tests.support.sandbox import Sandbox


class OneRowRun:
    """The sending of a run of one row, with a writer in a thread of its own."""

    def __init__(self) -> None:
        self.writer: BatchWriter[Connection] = BatchWriter()
        self.store = own_database()
        self.put: list[RunRow] = []
        self.troubles: list[str] = []
        self.stop = Cancel()
        self.transact: Callable[[Callable[[Connection], Any]], Any] = self.write
        self._writer = threading.Thread(target=self._serve)
        self._writer.start()

    def write(self, work: Callable[[Connection], Any]) -> Any:
        return self.store.write(work)

    def note(self, item: RunRow) -> RunRow:
        with closing(own_database()) as database:
            Runs(database).begin(Run(SHOP, "monday.csv", (), NOON, {}), [kept(item)])
        return item

    def send(self, client: Client) -> RunSend:
        archive = Archive(self.store)
        log = RunLog(1, "monday.csv", SHOP, Runs(self.store), Trail(self.store), self.writer, archive)
        return RunSend(client, log, self.put.append, trouble=self.troubles.append, clock=utc_now)

    def row(self, client: Client, item: RunRow) -> RunRow:
        try:
            return self.send(client).row(item, Watch(Brake(1), self.stop), Cancel())
        finally:
            self.flush()

    def settle(self, client: Client, item: RunRow) -> RunRow:
        try:
            return self.send(client).settle(item, Watch(Brake(1), self.stop), Cancel())
        finally:
            self.flush()

    def flush(self) -> None:
        """Wait until what was left to the writer is on the disk."""
        with suppress(StoreTrouble):
            self.writer.write(lambda _: None)

    def close(self) -> None:
        self.writer.close()
        self._writer.join(10)
        assert not self._writer.is_alive()

    def _serve(self) -> None:
        with closing(self.store):
            self.writer.serve(lambda work: self.transact(work))


@pytest.fixture
def one_row() -> Iterator[OneRowRun]:
    one_row = OneRowRun()
    yield one_row
    one_row.close()


@pytest.fixture
def order(shared: Sandbox) -> str:
    return new_order(shared)


def asked(order: str, **shipment: str) -> RunRow:
    wanted = RowRequest(order, shipment=Shipment(**({"link": link(1)} | shipment)), message=False)
    return replace(RunRow(0, (order,), wanted), order_id=order).checked("will ship")


def test_a_row_is_written_down_before_it_leaves_and_after(
    one_row: OneRowRun, client: Client, order: str, shared: Sandbox
) -> None:
    seen: list[tuple[str, int]] = []
    sent = Sent(shared)

    def looking(work: Callable[[Connection], Any]) -> Any:
        one_row.write(work)
        seen.append((kept_rows()[0].status, len(sent.posts())))

    one_row.transact = looking
    item = one_row.row(client, one_row.note(asked(order, date="2026-01-02", details="UPS")))

    assert seen == [("sending", 0), ("sent", 1)]
    assert [one.status for one in one_row.put] == ["sending"]
    assert (item.status, item.reason, item.number) == ("sent", "", entries()[0].number)
    assert item.at is not None
    assert sent.posts()[0]["body"] == {
        "states": {"processed": True, "shipped": True},
        "shippingTrackingUrl": link(1),
        "shippingDate": "2026-01-02",
        "shippingDetails": "UPS",
    }


def test_an_order_that_was_shipped_is_found_by_its_number_and_is_none_of_those_opened_lately(
    one_row: OneRowRun, client: Client, order: str
) -> None:
    one_row.row(client, one_row.note(asked(order)))
    with closing(own_database()) as database:
        archive = Archive(database)
        [found] = archive.find(link(1), SHOP)
        assert (found.id, found.subtitle.startswith("shipped")) == (order, True)
        assert archive.recent(SHOP) == []
        kept_content = archive.read(SHOP, "order", order)
        assert kept_content is not None
        assert kept_content[0]["shippingTrackingUrl"] == link(1)


def test_an_order_that_was_not_sent_is_in_no_index(
    one_row: OneRowRun, client: Client, order: str, shared: Sandbox
) -> None:
    shared.write(f"/orders/{order}", {"states": {"processed": True, "shipped": True}})
    one_row.row(client, one_row.note(asked(order, link=link(2))))
    with closing(own_database()) as database:
        assert Archive(database).find(order, SHOP) == []


def test_a_row_leaves_one_line_in_the_log_with_its_number_in_the_trail(
    one_row: OneRowRun, client: Client, order: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "console.presenters.saving.tracing")
    item = one_row.row(client, one_row.note(asked(order)))
    [line] = [one for one in caplog.messages if one.startswith("write ")]
    assert line.startswith(f"write {item.number} POST /orders/{order}?triggerEvents left=1 refused=0 ")
    assert " status=200 result=saved ms=" in line


def test_what_the_server_kept_otherwise_is_said(
    one_row: OneRowRun, order: str, shared: Sandbox, make_client: MakeClient
) -> None:
    other = shared.read(f"/orders/{order}")[1]

    def kept_otherwise(sandbox: Sandbox, peer: Any) -> None:
        body = simplejson.dumps(other | {"states": {"processed": True, "shipped": True}}, use_decimal=True)
        peer.send(reply(200, body.encode(), {"Content-Type": "application/json", "Connection": "close"}))

    with Between(shared, passed, kept_otherwise) as between:
        item = one_row.row(make_client(between), one_row.note(asked(order)))

    assert (item.status, item.reason) == ("sent", "The server kept Tracking URL otherwise.")


@pytest.mark.parametrize("status", [400, 403, 404, 409, 412])
def test_a_refusal_fails_the_row_in_the_server_s_words(
    one_row: OneRowRun, order: str, shared: Sandbox, make_client: MakeClient, status: int
) -> None:
    refusal = answered(reply(status, headers={"X-Reason": "Not today", "Connection": "close"}))
    with Between(shared, passed, refusal) as between:
        item = one_row.row(make_client(between), one_row.note(asked(order)))

    assert (item.status, item.reason) == ("failed", "Not today")
    assert [(entry.outcome, entry.reason) for entry in entries()] == [("not saved", "Not today")]


def test_a_fault_of_the_server_is_settled_by_reading(
    one_row: OneRowRun, order: str, shared: Sandbox, make_client: MakeClient
) -> None:
    with Between(shared, passed, answered(reply(500, headers={"Connection": "close"})), passed) as between:
        item = one_row.row(make_client(between), one_row.note(asked(order)))

    assert item.status == "unknown"
    assert "status 500" in item.reason
    assert item.reason.endswith("; a slow server may still apply it.")
    assert item.had_not_arrived
    assert [entry.outcome for entry in entries()] == ["not arrived"]


def test_a_read_that_fails_writes_nothing_into_the_trail(
    one_row: OneRowRun, order: str, shared: Sandbox, make_client: MakeClient
) -> None:
    with Between(shared, request_lost) as between:
        item = one_row.row(make_client(between), one_row.note(asked(order)))

    assert item.status == "failed"
    assert entries() == []
    assert kept_rows()[0].status == "failed"


def test_a_wish_for_patience_gives_the_row_back_as_not_sent(
    one_row: OneRowRun, order: str, shared: Sandbox, make_client: MakeClient
) -> None:
    slow = answered(reply(429, headers={"Retry-After": "0", "Connection": "close"}))
    with Between(shared, passed, slow) as between, pytest.raises(TryLater) as later:
        one_row.row(make_client(between), one_row.note(asked(order)))

    assert later.value.error.retry_after == 0.0
    assert [one.status for one in one_row.put] == ["sending", "to send"]
    assert kept_rows()[0].status == "to send"
    assert later.value.last().status == "failed"
    one_row.flush()
    assert kept_rows()[0].status == "failed"
    assert [entry.outcome for entry in entries()] == ["not saved"]


def test_a_row_that_met_a_server_that_is_gone_can_be_taken_back_on_the_disk_too(
    one_row: OneRowRun, order: str, shared: Sandbox, make_client: MakeClient
) -> None:
    item, watch = one_row.note(asked(order)), Watch(Brake(1), one_row.stop)
    with Between(shared, request_lost) as between:
        failed = one_row.send(make_client(between)).row(item, watch, Cancel())
    assert failed.status == "failed"
    assert watch.trouble is not None
    _, back = watch.trouble
    assert back is not None
    assert back().became == "not sent"
    one_row.flush()

    assert kept_rows()[0].status == "to send"
    assert entries() == []


def test_a_row_whose_write_may_have_arrived_is_never_taken_back(
    one_row: OneRowRun, order: str, shared: Sandbox, make_client: MakeClient
) -> None:
    item, watch = one_row.note(asked(order)), Watch(Brake(1), one_row.stop)
    gone = answered(reply(502, headers={"Connection": "close"}))
    with Between(shared, passed, gone) as between:
        one_row.send(make_client(between)).row(item, watch, Cancel())

    assert watch.trouble is not None
    assert watch.trouble[1] is None


def test_what_cannot_be_written_down_is_not_sent(
    one_row: OneRowRun, client: Client, order: str, shared: Sandbox
) -> None:
    item = one_row.note(asked(order))
    sent = Sent(shared)

    def full(_: object) -> None:
        raise StoreTrouble("The disk is full.")

    one_row.transact = full
    after = one_row.row(client, item)

    assert after.status == "to send"
    assert one_row.troubles == ["The disk is full. Rows that could not be written down were not sent."]
    assert sent.posts() == []


def test_a_disk_that_fills_up_after_the_write_stops_the_run_and_leaves_the_row_to_be_read(
    one_row: OneRowRun, client: Client, order: str
) -> None:
    item = one_row.note(asked(order))
    room = iter([True])

    def nearly_full(work: Callable[[Connection], Any]) -> Any:
        if not next(room, False):
            raise StoreTrouble("The disk is full.")
        return one_row.write(work)

    one_row.transact = nearly_full
    after = one_row.row(client, item)

    assert after.status == "sent"
    assert one_row.troubles == ["The disk is full."]
    assert kept_rows()[0].status == "sending"


def test_what_may_not_be_typed_is_not_sent(
    one_row: OneRowRun, client: Client, order: str, shared: Sandbox
) -> None:
    sent = Sent(shared)
    item = one_row.row(client, one_row.note(asked(order, date="some day")))

    assert item.status == "failed"
    assert item.reason.startswith("Shipping date: ")
    assert sent.posts() == []


def test_a_run_that_is_stopped_cuts_a_read_and_nothing_else(
    one_row: OneRowRun, order: str, shared: Sandbox, make_client: MakeClient
) -> None:
    item = one_row.note(asked(order))
    with Between(shared, lambda sandbox, peer: (one_row.stop.cancel(), silence(sandbox, peer))) as between:
        assert one_row.row(make_client(between), item) is item
        assert one_row.settle(make_client(between), item) is item

    assert kept_rows()[0].status == "to send"


# -- settling ----------------------------------------------------------------------------------------------


def cut(one_row: OneRowRun, make_client: MakeClient, shared: Sandbox, order: str, lost: Any) -> RunRow:
    """The row after a write whose answer never came and of which reading told nothing."""
    with Between(shared, passed, lost, request_lost) as between:
        item = one_row.row(make_client(between), one_row.note(asked(order)))
    assert item.status == "unknown"
    assert [entry.outcome for entry in entries()] == ["unknown"]
    return item


def test_a_write_that_arrived_is_found(
    one_row: OneRowRun, client: Client, order: str, shared: Sandbox, make_client: MakeClient
) -> None:
    item = one_row.settle(client, cut(one_row, make_client, shared, order, answer_lost))

    assert item.became == "sent and verified: The order was read again and holds it."
    with closing(own_database()) as database:
        assert [found.id for found in Archive(database).find(link(1), SHOP)] == [order]
    assert [entry.outcome for entry in entries()] == ["arrived"]
    assert kept_rows()[0].status == "sent"


def test_a_write_that_had_not_arrived_is_unknown_and_not_to_be_sent(
    one_row: OneRowRun, client: Client, order: str, shared: Sandbox, make_client: MakeClient
) -> None:
    item = one_row.settle(client, cut(one_row, make_client, shared, order, request_lost))

    assert item.status == "unknown"
    assert item.reason.startswith("It had not arrived by ")
    assert [entry.outcome for entry in entries()] == ["not arrived"]


def test_a_write_over_which_someone_else_wrote_is_left_to_them(
    one_row: OneRowRun, client: Client, order: str, shared: Sandbox, make_client: MakeClient
) -> None:
    item = cut(one_row, make_client, shared, order, answer_lost)
    change(shared, f"/orders/{order}?triggerEvents=false", {"shippingTrackingUrl": link(77)})
    item = one_row.settle(client, item)

    assert item.became == "skipped: It is shipped with another link now."
    assert [entry.outcome for entry in entries()] == ["changed by someone else"]


def test_another_link_that_was_there_before_means_that_it_had_not_arrived(
    one_row: OneRowRun, client: Client, shared: Sandbox
) -> None:
    states = {"processed": True, "shipped": True}
    order = new_order(shared, states=states, shippingTrackingUrl=link(50))
    item = replace(asked(order), held_link=link(50), status="sending").checked("different link")

    assert one_row.settle(client, one_row.note(item)).had_not_arrived


def test_what_still_cannot_be_read_stays_unknown(
    one_row: OneRowRun, order: str, shared: Sandbox, make_client: MakeClient
) -> None:
    item = cut(one_row, make_client, shared, order, answer_lost)
    with Between(shared, answered(reply(500, headers={"Connection": "close"}))) as between:
        unread = one_row.settle(make_client(between), item)
        assert unread.status == "unknown"
        assert "500" in unread.became
    slow = answered(reply(429, headers={"Retry-After": "0", "Connection": "close"}))
    with Between(shared, slow) as between, pytest.raises(TryLater) as later:
        one_row.settle(make_client(between), item)
    assert later.value.last().status == "unknown"


def test_an_order_that_is_gone_fails(one_row: OneRowRun, client: Client) -> None:
    item = replace(asked("11111111-2222-3333-4444-555555555555"), status="sending")

    assert one_row.settle(client, one_row.note(item)).became == "failed: The order is not there any more."


def test_a_damaged_row_stays_unknown_and_nothing_is_asked(
    one_row: OneRowRun, client: Client, shared: Sandbox
) -> None:
    sent = Sent(shared)
    item = RunRow(
        0, (), RowRequest(""), "not read", status="unknown", reason="What was kept of this row is damaged."
    )

    assert one_row.settle(client, one_row.note(item)) is item
    assert sent.all() == []


def test_a_row_that_is_done_leaves_no_order_to_the_garbage_collector(
    client: Client, one_row: OneRowRun, order: str
) -> None:
    item, collecting = one_row.note(asked(order)), gc.isenabled()
    gc.disable()
    before = orders_alive()
    try:
        assert one_row.row(client, item).status == "sent"
        assert orders_alive() == before
    finally:
        if collecting:
            gc.enable()


def orders_alive() -> int:
    return sum(isinstance(one, Order) for one in gc.get_objects())
