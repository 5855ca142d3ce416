"""The acts on the line items of one record, each one undo step.

It must not know widgets or read and send anything; what comes of an act is a draft that the editor takes over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from console.model.drafts.checks import looked_over
from console.model.drafts.draft import Draft
from console.model.fields.numerals import POINTED, Marks
from console.model.findings import Findings
from console.model.lines import block
from console.model.lines.block import Cells
from console.model.lines.lines import COLUMNS, DraftLine
from console.model.plural import by_count, counted
from console.presenters.notice import Notice, from_error
from console.presenters.saving.open_record import OpenRecord
from console.runtime.jobs import Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.model.pasting.copied import Copied
    from console.model.pasting.tsv import Block
    from console.presenters.lines.paste import Paste

_Act = Callable[[Draft], Sequence[DraftLine]]
_MANY = 500
"""Lines up to which an edit is done before anybody would notice; more are edited by a worker."""


class LinesPage(Protocol):
    """The page whose lines are edited: `do_lines` takes the next draft as one step, unless the lines are locked.

    Between `begin_editing` and `end_editing`, while a worker edits many lines, nothing can be typed.
    """

    @property
    def state(self) -> OpenRecord: ...
    def do_lines(self, step: str, draft: Draft) -> None: ...
    def begin_editing(self) -> None: ...
    def end_editing(self, notice: Notice | None) -> None: ...


class Lines:
    """Edits lines: `places` are zero-based places in the draft. `marks` are those in which the operator writes numbers."""

    def __init__(self, jobs: Submits, page: LinesPage, marks: Marks = POINTED) -> None:
        self._jobs, self._page, self.marks = jobs, page, marks

    def cell_typed(self, place: int, column: str, text: str) -> None:
        """Put a typed text into a cell, as one undo step."""
        draft = self._page.state.draft
        rows = list(draft.lines)
        kept = COLUMNS[column].kind.plain(text, self.marks, draft.currency)
        rows[place] = rows[place].typed(column, kept, draft.decimals)
        self.replace(f"change {COLUMNS[column].label} of line {place + 1}", rows)

    def add(self) -> None:
        """Put a new line with quantity 1 at the end."""
        self.replace("add line", [*self._page.state.draft.lines, DraftLine(None, {"quantity": "1"})])

    def remove(self, places: Sequence[int]) -> None:
        """Take lines out."""
        rows = self._page.state.draft.lines
        gone = set(places)
        if gone:
            called = by_count(len(gone), rows[min(gone)].title, counted(len(gone), "line"))
            self.replace(f"remove {called}", [row for place, row in enumerate(rows) if place not in gone])

    def duplicate(self, places: Sequence[int]) -> None:
        """Put a copy of each line right behind it."""
        draft = self._page.state.draft
        chosen = set(places)
        rows: list[DraftLine] = []
        for place, row in enumerate(draft.lines):
            rows += [row, row.copy(draft.decimals)] if place in chosen else [row]
        if chosen:
            self.replace(f"duplicate {_several(len(chosen), 'line')}", rows)

    def move(self, places: Sequence[int], by: int) -> None:
        """Move lines one up (-1) or down (1), keeping them together; nothing moves past an end."""
        rows, chosen = list(self._page.state.draft.lines), sorted(places, reverse=by > 0)
        if not chosen or not 0 <= chosen[0] + by < len(rows):
            return
        for place in chosen:
            rows[place], rows[place + by] = rows[place + by], rows[place]
        self.replace(f"move {_several(len(chosen), 'line')}", rows)

    def move_to(self, places: Sequence[int], to: int) -> None:
        """Put lines together before the one that stands at `to`; behind the last is as many as there are."""
        rows = self._page.state.draft.lines
        self.replace(f"move {_several(len(places), 'line')}", block.moved(rows, places, to))

    def clear(self, cells: Cells) -> None:
        """Empty a block of cells."""
        count = sum(map(len, cells.values()))
        self._edit(
            f"clear {_several(count, 'cell')}",
            len(cells),
            lambda draft: block.cleared(draft.lines, cells, draft.decimals),
        )

    def fill_down(self, cells: Cells) -> None:
        """Write the cells of the first line over those below them."""
        count = sum(map(len, cells.values())) - len(next(iter(cells.values()), ()))
        self._edit(
            f"fill {_several(count, 'cell')} down",
            len(cells),
            lambda draft: block.filled(draft.lines, cells, draft.decimals),
        )

    def pasting(self, text: str | Block, marks: Marks, **where: Any) -> Paste:
        """What this text becomes, to be looked at before its `result()` replaces the lines; `where` as `Paste` takes it."""
        from console.presenters.lines.paste import Paste  # which no start waits for

        return Paste(self._jobs, self._page.state.draft, text, marks=marks, **where)

    def copied(self, cells: Cells, columns: Sequence[str], done: Callable[[Copied], None]) -> None:
        """Write these cells for the clipboard, columns in this order; `done` gets many of them a little later."""
        draft = self._page.state.draft

        from console.model.pasting.copied import copied

        def work() -> Copied:
            return copied(block.texts(draft.lines, cells, columns, draft.decimals), columns, self.marks)

        if len(cells) <= _MANY:
            done(work())
        else:
            self._jobs.submit(
                lambda _: work(), lambda outcome: done(outcome.value) if isinstance(outcome, Done) else None
            )

    def paste(self, step: str, rows: Sequence[DraftLine]) -> None:
        """Make these the lines, as one step of this name; many new ones among them are looked over by a worker."""
        known = set(map(id, self._page.state.draft.lines))
        self._edit(step, sum(id(row) not in known for row in rows), lambda _: rows)

    def replace(self, step: str, rows: Sequence[DraftLine]) -> None:
        """Make these the lines, as one step of this name."""
        self._page.do_lines(step, self._page.state.draft.with_lines(rows))

    def _edit(self, step: str, count: int, act: _Act) -> None:
        """Do this to so many lines; to many on a worker, and nothing can be typed meanwhile."""
        state = self._page.state
        if count <= _MANY or state.busy:
            self.replace(step, act(state.draft))
        elif not state.lines_locked:
            self._page.begin_editing()
            self._jobs.submit(lambda _: _edited(state.draft, act), partial(self._landed, step))

    def _landed(self, step: str, result: JobResult[Draft]) -> None:
        self._page.end_editing(from_error(result.error) if isinstance(result, Failed) else None)
        if isinstance(result, Done):
            self._page.do_lines(step, result.value)


def _edited(draft: Draft, act: _Act) -> Draft:
    """On a worker: the draft after this act, looked over. It shares no findings with the one that is shown."""
    return looked_over(replace(draft, lines=tuple(act(draft)), findings=Findings(draft.base)))


def _several(count: int, thing: str) -> str:
    """ "line", "3 lines": one needs no number in the name of a step."""
    return by_count(count, thing, counted(count, thing))
