"""What a colleague changed in a record that is open here is said once; one's own, what is closed and what failed is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.desk.part import Hint, HintOf
from console.desk.place import DeskPlace
from console.model.fields.field import RecordKind
from console.presenters.desk.news import DeskNews
from console.presenters.notice import Notice
from console.store.trail import TrailStatus
from tests.desk.sharing import SharingConsole, console_at
from tests.presenters.trail.sent import INTENT
from tests.support.direct_desk import DirectDesk
from tests.support.postgres import Desk
from tests.support.postgres import desk as desk
from tests.support.postgres import postgres as postgres

ADDRESS = "https://api.example.com"
KEY: tuple[RecordKind, str] = (INTENT.kind, INTENT.record_id)


class AnnasPage:
    """Anna has an order open; Bert's console stands beside, each with a connection of its own."""

    def __init__(self, line: DirectDesk, bert: SharingConsole, berts: object) -> None:
        self.line, self._bert, self._berts = line, bert, berts
        self.said: list[str] = []
        self.here = bert.outbox
        self.news = self.of("anna")
        self.news.follow([KEY])
        line.asked = 0

    def of(self, operator: str) -> DeskNews:
        return DeskNews(
            self.line,
            environment=ADDRESS,
            operator=operator,
            say=self._say,
            sent_here=lambda id, done: done(self.here.has(id)),
        )

    def _say(self, kind: RecordKind, id: str, notice: Notice) -> None:
        assert (kind, id) == KEY
        assert notice.action is not None
        self.said.append(f"{notice.headline} {notice.action.label}")

    def sent(self, outcome: TrailStatus = "saved", **changed: str) -> None:
        """Bert sends something, and it is on the desk."""
        number = self._bert.trail.begin(replace(INTENT, **changed))  # type: ignore[arg-type]
        self._bert.trail.end(number, outcome)
        self._bert.push(self._berts)  # type: ignore[arg-type]

    def hear(self, of: HintOf = "endings", id: str = INTENT.record_id) -> None:
        self.news.heard(frozenset({Hint(of, DeskPlace.of(ADDRESS, INTENT.kind, id))}))


@pytest.fixture
def page(desk: Desk, tmp_path: Path) -> Iterator[AnnasPage]:
    with (
        desk.connected("anna") as anna,
        desk.connected("bert") as berts,
        console_at(tmp_path, ADDRESS) as bert,
    ):
        yield AnnasPage(DirectDesk(anna), bert, berts)


def test_a_colleagues_change_is_said_once_with_the_way_to_read_it(page: AnnasPage) -> None:
    page.sent()
    page.hear()
    page.hear()
    assert page.said == ["bert has just changed this order. Read it again and keep my edits"]
    page.sent()
    page.hear()
    assert len(page.said) == 2, "and the next one again"


@pytest.mark.parametrize("outcome", ["not saved", "unknown"])
def test_what_changed_nothing_for_sure_is_not_said(page: AnnasPage, outcome: TrailStatus) -> None:
    page.sent(outcome)
    page.hear()
    assert page.said == []


def test_a_record_that_is_not_open_here_costs_the_desk_no_question(page: AnnasPage) -> None:
    page.sent()
    page.hear(id="another")
    page.hear("sends")
    page.news.follow([])
    page.hear()
    assert (page.line.asked, page.said) == (0, [])


def test_what_was_closed_while_it_was_asked_for_is_not_said(page: AnnasPage) -> None:
    page.sent()
    page.line.holds = True
    page.hear()
    page.news.follow([])
    page.line.answer()
    assert page.said == []


def test_a_desk_that_is_away_is_no_news(page: AnnasPage) -> None:
    page.sent()
    page.line.away = True
    page.hear()
    assert page.said == []


def test_what_changed_while_nothing_was_heard_is_said_once_it_is_known(page: AnnasPage) -> None:
    page.news.heard(None)
    assert page.said == [], "nothing is new"
    page.sent("unknown")
    page.news.heard(None)
    assert page.said == [], "nor has it changed for sure"
    page.sent()
    page.line.away = True
    page.news.heard(None)
    page.line.away = False
    page.news.heard(None)
    page.news.heard(None)
    page.hear()
    assert page.said == ["bert has changed this order. Read it again and keep my edits"]
    page.news.follow([])
    page.news.follow([KEY])
    page.news.heard(None)
    assert len(page.said) == 1, "it was read after that"


def test_ones_own_change_is_news_where_it_came_from_another_computer(page: AnnasPage, tmp_path: Path) -> None:
    own = page.of("bert")
    own.follow([KEY])
    page.sent()
    hints = frozenset({Hint("endings", DeskPlace.of(ADDRESS, *KEY))})
    own.heard(hints)
    assert page.said == []
    with console_at(tmp_path / "another", ADDRESS) as another:
        page.here = another.outbox
        page.sent()
        own.heard(hints)
    assert page.said == [
        "You have just changed this order on another computer. Read it again and keep my edits"
    ]
