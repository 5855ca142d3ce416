"""The records whose tabs were closed, so that the last one can be opened again.

It must not read one; it asks whoever looks records up, by the ID.
"""

from __future__ import annotations

from collections.abc import Callable

from console.presenters.workbench.workbench import WorkbenchState

_MOST = 50


class ClosedTabs:
    """Follows the workbench of one environment. Nothing of this is kept on the disk: what was open there is."""

    def __init__(self) -> None:
        self._open: tuple[str, ...] = ()
        self._closed: list[str] = []

    def follow(self, state: WorkbenchState) -> None:
        """Take note of what is open now; what was open before and is not any more was closed."""
        now = tuple(editor.state.draft.base.id for editor in state.editors)
        self._closed += [one for one in self._open if one not in now]
        self._closed = [one for one in self._closed if one not in now][-_MOST:]
        self._open = now

    def forget(self) -> None:
        """Another environment is in use, whose records these are not."""
        self._open, self._closed = (), []

    def reopen(self, look_up: Callable[[str], object]) -> None:
        """Have the record looked up by its ID whose tab was closed last; nothing where none was."""
        if self._closed:
            look_up(self._closed.pop())
