"""Several consoles in one process, each of which sends once a second by hand and has some of its colleagues' records open.

It must not decide when to begin or end: it is told on standard input and says on standard output, a line each, what it
has come to. What it prints last is JSON: how many sends, and after how many seconds each was seen by another console.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from functools import partial
from typing import Any

from console.desk import sends
from console.desk.part import Hint
from console.desk.place import DeskPlace
from console.desk.sends import DeskPage
from console.desk.trouble import DeskTrouble
from console.store.entries import FieldChange, Intent
from tests.desk_trial.joined import JoinedConsole, Seat

_NEWEST = 20
_DRAINED = 30.0


class Sender:
    """A console that writes to one order of its own, and watches those of others."""

    def __init__(self, seat: Seat, own: str, watched: list[str]) -> None:
        self._watched = {DeskPlace(seat.shop, "order", one) for one in watched}
        self._own, self._shop = own, seat.shop
        self._known: set[str] = set()
        self.seen: list[float] = []
        self.sent = 0
        self.console = JoinedConsole(seat, self._heard)
        self.console.open([DeskPlace(seat.shop, "order", own), *self._watched])

    def send(self) -> None:
        """Write a send and its end down, as a save does; the line passes both on."""
        self.sent += 1
        was, becomes = f"note {self.sent - 1}", f"note {self.sent}"
        change = FieldChange("notes", "Notes", was, becomes, was, becomes)
        body = json.dumps({"notes": becomes})
        url = f"{self._shop}/orders/{self._own}?triggerEvents=false"
        intent = Intent("Trial", "order", self._own, "", (change,), "POST", url, body, workflows=False)
        trail = self.console.trail
        trail.end(trail.begin(intent), "saved")

    def _heard(self, hints: frozenset[Hint] | None) -> None:
        places = (
            self._watched if hints is None else {one.place for one in hints if one.place in self._watched}
        )
        for place in places:
            if place is not None:
                read = partial(sends.of_record, place=place, names={}, limit=_NEWEST)
                self.console.line.post(read, self._read)

    def _read(self, page: DeskPage | DeskTrouble) -> None:
        now = time.time()
        if isinstance(page, DeskPage):
            for entry in page.entries:
                if entry.shared_id not in self._known and entry.written_at is not None:
                    self._known.add(entry.shared_id)
                    self.seen.append(now - entry.written_at.timestamp())


def _told(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def _until(condition: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not condition() and time.monotonic() < end:
        pause.wait(0.05)


def _send_for(senders: list[Sender], seconds: int) -> None:
    began, pause = time.monotonic(), threading.Event()
    for second in range(seconds):
        for number, sender in enumerate(senders):
            pause.wait(max(0.0, began + second + number / len(senders) - time.monotonic()))
            sender.send()


def main() -> int:
    """Join, send for so long, wait until all is passed on, tell what was seen."""
    told = json.loads(sys.stdin.readline())
    senders = [Sender(Seat(**one["seat"]), one["own"], one["watched"]) for one in told["consoles"]]
    for sender in senders:
        sender.console.join()
    _until(lambda: all(one.console.line.state.status == "reached" for one in senders), _DRAINED)
    _told("ready")
    sys.stdin.readline()
    _send_for(senders, told["seconds"])
    _until(lambda: not any(one.console.waiting for one in senders), _DRAINED)
    _told("drained")
    sys.stdin.readline()
    seen = [seconds for one in senders for seconds in one.seen]
    _told(json.dumps({"sent": sum(one.sent for one in senders), "seen": seen}))
    for sender in senders:
        sender.console.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
