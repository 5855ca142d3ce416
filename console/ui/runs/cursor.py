"""Where the cursor is in the window of a run: it follows the phases, and Tab follows the eye.

It must not move away from anything that can still be used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QPushButton, QWidget

if TYPE_CHECKING:
    from console.presenters.runs.state import RunState
    from console.ui.runs.again import AgainQuestion
    from console.ui.runs.counts import Counts
    from console.ui.runs.earlier import EarlierButton
    from console.ui.runs.foot import Foot
    from console.ui.runs.mapping import MapCard
    from console.ui.runs.message import MessageQuestion
    from console.ui.runs.rows import RowsTable


class RunParts(Protocol):
    """What of the window the cursor can be on."""

    choose: QPushButton
    paste: QPushButton
    sample: QPushButton
    earlier: EarlierButton
    close_it: QPushButton
    choose_shown: QPushButton
    leave_shown: QPushButton
    mapping: MapCard
    counts: Counts
    table: RowsTable
    asking: MessageQuestion
    again: AgainQuestion
    foot: Foot


class RunCursor:
    """Knows whether the cursor of this window stood on something that cannot be used any more."""

    def __init__(self, window: RunParts) -> None:
        self._window = window
        self._adrift = False

    def keep(self, held: QWidget | None, before: RunState | None, state: RunState) -> None:
        """Put the cursor on what comes next where it stood on something that cannot be used any more.

        `held` had it before this state was shown in place of the one `before`.
        """
        window = self._window
        lost = held is not None and not (held.isEnabled() and held.isVisible())
        begun = before is not None and (before.phase, state.phase) == ("choose", "map")
        self._adrift = self._adrift or lost or begun
        following = {
            "map": window.foot.check,
            "checking": window.foot.stop,
            "checked": window.table,
            "sending": window.foot.stop,
            "over": window.again.no if state.again else window.foot.save,
        }.get(state.phase)
        if state.phase == "map" and not state.busy and not window.foot.check.isEnabled():
            following = window.mapping.reading.head  # what is amiss is mended from there on
        if self._adrift and following is not None and following.isEnabled():
            self._adrift = False
            following.setFocus()

    def order_tabs(self) -> None:
        """Let Tab go the way of the eye; what was made later would come last."""
        window = self._window
        way = [
            window.choose,
            window.paste,
            window.sample,
            window.earlier,
            window.close_it,
            *window.mapping.fields,
        ]
        way += [*window.counts.buttons, window.choose_shown, window.leave_shown, window.table]
        way += [window.asking.yes, window.asking.no, window.again.yes, window.again.no]
        for one, following in zip(way, [*way[1:], window.foot.sure], strict=True):
            QWidget.setTabOrder(one, following)
