"""What every write leaves behind for whoever must explain it: one line in the log, and its cause in the trail."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pytest

from console.api.client import Client
from console.presenters.saving.tracing import log
from console.presenters.trail.entry import details
from console.runtime.jobs import Failed
from console.store.trail import Cause
from tests.presenters.given import (
    LINK,
    Between,
    MakeClient,
    Opened,
    answer_lost,
    new_cart,
    new_order,
    passed,
    request_lost,
)
from tests.support.jobs import HeldJobs, InlineJobs
from tests.support.noise import Noise
from tests.support.sandbox import Sandbox

LINE = re.compile(
    r"write (?P<number>\d+|-) (?P<method>[A-Z]+) (?P<path>\S+) left=(?P<left>[01]) refused=(?P<refused>[01])"
    r" step=(?P<step>\w+) status=(?P<status>\d+|-) result=(?P<result>[\w-]+) ms=(?P<ms>\d+)"
)
JOSE = "jose@example.com"


def facts(line: str) -> dict[str, str]:
    found = LINE.fullmatch(line)
    assert found is not None, line
    return found.groupdict()


def writes(caplog: pytest.LogCaptureFixture) -> list[dict[str, str]]:
    """The facts of each write in the log."""
    return [facts(record.getMessage()) for record in caplog.records if record.name == log.name]


@pytest.fixture(autouse=True)
def heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, log.name)


def opened_on(client: Client, sandbox: Sandbox, jobs: HeldJobs | None = None) -> Opened:
    order = client.get_order(new_order(sandbox, emailAddress=JOSE))
    opened = Opened(jobs or InlineJobs(), client, order)
    opened.editor.typed("shippingTrackingUrl", LINK)
    return opened


def test_a_save_is_one_line_with_its_number_and_without_a_value_of_its_query(
    client: Client, shared: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    opened = opened_on(client, shared)
    opened.save()
    [entry] = opened.entries
    [line] = writes(caplog)
    assert 0 <= int(line.pop("ms")) < 60_000
    assert line == {
        "number": str(entry.number),
        "method": "POST",
        "path": f"/orders/{opened.state.draft.base.id}?triggerEvents",
        "left": "1",
        "refused": "0",
        "step": "reading",
        "status": "200",
        "result": "saved",
    }
    assert not {JOSE, LINK, "true", "false"} & set(re.split(r"[\s=]", caplog.text))
    assert entry.cause is None


def test_what_was_never_sent_is_no_line(
    client: Client, shared: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    opened = opened_on(client, shared)
    opened.editor.review()
    opened.editor.keep_editing()
    opened.editor.reload()
    assert writes(caplog) == []


def test_an_act_on_a_cart_is_one_line_too(
    client: Client, shared: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    opened = Opened(InlineJobs(), client, client.get_cart(new_cart(shared)))
    opened.editor.cart_acts.ask("abandon")
    opened.editor.cart_acts.confirm("SHOP")
    [line] = writes(caplog)
    assert line["number"] == str(opened.entries[0].number)
    assert (line["method"], line["path"].rpartition("/")[2], line["result"]) == ("PUT", "abandon", "saved")


def test_a_refusal_says_its_status(client: Client, shared: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    opened = opened_on(client, shared)
    opened.editor.typed("emailAddress", "nobody@nowhere.example")
    opened.save()
    [line] = writes(caplog)
    assert (line["left"], line["status"], line["result"]) == ("1", "409", "not-saved")
    cause = opened.entries[0].cause
    assert cause is not None
    assert (cause.error, cause.status, cause.left) == ("UnknownContact", 409, True)


@pytest.mark.parametrize(
    ("step", "result", "waited"),
    [(answer_lost, "arrived", "waiting"), (request_lost, "not-arrived", "waiting")],
)
def test_why_an_outcome_was_unknown_is_in_the_log_and_in_the_trail(
    shared: Sandbox,
    make_client: MakeClient,
    caplog: pytest.LogCaptureFixture,
    step: object,
    result: str,
    waited: str,
) -> None:
    with Between(shared, passed, passed, step, passed) as between:  # type: ignore[arg-type]
        opened = opened_on(make_client(between), shared)
        opened.save()
        [line] = writes(caplog)
        assert (line["left"], line["step"], line["status"], line["result"]) == ("1", waited, "-", result)
        [entry] = opened.entries
        assert entry.cause is not None
        assert entry.cause.error == "OutcomeUnknown"
        assert "closed the connection before it answered" in entry.cause.headline
        assert "ConnectionResetError" in entry.cause.chain
        assert (entry.cause.step, entry.cause.left, entry.cause.refused, entry.cause.status) == (
            waited,
            True,
            False,
            None,
        )
        told = details(entry)
        assert f"Cause: OutcomeUnknown: {entry.cause.headline}" in told
        assert f"  it left this computer; the call was {waited}; no answer" in told
        assert f"  {entry.cause.chain}" in told


def test_a_cause_stays_when_a_later_reading_tells_what_became_of_it(
    shared: Sandbox, make_client: MakeClient
) -> None:
    def gone(_: Sandbox, peer: object) -> None:
        peer.reset()  # type: ignore[attr-defined]

    with Between(shared, passed, passed, answer_lost, *[gone] * 12) as between:
        client = make_client(between)
        opened = opened_on(client, shared)
        opened.save()
        [entry] = opened.entries
        assert (entry.outcome, entry.cause is not None) == ("unknown", True)
        opened.trail.end(entry.number, "arrived")
        [settled] = opened.entries
        assert (settled.outcome, settled.cause) == ("arrived", entry.cause)


def test_a_save_that_falls_over_leaves_the_kind_of_its_error_alone(
    client: Client, shared: Sandbox, noise: Noise
) -> None:
    noise.expect_log("an error that nobody foresaw")
    jobs = HeldJobs()
    opened = opened_on(client, shared, jobs)
    opened.save()
    [job] = jobs.held
    job.outcome = Failed(RuntimeError("Bearer very-secret-token"))
    job.deliver()
    [entry] = opened.entries
    assert (entry.outcome, entry.cause) == ("unknown", Cause("RuntimeError", "", ""))
    assert "Cause: RuntimeError" in details(entry).splitlines()


def test_an_entry_without_a_cause_says_nothing_of_one(client: Client, shared: Sandbox) -> None:
    opened = opened_on(client, shared)
    opened.save()
    [entry] = opened.entries
    assert "Cause" not in details(entry)
    assert "Cause" not in details(replace(entry, cause=None, outcome="unknown"))
