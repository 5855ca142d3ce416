"""How the desk stands, as a few words in the window and, where the operator works alone, as a banner.

It must not hold anything up: whatever it says, look-ups and sends go on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from console.desk.part import LineState
from console.model.plural import by_count, counted
from console.presenters.banners import Banners
from console.presenters.clock import Wake, wake
from console.presenters.notice import DESK_SETTINGS, RETRY_DESK, Notice, Tone
from console.presenters.observable import Observable

_ALONE = "desk"
"""The banner's key."""
_CLOCK = "desk's clock"
_PATIENCE = 5.0
"""Seconds for which the desk may be away before a banner says so: a server that is started again takes one."""
_CLOCK_MATTERS = 60.0
"""Seconds by which two clocks may differ without a word."""
_SHOWN_SLOWLY = "A connection pooler stands between: changes show within 15 s."
_YOU_WORK_ALONE = "You work alone; what colleagues send is not shown."


@dataclass(frozen=True, slots=True)
class SignState:
    """What the sign says; an empty `text` is no sign, since no desk is set up. `tip` says more, a sentence a line."""

    text: str = ""
    tip: str = ""
    tone: Tone = "plain"


class DeskSign(Observable[SignState]):
    """Fed from the line and what works over it; tells `banners` what has to be read."""

    def __init__(self, banners: Banners, *, operator: str = "", wake: Wake = wake) -> None:
        """`operator` is the name that colleagues see of whoever works here."""
        super().__init__(SignState())
        self._banners, self._wake = banners, wake
        self._line: LineState | None = None
        self._here, self._waiting, self._refused, self._held = 0, 0, 0, False
        self._operator = operator
        self._put_off: Callable[[], None] | None = None
        self._told_ahead = self._joined = False

    def join(self, operator: str) -> None:
        """A desk is joined under this name."""
        self._operator, self._told_ahead, self._joined = operator, False, True
        self.line(LineState())

    def leave(self) -> None:
        """No desk is shared any more."""
        self._line, self._here, self._waiting, self._refused = None, 0, 0, 0
        self._joined = False
        self._lift()
        self.put(SignState())

    def line(self, state: LineState) -> None:
        """This is how the line stands now; of one that was left already nothing is said."""
        if not self._joined:
            return
        self._line = state
        if state.status in ("connecting", "reached"):
            self._lift()
        elif state.status == "away" and not self._held:
            if self._put_off is None:
                self._put_off = self._wake(_PATIENCE, self._tell)
        else:
            self._tell()
        if state.status == "reached" and abs(state.ahead) > _CLOCK_MATTERS and not self._told_ahead:
            self._told_ahead = True
            self._banners.tell(_of_clocks(state.ahead), _CLOCK)
        self._say()

    def here(self, people: int) -> None:
        """So many people are at the desk now, this one counted."""
        self._here = people
        self._say()

    def outbox(self, waiting: int, refused: int) -> None:
        """So many entries were not passed on yet, and the desk would not have so many."""
        self._waiting, self._refused = waiting, refused
        if self._held:
            self._tell()
        self._say()

    def _say(self) -> None:
        line = self._line
        if line is None:
            return
        tips = [f"You are {self._operator} at this desk."] if line.status == "reached" else [line.said]
        tips += [_SHOWN_SLOWLY] if line.status == "reached" and line.polled else []
        tips += [self._waits()] if self._waiting else []
        if self._refused:
            entries = counted(self._refused, "entry")
            tips.append(f"{entries} could not be shared; the trail says which and why.")
        text, tone = _WORDS.get(line.status, ("Desk: not used", "bad"))
        if line.status == "reached":
            text = f"Desk: {self._here:,} here" if self._here > 1 else "Desk: only you"
        self.put(SignState(text, "\n".join(filter(None, tips)), tone))

    def _waits(self) -> str:
        return (
            f"{counted(self._waiting, 'entry')} {by_count(self._waiting, 'waits', 'wait')} to be passed on."
        )

    def _tell(self) -> None:
        """Say for as long as it lasts that the operator works alone, and why."""
        line = self._line
        if line is None or line.status in ("connecting", "reached"):
            return
        since = f" since {line.since.astimezone():%H:%M}" if line.since is not None else ""
        waits = f" {self._waits()}" if self._waiting else ""
        if line.status == "away":
            headline = f"Desk not reached{since}. {_YOU_WORK_ALONE}{waits}"
            notice = Notice("warn", headline, f"It is tried again by itself. {line.said}".strip())
        else:
            notice = Notice("warn", line.said, f"{_YOU_WORK_ALONE}{waits}", action=DESK_SETTINGS)
            if line.status in ("certificate", "unusable"):
                notice = replace(notice, action=RETRY_DESK)
        self._held = True
        self._banners.hold(_ALONE, notice)

    def _lift(self) -> None:
        if self._put_off is not None:
            self._put_off()
            self._put_off = None
        if self._held:
            self._held = False
            self._banners.lift(_ALONE)


_WORDS: dict[str, tuple[str, Tone]] = {
    "connecting": ("Desk: connecting…", "plain"),
    "reached": ("", "good"),
    "away": ("Desk: not reached", "warn"),
}


def _of_clocks(ahead: float) -> Notice:
    minutes = counted(max(1, round(abs(ahead) / 60)), "minute")
    where = "ahead of" if ahead > 0 else "behind"
    said = f"This computer's clock is {minutes} {where} the desk's."
    return Notice("warn", said, "Times of what colleagues sent are the desk's. Have the clock set right.")
