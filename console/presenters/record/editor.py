"""One open record: its draft, its history of edits, and what became of the last save.

It must not know Qt widgets or talk HTTP itself; reading and saving are jobs that it hands out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from console.model.clash import Side, merged
from console.model.differences import moved
from console.model.draft import Draft
from console.model.numerals import POINTED, Marks
from console.model.putback import prepared
from console.presenters.clock import utc_now
from console.presenters.lines.lines import Lines
from console.presenters.notice import Notice, from_error
from console.presenters.record.cart_acts import CartActs, behind
from console.presenters.record.editor_state import EditorState as EditorState
from console.presenters.record.editor_state import OpenEnd as OpenEnd
from console.presenters.record.history import History
from console.presenters.record.rereading import Rereading
from console.presenters.saving import messages
from console.presenters.saving.joining import MANY, Joined, join
from console.presenters.saving.review import Review, SendOptions, review
from console.presenters.saving.saving import Saved, SavePlan, judge, on_arrived
from console.presenters.saving.sending import Sending
from console.presenters.shipping.mark_shipped import AGAIN, MarkShipped, built_in
from console.presenters.trail.putting_back import put_back_of, step
from console.presenters.trail.putting_back import told as told_of_put_back
from console.runtime.jobs import Cancelled, Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.api.client import Client
    from console.model.carriers import Carriers
    from console.model.records import Cart, Order
    from console.presenters.saving.first_write import FirstWrite
    from console.presenters.shipping.panel import ShippingPanel
    from console.store.trail import Entry


class Editor:
    """Turns typing into drafts, and a reviewed draft into one save at a time."""

    def __init__(
        self,
        jobs: Submits,
        client: Client,
        sending: Sending,
        record: Order | Cart,
        read_at: datetime,
        *,
        environment: str,
        target: str,
        kept: Draft | None = None,
        open_end: OpenEnd | None = None,
        marks: Marks = POINTED,
        first_write: FirstWrite | None = None,
        known: Callable[[], Carriers] = built_in,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """`kept` is a draft of this record from before, whose edits are put on top of the fresh reading.

        `open_end` is a save from before whose outcome is not known; the fresh reading settles it.
        `marks` are those in which the operator writes numbers; drafts hold them as they are sent.
        `first_write` knows whether a write must be confirmed first, `known` which carriers there are.
        """
        self._jobs, self._client, self._sending, self._clock = jobs, client, sending, clock
        self.environment, self.target, self.marks = environment, target, marks
        self._first_write = first_write
        self._repeated: Review | None = None
        self._open_end: OpenEnd | None = open_end
        self._render: Callable[[EditorState], None] = _nobody
        self.on_read: Callable[[Order | Cart, datetime], None] = _nobody
        self.on_change: Callable[[Editor], None] = _nobody
        self.history = History(self._show)
        self.lines = Lines(jobs, lambda: self.state, self._take_lines, self._settle, marks=marks)
        self.cart_acts = CartActs(
            client,
            sending,
            clock,
            state=lambda: self.state,
            settle=self._settle,
            load=self._load,
            leave_open=self._leave_open,
        )
        self.shipping = MarkShipped(
            known, clock, state=lambda: self.state, settle=self._settle, ask=self._review_shipping
        )
        self.rereading = Rereading(
            jobs,
            client,
            clock,
            state=lambda: self.state,
            settle=self._settle,
            load=self._load,
            settled=self._settle_open_end,
        )
        self.state = EditorState(Draft(record, read_at), notice=messages.just_read(read_at))
        if kept is not None:
            notice = messages.restored(moved(kept.base, record), kept.read_at, read_at)
            self.state = EditorState(merged(kept, record, read_at), notice=notice)
            if kept.read_at == read_at:  # it could not be read again, so this tells nothing new
                notice = messages.just_read(read_at) if open_end is None else messages.settle_first()
                self.state = replace(self.state, notice=notice, unsettled=open_end is not None)
                return
        self._settle_open_end(record)

    @property
    def open_end(self) -> OpenEnd | None:
        """The save whose outcome is not known, while there is one."""
        return self._open_end

    def show(self, render: Callable[[EditorState], None]) -> None:
        """Render here from now on, and tell who listens of the draft that there is."""
        self._render = render
        render(self.state)
        self.on_change(self)

    def say(self, notice: Notice) -> None:
        """Tell something about this record."""
        self._settle(notice=notice)

    # -- typing -------------------------------------------------------------------------------------------

    def typed(self, key: str, text: str) -> None:
        """A field was typed in. Typing in one field is one undo step."""
        if not self.state.locked:
            draft = self.state.draft
            field = draft.fields[key]
            kept = field.kind.plain(text, self.marks, draft.currency)
            self._do(f"type in {field.label}", draft.typed(key, kept), merge=key)

    def do(self, step: str, draft: Draft) -> None:
        """Go on with this draft, as one undo step of this name; nothing happens where nothing may be typed."""
        if not self.state.locked:
            self._do(step, draft)

    def put_back(self, entry: Entry) -> None:
        """Make what an entry of the trail changed edits again, as one step, and ask for the review sheet."""
        if self.state.locked or self.state.busy:
            why = self.state.locked or "The record is being read; try again when it is there."
            self._settle(notice=Notice("warn", "Nothing was put back.", why))
            return
        before = self.state.draft
        found = prepared(before, put_back_of(entry))
        moved_back = found.draft != before
        if moved_back:
            self._do(step(entry), found.draft)
            self.review()
        if not moved_back or found.left or self.state.review is not None:
            self._settle(notice=told_of_put_back(found.left, moved=moved_back))

    def discard(self) -> None:
        """Put everything back to what the server holds; one undo brings the edits back."""
        if self.state.draft.dirty and not self.state.locked:
            self._do("discard edits", self.state.draft.discarded())
            self._settle(notice=messages.discarded())

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
        """Stop reading; a write under way is never cut."""
        self.rereading.cancel()

    def _settle_open_end(self, record: Order | Cart) -> bool:
        """After a save whose outcome is unknown, what a fresh reading holds tells; whether there was one."""
        if self._open_end is None:
            return False
        base, payload, number = self._open_end
        draft, now = self.state.draft, self._clock()
        act = behind(payload)
        found = judge(base, payload, record) if act is None else act.judged(base, record)
        if found.became == "unknown" and act is None:
            found = replace(found, became="differs")
        if number is not None:
            self._sending.note(number, found)
        notice = messages.of(found, draft, now) if act is None else act.told(found, now)
        notice = self.shipping.ended(payload, found, notice)
        if found.became == "arrived" and act is None:
            self._load(on_arrived(draft, payload, record, now), notice)
        else:
            self._load(merged(draft, record, now), notice)
        return True

    # -- saving -------------------------------------------------------------------------------------------

    def review(self, options: SendOptions = SendOptions()) -> None:  # noqa: B008 - it is frozen
        """Ask for the review sheet, or say why there is nothing to review."""
        draft = self.state.draft
        confirm = self._first_write.question if self._first_write is not None else ""
        if self.state.busy or self.state.locked:
            return
        if self.state.unsettled:
            self._settle(notice=messages.settle_first())
        elif problems := draft.problems():
            self._settle(notice=messages.mend_first(problems))
        elif not draft.dirty:
            self._settle(notice=messages.nothing_to_save())
        elif len(draft.lines) <= MANY or not draft.lines_changed:
            self._settle(review=review(self._client, draft, options, confirm=confirm))
        else:  # a long request is written by a worker
            work = partial(review, self._client, draft, options, confirm=confirm)
            self._jobs.submit(lambda _: work(), partial(self._reviewed, draft))

    def _reviewed(self, draft: Draft, result: JobResult[Review]) -> None:
        if isinstance(result, Failed):
            self._settle(notice=from_error(result.error))
        elif isinstance(result, Done) and draft is self.state.draft and not self.state.busy:
            self._settle(review=result.value)

    def _review_shipping(self, panel: ShippingPanel) -> None:
        confirm = self._first_write.question if self._first_write is not None else ""
        sheet = review(self._client, panel.draft, panel.options, confirm=confirm, payload=panel.payload)
        self._settle(review=sheet)

    def choose(self, option: str, on: bool) -> None:
        """Tick or untick an option of the sheet."""
        if (sheet := self.state.review) is not None:
            options = replace(sheet.options, **{option: on})
            self._settle(review=review(self._client, sheet.draft, options, sheet, confirm=sheet.confirm))

    def act(self, action: str) -> None:
        """Do what the notice's button offers."""
        if action == messages.REBASE:
            self.reload()
        elif action == AGAIN:
            self.shipping.open()
        elif action == messages.REPEAT:
            self.send(again=True) if self._repeated is not None else self.review()
        elif action in (messages.SEND_AGAIN, messages.CREATE_CONTACT):
            self.review(SendOptions(create_contact=action == messages.CREATE_CONTACT))

    def keep_editing(self) -> None:
        """Put the sheet away; nothing is sent."""
        self._settle(review=None)

    def send(self, *, again: bool = False) -> None:
        """Send what the sheet shows, once; `again` where a repetition was confirmed."""
        asked = self.state.review or (self._repeated if again else None)
        if asked is None or self.state.busy or self.state.unsettled or not asked.may_send:
            return
        if self._first_write is not None:
            self._first_write.confirmed()
        plan = SavePlan(asked.draft, asked.payload, asked.outgoing)
        self._repeated = asked
        self._settle(busy="sending", review=None, shipping=None, notice=messages.sending(self.target))
        self._sending.send(plan, partial(self._sent, plan), again=again)

    def _sent(self, plan: SavePlan, result: JobResult[Saved]) -> None:
        if isinstance(result, Done):
            done = partial(self._joined, plan)
            join(self._jobs, plan, result.value, self.state.draft, self._clock(), done)
        else:
            error = result.error if not isinstance(result, Cancelled) else None
            self._leave_open((plan.base, plan.payload, None), messages.broke_off(error))

    def _joined(self, plan: SavePlan, found: Joined) -> None:
        saved, now, another = found.saved, self._clock(), plan.draft is not self.state.draft
        notice = self.shipping.ended(plan.payload, saved, messages.of(saved, plan.draft, now))
        if found.draft is not None:
            arrived = saved.became in ("saved", "arrived")
            self._load(found.draft, messages.with_edits(notice, found.draft) if arrived else notice)
            if another and saved.became in ("clash", "merged") and saved.record is not None:
                self.shipping.open(messages.meanwhile(saved.foreign), Draft(saved.record, now))
        elif saved.became == "unknown":
            self._leave_open((plan.base, plan.payload, saved.number), notice)
        else:
            self._settle(busy="", notice=notice, clash=found.question)

    # -- clashes ------------------------------------------------------------------------------------------

    def decide(self, key: str, side: Side) -> None:
        """Keep mine or take theirs, for one clash."""
        if self.state.clash is not None:
            self._settle(clash=self.state.clash.chosen(key, side))

    def settle_clash(self) -> None:
        """Go on with what was decided: the edits stand on the newer record, and the review sheet opens again."""
        question = self.state.clash
        if question is None or not question.decided:
            return
        draft = question.merged()
        self._load(draft, messages.clash_settled(question.read_at))
        if draft.dirty:
            self.review()

    def leave_clash(self) -> None:
        """Decide nothing; the edits stay as they are."""
        self._settle(clash=None)

    # -- inside -------------------------------------------------------------------------------------------

    def _take_lines(self, text: str, draft: Draft) -> None:
        if not self.state.lines_locked:
            self._do(text, draft)

    def _do(self, text: str, draft: Draft, merge: str = "") -> None:
        if draft != self.state.draft:
            self.history.do(text, self.state.draft, draft, merge)

    def _show(self, draft: Draft, undo: str, redo: str) -> None:
        self._repeated = None  # it shows another draft
        self._settle(draft=draft, undo=undo, redo=redo, review=None)

    def _leave_open(self, end: OpenEnd, notice: Notice) -> None:
        self._open_end = end
        self._settle(busy="", unsettled=True, notice=notice)

    def _load(self, draft: Draft, notice: Notice) -> None:
        self.history.clear()
        self._open_end = self._repeated = None
        self._settle(
            draft=draft, busy="", notice=notice, review=None, clash=None, unsettled=False, undo="", redo=""
        )
        self.on_read(draft.base, draft.read_at)

    def _settle(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self._render(self.state)
        self.on_change(self)


def _nobody(*_: object) -> None:
    """Nobody is looking yet."""
