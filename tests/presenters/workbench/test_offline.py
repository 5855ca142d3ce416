"""Reading without a server: what was kept is opened as of then, by either id, and nothing else is."""

from __future__ import annotations

import pytest

from console.model.question import understand
from console.presenters.workbench.lookup import Found
from console.presenters.workbench.offline import Offline
from console.presenters.workbench.recents import RecentsPresenter
from console.store.archive import Archive
from tests.model import samples
from tests.presenters.given import NOON, own_database
from tests.support.jobs import InlineJobs


@pytest.fixture
def archive() -> Archive:
    made = Archive(own_database())
    RecentsPresenter(InlineJobs(), made, "Shop", render=lambda _: None).opened(samples.order(), NOON)
    return made


def asked(archive: Archive, text: str, environment: str = "Shop") -> list[Found]:
    found: list[Found] = []
    (question,) = understand(text)
    Offline(InlineJobs(), archive, environment, found=found.append).ask(question)
    return found


@pytest.mark.parametrize("text", [samples.order().id, "#1001"])
def test_what_was_opened_before_is_shown_as_of_then(archive: Archive, text: str) -> None:
    (found,) = asked(archive, text)
    assert found.record == samples.order()
    assert (found.read_at, found.checked) == (NOON, False)


@pytest.mark.parametrize("text", ["#100", "1002", "11111111-2222-4333-8444-555555555555"])
def test_what_was_never_opened_is_not(archive: Archive, text: str) -> None:
    assert asked(archive, text) == []


def test_another_environment_knows_nothing_of_it(archive: Archive) -> None:
    assert asked(archive, "#1001", "Elsewhere") == []
