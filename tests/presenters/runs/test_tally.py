"""Counts of rows that are kept up as rows change, always what counting anew would give."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from console.model.shipments.shipments import RowRequest
from console.presenters.runs.items import VERDICT_WORDS, RunRow
from console.presenters.runs.tally import Tally
from console.store.runs import RowStatus


def items() -> st.SearchStrategy[RunRow]:
    return st.builds(
        RunRow,
        place=st.just(0),
        cells=st.just(()),
        request=st.builds(RowRequest, st.just("1001"), message=st.sampled_from([None, True, False])),
        verdict=st.sampled_from(list(VERDICT_WORDS)),
        order_id=st.sampled_from(["", "id"]),
        included=st.booleans(),
        status=st.sampled_from(get_args(RowStatus)),
    )


@given(st.lists(items(), min_size=1, max_size=8), st.lists(st.tuples(st.integers(0, 7), items()), max_size=8))
def test_a_tally_that_is_kept_up_is_one_that_is_made_anew(
    rows: list[RunRow], changes: list[tuple[int, RunRow]]
) -> None:
    tally = Tally(rows)
    for at, item in changes:
        tally.replaced(rows[at % len(rows)], item)
        rows[at % len(rows)] = item
    anew = Tally(rows)

    def told(tally: Tally) -> tuple[object, ...]:
        return (
            tally.found,
            tally.became,
            tally.chosen,
            tally.unlinked,
            tally.silent,
            tally.messaging,
            tally.unknown,
            tally.unknown_messaging,
            tally.total,
            tally.checked,
        )

    assert told(tally) == told(anew)
    assert sum(count for _, count in tally.found) == sum(count for _, count in tally.became) == len(rows)


def test_rows_are_told_in_words_and_none_that_no_row_has() -> None:
    item = RunRow(0, (), RowRequest("1001", message=True), "will ship", order_id="id", included=True)
    tally = Tally([item, replace(item, included=False), item.checked("not found")])

    assert tally.found == (("will ship", 2), ("not found", 1))
    assert tally.became == (("to send", 3),)
    assert (tally.chosen, tally.silent, tally.messaging) == (1, 0, 1)
    assert tally.ended("to send", "sent") == 3
