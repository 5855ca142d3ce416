"""What a desk costs a save: the same save with one and without, in turns, each written to a real disk.

It must not count what the line does afterwards; nobody waits for that, but it shares this machine with the next save.
"""

from __future__ import annotations

import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial

from console.api.client import Client
from console.desk.line.address import DeskAddress
from console.desk.line.line import Line
from console.desk.part import LineState
from console.desk.place import held, shared_name
from console.desk.pusher import Pusher
from console.model.drafts.draft import Draft
from console.model.environment import Environment, Secret
from console.presenters.saving.intent import ended, intent_of
from console.presenters.saving.saving import SavePlan, save
from console.runtime.cancel import Cancel
from console.runtime.jobs import Jobs
from console.store.database import Database
from console.store.outbox import Outbox, SharedAs
from console.store.places import find_places
from console.store.trail import Trail
from tests.bench.builds import Builds
from tests.bench.figures import Figure
from tests.bench.slow_shop import served
from tests.support.postgres import Desk, cluster

_SERVERS_MS = (50, 0)
_EACH = 10
"""So many saves in each turn; the first turn is not counted."""


def measure(builds: Builds) -> Iterator[Figure]:
    """A save from before it is noted until its outcome is on the disk."""
    Jobs().close()  # as in the console, where threads take turns ten times as often as Python has them
    for milliseconds in _SERVERS_MS:
        found: dict[str, list[float]] = {"with": [], "without": []}
        with ExitStack() as stack:
            shop = stack.enter_context(served(milliseconds))
            desk = cluster().make_desk()
            savers = {
                name: stack.enter_context(closing(_Saver(shop, desk if name == "with" else None)))
                for name in found
            }
            for turn in range(builds.rounds(20, 5) + 1):
                for name, saver in savers.items():
                    times = [saver.save() for _ in range(_EACH)]
                    found[name] += times if turn else []
        yield Figure(f"desk: save, {milliseconds}", found["with"], found["without"])


class _Saver:
    """Saves orders at a shop, and is at a desk where there is one."""

    def __init__(self, shop: dict[str, str], desk: Desk | None) -> None:
        self._folder = tempfile.TemporaryDirectory()
        places = find_places({"ORDER_CONSOLE_HOME": self._folder.name})
        environment = Environment(
            "Shop",
            shop["url"],
            shop["token_url"],
            shop["client_id"],
            Secret(shop["client_secret"]),
            "production",
        )
        self._client, self._database = Client(environment), Database(places)
        self._line: Line | None = None
        shared: Callable[[], SharedAs | None] = lambda: None  # noqa: E731 - the other has a name as well
        if desk is not None:
            self._line = line = _joined(desk, partial(Database, places, patience=30.0, beside=True))
            named = SharedAs(shared_name(shop["url"]), uuid.uuid4(), held, line.wake)
            shared = lambda: named  # noqa: E731
        self._trail = Trail(self._database, who=lambda: "jo", shared=shared)

    def save(self) -> float:
        """Save a new order's tax; returns the seconds that took."""
        order = self._client.get_order(str(uuid.uuid4()), cancel=Cancel())
        draft = Draft(order, datetime.now(UTC)).typed("taxAmount", "2.28")
        payload = draft.payload()
        plan = SavePlan(
            draft, payload, self._client.order_update(order.id, payload, trigger_events=False, force=False)
        )
        began = time.perf_counter()
        number = self._trail.begin(intent_of(plan, "Shop"))
        saved = save(self._client, plan, Cancel())
        assert self._trail.end(number, *ended(saved))
        took = time.perf_counter() - began
        assert saved.became == "saved"
        return took

    def close(self) -> None:
        """Leave the desk, where all has been passed on by then."""
        if self._line is not None:
            passed = threading.Event()
            while not passed.is_set():
                passed.wait(0.05)
                if not Outbox(self._database).counts().waiting:
                    passed.set()
            self._line.close()
        self._client.close()
        self._database.close()
        self._folder.cleanup()


def _joined(desk: Desk, database: Callable[[], Database]) -> Line:
    """A line that has reached the desk."""
    reached = threading.Event()

    def tell(state: LineState) -> None:
        assert state.status in ("connecting", "reached"), state.said
        reached.set()

    line = Line(
        DeskAddress.read(desk.url()),
        Secret(desk.password()),
        (Pusher(database, told=lambda _: None),),
        tell=tell,
        deliver=lambda call: call(),
    )
    line.start()
    assert reached.wait(10)
    return line
