"""The first write of a local day to production asks for a yes; others do not, and none does twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from console.api.client import Client
from console.model.environment import Accent, Environment, Secret
from console.presenters.saving.first_write import FirstWrite
from tests.presenters.given import Opened, Sent, new_order
from tests.support.jobs import InlineJobs
from tests.support.sandbox import Sandbox

MORNING = datetime(2026, 11, 21, 9, 0).astimezone()


def environment(accent: Accent = "production", name: str = "Shop") -> Environment:
    return Environment(name, "https://a.example", "https://b.example/token", "id", Secret("x"), accent)


class Days:
    """A workbench at which days go by, and the settings in one file."""

    def __init__(self, path: Path) -> None:
        self._path, self.now = path, MORNING

    def first(self, asked: Environment) -> FirstWrite:
        """As a console that has just started sees it."""
        return FirstWrite(
            QSettings(str(self._path), QSettings.Format.IniFormat), asked, lambda: self.now.astimezone(UTC)
        )


@pytest.fixture
def days(tmp_path: Path) -> Days:
    return Days(tmp_path / "window.ini")


def test_production_asks_once_a_day(days: Days) -> None:
    first = days.first(environment())
    assert first.question == "Yes, write to Shop"
    first.confirmed()
    assert first.question == ""
    days.now = MORNING.replace(hour=23, minute=59)
    assert first.question == ""
    days.now = MORNING + timedelta(days=1)
    assert first.question == "Yes, write to Shop"


def test_a_restart_asks_nothing_again_that_day(days: Days) -> None:
    before = days.first(environment())
    before.confirmed()
    del before  # which writes the file
    assert days.first(environment()).question == ""


@pytest.mark.parametrize("accent", ["sandbox", "test"])
def test_nothing_else_asks(days: Days, accent: Accent) -> None:
    first = days.first(environment(accent))
    assert first.question == ""
    first.confirmed()
    assert days.first(environment()).question, "a write elsewhere confirms nothing for production"


@pytest.mark.parametrize("other", ["Shop 2", "Shop/live", "Shop\\live", "shop", "Lädchen %2F=;"])
def test_each_environment_asks_for_itself(days: Days, other: str) -> None:
    days.first(environment()).confirmed()
    assert days.first(environment(name=other)).question == f"Yes, write to {other}"
    days.first(environment(name=other)).confirmed()
    assert days.first(environment(name=other)).question == ""


@pytest.fixture
def production(days: Days, client: Client, shared: Sandbox) -> Callable[[], Opened]:
    """Opens an order of its own in production, with an edit and the review sheet."""

    def opened() -> Opened:
        made = Opened(
            InlineJobs(),
            client,
            client.get_order(new_order(shared)),
            first_write=days.first(environment()),
        )
        made.editor.typed("shippingDetails", "by boat")
        made.editor.review()
        return made

    return opened


def test_nothing_is_sent_without_the_yes(production: Callable[[], Opened], shared: Sandbox) -> None:
    opened, sent = production(), Sent(shared)
    review = opened.state.review
    assert review is not None
    assert (review.asks.confirm, review.may_send) == ("Yes, write to Shop", False)
    opened.editor.send()
    assert sent.all() == []
    assert opened.state.review is review, "the sheet still asks"
    opened.editor.choose("confirmed", True)
    opened.editor.choose("confirmed", False)
    opened.editor.send()
    assert sent.all() == []


def test_the_yes_changes_no_request_and_is_kept_by_the_other_ticks(
    production: Callable[[], Opened], shared: Sandbox
) -> None:
    opened = production()
    assert opened.state.review is not None
    request = opened.state.review.request
    opened.editor.choose("confirmed", True)
    assert opened.state.review.may_send
    assert opened.state.review.request == request
    opened.editor.choose("run_workflows", True)
    opened.editor.choose("run_workflows", False)
    assert opened.state.review.may_send
    sent = Sent(shared)
    opened.editor.send()
    assert sent.methods() == ["GET", "POST"]


def test_the_yes_is_for_the_day_and_only_once_something_was_sent(
    production: Callable[[], Opened], days: Days
) -> None:
    opened = production()
    opened.editor.choose("confirmed", True)
    opened.editor.keep_editing()
    opened.editor.review()
    assert opened.state.review is not None
    assert not opened.state.review.may_send, "put away, it asks again"
    opened.editor.choose("confirmed", True)
    opened.editor.send()
    again = production()
    assert again.state.review is not None
    assert (again.state.review.asks.confirm, again.state.review.may_send) == ("", True)
    days.now += timedelta(days=1)
    tomorrow = production()
    assert tomorrow.state.review is not None
    assert tomorrow.state.review.asks.confirm


def test_a_sheet_over_midnight_asks_for_what_it_asked_before(
    production: Callable[[], Opened], days: Days
) -> None:
    days.first(environment()).confirmed()
    opened = production()
    days.now += timedelta(days=1)
    opened.editor.choose("run_workflows", True)
    assert opened.state.review is not None
    assert opened.state.review.may_send, "there is nothing on it to tick"
