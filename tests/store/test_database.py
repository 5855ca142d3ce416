"""The database file: durable, private, and whatever is wrong with it a sentence while the work goes on."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.store import database_file
from console.store.database import Connection, Database
from console.store.drafts import Drafts, KeptDraft
from console.store.files import StoreTrouble
from console.store.places import Places, find_places
from console.store.schema import STEPS
from tests.support.disks import Disk, small_disk
from tests.support.open_files import open_in
from tests.support.posix import mode_of, posix_only, root_only

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places({"ORDER_CONSOLE_HOME": str(tmp_path / "home")})


@pytest.fixture
def database(places: Places) -> Iterator[Database]:
    with closing(Database(places, patience=0.05)) as made:
        yield made


def draft(number: int, size: int = 10) -> KeptDraft:
    return KeptDraft(
        "Shop", "order", f"id-{number}", f"Order {number}", 1, {"text": f"{number} " * size}, WHEN
    )


def ids(database: Database) -> list[str]:
    return sorted(one.id for one in Drafts(database).all("Shop"))


def fill(database: Database, count: int = 3, size: int = 10) -> None:
    drafts = Drafts(database)
    for number in range(count):
        drafts.keep(draft(number, size))


def checkpoint(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def test_nothing_is_made_before_it_is_needed(database: Database) -> None:
    assert not database.path.parent.exists()
    assert ids(database) == []
    assert database.path.exists()


def test_what_was_written_is_there_after_closing_and_in_another_instance(
    database: Database, places: Places
) -> None:
    fill(database)
    database.close()
    assert ids(database) == ["id-0", "id-1", "id-2"]
    with closing(Database(places)) as other:
        assert ids(other) == ["id-0", "id-1", "id-2"]
    assert database.take_notices() == []
    assert database.lasting


def test_two_homes_know_nothing_of_each_other(database: Database, tmp_path: Path) -> None:
    fill(database)
    with closing(Database(find_places({"ORDER_CONSOLE_HOME": str(tmp_path / "other")}))) as other:
        assert ids(other) == []


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)],
)
def test_a_commit_is_on_the_disk_before_it_is_told(database: Database, pragma: str, value: object) -> None:
    assert database.read(lambda connection: connection.execute(f"PRAGMA {pragma}").fetchone()) == (value,)


@posix_only
@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_the_file_and_what_lies_beside_it_are_private(database: Database, umask: int) -> None:
    before = os.umask(umask)
    try:
        fill(database)
    finally:
        os.umask(before)
    beside = sorted(database.path.parent.glob("console.db*"))
    assert len(beside) == 3
    assert {mode_of(path) for path in beside} == {0o600}


@posix_only
def test_a_looser_file_is_tightened_and_told_once(database: Database) -> None:
    fill(database)
    database.close()
    database.path.chmod(0o644)
    assert len(ids(database)) == 3
    [notice] = database.take_notices()
    assert "Other users" in notice
    assert mode_of(database.path) == 0o600


@posix_only
def test_a_symbolic_link_is_followed_and_stays(database: Database, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    database.path.parent.mkdir(parents=True)
    database.path.symlink_to(tmp_path / "elsewhere" / "kept.db")
    fill(database)
    database.close()
    (tmp_path / "elsewhere" / "kept.db").write_bytes(b"rubbish" * 1_000)
    assert ids(database) == []
    assert database.path.is_symlink()
    assert (tmp_path / "elsewhere" / "kept.db.bad-1").exists()


def test_a_mistake_in_the_work_keeps_nothing_of_it_and_stays_a_mistake(database: Database) -> None:
    fill(database, 1)

    def half(connection: Connection) -> None:
        connection.execute("DELETE FROM drafts")
        raise KeyError("ours")

    with pytest.raises(KeyError, match="ours"):
        database.write(half)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        database.write(lambda connection: connection.execute("DELETE FROM nowhere"))
    assert ids(database) == ["id-0"]
    assert database.take_notices() == []


def test_another_thread_is_turned_away(database: Database) -> None:
    fill(database, 1)
    caught: list[BaseException] = []

    def work() -> None:
        try:
            ids(database)
        except sqlite3.ProgrammingError as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(caught) == 1
    assert ids(database) == ["id-0"]


# -- damage ------------------------------------------------------------------------------------------------------


def half_of(path: Path) -> bytes:
    content = path.read_bytes()
    return content[: len(content) // 2]


@pytest.mark.parametrize("damage", ["rubbish", "half", "zeros", "foreign", "other tables"])
def test_a_damaged_file_is_set_aside_told_and_replaced(database: Database, damage: str) -> None:
    fill(database, 200, 100)
    database.close()
    path = database.path
    if damage == "rubbish":
        path.write_bytes(b"\xff rubbish" * 5_000)
    elif damage == "half":
        path.write_bytes(half_of(path))
    elif damage == "zeros":
        content = path.read_bytes()
        path.write_bytes(content[:8192] + bytes(8192) + content[16384:])
    else:
        with closing(sqlite3.connect(path)) as other:
            if damage == "foreign":
                other.execute("PRAGMA user_version = 0")
            other.execute("ALTER TABLE drafts RENAME COLUMN content TO contents")
            other.commit()
    damaged = path.read_bytes()
    # Where an index or a page beside them is torn, the drafts themselves are still there.
    assert len(ids(database)) == (200 if damage == "zeros" else 0)
    [notice] = database.take_notices()
    assert "damaged" in notice
    assert "console.db.bad-1" in notice
    assert ("200 drafts" in notice) is (damage == "zeros")
    assert path.with_name("console.db.bad-1").read_bytes() == damaged
    database.wipe()
    fill(database)
    database.close()
    assert len(ids(database)) == 3


def test_what_lies_beside_a_damaged_file_goes_with_it_and_a_second_one_gets_its_own_name(
    database: Database,
) -> None:
    database.path.parent.mkdir(parents=True)
    for number in (1, 2):
        database.path.write_bytes(b"rubbish" * 1_000)
        database.path.with_name("console.db-wal").write_bytes(b"left %d" % number)
        fill(database)
        database.close()
        assert database.path.with_name(f"console.db.bad-{number}").exists()
        assert database.path.with_name(f"console.db.bad-{number}-wal").read_bytes() == b"left %d" % number
    assert sum("damaged" in notice for notice in database.take_notices()) == 2


def test_damage_met_at_work_is_told_and_the_work_is_done_on_a_new_file(database: Database) -> None:
    fill(database, 200, 100)
    checkpoint(database.path)
    with database.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 300_000)
    database.read(lambda connection: connection.execute("PRAGMA shrink_memory").fetchall())
    Drafts(database).keep(draft(7))
    assert ids(database) == ["id-7"]
    [notice] = database.take_notices()
    assert "damaged" in notice


def test_damage_at_any_place_never_raises_never_invents_and_never_hides(tmp_path: Path) -> None:
    pattern = find_places({"ORDER_CONSOLE_HOME": str(tmp_path / "pattern")})
    with closing(Database(pattern)) as made:
        fill(made, 40, 50)
        good = {one.id: one for one in Drafts(made).all("Shop")}
    whole = (pattern.data / "console.db").read_bytes()
    dice = random.Random(4)
    for trial in range(150):
        places = find_places({"ORDER_CONSOLE_HOME": str(tmp_path / f"{trial}")})
        places.prepare()
        content = bytearray(whole)
        start, length = dice.randrange(len(content)), dice.choice((1, 1, 1, 4, 64, 4096))
        content[start : start + length] = dice.randbytes(len(content[start : start + length]))
        (places.data / "console.db").write_bytes(content)
        with closing(Database(places)) as database:
            drafts = Drafts(database)
            found = drafts.all("Shop")
            assert all(good[one.id] == one for one in found), (trial, start, length)
            told = [one for one in database.take_notices() if "Other users" not in one]
            assert told or len(found) == len(good), (trial, start, length, len(found))
            drafts.keep(draft(99))
            assert draft(99) in drafts.all("Shop")


# -- a newer version, no writing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("in_header", [True, False])
def test_a_newer_file_is_left_as_it_is_and_nothing_is_written(database: Database, in_header: bool) -> None:
    fill(database)
    database.close()
    with closing(sqlite3.connect(database.path)) as newer:
        newer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
        if in_header:
            newer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        before = database.path.read_bytes()
        assert ids(database) == []
        with pytest.raises(StoreTrouble, match="newer"):
            fill(database, 2)
        assert ids(database) == []
        assert not database.lasting
        assert database.path.read_bytes() == before
    assert not list(database.path.parent.glob("*.bad*"))


def assert_reads_and_refuses(database: Database, why: str) -> None:
    assert ids(database) == ["id-0", "id-1", "id-2"], "what can be read is shown"
    for _ in range(2):
        with pytest.raises(StoreTrouble, match=why):
            Drafts(database).keep(draft(3))
        with pytest.raises(StoreTrouble, match=why):
            Drafts(database).try_writing()
    assert len(ids(database)) == 3
    assert not database.lasting


@pytest.mark.fault(70)
def test_a_read_only_disk_is_read_and_refuses_until_it_can_be_written_again(tmp_path: Path) -> None:
    places = find_places({"ORDER_CONSOLE_HOME": str(tmp_path / "disk")})
    with small_disk(tmp_path / "disk", kilobytes=1024) as disk, closing(Database(places)) as database:
        fill(database)
        database.close()
        disk.make_read_only()
        assert_reads_and_refuses(database, "read-only")
        disk.make_writable()
        Drafts(database).keep(draft(3))
        assert database.lasting
        assert len(ids(database)) == 4
        with closing(Database(places)) as other:
            assert len(ids(other)) == 4, "on the disk, and not only for this session"


@posix_only
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_folder_is_read_and_refuses(database: Database, what: str) -> None:
    fill(database)
    database.close()
    locked = database.path if what == "file" else database.path.parent
    locked.chmod(0o400 if what == "file" else 0o500)
    try:
        assert_reads_and_refuses(database, r"not allowed|read-only")
    finally:
        locked.chmod(0o700)


@root_only
def test_a_file_of_another_user_is_neither_used_nor_touched(database: Database) -> None:
    fill(database)
    database.close()
    os.chown(database.path, 12345, -1)
    assert ids(database) == []
    with pytest.raises(StoreTrouble, match="another user"):
        fill(database, 1)
    assert ids(database) == []


@pytest.mark.parametrize("what", ["folder", "file for a folder", "pipe"])
def test_something_else_in_its_place_is_a_sentence(database: Database, what: str) -> None:
    if what == "file for a folder":
        database.path.parent.parent.mkdir(parents=True)
        database.path.parent.write_text("in the way")
    else:
        database.path.parent.mkdir(parents=True)
        if what == "folder":
            database.path.mkdir()
        elif os.name == "posix":
            os.mkfifo(database.path)
        else:
            pytest.skip("pipes are a matter of POSIX")
    assert ids(database) == []
    with pytest.raises(StoreTrouble, match=r"in the way|plain file"):
        fill(database)


# -- a full disk, another process ----------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", kilobytes=1024) as mounted:
        yield mounted


def test_a_full_disk_is_a_sentence_and_later_there_is_room_again(disk: Disk) -> None:
    with closing(Database(find_places({"ORDER_CONSOLE_HOME": str(disk.folder)}))) as database:
        fill(database)
        disk.fill()
        for _ in range(3):
            with pytest.raises(StoreTrouble, match="disk is full"):
                Drafts(database).keep(draft(3, 30_000))
        assert len(ids(database)) == 3
        disk.free()
        Drafts(database).keep(draft(3, 30_000))
        assert len(ids(database)) == 4
        assert database.take_notices() == []
        assert database.lasting


@pytest.mark.parametrize("killed", [False, True])
def test_drafts_are_read_from_a_full_disk(disk: Disk, tmp_path: Path, killed: bool) -> None:
    places = find_places({"ORDER_CONSOLE_HOME": str(disk.folder)})
    with closing(Database(places)) as before:
        fill(before)
        if killed:  # as a killed process leaves it: all in -wal, and -shm gone with the machine's memory
            left = {path.name: path.read_bytes() for path in places.data.glob("console.db*")}
    if killed:
        for name, content in left.items():
            (places.data / name).write_bytes(content)
        (places.data / "console.db-shm").unlink()
    disk.fill()
    with closing(Database(places)) as database:
        assert len(ids(database)) == 3
        with pytest.raises(StoreTrouble, match="disk is full"):
            Drafts(database).keep(draft(3, 30_000))
        disk.free()
        Drafts(database).keep(draft(3, 30_000))
        assert len(ids(database)) == 4


def test_a_disk_that_is_full_from_the_start_is_a_sentence_until_there_is_room(disk: Disk) -> None:
    disk.fill()
    with closing(Database(find_places({"ORDER_CONSOLE_HOME": str(disk.folder)}))) as database:
        for _ in range(3):
            with pytest.raises(StoreTrouble, match="disk is full"):
                fill(database)
        disk.free()
        fill(database)
        assert len(ids(database)) == 3
        assert database.lasting


def test_a_locked_file_is_waited_for_and_then_a_sentence(database: Database) -> None:
    fill(database)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreTrouble, match="another program is using it"):
            fill(database)
        assert len(ids(database)) == 3, "reading goes on"
        other.execute("ROLLBACK")
        fill(database, 4)
    assert len(ids(database)) == 4


def test_a_file_locked_from_the_start_is_a_sentence_until_it_is_let_go(database: Database) -> None:
    fill(database)
    database.close()
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreTrouble, match="another program is using it"):
            ids(database)
        assert database.lasting
    assert len(ids(database)) == 3


WRITER = """
import sys
from contextlib import closing
from datetime import UTC, datetime
from console.store.database import Database
from console.store.drafts import Drafts, KeptDraft
from console.store.places import find_places
with closing(Database(find_places(), patience=10)) as database:
    for number in range(100):
        Drafts(database).keep(KeptDraft("Shop", "order", f"{sys.argv[1]}-{number}", "", 1, {}, datetime.now(UTC)))
"""


def test_two_processes_that_begin_and_write_at_once_lose_nothing(tmp_path: Path) -> None:
    home = {**os.environ, "ORDER_CONSOLE_HOME": str(tmp_path / "home")}
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, name], env=home) for name in ("a", "b")]
    assert [writer.wait() for writer in writers] == [0, 0]
    with closing(Database(find_places(home))) as database:
        assert len(ids(database)) == 200
        assert database.take_notices() == []


OPENED_AND_CLOSED = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM drafts").fetchall()
connection.close()
"""


def test_a_second_connection_of_this_process_lets_no_other_program_take_what_is_written(
    database: Database, places: Places
) -> None:
    """Closing any handle of a file gives up every POSIX lock that its process has on it."""
    fill(database, 1)
    with closing(Database(places, beside=True)) as second:
        assert ids(second) == ["id-0"]
        subprocess.run([sys.executable, "-c", OPENED_AND_CLOSED, str(database.path)], check=True)
        fill(database, 3)
        Drafts(second).keep(draft(4))
    read = [sys.executable, "-c", ROWS, str(database.path)]
    rows = subprocess.run(read, capture_output=True, text=True, check=True).stdout.split()
    assert rows == ["id-0", "id-1", "id-2", "id-4"]


ROWS = """
import sqlite3, sys
for id, in sqlite3.connect(sys.argv[1]).execute("SELECT id FROM drafts ORDER BY id"):
    print(id)
"""


def test_a_file_that_is_taken_away_while_it_is_in_use_is_told_and_begun_anew(database: Database) -> None:
    fill(database)
    database.path.unlink()
    Drafts(database).keep(draft(7))
    [notice] = database.take_notices()
    assert "moved or deleted" in notice
    database.close()
    assert ids(database) == ["id-7"]


# -- deleting all --------------------------------------------------------------------------------------------------


def test_all_local_data_is_deleted_and_nothing_else(database: Database, places: Places) -> None:
    places.prepare()
    (places.config / "environments.json").write_text("{}")
    (places.data / "practice.db").write_text("not ours")
    (places.data / "recents.json").write_text("{}")
    database.path.write_bytes(b"rubbish" * 1_000)
    fill(database)
    database.wipe()
    assert {path.name for path in places.data.iterdir()} == {"practice.db", ".lock"}
    assert (places.config / "environments.json").exists()
    assert ids(database) == []
    fill(database)
    database.close()
    assert len(ids(database)) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="/proc says what is open")
def test_nothing_of_what_is_deleted_is_open_any_more_in_this_process(
    database: Database, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows deletes no file that is open: other connections are closed first, and go on in the new file."""
    fill(database)
    with closing(Database(places, beside=True)) as passing_on, ThreadPoolExecutor(1) as line:
        assert len(line.submit(ids, passing_on).result()) == 3
        at_first, delete, found = passing_on.files, database_file.delete, list[str]()
        assert open_in(places.data)

        def look(path: Path) -> None:
            found.extend(open_in(places.data))
            delete(path)

        monkeypatch.setattr(database_file, "delete", look)
        database.wipe()
        assert found == []
        assert line.submit(ids, passing_on).result() == []
        assert passing_on.files == at_first + 1, "it is told that nothing of before is in it"
        assert passing_on.take_notices() == []


def test_deleting_waits_for_a_transaction_of_another_connection(database: Database, places: Places) -> None:
    fill(database)
    inside, go_on = threading.Event(), threading.Event()

    def work(connection: Connection) -> int:
        inside.set()
        go_on.wait(5)
        return int(connection.execute("SELECT count(*) FROM drafts").fetchone()[0])

    with closing(Database(places, beside=True)) as other, ThreadPoolExecutor(2) as threads:
        counting = threads.submit(other.read, work)
        inside.wait(5)
        wiping = threads.submit(Database(places, beside=True).wipe)
        assert database.path.exists()
        go_on.set()
        assert counting.result(5) == 3
        wiping.result(5)
        assert not database.path.exists()


def test_deleting_where_nothing_is_does_nothing(database: Database) -> None:
    database.wipe()
    assert not database.path.parent.exists()


def test_what_cannot_be_deleted_is_a_sentence_and_the_rest_goes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database)
    bad = database.path.with_name("console.db.bad-1")
    bad.write_text("old")
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "console.db":
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(StoreTrouble, match=r"could not delete .*console\.db: you are not allowed to"):
        database.wipe()
    assert not bad.exists()
