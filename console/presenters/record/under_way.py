"""The one piece of work that may be under way for an open record, told in its notice while it lasts.

It must not start or end any work but at the operator's wish, nor keep a clock going: whoever shows the record looks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from console.presenters.notice import Notice
from console.presenters.observable import Observable
from console.presenters.waiting import Waiting, WaitWords

if TYPE_CHECKING:
    from console.presenters.record.editor_state import EditorState


class UnderWay:
    """Says how the work stands as often as it is asked to `look`."""

    def __init__(self, page: Observable[EditorState]) -> None:
        self._page = page
        self._waiting: Waiting | None = None
        self._said: Callable[[WaitWords], Notice] | None = None

    def begin(self, waiting: Waiting, said: Callable[[WaitWords], Notice]) -> Notice:
        """Look at this work from now on; returns what there is to say of it first."""
        self._waiting, self._said = waiting, said
        return said(waiting.words())

    def look(self) -> None:
        """Say how the work stands now; nothing once it is over."""
        state = self._page.state
        if state.busy not in ("reading", "sending"):
            self._waiting = self._said = None
        elif self._waiting is not None and self._said is not None:
            notice = self._said(self._waiting.words())
            if notice != state.notice:
                self._page.put(replace(state, notice=notice))

    def give_up(self) -> None:
        """End the work where that can still be, and say how it stands."""
        if self._waiting is not None:
            self._waiting.give_up()
        self.look()
