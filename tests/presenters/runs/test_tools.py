"""What a run works with fits what can be chosen in the settings."""

from __future__ import annotations

from console.model.settings import MOST_CALLS
from console.presenters.runs.tools import AT_ONCE


def test_a_run_makes_as_many_calls_at_once_as_can_be_chosen() -> None:
    assert AT_ONCE == MOST_CALLS
