"""What the Connect dialog says: each finding has its tone, its facts, and the act that helps, if one does."""

from __future__ import annotations

from console.api.check import ConnectionVerdict
from console.presenters.notice import CONNECT_UNSAVED, STOP_TEST, TAKE_METHOD
from console.presenters.settings.connect_words import said, trouble, under_test
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
