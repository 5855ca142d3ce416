"""The sending of a file of shipments: one write for each order, noted before it leaves, verified or settled after.

It must not send a row whose order moved since the check, nor a row twice: what may have left is read, not repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from console.cancel import Cancel
from console.model.records import Order, value
from console.model.shipping import LINK, shipped, standing
from console.presenters import saving
from console.presenters.notice import from_error
from console.presenters.run_items import Item, kept
from console.presenters.run_lanes import TryLater, Watch
from console.presenters.saving import Plan, Saved, write
from console.presenters.sending import ended, intent_of
from console.scribe import Scribe
from console.store.files import StoreTrouble

if TYPE_CHECKING:
    from console.api.client import Client
    from console.api.errors import ApiError
    from console.store.database import Connection
    from console.store.runs import Ending, Runs
    from console.store.trail import Outcome, Trail


_GONE = 5
"""After so many orders in a row that could not be read, the server is taken to be gone."""


@dataclass(frozen=True, slots=True)
class Books:
    """Where a run is written down: its number and name, the runs, the trail, and the one who writes for all lanes."""

    run: int
    name: str
    environment: str
    runs: Runs
    trail: Trail
    scribe: Scribe[Connection]


class Send:
    """Sends the rows of one run; `row` and `settle` are the work of lanes and may run in several threads at once."""

    def __init__(
        self,
        client: Client,
        books: Books,
        put: Callable[[Item], None],
        trouble: Callable[[str], None],
        clock: Callable[[], datetime],
    ) -> None:
        """`put` gets a row that is being sent; `trouble` a sentence when it makes no sense to go on."""
        self._client, self._books, self._put, self._trouble, self._clock = client, books, put, trouble, clock
        self._not_reached_in_a_row = 0

    def row(self, item: Item, watch: Watch, cancel: Cancel) -> Item:
        """The row with what became of it."""
        from console.api.errors import ApiError, Stopped, TimedOut, TooMany, Unreachable

        try:
            fresh = self._client.get_order(item.order_id, cancel=watch.stop, progress=watch)
        except TooMany as error:
            later = partial(self._noted, item, "failed", error.headline)
            raise TryLater(later, error.retry_after) from error
        except Stopped:
            return item
        except (Unreachable, TimedOut) as error:
            return self._not_reached(item, error)
        except ApiError as error:
            return self._noted(item, "failed", error.reason or error.headline)
        self._not_reached_in_a_row = 0
        if moved := _moved(item, fresh):
            return self._noted(item, "skipped", moved)
        draft = shipped(fresh, self._clock(), item.wanted.shipment)
        if problems := draft.problems():
            return self._noted(item, "failed", f"{problems[0].label}: {problems[0].sentence}")
        payload = draft.payload()
        outgoing = self._client.order_update(
            fresh.id, payload, trigger_events=bool(item.wanted.message), force=False
        )
        return self._sent(item, Plan(draft, payload, outgoing), fresh, watch, cancel)

    def _not_reached(self, item: Item, error: ApiError) -> Item:
        """A row whose order could not be read: one may be bad luck, after several the server is gone."""
        self._not_reached_in_a_row += 1  # other lanes count too; that one gets lost between them does no harm
        if self._not_reached_in_a_row < _GONE:
            return self._noted(item, "failed", error.headline)
        self._trouble(f"{error.headline} The run was stopped; Resume goes on with the rows that are left.")
        return item

    def settle(self, item: Item, watch: Watch, cancel: Cancel) -> Item:
        """A row of which it is not known whether it arrived, with what the order itself tells."""
        from console.api.errors import ApiError, NotFound, Stopped, TooMany

        if not item.order_id:  # what was kept of it is damaged, so nobody can tell
            return item
        try:
            fresh = self._looked_at(item, watch)
        except NotFound:
            return self._settled(item, "unknown", "failed", "The order is not there any more.")
        except TooMany as error:
            later = partial(self._noted, item, "unknown", error.headline)
            raise TryLater(later, error.retry_after) from error
        except Stopped:
            return item
        except ApiError as error:
            return self._noted(item, "unknown", error.reason or error.headline)
        stands = standing(fresh, item.wanted.shipment)
        if _as_it_was(item, fresh):
            return self._settled(
                item, "not arrived", "to send", "It had not arrived when the order was read again."
            )
        if stands == "different link":
            return self._settled(
                item, "changed by someone else", "skipped", "It is shipped with another link now."
            )
        return self._settled(item, "arrived", "sent", "The order was read again and holds it.")

    def _looked_at(self, item: Item, watch: Watch) -> Order:
        """The order of a row that may have been sent a moment ago: read until it is another one, at most three times."""
        for pause in saving.LOOK_AGAIN:
            watch.stop.wait(pause)
            fresh = self._client.get_order(item.order_id, cancel=watch.stop, progress=watch)
            if not _as_it_was(item, fresh):
                break
        return fresh

    def _sent(self, item: Item, plan: Plan, fresh: Order, watch: Watch, cancel: Cancel) -> Item:
        books = self._books
        intent = replace(intent_of(plan, books.environment), run=f"{books.name}, row {item.place + 1}")
        beginning = books.trail.beginning(intent)

        def begin(connection: Connection) -> Item:
            sending = replace(item, ending="sending", reason="", number=beginning(connection))
            books.runs.noting(books.run, kept(sending))(connection)
            return sending

        try:
            sending = books.scribe.write(begin)
        except StoreTrouble as error:
            self._trouble(f"{error.sentence} Rows that could not be written down were not sent.")
            return replace(item, reason="It could not be written down, so it was not sent.")
        self._put(sending)
        saved = write(self._client, plan, fresh, cancel, watch)
        return self._ended(sending, saved)

    def _ended(self, item: Item, saved: Saved) -> Item:
        from console.api.errors import Stopped, TooMany

        if isinstance(saved.error, TooMany):
            waiting = self._noted(item, "to send", "", saved)
            self._put(waiting)
            later = partial(self._noted, waiting, "failed", saved.error.headline)
            raise TryLater(later, saved.error.retry_after)
        if isinstance(saved.error, Stopped):
            return self._noted(item, "to send", "", saved)
        if saved.became == "saved":
            otherwise = ", ".join(change.label for change in saved.kept)
            return self._noted(
                item, "sent", f"The server kept {otherwise} otherwise." if otherwise else "", saved
            )
        if saved.became == "arrived":
            return self._noted(item, "sent", "No answer came; the order was read again and holds it.", saved)
        error = saved.error
        if saved.became == "not arrived" and error is not None:
            said = f"{error.reason or error.headline} Read again, the order is as it was."
            return self._noted(item, "failed", said, saved)
        said = (
            (error.reason or error.headline)
            if error is not None
            else "It was changed by someone else meanwhile."
        )
        return self._noted(item, "failed" if saved.became == "not saved" else "unknown", said, saved)

    def _noted(self, item: Item, ending: Ending, reason: str, saved: Saved | None = None) -> Item:
        """The row with its ending, on the disk; and in the trail, where its write stands there."""
        trail = (
            None
            if saved is None or item.number is None
            else self._books.trail.ending(item.number, *ended(saved))
        )
        return self._written(item, ending, reason, trail)

    def _settled(self, item: Item, outcome: Outcome, ending: Ending, reason: str) -> Item:
        trail = None if item.number is None else self._books.trail.ending(item.number, outcome)
        return self._written(item, ending, reason, trail)

    def _written(
        self, item: Item, ending: Ending, reason: str, trail: Callable[[Connection], object] | None
    ) -> Item:
        ready = item.ended(ending, reason, self._clock())
        note = self._books.runs.noting(self._books.run, kept(ready))

        def work(connection: Connection) -> None:
            note(connection)
            if trail is not None:
                trail(connection)

        self._books.scribe.leave(work, self._unwritten)
        return ready

    def _unwritten(self, error: Exception) -> None:
        """At the next start the row is as it was written last, and is read before anything is sent."""
        self._trouble(from_error(error).headline)


def _moved(item: Item, fresh: Order) -> str:
    """Why the row must not be sent any more, seen from the order as it is now; empty where it may."""
    stands = standing(fresh, item.wanted.shipment)
    if stands == "same link":
        return "It is shipped already, with this link."
    if stands == "changed nothing":
        return "It is shipped already."
    if stands == "different link" and (item.verdict != "different link" or _link(fresh) != item.held_link):
        return "It was shipped with another link since the check."
    return ""


def _as_it_was(item: Item, fresh: Order) -> bool:
    """Whether the order is as the check read it, so that nothing of the row is in it."""
    stands = standing(fresh, item.wanted.shipment)
    return stands == "will ship" or (
        stands == "different link" == item.verdict and _link(fresh) == item.held_link
    )


def _link(order: Order) -> str:
    held = value(order, LINK)
    return held if isinstance(held, str) else ""
