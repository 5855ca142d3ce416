"""Lines copied between open records: which records can take them, and what there is to say of it.

It must not send anything or touch the clipboard; copied lines are edits like any other, as one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from console.model.plural import counted
from console.presenters.notice import Notice

if TYPE_CHECKING:
    from console.model.lines.lines import DraftLine
    from console.presenters.record.editor import Editor

NOWHERE_ELSE = Notice(
    "warn",
    "No other open record can take lines.",
    "Open the cart or order that they shall go to, then copy again.",
)
NO_LINES = Notice("warn", "There are no lines to copy.")


def chosen_lines(editor: Editor, places: Sequence[int] = ()) -> tuple[DraftLine, ...]:
    """The lines at these zero-based places as they stand now, edits and all; every line where no place is given."""
    lines = editor.state.draft.lines
    return tuple(lines[place] for place in places) or lines


def takers(editor: Editor, editors: Sequence[Editor]) -> tuple[Editor, ...]:
    """The other open records whose lines may be edited."""
    return tuple(other for other in editors if other is not editor and not other.state.lines_locked)


def copied(count: int, there_are: int) -> Notice:
    """What to say when so many of the lines that there are have been put on the clipboard."""
    told = counted(count, "line") if count == there_are else f"{count:,} of {counted(there_are, 'line')}"
    return Notice(
        "plain",
        f"{told} copied.",
        "Paste lines puts them into another cart or order; a spreadsheet takes them too.",
    )


def copy_to(editor: Editor, other: Editor, places: Sequence[int] = ()) -> None:
    """Append lines of one record to those of the other, as one step of undo there, and say there what was done."""
    rows, called = chosen_lines(editor, places), editor.state.draft.base.called
    told = counted(len(rows), "line")
    before = other.state.draft
    copies = [row.copy(editor.state.draft.decimals) for row in rows]
    other.lines.replace(f"copy {told} from {called}", [*before.lines, *copies])
    if other.state.draft is before:
        other.say(Notice("warn", "No lines were copied here.", other.state.lines_locked))
        return
    theirs, ours = _currency(editor), _currency(other)
    if theirs == ours:
        other.say(
            Notice(
                "plain",
                f"{told} copied from {called}. Nothing has been sent.",
                "Ctrl+Z takes them out again.",
                until="edited",
            )
        )
        return
    other.say(
        Notice(
            "warn",
            f"{told} copied from {called}, with amounts in {theirs or 'no currency'}.",
            f"This record is in {ours or 'no currency'}: check the prices. Nothing has been sent; Ctrl+Z takes them out.",
            until="undone",
        )
    )


def _currency(editor: Editor) -> str:
    return editor.state.draft.shown("currency").strip().upper()
