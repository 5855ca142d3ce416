"""Copies of unsaved work elsewhere: written whole, brought back whole, and never over unsaved work that is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.model.drafts.draft import Draft
from console.model.drafts.kept import kept
from console.presenters.notice import Notice
from console.presenters.workbench.draft_copies import DraftCopies
from console.presenters.workbench.keeping import Keeping
from console.store import draft_copies
from console.store.database import Database
from console.store.drafts import Drafts, KeptDraft
from console.store.places import find_places
from tests.model import samples
from tests.presenters.given import NOON, SHOP, Clock, at_end
from tests.support.jobs import InlineJobs

ORDER, CART = samples.order(), samples.cart()


def draft(text: str, record: object = ORDER, environment: str = SHOP) -> KeptDraft:
    assert isinstance(record, type(ORDER) | type(CART))
    content = kept(Draft(record, NOON).typed("shippingDetails", text))
    return KeptDraft(environment, record.kind, record.id, record.called, 1, content, NOON)


class Workbench:
    """A disk with drafts, and what was said of copies."""

    def __init__(self, home: Path) -> None:
        database = Database(find_places({"ORDER_CONSOLE_HOME": str(home)}))
        at_end.callback(database.close)
        self.store = Drafts(database)
        self.keeping = Keeping(InlineJobs(), self.store, Clock())
        self.copies = DraftCopies(InlineJobs(), self.keeping)
        self.said: list[Notice] = []
        self.backs = 0

    def has(self, *drafts: KeptDraft) -> None:
        for one in drafts:
            self.keeping.bring_back(one, _nothing)

    def save(self, path: Path) -> Notice:
        self.copies.save(str(path), self.said.append)
        return self.said[-1]

    def bring_back(self, path: Path) -> Notice:
        self.copies.bring_back(str(path), self.said.append, environment=SHOP, back=self._back)
        return self.said[-1]

    def _back(self) -> None:
        self.backs += 1


@pytest.fixture
def workbench(tmp_path: Path, qapp: QApplication) -> Workbench:
    return Workbench(tmp_path / "home")


@pytest.fixture
def other(tmp_path: Path, qapp: QApplication) -> Workbench:
    """The workbench of another console."""
    return Workbench(tmp_path / "other home")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.drafts.json"


def test_a_copy_comes_back_on_an_empty_workbench_as_it_was(
    workbench: Workbench, other: Workbench, copy: Path
) -> None:
    workbench.has(draft("by boat"), draft("by rail", CART))
    assert workbench.save(copy).headline == "A copy of 2 drafts is in copy.drafts.json."
    assert other.bring_back(copy) == Notice("good", "2 drafts are back, in the list of unsaved work.")
    assert sorted(one.id for one in other.store.all(SHOP)) == sorted((ORDER.id, CART.id))
    assert other.store.all(SHOP) == workbench.store.all(SHOP)
    assert other.backs == 2


def test_unsaved_work_that_is_there_is_never_written_over(
    workbench: Workbench, other: Workbench, copy: Path
) -> None:
    workbench.has(draft("by boat"), draft("by rail", CART))
    workbench.save(copy)
    other.has(draft("by air"))
    said = other.bring_back(copy)
    assert said.headline == "1 draft is back, in the list of unsaved work."
    assert said.tone == "warn"
    assert said.advice.startswith(f"{ORDER.called} was left out, because unsaved work is there by now")
    assert draft("by air") in other.store.all(SHOP)


def test_what_is_there_already_is_told_and_left(workbench: Workbench, copy: Path) -> None:
    workbench.has(draft("by boat"))
    workbench.save(copy)
    said = workbench.bring_back(copy)
    assert (said.tone, said.headline) == ("plain", "No draft was brought back.")
    assert said.advice == "1 draft was there already."


def test_drafts_of_another_environment_are_told_with_its_name(
    workbench: Workbench, other: Workbench, copy: Path
) -> None:
    workbench.has(draft("by boat", environment="Acme"))
    workbench.save(copy)
    assert "“Acme”" in other.bring_back(copy).advice
    assert len(other.store.all("Acme")) == 1


def test_a_damaged_entry_is_counted_and_the_others_come_back(
    workbench: Workbench, other: Workbench, copy: Path
) -> None:
    workbench.has(draft("by boat"), draft("by rail", CART))
    workbench.save(copy)
    content = json.loads(copy.read_text())
    content["drafts"][0] = content["drafts"][0].replace("by", "bY")
    copy.write_text(json.dumps(content))
    assert other.bring_back(copy).advice == "1 entry of the file is damaged."
    assert len(other.store.all(SHOP)) == 1


def test_a_draft_that_means_nothing_is_damaged(workbench: Workbench, copy: Path) -> None:
    draft_copies.write(copy, [KeptDraft(SHOP, "order", "1", "Order 1", 1, {"format": 1}, NOON)])
    assert workbench.bring_back(copy).advice == "1 entry of the file is damaged."


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not a copy of drafts"),
        (b"[]", "not a copy of drafts"),
        (b'{"drafts": []}', "not a copy of drafts"),
        (b'{"what": "drafts of Order Console", "format": 2, "drafts": []}', "newer Order Console"),
        (None, "it is not there"),
    ],
)
def test_any_other_file_is_refused_with_a_sentence(
    workbench: Workbench, copy: Path, content: bytes | None, why: str
) -> None:
    if content is not None:
        copy.write_bytes(content)
    said = workbench.bring_back(copy)
    assert said.tone == "bad"
    assert why in said.headline


def test_a_place_that_takes_no_file_is_a_sentence(workbench: Workbench, tmp_path: Path) -> None:
    workbench.has(draft("by boat"))
    said = workbench.save(tmp_path / "nowhere" / "copy.drafts.json")
    assert said.tone == "bad"
    assert "its folder is not there" in said.headline


def _nothing() -> None:
    """Nobody waits for it."""
