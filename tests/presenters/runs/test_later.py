"""A run at rest: what is unknown is looked for and never repeated unasked, however late the server is."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.presenters.runs import words
from console.presenters.runs.reasons import Reason
from console.presenters.saving import saving
from console.presenters.saving.saving import LOOK_LATER
from console.store.runs import Runs
from tests.presenters.given import (
    NOON,
    Clock,
    MakeClient,
    Sent,
    answer_lost,
    answered,
    change,
    own_database,
    passed,
    request_lost,
    told_time,
)
from tests.presenters.runs.warehouse import (
    Front,
    Step,
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


def says(status: int, **headers: str) -> Step:
    """A server or a gateway that answers so."""
    return answered(reply(status, headers={"Connection": "close"} | headers))


GATEWAY_TIMES_OUT = says(504)


class Late:
    """A gateway that gives up, before a server that applies each write when it gets round to it."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, bytes]] = []

    def __call__(self, sandbox: Sandbox, peer: Peer) -> None:
        request = peer.server.requests[-1]
        self._waiting.append((request.target, request.body))
        GATEWAY_TIMES_OUT(sandbox, peer)

    def apply(self, sandbox: Sandbox) -> None:
        """Now it gets round to it."""
        for target, body in self._waiting:
            change(sandbox, target, json.loads(body))
        self._waiting.clear()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shipped(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient, clock: Clock
) -> Iterator[tuple[Warehouse, Front]]:
    """Two orders checked, at a server that can be made slow."""
    with (
        fronted(shared) as front,
        opened(qtbot, make_client(front), at_once=1, clock=clock) as warehouse,
    ):
        warehouse.check(table(new_orders(shared, 2)))
        yield warehouse, front


def send(warehouse: Warehouse, front: Front, writes: Step = GATEWAY_TIMES_OUT) -> None:
    """Send with this step for writes; after it all is well again."""
    front.writes = writes
    warehouse.start()
    warehouse.rest()
    front.goes(passed)


# -- looks by themselves -----------------------------------------------------------------------------------


@pytest.mark.fault(22, 33)
def test_a_write_that_arrives_late_is_found_by_itself_and_counts_as_sent(
    shipped: tuple[Warehouse, Front], shared: Sandbox
) -> None:
    (warehouse, front), late = shipped, Late()
    send(warehouse, front, late)

    told = f"It had not arrived by {told_time(NOON)}; a slow server may still apply it."
    assert [item.became for item in warehouse.rows] == [
        f"unknown: {front.raw.url[7:]} got no answer in time from the server behind it (status 504),"
        f" after the change had been sent. {told}"
    ] * 2
    assert [row.status for row in kept_rows()] == ["unknown"] * 2
    assert [entry.outcome for entry in entries()] == ["not arrived"] * 2
    assert warehouse.state.looking
    assert [warehouse.look() for _ in range(2)] == [4.0, 8.0]
    assert warehouse.became == ["unknown"] * 2

    late.apply(shared)
    assert warehouse.look() == 15.0
    assert [item.became for item in warehouse.rows] == [
        "sent and verified: The order was read again and holds it."
    ] * 2
    assert [row.status for row in kept_rows()] == ["sent"] * 2
    assert [entry.outcome for entry in entries()] == ["arrived"] * 2
    assert warehouse.said.startswith("2 sent and verified.")
    assert warehouse.alarms.set == []
    assert not warehouse.state.looking
    assert front.methods().count("POST") == 2


def test_what_never_arrives_is_looked_for_for_two_minutes_and_stays_unknown(
    shipped: tuple[Warehouse, Front], clock: Clock
) -> None:
    warehouse, front = shipped
    send(warehouse, front)
    pauses = []
    while warehouse.alarms.set:
        clock.pass_(warehouse.alarms.pauses[0])
        pauses.append(warehouse.look())

    assert pauses == list(LOOK_LATER)
    assert warehouse.became == ["unknown"] * 2
    assert warehouse.rows[0].reason == (
        f"It had not arrived by {told_time(clock())}; a slow server may still apply it."
    )
    assert warehouse.said.endswith("It repeats none of them; only Send unknown again does.")
    assert warehouse.state.runs[0].unfinished
    assert front.methods().count("POST") == 2


def test_why_a_run_stopped_itself_is_still_said_after_a_look(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    with fronted(shared) as front, opened(qtbot, make_client(front), at_once=1) as warehouse:
        warehouse.check(table(new_orders(shared, 8)))
        send(warehouse, front)
        assert "The run was stopped" in warehouse.said
        warehouse.look()

        assert "(status 504)" in warehouse.said
        assert "The run was stopped" in warehouse.said


def test_a_run_whose_last_rows_get_no_answer_was_not_stopped(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with fronted(shared) as front, opened(qtbot, make_client(front), at_once=1) as warehouse:
        orders = new_orders(shared, 7)
        warehouse.check(table(orders))

        def two_arrive(sandbox: Sandbox, peer: Peer) -> None:
            target = peer.server.requests[-1].target
            (passed if any(order in target for order in orders[:2]) else late)(sandbox, peer)

        send(warehouse, front, two_arrive)
        assert warehouse.said.startswith("2 sent and verified, 5 unknown. A slow server may still apply")
        assert "stopped" not in warehouse.said
        late.apply(shared)
        warehouse.look()

        assert warehouse.said == "7 sent and verified. Save results writes them down for every row."


def test_a_stop_is_told_no_more_once_nothing_is_left(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    late = Late()
    with fronted(shared) as front, opened(qtbot, make_client(front), at_once=1) as warehouse:
        warehouse.check(table(new_orders(shared, 5)))
        send(warehouse, front, late)
        front.goes(request_lost)
        warehouse.resume()
        assert "The run was stopped" in warehouse.said, "the readings of Resume met nobody"
        front.goes(passed)
        late.apply(shared)
        warehouse.look()

        assert warehouse.said == "5 sent and verified. Save results writes them down for every row."


def test_a_look_waits_while_something_else_is_under_way(
    shipped: tuple[Warehouse, Front], tmp_path: Path
) -> None:
    warehouse, front = shipped
    send(warehouse, front)
    reads = front.methods().count("GET")
    warehouse.run.save_results(str(tmp_path / "results.csv"))
    warehouse.alarms.ring()
    assert warehouse.alarms.pauses == [8.0]
    warehouse.rest()

    assert front.methods().count("GET") == reads


def test_looks_end_with_the_run(shipped: tuple[Warehouse, Front], shared: Sandbox) -> None:
    warehouse, front = shipped
    send(warehouse, front)
    assert warehouse.alarms.set
    warehouse.paste(table(new_orders(shared, 1)))
    assert warehouse.alarms.set == [], "another file"


def test_after_stop_nothing_is_looked_for_by_itself(shipped: tuple[Warehouse, Front]) -> None:
    warehouse, front = shipped
    front.writes = GATEWAY_TIMES_OUT
    front.reads = passed
    warehouse.start()
    warehouse.run.stop()
    warehouse.rest()

    assert warehouse.alarms.set == []
    assert not warehouse.state.looking


def test_a_run_that_is_opened_again_looks_at_once(
    shipped: tuple[Warehouse, Front], qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    (warehouse, front), late = shipped, Late()
    send(warehouse, front, late)
    warehouse.cut()
    late.apply(shared)
    with opened(qtbot, make_client(shared)) as later:
        later.open(1)

        assert later.became == ["sent"] * 2
        assert [entry.outcome for entry in entries()] == ["arrived"] * 2


# -- what the operator asks for ----------------------------------------------------------------------------


def test_resume_and_retry_read_what_is_unknown_and_repeat_none_of_it(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    with fronted(shared) as front, opened(qtbot, make_client(front), at_once=1) as warehouse:
        orders = new_orders(shared, 2)
        warehouse.check(table(orders))
        steps = iter([GATEWAY_TIMES_OUT, says(409, **{"X-Reason": "No contact"})])
        send(warehouse, front, lambda sandbox, peer: next(steps)(sandbox, peer))
        assert warehouse.became == ["unknown", "failed"]
        sent = Sent(shared)
        warehouse.resume()
        assert warehouse.became == ["unknown", "failed"]
        assert sent.methods() == ["GET"]
        warehouse.run.retry_failed()
        warehouse.rest()

        assert warehouse.became == ["unknown", "sent"]
        assert [line["path"] for line in sent.posts()] == [f"/orders/{orders[1]}"]


def test_sending_again_is_asked_for_read_first_and_then_done(
    shipped: tuple[Warehouse, Front], shared: Sandbox
) -> None:
    warehouse, front = shipped
    send(warehouse, front)
    sent = Sent(shared)
    warehouse.run.later.answer_again(True)
    assert sent.all() == [], "nothing was asked"
    warehouse.run.later.ask_again()
    assert warehouse.state.again.startswith("A slow server may still apply the first requests of 2 rows;")
    assert warehouse.alarms.set == [], "while it is asked nothing goes on behind it"
    warehouse.run.later.answer_again(False)
    assert (warehouse.state.again, bool(warehouse.alarms.set)) == ("", True)
    assert sent.all() == []
    warehouse.send_again()

    assert warehouse.became == ["sent"] * 2
    assert sent.methods().count("POST") == 2
    assert [entry.outcome for entry in entries()] == ["not arrived", "not arrived", "saved", "saved"]
    assert {row.number for row in kept_rows()} == {entry.number for entry in entries()[2:]}


def test_what_arrived_meanwhile_is_not_sent_again(shipped: tuple[Warehouse, Front], shared: Sandbox) -> None:
    (warehouse, front), late = shipped, Late()
    send(warehouse, front, late)
    warehouse.run.later.ask_again()
    late.apply(shared)
    sent = Sent(shared)
    warehouse.run.later.answer_again(True)
    warehouse.rest()

    assert warehouse.became == ["sent"] * 2
    assert sent.methods() == ["GET"] * 2
    assert [entry.outcome for entry in entries()] == ["arrived"] * 2


def test_what_arrives_between_the_last_look_and_the_second_request_is_not_sent_again(
    shipped: tuple[Warehouse, Front], shared: Sandbox
) -> None:
    (warehouse, front), late = shipped, Late()
    send(warehouse, front, late)
    reads = iter([passed, passed])

    def two_looks_then_late(sandbox: Sandbox, peer: Peer) -> None:
        if next(reads, None) is None:
            late.apply(sandbox)
        passed(sandbox, peer)

    front.reads = two_looks_then_late
    warehouse.send_again()

    assert warehouse.became == ["sent"] * 2
    assert front.methods().count("POST") == 2
    assert [entry.outcome for entry in entries()] == ["arrived"] * 2


def test_what_could_not_be_read_just_now_is_not_sent_again(shipped: tuple[Warehouse, Front]) -> None:
    warehouse, front = shipped
    send(warehouse, front)
    front.reads = request_lost
    warehouse.send_again()

    assert warehouse.became == ["unknown"] * 2
    assert front.methods().count("POST") == 2


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(says(409, **{"X-Reason": "No contact"}), id="refused"),
        pytest.param(GATEWAY_TIMES_OUT, id="without an answer"),
        pytest.param(says(403), id="not allowed"),
    ],
)
def test_a_row_that_went_out_before_never_fails_so_that_retry_cannot_take_it_along(
    shipped: tuple[Warehouse, Front], again: Step
) -> None:
    warehouse, front = shipped
    send(warehouse, front)
    front.writes = again
    warehouse.send_again()

    assert warehouse.became == ["unknown"] * 2
    assert warehouse.state.failed == 0
    assert [row.status for row in kept_rows()] == ["unknown"] * 2


@pytest.mark.fault(81)
def test_a_row_that_waits_to_be_sent_again_is_unknown_after_stop_and_after_a_crash(
    shipped: tuple[Warehouse, Front], qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    warehouse, front = shipped
    send(warehouse, front)
    front.writes = says(429, **{"Retry-After": "60"})
    warehouse.run.later.ask_again()
    warehouse.run.later.answer_again(True)
    warehouse.until(lambda: warehouse.state.wait > 0)
    warehouse.run.stop()
    warehouse.rest()

    assert warehouse.became == ["unknown"] * 2
    warehouse.cut()
    with opened(qtbot, make_client(shared)) as later:
        later.open(1)
        sent = Sent(shared)
        later.resume()

        assert later.became == ["unknown"] * 2
        assert sent.posts() == []


def test_what_an_older_console_took_for_lost_is_unknown_and_not_retried(
    shipped: tuple[Warehouse, Front], qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    warehouse, front = shipped
    send(warehouse, front)
    warehouse.cut()
    first, second = kept_rows()
    with closing(own_database()) as database:
        lost = replace(first, status="failed", reason=list(Reason.of("as it was", "Nobody answered.").code))
        settled = replace(second, status="to send", reason=list(Reason.of("not arrived").code))
        Runs(database).note(1, [lost, settled])
    front.goes(request_lost)
    with opened(qtbot, make_client(shared)) as later:
        sent = Sent(shared)
        later.open(1)
        assert later.became == ["unknown"] * 2
        assert later.state.failed == 0
        later.run.retry_failed()
        later.resume()

        assert sent.posts() == []


def test_results_trail_and_counts_say_the_same_of_an_unknown_row(shipped: tuple[Warehouse, Front]) -> None:
    warehouse, front = shipped
    send(warehouse, front)
    written = words.result_row(warehouse.rows[0], 3)

    assert written[3] == "unknown"
    assert written[4].endswith(f"It had not arrived by {told_time(NOON)}; a slow server may still apply it.")
    assert datetime.fromisoformat(f"{written[7]}+00:00").astimezone(UTC) == NOON
    assert dict(warehouse.state.counts) == {"unknown": 2}
    assert not any(entry.settled for entry in entries())
    with closing(own_database()) as database:
        assert Runs(database).statuses(1) == {"unknown": 2}


def test_the_same_file_once_more_does_not_send_what_may_still_arrive(
    shipped: tuple[Warehouse, Front], shared: Sandbox
) -> None:
    (warehouse, front), late = shipped, Late()
    send(warehouse, front, late)
    orders = [item.order_id for item in warehouse.rows]
    sent = Sent(shared)
    warehouse.ship(table(orders))

    assert [item.became for item in warehouse.rows] == [
        "unknown: An earlier request for this order had no proper answer. "
        f"It had not arrived by {told_time(NOON)}; a slow server may still apply it."
    ] * 2
    assert sent.posts() == []
    assert [row.status for row in kept_rows(2)] == ["unknown"] * 2
    assert len(entries()) == 2
    late.apply(shared)
    warehouse.look()
    assert warehouse.became == ["sent"] * 2


def test_what_is_open_since_another_run_is_sent_where_that_is_chosen(
    shipped: tuple[Warehouse, Front], shared: Sandbox
) -> None:
    warehouse, front = shipped
    send(warehouse, front)
    warehouse.ship(table([item.order_id for item in warehouse.rows]))
    sent = Sent(shared)
    warehouse.send_again()

    assert warehouse.became == ["sent"] * 2
    assert len(sent.posts()) == 2


# -- stopping and waiting ----------------------------------------------------------------------------------


def test_stop_is_heard_at_once_while_a_write_without_an_answer_is_looked_for(
    shipped: tuple[Warehouse, Front], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "LOOK_AGAIN", (0.0, 600.0, 600.0))
    warehouse, front = shipped
    looked = threading.Event()

    def look(sandbox: Sandbox, peer: Peer) -> None:
        looked.set()
        passed(sandbox, peer)

    front.writes = then(front, GATEWAY_TIMES_OUT, reads=look)
    warehouse.start()
    warehouse.until(looked.is_set)
    warehouse.run.stop()
    warehouse.rest()

    assert warehouse.became == ["unknown", "to send"]


def test_stop_cuts_a_look_that_gets_no_answer(shipped: tuple[Warehouse, Front]) -> None:
    warehouse, front = shipped
    looking = threading.Event()

    def hanging(_: Sandbox, peer: Peer) -> None:
        looking.set()
        peer.hang()

    front.writes = then(front, answer_lost, reads=hanging)
    warehouse.start()
    warehouse.until(looking.is_set)
    warehouse.run.stop()
    warehouse.rest()

    assert warehouse.became == ["unknown", "to send"]
    assert [entry.outcome for entry in entries()] == ["unknown"]


def test_an_announced_wait_does_not_hold_the_looks_up(
    shipped: tuple[Warehouse, Front],
) -> None:
    warehouse, front = shipped
    busy = says(429, **{"Retry-After": "600"})
    front.writes = then(front, GATEWAY_TIMES_OUT, reads=busy)
    warehouse.start()
    warehouse.until(lambda: warehouse.became[0] == "unknown")  # and not ten minutes later
    warehouse.run.stop()
    warehouse.rest()

    assert front.methods()[2:7] == ["GET", "POST", "GET", "GET", "GET"]
    assert warehouse.became == ["unknown", "to send"]


def test_stop_while_a_refused_write_waits_is_heard_at_once_and_nothing_was_sent(
    shipped: tuple[Warehouse, Front],
) -> None:
    warehouse, front = shipped
    front.writes = says(429, **{"Retry-After": "600"})
    warehouse.start()
    warehouse.until(lambda: warehouse.state.wait > 0)
    assert (warehouse.state.asked, warehouse.state.asked_why) == (60.0, "too many calls")
    warehouse.run.stop()
    warehouse.rest()

    assert warehouse.became == ["to send"] * 2
    assert [row.status for row in kept_rows()] == ["to send"] * 2
    assert front.methods().count("POST") == 1
    assert [entry.outcome for entry in entries()] == ["not saved"]
    assert (warehouse.state.wait, warehouse.state.asked) == (0.0, 0.0)


def test_a_wait_that_a_write_without_an_answer_names_is_for_all(
    shipped: tuple[Warehouse, Front],
) -> None:
    warehouse, front = shipped
    front.writes = says(503, **{"Retry-After": "30"})
    warehouse.start()
    warehouse.until(lambda: warehouse.became[0] == "unknown" and warehouse.state.wait > 0)
    assert (warehouse.state.asked, warehouse.state.asked_why) == (30.0, "not available")
    warehouse.run.stop()
    warehouse.rest()

    assert warehouse.became == ["unknown", "to send"]


def test_the_link_of_a_row_that_someone_else_shipped_is_never_taken_for_late(
    shipped: tuple[Warehouse, Front], shared: Sandbox
) -> None:
    warehouse, front = shipped
    send(warehouse, front)
    states = {"states": {"processed": True, "shipped": True}, "shippingTrackingUrl": link(77)}
    change(shared, f"/orders/{warehouse.rows[0].order_id}?triggerEvents=false", states)
    warehouse.look()

    assert warehouse.rows[0].became == "skipped: It is shipped with another link now."
    assert [entry.outcome for entry in entries()] == ["changed by someone else", "not arrived"]
