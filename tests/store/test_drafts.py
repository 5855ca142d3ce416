"""Drafts on disk: every keystroke that was acknowledged is there, whole, whatever becomes of the process."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from console.store.database import Database
from console.store.drafts import Drafts, KeptDraft, OpenTabs
from console.store.places import Places, find_places
from tests.support.posix import posix_only

WHEN = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
DRAFT = KeptDraft(
    environment="Shop",
    kind="order",
    id="0ad24370",
    title="Order #1001 ☕",
    count=3,
    content={
        "edits": {"shippingDate": "not a date \ud800 \x00", "grandTotal": "4,10"},
        "base": {"grandTotal": Decimal("4.10"), "lineItems": [{"quantity": 2, "unitPrice": Decimal("1E+2")}]},
    },
    kept_at=WHEN,
)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places({"ORDER_CONSOLE_HOME": str(tmp_path)})


@pytest.fixture
def database(places: Places) -> Iterator[Database]:
    with closing(Database(places)) as made:
        yield made


@pytest.fixture
def drafts(database: Database) -> Drafts:
    return Drafts(database)


def test_a_draft_comes_back_as_it_was_kept_in_a_later_session(drafts: Drafts, places: Places) -> None:
    drafts.keep(DRAFT)
    with closing(Database(places)) as later:
        [kept] = Drafts(later).all("Shop")
    assert kept == DRAFT
    assert str(kept.content["base"]["grandTotal"]) == "4.10"
    assert str(kept.content["base"]["lineItems"][0]["unitPrice"]) == "1E+2"


def test_there_is_one_draft_of_a_record_and_the_newest_comes_first(drafts: Drafts) -> None:
    for number in range(3):
        drafts.keep(replace(DRAFT, id=f"id-{number}", kept_at=WHEN + timedelta(minutes=number)))
    newer = replace(DRAFT, id="id-0", count=9, kept_at=WHEN + timedelta(hours=1))
    drafts.keep(newer)
    assert [one.id for one in drafts.all("Shop")] == ["id-0", "id-2", "id-1"]
    assert drafts.all("Shop")[0] == newer


def test_environment_kind_and_id_tell_drafts_apart(drafts: Drafts) -> None:
    for changed in ({}, {"environment": "Practice sandbox"}, {"kind": "cart"}, {"id": "other"}):
        drafts.keep(replace(DRAFT, **changed))
    assert len(drafts.all("Shop")) == 3
    assert len(drafts.all("Practice sandbox")) == 1
    assert drafts.all("shop") == []


def test_a_forgotten_draft_is_gone_and_only_that_one(drafts: Drafts) -> None:
    drafts.keep(DRAFT)
    drafts.keep(replace(DRAFT, kind="cart"))
    assert drafts.forget("Shop", "order", DRAFT.id)
    assert not drafts.forget("Shop", "order", DRAFT.id)
    assert [one.kind for one in drafts.all("Shop")] == ["cart"]


def test_odd_names_and_ids_are_kept_too(drafts: Drafts) -> None:
    odd = replace(DRAFT, environment="Ünïcode ' テスト", id="\ud800'; --", title="\udfff\x00")
    drafts.keep(odd)
    assert drafts.all(odd.environment) == [odd]
    assert drafts.forget(odd.environment, "order", odd.id)


def test_a_moment_without_a_zone_is_refused(drafts: Drafts) -> None:
    with pytest.raises(ValueError, match="zone"):
        drafts.keep(replace(DRAFT, kept_at=datetime(2026, 1, 2)))


def test_a_draft_that_the_disk_changed_is_left_out_and_told_once(drafts: Drafts, database: Database) -> None:
    drafts.keep(DRAFT)
    drafts.keep(replace(DRAFT, id="good"))
    with closing(sqlite3.connect(database.path, isolation_level=None)) as disk:
        disk.execute("UPDATE drafts SET content = replace(content, '4.10', '4.90') WHERE id = ?", (DRAFT.id,))
    for _ in range(2):
        assert [one.id for one in drafts.all("Shop")] == ["good"]
    [notice] = database.take_notices()
    assert DRAFT.id in notice
    drafts.keep(DRAFT)
    assert DRAFT in drafts.all("Shop")


def test_open_tabs_come_back_in_their_order_with_the_one_in_front(drafts: Drafts, places: Places) -> None:
    assert drafts.tabs("Shop") == OpenTabs()
    drafts.keep_tabs("Shop", [("order", "b"), ("cart", "a")], ("cart", "a"))
    drafts.keep_tabs("Other", [], None)
    with closing(Database(places)) as later:
        assert Drafts(later).tabs("Shop") == OpenTabs((("order", "b"), ("cart", "a")), ("cart", "a"))
        assert Drafts(later).tabs("Other") == OpenTabs()


def test_tabs_that_the_disk_changed_are_none_and_told(drafts: Drafts, database: Database) -> None:
    drafts.keep_tabs("Shop", [("order", "b")], None)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as disk:
        disk.execute("UPDATE tabs SET content = 'x'")
    assert drafts.tabs("Shop") == OpenTabs()
    assert len(database.take_notices()) == 1


KILLS = 30
KILLER = f"""
import os, random, signal, sys, time
from contextlib import closing
from datetime import UTC, datetime
from console.store.database import Database
from console.store.drafts import Drafts, KeptDraft
from console.store.places import find_places

def write_for_ever(pipe, start):
    drafts = Drafts(Database(find_places()))
    number = start
    while True:
        number += 1
        for tab in range(5):
            text = f"{{number}} " * (1 + number * 37 % 3_000)
            drafts.keep(KeptDraft("Shop", "order", f"tab-{{tab}}", "", number, {{"text": text}}, datetime.now(UTC)))
            os.write(pipe, b"%d %d\\n" % (tab, number))

dice = random.Random(int(sys.argv[1]))
last = [0] * 5
began = time.perf_counter()
for kill in range({KILLS}):
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        write_for_ever(theirs, max(last))
    os.close(theirs)
    with os.fdopen(ours) as acknowledged:
        for _ in range(dice.randrange(1, 20)):
            tab, number = map(int, acknowledged.readline().split())
            last[tab] = number
        for _ in range(dice.randrange(20_000)):
            pass  # somewhere in the next write
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for line in acknowledged:
            tab, number = map(int, line.split())
            last[tab] = number
    with closing(Database(find_places())) as database:
        kept = {{int(one.id[4:]): one for one in Drafts(database).all("Shop")}}
        assert database.take_notices() == [], "nothing was damaged"
    for tab, number in enumerate(last):
        if number:
            assert number <= kept[tab].count <= max(last) + 1, (kill, tab, number, kept[tab].count)
            text = kept[tab].content["text"]
            assert text == f"{{kept[tab].count}} " * (1 + kept[tab].count * 37 % 3_000), "whole"
print(f"{{{KILLS}}} kills, {{max(last)}} rounds, {{time.perf_counter() - began:.1f}} s")
"""


@pytest.mark.fault(72)
@posix_only
def test_a_writer_killed_at_any_moment_loses_and_tears_nothing(tmp_path: Path) -> None:
    home = {**os.environ, "ORDER_CONSOLE_HOME": str(tmp_path)}
    killer = subprocess.run([sys.executable, "-c", KILLER, "7"], env=home, capture_output=True, text=True)
    assert killer.returncode == 0, killer.stderr
    assert killer.stdout.startswith(f"{KILLS} kills")
