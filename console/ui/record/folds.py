"""Which cards of a form are folded to one line: chosen once, the same for every record of a kind.

It must not know what stands on a card; it knows kinds of records and the titles of cards.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Signal

from console.model.remembered import FOLDED_CARDS


class Folds(QObject):
    """The cards that the operator folded or opened; of others nothing is known."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chosen: dict[str, bool] = {}

    def folded(self, kind: str, card: str) -> bool | None:
        """Whether a card was folded; None where nobody chose."""
        return self._chosen.get(_key(kind, card))

    def choose(self, kind: str, card: str, *, folded: bool) -> None:
        """Have it so on every page of the kind."""
        if self.folded(kind, card) != folded:
            self._chosen[_key(kind, card)] = folded
            self.changed.emit()

    def remember(self, ini: QSettings) -> None:
        """Write down what was chosen."""
        ini.setValue(FOLDED_CARDS, [f"{int(folded)} {key}" for key, folded in self._chosen.items()])

    def restore(self, ini: QSettings) -> None:
        """Have them as they were left; what cannot be read is as if it was never chosen."""
        held = ini.value(FOLDED_CARDS)
        for text in [held] if isinstance(held, str) else held if isinstance(held, list) else []:
            flag, _, key = str(text).partition(" ")
            if flag in ("0", "1") and key:
                self._chosen[key] = flag == "1"
        self.changed.emit()


def _key(kind: str, card: str) -> str:
    return f"{kind} {card}"
