"""A renamed environment: where what is kept under its old name cannot be moved, it is said, and it is all still there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from console.app.connecting import Renaming
from console.presenters.notice import Notice
from console.store.database import Database
from console.store.drafts import Drafts, KeptDraft
from console.store.places import find_places
from tests.support.jobs import InlineJobs


def test_drafts_that_cannot_be_moved_to_the_new_name_are_told_and_kept() -> None:
    places = find_places()
    places.prepare()
    told: list[Notice] = []
    with closing(Database(places, patience=0.01)) as database:
        kept = KeptDraft(
            "Old", "order", "1", "Order 1", 1, content={}, kept_at=datetime(2026, 11, 1, tzinfo=UTC)
        )
        Drafts(database).keep(kept)
        renaming = Renaming(InlineJobs(), database, flush=lambda: None, tell=told.append)
        with closing(sqlite3.connect(database.path)) as other:
            other.execute("BEGIN EXCLUSIVE")
            renaming("Old", "New")
        assert [one.headline for one in told] == ["What is kept of “Old” could not be given its new name."]
        assert "Name it “Old” again" in told[0].advice
        assert len(Drafts(database).all("Old")) == 1
        renaming("Old", "New")
        assert len(told) == 1
        assert len(Drafts(database).all("New")) == 1
