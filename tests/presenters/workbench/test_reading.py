"""One record read on a worker: what it may be is tried in turn, and what is known of it is worked out there."""

from __future__ import annotations

import pytest

from console.api.client import Client
from console.api.errors import NotFound
from console.model.question import Try
from console.presenters.waiting import Waiting
from console.presenters.workbench.reading import heard, read, search, unheard
from console.runtime.cancel import Cancel
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER

NOWHERE = "11111111-2222-4333-8444-555555555555"


def test_each_kind_that_it_may_be_is_tried_in_turn(client: Client) -> None:
    tries = (Try("order", "id", SAMPLE_CART), Try("cart", "id", SAMPLE_CART))
    assert search(client, tries, Waiting(), unheard, Cancel()).kind == "cart"


def test_where_there_is_none_the_first_answer_counts(client: Client) -> None:
    with pytest.raises(NotFound) as told:
        search(
            client, (Try("order", "id", NOWHERE), Try("cart", "id", NOWHERE)), Waiting(), unheard, Cancel()
        )
    assert "order" in str(told.value)


def test_a_record_is_heard_of_by_the_worker_that_read_it_or_later_by_another(client: Client) -> None:
    known: list[str] = []
    record = read(client, Try("order", "id", SAMPLE_ORDER), Cancel(), ahead=lambda one: known.append(one.id))
    assert known == [SAMPLE_ORDER]
    assert heard(lambda one: known.append(one.id), record, Cancel()) is record
    assert known == [SAMPLE_ORDER] * 2


def test_whoever_waits_can_tell_which_kind_is_read_by_now(client: Client) -> None:
    waiting = Waiting()
    tries = (Try("order", "id", SAMPLE_CART), Try("cart", "id", SAMPLE_CART))
    search(client, tries, waiting, unheard, Cancel())
    assert waiting.kind == "cart"
