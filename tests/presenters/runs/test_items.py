"""One row of a file: what may be sent of it, how it is told, and that it comes back from the disk as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from console.model.drafts.shipping import Shipment
from console.model.shipments.shipments import RowRequest
from console.presenters.runs.items import STATUS_WORDS, VERDICT_WORDS, RowVerdict, RunRow, kept, restored
from console.store import runs
from console.store.runs import StoredRow

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
WANTED = RowRequest("1001", "customer id", Shipment("https://x.example/1", "2026-01-02", "UPS"), message=True)
ITEM = RunRow(3, ("1001", "1Z…"), WANTED)
READ = replace(ITEM, order_id="id-1", customer_id="1001", held_link="https://x.example/0")


@pytest.mark.parametrize(
    ("verdict", "chosen", "may_be"),
    [
        ("will ship", True, True),
        ("different link", False, True),
        ("bad number", False, True),
        ("bad link", False, True),
        ("no tracking", False, True),
        ("bad carrier", False, False),
        ("same link", False, False),
        ("changed nothing", False, False),
        ("duplicate", False, False),
        ("not found", False, False),
        ("unchecked", False, False),
    ],
)
def test_what_is_chosen_by_itself_and_what_can_be(verdict: RowVerdict, *, chosen: bool, may_be: bool) -> None:
    item = READ.checked(verdict)

    assert (item.included, item.may_be_sent) == (chosen, may_be)


def test_a_row_whose_order_was_not_read_is_never_sent() -> None:
    assert not ITEM.checked("will ship").may_be_sent


def test_a_bad_number_can_be_sent_only_where_it_makes_a_link() -> None:
    wanted = RowRequest("1001", problem="bad number", why="No carrier has such numbers.")

    assert not replace(READ, request=wanted).checked("bad number").may_be_sent


def test_a_row_without_tracking_can_be_chosen_all_the_same() -> None:
    request = RowRequest("1001", problem="no tracking", why="There is no number or link in this row.")
    item = replace(READ, request=request).checked("no tracking", request.why)

    assert (item.included, item.may_be_sent) == (False, True)
    assert (
        item.decided(message=False).became == "left out: no tracking: There is no number or link in this row."
    )


def literals(union: Any) -> Iterator[str]:
    """Every word of a union of literals, however it is put together."""
    for part in get_args(union):
        yield from [part] if isinstance(part, str) else literals(part)


def test_every_verdict_and_ending_has_its_words() -> None:
    assert set(STATUS_WORDS) == set(runs.ROW_STATUSES)
    assert set(literals(RowVerdict)) - {""} == set(VERDICT_WORDS)
    for verdict in VERDICT_WORDS:
        assert READ.checked(verdict, "because").found == f"{VERDICT_WORDS[verdict]}: because"
    assert ITEM.checked("not found").found == "not found"
    assert ITEM.ended("failed", "No contact.", NOON).became == "failed: No contact."
    assert ITEM.ended("sent", "", NOON).became == "sent and verified"


@pytest.mark.parametrize(
    "item",
    [
        replace(READ.checked("will ship"), number=7).ended("sent", "", NOON),
        READ.checked("different link", "https://x.example/0").ended("failed", "No contact.", NOON),
        replace(READ, included=True, request=RowRequest("1001", message=None)),
        replace(READ.checked("not found"), status="left out", reason="not found"),
    ],
)
def test_a_row_comes_back_from_the_disk_as_it_was(item: RunRow) -> None:
    again = restored(kept(item))

    assert replace(again, included=item.included) == item
    assert again.included == (item.status != "left out")


def test_a_damaged_row_has_no_order_and_is_never_sent() -> None:
    item = restored(StoredRow(4, (), {}, "unknown", "What was kept of this row is damaged."))

    assert (item.status, item.order_id, item.may_be_sent) == ("unknown", "", False)
    assert item.reason == "What was kept of this row is damaged."


def test_what_goes_into_the_run() -> None:
    silent = replace(READ, request=replace(WANTED, message=None)).checked("will ship")

    assert silent.decided(message=False).request.message is False
    assert READ.checked("will ship").decided(message=False).request.message is True
    assert replace(silent, included=False).decided(message=True).became == "left out: not chosen"
    assert READ.checked("not found").decided(message=True).became == "left out: not found"
    assert READ.checked("will ship").unchecked == ITEM
