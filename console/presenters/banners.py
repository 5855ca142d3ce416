"""What stays on the screen until it was read, or for as long as it holds: one banner in view, the others behind it.

It must not say what has only just happened, which is a notice and may be covered by the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from console.presenters.notice import Notice
from console.presenters.observable import Observable


@dataclass(frozen=True, slots=True)
class Banner:
    """What it says; where it is `lasting` only the end of what it is about takes it away, otherwise reading it is enough.

    `key` names what it is about, for whoever takes it away or has more to say of it; empty where nobody will.
    """

    notice: Notice
    key: str = ""
    lasting: bool = False

    @property
    def may_be_dismissed(self) -> bool:
        """Whether the operator may put it away."""
        return not self.lasting


@dataclass(frozen=True, slots=True)
class BannersState:
    """Every banner there is, what lasts before what is to be read, and the place of the one in view."""

    banners: tuple[Banner, ...] = ()
    place: int = 0

    @property
    def shown(self) -> Banner | None:
        """The one in view; None where there is none."""
        return self.banners[self.place] if self.banners else None

    @property
    def where(self) -> str:
        """Which of them is in view, as "1 of 3"; empty where there is no other."""
        return f"{self.place + 1} of {len(self.banners)}" if len(self.banners) > 1 else ""


class Banners(Observable[BannersState]):
    """The banners of one window."""

    def __init__(self) -> None:
        super().__init__(BannersState())

    def tell(self, notice: Notice, key: str = "") -> None:
        """Have this read: it stays until it is dismissed, behind those that are there. The same one is there once."""
        told = Banner(notice, key)
        if told not in self.state.banners:
            if key:
                self.lift(key)
            self.put(replace(self.state, banners=(*self.state.banners, told)))

    def hold(self, key: str, notice: Notice) -> None:
        """Say this for as long as it lasts, which is until `lift`. What is new comes into view; what is known changes."""
        held = Banner(notice, key, lasting=True)
        known = [banner.key == key for banner in self.state.banners]
        if not any(known):
            self.put(BannersState((held, *self.state.banners)))
        elif held not in self.state.banners:
            banners = zip(self.state.banners, known, strict=True)
            self.put(replace(self.state, banners=tuple(held if same else other for other, same in banners)))

    def lift(self, key: str) -> None:
        """Take away what has this key; nothing where nothing has."""
        for place, banner in enumerate(self.state.banners):
            if banner.key == key:
                self._take(place)
                return

    def dismiss(self) -> None:
        """Put the one in view away, and show the next; what lasts stays."""
        if self.state.shown is not None and self.state.shown.may_be_dismissed:
            self._take(self.state.place)

    def step(self) -> None:
        """Show the next one, round and round."""
        if count := len(self.state.banners):
            self.put(replace(self.state, place=(self.state.place + 1) % count))

    def _take(self, gone: int) -> None:
        state = self.state
        rest = (*state.banners[:gone], *state.banners[gone + 1 :])
        place = state.place - (gone < state.place)
        self.put(BannersState(rest, min(place, max(len(rest) - 1, 0))))
