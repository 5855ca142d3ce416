"""Any damage to the rows of the database, and any bytes in its file: what is sound is still there, the rest is told.

It must not damage a file that something else reads.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from console.model.drafts.kept import NotADraft, kept, restored
from console.store.archive import Archive
from console.store.database import Database
from console.store.drafts import Drafts, KeptDraft
from console.store.export import to_csv, to_json
from console.store.files import StoreTrouble
from console.store.places import find_places
from console.store.runs import Run, Runs, StoredRow
from console.store.sealed import sealed
from console.store.trail import FieldChange, Intent, Trail
from tests.fuzz.given import JSON, TEXT, told
from tests.model.samples import ORDER, draft
from tests.support.tries import tries

WHEN = datetime(2026, 1, 2, tzinfo=UTC)
IDS = ["first", "second", "third"]
CHANGE = FieldChange("shippingDetails", "Shipping details", "", "by mule", None, "by mule")


def made(folder: Path) -> Path:
    """A database with three of everything."""
    places = find_places({"ORDER_CONSOLE_HOME": str(folder)})
    with closing(Database(places)) as database:
        drafts, trail, archive, runs = Drafts(database), Trail(database), Archive(database), Runs(database)
        for id in IDS:
            content = kept(draft().typed("shippingDetails", f"by {id}"))
            drafts.keep(KeptDraft("Shop", "order", id, f"Order {id}", 1, content, WHEN))
            intent = Intent("Shop", "order", id, "#1", (CHANGE,), "POST", "https://a.example", "{}", False)
            number = trail.begin(intent)
            if id != "third":
                trail.end(number, "saved", answer=ORDER)
            archive.remember("Shop", "order", id, "#1001", f"Order {id}", "jane", ["1001"], ORDER, WHEN)
        drafts.keep_tabs("Shop", [("order", id) for id in IDS], ("order", "first"))
        runs.begin(
            Run("Shop", "file.csv", ("Order",), WHEN, {"message": False}),
            [StoredRow(place, (id,), {"order": id}) for place, id in enumerate(IDS)],
        )
    return places.data / "console.db"


VALUES = (
    st.none()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | TEXT.filter(lambda text: "\ud800" not in text)
    | st.binary(max_size=20)
    | JSON.map(sealed)
    | st.dictionaries(
        st.sampled_from(["kind", "changes", "who", "sent_at", "outcome", "content", "title", "rows"]), JSON
    ).map(sealed)
    | st.sampled_from(
        ["order", "cart", "sent", "saved", "unknown", "2026-01-02T00:00:00+00:00", "\x00", "{}", "null"]
    )
)
DAMAGES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), VALUES), min_size=1, max_size=4)


def damage(path: Path, damages: list[tuple[int, int, object]]) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA foreign_keys = OFF")
        cells = [
            (table, column[1])
            for (table,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
            if not table.startswith("sqlite_")
            for column in database.execute(f"PRAGMA table_info({table})")
        ]
        for which, row, value in damages:
            table, column = cells[which % len(cells)]
            (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
            key = "place" if table == "run_rows" else "rowid"
            try:
                database.execute(
                    f"UPDATE {table} SET {column} = ? WHERE {key} ="
                    f" (SELECT {key} FROM {table} LIMIT 1 OFFSET {row % max(count, 1)})",
                    (value,),
                )
            except (sqlite3.Error, UnicodeEncodeError):
                continue  # the schema keeps such a value out


def used(path: Path) -> None:
    """Everything that the console asks a database for, in one session."""
    places = find_places({"ORDER_CONSOLE_HOME": str(path.parent.parent)})
    with closing(Database(places)) as database:
        try:
            drafts, trail, archive, runs = (
                Drafts(database),
                Trail(database),
                Archive(database),
                Runs(database),
            )
            for one in drafts.all("Shop"):
                try:
                    restored(one.content)
                except NotADraft as damaged:
                    told(str(damaged))
            drafts.tabs("Shop")
            trail.unsettled("Shop")
            found = [
                entry
                for id in IDS
                for entry in (*trail.of("Shop", "order", id), *trail.glance("Shop", "order", id))
            ]
            found += trail.search("", limit=50) + trail.search("mule", limit=50)
            for entry in found:
                # Damage that is met at work is told, and the work goes on in a new file.
                assert trail.entry(entry.number) is not None or database.notices
            to_csv(found), to_json(found)
            for known in (*archive.recent("Shop"), *archive.find("1001", "Shop"), *archive.find("first")):
                archive.read("Shop", known.kind, known.id)
            for run in runs.all("Shop"):
                runs.rows(run.number), runs.statuses(run.number)
            content = kept(draft())
            drafts.keep(KeptDraft("Shop", "order", "new", "Order new", 1, content, WHEN))
            assert "new" in [one.id for one in drafts.all("Shop")]
            archive.age_out(datetime(2020, 1, 1, tzinfo=UTC))
        except StoreTrouble as trouble:
            told(trouble.sentence)
        assert all(database.take_notices())


def test_any_damage_to_its_rows_leaves_a_database_to_work_with(tmp_path: Path) -> None:
    sound = made(tmp_path / "sound")

    @tries(60)
    @given(DAMAGES)
    def use(damages: list[tuple[int, int, object]]) -> None:
        home = tmp_path / "damaged"
        shutil.rmtree(home, ignore_errors=True)
        (home / "data").mkdir(parents=True, mode=0o700)
        path = shutil.copy(sound, home / "data" / "console.db")
        damage(Path(path), damages)
        used(Path(path))

    use()


def test_any_bytes_in_its_file_leave_a_database_to_work_with(tmp_path: Path) -> None:
    sound = made(tmp_path / "sound").read_bytes()

    @tries(30)
    @given(
        st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=40)), min_size=1, max_size=3),
        st.none() | st.floats(0, 1),
    )
    def use(damages: list[tuple[float, bytes]], cut: float | None) -> None:
        home = tmp_path / "damaged"
        shutil.rmtree(home, ignore_errors=True)
        (home / "data").mkdir(parents=True, mode=0o700)
        content = bytearray(sound)
        for place, bytes_ in damages:
            at = int(place * len(sound))
            content[at : at + len(bytes_)] = bytes_
        path = home / "data" / "console.db"
        path.write_bytes(content if cut is None else content[: int(cut * len(sound))])
        used(path)

    use()
