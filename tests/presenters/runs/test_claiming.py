"""A file is shipped by consoles that share a desk, on a real PostgreSQL and a real sandbox: no order is sent twice."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from console.api.client import Client
from console.desk.claims.claims import Claims
from console.store.database import Database
from console.store.places import find_places
from console.store.runs import Runs
from tests.presenters.given import SHOP, MakeClient, Sent, change, own_database, passed
from tests.presenters.runs.at_desk import AtDesk, desk_away
from tests.presenters.runs.warehouse import (
    Warehouse,
    entries,
    fronted,
    kept_rows,
    link,
    new_orders,
    opened,
    table,
)
from tests.support.postgres import Cluster as Cluster
from tests.support.postgres import Desk
from tests.support.postgres import postgres as postgres
from tests.support.raw_server import Peer
from tests.support.sandbox import Sandbox


@pytest.fixture(scope="module")
def made(postgres: Cluster) -> Desk:
    return postgres.make_desk()


@pytest.fixture
def at_desk(made: Desk) -> Iterator[AtDesk]:
    at = AtDesk(made)
    at.owner("DELETE FROM desk.claims")
    at.line.start()
    yield at
    at.line.close(10)


@pytest.fixture
def warehouse(qtbot: QtBot, client: Client, at_desk: AtDesk) -> Iterator[Warehouse]:
    with opened(qtbot, client, claims=at_desk.claims, at_once=4) as warehouse:
        yield warehouse


def reasons(warehouse: Warehouse) -> list[str]:
    return [item.reason for item in warehouse.rows]


def test_a_run_sends_each_order_once_and_leaves_no_claim_behind(
    warehouse: Warehouse, at_desk: AtDesk, shared: Sandbox
) -> None:
    orders = new_orders(shared, 3)
    sent = Sent(shared)

    warehouse.ship(table(orders))

    assert warehouse.became == ["sent"] * 3
    assert len(sent.posts()) == 3
    warehouse.until(lambda: at_desk.held == [])


@pytest.mark.fault(103)
def test_two_consoles_with_the_same_file_send_each_order_once(
    qtbot: QtBot, make_client: MakeClient, shared: Sandbox, made: Desk, tmp_path: Path
) -> None:
    orders, sent = new_orders(shared, 70), Sent(shared)
    with ExitStack() as stack:
        consoles = []
        for user in ("anna", "bert"):
            at = AtDesk(made, user)
            at.line.start()
            stack.callback(at.line.close, 10)
            places = find_places({"ORDER_CONSOLE_HOME": str(tmp_path / user)})
            places.prepare()

            def own(places: object = places) -> Database:
                return Database(places)  # type: ignore[arg-type]

            given = {"store": own, "database": own, "claims": at.claims, "at_once": 4}
            console = stack.enter_context(opened(qtbot, make_client(shared), **given))
            console.check(table(orders))
            consoles.append(console)
        for console in consoles:
            console.run.start()
        for console in consoles:
            console.rest()

    assert Counter(Counter(line["path"] for line in sent.posts()).values()) == {1: 70}
    became = [Counter(console.became) for console in consoles]
    assert sum(one["sent"] for one in became) == 70
    assert all(set(one) <= {"sent", "skipped", "held"} for one in became)
    assert [console.state.failed for console in consoles] == [0, 0]


def test_a_row_that_a_colleague_has_is_told_as_held_and_never_as_failed(
    warehouse: Warehouse, at_desk: AtDesk, shared: Sandbox, tmp_path: Path
) -> None:
    orders, sent = new_orders(shared, 2), Sent(shared)
    token = at_desk.bert_claims(orders[0])
    warehouse.start(table(orders))
    warehouse.until(lambda: "being sent by a colleague" in warehouse.said)
    assert [item.status for item in warehouse.rows] == ["held", "sent"]
    at_desk.outwaited(warehouse)

    assert warehouse.state.phase == "over"
    assert warehouse.became == ["held", "sent"]
    until = at_desk.owner("SELECT until FROM desk.claims")[0][0]
    assert reasons(warehouse)[0] == f"being sent by bert (until {until.astimezone():%H:%M})"  # type: ignore[attr-defined]
    assert dict(warehouse.state.counts) == {"sent": 1, "held": 1}
    assert "1 sent and verified, 1 held by a colleague." in warehouse.said
    assert (warehouse.state.failed, warehouse.state.can_resume) == (0, True)
    assert [line["path"] for line in sent.posts()] == [f"/orders/{orders[1]}"]
    assert [row.status for row in kept_rows()] == ["held", "sent"]
    warehouse.run.save_results(str(tmp_path / "results.csv"))
    warehouse.rest()
    with (tmp_path / "results.csv").open(encoding="utf-8-sig", newline="") as written:
        assert [row[-5:-3] for row in csv.reader(written)][1] == [
            "held by a colleague",
            reasons(warehouse)[0],
        ]

    at_desk.bert_lets_go(orders[0], token)
    warehouse.resume()
    assert warehouse.became == ["sent", "sent"]


def test_a_row_that_a_colleague_let_go_is_tried_again_at_the_end(
    qtbot: QtBot, make_client: MakeClient, at_desk: AtDesk, shared: Sandbox
) -> None:
    orders = new_orders(shared, 2)
    token = at_desk.bert_claims(orders[0])

    def let_go(sandbox: Sandbox, peer: Peer) -> None:
        at_desk.bert_lets_go(orders[0], token)
        passed(sandbox, peer)

    with fronted(shared) as front:
        client = make_client(front)
        with opened(qtbot, client, claims=at_desk.claims, at_once=1) as warehouse:
            warehouse.check(table(orders))
            front.writes = let_go
            warehouse.run.start()
            warehouse.rest()
            assert warehouse.became == ["sent", "sent"]


def test_the_row_of_a_console_that_died_is_taken_over_when_its_lease_has_run_out(
    warehouse: Warehouse, at_desk: AtDesk, shared: Sandbox
) -> None:
    (order,) = new_orders(shared, 1)
    at_desk.bert_claims(order, left=0.3)

    warehouse.ship(table([order]))

    assert warehouse.became == ["sent"]


@pytest.mark.fault(104)
def test_a_row_that_was_being_sent_when_its_console_died_is_read_first_and_had_arrived(
    warehouse: Warehouse, at_desk: AtDesk, shared: Sandbox
) -> None:
    (order,) = new_orders(shared, 1)
    warehouse.check(table([order]))
    at_desk.bert_claims(order, sends=True, left=-1)
    shipped = {"states": {"processed": True, "shipped": True}, "shippingTrackingUrl": link(0)}
    change(shared, f"/orders/{order}?triggerEvents=false", shipped)
    sent = Sent(shared)

    warehouse.run.start()
    warehouse.rest()

    assert warehouse.became == ["skipped"]
    assert reasons(warehouse) == ["Taken over from bert; read first: it had arrived."]
    assert sent.posts() == []
    warehouse.until(lambda: at_desk.held == [])


def test_a_row_that_was_being_sent_when_its_console_died_and_has_not_arrived_is_unknown_until_it_is_chosen(
    warehouse: Warehouse, at_desk: AtDesk, shared: Sandbox
) -> None:
    (order,) = new_orders(shared, 1)
    at_desk.bert_claims(order, sends=True, left=-1)
    sent = Sent(shared)

    warehouse.ship(table([order]))

    assert warehouse.became == ["unknown"]
    assert reasons(warehouse)[0].startswith(
        "Taken over from bert, whose console was gone while it was sending"
    )
    assert sent.posts() == []
    assert warehouse.state.looking
    assert at_desk.held == [order], "whoever takes it over next must know, too"
    warehouse.send_again()
    assert warehouse.became == ["sent"]
    assert len(sent.posts()) == 1
    warehouse.until(lambda: at_desk.held == [])


def test_what_had_not_arrived_when_it_was_taken_over_may_be_found_later_and_is_nobodys_claim_then(
    warehouse: Warehouse, at_desk: AtDesk, shared: Sandbox
) -> None:
    (order,) = new_orders(shared, 1)
    at_desk.bert_claims(order, sends=True, left=-1)
    warehouse.ship(table([order]))
    shipped = {"states": {"processed": True, "shipped": True}, "shippingTrackingUrl": link(0)}
    change(shared, f"/orders/{order}?triggerEvents=false", shipped)

    warehouse.look()

    assert warehouse.became == ["skipped"]
    assert reasons(warehouse) == ["Taken over from bert; read first: it had arrived."]
    warehouse.until(lambda: at_desk.held == [])


def test_a_claim_that_is_lost_before_the_last_question_leaves_nothing_in_the_trail(
    qtbot: QtBot, make_client: MakeClient, at_desk: AtDesk, shared: Sandbox
) -> None:
    (order,) = new_orders(shared, 1)
    with (
        fronted(shared) as front,
        opened(qtbot, make_client(front), claims=at_desk.claims, at_once=1) as warehouse,
    ):
        warehouse.check(table([order]))

        def stolen(sandbox: Sandbox, peer: Peer) -> None:
            front.reads = passed
            at_desk.owner(
                "UPDATE desk.claims SET token = token + 1000, console = %s, holder = 'bert',"
                " until = clock_timestamp() + interval '1 second'",
                uuid4(),
            )
            passed(sandbox, peer)

        front.reads = stolen
        sent = Sent(shared)
        warehouse.run.start()
        warehouse.rest()

        assert warehouse.became == ["sent"], "taken over when that lease had run out"
        assert len(entries()) == 1
        assert len(sent.posts()) == 1


@pytest.mark.fault(105)
def test_a_machine_that_sleeps_between_the_last_question_and_the_write_sends_nothing_with_the_lease_it_had(
    qtbot: QtBot, make_client: MakeClient, at_desk: AtDesk, shared: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    (order,) = new_orders(shared, 1)
    sent = Sent(shared)
    asked = Claims.ask_to_send

    def then_sleeps(claims: Claims, claim: object) -> None:
        asked(claims, claim)  # type: ignore[arg-type]
        at_desk.slept.seconds = 100

    with opened(qtbot, make_client(shared), claims=at_desk.claims, at_once=1) as warehouse:
        warehouse.check(table([order]))
        monkeypatch.setattr(Claims, "ask_to_send", then_sleeps)
        warehouse.run.start()
        warehouse.rest()

        assert warehouse.became == ["sent"]
        assert [one.outcome for one in entries()] == ["not saved", "saved"]
        assert len(sent.posts()) == 1


@pytest.mark.fault(108)
def test_a_desk_that_is_away_at_the_start_is_asked_about_and_waited_for(
    warehouse: Warehouse, at_desk: AtDesk, shared: Sandbox, made: Desk
) -> None:
    warehouse.check(table(new_orders(shared, 2)))
    back = desk_away(made)
    sent = Sent(shared)
    warehouse.run.start()
    try:
        warehouse.until(lambda: bool(warehouse.state.reserve))
        assert warehouse.state.reserve.startswith("Rows cannot be reserved. ")
        assert sent.posts() == []

        warehouse.run.claims.answer("wait")
        warehouse.until(lambda: warehouse.state.reserve_waits)
        assert "goes on by itself when the desk is back" in warehouse.state.reserve
    finally:
        back()
    warehouse.rest()

    assert warehouse.became == ["sent", "sent"]
    assert warehouse.state.reserve == ""


def test_going_on_alone_sends_and_is_written_in_the_run_so_that_a_resume_asks_anew(
    warehouse: Warehouse, at_desk: AtDesk, shared: Sandbox, made: Desk
) -> None:
    orders = new_orders(shared, 2)
    warehouse.check(table(orders))
    back = desk_away(made)
    try:
        warehouse.run.start()
        warehouse.until(lambda: bool(warehouse.state.reserve))
        warehouse.run.claims.answer("alone")
        warehouse.rest()
        assert warehouse.became == ["sent", "sent"]
        assert warehouse.state.reserve == ""
        assert "rows were not reserved: another computer may have shipped them too" in warehouse.said
        with closing(own_database()) as database:
            (run,) = Runs(database).all(SHOP)
        assert "alone" in run.content

        for order in orders:
            change(
                shared,
                f"/orders/{order}?triggerEvents=false",
                {"states": {"processed": True, "shipped": False}},
            )
        warehouse.check(table(orders))
        warehouse.run.start()
        warehouse.until(lambda: bool(warehouse.state.reserve))
        warehouse.run.stop()
        warehouse.rest()
        assert warehouse.became == ["to send", "to send"]
    finally:
        back()


@pytest.mark.fault(108)
def test_a_desk_that_is_lost_during_a_run_stops_it_with_the_same_question_and_it_goes_on_by_itself(
    qtbot: QtBot, make_client: MakeClient, at_desk: AtDesk, shared: Sandbox, made: Desk
) -> None:
    orders, back = new_orders(shared, 6), []
    with fronted(shared) as front:

        def taken_away(sandbox: Sandbox, peer: Peer) -> None:
            front.writes = passed
            back.append(desk_away(made))
            passed(sandbox, peer)

        with opened(qtbot, make_client(front), claims=at_desk.claims, at_once=1) as warehouse:
            warehouse.check(table(orders))
            front.writes = taken_away
            sent = Sent(shared)
            warehouse.run.start()
            try:
                warehouse.until(lambda: bool(warehouse.state.reserve))
                assert len(sent.posts()) == 1, "the row that was on its way; no other may leave unasked"
                assert warehouse.became == ["sent"] + ["to send"] * 5
            finally:
                back[0]()
            warehouse.rest()
            assert warehouse.became == ["sent"] * 6
            assert len(sent.posts()) == 6


def test_a_run_that_is_paused_lets_colleagues_have_what_was_not_begun(
    qtbot: QtBot, make_client: MakeClient, at_desk: AtDesk, shared: Sandbox
) -> None:
    orders = new_orders(shared, 4)
    with (
        fronted(shared) as front,
        opened(qtbot, make_client(front), claims=at_desk.claims, at_once=1) as warehouse,
    ):
        warehouse.check(table(orders))

        def paused(sandbox: Sandbox, peer: Peer) -> None:
            front.writes = passed
            warehouse.run.lanes.brake.pause()
            warehouse.run.claims.pause()
            passed(sandbox, peer)

        front.writes = paused
        warehouse.run.start()
        warehouse.until(lambda: warehouse.became.count("sent") == 1)
        warehouse.until(lambda: at_desk.held == [])
        warehouse.run.stop()
        warehouse.rest()
        assert warehouse.state.phase == "over"
