"""Conducts the trial: a cluster and a sandbox of its own, the processes, what befalls them, and the counts at the end.

It must not believe what a console says of itself: what was sent is read off its disk, and what arrived off the desk and the
sandbox.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from signal import SIGCONT, SIGKILL, SIGSTOP
from typing import Any

from console.desk.place import shared_name
from console.store.environments import Environments
from console.store.places import find_places
from tests.desk_trial.joined import Seat
from tests.support.checkout import ROOT
from tests.support.console import environment_of
from tests.support.postgres import OWNER, Cluster, Desk, binaries
from tests.support.sandbox import Sandbox

NAME, FILE = "Trial", "warehouse.csv"
_A_PROCESS = 12
"""So many consoles that send by hand share a process."""
_PATIENCE = 180.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How large the trial is. `delay` is the sandbox's, in milliseconds; `aged`: leases are aged instead of waited for."""

    consoles: int = 50
    seconds: int = 60
    rows: int = 1_000
    at_once: int = 8
    delay: int = 100
    lease: int = 12
    aged: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `twice` are orders written more than once, and sends that are on the desk more than once."""

    consoles: int
    seconds: int
    sends: int
    rows_on_the_desk: int
    lost: int
    twice: int
    p50_seen_ms: float
    p99_seen_ms: float
    seen: int
    orders: int
    orders_written: int
    killed: int
    frozen_s: float
    restart_s: float

    @property
    def well(self) -> bool:
        """Whether nothing was lost or sent twice, and all was seen within a second."""
        return (
            not self.lost
            and not self.twice
            and self.p99_seen_ms < 1000
            and self.orders_written == self.orders
        )


class Told:
    """A process that is told lines and says lines, of which a thread keeps the last."""

    def __init__(self, module: str, *arguments: str, home: Path) -> None:
        variables = {**os.environ, "ORDER_CONSOLE_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._said, self.ended = "", False
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def tell(self, line: str) -> None:
        """Hand it a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def until(self, condition: Callable[[str], bool]) -> str:
        """Wait for a last line for which this holds, and return it."""
        with self._news:
            there = self._news.wait_for(lambda: self.ended or condition(self._said), _PATIENCE)
            assert there, f"it says {self._said[:200]!r} and nothing more"
            assert condition(self._said), f"it ended with {self._said[:200]!r}"
            return self._said

    def close(self) -> None:
        """See it end, killed where it does not."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._news:
                self._said = line.strip()
                self._news.notify_all()
        with self._news:
            self.ended = True
            self._news.notify_all()


class Trial:
    """One trial, in a folder of its own."""

    def __init__(self, plan: Plan, folder: Path, desk: Desk, sandbox: Sandbox) -> None:
        self.plan, self.folder, self.desk, self.sandbox = plan, folder, desk, sandbox
        self.shop = shared_name(sandbox.url)
        self.orders: list[str] = []
        self.homes: list[Path] = []
        self.frozen_s = self.restart_s = 0.0

    def seat(self, name: str) -> Seat:
        """A console of this operator's."""
        if name not in self.desk.cluster.logins:
            self.desk.cluster.add_login(name, roles=("desk_operator",))
        home = self.folder / name
        self.homes += [home] if home not in self.homes else []
        address = self.desk.url(name, "127.0.0.1")
        return Seat(str(home), address, self.desk.password(name), self.shop, self.plan.lease)

    def many(self) -> list[dict[str, Any]]:
        """What each process of consoles that send by hand is told."""
        count = self.plan.consoles - 2
        seats = [self.seat(f"operator-{number}") for number in range(count)]
        told = [
            {
                "seat": asdict(seat),
                "own": f"by-hand-{number}",
                "watched": [f"by-hand-{(number + step) % count}" for step in (1, 2, 3)],
            }
            for number, seat in enumerate(seats)
        ]
        parts = [told[at : at + _A_PROCESS] for at in range(0, count, _A_PROCESS)]
        return [{"consoles": part, "seconds": self.plan.seconds} for part in parts]

    def runner(self, name: str, act: str) -> Told:
        """Begin to ship, or go on with what was cut."""
        seat = self.seat(name)
        places = find_places({"ORDER_CONSOLE_HOME": seat.home})
        places.prepare()
        if act != "resume":
            Environments(places).save(environment_of(self.sandbox, name=NAME))
        made = Told("tests.desk_trial.runner", NAME, act, str(self.plan.at_once), home=Path(seat.home))
        made.tell(json.dumps(asdict(seat)))
        return made

    def ship(self) -> None:
        """Two consoles ship one file: one is killed and started again, the other sleeps past its lease and wakes."""
        file = self.folder / FILE
        rows = [
            f"{order},https://track.example.com/parcel/{place}" for place, order in enumerate(self.orders)
        ]
        file.write_text("Order,Tracking link\n" + "\n".join(rows))
        enough = self.plan.rows // 10
        with ExitStack() as stack:
            first, second = (self.runner(name, str(file)) for name in ("killed", "sleeper"))
            stack.callback(second.close)
            first.until(lambda line: _done(line) >= enough)
            first.process.send_signal(SIGKILL)
            first.process.wait()
            first.close()
            self.age()
            again = self.runner("killed", "resume")
            stack.callback(again.close)
            second.until(lambda line: _done(line) >= 2 * enough)
            second.process.send_signal(SIGSTOP)
            asleep = time.monotonic()
            self.age()
            threading.Event().wait(1.0 if self.plan.aged else self.plan.lease + 3.0)
            second.process.send_signal(SIGCONT)
            self.frozen_s = time.monotonic() - asleep
            for one in (again, second):
                one.until(lambda line: line == "done")
            self.passed_on()

    def age(self) -> None:
        """Let every lease run out, where none is waited for."""
        if self.plan.aged:
            with self.desk.connected(OWNER) as connection:
                connection.execute(
                    "UPDATE desk.claims SET until = until - make_interval(secs => %s)", (self.plan.lease + 1,)
                )

    def passed_on(self) -> None:
        """Wait until the desk has all that stands in an outbox."""
        end = time.monotonic() + 30
        while set(self.sent()) - self.on_the_desk().keys() and time.monotonic() < end:
            threading.Event().wait(0.2)

    def sent(self) -> list[str]:
        """The id of every send that stands on a console's disk."""
        found: list[str] = []
        for home in self.homes:
            path = find_places({"ORDER_CONSOLE_HOME": str(home)}).data / "console.db"
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
                found += [id for (id,) in database.execute("SELECT id FROM outbox WHERE of = 'send'")]
        return found

    def on_the_desk(self) -> Counter[str]:
        """How often the desk has each send."""
        with self.desk.connected(OWNER) as connection:
            return Counter(id for (id,) in connection.execute("SELECT id::text FROM desk.sends"))

    def written(self) -> Counter[str]:
        """How often the sandbox applied a write to each order."""
        posts = [line for line in self.sandbox.calls() if line["method"] == "POST" and line["status"] == 200]
        return Counter(line["path"].rpartition("/")[2] for line in posts)


def _done(line: str) -> int:
    """With how many rows a runner has done something, by what it said last."""
    try:
        counts = json.loads(line)["counts"]
    except (ValueError, TypeError, LookupError):
        return 0
    return sum(counts.get(key, 0) for key in ("sent", "skipped", "unknown"))


def run(plan: Plan, folder: Path) -> Outcome:
    """Hold the trial. Raises AssertionError where it could not be held."""
    with _cluster(plan.consoles) as cluster, _shop(plan, folder) as (sandbox, orders):
        trial = Trial(plan, folder, cluster.make_desk(), sandbox)
        trial.orders = orders
        with ExitStack() as stack:
            groups = []
            for number, told in enumerate(trial.many()):
                group = Told("tests.desk_trial.many", home=folder / f"group-{number}")
                stack.callback(group.close)
                group.tell(json.dumps(told))
                groups.append(group)
            for group in groups:
                group.until(lambda line: line == "ready")
            failed: list[BaseException] = []
            shipping = threading.Thread(target=_noting(trial.ship, failed))
            for group in groups:
                group.tell("go")
            shipping.start()
            threading.Event().wait(plan.seconds * 0.6)
            began = time.monotonic()
            cluster.restart()
            trial.restart_s = time.monotonic() - began
            for group in groups:
                group.until(lambda line: line == "drained")
            shipping.join()
            if failed:
                raise failed[0]
            trial.passed_on()
            for group in groups:
                group.tell("end")
            said = [json.loads(group.until(lambda line: line.startswith("{"))) for group in groups]
        return _outcome(trial, sorted(seconds for one in said for seconds in one["seen"]))


def _outcome(trial: Trial, seen: list[float]) -> Outcome:
    sent, there, written = trial.sent(), trial.on_the_desk(), trial.written()
    return Outcome(
        consoles=trial.plan.consoles,
        seconds=trial.plan.seconds,
        sends=len(sent),
        rows_on_the_desk=there.total(),
        lost=len(set(sent) - there.keys()),
        twice=sum(count - 1 for count in (*written.values(), *there.values())),
        p50_seen_ms=_share(seen, 0.5),
        p99_seen_ms=_share(seen, 0.99),
        seen=len(seen),
        orders=len(trial.orders),
        orders_written=len(written.keys() & set(trial.orders)),
        killed=1,
        frozen_s=round(trial.frozen_s, 1),
        restart_s=round(trial.restart_s, 1),
    )


def _share(seen: list[float], share: float) -> float:
    """The milliseconds within which this share was seen."""
    return round(1000 * seen[int(len(seen) * share)], 1) if seen else float("inf")


def _noting(work: Callable[[], None], failed: list[BaseException]) -> Callable[[], None]:
    def noted() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - told by the thread that waits
            failed.append(error)

    return noted


@contextmanager
def _cluster(consoles: int) -> Iterator[Cluster]:
    folder = binaries()
    assert folder is not None, "PostgreSQL's server is not installed (Debian's package postgresql)"
    cluster = Cluster(folder, consoles + 20)
    try:
        yield cluster
    finally:
        cluster.end()


@contextmanager
def _shop(plan: Plan, folder: Path) -> Iterator[tuple[Sandbox, list[str]]]:
    """A sandbox that is slow to answer, with orders to ship; answers by the thousand are not held against the contract."""
    database = folder / "shop.sqlite"
    made = Sandbox(orders=2 * plan.rows, database=database)
    _, found = made.read("/orders?startDate=2000-01-01")
    made.requests()  # waits for its lines, or the last would be cut
    made.kill()
    waiting = [str(order["orderId"]) for order in found if not order["states"]["shipped"]]
    assert len(waiting) >= plan.rows
    sandbox = Sandbox(database=database, delay=plan.delay)
    try:
        yield sandbox, waiting[: plan.rows]
    finally:
        sandbox.requests()
        sandbox.kill()
