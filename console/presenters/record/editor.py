"""One open record: its draft, its history of edits, and what became of the last save.

It must not know Qt widgets or talk HTTP itself; reading and saving are jobs that it hands out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from console.model.drafts.draft import Draft
from console.model.fields.kinds import dated
from console.model.fields.numerals import POINTED, Marks
from console.model.merging.putback import prepared
from console.model.merging.regained import regained
from console.presenters.clock import utc_now
from console.presenters.lines.lines import Lines
from console.presenters.notice import ActionKey, Notice, from_error
from console.presenters.observable import Observable
from console.presenters.record.cart_acts import CartActs
from console.presenters.record.clash import ClashDecision
from console.presenters.record.editor_state import EditorState as EditorState
from console.presenters.record.history import History, Onto
from console.presenters.record.read_back import ReadBack
from console.presenters.record.rereading import Rereading
from console.presenters.record.settling import Settling
from console.presenters.record.under_way import UnderWay
from console.presenters.saving import messages, sent, standing, unanswered
from console.presenters.saving.joining import MANY, Joined, join
from console.presenters.saving.refused import refused_fields
from console.presenters.saving.review import Review, SendOptions, held_back, review
from console.presenters.saving.saving import Saved, SavePlan
from console.presenters.saving.sending import Sending
from console.presenters.saving.under_way import sending as under_way
from console.presenters.saving.untraced import Asks
from console.presenters.shipping.mark_shipped import MarkShipped, built_in
from console.presenters.waiting import Waiting
from console.runtime.jobs import Cancelled, Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.api.client import Client
    from console.model.carriers.carriers import Carriers
    from console.model.records import Cart, Order
    from console.presenters.saving.first_write import FirstWrite
    from console.presenters.shipping.panel import ShippingPanel
    from console.store.trail import Entry


def _nobody(*_: object) -> None:
    """Nobody listens."""


class Editor(Observable[EditorState]):
    """Turns typing into drafts, and a reviewed draft into one save at a time."""

    def __init__(
        self,
        jobs: Submits,
        client: Client,
        sending: Sending,
        *,
        record: Order | Cart,
        read_at: datetime,
        environment: str,
        target: str,
        kept: Draft | None = None,
        checked: bool = True,
        marks: Marks = POINTED,
        first_write: FirstWrite | None = None,
        known: Callable[[], Carriers] = built_in,
        clock: Callable[[], datetime] = utc_now,
        on_read: Callable[[Order | Cart, datetime], object] = _nobody,
        on_change: Callable[[Editor], object] = _nobody,
    ) -> None:
        """`kept` is a draft of this record from before, whose edits are put on top of the fresh reading.

        Not `checked`: the record is as it was read before, which tells nothing new.
        What `sending` knows of writes to it that may still arrive is judged by the fresh reading.
        `marks` are those of the operator's numbers, `known` tells the carriers, `first_write` whether to confirm first.
        `on_read` hears of every fresh reading but the first, `on_change` of every draft.
        """
        super().__init__(EditorState(Draft(record, read_at), notice=messages.just_read(read_at)))
        self._jobs, self._client, self._sending, self._clock = jobs, client, sending, clock
        self.environment, self.target, self.marks = environment, target, marks
        self._first_write, self.permission = first_write, sending.permission
        self._repeated: Review | None = None
        self.take_over: Callable[[], object] = _nobody
        """Has the page hand in what is typed in a cell but not yet told, before the record moves by itself."""
        self._read, self._changed = on_read, on_change
        self.history = History(self._show)
        self.lines = Lines(jobs, self, marks)
        self.waits = waits = UnderWay(self)
        self.shipping, self.read_back = MarkShipped(self, known, clock), ReadBack(known)
        self.settling = Settling(
            jobs, sending.ends, clock, page=self, load=self._load, ended=self.shipping.ended
        )
        self.cart_acts = CartActs(
            client, sending, clock, page=self, waits=waits, load=self._load, settling=self.settling
        )
        self.clash = ClashDecision(self, load=self._load, do=self.do, review=self.review)
        self.rereading = Rereading(
            jobs,
            client,
            clock,
            page=self,
            waits=waits,
            load=self._load,
            settled=self.settling.read,
            behind=sending.answered.behind,
            ahead=sending.ends.judge_ahead,
            take_over=lambda: self.take_over(),
        )
        if kept is not None:
            draft, since = regained(kept, record, read_at)
            notice = messages.restored(since, kept.read_at, read_at)
            self.state = EditorState(draft, undo=self.history.restart(draft), notice=notice)
        if not checked or (kept is not None and kept.read_at == read_at):
            self.state = self.settling.opened_as_before(read_at, asked=not checked)
            return
        self.settling.opened(record, read_at)
        if (there_at := sending.answered.behind(record)) is not None:
            self.state = replace(self.state, notice=unanswered.behind_at_first(there_at))

    def show(self, render: Callable[[EditorState], object]) -> None:
        """Render here from now on, and tell who listens of the draft that there is."""
        super().show(render)
        self.permission.listen(self._permitted)
        self._changed(self)

    def say(self, notice: Notice) -> None:
        """Tell something about this record."""
        self.put(replace(self.state, notice=notice))

    # -- typing -------------------------------------------------------------------------------------------

    def typed(self, key: str, text: str) -> None:
        """Put a typed text into a field. Typing in one field is one undo step."""
        if not self.state.locked:
            draft = self.state.draft
            field = draft.fields[key]
            kept = dated(field.kind, field.kind.plain(text, self.marks, draft.currency), self._clock())
            self._do(f"type in {field.label}", draft.typed(key, kept), merge=key)

    def do(self, step: str, draft: Draft) -> None:
        """Go on with this draft, as one undo step of this name; nothing happens where nothing may be typed."""
        if not self.state.locked:
            self._do(step, draft)

    def put_back(self, entry: Entry) -> None:
        """Make what an entry of the trail changed edits again, as one step, and ask for the review sheet."""
        if self.state.locked or self.state.busy:
            why = self.state.locked or "The record is being read; try again when it is there."
            self.put(replace(self.state, notice=Notice("warn", "Nothing was put back.", why)))
            return
        before = self.state.draft
        ready = prepared(before, sent.values_before(entry))
        moved_back = ready.draft != before
        if moved_back:
            self._do(sent.put_back_step(entry), ready.draft)
            if not ready.left:  # or the sheet would stand over what stays as it is
                self.review()
        if not moved_back or ready.left or self.state.review is not None:
            self.put(replace(self.state, notice=messages.put_back(ready.left, moved=moved_back)))

    def discard(self) -> None:
        """Put everything back to what the server holds; one undo brings the edits back."""
        if self.state.draft.dirty and not self.state.locked:
            self._do(standing.DISCARD, given_up := self.state.draft.discarded())
            self.put(replace(self.state, draft=given_up))

    def undo(self) -> None:
        """Take the last edit back."""
        if not self.state.locked:
            self.history.undo()

    def redo(self) -> None:
        """Make the edit again that was taken back."""
        if not self.state.locked:
            self.history.redo()

    # -- reading ------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the record afresh; edits stay on top of it."""
        self.rereading.begin()

    def cancel(self) -> None:
        """Stop reading, or a save before its write is out; that one is never cut."""
        self.rereading.cancel()
        self.waits.give_up()

    def looked(self, record: Order | Cart, began: datetime) -> bool:
        """Hear what a look of the console's own has read since `began`; says whether it could be judged now."""
        if self._sending.answered.behind(record) is not None:
            return True  # a replica that lags tells nothing
        self.take_over()
        return self.settling.looked(record, began)

    # -- saving -------------------------------------------------------------------------------------------

    def review(self, options: SendOptions = SendOptions()) -> None:  # noqa: B008 - it is frozen
        """Ask for the review sheet, or say why there is nothing to review."""
        draft, asks = self.state.draft, self._asks
        if self.state.busy or self.state.locked:
            return
        if problems := draft.problems():
            self.put(replace(self.state, notice=messages.mend_first(problems)))
        elif not draft.dirty:
            self.put(replace(self.state, notice=messages.nothing_to_save()))
        elif len(draft.lines) <= MANY or not draft.lines_changed:
            self.put(replace(self.state, review=review(self._client, draft, options, asks=asks)))
        else:  # a long request is written by a worker
            work = partial(review, self._client, draft, options, asks=asks)
            self._jobs.submit(lambda _: work(), partial(self._reviewed, draft))

    def _reviewed(self, draft: Draft, result: JobResult[Review]) -> None:
        if isinstance(result, Failed):
            self.put(replace(self.state, notice=from_error(result.error)))
        elif isinstance(result, Done) and draft is self.state.draft and not self.state.busy:
            self.put(replace(self.state, review=result.value))

    def show_shipping(self, panel: ShippingPanel | None) -> None:
        """Show the panel that marks the order shipped, or put it away."""
        self.put(replace(self.state, shipping=panel))

    def review_shipping(self, panel: ShippingPanel) -> None:
        """Ask for the review sheet of exactly what the panel shows."""
        draft, options = panel.draft, panel.options
        made = review(self._client, draft, options, asks=self._asks, payload=panel.payload)
        self.put(replace(self.state, review=made))

    @property
    def _asks(self) -> Asks:
        confirm = self._first_write.question if self._first_write is not None else ""
        return Asks(confirm, self._sending.health.why(), self.settling.at_stake())

    def choose(self, option: str, on: bool) -> None:
        """Tick or untick an option of the sheet."""
        if (sheet := self.state.review) is not None:
            options = replace(sheet.options, **{option: on})
            made = review(self._client, sheet.draft, options, sheet, asks=sheet.asks)
            self.put(replace(self.state, review=made))

    def act(self, key: ActionKey) -> None:
        """Do what the notice offers; an act that is not for a record does nothing."""
        match key:
            case "read again":
                self.reload()
            case "mark shipped again":
                self.shipping.open()
            case "send again":
                self.send(again=True) if self._repeated is not None else self.review()
            case "review again":
                self.review()
            case "create contact":
                self.review(SendOptions(create_contact=True))
            case "stop waiting":
                self.cancel()

    def keep_editing(self) -> None:
        """Put the sheet away; nothing is sent."""
        self.put(replace(self.state, review=None))

    def send(self, *, again: bool = False) -> None:
        """Send what the sheet shows, once; `again` where a repetition was confirmed."""
        asked = self.state.review or (self._repeated if again else None)
        if asked is None or self.state.busy or not asked.may_send:
            return
        if self._first_write is not None:
            self._first_write.confirmed()
        plan = SavePlan(asked.draft, asked.payload, asked.outgoing)
        self._repeated = asked

        def sent(result: JobResult[Saved]) -> None:
            if isinstance(result, Done):
                join(self._jobs, plan, result.value, self.state.draft, self._clock(), joined)
            else:
                error = result.error if not isinstance(result, Cancelled) else None
                self._stay(messages.broke_off(error))

        def joined(found: Joined) -> None:
            saved, now, another = found.saved, self._clock(), plan.draft is not self.state.draft
            notice = self.shipping.ended(plan.payload, saved, messages.of(saved, plan.draft, now))
            if saved.became == "landed" and saved.record is not None:
                self.settling.landed(saved.record)
            elif found.draft is not None:
                arrived = saved.became in ("saved", "arrived")
                self._load(found.draft, messages.with_edits(notice, found.draft) if arrived else notice)
                if another and saved.became in ("clash", "merged") and saved.record is not None:
                    self.shipping.open(messages.meanwhile(saved.foreign), Draft(saved.record, now))
            else:
                named = () if another else refused_fields(saved.error, plan.payload, plan.draft)
                self._stay(notice)
                held = held_back(self._client, asked, saved)
                self.put(replace(self.state, clash=found.question, named=named, review=held))

        notice = self.waits.begin(waiting := Waiting(), partial(under_way, target=self.target))
        self.put(replace(self.state, busy="sending", review=None, shipping=None, notice=notice))
        yes, untraced = asked.options.all_the_same, asked.options.untraced
        self._sending.send(plan, sent, again=again, all_the_same=yes, untraced=untraced, waiting=waiting)

    # -- inside -------------------------------------------------------------------------------------------

    def do_lines(self, step: str, draft: Draft) -> None:
        """Go on with this draft, as one undo step of this name; nothing happens where the lines are locked."""
        if not self.state.lines_locked:
            self._do(step, draft)

    def begin_editing(self) -> None:
        """Lock the record while a worker edits its lines."""
        self.put(replace(self.state, busy="editing"))

    def end_editing(self, notice: Notice | None) -> None:
        """Free the record again; `notice` says what went wrong, if anything did."""
        self.put(replace(self.state, busy="", notice=notice or self.state.notice))

    def _permitted(self, why_not: str) -> None:
        if why_not != self.state.forbidden:
            said = standing.allowed(self.state.notice, self.state.draft, why_not)
            self.put(replace(self.state, notice=said))

    def _do(self, text: str, draft: Draft, merge: str = "") -> None:
        if draft != self.state.draft:
            self.history.do(text, self.state.draft, draft, merge)

    def _show(self, draft: Draft, undo: str, redo: str) -> None:
        draft, self._repeated = self.settling.typed_back(self.state.draft, draft), None
        said = standing.edited(self.state.notice, draft, step=undo, named=self.state.named)
        self.put(replace(self.state, draft=draft, undo=undo, redo=redo, review=None, notice=said))

    def _stay(self, notice: Notice) -> None:
        self.put(replace(self.state, busy="", may_arrive=self.settling.may_arrive(), notice=notice))

    def _load(self, draft: Draft, notice: Notice, onto: Onto | None = None) -> None:
        undo, redo = self.history.move(draft, onto)
        self._repeated = None
        # What is asked elsewhere stays asked; all else was about the reading before.
        asked = self.state
        moved = EditorState(draft, notice=notice, cart_act=asked.cart_act, shipping=asked.shipping)
        self.put(replace(moved, may_arrive=self.settling.may_arrive(), undo=undo, redo=redo))
        self._read(draft.base, draft.read_at)

    def put(self, state: EditorState) -> None:
        """Show another state, and tell who listens of the draft in it."""
        super().put(replace(state, forbidden=self.permission.why_not))
        self._changed(self)
