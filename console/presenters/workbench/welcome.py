"""What the page before any record offers: unsaved work, the last records, runs that were cut, and IDs to begin with.

It must not read any of it; it is told by those who keep it, and says nothing of an environment that was left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from console.presenters.observable import Observable
from console.presenters.workbench.recents import ListState, RecentRecord

SAMPLES = ("#1001", "C-2207", "#1002")
"""IDs that the practice sandbox has, whatever it was filled with."""
_MOST = 4


@dataclass(frozen=True, slots=True)
class CutRun:
    """A run that was not finished: its number, its file, and how its rows stand."""

    number: int
    name: str
    stands: str


@dataclass(frozen=True, slots=True)
class WelcomeState:
    """The newest of each; `connected` once there is an environment in which a file can be shipped."""

    connected: bool = False
    samples: tuple[str, ...] = ()
    unsaved: tuple[RecentRecord, ...] = ()
    runs: tuple[CutRun, ...] = ()
    recent: tuple[RecentRecord, ...] = ()


class WelcomePresenter(Observable[WelcomeState]):
    """The page of one environment."""

    def __init__(self, render: Callable[[WelcomeState], None], *, practising: bool) -> None:
        """`practising`: it is the practice sandbox, of which IDs are known."""
        super().__init__(WelcomeState(), render)
        self.put(WelcomeState(connected=True, samples=SAMPLES if practising else ()))

    def close(self) -> None:
        """Show nothing any more: another environment has the page now."""
        self.put(WelcomeState())
        self.hide()

    def show_unsaved(self, kept: ListState) -> None:
        """Offer the unsaved work that there is."""
        self.put(replace(self.state, unsaved=tuple(kept.entries[:_MOST])))

    def show_recent(self, opened: ListState) -> None:
        """Offer the records opened last; what is listed by typed words is no last work."""
        if not opened.sought:
            self.put(replace(self.state, recent=tuple(opened.entries[:_MOST])))

    def show_runs(self, runs: Sequence[CutRun]) -> None:
        """Offer to go on with these."""
        self.put(replace(self.state, runs=tuple(runs[:_MOST])))
