"""What is asked for in an environment by its name, by a link or another start: whether it is looked up, or first offered.

It must not switch by itself: where the environment is not the one in use, that is said, and the operator chooses.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from console.presenters.notice import SWITCH_ENVIRONMENT, Action, Notice

_LONGEST, _ON_BUTTON, _MOST_NAMED = 60, 30, 8


class AskedThere(NamedTuple):
    """A text to look up, empty for none, in the environment of this name."""

    text: str
    environment: str


class Linked:
    """Knows which environment is in use, and keeps what waits for another until that is in use."""

    def __init__(
        self, *, in_use: Callable[[], str], names: Callable[[], Sequence[str]], choose: Callable[[str], bool]
    ) -> None:
        """`names` are all that can be chosen; `choose` begins to switch, and says whether it did."""
        self._in_use, self._names, self._choose = in_use, names, choose
        self._offered: AskedThere | None = None
        self._waiting: AskedThere | None = None

    def refusal(self, text: str, environment: str) -> Notice | None:
        """Why this text is not looked up at once; None where its environment, or no particular one, is in use."""
        self._offered = None
        name = self._known(environment)
        if not environment or name == self._in_use():
            return None
        if not name:
            names = self._names()
            more = len(names) - _MOST_NAMED
            there_are = ", ".join(f"“{one}”" for one in names[:_MOST_NAMED])
            there_are += f" and {more:,} more" if more > 0 else ""
            return Notice(
                "warn",
                f"There is no environment called “{_short(environment)}” here; nothing was looked up.",
                f"At the top right there are: {there_are}.",
            )
        self._offered = AskedThere(text, name)
        used = self._in_use()
        here = f"this window works on “{used}”" if used else "this window works on none yet"
        return Notice(
            "warn",
            f"This is for “{name}”, and {here}; nothing was looked up.",
            "What is open here, and what you typed, is kept for when you come back." if used else "",
            action=Action(
                SWITCH_ENVIRONMENT.key,
                f"Switch to “{_short(name, _ON_BUTTON)}”" + (" and look it up" if text else ""),
            ),
        )

    def switch(self) -> None:
        """Go to the environment that was offered; what was asked for there waits for it."""
        offered, self._offered = self._offered, None
        if offered is not None:
            self._waiting = offered
            if not self._choose(offered.environment):
                self._offered, self._waiting = offered, None

    def arrived(self) -> str:
        """The text that waited for the environment in use now; empty where none did, or for another one."""
        waiting, self._waiting = self._waiting, None
        return waiting.text if waiting is not None and waiting.environment == self._in_use() else ""

    def _known(self, environment: str) -> str:
        """The environment of this name as it is written here, whatever its capitals and however its umlauts are made."""
        names = self._names()
        if environment in names:
            return environment
        alike = [name for name in names if _plain(name) == _plain(environment)]
        return alike[0] if len(alike) == 1 else ""


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _short(name: str, most: int = _LONGEST) -> str:
    clean = "".join(one if one.isprintable() else "\ufffd" for one in name)
    return clean if len(clean) <= most else clean[: most - 1] + "…"
