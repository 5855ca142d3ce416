"""The sending of a file of shipments: one write for each order, noted before it leaves, verified or settled after.

It must not send a row whose order moved since the check, nor a row twice: what may have left is read, not repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from console.desk.claims.claim import ClaimLost
from console.model.drafts.shipping import LINK, compare_shipment, shipped
from console.model.records import Order, value
from console.presenters.notice import from_error
from console.presenters.runs.claimed import ClaimedRow, watching
from console.presenters.runs.items import RunRow, noted
from console.presenters.runs.lanes import TryLater, Watch
from console.presenters.runs.outage import asks_for_patience, not_the_rows_own
from console.presenters.runs.reasons import Reason, taken_from
from console.presenters.saving.intent import ended, intent_of
from console.presenters.saving.saving import Saved, SavePlan, write
from console.runtime.batch_writer import BatchWriter
from console.runtime.cancel import Cancel
from console.store.files import StoreTrouble

if TYPE_CHECKING:
    from console.api.client import Client
    from console.api.errors import ApiError
    from console.model.records import Cart
    from console.presenters.runs.tools import RunTools
    from console.store.archive import Archive
    from console.store.database import Connection
    from console.store.runs import RowStatus, Run, Runs
    from console.store.trail import Trail, TrailStatus


@dataclass(frozen=True, slots=True)
class RunLog:
    """Where a run is written down: its number and name, the runs, the trail, and the one who writes for all lanes."""

    run: int
    name: str
    environment: str
    runs: Runs
    trail: Trail
    writer: BatchWriter[Connection]
    archive: Archive | None = None

    @classmethod
    def of(cls, where: RunTools, run: Run, writer: BatchWriter[Connection]) -> RunLog:
        """Where this run is written down."""
        shop, runs, trail = where.environment, where.runs, where.trail
        return cls(run.number, run.name, shop, runs, trail, writer, where.archive)


class RunSend:
    """Sends the rows of one run; `row` and `settle` are the work of lanes and may run in several threads at once."""

    def __init__(
        self,
        client: Client,
        log: RunLog,
        put: Callable[[RunRow], None],
        *,
        trouble: Callable[[str], None],
        clock: Callable[[], datetime],
    ) -> None:
        """`put` gets a row that is being sent; `trouble` a sentence when it makes no sense to go on."""
        self._client, self._log, self._put, self._trouble, self._clock = client, log, put, trouble, clock

    def row(self, item: RunRow, watch: Watch, cancel: Cancel, claimed: ClaimedRow | None = None) -> RunRow:
        """The row with what became of it. With a claim it may raise `ClaimLost`; nothing of the row has left then."""
        from console.api.errors import ApiError, Stopped

        try:
            fresh = self._client.get_order(item.order_id, cancel=watch.stop, progress=watch)
        except Stopped:
            return item
        except ApiError as error:
            return self._not_read(item, error, watch)
        if item.went_before and not _as_it_was(item, fresh):
            return self._found(item, fresh)
        if claimed is not None and claimed.doubtful and not item.went_before:
            return self._taken_over(item, fresh, claimed.doubtful)
        if moved := _moved(item, fresh):
            return self._noted(item, "skipped", moved)
        draft = shipped(fresh, self._clock(), item.request.shipment)
        if problems := draft.problems():
            return self._noted(item, "failed", Reason.of("problem", problems[0].key, problems[0].sentence))
        payload = draft.payload()
        outgoing = self._client.order_update(
            fresh.id, payload, trigger_events=bool(item.request.message), force=False
        )
        plan = SavePlan(draft, payload, outgoing)
        # The desk is asked before the row is noted: a row that is a colleague's by now must not stand in the trail as
        # sent from here. The other way round, a crash between the two leaves a row that is "being sent" on the desk and
        # was not; whoever takes it over reads first, so that costs a look and no order.
        if claimed is not None:
            claimed.ask()
        return self._sent(item, plan, fresh, watch, cancel, claimed)

    def _not_read(self, item: RunRow, error: ApiError, watch: Watch) -> RunRow:
        """A row whose order could not be read, so that nothing of it was sent."""
        if asks_for_patience(error):
            later = partial(self._noted, item, _unsent(item), error.headline)
            raise TryLater(later, error) from error
        if not_the_rows_own(error):
            watch.met(error.headline, partial(self._noted, item, "to send", item.reason))
        return self._noted(item, _unsent(item), error.reason or error.headline)

    def settle(self, item: RunRow, watch: Watch, cancel: Cancel) -> RunRow:
        """A row of which it is not known whether it arrived, with what the order itself tells."""
        from console.api.errors import ApiError, NotFound, Stopped

        if not item.order_id:  # what was kept of it is damaged, so nobody can tell
            return item
        try:
            fresh = self._client.get_order(item.order_id, cancel=watch.stop, progress=watch)
        except NotFound:
            return self._settled(item, "unknown", "failed", Reason.of("gone"))
        except Stopped:
            return item
        except ApiError as error:
            if asks_for_patience(error):
                later = partial(self._noted, item, "unknown", error.headline)
                raise TryLater(later, error) from error
            if not_the_rows_own(error):
                watch.met(error.headline)
            return self._noted(item, "unknown", error.reason or error.headline)
        return self._found(item, fresh)

    def _shipped(self, order: Order | Cart | None) -> Callable[[Connection], None] | None:
        """What keeps an order that was shipped in the index, where there is one."""
        archive = self._log.archive
        if archive is None or order is None:
            return None
        return archive.written_statement(self._log.environment, order, self._clock())

    def _found(self, item: RunRow, fresh: Order) -> RunRow:
        """A row that was sent before, by its order as it is now."""
        stands, before = compare_shipment(fresh, item.request.shipment), taken_from(item.reason)
        if _as_it_was(item, fresh):
            read_at = self._clock().isoformat()
            reason = Reason.of("taken over", before, read_at) if before else Reason.of("not yet", "", read_at)
            return self._settled(item, "not arrived", "unknown", reason)
        if stands == "different link":
            return self._settled(item, "changed by someone else", "skipped", Reason.of("other link"))
        if before:
            return self._settled(item, "arrived", "skipped", Reason.of("sent before", before))
        return self._settled(item, "arrived", "sent", Reason.of("held"), self._shipped(fresh))

    def held(self, item: RunRow, reason: str) -> RunRow:
        """A row that a colleague has, so that nothing of it was sent from here."""
        return self._noted(item, "held", reason)

    def once_written(self, done: Callable[[], object]) -> None:
        """Call this once what became of the rows so far is on the disk, on the writer's thread."""
        self._log.writer.write_later(_nothing, self._unwritten, done)

    def _taken_over(self, item: RunRow, fresh: Order, before: str) -> RunRow:
        """A row that another console was sending when it was gone: its order tells, as with one that is unknown."""
        if _as_it_was(item, fresh):
            return self._noted(item, "unknown", Reason.of("taken over", before, self._clock().isoformat()))
        if compare_shipment(fresh, item.request.shipment) == "different link":
            return self._noted(item, "skipped", Reason.of("other link"))
        return self._noted(item, "skipped", Reason.of("sent before", before))

    def _sent(
        self,
        item: RunRow,
        plan: SavePlan,
        fresh: Order,
        watch: Watch,
        cancel: Cancel,
        claimed: ClaimedRow | None,
    ) -> RunRow:
        log = self._log
        intent = replace(intent_of(plan, log.environment), run=log.name, row=item.place + 1)
        begin = log.trail.begin_statement(intent)
        still_open = log.trail.open_statement(log.environment, fresh.kind, fresh.id)

        def note(connection: Connection) -> RunRow | None:
            if not item.went_before and still_open(connection):
                return None
            sending = replace(item, status="sending", reason="", number=begin(connection))
            log.runs.note_statement(log.run, noted(sending))(connection)
            return sending

        try:
            sending = log.writer.write(note)
        except StoreTrouble as error:
            self._trouble(f"{error.sentence} Rows that could not be written down were not sent.")
            return replace(item, reason=Reason.of("not written"))
        if sending is None:  # of another run, or by hand: two writes are the operator's to choose
            return self._noted(item, "unknown", Reason.of("still open", self._clock().isoformat()))
        self._put(sending)
        with watching(claimed, watch, cancel) as (heard, ends):
            saved = write(self._client, plan, fresh, ends, heard, number=sending.number, stop=watch.stop)
        if saved.became == "not saved":
            after = self._not_saved(item, sending, saved, watch)
            if claimed is not None and claimed.late:
                raise ClaimLost
            return after
        return self._ended(sending, saved, watch)

    def _not_saved(self, before: RunRow, sending: RunRow, saved: Saved, watch: Watch) -> RunRow:
        """A row of which nothing was applied now; it is as `before`, also where it was sent before that."""
        from console.api.errors import Stopped

        error = saved.error
        assert error is not None
        end = partial(self._log.trail.end_statement, sending.number or 0, *ended(saved))
        if isinstance(error, Stopped):
            return self._written(before, "to send", before.reason, end())
        if asks_for_patience(error):
            waiting = self._written(before, "to send", before.reason, end())
            self._put(waiting)
            raise TryLater(partial(self._noted, waiting, _unsent(before), error.headline), error)
        if not_the_rows_own(error):
            watch.met(error.headline, partial(self._noted, before, "to send", before.reason))
        kept_number = before if before.went_before else sending
        return self._written(kept_number, _unsent(before), error.reason or error.headline, end())

    def _ended(self, item: RunRow, saved: Saved, watch: Watch) -> RunRow:
        if saved.became == "saved":
            otherwise = Reason.of("kept otherwise", *(change.key for change in saved.kept))
            return self._noted(item, "sent", otherwise if saved.kept else "", saved)
        if saved.became == "arrived":
            return self._noted(item, "sent", Reason.of("arrived"), saved)
        error = saved.error
        if error is not None and not_the_rows_own(error):
            watch.met(error.headline)
            if error.retry_after:
                watch.wait_out(error)
        if saved.became == "not arrived" and error is not None:
            said: str = Reason.of("not yet", error.reason or error.headline, self._clock().isoformat())
            return self._noted(item, "unknown", said, saved)
        said = (error.reason or error.headline) if error is not None else Reason.of("changed")
        return self._noted(item, "unknown", said, saved)

    def _noted(self, item: RunRow, status: RowStatus, reason: str, saved: Saved | None = None) -> RunRow:
        """The row with its status, on the disk; and in the trail, where its write stands there."""
        trail = (
            None
            if saved is None or item.number is None
            else self._log.trail.end_statement(item.number, *ended(saved))
        )
        known = self._shipped(saved.record) if saved is not None and status == "sent" else None
        return self._written(item, status, reason, trail, known)

    def _settled(
        self,
        item: RunRow,
        outcome: TrailStatus,
        status: RowStatus,
        reason: str,
        known: Callable[[Connection], object] | None = None,
    ) -> RunRow:
        trail = None if item.number is None else self._log.trail.end_statement(item.number, outcome)
        return self._written(item, status, reason, trail, known)

    def _written(
        self, item: RunRow, status: RowStatus, reason: str, *also: Callable[[Connection], object] | None
    ) -> RunRow:
        ready = item.ended(status, reason, self._clock())
        note = self._log.runs.note_statement(self._log.run, noted(ready))

        def work(connection: Connection) -> None:
            note(connection)
            for write_too in also:
                if write_too is not None:
                    write_too(connection)

        self._log.writer.write_later(work, self._unwritten)
        return ready

    def _unwritten(self, error: Exception) -> None:
        """At the next start the row is as it was written last, and is read before anything is sent."""
        self._trouble(from_error(error).headline)


def _nothing(_: Connection) -> None:
    """What is asked is only when it would be written."""


def _unsent(item: RunRow) -> RowStatus:
    """What a row is that could not be sent; one that went out before may still arrive."""
    return "unknown" if item.went_before else "failed"


def _moved(item: RunRow, fresh: Order) -> str:
    """Why the row must not be sent any more, seen from the order as it is now; empty where it may."""
    stands = compare_shipment(fresh, item.request.shipment)
    if stands == "same link":
        return Reason.of("same link")
    if stands == "changed nothing":
        return Reason.of("shipped")
    if stands == "different link" and (item.verdict != "different link" or _link(fresh) != item.held_link):
        return Reason.of("moved")
    return ""


def _as_it_was(item: RunRow, fresh: Order) -> bool:
    """Whether the order is as the check read it, so that nothing of the row is in it."""
    stands = compare_shipment(fresh, item.request.shipment)
    return stands == "will ship" or (
        stands == "different link" == item.verdict and _link(fresh) == item.held_link
    )


def _link(order: Order) -> str:
    held = value(order, LINK)
    return held if isinstance(held, str) else ""
