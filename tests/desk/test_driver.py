"""The door to psycopg: one sentence where it is not there, and nothing of the surroundings where it is."""

from __future__ import annotations

import os
import sys

import pytest

from console.desk.driver import psycopg
from console.desk.trouble import DeskTrouble


def test_what_postgresql_would_believe_of_the_surroundings_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = {
        "PGSSLMODE": "disable",
        "PGSERVICE": "elsewhere",
        "PGOPTIONS": "-c search_path=x",
        "PSYCOPG_IMPL": "no",
    }
    for name, value in hostile.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATHOLOGY", "stays")
    assert psycopg().__name__ == "psycopg"
    assert not [name for name in os.environ if name.startswith(("PG", "PSYCOPG"))]
    assert os.environ["PATHOLOGY"] == "stays"


@pytest.mark.parametrize(
    ("frozen", "said"), [(False, "-m pip install 'psycopg[binary]'"), (True, "This build")]
)
def test_without_the_package_there_is_one_sentence(
    frozen: bool, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    with pytest.raises(DeskTrouble, match="package “psycopg”") as caught:
        psycopg()
    assert said in caught.value.sentence
    assert caught.value.sentence.count(". ") == 0
    assert caught.value.__cause__ is None
