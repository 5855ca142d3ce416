"""How long the local index and the trail take to find something among made-up records, in two checkouts in turns.

It must not know how either finds it: every checkout is a process of its own, which is asked the same questions and
answers with milliseconds.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]
SIZES = (1_000, 10_000, 100_000, 1_000_000)
MOST_BEFORE = 100_000
QUESTIONS = {
    "common": ("order", "anna", "example.com", "ups ground"),
    "middling": ("tea pot anna", "møller 12", "sku-01"),
    "rare": ("sku-0123", "straße77@", "#100777"),
    "nowhere": ("emma.zzq", "zzzzqq"),
    "short": ("9", "a4", "ø"),
    "short and nowhere": ("ʘ", "q%"),
}
"""What is typed, by how much of it there is."""
_FIRST = ("Anna", "Emma", "Jörg", "Maria", "Łukasz", "José", "Chloé", "Søren", "Ingrid", "Tom", "Ümit", "Zoë")
_LAST = ("Müller", "Smith", "Nguyen", "García", "Okafor", "Straße", "Andersen", "Rossi", "Novák", "Møller")
_NAMES = ("Coffee Mug", "Tea Pot", "Blue Shirt", "Red Scarf", "Desk Lamp", "Wool Socks", "Hose", "Oak Table")
_NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def made_up(count: int) -> Iterator[tuple[str, str, str, list[str]]]:
    """Records, the same ones each time: own ID, customer's ID, e-mail address, and the texts of their lines."""
    dice = random.Random(7)
    for number in range(count):
        mail = f"{dice.choice(_FIRST)}.{dice.choice(_LAST)}{dice.randrange(1000)}@example.com"
        lines = [
            text
            for place in dice.sample(range(3000), dice.randint(1, 5))
            for text in (f"SKU-{place:04}", dice.choice(_NAMES))
        ]
        yield str(uuid.UUID(int=dice.getrandbits(128))), f"#{100_000 + number}", mail, lines


class Build:
    """A checkout's store in a process of its own, filled with so many records in its index and in its trail."""

    def __init__(self, root: Path, records: int, python: str = sys.executable) -> None:
        """`python` runs it; the checkout's needs must be there. Takes about 10 s for 100,000 records."""
        self._process = subprocess.Popen(
            [python, "-P", str(Path(__file__).resolve()), "--serve"],
            cwd=root,
            env={"PYTHONPATH": str(root), "PATH": ""},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.made: dict[str, Any] = self.ask(fill=records)

    def ask(self, **what: Any) -> Any:
        """One question, one answer: `find` [archive or trail, text] and `put` a number of records answer in ms."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End the process; what it filled is deleted."""
        self._process.communicate()


def measure(builds: dict[str, tuple[Path, int]], rounds: int = 9) -> dict[str, Any]:
    """Ask every checkout, with so many records, every question in turns; medians in ms by table, question and name.

    `written` is what a new record costs, `made` what filling and indexing took and how large the files are.
    """
    with ExitStack() as stack:
        asked = {name: stack.enter_context(closing(Build(*build))) for name, build in builds.items()}
        found: dict[str, Any] = {"made": {name: build.made for name, build in asked.items()}}
        for table in ("archive", "trail"):
            for text in (text for texts in QUESTIONS.values() for text in texts):
                turns: dict[str, list[float]] = {name: [] for name in asked}
                for _ in range(rounds):
                    for name, build in asked.items():
                        turns[name].append(build.ask(find=[table, text]))
                found[f"{table}: {text}"] = {name: round(median(ms), 3) for name, ms in turns.items()}
        written: dict[str, list[float]] = {name: [] for name in asked}
        for turn in range(rounds):
            for name, build in asked.items():
                written[name].append(build.ask(put=turn))
        found["written"] = {name: round(median(ms), 3) for name, ms in written.items()}
    return found


# -- the process ---------------------------------------------------------------------------------------------------


def _serve() -> None:
    from console.store.archive import Archive
    from console.store.database import Database
    from console.store.places import find_places
    from console.store.trail import Trail

    with tempfile.TemporaryDirectory() as home:
        places = find_places({"ORDER_CONSOLE_HOME": home})
        database = Database(places)
        archive, trail = Archive(database), Trail(database)
        for line in sys.stdin:
            asked = json.loads(line)
            began = time.perf_counter()
            if "fill" in asked:
                answer: Any = _fill(database, trail, asked["fill"])
                answer |= _indexed(database)
                answer["MB"] = {
                    file.name: round(file.stat().st_size / 1e6, 1) for file in places.data.iterdir()
                }
            elif "find" in asked:
                table, text = asked["find"]
                began = time.perf_counter()
                found = archive.find(text, "Shop") if table == "archive" else trail.search(text)
                answer = 1000 * (time.perf_counter() - began)
                assert len(found) <= 50
            else:
                answer = _put(archive, asked["put"])
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
        database.close()


def _fill(database: Any, trail: Any, count: int) -> dict[str, Any]:
    """All in one transaction, by the checkout's own seals and words; every entry of the trail sent the same."""
    from console.store.sealed import in_utc, sealed
    from console.store.trail import Intent
    from console.store.words import haystack

    sent = Intent(
        "Shop", "order", "id", "#1001", (), "POST", "https://shop.example.com/orders/id", "{}", True
    )
    begin = trail.begin_statement if hasattr(trail, "begin_statement") else trail.beginning

    def work(connection: Any) -> None:
        first = begin(sent)(connection)
        intent = connection.execute("SELECT intent FROM trail WHERE number = ?", (first,)).fetchone()[0]
        for number, (id, customer_id, mail, lines) in enumerate(made_up(count), 1):
            title, subtitle = f"Order {customer_id}", "3 lines, 4.10 EUR"
            at = in_utc(_NOON + timedelta(seconds=number))
            face = {"id": id, "customer_id": customer_id, "title": title, "subtitle": subtitle, "as_of": at}
            content = {"orderId": id, "customerOrderId": customer_id, "emailAddress": mail, "lines": lines}
            connection.execute(
                "INSERT INTO archive VALUES (?, 'Shop', 'order', ?, ?, ?, ?)",
                (number, id, at, sealed(face), sealed({"content": content, "as_of": at})),
            )
            words = haystack([id, customer_id, title, subtitle, "UPS Ground", mail, *lines])
            connection.execute("INSERT INTO archive_words VALUES (?, ?)", (number, words))
            connection.execute(
                "INSERT INTO trail VALUES (?, 'Shop', 'order', ?, ?, 'saved', ?, NULL)",
                (first + number, id, at, intent),
            )
            connection.execute("INSERT INTO trail_words VALUES (?, ?)", (first + number, words))

    began = time.perf_counter()
    database.write(work)
    return {"filled_s": round(time.perf_counter() - began, 2)}


def _indexed(database: Any) -> dict[str, Any]:
    """What making the search file took, and its longest slice; nothing where the checkout has none."""
    try:
        from console.store.catching_up import catch_up
    except ImportError:
        return {}
    slices: list[float] = []
    more = True
    while more:
        began = time.perf_counter()
        more = catch_up(database)
        slices.append(time.perf_counter() - began)
    return {
        "indexed_s": round(sum(slices), 2),
        "slices": len(slices),
        "longest_slice_ms": round(1000 * max(slices), 1),
        "median_slice_ms": round(1000 * median(slices), 2),
    }


def _put(archive: Any, turn: int) -> float:
    """The middle of 25 new records, in ms; the disk's syncing is in it."""
    took = []
    for place in range(25):
        id, keys = f"new-{turn}-{place}", [f"SKU-{place}-{turn}", f"jo{turn}@example.com", "Coffee Mug"]
        began = time.perf_counter()
        archive.remember("Shop", "order", id, id, f"Order {id}", "1 line", keys, {"orderId": id}, _NOON)
        took.append(1000 * (time.perf_counter() - began))
    return median(took)


def main(arguments: list[str]) -> int:
    """`python -m tests.bench.index [--against FOLDER] [--records N ...]`: a table on stdout, JSON as its last line.

    The other checkout has as many records, but at most 100,000: a million here is held against a tenth of it there.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.bench.index")
    parser.add_argument("--against", type=Path, help="a checkout of another commit")
    parser.add_argument("--records", type=int, nargs="*", default=list(SIZES[:3]))
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.serve:
        _serve()
        return 0
    found = {}
    for records in asked.records:
        builds = {"now": (ROOT, records)}
        if asked.against:
            builds["before"] = asked.against.resolve(), min(records, MOST_BEFORE)
        found[records] = measure(builds)
    for records, figures in found.items():
        for name, figure in figures.items():
            ratio = (
                f"   ratio {figure['now'] / figure['before']:.3f}" if name != "made" and asked.against else ""
            )
            sys.stdout.write(f"{records:>9,}  {name:<24} {figure}{ratio}\n")
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
