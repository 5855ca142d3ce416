"""Pasting a block of cells into the lines of a draft: where it goes, what it becomes, and what is wrong with it.

It must not change the draft; it ends in rows that the editor takes over as one undo step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from console.jobs import Submits
from console.model.draft import Draft
from console.model.lines import Row
from console.model.numerals import Marks
from console.model.paste import Way


class Paste:
    """What the dialog `Paste lines` shows and decides. The planning runs as a job, so `jobs` are the editor's."""

    def __init__(
        self,
        jobs: Submits,
        draft: Draft,
        text: str,
        marks: Marks,
        *,
        at: int | None = None,
        column: str = "",
        columns: Sequence[str] = (),
    ) -> None:
        """`text` and `marks` as `ui.clipboard.taken` gives them; `at` and `column` where the cursor is (none: new lines).

        `columns` are API names in the order shown, hidden ones left out.
        """
        raise NotImplementedError

    def show(self, render: Callable[[object], None]) -> None:
        """Call `render` with the state now and whenever it changes."""

    def map(self, block_column: int, key: str) -> None:
        """Let a column of the block go to the column of this API name, or nowhere (empty)."""

    def header(self, on: bool) -> None:
        """Take the first row for a header, or for a line."""

    def choose(self, way: Way) -> None:
        """Paste over the cells ("over"), as new lines ("add"), or instead of all lines ("all")."""

    def result(self) -> tuple[str, tuple[Row, ...]]:
        """The name of the undo step, and the lines as they become: `editor.lines.replace(*paste.result())`."""
        raise NotImplementedError


def direct(
    draft: Draft, text: str, marks: Marks, places: Sequence[int], columns: Sequence[str]
) -> tuple[str, tuple[Row, ...]] | None:
    """One copied cell put into every chosen cell, without a question; None where `text` is a block of several cells."""
    raise NotImplementedError
