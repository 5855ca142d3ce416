"""A renamed environment keeps its unsaved work, its open tabs, its trail and its index."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from console.store.archive import Archive
from console.store.database import Database
from console.store.drafts import Drafts, KeptDraft
from console.store.places import find_places
from console.store.renaming import rename
from console.store.trail import Intent, Trail

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def work_in(database: Database, environment: str, id: str, title: str) -> None:
    Drafts(database).keep(KeptDraft(environment, "order", id, title, 1, {}, NOON))
    Drafts(database).keep_tabs(environment, [("order", id)], None)
    Trail(database).begin(Intent(environment, "order", id, "", (), "POST", "", "{}", workflows=False))
    Archive(database).remember(environment, "order", id, "", title, "", [f"key of {title}"], {}, NOON)


def test_all_goes_to_the_new_name_and_no_draft_is_lost(tmp_path: Path) -> None:
    with closing(Database(find_places({"ORDER_CONSOLE_HOME": str(tmp_path)}))) as database:
        for environment, id, title in (
            ("Old", "a", "Order A"),
            ("Old", "b", "Order B"),
            ("New", "b", "left"),
        ):
            work_in(database, environment, id, title)
        rename(database, "Old", "New")
        drafts, archive = Drafts(database), Archive(database)
        assert {one.title for one in drafts.all("New")} == {"Order A", "left"}
        assert {one.title for one in drafts.all("Old")} == {"Order B"}, "neither takes the other's place"
        assert drafts.tabs("New").tabs == (("order", "b"),)
        assert len(Trail(database).search(environment="New")) == len(Trail(database).unsettled("New")) == 3
        assert {known.title for known in archive.recent("New")} == {"Order A", "Order B"}
        assert archive.recent("Old") == []
        assert [known.title for known in archive.find("key of")] == ["Order B", "Order A"]
        words = database.read(lambda asked: asked.execute("SELECT count(*) FROM archive_words").fetchone())
        assert words == (2,), "what was replaced left no words"
