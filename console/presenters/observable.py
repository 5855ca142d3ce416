"""One frozen state and the one view that shows it: what every presenter is.

It must not change a state; whoever holds it puts another in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from console.runtime.giving_way import window_begins

S = TypeVar("S")


class Observable(Generic[S]):
    """Holds `state`; a view that is shown gets it now and each time another one is put in its place."""

    def __init__(self, state: S, render: Callable[[S], object] | None = None) -> None:
        """`render` is the view, where there is one already; it is not called before the first `put`."""
        self.state = state
        self._render = render

    def show(self, render: Callable[[S], object]) -> None:
        """Render here from now on, beginning with the state as it is."""
        self._render = render
        window_begins()
        render(self.state)

    def hide(self) -> None:
        """Render nowhere any more."""
        self._render = None

    def put(self, state: S) -> None:
        """Put another state in the place of this one, and show it."""
        self.state = state
        if self._render is not None:
            window_begins()
            self._render(state)
