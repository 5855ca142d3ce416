"""One unreadable entry among good ones: it is told and left out, and those beside it are read as ever.

It must not damage the file itself; `test_database.py` does. Rows here are whole for the disk and wrong for the console,
as another version of it would leave them, or torn behind their seal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from console.presenters.runs import items
from console.store.archive import Archive
from console.store.database import Connection, Database
from console.store.drafts import Drafts
from console.store.places import find_places
from console.store.runs import Runs
from console.store.sealed import sealed, unsealed
from console.store.trail import Trail
from tests.support.old import put_database

SHOPS = ("Shop", "Cut shop")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    places = find_places({"ORDER_CONSOLE_HOME": str(tmp_path)})
    put_database("3-carriers", places)
    with closing(Database(places)) as opened:
        yield opened


def drafts(database: Database) -> list[str]:
    return [one.title for shop in SHOPS for one in Drafts(database).all(shop)]


def entries(database: Database) -> list[str]:
    return [one.intent.record_id for one in Trail(database).search(limit=-1)]


def runs(database: Database) -> list[int]:
    return [one.number for shop in SHOPS for one in Runs(database).all(shop)]


def recents(database: Database) -> list[str]:
    return [one.id for shop in SHOPS for one in Archive(database).recent(shop)]


def rows(database: Database) -> list[str]:
    """The rows of the run that can be shown and sent."""
    found = [items.restored(row) for row in Runs(database).rows(1)]
    return [str(row.place) for row in found if row.order_id]


def change(database: Database, table: str, column: str, to: Callable[[str], str]) -> None:
    """Change a column of the first row of a table."""
    key = "place" if table == "run_rows" else "rowid"

    def work(connection: Connection) -> None:
        first, held = connection.execute(
            f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY {key} LIMIT 1"
        ).fetchone()
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (to(held), first))

    database.write(work)


def torn(text: str) -> str:
    return text[:-3]


def holding(value: Any) -> Callable[[str], str]:
    return lambda _: sealed(value)


def without(*keys: str) -> Callable[[str], str]:
    """The row's first part without some keys."""

    def to(text: str) -> str:
        first, *rest = text.split("\n")
        return "\n".join([sealed({k: v for k, v in unsealed(first).items() if k not in keys}), *rest])

    return to


def with_(**more: Any) -> Callable[[str], str]:
    """The row's first part with other values."""

    def to(text: str) -> str:
        first, *rest = text.split("\n")
        return "\n".join([sealed({**unsealed(first), **more}), *rest])

    return to


KINDS: dict[str, tuple[str, str, Callable[[Database], list[Any]], str]] = {
    "draft": ("drafts", "content", drafts, "unsaved work"),
    "entry": ("trail", "intent", entries, "Entry"),
    "ending": ("trail", "ending", entries, "Entry"),
    "run": ("runs", "content", runs, "Run 1"),
    "row": ("run_rows", "content", rows, "Row 1"),
    "recent": ("archive", "face", recents, "local index"),
}
DAMAGE: dict[str, Callable[[str], str]] = {
    "torn": torn,
    "empty": lambda _: "",
    "no object": holding(None),
    "a list": holding([1, 2]),
    "a number": holding(7),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("kind", KINDS)
def test_an_unreadable_one_is_told_and_left_out_and_the_others_are_there(
    database: Database, kind: str, damage: str
) -> None:
    table, column, read, told = KINDS[kind]
    before = read(database)
    change(database, table, column, DAMAGE[damage])
    assert len(read(database)) == len(before) - 1
    assert set(read(database)) <= set(before)
    (notice,) = database.take_notices()
    assert told in notice
    assert "damaged" in notice
    for _, _, other, _ in KINDS.values():
        assert other is read or other(database)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("draft", with_(kind="parcel")),
        ("draft", with_(content=[])),
        ("draft", with_(kept_at="yesterday")),
        ("draft", without("content")),
        ("entry", with_(kind="parcel")),
        ("entry", with_(changes=[["a"]])),
        ("entry", with_(sent_at=5)),
        ("entry", without("record_id")),
        ("ending", with_(outcome="perhaps")),
        ("ending", with_(settled_at="then")),
        ("ending", without("outcome")),
        ("run", with_(head=5)),
        ("row", without("content")),
        ("row", with_(cells=5)),
        ("recent", with_(as_of="then")),
        ("recent", without("id")),
    ],
)
def test_one_that_says_what_no_console_says_is_unreadable_too(
    database: Database, kind: str, wrong: Callable[[str], str]
) -> None:
    table, column, read, told = KINDS[kind]
    before = read(database)
    change(database, table, column, wrong)
    assert len(read(database)) == len(before) - 1
    assert told in " ".join(database.take_notices())


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("draft", ("kind", "id", "kept_at", "called", "count")),
        (
            "entry",
            ("customer_id", "changes", "method", "url", "workflows", "force", "run", "row", "who", "digest"),
        ),
        ("ending", ("reason", "settled_at", "cause")),
        ("run", ("name", "head", "content")),
        ("row", ("cells",)),
        ("recent", ("customer_id", "called", "subtitle", "as_of")),
    ],
)
def test_a_missing_key_has_its_default(database: Database, kind: str, keys: tuple[str, ...]) -> None:
    table, column, read, _ = KINDS[kind]
    before = read(database)
    parted = kind == "entry" and "changes" in keys
    change(
        database,
        table,
        column,
        (lambda text: without(*keys)(text.split("\n")[0])) if parted else without(*keys),
    )
    assert len(read(database)) == len(before)
    assert database.take_notices() == []


@pytest.mark.parametrize("kind", ["draft", "entry", "ending", "run", "row", "recent"])
def test_a_key_that_is_not_known_is_let_be(database: Database, kind: str) -> None:
    table, column, read, _ = KINDS[kind]
    before = read(database)
    change(database, table, column, with_(of_tomorrow={"a": 1}))
    assert read(database) == before


def test_a_cause_of_which_another_console_knew_more_is_read(database: Database) -> None:
    change(database, "trail", "ending", with_(cause={"error": "OutcomeUnknown", "weather": "rain"}))
    told = [one.cause for one in Trail(database).search(limit=-1) if one.cause is not None]
    assert "OutcomeUnknown" in {cause.error for cause in told}


@pytest.mark.parametrize(
    "wanted",
    [{}, {"order": 5}, {"order": "1001", "shipment": 7}, {"order": "1001", "by": "id", "shipment": {}}],
)
def test_a_row_of_another_form_is_unknown_unless_it_says_what_it_asks_for(
    database: Database, wanted: dict[str, Any]
) -> None:
    change(database, "run_rows", "status", lambda _: "to send")
    change(
        database,
        "run_rows",
        "content",
        with_(content={"verdict": "will ship", "order_id": "a", "wanted": wanted}),
    )
    first = items.restored(Runs(database).rows(1)[0])
    assert (first.status, first.order_id) == (("to send", "a") if "by" in wanted else ("unknown", ""))


@pytest.mark.parametrize("status", ["", "lost"])
def test_a_row_with_a_status_of_another_console_is_unknown_and_never_sent(
    database: Database, status: str
) -> None:
    change(database, "run_rows", "status", lambda _: status)
    assert items.restored(Runs(database).rows(1)[0]).status == "unknown"
    assert sum(Runs(database).statuses(1).values()) == 25, "every row is counted, this one as unknown"


def test_a_copy_that_is_damaged_is_looked_up_again_and_the_list_stays(database: Database) -> None:
    first = Archive(database).recent("Shop")[-1]
    change(database, "archive", "content", with_(content=[]))
    archive = Archive(database)
    readings = [archive.read(shop, one.kind, one.id) for shop in SHOPS for one in archive.recent(shop)]
    assert readings.count(None) == 1
    assert "look it up again" in " ".join(database.take_notices())
    assert first in Archive(database).recent("Shop")


@pytest.mark.parametrize(
    "wrong", [torn, holding(None), with_(tabs=[["parcel", "x"]]), with_(front=["order"])]
)
def test_tabs_that_cannot_be_read_are_told_and_cost_no_draft(
    database: Database, wrong: Callable[[str], str]
) -> None:
    change(database, "tabs", "content", wrong)
    for name in SHOPS:
        Drafts(database).tabs(name)
    assert "tabs" in " ".join(database.take_notices())
    assert len(drafts(database)) == 3
