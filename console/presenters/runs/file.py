"""The file of a run before it is checked: read, its columns named, its rows understood, all of it on workers.

It must not read an order; rows that cannot be understood are rows all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from console.model import shipments
from console.model.carriers import Carriers
from console.model.shipments import Role
from console.presenters.notice import Notice, from_error
from console.presenters.observable import Observable
from console.presenters.runs.items import RunRow
from console.presenters.runs.state import RunState
from console.presenters.runs.tally import Counted
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits
from console.store import tables
from console.store.tables import Table


class RunFile:
    """One file. `known` are names of columns that were mapped before, to be remembered.

    `take` gets the rows, on the UI thread.
    """

    def __init__(
        self,
        jobs: Submits,
        disk: Submits,
        carriers: Carriers,
        page: Observable[RunState],
        *,
        known: Mapping[str, Role],
        take: Callable[[Counted], None],
    ) -> None:
        self._jobs, self._disk, self._carriers, self._page, self._take = jobs, disk, carriers, page, take
        self._table: Table | None = None
        self._asked = 0
        self._understanding = False
        self.known: dict[str, Role] = dict(known)

    def choose(self, path: str) -> None:
        """Read a file."""
        self._read_with(lambda _: tables.read(Path(path)), f"Reading {Path(path).name}…")

    def paste(self, text: str) -> None:
        """Read rows from what was pasted."""
        self._read_with(lambda _: tables.pasted(text), "Reading what was pasted…")

    def head(self, on: bool) -> None:
        """Say whether the first row names the columns."""
        self._understand(replace(self._page.state, headed=on))

    def map(self, column: int, role: Role | None) -> None:
        """Give a column a role, or none; a role is of one column only."""
        roles = {at: held for at, held in self._page.state.roles.items() if at != column and held != role}
        self._understand(replace(self._page.state, roles=roles | ({column: role} if role else {})))

    def date_today(self, on: bool) -> None:
        """Say whether rows without a date get today's."""
        self._understand(replace(self._page.state, dated=on))

    def use(self, carriers: Carriers) -> None:
        """Take these carriers from now on; rows that were read and not begun to be sent are understood anew."""
        self._carriers = carriers
        self._understand()

    def remember(self) -> None:
        """Keep what the columns were taken for, to be recognised in the next file."""
        if self._page.state.headed:
            self.known |= shipments.names(self._page.state.head, self._page.state.roles)

    def leave(self) -> None:
        """Another run is looked at; the file is not mapped any more."""
        self._table = None

    def _read_with(self, work: Callable[[Cancel], Table], sentence: str) -> None:
        if not self._page.state.running and not self._page.state.busy:
            self._page.put(replace(self._page.state, busy=True, notice=Notice("plain", sentence)))
            self._disk.submit(work, self._read)

    def _read(self, result: JobResult[Table]) -> None:
        self._page.put(replace(self._page.state, busy=False))
        if isinstance(result, Failed):
            self._page.put(replace(self._page.state, notice=from_error(result.error)))
        elif isinstance(result, Done):
            table = self._table = result.value
            roles = shipments.columns(table.rows[0], self.known)
            headed = bool(roles)
            self._page.put(
                replace(
                    self._page.state, phase="map", name=table.name, form=table.form, message=None, samples=()
                )
            )
            self._understand(
                replace(
                    self._page.state,
                    headed=headed,
                    roles=roles or shipments.guessed(table.rows, self._carriers),
                )
            )

    def _understand(self, changed: RunState | None = None) -> None:
        """Read the rows anew by the columns of this state, on a worker; the newest question wins."""
        state = changed or self._page.state
        other_work = state.busy and not self._understanding
        if self._table is None or state.phase not in ("map", "checked") or other_work:
            return
        self._asked += 1
        self._understanding = True
        self._page.put(replace(state, phase="map", busy=True))
        today = datetime.now().astimezone().date().isoformat() if state.dated else ""
        work = partial(_items, self._table, state.headed, state.roles, self._carriers, today)
        self._jobs.submit(lambda _: work(), partial(self._understood, self._asked))

    def _understood(self, asked: int, result: JobResult[Counted]) -> None:
        if asked != self._asked or self._table is None:
            return
        self._understanding = False
        if isinstance(result, Failed):
            self._page.put(replace(self._page.state, busy=False, notice=from_error(result.error)))
        elif isinstance(result, Done):
            named = self._table.rows[0] if self._page.state.headed else ("",) * self._table.width
            head = tuple(name or f"Column {place}" for place, name in enumerate(named, 1))
            self._page.put(replace(self._page.state, busy=False, head=head, notice=None))
            self._take(result.value)


def _items(table: Table, headed: bool, roles: Mapping[int, Role], carriers: Carriers, today: str) -> Counted:
    rows = table.rows[1:] if headed else table.rows
    return Counted.of(
        [
            RunRow(place, row, shipments.row_request(row, roles, carriers, today))
            for place, row in enumerate(rows)
        ]
    )
