"""What became of a save, as a value: every result is explained, and the trail has a word of its own for each."""

from __future__ import annotations

from inspect import cleandoc
from typing import get_args

from console.presenters.saving.intent import ended
from console.presenters.saving.saved import Saved, SavePlan, SaveResult
from console.store.trail import TRAIL_STATUSES
from tests.model import samples


def test_every_result_is_explained_and_has_its_place_in_the_trail() -> None:
    assert Saved.__doc__ is not None
    explained = cleandoc(Saved.__doc__)  # Python itself leaves the margin out from 3.13 on
    for result in get_args(SaveResult):
        assert f"\n{result}  " in explained, result
        status, *_ = ended(Saved(result))
        assert status in TRAIL_STATUSES


def test_a_plan_is_for_the_record_that_was_edited() -> None:
    draft = samples.draft()
    assert SavePlan(draft, {}, None).base is draft.base  # type: ignore[arg-type]
