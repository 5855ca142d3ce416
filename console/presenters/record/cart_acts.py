"""The acts on one open cart: each is asked for, sent once, and told of; unsaved edits stand on the cart as it is then.

It must not know what an act does; `console.presenters.saving.cart_act` says it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from console.model.drafts.draft import Draft
from console.model.merging.clash import merged
from console.model.merging.differences import moved
from console.presenters.notice import Notice
from console.presenters.observable import Observable
from console.presenters.record.under_way import UnderWay
from console.presenters.saving import messages
from console.presenters.saving.cart_act import ACTS, CartQuestion
from console.presenters.saving.saving import Saved, SavePlan
from console.presenters.saving.under_way import sending
from console.presenters.waiting import Waiting
from console.runtime.jobs import Cancelled, Done, JobResult

if TYPE_CHECKING:
    from console.api.client import Client
    from console.presenters.record.editor_state import EditorState, OpenEnd
    from console.presenters.saving.sending import Sending


class CartActs:
    """The acts on one open cart."""

    def __init__(
        self,
        client: Client,
        sending: Sending,
        clock: Callable[[], datetime],
        *,
        page: Observable[EditorState],
        waits: UnderWay,
        load: Callable[[Draft, Notice], None],
        leave_open: Callable[[OpenEnd, Notice], None],
    ) -> None:
        """`load` takes a draft on a fresh reading, `leave_open` an end that is not known."""
        self._client, self._sending, self._clock, self._page = client, sending, clock, page
        self._load, self._leave_open, self._waits = load, leave_open, waits

    def ask(self, step: str) -> None:
        """Ask whether to take this step, or say why it cannot be taken."""
        act, state = ACTS[step], self._page.state
        if why := act.refusal(state):
            self._page.put(
                replace(self._page.state, notice=Notice("warn", f"{act.title} is not possible now.", why))
            )
            return
        outgoing = self._client.cart_move(state.draft.base.id, act.step)
        question = CartQuestion(act, SavePlan(state.draft, {"status": act.after}, outgoing))
        question = replace(question, untraced=self._sending.health.why())
        self._page.put(replace(state, cart_act=question))

    def leave(self) -> None:
        """Put the question away; nothing is sent."""
        self._page.put(replace(self._page.state, cart_act=None))

    def confirm(self, target: str) -> None:
        """Send what was asked for, once; `target` is the environment's name in buttons."""
        question, state = self._page.state.cart_act, self._page.state
        if question is None or state.busy or state.unsettled:
            return
        waiting = Waiting()
        notice = self._waits.begin(waiting, partial(sending, target=target))
        self._page.put(replace(self._page.state, busy="sending", cart_act=None, notice=notice))
        moved, untraced = partial(self._moved, question), bool(question.untraced)
        self._sending.move(question, moved, untraced=untraced, waiting=waiting)

    def _moved(self, question: CartQuestion, result: JobResult[Saved]) -> None:
        now, draft, plan = self._clock(), self._page.state.draft, question.plan
        if not isinstance(result, Done):
            error = result.error if not isinstance(result, Cancelled) else None
            self._leave_open((plan.base, plan.payload, None), messages.broke_off(error))
            return
        saved = result.value
        if saved.became == "not noted":
            again = replace(question, untraced=saved.unnoted)
            notice = messages.not_noted(saved)
            self._page.put(replace(self._page.state, busy="", cart_act=again, notice=notice))
            return
        notice = messages.unnoted(question.act.told(saved, now), saved)
        if saved.record is not None:
            foreign = [change for change in moved(draft.base, saved.record) if change.key != "status"]
            if foreign:
                told_so = f"{notice.advice} Meanwhile someone else changed {messages.listed(foreign)}."
                notice = replace(
                    notice, tone="warn" if notice.tone == "good" else notice.tone, advice=told_so
                )
            draft = merged(draft, saved.record, now)
            self._load(draft, _and_the_edits(notice, draft))
        elif saved.became == "unknown":
            self._leave_open((plan.base, plan.payload, saved.number), notice)
        else:
            self._page.put(replace(self._page.state, busy="", notice=notice))


def _and_the_edits(notice: Notice, draft: Draft) -> Notice:
    """The same, and where the unsaved edits are if there are any."""
    if not draft.dirty:
        return notice
    to_copy = " as a draft: Copy lines puts the lines into another cart or order" if draft.base.closed else ""
    return replace(notice, advice=f"{notice.advice} Your unsaved edits are still here{to_copy}.")
