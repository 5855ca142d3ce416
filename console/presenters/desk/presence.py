"""Who else has a record open, in the words that stand on its page, its tab and before it is sent.

It must not hold anybody up: it warns. Minutes go on by an alarm of this computer, without a question to the desk.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from console.desk.place import DeskPlace
from console.desk.presence import Colleagues, OpenHere
from console.presenters.clock import Wake, wake
from console.presenters.desk.company import MINUTE, NOBODY, Company, CompanyState, Person, words_of
from console.presenters.observable import Observable
from console.runtime.awake import awake

if TYPE_CHECKING:
    from console.model.fields.field import RecordKind

    Key = tuple[RecordKind, str]


class CompanyPresenter(Observable[CompanyState]):
    """Follows which records are open in one environment, and who else has them open."""

    def __init__(
        self,
        environment: str,
        show_open: Callable[[Iterable[OpenHere]], object],
        *,
        clock: Callable[[], float] = awake,
        alarm: Wake = wake,
    ) -> None:
        """`environment` is as `shared_name` gives it; `show_open` tells colleagues what is open here."""
        super().__init__(CompanyState())
        self._environment, self._show_open = environment, show_open
        self._clock, self._alarm = clock, alarm
        self._put_off: Callable[[], None] | None = None
        self._places: dict[Key, DeskPlace] = {}
        self._colleagues = Colleagues()
        self._told: dict[Key, dict[str, bool]] = {}

    def follow(self, records: Iterable[tuple[RecordKind, str, bool]]) -> None:
        """These are open here: kind, ID, and whether something is unsaved. Costs little where nothing changed."""
        open_ = {(kind, id): unsaved for kind, id, unsaved in records}
        came = open_.keys() != self._places.keys()
        self._places = {key: self._places.get(key) or DeskPlace.of(self._environment, *key) for key in open_}
        self._told = {key: told for key, told in self._told.items() if key in open_}
        self._show_open(OpenHere(self._places[key], unsaved) for key, unsaved in open_.items())
        if came:
            self.put(self._state())
            self._set_alarm()

    def take(self, colleagues: Colleagues) -> None:
        """This is who is here by now."""
        self._colleagues = colleagues
        self._refresh()

    def close(self) -> None:
        """Have nothing open any more, and show nothing."""
        self.hide()
        self._places = {}
        self._show_open(())
        if self._put_off is not None:
            self._put_off()

    def _refresh(self) -> None:
        if (state := self._state()) != self.state:
            self.put(state)
        self._set_alarm()

    def _set_alarm(self) -> None:
        if self._put_off is not None:
            self._put_off()
            self._put_off = None
        if (seconds := self._until_next()) < math.inf:
            self._put_off = self._alarm(max(seconds, 0.0) + 0.01, self._refresh)

    def _until_next(self) -> float:
        """In how many seconds something shown becomes untrue: a minute is full, or a row is not believed any more."""
        now, places = self._clock(), set(self._places.values())
        soonest = math.inf
        for one in self._colleagues.others:
            if now < one.until and (shared := places & one.open.keys()):
                ages = (now - since for place in shared if (since := one.open[place]) is not None)
                soonest = min(soonest, one.until - now, *(MINUTE - age % MINUTE for age in ages))
        return soonest

    def _state(self) -> CompanyState:
        records = {key: self._company(key) for key in self._places}
        return CompanyState(records, self._colleagues.here)

    def _company(self, key: Key) -> Company:
        people, before = self._people(self._places[key]), self._told.get(key, {})
        known = self.state.of(*key)
        if self._colleagues.here:  # else nobody is known, and who is here after that has not come anew
            self._told[key] = {operator: one.since is not None for operator, one in people.items()}
        if not people:
            return NOBODY
        came = {
            operator: one
            for operator, one in people.items()
            if operator not in before or (one.since is not None and not before[operator])
        }
        news = words_of(came, key[0]) if came else known.news if before.keys() <= people.keys() else ""
        unsaved = any(one.since is not None for one in people.values())
        return Company(words_of(people, key[0], self._clock()), unsaved, words_of(people, key[0]), news)

    def _people(self, place: DeskPlace) -> dict[str, Person]:
        """Who has it open, by login; of somebody's several consoles the one with the oldest edits counts."""
        found: dict[str, Person] = {}
        for one in self._colleagues.others:
            if place in one.open and self._clock() < one.until:
                ages = [since for since in (one.open[place],) if since is not None]
                if (other := found.get(one.operator)) is not None and other.since is not None:
                    ages.append(other.since)
                found[one.operator] = Person(one.name, one.own, min(ages, default=None))
        return found
