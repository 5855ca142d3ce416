"""The three acts that move a cart's status: when each is offered, what it does in words, and what became of it.

It must not repeat an act; what became of one without an answer is told by the cart as it is read afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from console.api.curl import as_curl
from console.model import records
from console.model.records import Cart, Order
from console.presenters.notice import READ_AGAIN, Notice, from_error
from console.presenters.saving import unanswered
from console.presenters.saving.open_record import OpenRecord, refusal
from console.presenters.saving.saving import (
    Saved,
    SavePlan,
    fetch,
    nothing_earlier,
    read_again,
    settled,
)
from console.presenters.saving.tracing import traced
from console.presenters.waiting import Waiting
from console.runtime.cancel import Cancel

if TYPE_CHECKING:
    from console.api.call import CallTrace
    from console.api.carts import CartStep
    from console.api.client import Client
    from console.api.errors import OutcomeUnknown

ACTIVE, ABANDONED, EXPIRED = "ACTIVE", "ABANDONED", "EXPIRED"
_MAILS = (
    "The console mails nothing itself, but the API has no switch for carts: the service decides whether a workflow "
    "of the shop reacts and messages the customer."
)


@dataclass(frozen=True, slots=True)
class CartAct:
    """One act: its words, the statuses that it is offered for with what it does then, and the status after it.

    `confirm` is what must be ticked before it can be sent, for an act that cannot be taken back.
    """

    step: CartStep
    title: str
    verb: str
    does: Mapping[str, str]
    after: str
    done: str
    undone: str
    confirm: str = ""

    def refusal(self, record: OpenRecord) -> str:
        """Why it is not offered for this record as it stands; empty where it is."""
        cart = record.draft.base
        if not isinstance(cart, Cart):
            return "This is for carts."
        status = _status(cart)
        if (why := refusal(record)) or status in self.does:
            return why
        if status == ABANDONED:
            return "This cart is abandoned already."
        if status == ACTIVE:
            return "Only an abandoned cart can expire; abandon it first."
        return f"The console does not know the status {status or 'of this cart'}, so it does not change it."

    def judged(self, base: Order | Cart, now: Order | Cart, error: OutcomeUnknown | None = None) -> Saved:
        """What became of it without an answer, told by the cart's status as it is `now`; `base` is as it was before."""
        if self.after == _status(base):
            return Saved("unknown", now, error=error)  # it leaves the status as it was, so nothing tells
        if _status(now) == self.after:
            return Saved("arrived", now, error=error)
        return Saved("not arrived" if _status(now) == _status(base) else "differs", now, error=error)

    def told(self, saved: Saved, now: datetime) -> Notice:
        """What became of it, in the operator's words."""
        is_now = f"the cart is {shown(saved.record)} now" if saved.record is not None else ""
        read = f"Read again at {now.astimezone():%H:%M:%S}."
        match saved.became:
            case "saved" if saved.record is None:
                return Notice("warn", self.done, "It could not be read again to see it; F5 tries again.")
            case "saved" if _status(saved.record) != self.after:
                return Notice(
                    "warn", f"The server took it, but {is_now}.", f"{read} Someone may have acted since."
                )
            case "saved":
                return Notice("good", self.done, read)
            case "closed":
                why = saved.record.closed if saved.record is not None else ""
                return Notice("bad", f"{self.undone} {why}", "Nothing was changed.")
            case "landed" | "may arrive" | "behind":
                return unanswered.in_the_way(saved, now)
            case "clash":
                return Notice(
                    "warn",
                    f"Nothing was sent: meanwhile someone acted, and {is_now}.",
                    "Look before you act.",
                )
            case "arrived":
                return Notice("warn", f"{unanswered.ARRIVED}: {is_now}.", read)
            case "not arrived":
                advice = (
                    f"As read then, {is_now}. The console looks again by itself for two minutes and at each "
                    "reading (F5); it never repeats an act."
                )
                headline = f"{unanswered.NO_ANSWER}. {unanswered.not_arrived_by(now)}"
                return Notice("bad", headline, advice, action=READ_AGAIN)
            case "differs":
                return Notice(
                    "warn",
                    f"No proper answer came, and {is_now}, which does not tell whether it arrived.",
                    read,
                )
            case "unknown" if saved.record is not None:
                advice = (
                    "An active cart looks the same before and after. Marking activity again does no harm."
                )
                return Notice(
                    "warn", "It is not known whether activity was marked: no proper answer came.", advice
                )
            case "unknown":
                headline = "It is not known whether this arrived: no proper answer came, and the cart cannot be read."
                return Notice("bad", headline, "Read it again; its status tells.", action=READ_AGAIN)
        assert saved.error is not None
        error = from_error(saved.error)
        return Notice("bad", f"{self.undone} {error.headline}", error.advice, error.detail)


FIDDLE = CartAct(
    "fiddle",
    "Mark activity",
    "Mark activity",
    {
        ACTIVE: "The service takes the shopper to be busy with this cart: the time until it counts as abandoned starts "
        "again. The status stays Active.",
        ABANDONED: "The service takes the shopper to be back: the cart becomes Active, and the time until it counts as "
        "abandoned starts again.",
    },
    ACTIVE,
    "Activity is marked, and the cart is active.",
    "Activity was not marked.",
)
ABANDON = CartAct(
    "abandon",
    "Abandon cart",
    "Abandon",
    {
        ACTIVE: "The cart counts as abandoned now, without waiting for the service's timer. It can still be changed, and "
        "marking activity makes it active again."
    },
    ABANDONED,
    "The cart is abandoned now.",
    "The cart was not abandoned.",
)
EXPIRE = CartAct(
    "expire",
    "Expire cart",
    "Expire",
    {
        ABANDONED: "The cart is closed for ever. No one can change it again, neither here nor anywhere else; it can only "
        "be read and its lines copied."
    },
    EXPIRED,
    "The cart is expired now. No one can change it again.",
    "The cart was not expired.",
    confirm="I know that this cannot be undone",
)
ACTS: dict[str, CartAct] = {act.step: act for act in (FIDDLE, ABANDON, EXPIRE)}


def behind(payload: Mapping[str, Any]) -> CartAct | None:
    """The act whose outcome is open, where that is what an open end holds; an update never sends the status."""
    if set(payload) != {"status"}:
        return None
    return next((act for act in ACTS.values() if act.after == payload["status"]), None)


@dataclass(frozen=True, slots=True)
class CartQuestion:
    """What is asked before an act is sent: what it does, and the very request.

    `may_arrive` says what could happen where an earlier write may still arrive, which must be ticked; empty where none may.
    `untraced` says likewise why it cannot be noted.
    """

    act: CartAct
    plan: SavePlan
    may_arrive: str = ""
    untraced: str = ""

    @property
    def title(self) -> str:
        """The act and the cart that it is for."""
        cart = self.plan.base
        return f"{self.act.title}: {cart.customer_id or cart.id[:8]}"

    @property
    def does(self) -> str:
        """What it does to the cart as it was read."""
        return self.act.does[_status(self.plan.base)]

    @property
    def changes(self) -> str:
        """The status before and after."""
        before, after = shown(self.plan.base), records.status_words(self.act.after)
        return f"Status: {before} → {after}" if before != after else f"Status: stays {after}"

    @property
    def messages(self) -> str:
        """What the customer may hear of it."""
        return _MAILS

    @property
    def edits(self) -> str:
        """What becomes of unsaved edits; empty where there are none."""
        if not self.plan.draft.dirty:
            return ""
        if self.act.after == EXPIRED:
            return "Your unsaved edits are not sent and could never be saved here again; they stay as a draft to copy from."
        return "Your unsaved edits are not sent with it; they stay as they are."

    @property
    def request(self) -> str:
        """The request as it goes out; it has no body."""
        return f"{self.plan.outgoing.method} {self.plan.outgoing.url}"

    @property
    def curl(self) -> str:
        """The request as a command for a shell; it has a place for a token, and none."""
        return as_curl(self.plan.outgoing.method, self.plan.outgoing.url, self.plan.outgoing.body)


def move(
    client: Client,
    question: CartQuestion,
    cancel: Cancel,
    number: int | None = None,
    *,
    earlier: Callable[[Order | Cart], Saved | None] = nothing_earlier,
    waiting: Waiting | None = None,
) -> Saved:
    """Run the act to its end on a worker: read afresh, send once, read again. Raises only what is no ApiError.

    `number` is its place in the trail; `earlier` is as in `save`. `waiting` hears how it stands, and can end it until the
    act is out.

    clash: the status is no longer what the operator saw; nothing was sent. saved without a record: done, not read again.
    """
    from console.api.errors import ApiError

    base, cancel = question.plan.base, cancel if waiting is None else waiting.within(cancel)
    try:
        fresh = fetch(client, base, cancel, waiting)
    except ApiError as error:
        return Saved("not saved", error=error)
    if (stopped := earlier(fresh)) is not None:
        return stopped
    if fresh.closed:
        return Saved("closed", fresh)
    if _status(fresh) != _status(base):
        return Saved("clash", fresh)
    return traced(number, question.plan.outgoing, partial(_moved, client, question, cancel, waiting))


def _moved(
    client: Client, question: CartQuestion, cancel: Cancel, waiting: Waiting | None, trace: CallTrace
) -> Saved:
    from console.api.errors import ApiError, CartClosed, OutcomeUnknown, Outdated

    act, base = question.act, question.plan.base
    try:
        client.move(question.plan.outgoing, cancel=cancel, progress=waiting, trace=trace)
    except (CartClosed, Outdated) as error:
        seen = read_again(client, base)
        return Saved("closed" if seen is not None and seen.closed else "not saved", seen, error=error)
    except OutcomeUnknown as error:
        return settled(client, base, partial(act.judged, base, error=error), error, cancel)
    except ApiError as error:
        return Saved("not saved", error=error)
    return Saved("saved", read_again(client, base))


def shown(record: Order | Cart) -> str:
    """The status as the header shows it."""
    return records.status_words(_status(record)) or "without a status"


def _status(record: Order | Cart | None) -> str:
    held = None if record is None else records.value(record, "status")
    return str(held or "")
