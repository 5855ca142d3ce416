"""The trail: written before it is sent, found by any word, and never holding what must not be kept."""

from __future__ import annotations

import getpass
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from console.store import entries as entries_module
from console.store.database import Connection, Database
from console.store.places import Places, find_places
from console.store.trail import Entry, FieldChange, Intent, Trail, os_user

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
BODY = '{"shippingTrackingUrl": "https://www.ups.com/track?tracknum=1Z999AA10123456784"}'
CHANGES = (
    FieldChange(
        "shippingTrackingUrl", "Tracking URL", "empty", "https://www.ups.com/…784", None, "https://…784"
    ),
    FieldChange(
        "lineItems",
        "Line items",
        "1 line",
        "replaced by these 2",
        [{"sku": "MUG-1", "name": "Coffee Mug", "unitPrice": Decimal("4.10")}],
        [{"sku": "TEA-2", "name": "Teekanne Größe L", "unitPrice": Decimal("19.90")}],
    ),
)
INTENT = Intent(
    environment="Shop",
    kind="order",
    record_id="0ad24370-aaaa",
    customer_id="#1001",
    changes=CHANGES,
    method="POST",
    url="https://api.example.com/orders/0ad24370-aaaa?triggerEvents=false",
    body=BODY,
    workflows=False,
    keys=("jo@example.com", "MUG-1"),
)


class Clock:
    """A clock that stands until it is moved."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places({"ORDER_CONSOLE_HOME": str(tmp_path)})


@pytest.fixture
def database(places: Places) -> Iterator[Database]:
    with closing(Database(places)) as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def trail(database: Database, clock: Clock) -> Trail:
    return Trail(database, clock=clock, who=lambda: "jo")


def intent(**changed: Any) -> Intent:
    return replace(INTENT, **changed)


def test_the_intent_is_on_the_disk_before_begin_returns(trail: Trail, places: Places) -> None:
    number = trail.begin(INTENT)
    with closing(Database(places)) as other:
        [entry] = Trail(other).of("Shop", "order", INTENT.record_id)
    assert entry == Entry(number, INTENT, "jo", NOON)
    assert entry.outcome == "sent"
    assert not entry.settled
    assert str(entry.intent.changes[1].was[0]["unitPrice"]) == "4.10"


def test_the_outcome_comes_after_and_the_intent_stays(trail: Trail, clock: Clock) -> None:
    number = trail.begin(INTENT)
    clock.move(2)
    assert trail.end(number, "saved", answer={"grandTotal": Decimal("4.10")})
    [entry] = trail.of("Shop", "order", INTENT.record_id)
    assert (entry.intent, entry.sent_at) == (INTENT, NOON)
    assert (entry.outcome, entry.settled_at, entry.reason) == ("saved", NOON + timedelta(seconds=2), "")
    assert str(entry.answer["grandTotal"]) == "4.10"
    assert entry.settled


def test_an_unknown_outcome_stays_open_until_it_is_settled_once(
    trail: Trail, places: Places, clock: Clock
) -> None:
    saved, unknown, dead = (trail.begin(intent(record_id=name)) for name in ("a", "b", "c"))
    trail.end(saved, "saved")
    assert trail.end(unknown, "unknown", "The line was cut.")
    with closing(Database(places)) as restarted:
        later = Trail(restarted, clock=clock)
        assert [(entry.number, entry.outcome) for entry in later.unsettled("Shop")] == [
            (unknown, "unknown"),
            (dead, "sent"),
        ]
        assert later.unsettled("Practice sandbox") == []
        assert later.end(unknown, "arrived")
        assert later.end(dead, "not arrived")
        assert not later.end(unknown, "not arrived"), "settled is settled"
        assert [entry.number for entry in later.unsettled("Shop")] == [dead], "it may still arrive"
        assert later.end(dead, "arrived")
        assert later.unsettled("Shop") == []
        [entry] = later.of("Shop", "order", "b")
        assert entry.outcome == "arrived"


def is_open(trail: Trail, database: Database) -> bool:
    return database.write(trail.open_statement("Shop", "order", INTENT.record_id))


def test_what_had_not_arrived_may_still_for_a_day(trail: Trail, database: Database, clock: Clock) -> None:
    mine, another = trail.begin(INTENT), trail.begin(intent(record_id="another"))
    for number in (mine, another):
        trail.end(number, "not arrived")
    clock.move(24 * 60 * 60)
    assert [entry.number for entry in trail.unsettled("Shop")] == [mine, another]
    assert [entry.number for entry in trail.open_of("Shop", "order", INTENT.record_id)] == [mine]
    assert is_open(trail, database)
    clock.move(1)
    assert trail.unsettled("Shop") == []
    assert trail.open_of("Shop", "order", INTENT.record_id) == []
    assert not is_open(trail, database)
    assert [entry.outcome for entry in trail.search()] == ["not arrived"] * 2, "it is kept as it is"


def test_an_entry_that_is_no_longer_there_is_not_taken_for_another(trail: Trail, database: Database) -> None:
    number = trail.begin(INTENT)
    database.wipe()
    assert not trail.end(number, "saved")
    assert trail.search() == []


def test_the_trail_of_a_record_is_newest_first_and_of_that_record_only(trail: Trail) -> None:
    numbers = [trail.begin(INTENT) for _ in range(3)]
    trail.begin(intent(kind="cart"))
    trail.begin(intent(environment="Other"))
    trail.begin(intent(record_id="other"))
    assert [entry.number for entry in trail.of("Shop", "order", INTENT.record_id)] == numbers[::-1]
    assert len(trail.of("Shop", "order", INTENT.record_id, limit=2)) == 2


@pytest.mark.parametrize(
    "text",
    [
        *("0ad24370", "0AD24370-AAAA", "#1001", "1001", "JO@example.com", "mug-1", "tea-2", "1z999aa1"),
        *("coffee mug", "Mug Coffee", "GRÖSSE", "größe l", "https://www.ups.com", "tracking url", "  mug  "),
    ],
)
def test_an_entry_is_found_by_any_word_in_part(trail: Trail, text: str) -> None:
    number = trail.begin(INTENT)
    trail.begin(intent(record_id="b", customer_id="", changes=(), body="{}", keys=()))
    assert [entry.number for entry in trail.search(text)] == [number]


@pytest.mark.parametrize("text", ["nothing", "mug saucer", "%", "_", "4.10 mug", "\ud800", "triggerEvents"])
def test_what_does_not_fit_is_not_found(trail: Trail, text: str) -> None:
    trail.begin(INTENT)
    assert trail.search(text) == []


@pytest.mark.parametrize("body", ["not JSON but Müll", '["Müll"]', '"M\\u00fcll"'])
def test_the_body_is_searched_whatever_it_is(trail: Trail, body: str) -> None:
    trail.begin(intent(body=body))
    assert len(trail.search("MÜLL")) == 1


def test_a_search_goes_by_environment_day_and_page(trail: Trail, clock: Clock) -> None:
    numbers = []
    for day in range(3):
        clock.now = datetime(
            2026, 1, 2 + day, 0, 30
        ).astimezone()  # half past midnight by the computer's clock
        numbers += [trail.begin(INTENT), trail.begin(intent(environment="Other"))]
    assert [entry.number for entry in trail.search()] == numbers[::-1]
    assert [entry.number for entry in trail.search("mug", environment="Other")] == numbers[5::-2]
    day = datetime(2026, 1, 3).date()
    assert [entry.number for entry in trail.search(day=day)] == [numbers[3], numbers[2]]
    assert [entry.number for entry in trail.search("mug", day, "Shop")] == [numbers[2]]
    first = trail.search("mug", limit=4)
    assert [entry.number for entry in first] == numbers[:1:-1]
    assert [entry.number for entry in trail.search("mug", older_than=first[-1].number)] == numbers[1::-1]
    assert len(trail.search(limit=-1)) == 6


def test_the_same_change_within_a_minute_is_known(trail: Trail, clock: Clock) -> None:
    def again(**changed: Any) -> Entry | None:
        asked = intent(**changed)
        return trail.same_recently(asked.environment, asked.kind, asked.record_id, asked.body)

    assert again() is None
    number = trail.begin(INTENT)
    clock.move(60)
    found = again()
    assert found is not None
    assert found.number == number
    for changed in ({"body": "{}"}, {"kind": "cart"}, {"record_id": "b"}, {"environment": "Other"}):
        assert again(**changed) is None
    clock.move(0.001)
    assert again() is None
    clock.move(-3_600)
    assert again() is not None, "a clock that was put back does not make it forgotten"


def test_a_glance_shows_all_but_what_may_be_long(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    number = trail.begin(INTENT)
    trail.end(number, "saved", "fine", {"orderId": "a", "lineItems": [{"name": "Mug"}]})
    whole, read = trail.entry(number), []
    real = entries_module.unsealed
    monkeypatch.setattr(entries_module, "unsealed", lambda text: read.append(text) or real(text))
    [seen] = trail.glance("Shop", "order", INTENT.record_id)
    assert whole is not None
    brief = replace(
        whole.intent,
        body="",
        keys=(),
        changes=tuple(replace(one, was=None, becomes=None) for one in whole.intent.changes),
    )
    assert seen == replace(whole, intent=brief, answer=None)
    assert [text for text in read if "Teekanne" in text or "Mug" in text] == []
    assert trail.glance("Shop", "order", "b") == []


def test_another_body_is_told_apart_without_reading_it(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    trail.begin(INTENT)

    def never(_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(entries_module, "unsealed", never)
    assert trail.same_recently("Shop", "order", INTENT.record_id, BODY + " ") is None


def test_an_entry_that_was_kept_in_one_part_is_read_all_the_same(trail: Trail, database: Database) -> None:
    number = trail.begin(INTENT)
    trail.end(number, "saved", "fine", {"orderId": "a"})
    [new] = trail.search()
    with closing(sqlite3.connect(database.path, isolation_level=None)) as disk:
        [(intent_text, ending)] = disk.execute("SELECT intent, ending FROM trail").fetchall()
        one = [entries_module.together(text) for text in (intent_text, ending)]
        del one[0]["values"]
        one[0]["changes"] = [[c.key, c.label, c.before, c.after, c.was, c.becomes] for c in CHANGES]
        disk.execute("UPDATE trail SET intent = ?, ending = ?", tuple(map(entries_module.sealed, one)))
    assert trail.search() == [new]
    [seen] = trail.glance("Shop", "order", INTENT.record_id)
    assert seen == new
    assert trail.same_recently("Shop", "order", INTENT.record_id, BODY) == new


def test_codes_stand_on_the_disk_and_words_where_it_is_read(trail: Trail, database: Database) -> None:
    changes = (
        FieldChange("states.shipped", "Shipped", "no", "yes", False, True),
        FieldChange("shippingDetails", "Shipping details", "empty", "by boat", None, "by boat"),
        FieldChange("shippingDetails", "Shipping details", "empty", "empty", "empty", ""),
        FieldChange("oldField", "A field of before", "empty", "1", None, 1),
    )
    number = trail.begin(replace(INTENT, changes=changes))
    assert (found := trail.entry(number)) is not None
    assert found.intent.changes == changes
    with closing(sqlite3.connect(database.path)) as disk:
        [(text,)] = disk.execute("SELECT intent FROM trail").fetchall()
    assert entries_module.together(text)["changes"] == [
        ["states.shipped", False, True],
        ["shippingDetails", None, "by boat"],
        ["shippingDetails", "empty", None],
        ["oldField", "A field of before", None, "1"],
    ]


@pytest.mark.parametrize("outcome", ["saved", "unknown", "not arrived", "arrived"])
def test_what_may_have_been_applied_asks(trail: Trail, outcome: Any) -> None:
    trail.end(trail.begin(INTENT), outcome)
    assert trail.same_recently("Shop", "order", INTENT.record_id, BODY) is not None


def test_what_was_refused_may_be_sent_again_unasked(trail: Trail) -> None:
    trail.end(trail.begin(INTENT), "not saved")
    assert trail.same_recently("Shop", "order", INTENT.record_id, BODY) is None


def test_odd_texts_are_kept_and_found(trail: Trail) -> None:
    odd = intent(
        record_id="\ud800", environment="É'", body="\udfff\x00", customer_id="\x00", keys=("\ud83d",)
    )
    trail.begin(odd)
    [entry] = trail.of("É'", "order", "\ud800")
    assert entry.intent == odd
    assert len(trail.search("\ud83d")) == 1


def test_a_damaged_entry_is_left_out_and_told_once(trail: Trail, database: Database) -> None:
    number = trail.begin(INTENT)
    trail.begin(intent(record_id="good"))
    with closing(sqlite3.connect(database.path, isolation_level=None)) as disk:
        disk.execute("UPDATE trail SET intent = replace(intent, '4.10', '4.90') WHERE number = ?", (number,))
    for _ in range(2):
        assert [entry.intent.record_id for entry in trail.search()] == ["good"]
    [notice] = database.take_notices()
    assert str(number) in notice


def test_there_is_no_place_for_a_token_or_a_header(trail: Trail, database: Database) -> None:
    names = {field.name for kind in (Intent, Entry, FieldChange) for field in fields(kind)}
    assert not names & {"headers", "token", "authorization", "secret", "client_id", "session"}
    trail.end(trail.begin(INTENT), "saved", answer={"orderId": INTENT.record_id})
    database.close()
    disk = database.path.read_bytes().lower()
    assert b"ups.com" in disk
    assert b"bearer" not in disk
    assert b"authorization" not in disk


def test_the_operator_is_the_computer_s_user_unless_it_knows_none(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert os_user()

    def nobody() -> str:
        raise OSError("No username set in the environment")

    monkeypatch.setattr(getpass, "getuser", nobody)
    Trail(database).begin(INTENT)
    assert Trail(database).search()[0].who == ""


def test_ten_thousand_entries_are_searched_in_a_blink(trail: Trail, database: Database) -> None:
    needle = trail.begin(intent(keys=("needle-7",)))
    lines = [
        {"sku": f"SKU-{number}", "name": f"Article number {number}", "description": "of the very best make"}
        for number in range(8)
    ]
    trail.begin(intent(body=json.dumps({"lineItems": lines})))

    def multiply(connection: Connection) -> None:
        rows = connection.execute("SELECT * FROM trail ORDER BY number DESC LIMIT 1").fetchone()
        words = connection.execute("SELECT words FROM trail_words ORDER BY number DESC LIMIT 1").fetchone()
        connection.executemany(
            "INSERT INTO trail VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((rows[0] + number, *rows[1:]) for number in range(1, 10_000)),
        )
        connection.executemany(
            "INSERT INTO trail_words VALUES (?, ?)",
            ((rows[0] + number, f"{words[0]}\nid-{number}") for number in range(1, 10_000)),
        )

    database.write(multiply)
    took = []
    for text, most in (("needle-7", 1), ("nowhere", 0), ("best make", 50), ("id-777 mug", 11)):
        for _ in range(3):
            began = time.thread_time()
            found = trail.search(text)
            took.append((time.thread_time() - began, text))
            assert len(found) == most, text
    assert trail.search("needle-7")[0].number == needle
    quickest = {text: min(seconds for seconds, asked in took if asked == text) for _, text in took}
    print({text: f"{seconds * 1000:.1f} ms" for text, seconds in quickest.items()})
    assert max(quickest.values()) < 0.050
