"""What is not on the disk yet: counted, tried again, said for as long as it lasts, and never overtaken by older work."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.model.drafts.draft import Draft
from console.model.drafts.kept import restored
from console.presenters.notice import KEEP_AGAIN
from console.presenters.workbench import keeping as module
from console.presenters.workbench.keeping import Keeping, KeepingState
from console.store.database import Database
from console.store.drafts import Drafts, OpenTabs
from tests.model import samples
from tests.presenters.given import NOON, SHOP, Clock, at_end, own_database
from tests.support.jobs import HeldJobs, InlineJobs

LONG = "by boat" * 10_000
"""More than what a page of the file has room for."""
ORDER, CART = samples.order(), samples.cart()
KEY = (SHOP, ORDER.kind, ORDER.id)


@pytest.fixture
def database(qapp: QApplication) -> Database:
    return own_database()


class Kept:
    """What is kept of two records, and the disk behind it."""

    def __init__(self, database: Database, disk: Any = None) -> None:
        self.database, self.store = database, Drafts(database)
        self.shown: list[KeepingState] = []
        self.done: list[str] = []
        self.keeping = Keeping(disk or InlineJobs(), self.store, Clock())
        self.keeping.show(self.shown.append)
        at_end.callback(self.keeping.close)

    def keep(self, text: str = LONG, *, record: Any = ORDER, more: str = "") -> None:
        draft = Draft(record, NOON).typed("shippingDetails", text)
        draft = draft.typed("currency", more) if more else draft
        self.keeping.keep(SHOP, record.called, draft, lambda kept: self.done.append(kept.title))

    @property
    def texts(self) -> list[str]:
        return [str(restored(one.content).edits["shippingDetails"]) for one in self.store.all(SHOP)]

    def full(self, on: bool) -> None:
        """Let SQLite refuse to grow the file, as it would on a full disk."""

        def work(connection: Any) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages if on else 1_000_000}")

        self.database.read(work)


@pytest.fixture
def kept(database: Database) -> Kept:
    made = Kept(database)
    made.store.try_writing()
    return made


def test_what_the_disk_refuses_is_counted_and_said_with_what_is_done_about_it(kept: Kept) -> None:
    kept.full(True)
    kept.keep(more="EUR")
    kept.keep(record=CART)
    state = kept.keeping.state
    assert (state.edits, len(state.titles)) == (3, 2)
    assert state.notice is not None
    assert state.notice.headline.startswith(
        "3 edits of 2 records are only on the screen. Order Console could not"
    )
    assert "the disk is full" in state.notice.headline
    assert (state.notice.tone, state.notice.action) == ("bad", KEEP_AGAIN)
    assert kept.done == []


def test_it_is_tried_again_by_itself_until_the_disk_takes_it(
    database: Database, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RETRY_MS", 1)
    kept = Kept(database)
    kept.store.try_writing()
    kept.full(True)
    kept.keep()
    kept.keep(record=CART)
    qtbot.waitUntil(lambda: kept.keeping._again.isActive())
    kept.full(False)
    qtbot.waitUntil(lambda: kept.keeping.state == KeepingState())
    assert sorted(kept.texts) == [LONG, LONG]
    assert len(kept.done) == 2


def test_only_the_newest_draft_of_a_record_is_written_when_there_is_room(kept: Kept) -> None:
    kept.full(True)
    kept.keep()
    kept.keep(LONG + "!")
    assert kept.keeping.state.edits == 1
    kept.full(False)
    kept.keeping.retry()
    assert kept.texts == [LONG + "!"]
    assert kept.done == [ORDER.called]


def test_what_is_taken_again_takes_along_what_was_refused(kept: Kept) -> None:
    kept.full(True)
    kept.keep()
    kept.full(False)
    kept.keep(record=CART)
    assert len(kept.texts) == 2
    assert kept.keeping.state == KeepingState()


def test_what_was_refused_and_is_forgotten_counts_no_more(kept: Kept) -> None:
    kept.full(True)
    kept.keep()
    kept.keeping.forget(KEY, lambda: kept.done.append("forgotten"))
    assert kept.keeping.state.edits == 0
    kept.full(False)
    kept.keeping.retry()
    assert kept.texts == []


def test_a_disk_that_takes_nothing_is_told_before_anything_is_typed(database: Database) -> None:
    database.path.mkdir(parents=True)
    kept = Kept(database)
    kept.keeping.look()
    notice = kept.keeping.state.notice
    assert notice is not None
    assert notice.headline.endswith("it is not a plain file.") or "folder" in notice.headline
    assert "trail" in notice.advice
    database.path.rmdir()
    kept.keeping.retry()
    assert kept.keeping.state == KeepingState()


def test_which_records_are_open_is_written_when_there_is_room(kept: Kept) -> None:
    tabs = tuple((ORDER.kind, f"{number}" * 40) for number in range(500))
    kept.full(True)
    kept.keeping.keep_tabs(SHOP, tabs, None)
    assert kept.keeping.state.why
    assert kept.store.tabs(SHOP) == OpenTabs()
    kept.full(False)
    kept.keeping.retry()
    assert kept.store.tabs(SHOP) == OpenTabs(tabs, None)


def test_drafts_are_written_again_where_their_file_was_taken_away(kept: Kept) -> None:
    kept.keep("by boat")
    kept.keep("by rail", record=CART)
    kept.database.path.parent.rename(kept.database.path.parent.with_name("elsewhere"))
    kept.keep("by air", record=CART)
    assert sorted(kept.texts) == ["by air", "by boat"]


@pytest.mark.parametrize("drafts", [True, False])
def test_which_records_are_open_is_written_again_where_the_file_was_taken_away(
    kept: Kept, drafts: bool
) -> None:
    tabs = ((ORDER.kind, ORDER.id), (CART.kind, CART.id))
    kept.keeping.keep_tabs(SHOP, tabs, tabs[0])
    kept.database.path.parent.rename(kept.database.path.parent.with_name("elsewhere"))
    if drafts:
        kept.keep("by boat")
    else:
        kept.keeping.settle(lambda: None)
    assert kept.store.tabs(SHOP) == OpenTabs(tabs, tabs[0])


@pytest.mark.parametrize("folder_too", [True, False])
def test_before_all_ends_drafts_are_written_again_that_the_disk_lost(kept: Kept, folder_too: bool) -> None:
    kept.keep("by boat")
    if folder_too:
        kept.database.path.parent.rename(kept.database.path.parent.with_name("elsewhere"))
    else:
        kept.store.forget(*KEY)
    kept.keeping.settle(lambda: kept.done.append("settled"))
    assert kept.texts == ["by boat"]
    assert kept.done[-1] == "settled"


def test_a_folder_that_is_gone_and_cannot_be_made_again_is_told_before_all_ends(kept: Kept) -> None:
    kept.keep("by boat", more="EUR")
    data = kept.database.path.parent
    data.rename(data.with_name("elsewhere"))
    data.write_text("in the way")
    kept.keeping.settle(lambda: None)
    assert kept.keeping.state.edits == 2
    assert "in the way" in kept.keeping.state.why
    data.unlink()
    kept.keeping.retry()
    assert kept.texts == ["by boat"]


def test_a_disk_that_does_not_answer_is_doubted_with_what_is_on_its_way(database: Database) -> None:
    disk = HeldJobs()
    kept = Kept(database, disk)
    kept.keep(more="EUR")
    assert kept.keeping.busy
    assert kept.keeping.waits(KEY)
    kept.keeping.doubt()
    assert (kept.keeping.state.edits, kept.keeping.busy) == (2, False)
    disk.finish_all()
    assert kept.keeping.state == KeepingState()
    assert kept.texts == [LONG]


def test_every_draft_is_there_for_a_copy_the_refused_ones_as_they_are_now(kept: Kept) -> None:
    kept.keep("by boat")
    kept.keep("by rail", record=CART)
    kept.full(True)
    kept.keep()
    assert kept.keeping.knows(KEY)
    edits = [restored(one.content).edits["shippingDetails"] for one in kept.keeping.drafts()]
    assert sorted(edits) == sorted([LONG, "by rail"])
    [left] = kept.keeping.unkept()
    assert left.id == ORDER.id
    assert kept.keeping.unkept("Other shop") == ()


def test_a_draft_out_of_a_copy_comes_onto_the_disk(kept: Kept) -> None:
    kept.keep("by boat")
    [one] = kept.store.all(SHOP)
    kept.keeping.forget(KEY, _nothing)
    kept.keeping.bring_back(one, lambda: kept.done.append("back"))
    assert kept.store.all(SHOP) == [one]
    assert kept.done[-1] == "back"


def test_what_is_known_of_an_environment_is_what_was_read_last(kept: Kept) -> None:
    kept.keep("by boat")
    kept.keeping.know(SHOP, ())
    assert not kept.keeping.knows(KEY)
    kept.store.forget(*KEY)
    kept.keeping.settle(lambda: None)
    assert kept.texts == [], "what was deleted on purpose stays deleted"


def _nothing() -> None:
    """Nobody waits for it."""
