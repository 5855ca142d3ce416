"""A notice goes when its cause is gone: by typing, by a mend, by undo, by a permission that came.

It must not word a notice; tests/presenters/saving/test_messages.py does.
"""

from __future__ import annotations

import pytest

from console.presenters.notice import Notice, Until
from console.presenters.saving import messages, standing
from console.presenters.saving.refused import RefusedField
from tests.model.samples import READ_AT, draft

READ = messages.as_read(READ_AT)


def test_what_happened_stays_whatever_is_typed() -> None:
    said = Notice("good", "Saved and verified at 15:22:24.")
    assert standing.edited(said, draft().typed("grandTotal", "1"), step="type") == said
    assert standing.edited(None, draft(), step="type") is None


def test_what_was_to_be_mended_goes_with_the_last_mend_and_names_what_is_left() -> None:
    wrong = draft().typed("grandTotal", "much").typed("originIp", "not an address")
    said = messages.mend_first(wrong.problems())
    assert "There are 2 such fields." in said.headline
    less = wrong.typed("grandTotal", "1")
    left = standing.edited(said, less, step="type")
    assert left == messages.mend_first(less.problems())
    assert standing.edited(left, less.typed("originIp", "10.0.0.1"), step="type") == READ


@pytest.mark.parametrize(
    ("until", "typed", "undone"),
    [("edited", True, True), ("undone", False, True), ("allowed", False, False)],
)
def test_each_cause_ends_by_its_own(until: Until, typed: bool, undone: bool) -> None:
    said = Notice("plain", "Something holds.", until=until)
    assert standing.edited(said, draft().typed("grandTotal", "1"), step="type") == (READ if typed else said)
    assert standing.edited(said, draft(), step="type") == (READ if undone else said)


def test_a_refusal_goes_once_everything_that_it_named_was_mended() -> None:
    named = (
        RefusedField("emailAddress", "E-mail address", "is invalid", "x@y"),
        RefusedField("originIp", "Origin IP", "is invalid", "1.1.1.1"),
    )
    said = Notice("bad", "Not saved.", until="undone")
    first = draft().typed("emailAddress", "jane@example.org").typed("originIp", "1.1.1.1")
    assert standing.edited(said, first, step="type", named=named) == said
    assert standing.edited(said, first.typed("originIp", "1.1.1.2"), step="type", named=named) == READ


def test_what_may_be_written_after_all_takes_the_notice_away() -> None:
    said = Notice("warn", "Mark shipped is not possible now.", until="allowed")
    assert standing.allowed(said, draft(), "This integration may not write.") == said
    assert standing.allowed(said, draft(), "") == READ


def test_discarding_is_told_as_often_as_it_is_redone() -> None:
    assert standing.edited(READ, draft(), step=standing.DISCARD) == messages.discarded()
