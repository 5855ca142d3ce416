"""What is told of an error: its own words where it has any, and never the text of one that was not foreseen."""

from __future__ import annotations

import ast
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from inspect import getsource
from textwrap import dedent
from typing import get_args

import pytest

from console.api.errors import NotFound, Refused
from console.model import date_form
from console.presenters import notice
from console.presenters.notice import (
    CONNECT_ACTIONS,
    DESK_ACTIONS,
    KEEPING_ACTIONS,
    LOOK_IN_LOG,
    LOOKUP_ACTIONS,
    RECORD_ACTIONS,
    RUN_ACTIONS,
    Action,
    ActionKey,
    Notice,
    facts,
    from_error,
    of_mishap,
)
from console.presenters.record.editor import Editor
from console.presenters.settings.connect import ConnectPresenter
from console.presenters.workbench.lookup import Lookup
from console.runtime import hidden
from console.store.files import StoreTrouble
from tests.support.noise import Noise


def test_an_error_of_the_client_is_told_in_its_own_words() -> None:
    error = NotFound(
        "There is no order with this ID.", "Check the ID.", method="GET", path="/orders/1", status=404
    )
    assert from_error(error) == Notice(
        "bad", "There is no order with this ID.", "Check the ID.", "GET /orders/1\nHTTP status 404"
    )


def test_the_servers_reason_is_added_where_the_headline_does_not_hold_it() -> None:
    known = Refused("The server refused: too late.", "Nothing was saved.", reason="too late")
    assert from_error(known).advice == "Nothing was saved."
    other = Refused("The server does not allow this.", "Nothing was saved.", reason="too <i>late</i>")
    assert from_error(other).advice == "The server says: “too <i>late</i>”. Nothing was saved."
    assert from_error(Refused("No.", reason="too late")).advice == "The server says: “too late”."


def test_trouble_with_the_disk_is_told_in_its_own_words() -> None:
    assert from_error(StoreTrouble("The disk is full.")) == Notice("bad", "The disk is full.")


def test_an_error_that_nobody_foresaw_is_one_sentence_and_its_facts_are_in_the_log(
    noise: Noise, caplog: pytest.LogCaptureFixture
) -> None:
    noise.expect_log("ERROR console: an error that nobody foresaw")
    with caplog.at_level(logging.ERROR):
        notice = from_error(ZeroDivisionError("innards of 0x7f"))
    assert notice == Notice(
        "bad", "Something went wrong inside the console.", LOOK_IN_LOG, "ZeroDivisionError"
    )
    assert "innards" not in repr(notice)
    assert "ZeroDivisionError: innards" in caplog.text


HEARD = (RECORD_ACTIONS, LOOKUP_ACTIONS, RUN_ACTIONS, CONNECT_ACTIONS, KEEPING_ACTIONS, DESK_ACTIONS)


def test_every_key_of_an_action_has_one_label_and_one_who_hears_it() -> None:
    assert sorted(key for heard in HEARD for key in heard) == sorted(get_args(ActionKey))
    labels = {held.key: held.label for held in vars(notice).values() if isinstance(held, Action)}
    assert set(labels) == set(get_args(ActionKey))
    assert len(set(filter(None, labels.values()))) == len(labels)


@pytest.mark.parametrize(
    ("handler", "heard"),
    [
        (Editor.act, RECORD_ACTIONS),
        (Lookup.act, LOOKUP_ACTIONS),
        (ConnectPresenter.act, CONNECT_ACTIONS),
    ],
    ids=lambda value: getattr(value, "__qualname__", ""),
)
def test_who_hears_of_an_action_knows_its_key_and_no_other(
    handler: Callable[..., None], heard: tuple[ActionKey, ...]
) -> None:
    source = ast.parse(dedent(getsource(handler)))
    keys = {node.value for node in ast.walk(source) if isinstance(node, ast.Constant)} & set(
        get_args(ActionKey)
    )
    assert keys == set(heard)


def test_the_facts_to_copy_hold_no_known_secret_though_the_notice_quotes_it() -> None:
    hidden.KNOWN.secret("Pa55-word", "me")
    said = Notice("bad", "It says Pa55-word.", "Pa55-word", 'GET /x\n"Pa55-word" jane@example.com')
    copied = facts(said, datetime(2026, 1, 2, tzinfo=UTC), "0.1", "Acme")
    assert copied.splitlines()[:4] == ["It says •••.", "•••", "GET /x", '"•••" ‹e-mail›']


def test_the_facts_to_copy_have_their_date_in_one_form_whatever_is_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said, at = Notice("bad", "Not saved."), datetime(2026, 1, 2, tzinfo=UTC)
    usual = facts(said, at, "0.1", "Acme")
    monkeypatch.setattr(date_form.IN_USE, "form", "words")
    assert facts(said, at, "0.1", "Acme") == usual


def test_an_error_that_nobody_caught_says_how_many_came_after_it_and_has_its_facts() -> None:
    one, many = of_mishap("Traceback: …", 0), of_mishap("Traceback: …", 14)
    assert one.headline == "Something went wrong inside the console."
    assert many.headline == "Something went wrong inside the console. And 14 more."
    assert one.must_be_explained
    assert one.detail == "Traceback: …"
