"""The file of a run before it is checked: read, its columns named, its rows understood, all of it on workers.

It must not read an order; rows that cannot be understood are rows all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from console.model.carriers.carriers import Carriers
from console.model.shipments import shipments
from console.model.shipments.heads import TableHead
from console.model.shipments.shipments import Role
from console.presenters.notice import Notice, from_error
from console.presenters.observable import Observable
from console.presenters.runs import rows, words
from console.presenters.runs.state import HeadRow, RunState
from console.presenters.runs.tally import Counted
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits
from console.store import tables
from console.store.tables import Table

_LOOKED_AT, _LONGEST = 40, 200
"""So many rows are looked at for a head and for what stands in a column; so much is shown of a head's words."""


class RunFile:
    """One file. `known` are names of columns that were mapped before, to be remembered.

    `take` gets the rows, on the UI thread.
    """

    def __init__(
        self,
        jobs: Submits,
        disk: Submits,
        carriers: Carriers,
        *,
        page: Observable[RunState],
        known: Mapping[str, Role],
        take: Callable[[Counted], None],
    ) -> None:
        self._jobs, self._disk, self._carriers, self._page, self._take = jobs, disk, carriers, page, take
        self._table: Table | None = None
        self._found = TableHead(None, (), {})
        self._path, self._head, self._anew = "", 0, False
        self._names: tuple[str, ...] = ()
        self._mapped: tuple[int, Mapping[int, Role]] | None = None
        self._asked = 0
        self._understanding = False
        self.known: dict[str, Role] = dict(known)

    def choose(self, path: str) -> None:
        """Read a file."""
        self._read_with(lambda _: tables.read(Path(path)), f"Reading {Path(path).name}…", path)

    def paste(self, text: str) -> None:
        """Read rows from what was pasted."""
        self._read_with(lambda _: tables.pasted(text), "Reading what was pasted…")

    def choose_sheet(self, sheet: str) -> None:
        """Read another sheet of the same workbook; what was chosen for the whole file stays."""
        if (path := self._path) and sheet != self._page.state.sheet:
            carrier = self._page.state.carrier
            self._read_with(lambda _: tables.read(Path(path), sheet), f"Reading {sheet}…", path, carrier)

    def choose_head(self, number: int) -> None:
        """Say which row names the columns, by its number in the file, 0 for none; the columns are found anew."""
        table = self._table
        if table is None or number == self._page.state.header_row:
            return
        self._anew, self._mapped = True, None
        headed = number in table.numbers
        state = replace(self._page.state, headed=headed, header_row=number if headed else 0)
        self._head = table.numbers.index(number) if headed else 0
        self._names = table.rows[self._head]
        if headed and self._head == self._found.row:  # perhaps with names that go over two rows
            self._anew, self._names = False, self._found.names
            state = replace(state, roles=self._found.roles)
        self._understand(state)

    def choose_carrier(self, name: str) -> None:
        """Say which carrier the rows have that name none; "" for none. An unknown one is not taken, and that is said."""
        if not name or self._carriers.named(name):
            self._understand(replace(self._page.state, carrier=name))
        else:
            advice = "Choose one of the list, or add it under File > Settings > Carriers."
            said = Notice("warn", f"No carrier called “{name[:40]}” is known here.", advice)
            self._page.put(replace(self._page.state, notice=said))

    def map(self, column: int, role: Role | None) -> None:
        """Give a column a role, or none; a role is of one column only.

        Roles chosen for one column in a row are one choice, as arrow keys make it: what was taken on the way is given back.
        """
        if self._mapped is None or self._mapped[0] != column:
            self._mapped = (column, self._page.state.roles)
        roles = {at: held for at, held in self._mapped[1].items() if at != column and held != role}
        self._understand(replace(self._page.state, roles=roles | ({column: role} if role else {})))

    def date_today(self, on: bool) -> None:
        """Say whether rows without a date get today's."""
        self._understand(replace(self._page.state, dated=on))

    def use(self, carriers: Carriers) -> None:
        """Take these carriers from now on; rows that were read and not begun to be sent are understood anew."""
        self._carriers = carriers
        self._page.put(replace(self._page.state, carriers=_names(carriers)))
        self._understand()

    def remember(self) -> None:
        """Keep what the columns were taken for, to be recognised in the next file."""
        if self._page.state.headed:
            self.known |= shipments.names(self._page.state.head, self._page.state.roles)

    def leave(self) -> None:
        """Let go of the file, because another run is looked at; its columns cannot be named any more."""
        self._table = None

    def _read_with(
        self, work: Callable[[Cancel], Table], sentence: str, path: str = "", carrier: str = ""
    ) -> None:
        if not self._page.state.running and not self._page.state.busy:
            self._page.put(replace(self._page.state, busy=True, notice=Notice("plain", sentence)))
            read = partial(_read, work, dict(self.known), self._carriers)
            self._disk.submit(read, partial(self._was_read, path, carrier))

    def _was_read(self, path: str, carrier: str, result: JobResult[tuple[Table, TableHead]]) -> None:
        if isinstance(result, Done):
            table, head = result.value
            self._table, self._found, self._path = table, head, path
            self._head, self._anew, self._mapped = head.row or 0, False, None
            self._names = head.names if head.row is not None else table.rows[0]
            read = replace(
                self._page.state,
                phase="map",
                busy=False,
                name=table.name,
                form=table.form,
                headed=head.row is not None,
                header_row=table.numbers[head.row] if head.row is not None else 0,
                head_rows=_head_rows(table, self._head),
                roles=head.roles,
                sheet=table.sheet,
                sheets=table.sheets,
                carrier=carrier,
                carriers=_names(self._carriers),
                message=None,
                samples=(),
            )
            self._understand(read)
        else:
            said = from_error(result.error) if isinstance(result, Failed) else self._page.state.notice
            self._page.put(replace(self._page.state, busy=False, notice=said))

    def _understand(self, changed: RunState | None = None) -> None:
        """Read the rows anew by the columns of this state, on a worker; the newest question wins."""
        state = changed or self._page.state
        other_work = state.busy and not self._understanding
        if self._table is None or state.phase not in ("map", "checked") or other_work:
            return
        self._asked += 1
        self._understanding = True
        self._page.put(replace(state, phase="map", busy=True))
        today = datetime.now().astimezone().date()
        head = self._head if state.headed else None
        roles = None if self._anew else state.roles
        work = partial(
            _understood,
            self._table,
            head,
            self._names,
            roles,
            dict(self.known),
            self._carriers,
            dated=today.isoformat() if state.dated else "",
            carrier=state.carrier,
            today=today,
        )
        self._jobs.submit(lambda _: work(), partial(self._understood, self._asked))

    def _understood(self, asked: int, result: JobResult[_Understood]) -> None:
        if asked != self._asked or self._table is None:
            return
        self._understanding = self._anew = False
        if isinstance(result, Failed):
            self._page.put(replace(self._page.state, busy=False, notice=from_error(result.error)))
        elif isinstance(result, Done):
            found = result.value
            head = tuple(name or f"Column {place}" for place, name in enumerate(found.head.names, 1))
            self._page.put(
                replace(
                    self._page.state,
                    busy=False,
                    head=head,
                    roles=found.head.roles,
                    cells=found.cells,
                    telling=found.telling,
                    said=found.said,
                )
            )
            self._take(found.counted)
            self._page.put(
                replace(self._page.state, notice=words.understood(self._page.state, len(found.counted.items)))
            )


@dataclass(frozen=True, slots=True)
class _Understood:
    """The rows of a file with what its columns are and what there is to tell."""

    counted: Counted
    head: TableHead
    cells: tuple[str, ...]
    telling: frozenset[int]
    said: tuple[str, ...]


def _read(
    work: Callable[[Cancel], Table], known: Mapping[str, Role], carriers: Carriers, cancel: Cancel
) -> tuple[Table, TableHead]:
    """A table as it is read, and what its columns are."""
    table = work(cancel)
    return table, rows.understood(table, known, carriers)


def _understood(
    table: Table,
    row: int | None,
    names: tuple[str, ...],
    roles: Mapping[int, Role] | None,
    known: Mapping[str, Role],
    carriers: Carriers,
    *,
    dated: str,
    carrier: str,
    today: date,
) -> _Understood:
    """The rows below a head; without roles its columns are found anew."""
    names = names if row is not None else ("",) * table.width
    head = rows.headed(table, row, known, carriers) if roles is None else TableHead(row, names, roles)
    items = rows.items(table, row, head.roles, carriers, dated=dated, carrier=carrier, today=today)
    telling = frozenset(rows.telling(table, head, carriers))
    cells = tuple(
        _first_of(column) for column in zip(*(item.cells for item in items[:_LOOKED_AT]), strict=True)
    )
    return _Understood(Counted.of(items), head, cells, telling, rows.said(table, head, carriers))


def _first_of(column: Sequence[str]) -> str:
    """The first text of a column that is none."""
    return next((cell for cell in column if cell), "")


def _head_rows(table: Table, found: int) -> tuple[HeadRow, ...]:
    """The rows that may name the columns: the first ones, and the one that was found."""
    places = sorted({*range(min(len(table.rows), _LOOKED_AT)), found})
    return tuple(
        HeadRow(table.numbers[place], ", ".join(filter(None, table.rows[place]))[:_LONGEST])
        for place in places
    )


def _names(carriers: Carriers) -> tuple[str, ...]:
    """The carriers' names in the order in which people look for them."""
    return tuple(sorted({carrier.name for carrier in carriers.all}, key=str.casefold))
