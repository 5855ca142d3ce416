"""What the palette finds: for a few letters the commands that fit, best first, and which of them is chosen.

It must not act or know what a command is about; whoever opens the palette says what there is and runs what was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from console.presenters.observable import Observable

_MOST = 60
_EQUAL, _BEGINS, _HOLDS, _ALIKE = 4.0, 3.0, 2.0, 1.0
_FUZZY_FROM = 4
"""Shorter pieces are taken to the letter: with three letters nearly every word is alike."""
_LIKENESS = 0.74
_BESIDE = 0.4
"""What a hit in the words beside the name counts, such as an ID, a kind or a menu."""


@dataclass(frozen=True, slots=True)
class Command:
    """One row: its words, what kind of thing it is ("Field", "Record"), its keys, further words that find it, and its act."""

    words: str
    kind: str
    act: Callable[[], object]
    keys: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class PaletteState:
    """The commands that fit what was typed, best first, and the place of the chosen one; -1 where nothing fits."""

    text: str
    shown: tuple[Command, ...]
    place: int

    @property
    def chosen(self) -> Command | None:
        """What Enter runs."""
        return self.shown[self.place] if self.place >= 0 else None

    @property
    def nothing(self) -> str:
        """What to say where nothing fits; empty otherwise."""
        return "" if self.shown else "Nothing fits. Try fewer letters, or other words for it."

    @property
    def said(self) -> str:
        """The chosen row as it is read aloud."""
        if (one := self.chosen) is None:
            return self.nothing
        return ", ".join(
            part for part in (one.words, one.kind, one.keys, f"{self.place + 1} of {len(self.shown)}") if part
        )


class Palette(Observable[PaletteState]):
    """Narrows `commands` as text is typed. Loads rapidfuzz, so make one when it is to be opened and not before."""

    def __init__(self, commands: Sequence[Command]) -> None:
        import rapidfuzz.distance.OSA  # noqa: F401 - the first letter must not wait for it

        self._commands = tuple(commands)
        super().__init__(self._narrowed(""))

    def type(self, text: str) -> None:
        """Show what fits this text; the best is chosen."""
        if text != self.state.text:
            self.put(self._narrowed(text))

    def step(self, by: int) -> None:
        """Choose a neighbour, round and round."""
        if count := len(self.state.shown):
            self.put(replace(self.state, place=(self.state.place + by) % count))

    def choose(self, place: int) -> None:
        """Choose the row at a place."""
        if place != self.state.place and 0 <= place < len(self.state.shown):
            self.put(replace(self.state, place=place))

    def add(self, commands: Iterable[Command]) -> None:
        """Have these as well, behind equals that were there before; what was chosen stays so where nothing is typed."""
        self._commands += tuple(commands)
        place, now = self.state.place, self._narrowed(self.state.text)
        self.put(replace(now, place=place) if not self.state.text and now.shown else now)

    def _narrowed(self, text: str) -> PaletteState:
        pieces = text.casefold().split()
        scored = ((_score(one, pieces), one) for one in self._commands)
        # sorted keeps the order of equals, which is that of the menus
        fitting = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
        shown = tuple(one for _, one in fitting[:_MOST])
        return PaletteState(text, shown, 0 if shown else -1)


def _score(command: Command, pieces: Sequence[str]) -> float:
    """How well a command fits; 0 where a piece is nowhere in it."""
    if not pieces:
        return 1.0
    name = command.words.casefold().split()
    beside = f"{command.kind} {command.keys} {command.also}".casefold().split()
    total = 0.0
    for piece in pieces:
        best = max(_likeness(piece, name), _BESIDE * _likeness(piece, beside))
        if not best:
            return 0.0
        total += best
    initials = "".join(word[0] for word in name)
    exact = " ".join(pieces) == " ".join(name)
    told = sum(len(piece) for piece in pieces) / max(sum(map(len, name)), 1)
    return total / len(pieces) + exact + (len(pieces) == 1 and initials == pieces[0]) + min(told, 1.0) / 2


def _likeness(piece: str, words: Sequence[str]) -> float:
    from rapidfuzz.distance import OSA

    best = 0.0
    for word in words:
        if word == piece:
            best = max(best, _EQUAL)
        elif word.startswith(piece):
            best = max(best, _BEGINS)
        elif piece in word:
            best = max(best, _HOLDS)
        elif len(piece) >= _FUZZY_FROM and best < _ALIKE:
            likeness = max(OSA.normalized_similarity(piece, word[: len(piece) + more]) for more in (0, 1))
            best = max(best, _ALIKE * likeness if likeness >= _LIKENESS else 0.0)
    return best or (
        _ALIKE if len(piece) > 1 and "".join(word[0] for word in words).startswith(piece) else 0.0
    )
