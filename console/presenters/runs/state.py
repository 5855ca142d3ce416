"""What the window for shipping a file shows, as one value; the rows themselves are read from the run.

It must not change anything; the presenter puts another state in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from console.model.shipments.shipments import Role
from console.presenters.notice import Notice
from console.presenters.runs.items import RowCount
from console.presenters.runs.pace import Sample

RunPhase = Literal["choose", "map", "checking", "checked", "sending", "stopping", "over"]
"""No file yet; read, its columns to be confirmed; orders being read; checked, nothing sent; rows being sent; the last
rows on their way after Stop; sent or stopped, with a result for each row."""


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """An earlier run to be opened again."""

    number: int
    words: str
    unfinished: bool


class HeadRow(NamedTuple):
    """A row that may name the columns: its number in the file, and its first words."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class RunState:
    """What there is to see and to choose.

    counts     how many rows stand how, in their order; `chosen` rows would be sent, `messaging` of them message the customer
    header_row the number in the file of the row that names the columns, 0 where none does; `head_rows` are those to choose from
    sheet      the sheet that was read; `sheets` are all there are
    cells      what stands in each column, in the first row that has something there
    telling    columns without a role that are full of carriers' numbers or links
    said       what there is to tell of the file before its rows are checked, a sentence each
    carrier    the carrier of rows that name none, "" for none; `carriers` are the names to choose from
    dated      rows without a date get today's
    message    what rows do that do not say whether to message the customer, `silent` of them; None until it is chosen
    failed     rows that can be tried again; `to_send` those that were not sent or are unknown
    unknown    rows of which it is not known whether they arrived and that can be read; `again` asks whether to send them
               once more, empty while it is not asked; `looking`: they are looked for by themselves for a while
    reserve    the question whether to wait for a desk that is away or to go on alone, empty while it is not asked;
               `reserve_waits`: it was answered so that one waits, and can be answered anew
    wait       seconds until calls go on; the server `asked` for so many, 0 where it named none, and `asked_why` it did
    left       seconds to go, `rate` is rows a second
    forbidden  why nothing may be sent for want of the permission; empty where nothing is known against it
    busy       the disk, or the understanding of rows, is waited for
    """

    phase: RunPhase = "choose"
    name: str = ""
    form: str = ""
    head: tuple[str, ...] = ()
    headed: bool = False
    header_row: int = 0
    head_rows: tuple[HeadRow, ...] = ()
    cells: tuple[str, ...] = ()
    telling: frozenset[int] = frozenset()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    carrier: str = ""
    carriers: tuple[str, ...] = ()
    roles: Mapping[int, Role] = field(default_factory=dict)
    dated: bool = False
    message: bool | None = None
    silent: int = 0
    chosen: int = 0
    messaging: int = 0
    failed: int = 0
    to_send: int = 0
    unknown: int = 0
    again: str = ""
    looking: bool = False
    reserve: str = ""
    reserve_waits: bool = False
    counts: tuple[RowCount, ...] = ()
    done: int = 0
    total: int = 0
    rate: float = 0.0
    left: float | None = None
    wait: float = 0.0
    asked: float = 0.0
    asked_why: str = ""
    at_once: int = 0
    paused: bool = False
    forbidden: str = ""
    busy: bool = False
    samples: tuple[Sample, ...] = ()
    runs: tuple[EarlierRun, ...] = ()
    notice: Notice | None = None

    @property
    def told(self) -> Notice | None:
        """The notice, unless there is a question that it would gainsay: nothing is being sent while it is open."""
        return None if self.running and self.reserve else self.notice

    @property
    def running(self) -> bool:
        """Whether calls are under way, or would be but for a pause."""
        return self.phase in ("checking", "sending", "stopping")

    @property
    def why_not_check(self) -> str:
        """Why the rows cannot be checked; empty where they can."""
        if self.phase not in ("map", "checked") or self.busy:
            return "Choose a file first." if self.phase == "choose" else "This file is on its way."
        if "order" not in self.roles.values():
            return "Say which column holds the order's ID."
        return ""

    @property
    def why_not_start(self) -> str:
        """Why nothing can be sent yet; empty where it can."""
        if self.forbidden:
            return self.forbidden
        if self.phase != "checked" or self.busy:
            return "Check the file first."
        if not self.chosen:
            return "No row is chosen to be sent."
        if self.silent and self.message is None:
            return "Choose whether customers are messaged."
        return ""

    @property
    def at_rest(self) -> bool:
        """Whether a run is over, or was stopped, and something can be done with it."""
        return self.phase == "over" and not self.busy

    @property
    def can_resume(self) -> bool:
        """Whether it can be gone on: after a pause, or with rows that were not sent or of which it is not known."""
        return self.paused or (self.at_rest and self.to_send > 0)
