"""How hypothesis looks for examples: the same ones every time, or, where it is asked to search, ever new ones.

It must not be asked by a test what is on: a test holds in both.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings
from hypothesis.internal.conjecture import providers

SEARCH = "search"
_TIMES = 20
_NUMBER = 100  # hypothesis' own


def load_profile() -> None:
    """Load the profile that HYPOTHESIS_PROFILE names; without it, `steady`, where no example depends on chance.

    A busy machine makes an example slow without making it wrong, so neither has a deadline.
    """
    settings.register_profile("steady", derandomize=True, database=None, deadline=None)
    more = _NUMBER * _TIMES
    # Where CI is set, hypothesis would take no chances by itself.
    settings.register_profile(SEARCH, derandomize=False, max_examples=more, print_blob=True, deadline=None)
    chosen = os.environ.get("HYPOTHESIS_PROFILE", "steady")
    settings.load_profile(chosen)
    if chosen != SEARCH:
        # Else some examples are words of the modules that happen to be loaded, told apart by where the checkout lies.
        providers._get_local_constants = lambda: providers._local_constants


def tries(number: int, **more: Any) -> settings:
    """Settings for that many examples in `steady`; a search tries twenty times as many."""
    searches = os.environ.get("HYPOTHESIS_PROFILE") == SEARCH
    return settings(max_examples=number * _TIMES if searches else number, **more)
