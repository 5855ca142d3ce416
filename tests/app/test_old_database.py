"""A database that the console wrote when it still kept words: it opens, and all in it reads as it did then.

`old/console.sql` was written by that console, `old/shown.json` is what it showed of it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from console.model.drafts import kept
from console.presenters.runs import items, words
from console.presenters.trail import entry
from console.store.archive import Archive
from console.store.database import Database
from console.store.drafts import Drafts
from console.store.export import to_csv
from console.store.places import find_places
from console.store.runs import Runs
from console.store.trail import Trail

OLD = Path(__file__).parent / "old"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    places = find_places({"ORDER_CONSOLE_HOME": str(tmp_path)})
    places.prepare()
    file = places.data / "console.db"
    file.touch(0o600)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((OLD / "console.sql").read_text(encoding="utf-8"))
    with closing(Database(places)) as opened:
        yield opened


def shown(database: Database) -> dict[str, Any]:
    """All that an operator sees of what is kept, in words."""
    trail, runs = Trail(database), Runs(database)
    entries = trail.search()
    [draft] = Drafts(database).all("Shop")
    restored = kept.restored(draft.content)
    [run] = runs.all("Shop")
    rows = [items.restored(row) for row in runs.rows(run.number)]
    [known] = Archive(database).recent("Shop")
    return {
        "details": [entry.details(one).split("\n") for one in entries],
        "glances": [entry.changed(one.intent) for one in trail.glance("Shop", "order", restored.base.id)],
        "reasons": [[entry.ended(one), entry.line(one, "jo").reason] for one in entries],
        "exported": to_csv(entries, bom=False).decode().splitlines(),
        "found": [len(trail.search(text)) for text in ("shipped yes", "empty", "pot", "abandon cart")],
        "title": draft.title,
        "edits": [[one.label, one.before, one.after] for one in restored.changes()],
        "problems": [one.sentence for one in restored.problems()],
        "rows": [[row.found, row.became] for row in rows],
        "results": [words.result_row(row, 2) for row in rows],
        "recent": [known.title, known.subtitle],
    }


def test_a_database_of_the_console_that_kept_words_shows_what_it_showed(database: Database) -> None:
    there = json.loads((OLD / "shown.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(shown(database))) == there
    assert database.take_notices() == []
