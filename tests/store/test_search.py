"""Finding by the search file: the very rows that a look at every row finds, whatever state the file is in."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from console.store import archive as archive_module
from console.store import search, search_file
from console.store import trail as trail_module
from console.store.archive import Archive
from console.store.catching_up import catch_up
from console.store.database import Connection, Database
from console.store.places import Places, find_places
from console.store.schema import STEPS
from console.store.sealed import in_utc, sealed
from console.store.trail import Intent, Trail
from console.store.words import runs_of_three, terms
from tests.support.checkout import ROOT
from tests.support.disks import small_disk
from tests.support.posix import mode_of, posix_only
from tests.support.tries import tries

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
NAMES = [
    "Jörg Straße",
    "ANNA Müller",
    "Łukasz Ångström",
    "José",
    "山田太郎",
    "O'Neil",
    'quo"ted',
    "İstanbul",
    "ﬁne",
]
THINGS = [
    "Coffee Mug",
    "Tea-Pot",
    "sku-0123",
    "SKU-0124",
    "NEAR(a b)",
    "words:x AND y",
    "50% *",
    "a^b",
    "👩‍🚀 suit",
]
APART = 211
"""How far the numbers of two rows lie apart, so that a few hundred lie in many parts."""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places({"ORDER_CONSOLE_HOME": str(tmp_path / "home")})


@pytest.fixture
def database(places: Places) -> Iterator[Database]:
    with closing(Database(places)) as made:
        yield made


def texts(dice: random.Random) -> list[str]:
    mail = f"{dice.choice(NAMES)}{dice.randrange(100)}@example.com"
    return [dice.choice(NAMES), mail, *dice.sample(THINGS, 2), f"\x00{dice.randrange(1000)}\ud800", "Order"]


def fill(database: Database, count: int, first: int = 0) -> None:
    """So many records in the index and in the trail, each as its own call would leave it, in one transaction."""
    dice = random.Random(first)
    trail = Trail(database, who=lambda: "kim")

    def work(connection: Connection) -> None:
        for place in range(first, first + count):
            environment, found_by = dice.choice(["Shop", "Shop", "Other"]), texts(dice)
            intent = Intent(
                environment, "order", f"id-{place}", "", (), "POST", "", "{}", True, keys=tuple(found_by)
            )
            number = trail.begin_statement(intent)(connection)
            at = in_utc(NOON + timedelta(minutes=place // 2))
            words = connection.execute(
                "SELECT words FROM trail_words WHERE number = ?", (number,)
            ).fetchone()[0]
            face = sealed(
                {"id": f"id-{place}", "customer_id": "", "title": "", "subtitle": "", "as_of": None}
            )
            connection.execute(
                "INSERT INTO archive VALUES (?, ?, 'order', ?, ?, ?, NULL)",
                (place * APART, environment, f"id-{place}", at, face),
            )
            connection.execute("INSERT INTO archive_words VALUES (?, ?)", (place * APART, words))
            connection.execute("UPDATE trail SET sent_at = ? WHERE number = ?", (at, number))

    database.write(work)


def all_caught_up(database: Database) -> int:
    """How many slices it took."""
    return sum(1 for _ in itertools.takewhile(lambda _: catch_up(database, tidy=True), itertools.count()))


def scanned(database: Database, table: str, text: str, more: str, values: list[Any], order: str) -> list[Any]:
    """What a look at every row finds: all that were ever kept, tested by their words."""
    tests = " AND ".join(["instr(words, ?) > 0"] * len(terms(text)))
    query = f"SELECT {'id' if table == 'archive' else 'number'} FROM {table}_words CROSS JOIN {table} USING (number)"
    return database.read(
        lambda connection: [
            found
            for (found,) in connection.execute(
                f"{query} WHERE {tests} {more} ORDER BY {order} LIMIT ?", [*terms(text), *values]
            )
        ]
    )


def same_records(database: Database, text: str, environment: str | None, limit: int) -> bool:
    found = [one.id for one in Archive(database).find(text, environment, limit)]
    more = "" if environment is None else "AND environment = ?"
    values = [limit] if environment is None else [environment, limit]
    return found == scanned(database, "archive", text, more, values, "opened_at DESC, number DESC")


def same_entries(
    database: Database, text: str, environment: str | None, limit: int, day: date | None, below: int | None
) -> bool:
    found = Trail(database).search(text, day, environment, older_than=below, limit=limit)
    more, values = "", list[Any]()
    if day is not None:
        ends = (datetime(day.year, day.month, day.day + late).astimezone() for late in (0, 1))
        more, values = "AND sent_at >= ? AND sent_at < ?", [in_utc(end) for end in ends]
    if environment is not None:
        more, values = f"{more} AND environment = ?", [*values, environment]
    if below is not None:
        more, values = f"{more} AND number < ?", [*values, below]
    return [one.number for one in found] == scanned(
        database, "trail", text, more, [*values, limit], "number DESC"
    )


# -- the same as a look at every row -------------------------------------------------------------------------------

QUERY_PARTS = st.sampled_from(
    [
        '"',
        "AND",
        "OR NOT",
        "NEAR(",
        "*",
        "^x",
        "words:",
        "-a",
        "\x00",
        "%",
        "_",
        "ß",
        "9",
        "\ud800",
        "zq",
        "a b c",
    ]
)


@st.composite
def questions(draw: st.DrawFn) -> str:
    """Parts of what is kept, whole or with one character changed, in another case or another spelling."""
    dice = random.Random(draw(st.integers(0, 299)))
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        kept = " ".join(texts(dice))
        start = draw(st.integers(0, len(kept) - 1))
        part = kept[start : start + draw(st.integers(1, 12))]
        if draw(st.integers(0, 3)) == 0:
            place = draw(st.integers(0, len(part) - 1))
            part = part[:place] + draw(st.sampled_from("a9ß \"ž'*")) + part[place + 1 :]
        part = draw(
            st.sampled_from([str, str.upper, str.casefold, lambda text: unicodedata.normalize("NFD", text)])
        )(part)
        parts.append(draw(QUERY_PARTS) if draw(st.integers(0, 5)) == 0 else part)
    return draw(st.sampled_from(["", " ", "\n"])).join(parts)


def kept_in_many_states(places: Places) -> Iterator[Database]:
    """A database whose search file is as it may be: none, begun, whole, behind, ahead of what was forgotten."""
    for state in ("none", "begun", "whole", "behind", "stale", "forgotten"):
        shutil.rmtree(places.data, ignore_errors=True)
        with closing(Database(places)) as database:
            fill(database, 300)
            if state == "begun":
                assert all(catch_up(database) for _ in range(3))
            elif state != "none":
                all_caught_up(database)
            if state in ("behind", "stale", "forgotten"):
                fill(database, 40, first=300)
                database.write(_turn_about)
            if state in ("stale", "forgotten"):
                while catch_up(database):
                    pass
                assert any(part.stale for part in database.search_file.parts.values())
            if state == "forgotten":
                assert Archive(database).age_out(NOON + timedelta(minutes=20)) > 30
            yield database


def _turn_about(connection: Connection) -> None:
    """Give some rows the words of others, and delete some."""
    for number, words in connection.execute(
        "SELECT number, words FROM archive_words WHERE number % 5 = 0 AND number > 0"
    ).fetchall():
        connection.execute("UPDATE archive_words SET words = ? WHERE number = ?", (words, number - APART))
    connection.execute("DELETE FROM archive WHERE number % 7 = 3 AND number < 20000")


def test_every_question_finds_what_a_look_at_every_row_finds(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (archive_module, trail_module):
        monkeypatch.setattr(module, "_AT_FIRST", 4)
    monkeypatch.setattr(search, "_FEW", 24)
    for database in kept_in_many_states(places):
        numbers = [one.number for one in Trail(database).search()]
        environments = st.sampled_from(["Shop", "Other", None])

        @tries(60, suppress_health_check=list(HealthCheck))
        @given(
            questions(),
            environments,
            st.sampled_from([0, 1, 3, 50, -1]),
            st.sampled_from([None, None, date(2026, 1, 2), date(2026, 2, 3)]),
            st.sampled_from([None, None, *numbers]),
        )
        def asked(
            text: str, environment: str | None, limit: int, day: date | None, below: int | None
        ) -> None:
            if terms(text):
                assert same_records(database, text, environment, limit)  # noqa: B023 - run at once
                assert same_entries(database, text, environment, limit, day, below)  # noqa: B023

        asked()
        assert database.take_notices() == []


def steps(database: Database, text: str) -> int:
    """How many thousands of steps SQLite takes to find a text in the index and in the trail."""
    taken = [0]

    def count() -> None:
        taken[0] += 1

    database.read(lambda connection: connection.set_progress_handler(count, 1_000))
    Archive(database).find(text, "Shop")
    Trail(database).search(text)
    database.read(lambda connection: connection.set_progress_handler(None, 0))
    return taken[0]


def test_neither_a_common_word_nor_a_rare_one_costs_a_look_at_every_row(database: Database) -> None:
    def work(connection: Connection) -> None:
        for number in range(1, 20_001):
            connection.execute(
                "INSERT INTO archive VALUES (?, 'Shop', 'order', ?, ?, '', NULL)",
                (number, str(number), in_utc(NOON)),
            )
            words = f"order {number:06}\nanna@example.com"
            connection.execute("INSERT INTO archive_words VALUES (?, ?)", (number, words))

    database.write(work)
    before = steps(database, "000777")
    assert before > 50
    all_caught_up(database)
    assert steps(database, "000777") * 10 < before
    assert steps(database, "order") * 10 < before
    assert steps(database, "nowhere") * 10 < before


# -- keeping up ----------------------------------------------------------------------------------------------------


def test_what_is_kept_is_found_at_once_and_by_the_search_file_later(database: Database) -> None:
    fill(database, 40)
    all_caught_up(database)
    assert same_records(database, "zebra", "Shop", 50)
    archive = Archive(database)
    archive.remember("Shop", "order", "new", "", "Zebra", "", [], {"a": 1}, NOON)
    assert [one.id for one in archive.find("zebra", "Shop")] == ["new"]
    assert database.search_file.numbers("archive", ["zeb"], 9, None) == []
    all_caught_up(database)
    assert len(database.search_file.numbers("archive", ["zeb"], 9, None)) == 1
    archive.remember("Shop", "order", "new", "", "Okapi", "", [], {"a": 1}, NOON)
    assert archive.find("zebra", "Shop") == []
    assert [one.id for one in archive.find("okapi", "Shop")] == ["new"]
    all_caught_up(database)
    assert database.search_file.numbers("archive", ["zeb"], 9, None) == []


def test_what_another_connection_writes_is_found(database: Database, places: Places) -> None:
    fill(database, 40)
    all_caught_up(database)
    with closing(Database(places, beside=True)) as beside:
        Archive(beside).remember("Shop", "order", "new", "", "Zebra", "", [], {"a": 1}, NOON)
    assert [one.id for one in Archive(database).find("zebra", "Shop")] == ["new"]


def test_looking_a_record_up_again_is_no_work_for_the_search_file(database: Database) -> None:
    archive = Archive(database)
    archive.remember("Shop", "order", "new", "", "Zebra", "", [], {"a": 1}, NOON)
    all_caught_up(database)
    seen = database.search_file.seen
    archive.remember("Shop", "order", "new", "", "Zebra", "", [], {"a": 2}, NOON)
    assert catch_up(database) is False
    assert database.search_file.seen == seen


def test_a_later_session_uses_what_is_there(places: Places) -> None:
    with closing(Database(places)) as database:
        fill(database, 300)
        all_caught_up(database)
        parts = set(database.search_file.parts)
        kept = database.search_file.path.stat().st_ino
    with closing(Database(places)) as database:
        assert all_caught_up(database) == len(parts), "each is proved once"
        assert all(part.proved for part in database.search_file.parts.values())
        assert set(database.search_file.parts) == parts
        assert database.search_file.path.stat().st_ino == kept


def test_a_killed_console_goes_on_where_it_was(places: Places) -> None:
    with closing(Database(places)) as database:
        fill(database, 300)
    code = (
        "import os, signal\n"
        "from console.store.catching_up import catch_up\n"
        "from console.store.database import Database\n"
        "from console.store.places import find_places\n"
        "from console.store.search_file import SearchFile\n"
        "database = Database(find_places(dict(os.environ)))\n"
        "assert all(catch_up(database) for _ in range(4))\n"
        "SearchFile.see = SearchFile.drop = lambda *_: None\n"
        "add = SearchFile.add\n"
        "def killed(*given, **named):\n"
        "    add(*given, **named)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "SearchFile.add = killed\n"
        "catch_up(database)\n"
    )
    home = {"ORDER_CONSOLE_HOME": str(places.data.parent)}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **home}, check=False)
    assert done.returncode == -signal.SIGKILL
    with closing(Database(places)) as database:
        assert catch_up(database)
        assert catch_up(database)
        assert len(database.search_file.parts) == 3, "what was done before stays done"
        all_caught_up(database)
        assert same_records(database, "mug", "Shop", 50)
        assert same_entries(database, "mug", None, -1, None, None)


def test_a_disk_that_is_full_is_searched_without_and_caught_up_with_later(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=2048) as disk:
        places = find_places({"ORDER_CONSOLE_HOME": str(disk.folder)})
        with closing(Database(places)) as database:
            fill(database, 300)
            assert all(catch_up(database) for _ in range(3))
            disk.fill()
            while catch_up(database):
                pass
            assert same_records(database, "mug", "Shop", 50)
            assert same_entries(database, "mug", None, -1, None, None)
            disk.free()
            all_caught_up(database)
            assert search.not_in(database.search_file, "trail")[-1][0] > Trail(database).search()[0].number
            assert same_records(database, "mug", "Shop", 50)
            assert database.take_notices() == []
            assert database.files == 1


# -- damage --------------------------------------------------------------------------------------------------------


def assert_whole(database: Database, path: Path) -> None:
    """Nothing was lost or told, and all is found."""
    assert same_records(database, "mug", "Shop", 50)
    assert same_records(database, "sku-0123", None, 50)
    assert same_entries(database, "mug", None, -1, None, None)
    assert database.take_notices() == []
    assert (database.files, database.lasting) == (1, True)
    assert not list(path.parent.glob("*.bad*"))


@pytest.mark.parametrize(
    "how",
    [
        "UPDATE archive_0_data SET block = substr(block, 1, 40) WHERE id > 10",
        "UPDATE archive_0_data SET block = zeroblob(length(block))",
        "UPDATE archive_0_data SET block = x'' WHERE id = 10",
        "DELETE FROM archive_0_data WHERE id > 10",
        "DELETE FROM archive_0_idx",
        "DROP TABLE archive_0_data",
        "DROP TABLE parts",
        "UPDATE parts SET upto = upto + 1",
        "UPDATE seen SET change = change - 1",
        "PRAGMA user_version = 99",
    ],
)
def test_a_damaged_table_of_the_search_file_is_made_anew_and_no_damage_of_the_database(
    places: Places, how: str
) -> None:
    with closing(Database(places)) as database:
        fill(database, 300)
        all_caught_up(database)
        file = database.search_file.path
    with closing(sqlite3.connect(file, isolation_level=None)) as disk:
        disk.execute(how)
    with closing(Database(places)) as database:
        assert_whole(database, file)
        all_caught_up(database)
        assert_whole(database, file)
        assert len(database.search_file.numbers("archive", ["mug"], 999, None)) > 50


def test_damage_that_is_met_at_work_is_no_damage_of_the_database(database: Database) -> None:
    fill(database, 300)
    all_caught_up(database)
    file = database.search_file
    with file.writing():
        connection = file._connected()
        connection.execute("UPDATE archive_0_data SET block = zeroblob(20) WHERE id > 10")
    assert_whole(database, file.path)
    all_caught_up(database)
    assert_whole(database, file.path)


def test_a_search_file_with_any_byte_changed_finds_the_same(places: Places) -> None:
    with closing(Database(places)) as database:
        fill(database, 120)
        all_caught_up(database)
        file = database.search_file.path
    whole, dice = file.read_bytes(), random.Random(5)
    for _ in range(30):
        content = bytearray(whole)
        start, length = dice.randrange(len(content)), dice.choice((1, 1, 1, 4, 64, 4096))
        content[start : start + length] = dice.randbytes(len(content[start : start + length]))
        file.write_bytes(content)
        with closing(Database(places)) as database:
            while catch_up(database):
                pass
            assert_whole(database, file)


@pytest.mark.parametrize("what", ["text", "empty", "half", "folder", "of another database", "older"])
def test_anything_else_in_its_place_is_made_anew_or_left_aside(
    places: Places, tmp_path: Path, what: str
) -> None:
    with closing(Database(places)) as database:
        fill(database, 120)
        all_caught_up(database)
        file = database.search_file.path
        if what == "older":
            database.close()
            shutil.copy(file, tmp_path / "kept")
            fill(database, 120, first=120)
            all_caught_up(database)
            database.write(
                lambda connection: connection.execute("DELETE FROM words_log WHERE change < 300").rowcount
            )
    if what == "of another database":
        other = find_places({"ORDER_CONSOLE_HOME": str(tmp_path / "other")})
        with closing(Database(other)) as second:
            fill(second, 120, first=500)
            all_caught_up(second)
        shutil.copy(other.data / file.name, file)
    elif what == "older":
        shutil.copy(tmp_path / "kept", file)
    elif what == "folder":
        file.unlink()
        file.mkdir()
    else:
        content = {"text": b"no database\n" * 999, "empty": b"", "half": file.read_bytes()[:9_000]}
        file.write_bytes(content[what])
    with closing(Database(places)) as database:
        assert_whole(database, file)
        all_caught_up(database)
        assert_whole(database, file)
        assert database.search_file.off is (what == "folder")


def test_a_database_that_was_brought_back_from_before_is_searched_rightly(
    places: Places, tmp_path: Path
) -> None:
    with closing(Database(places)) as database:
        fill(database, 120)
        all_caught_up(database)
    shutil.copy(places.data / "console.db", tmp_path / "kept")
    with closing(Database(places)) as database:
        fill(database, 120, first=120)
        all_caught_up(database)
    shutil.copy(tmp_path / "kept", places.data / "console.db")
    with closing(Database(places)) as database:
        fill(database, 120, first=1_000)
        assert_whole(database, places.data / "console.db")
        all_caught_up(database)
        assert_whole(database, places.data / "console.db")


def test_a_vacuum_changes_nothing(places: Places) -> None:
    with closing(Database(places)) as database:
        fill(database, 120)
        all_caught_up(database)
    with closing(sqlite3.connect(places.data / "console.db", isolation_level=None)) as disk:
        disk.execute("DELETE FROM archive WHERE number % 3 = 0")
        disk.execute("VACUUM")
    with closing(Database(places)) as database:
        assert_whole(database, places.data / "console.db")
        all_caught_up(database)
        assert_whole(database, places.data / "console.db")


@pytest.mark.parametrize("already", [False, True])
def test_a_sqlite_without_the_module_looks_at_every_row(
    database: Database, monkeypatch: pytest.MonkeyPatch, already: bool
) -> None:
    fill(database, 300)
    if already:
        all_caught_up(database)
        database.close()
    with monkeypatch.context() as patched:
        patched.setattr(search_file, "_MODULE", "fts_of_nobody")
        if already:
            database.search_file.delete()
        assert all_caught_up(database) <= 1
        assert database.search_file.off
        assert_whole(database, database.path)
        assert not database.search_file.path.exists()
        for first in range(300, 1_500, 300):
            fill(database, 300, first)
            all_caught_up(database)
        kept = database.read(
            lambda connection: connection.execute("SELECT count(*) FROM words_log").fetchone()[0]
        )
        assert kept <= 1_601, "the log does not grow for ever"


@pytest.mark.parametrize("why", ["another computer has it", "newer"])
def test_a_file_that_is_only_read_is_searched_without_and_nothing_is_written_beside_it(
    places: Places, why: str
) -> None:
    with closing(Database(places)) as database:
        fill(database, 120)
        all_caught_up(database)
    if why == "newer":
        with closing(sqlite3.connect(places.data / "console.db")) as newer:
            newer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    else:
        places = places._replace(held_by="elsewhere")
        assert places.read_only
    before = {path: path.read_bytes() for path in places.data.iterdir()}
    with closing(Database(places)) as database:
        assert len(Archive(database).find("mug")) == (0 if why == "newer" else 29)
        assert catch_up(database, tidy=True) is False
        assert not database.lasting
    assert {path: path.read_bytes() for path in places.data.iterdir()} == before


# -- forgetting ----------------------------------------------------------------------------------------------------


def on_disk(database: Database) -> bytes:
    return b"".join(path.read_bytes() for path in database.path.parent.glob("console.db*"))


@pytest.mark.parametrize("others", [0, 1, 300])
def test_nothing_of_what_was_forgotten_stays_in_any_file(database: Database, others: int) -> None:
    archive = Archive(database, clock=lambda: NOON - timedelta(hours=1))
    fill(database, others)
    archive.remember("Shop", "order", "old", "", "ᚠᚢᚦᚨᚱᚲ", "", ["ᛒᛖᛗᛚ@example.com"], {"a": 1}, NOON)
    all_caught_up(database)
    parts = len(database.search_file.parts)
    database.close()
    runs = [run.encode() for run in runs_of_three(["ᚠᚢᚦᚨᚱᚲ", "ᛒᛖᛗᛚ"])]
    assert any(run in database.search_file.path.read_bytes() for run in runs), "they can be seen there"
    assert archive.age_out(NOON - timedelta(minutes=1)) == 1
    assert len(database.search_file.parts) == parts - 1, "the others are used on"
    for _ in range(2):
        database.close()
        assert not any(run in on_disk(database) for run in runs)
        assert_whole(database, database.path)
        all_caught_up(database)


def test_what_a_record_has_no_more_goes_when_there_is_nothing_else_to_do(database: Database) -> None:
    archive = Archive(database)
    fill(database, 300)
    archive.remember("Shop", "order", "new", "", "ᚠᚢᚦᚨᚱᚲ", "", [], {"a": 1}, NOON)
    all_caught_up(database)
    archive.remember("Shop", "order", "new", "", "Okapi", "", [], {"a": 1}, NOON)
    all_caught_up(database)
    database.close()
    assert not any(run.encode() in on_disk(database) for run in runs_of_three(["ᚠᚢᚦᚨᚱᚲ"]))
    assert [one.id for one in archive.find("okapi", "Shop")] == ["new"]


@posix_only
def test_the_search_file_is_private_and_goes_with_all_local_data(database: Database) -> None:
    fill(database, 40)
    all_caught_up(database)
    beside = sorted(database.path.parent.glob("console.db-search*"))
    assert len(beside) == 2
    assert {mode_of(path) for path in beside} == {0o600}
    database.wipe()
    assert not list(database.path.parent.glob("console.db*"))
    fill(database, 40)
    assert_whole(database, database.path)
