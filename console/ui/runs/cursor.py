"""Where the cursor is in the window of a run: it follows the phases, and Tab follows the eye.

It must not move away from anything that can still be used.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from console.presenters.runs.state import RunState


class RunCursor:
    """Knows whether the cursor of a window stood on something that cannot be used any more."""

    def __init__(self) -> None:
        self._adrift = False

    def keep(
        self, held: QWidget | None, before: RunState | None, state: RunState, *, following: QWidget | None
    ) -> None:
        """Put the cursor on what comes next, `following`, where it stood on something that cannot be used any more.

        `held` had it before this state was shown in place of the one `before`.
        """
        lost = held is not None and not (held.isEnabled() and held.isVisible())
        begun = before is not None and (before.phase, state.phase) == ("choose", "map")
        self._adrift = self._adrift or lost or begun
        if self._adrift and following is not None and following.isEnabled():
            self._adrift = False
            following.setFocus()


def order_tabs(way: Sequence[QWidget]) -> None:
    """Let Tab go this way; what is made later would come last."""
    for one, after in pairwise(way):
        QWidget.setTabOrder(one, after)
