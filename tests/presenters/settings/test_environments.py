"""The list of environments: what it shows, what it asks before one is removed, and that a failure loses nothing."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from console.model.environment import Environment, Secret
from console.presenters.settings.credentials import CredentialsForm
from console.presenters.settings.environments import EnvironmentsPresenter, EnvironmentsState, question
from console.store.database import Database
from console.store.environments import Environments
from console.store.leftovers import Leftovers
from console.store.places import find_places
from tests.support.jobs import InlineJobs

HUSH = "hush-hush-77"
SHOP = Environment("Shop", "https://a.example", "https://b.example/token", "id", Secret(HUSH), "test")
LIVE = dataclasses.replace(SHOP, name="Live", accent="production")


class Listed:
    """The presenter on files of its own, with what it told."""

    def __init__(self, database: Database) -> None:
        self.environments = Environments(find_places())
        self.used = "Live"
        self.changed: list[Environment | None] = []
        self.proposed: list[CredentialsForm] = []
        self.states: list[EnvironmentsState] = []
        self.presenter = EnvironmentsPresenter(
            InlineJobs(),
            self.environments,
            database,
            in_use=lambda: self.used,
            changed=self.changed.append,
            proposed=self.proposed.append,
        )

    @property
    def state(self) -> EnvironmentsState:
        return self.presenter.state

    @property
    def said(self) -> str:
        assert self.state.notice is not None
        return self.state.notice.headline


@pytest.fixture
def listed() -> Iterator[Listed]:
    """A list that knows Shop and Live; no state of it may ever show a secret."""
    places = find_places()
    places.prepare()
    with closing(Database(places)) as database:
        made = Listed(database)
        for known in (SHOP, LIVE):
            made.environments.save(known)
        made.presenter.show(made.states.append)
        yield made
    assert all(HUSH not in repr(state) for state in made.states)


def test_the_first_is_chosen_and_the_one_in_use_is_marked(listed: Listed) -> None:
    assert [(one.name, one.in_use) for one in listed.state.listed] == [("Shop", False), ("Live", True)]
    assert listed.state.chosen == "Shop"
    assert not listed.state.busy


def test_another_colour_and_read_only_are_kept_and_told_once(listed: Listed) -> None:
    listed.presenter.mark_read_only(True)
    listed.presenter.mark_read_only(True)
    listed.presenter.colour("production")
    kept = listed.environments.load().find("Shop")
    assert kept == dataclasses.replace(SHOP, read_only=True, accent="production")
    assert len(listed.changed) == 2


def test_the_question_before_removing_counts_what_is_kept() -> None:
    begin = "Remove “A” and its client secret from this computer?"
    assert question("A", Leftovers(0, 0, 0)) == begin
    assert question("A", Leftovers(1, 1, 1)) == (
        f"{begin} There is 1 draft with unsaved edits. 1 run of a file is not finished. The trail keeps its 1 entry."
    )
    assert question("A", Leftovers(2, 3, 0)) == (
        f"{begin} There are 2 drafts with unsaved edits. The trail keeps its 3 entries."
    )


def test_choosing_another_takes_the_question_back(listed: Listed) -> None:
    listed.presenter.ask_remove()
    assert listed.state.asking
    listed.presenter.choose("Live")
    assert not listed.state.asking
    listed.presenter.remove(with_drafts=True)
    assert len(listed.environments.load().environments) == 2


def test_the_one_in_use_is_not_removed(listed: Listed) -> None:
    listed.presenter.choose("Live")
    listed.presenter.ask_remove()
    assert listed.said == "The window works on “Live”."
    assert not listed.state.asking


def test_where_the_file_cannot_be_written_it_is_said_and_the_list_stays(listed: Listed) -> None:
    path = listed.environments.path
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "format": 99}), "utf-8")
    listed.presenter.duplicate()
    assert "newer Order Console" in listed.said
    assert [one.name for one in listed.state.listed] == ["Shop", "Live"]
    assert not listed.state.busy


def test_what_is_handed_on_comes_back_as_a_form_without_a_secret(listed: Listed, tmp_path: Path) -> None:
    file = tmp_path / "shop.environment.json"
    listed.presenter.mark_read_only(True)
    listed.presenter.export(str(file))
    assert HUSH not in file.read_text("utf-8")
    listed.presenter.take_in(str(file))
    (form,) = listed.proposed
    assert (form.name, form.api_url, form.accent, form.read_only) == ("Shop", SHOP.api_url, "test", True)
    assert not form.client_secret
    assert form.problems(None, ["Shop"])["name"] == "Another environment has this name."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not an environment"),
        ('{"order_console": "environment", "format": 2}', "newer Order Console"),
        ('{"order_console": "environment", "format": 1, "name": 5}', "cannot be taken over: name"),
        ("x" * 70_000, "is not an environment"),
    ],
)
def test_a_file_that_is_none_is_told_by_its_name(
    listed: Listed, tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "shop.environment.json"
    file.write_text(text, "utf-8")
    listed.presenter.take_in(str(file))
    assert listed.said.startswith(file.name)
    assert words in listed.said
    assert listed.proposed == []
