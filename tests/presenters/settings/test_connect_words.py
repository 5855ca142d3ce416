"""What the Connect dialog says: each finding has its tone, its facts, and the act that helps, if one does."""

from __future__ import annotations

from console.api.check import ConnectionVerdict
from console.model.environment import Administered, Environment, Secret
from console.presenters.notice import CONNECT_UNSAVED, STOP_TEST, TAKE_METHOD
from console.presenters.settings.connect_words import asked_for, said, set_by, trouble, under_test
from console.presenters.waiting import Waiting
from console.store.files import StoreTrouble


def test_a_test_under_way_says_that_it_changes_nothing_and_can_be_stopped() -> None:
    told = under_test(Waiting().words())
    assert told.headline.startswith("Signing in, then trying to read and to write…")
    assert told.advice == "Nothing can be changed by this."
    assert told.action == STOP_TEST


def test_where_saving_fails_what_was_typed_can_be_used_all_the_same() -> None:
    full = StoreTrouble("The disk is full.")
    assert trouble(full, "saving").action == CONNECT_UNSAVED
    assert trouble(full, "removing").action is None


def test_a_finding_has_its_tone_and_its_facts() -> None:
    ready = said(ConnectionVerdict("ready", "All is well.", "Nothing was changed.", ("Asked: 204",)))
    assert (ready.tone, ready.headline, ready.detail) == ("good", "All is well.", "Asked: 204")
    reader = said(ConnectionVerdict("no write", "It may not change orders.", "Looking up works."))
    assert (reader.tone, reader.headline) == ("warn", "You can look up but not save.")
    other = said(ConnectionVerdict("other method", "It is the other way.", "Take it.", method="basic"))
    assert (other.tone, other.action) == ("warn", TAKE_METHOD)
    assert said(ConnectionVerdict("unreachable", "Nobody answers.", "Nothing was sent.")).tone == "bad"


def test_why_a_secret_is_asked_for_is_said_in_each_case() -> None:
    path = "/etc/xdg/order-console/environments.json"
    mine = Environment("Shop", "https://a.example", "https://b.example", "id", Secret(""), "test")
    theirs = mine.limited(Administered(path, False, "test"))
    changed = mine.limited(Administered(path, False, "test", asks="The client ID was a and is b."))
    assert asked_for(mine).headline == "The client secret of “Shop” is not on this computer yet."
    assert asked_for(theirs).headline == "“Shop” was set up by your administrator."
    assert "not sent there" in asked_for(changed).headline
    assert asked_for(changed).advice.startswith("The client ID was a and is b. ")
    locked = asked_for(theirs, "The system's keyring is locked and was not unlocked.")
    assert (locked.tone, "Choose the environment again" in locked.advice) == ("warn", True)


def test_what_an_administrator_set_is_said_with_the_file() -> None:
    assert set_by(None) == ""
    whole = Administered("/etc/xdg/order-console/environments.json", True, "production")
    assert set_by(whole).startswith(f"Set by your administrator in {whole.path};")
    limits = Administered(whole.path, True, "production", whole=False)
    assert set_by(limits).endswith("for this server and client ID: read-only and its colour.")
