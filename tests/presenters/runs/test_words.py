"""How a run that ended is told, and what a line of the result file holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from console.model.drafts.shipping import Shipment
from console.model.fields import moment
from console.model.shipments.shipments import RowRequest
from console.presenters.runs import words
from console.presenters.runs.items import RunRow
from console.presenters.runs.tally import Tally
from console.store.runs import RowStatus, Run

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ITEM = RunRow(0, ("1001", "1Z…"), RowRequest("1001", shipment=Shipment("https://x.example/1")), "will ship")
CHOSEN = replace(ITEM, order_id="id-1", included=True)


def tally(*statuses: RowStatus) -> Tally:
    return Tally([replace(CHOSEN, status=status) for status in statuses])


@pytest.mark.parametrize(
    ("statuses", "tone", "said"),
    [
        (["sent"] * 3, "good", "3 sent and verified. Save results writes them down for every row."),
        (["sent", "failed"], "warn", "1 sent and verified, 1 failed. Retry failed sends only those again."),
        (
            ["sent", "to send", "skipped"],
            "warn",
            "1 sent and verified, 1 skipped, 1 not sent. Resume sends what was not sent, and nothing twice.",
        ),
        (
            ["sending", "unknown", "failed", "to send"],
            "warn",
            "0 sent and verified, 1 failed, 2 unknown, 1 not sent."
            " A slow server may still apply the unknown ones: Resume reads them again."
            " It repeats none of them; only Send unknown again does.",
        ),
    ],
)
def test_how_a_run_ended(statuses: list[RowStatus], tone: str, said: str) -> None:
    notice = words.over(tally(*statuses))

    assert (notice.tone, f"{notice.headline} {notice.advice}") == (tone, said)


def test_what_is_looked_for_by_itself_is_said_so() -> None:
    assert words.over(tally("unknown"), looking=True).advice == (
        "A slow server may still apply the unknown ones: the console reads them again by itself for two minutes,"
        " and with Resume."
    )


def test_what_could_happen_is_said_before_anything_unknown_is_sent_again() -> None:
    quiet = replace(CHOSEN, status="unknown")
    loud = replace(quiet, request=replace(ITEM.request, message=True))

    assert words.again(Tally([quiet])) == (
        "A slow server may still apply the first request of one row; sent again, an order may be written twice."
        " Each order is read once more before, and what has arrived is not sent again."
    )
    assert words.again(Tally([quiet, loud, loud, replace(loud, order_id="")])).startswith(
        "A slow server may still apply the first requests of 3 rows; sent again, an order may be written twice,"
        " and 2 customers may be messaged twice."
    )


def test_trouble_with_the_disk_comes_first() -> None:
    notice = words.over(tally("sent", "to send"), "The disk is full.")

    assert notice.tone == "bad"
    assert notice.advice == "The disk is full."
    assert words.over(tally("unknown"), words.gone("It is away.")).advice == (
        "It is away. The run was stopped; Resume goes on with the rows that are left. What is unknown is read again before."
    )


def test_a_check_says_how_many_would_be_shipped_without_a_link() -> None:
    bare = replace(CHOSEN, request=RowRequest("1001"))
    said = [
        words.checked(Tally(rows), stopped=False).headline for rows in ([bare] * 2, [CHOSEN, CHOSEN, bare])
    ]

    assert said == [
        "Checked 2 rows: 2 will ship, all of them without a tracking link.",
        "Checked 3 rows: 3 will ship, 1 of them without a tracking link.",
    ]


def test_what_a_check_found() -> None:
    good = words.checked(Tally([CHOSEN] * 1_200), stopped=False)
    held = words.checked(Tally([CHOSEN]), stopped=False, forbidden="It is read-only.")
    assert held.advice == "Nothing has been sent.", "there is no Start to speak of"
    none = words.checked(Tally([ITEM.checked("not found")]), stopped=False)
    cut = words.checked(Tally([CHOSEN, replace(ITEM, verdict="unchecked")]), stopped=True)

    assert good.headline == "Checked 1,200 rows: 1,200 will ship."
    assert none.headline == "No row would be shipped."
    assert cut.headline == "The check was stopped; 1 row was not read."
    assert all(notice.advice.startswith("Nothing has been sent") for notice in (good, none, cut))


def test_a_line_of_the_result_file_is_the_input_and_what_became_of_it() -> None:
    sent = CHOSEN.ended("failed", "No contact.", NOON)

    assert words.result_row(sent, 3) == (
        *("1001", "1Z…", "", "failed", "No contact."),
        *("id-1", "https://x.example/1", "2026-01-02 12:00:00"),
    )
    assert len(words.result_row(ITEM, 2)) == 2 + len(words.RESULT_COLUMNS)
    assert words.result_row(ITEM.checked("not found"), 2)[2:] == (
        *("not sent", "", "", "https://x.example/1", ""),
    )


def test_runs_are_listed_with_what_is_not_finished() -> None:
    run = Run("Shop", "monday.csv", (), NOON, {}, 4)
    one, other = words.listed([run, replace(run, number=3, finished_at=NOON)])

    assert (one.number, one.unfinished, one.words.endswith("· not finished")) == (4, True, True)
    assert (other.number, other.unfinished) == (3, False)
    assert other.words == f"monday.csv · {moment.local(NOON)}"
