"""Help > About and the diagnosis tell the same of this console, under the same names."""

from __future__ import annotations

import os

from console.app.about import facts
from console.diagnosis.folders import folders
from console.diagnosis.program import program
from console.store.places import find_places


def test_what_about_says_stands_in_the_diagnosis_too() -> None:
    places = find_places(os.environ)
    told = [*program(), *folders(places)]
    named = facts(places)
    assert len(named) == 6
    for name, fact in named.items():
        assert any(line.startswith(f"{name}: {fact}") for line in told) or f"{name}-Essentials {fact}" in str(
            told
        ), name
