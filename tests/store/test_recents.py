"""Recently opened records: the order they come in, how many are kept, and that damage never stands in the way."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from console.store.files import StoreTrouble
from console.store.places import find_places
from console.store.recents import MOST, Recent, Recents

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def recents(tmp_path: Path) -> Recents:
    return Recents(find_places({"ORDER_CONSOLE_HOME": str(tmp_path)}))


def opened(number: int, kind: str = "order") -> Recent:
    return Recent(
        kind=kind,
        id=f"id-{number}",
        title=f"Tasse ☕ {number}",
        subtitle="注文",
        when=START + timedelta(minutes=number),
    )


def test_the_newest_comes_first_and_each_record_once(recents: Recents) -> None:
    for number in (1, 2, 3):
        recents.remember("Shop", opened(number))
    now = recents.remember("Shop", opened(1))
    assert [one.id for one in now] == ["id-1", "id-3", "id-2"]
    assert recents.load("Shop") == now
    assert recents.notices == []


def test_an_order_and_a_cart_of_one_id_are_two(recents: Recents) -> None:
    recents.remember("Shop", opened(1))
    assert len(recents.remember("Shop", opened(1, "cart"))) == 2


def test_environments_do_not_mix(recents: Recents) -> None:
    recents.remember("Shop", opened(1))
    recents.remember("Practice sandbox", opened(2))
    assert [one.id for one in recents.load("Shop")] == ["id-1"]
    assert recents.load("Nobody") == []


def test_only_the_last_fifty_are_kept(recents: Recents) -> None:
    for number in range(MOST + 5):
        recents.remember("Shop", opened(number))
    ids = [one.id for one in recents.load("Shop")]
    assert len(ids) == MOST
    assert ids[0] == f"id-{MOST + 4}"


def test_a_damaged_file_is_an_empty_list_and_a_notice(recents: Recents) -> None:
    recents.remember("Shop", opened(1))
    recents.path.write_text("{ torn")
    assert recents.load("Shop") == []
    assert len(recents.notices) == 1
    assert "damaged" in recents.notices[0]
    assert recents.remember("Shop", opened(2)) == [opened(2)]


@pytest.mark.parametrize(
    "bad",
    [None, 7, {}, {"kind": "invoice"}, {"kind": "order", "id": 7, "title": "", "subtitle": "", "when": "x"}],
)
def test_an_unreadable_entry_is_left_out(recents: Recents, bad: object) -> None:
    recents.remember("Shop", opened(1))
    content = json.loads(recents.path.read_text())
    content["environments"]["Shop"].append(bad)
    recents.path.write_text(json.dumps(content))
    assert recents.load("Shop") == [opened(1)]


@pytest.mark.parametrize("lists", [None, [], {"Shop": 7}, {"Shop": {"a": 1}}])
def test_lists_that_are_none_are_empty(recents: Recents, lists: object) -> None:
    recents.remember("Shop", opened(1))
    recents.path.write_text(json.dumps({"format": 1, "environments": lists}))
    assert recents.load("Shop") == []
    assert recents.remember("Shop", opened(2)) == [opened(2)]


def test_a_newer_file_is_left_as_it_is(recents: Recents) -> None:
    recents.remember("Shop", opened(1))
    recents.path.write_text('{"format": 9}')
    assert recents.load("Shop") == []
    with pytest.raises(StoreTrouble, match="newer"):
        recents.remember("Shop", opened(2))
    assert recents.path.read_text() == '{"format": 9}'


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError):
        Recent(kind="order", id="a", title="", subtitle="", when=datetime(2026, 1, 2))
