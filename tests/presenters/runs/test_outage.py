"""A server that is gone, whatever stands in front of it: a run, its check and its settling stop by themselves."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import closing as closed
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import trustme
from pytestqt.qtbot import QtBot

from console.api.client import Client
from console.api.errors import ApiError, Invalid, NotFound, NotTheApi, Refused, ServerFault, Stopped, TooMany
from console.model.environment import Environment, Secret
from console.presenters.runs import lanes
from console.presenters.runs.outage import TAKEN_FOR_GONE, Outage, asks_for_patience, not_the_rows_own
from console.store.runs import Runs
from tests.presenters.given import (
    SHORT,
    MakeClient,
    answered,
    change,
    own_database,
    passed,
    request_lost,
)
from tests.presenters.runs.warehouse import (
    HEAD,
    Step,
    Warehouse,
    entries,
    fronted,
    kept_rows,
    link,
    new_orders,
    opened,
    table,
)
from tests.support.raw_server import Peer, reply
from tests.support.sandbox import Sandbox

ROWS = 8


def page(status: int, **headers: str) -> Step:
    """What a proxy says of itself: a web page."""
    body = f"<html><title>{status}</title></html>".encode()
    kinds = {"Content-Type": "text/html", "Connection": "close"}
    return answered(
        reply(status, body, kinds | {name.replace("_", "-"): one for name, one in headers.items()})
    )


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no wait is announced, do not wait."""
    monkeypatch.setattr(lanes, "_USUAL_WAIT", 0.01)


FRONTS: dict[str, Step] = {
    "a gateway whose server is gone": page(502),
    "a gateway that waits for its server": page(504),
    "a balancer without a server": page(503),
    "a balancer without a server that says when to come again": page(503, Retry_After="0"),
    "a server that falls over": page(500),
    "a server that is busy for ever": page(429, Retry_After="0"),
    "a log-in page": page(200),
    "a proxy that asks who it is": page(407, Proxy_Authenticate="Basic"),
    "a gate that refuses": page(403),
    "a gate that asks who it is": page(401, WWW_Authenticate="Basic"),
    "another web server": page(404),
    "a portal": page(302, Location="http://portal.example.com/"),
    "a cut line": request_lost,
}


@pytest.mark.fault(82)
@pytest.mark.parametrize("front", FRONTS.values(), ids=list(FRONTS))
def test_a_run_stops_itself_and_goes_on_with_every_row_once_the_server_is_back(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient, front: Step
) -> None:
    with fronted(shared) as between, opened(qtbot, make_client(between), at_once=2) as warehouse:
        warehouse.check(table(new_orders(shared, ROWS)))
        between.goes(front)
        warehouse.start()
        warehouse.rest()

        assert warehouse.became == ["to send"] * ROWS
        assert [row.status for row in kept_rows()] == ["to send"] * ROWS
        assert f" {ROWS} not sent. " in warehouse.said
        assert warehouse.said.endswith("The run was stopped; Resume goes on with the rows that are left.")
        assert warehouse.state.can_resume
        assert "POST" not in between.methods()
        between.goes(passed)
        warehouse.resume()

        assert warehouse.became == ["sent"] * ROWS
        assert between.methods().count("POST") == ROWS


@pytest.mark.parametrize("front", FRONTS.values(), ids=list(FRONTS))
def test_a_check_stops_itself_and_marks_no_row_for_it(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient, front: Step
) -> None:
    with fronted(shared) as between, opened(qtbot, make_client(between), at_once=2) as warehouse:
        between.goes(front)
        bad = f"https://x.example/none,{link(1)},no\n"  # a row that asks nobody tells nothing of the server
        orders = new_orders(shared, ROWS)
        rows = "".join(f"{order},{link(place)},no\n{bad}" for place, order in enumerate(orders))
        warehouse.check(HEAD + rows)

        assert {item.verdict for item in warehouse.rows} <= {"unchecked", "bad id"}
        assert [item.verdict for item in warehouse.rows].count("unchecked") >= ROWS
        assert warehouse.said.startswith("The check was stopped; ")
        assert warehouse.said.endswith(" Nothing has been sent; Check reads every order again.")
        between.goes(passed)
        warehouse.check()

        assert [item.verdict for item in warehouse.rows] == ["will ship", "bad id"] * ROWS


@pytest.mark.parametrize("front", FRONTS.values(), ids=list(FRONTS))
def test_settling_stops_itself_and_what_is_not_known_stays_so(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient, front: Step
) -> None:
    orders = new_orders(shared, ROWS)
    with fronted(shared) as between, opened(qtbot, make_client(between), at_once=2) as warehouse:
        warehouse.check(table(orders))
        warehouse.run.start()
        warehouse.run.close()  # written down, and nothing of it sent yet
        warehouse.rest()
        with closed(own_database()) as database:
            Runs(database).note(1, [replace(row, status="sending") for row in kept_rows()])
    for place, order in enumerate(orders):  # as if each had been sent a moment before the console was killed
        states = {"states": {"processed": True, "shipped": True}, "shippingTrackingUrl": link(place)}
        change(shared, f"/orders/{order}?triggerEvents=false", states)
    with fronted(shared) as between, opened(qtbot, make_client(between), at_once=2) as warehouse:
        between.goes(front)
        warehouse.open(1)
        warehouse.resume()

        assert set(warehouse.became) <= {"sending", "unknown"}
        assert "The run was stopped; Resume goes on" in warehouse.said
        between.goes(passed)
        warehouse.resume()

        assert warehouse.became == ["sent"] * ROWS
        assert "POST" not in between.methods()


def test_a_fault_to_writes_alone_stops_the_run_and_those_rows_are_not_known(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    with fronted(shared) as between, opened(qtbot, make_client(between), at_once=1) as warehouse:
        warehouse.check(table(new_orders(shared, ROWS)))
        between.writes = page(504)
        warehouse.start()
        warehouse.rest()

        assert between.methods().count("POST") == TAKEN_FOR_GONE
        assert warehouse.became.count("to send") == ROWS - TAKEN_FOR_GONE
        assert "sent" not in warehouse.became
        assert "(status 504)" in warehouse.said


def test_troubles_of_reads_and_of_writes_count_together(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    with fronted(shared) as between, opened(qtbot, make_client(between), at_once=1) as warehouse:
        orders = new_orders(shared, ROWS)
        warehouse.check(table(orders))
        between.writes = page(502)

        def every_other(sandbox: Sandbox, peer: Peer) -> None:
            place = orders.index(peer.server.requests[-1].path.rpartition("/")[2])
            (page(504) if place % 2 else passed)(sandbox, peer)

        between.reads = every_other
        warehouse.start()
        warehouse.rest()

        posted = between.methods().count("POST")
        assert posted == 3, "the first, the third and the fifth row; the two between could not be read"
        assert warehouse.became[1::2] == ["to send"] * 4
        assert warehouse.became[6] == "to send"


def test_a_write_that_is_not_allowed_stops_the_run_and_is_not_sent(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    with fronted(shared) as between, opened(qtbot, make_client(between), at_once=1) as warehouse:
        warehouse.check(table(new_orders(shared, ROWS)))
        between.writes = page(403)
        warehouse.start()
        warehouse.rest()

        assert warehouse.became == ["to send"] * ROWS
        assert [entry.outcome for entry in entries()] == ["not saved"] * TAKEN_FOR_GONE
        between.goes(passed)
        warehouse.resume()

        assert warehouse.became == ["sent"] * ROWS


def test_what_is_the_rows_own_never_stops_a_run(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    with fronted(shared) as between, opened(qtbot, make_client(between), at_once=1) as warehouse:
        orders = new_orders(shared, ROWS)
        warehouse.check(table(orders))
        between.writes = answered(reply(409, headers={"X-Reason": "No contact", "Connection": "close"}))
        warehouse.start()
        warehouse.rest()

        assert warehouse.became == ["failed"] * ROWS
        assert between.methods().count("POST") == ROWS


def test_a_file_of_orders_that_nobody_knows_is_checked_to_its_end(warehouse: Warehouse) -> None:
    absent = [f"11111111-2222-3333-4444-{place:012d}" for place in range(ROWS)]
    warehouse.check(table(absent))

    assert {item.verdict for item in warehouse.rows} == {"not found"}


def test_a_bad_moment_is_bad_luck_and_the_run_goes_on(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient
) -> None:
    with fronted(shared) as between, opened(qtbot, make_client(between), at_once=1) as warehouse:
        orders = new_orders(shared, 2 * ROWS)
        warehouse.check(table(orders))

        def but_each_fourth(sandbox: Sandbox, peer: Peer) -> None:
            place = orders.index(peer.server.requests[-1].path.rpartition("/")[2])
            (page(502) if place % 4 else passed)(sandbox, peer)

        between.reads = but_each_fourth
        warehouse.start()
        warehouse.rest()

        assert warehouse.became == ["sent", "failed", "failed", "failed"] * 4


@pytest.mark.parametrize("headers", [{}, {"Retry_After": "0"}], ids=["plain", "with Retry-After"])
def test_a_server_that_restarts_is_waited_for(
    qtbot: QtBot, shared: Sandbox, make_client: MakeClient, headers: dict[str, str]
) -> None:
    with fronted(shared) as between, opened(qtbot, make_client(between), at_once=1) as warehouse:
        orders = new_orders(shared, ROWS)
        busy = iter([page(503, **headers)] * 3 * (TAKEN_FOR_GONE - 1))

        def restarting(sandbox: Sandbox, peer: Peer) -> None:
            next(busy, passed)(sandbox, peer)

        warehouse.check(table(orders))
        between.reads = restarting
        warehouse.start()
        warehouse.rest()

        assert warehouse.became == ["sent"] * ROWS
        assert warehouse.state.at_once == 1


def test_a_certificate_that_changes_in_the_middle_stops_the_run(
    qtbot: QtBot, shared: Sandbox, closing: ExitStack, tmp_path: Path
) -> None:
    known, foreign = trustme.CA(), trustme.CA()
    known.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    known.issue_cert("127.0.0.1").configure_cert(tls)
    with fronted(shared, tls) as between:
        environment = Environment(
            "Test shop",
            between.url,
            between.token_url,
            "me",
            Secret("word"),
            "test",
            ca_file=str(tmp_path / "ca.pem"),
        )
        client = closing.enter_context(Client(environment, limits=SHORT))
        with opened(qtbot, client, at_once=2) as warehouse:
            warehouse.check(table(new_orders(shared, ROWS)))
            foreign.issue_cert("127.0.0.1").configure_cert(tls)
            warehouse.start()
            warehouse.rest()

            assert warehouse.became == ["to send"] * ROWS
            assert "from an authority that this computer does not know" in warehouse.said
            known.issue_cert("127.0.0.1").configure_cert(tls)
            warehouse.resume()

            assert warehouse.became == ["sent"] * ROWS


# -- counting ----------------------------------------------------------------------------------------------


def fault(kind: type[ApiError], **facts: Any) -> ApiError:
    return kind("It went wrong.", **facts)


@pytest.mark.parametrize(
    ("error", "own"),
    [
        (fault(NotFound, status=404, sent=True), True),
        (fault(Refused, status=400, sent=True), True),
        (fault(Refused, status=400, sent=False), False),
        (fault(Refused, status=405, sent=True), False),
        (fault(NotTheApi, status=404, sent=True), False),
        (fault(Invalid, sent=False), True),
        (fault(Invalid, status=200, sent=True), False),
        (fault(Stopped), True),
        (fault(ServerFault, status=500, sent=True), False),
    ],
    ids=repr,
)
def test_what_the_next_row_is_likely_to_meet_too_is_not_the_rows_own(error: ApiError, own: bool) -> None:
    assert not_the_rows_own(error) is not own


def test_patience_is_asked_for_by_429_and_503_alone() -> None:
    asking = [fault(TooMany, status=429), fault(ServerFault, status=503)]
    others = [fault(ServerFault, status=502), fault(Refused, status=503)]

    assert [asks_for_patience(error) for error in (*asking, *others)] == [True, True, False, False]


def test_the_count_begins_anew_with_each_row_that_is_done_and_nothing_is_taken_back_before() -> None:
    outage = Outage()
    for _ in range(3):
        for place in range(TAKEN_FOR_GONE - 1):
            assert outage.met(f"trouble {place}", None) == []
            outage.waited("busy")
        outage.well()
    assert outage.why == ""


def test_what_comes_after_the_end_is_taken_back_as_well() -> None:
    outage = Outage()
    backs = [partial(int, place) for place in range(TAKEN_FOR_GONE + 1)]
    found = [outage.met("gone", back) for back in backs]  # type: ignore[arg-type]

    assert found == [*[[]] * (TAKEN_FOR_GONE - 1), backs[:TAKEN_FOR_GONE], backs[TAKEN_FOR_GONE:]]
    outage.well()
    assert outage.why == "gone"


@pytest.fixture
def warehouse(qtbot: QtBot, client: Client) -> Iterator[Warehouse]:
    with opened(qtbot, client) as warehouse:
        yield warehouse
