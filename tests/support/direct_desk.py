"""A line to a real desk without a thread: what is asked is done at once, or when the test says so.

It must not be used to test what the line does about faults; `console/desk/line/line.py` has its own tests for that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from console.desk.part import LineState
from console.desk.trouble import DeskTrouble, NotReached

if TYPE_CHECKING:
    from console.desk.part import DeskConnection

T = TypeVar("T")


class DirectDesk:
    """Implements `AsksDesk`. `asked` counts what was asked; while `holds`, `answer` gives the oldest answer that waits."""

    def __init__(self, connection: DeskConnection) -> None:
        self._connection = connection
        self.asked = 0
        self.away = self.holds = False
        self._held: list[Callable[[], None]] = []

    @property
    def state(self) -> LineState:
        """How it stands."""
        return LineState("away" if self.away else "reached")

    def post(
        self, work: Callable[[DeskConnection], T], done: Callable[[T | DeskTrouble], None] | None = None
    ) -> None:
        """Do it now, and answer now or when `answer` is called."""
        self.asked += 1
        found: Any
        try:
            found = self.ask(work)
        except DeskTrouble as trouble:
            found = trouble
        if done is not None:
            self._held.append(lambda: done(found))
        if not self.holds:
            while self._held:
                self.answer()

    def ask(self, work: Callable[[DeskConnection], T], patience: float = 5.0) -> T:
        """Do it now."""
        if self.away:
            raise NotReached("The desk is not reached.")
        return work(self._connection)

    def wake(self) -> None:
        """There is no part that could wake up."""

    def answer(self) -> None:
        """Deliver the oldest answer that waits."""
        self._held.pop(0)()
