"""A kept draft on a fresh reading: the same whether it was worked out ahead or not, and nothing of it is held."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.model.merging import regained as module
from console.model.merging.clash import merged
from console.model.merging.differences import moved
from console.model.merging.regained import regain_ahead, regained
from tests.model.samples import READ_AT, order

LATER = READ_AT + timedelta(hours=1)


@pytest.mark.parametrize("ahead", [False, True])
def test_it_is_the_kept_draft_merged_with_the_reading_and_tells_what_moved(ahead: bool) -> None:
    kept = module.Draft(order(), READ_AT).typed("shippingDetails", "by boat").typed("taxAmount", "1")
    kept = kept.with_lines(kept.lines[:1])
    fresh = order(shippingDetails="by car", emailAddress="new@example.com")
    if ahead:
        regain_ahead(kept, fresh)
    found = regained(kept, fresh, LATER)
    assert found.draft == merged(kept, fresh, LATER)
    assert found.draft.read_at == LATER
    assert found.since == moved(kept.base, fresh)
    assert [change.label for change in found.since] == ["Shipping details", "E-mail address"]


def test_what_was_worked_out_ahead_is_taken_once_and_for_the_same_two_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked: list[object] = []

    def noting(kept: module.Draft, record: module.Order, read_at: object) -> module.Draft:
        worked.append(record)
        return merged(kept, record, READ_AT)

    monkeypatch.setattr(module, "merged", noting)
    kept, fresh = module.Draft(order(), READ_AT).typed("taxAmount", "1"), order()
    regain_ahead(kept, fresh)
    regained(kept, fresh, LATER)
    assert worked == [fresh]
    regained(kept, fresh, LATER)
    assert len(worked) == 2, "it was taken, and not held on to"
    regain_ahead(kept, fresh)
    other = kept.typed("taxAmount", "2")
    assert regained(other, fresh, LATER).draft.edits == {"taxAmount": "2"}
