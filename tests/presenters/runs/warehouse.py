"""A file from the warehouse and the presenter that ships it, on real threads, a real disk and a real sandbox.

It must not hold tests.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from pytestqt.qtbot import QtBot

from console.api.client import Client
from console.desk.claims.claims import Claims
from console.model.carriers.carriers import carriers
from console.model.environment import Environment, Secret
from console.presenters.runs.items import RunRow
from console.presenters.runs.run import ShippingRun
from console.presenters.runs.state import RunState
from console.presenters.runs.tools import RunTools
from console.runtime.jobs import Jobs
from console.store.archive import Archive
from console.store.database import Database
from console.store.runs import Runs, StoredRow
from console.store.trail import Entry, Trail
from tests.presenters.given import SHOP, new_order, own_database, passed
from tests.support.alarms import Alarms
from tests.support.raw_server import Peer, RawServer
from tests.support.sandbox import Sandbox

PATIENCE_MS = 20_000
DESK_NAME = "https://shop.example/api"
HEAD = "Order,Tracking link,Message\n"


Step = Callable[[Sandbox, Peer], object]


class Front:
    """What stands in front of the sandbox: it hands reads and writes on, until a test puts something else there."""

    def __init__(self, sandbox: Sandbox, tls: ssl.SSLContext | None = None) -> None:
        self._sandbox = sandbox
        self.reads: Step = passed
        self.writes: Step = passed
        self.raw = RawServer(self._step, tls=tls)
        self.url, self.token_url = self.raw.url, self.raw.token_url

    @property
    def environment(self) -> Environment:
        """Where a client finds it."""
        return Environment(SHOP, self.url, self.token_url, "me", Secret("word"), "test")

    def goes(self, step: Step) -> None:
        """From now on every call meets this."""
        self.reads = self.writes = step

    def methods(self) -> list[str]:
        """The methods of all requests that came here."""
        return [request.method for request in self.raw.requests]

    def _step(self, peer: Peer) -> None:
        step = self.reads if peer.server.requests[-1].method == "GET" else self.writes
        step(self._sandbox, peer)


@contextmanager
def fronted(sandbox: Sandbox, tls: ssl.SSLContext | None = None) -> Iterator[Front]:
    front = Front(sandbox, tls)
    try:
        yield front
    finally:
        front.raw.close()


def then(front: Front, step: Step, *, reads: Step) -> Step:
    """A step after which reads meet something else."""

    def done(sandbox: Sandbox, peer: Peer) -> None:
        front.reads = reads
        step(sandbox, peer)

    return done


def link(number: int) -> str:
    """A tracking link, another one for each number."""
    return f"https://track.example.com/parcel/{number}"


def new_orders(sandbox: Sandbox, count: int, **fields: Any) -> list[str]:
    """So many orders of the test's own."""
    return [new_order(sandbox, **fields) for _ in range(count)]


def table(orders: list[str], message: str = "no") -> str:
    """A file that ships these orders, each with a link of its own."""
    return HEAD + "".join(f"{order},{link(place)},{message}\n" for place, order in enumerate(orders))


class Warehouse:
    """One window's worth of shipping a file; `shown` are its states, `changed` the places of rows that changed."""

    def __init__(
        self,
        qtbot: QtBot,
        client: Client,
        *,
        at_once: int = 16,
        database: Callable[[], Database] = own_database,
        store: Callable[[], Database] = own_database,
        claims: Claims | None = None,
        **given: Any,
    ) -> None:
        """`database` is the writer's own, `store` everybody else's."""
        self._qtbot = qtbot
        self.jobs, self.disk = Jobs(workers=at_once + 1), Jobs(workers=1)
        self.store = store()
        where = RunTools(
            SHOP,
            client,
            carriers(),
            self.jobs,
            self.disk,
            Runs(self.store),
            Trail(self.store, who=lambda: "kim"),
            database,
            at_once,
            Archive(self.store),
            lambda: claims,
            DESK_NAME,
        )
        self.alarms = Alarms()
        self.shown: list[RunState] = []
        self.changed: list[list[int]] = []
        self.run = ShippingRun(where, wake=self.alarms, **given)
        self.run.show_rows(self.changed.append)
        self.run.show(self.shown.append)

    @property
    def state(self) -> RunState:
        """What it shows now."""
        assert self.shown[-1] is self.run.state
        return self.run.state

    @property
    def said(self) -> str:
        """Headline and advice of what it says."""
        notice = self.state.notice
        assert notice is not None
        return f"{notice.headline} {notice.advice}".strip()

    @property
    def rows(self) -> list[RunRow]:
        """The rows as they are shown."""
        return self.run.rows

    @property
    def became(self) -> list[str]:
        """What became of each row."""
        return [item.status for item in self.rows]

    def until(self, condition: Callable[[], bool]) -> None:
        """Run until the condition holds."""
        self._qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def rest(self) -> None:
        """Run until no job is under way."""
        self.until(lambda: not (self.jobs.busy or self.disk.busy))

    def paste(self, text: str) -> None:
        """Read these rows."""
        self.run.file.paste(text)
        self.rest()

    def check(self, text: str = "") -> None:
        """Read these rows, if any, and check them."""
        if text:
            self.paste(text)
        self.run.check()
        self.rest()
        assert self.state.phase == "checked", self.state

    def start(self, text: str = "") -> None:
        """Check these rows, if any, and begin to send them; returns when the first may be on its way."""
        if text:
            self.check(text)
        self.run.start()
        self.until(lambda: self.state.phase != "checked")

    def ship(self, text: str) -> None:
        """Check these rows, send them, and wait for the end."""
        self.start(text)
        self.rest()
        assert self.state.phase == "over", self.state

    def resume(self) -> None:
        """Go on and wait for the end."""
        self.run.resume()
        self.rest()

    def look(self) -> float:
        """Let the next alarm ring and wait for the end; returns the pause before it."""
        pause = self.alarms.ring()
        self.rest()
        return pause

    def send_again(self) -> None:
        """Send again what is unknown, if anything is, and wait for the end."""
        self.run.later.ask_again()
        self.run.later.answer_again(True)
        self.rest()

    def open(self, number: int) -> None:
        """Load the runs and open this one; what is not known of it is read."""
        self.run.runs.load()
        self.rest()
        self.run.runs.open(number)
        self.rest()

    def cut(self) -> None:
        """End everything at once, as closing the console does."""
        self.run.close()
        self.jobs.close(5.0)

    def close(self) -> None:
        """End it in the order in which the console does."""
        self.cut()
        self.disk.submit(lambda _: self.store.close(), lambda _: None)
        self.disk.finish()


@contextmanager
def opened(qtbot: QtBot, client: Client, **given: Any) -> Iterator[Warehouse]:
    """A presenter that is closed behind its block."""
    warehouse = Warehouse(qtbot, client, **given)
    try:
        yield warehouse
    finally:
        warehouse.close()


def kept_rows(number: int = 1) -> list[StoredRow]:
    """The rows of a run as they stand on the disk."""
    with closing(own_database()) as database:
        return Runs(database).rows(number)


def entries(words: str = "") -> list[Entry]:
    """What the trail on the disk holds that has these words, oldest first."""
    with closing(own_database()) as database:
        return Trail(database).search(words, limit=-1)[::-1]
