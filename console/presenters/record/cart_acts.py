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
    from console.presenters.record.editor_state import EditorState
    from console.presenters.record.settling import Settling
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
        settling: Settling,
    ) -> None:
        """`load` takes a draft on a fresh reading, `settling` knows what may still arrive."""
        self._client, self._sending, self._clock, self._page = client, sending, clock, page
        self._load, self._settling, self._waits = load, settling, waits

    def ask(self, step: str) -> None:
        """Ask whether to take this step, or say why it cannot be taken."""
        act, state = ACTS[step], self._page.state
        if why := act.refusal(state):
            self._page.put(
                replace(
                    self._page.state,
                    notice=Notice("warn", f"{act.title} is not possible now.", why, until="allowed"),
                )
            )
            return
        outgoing = self._client.cart_move(state.draft.base.id, act.step)
        plan = SavePlan(state.draft, {"status": act.after}, outgoing)
        question = CartQuestion(act, plan, self._settling.at_stake(), self._sending.health.why())
        self._page.put(replace(state, cart_act=question))

    def leave(self) -> None:
        """Put the question away; nothing is sent."""
        self._page.put(replace(self._page.state, cart_act=None))

    def confirm(self, target: str) -> None:
        """Send what was asked for, once; `target` is the environment's name in buttons."""
        question, state = self._page.state.cart_act, self._page.state
        if question is None or state.busy:
            return
        waiting = Waiting()
        notice = self._waits.begin(waiting, partial(sending, target=target))
        self._page.put(replace(self._page.state, busy="sending", cart_act=None, notice=notice))
        moved, may_arrive = partial(self._moved, question), bool(question.may_arrive)
        untraced = bool(question.untraced)
        self._sending.move(question, moved, waiting=waiting, all_the_same=may_arrive, untraced=untraced)

    def _moved(self, question: CartQuestion, result: JobResult[Saved]) -> None:
        now, draft = self._clock(), self._page.state.draft
        if not isinstance(result, Done):
            error = result.error if not isinstance(result, Cancelled) else None
            self._stay(messages.broke_off(error))
            return
        saved = result.value
        if saved.became == "not noted":
            self._stay(messages.not_noted(saved))
            self._page.put(replace(self._page.state, cart_act=replace(question, untraced=saved.unnoted)))
            return
        if saved.became == "landed" and saved.record is not None:
            self._settling.landed(saved.record)
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
        else:
            self._stay(notice)

    def _stay(self, notice: Notice) -> None:
        """Go on with the record as it is on the screen."""
        may_arrive = self._settling.may_arrive()
        self._page.put(replace(self._page.state, busy="", may_arrive=may_arrive, notice=notice))


def _and_the_edits(notice: Notice, draft: Draft) -> Notice:
    """The same, and where the unsaved edits are if there are any."""
    if not draft.dirty:
        return notice
    to_copy = " as a draft: Copy lines puts the lines into another cart or order" if draft.base.closed else ""
    return replace(notice, advice=f"{notice.advice} Your unsaved edits are still here{to_copy}.")
