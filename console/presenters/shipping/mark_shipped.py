"""Marking one order shipped: the panel that asks for it, opened, kept and put away, and the review sheet that it leads to.

It must not send; what it makes goes through the review sheet and the save path of every other change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from console.model.date_form import written
from console.model.drafts.draft import Draft
from console.model.records import Order
from console.presenters.notice import SHIP_AGAIN, Notice
from console.presenters.saving.open_record import OpenRecord, refusal
from console.presenters.shipping.panel import KEYS, Part, ShippingPanel

if TYPE_CHECKING:
    from console.model.carriers.carriers import Carriers
    from console.presenters.saving.saving import Saved


class Shippable(OpenRecord, Protocol):
    """An open record with the panel that is shown over it, if any, and whether its review sheet is."""

    @property
    def shipping(self) -> ShippingPanel | None: ...
    @property
    def review(self) -> object: ...


class ShippingPage(Protocol):
    """The page over which the panel stands; `review_shipping` gets a panel in which nothing is missing."""

    @property
    def state(self) -> Shippable: ...
    def say(self, notice: Notice) -> None: ...
    def show_shipping(self, panel: ShippingPanel | None) -> None: ...
    def review_shipping(self, panel: ShippingPanel) -> None: ...


class MarkShipped:
    """The panel of one open order. What was typed into it is kept while the order is open."""

    def __init__(
        self, page: ShippingPage, carriers: Callable[[], Carriers], clock: Callable[[], datetime]
    ) -> None:
        """`carriers` are those of now, the operator's own among them."""
        self._page, self._carriers, self._clock = page, carriers, clock
        self._kept: ShippingPanel | None = None
        self._untouched: ShippingPanel | None = None

    def open(self, changed: str = "", fresh: Draft | None = None) -> None:
        """Ask for the panel, or say why it cannot be; with `changed` that someone else moved the record to `fresh`."""
        state, today = self._page.state, written(self._clock().astimezone().date())
        if why := why_not(state):
            self._page.say(Notice("warn", "Mark shipped is not possible now.", why, until="allowed"))
            return
        base = (fresh or state.draft).discarded()
        if self._kept is not None:
            panel = self._kept.on(base, self._carriers(), today)
        else:
            panel = ShippingPanel(base, self._carriers(), today)
            for part, key in KEYS.items():
                panel = panel.typed(part, text) if (text := state.draft.edits.get(key, "")) else panel
        panel = replace(panel, changed=changed).dated()
        self._untouched = panel if self._kept is None else None
        self._show(panel)

    def leave(self) -> None:
        """Put the panel away; nothing is sent, and what was typed is there when it is opened again."""
        if self._kept == self._untouched:
            self._kept = None
        self._page.show_shipping(None)

    def pasted(self, text: str) -> None:
        """Put another number or link into the panel."""
        self._change(lambda panel: panel.pasted(text))

    def take(self, place: int) -> None:
        """Choose the candidate at this place of the list."""
        self._change(lambda panel: panel.took(panel.candidates[place]))

    def take_carrier(self, key: str) -> None:
        """Choose a carrier by its key; "" for none."""
        self._change(lambda panel: panel.took_carrier(key))

    def typed(self, part: Part, text: str) -> None:
        """Put a typed text into a field of the panel."""
        self._change(lambda panel: panel.typed(part, text))

    def add_carrier(self) -> None:
        """Put the carrier into the order's own details, as the panel offers it."""
        self._change(lambda panel: panel.adding())

    def answer(self, message: bool) -> None:
        """Message the customer, or not."""
        self._change(lambda panel: panel.answered(message))

    def confirm(self, text: str) -> None:
        """Put in what was typed to confirm a second message."""
        self._change(lambda panel: replace(panel, confirmed=text))

    def review(self) -> None:
        """Ask for the review sheet of exactly this, or say what is missing."""
        panel = self._page.state.shipping
        if panel is None or self._page.state.review is not None:
            return
        if panel.missing is not None:
            self._show(replace(panel, asked=True))
        else:
            self._page.review_shipping(panel)

    def ended(self, payload: object, saved: Saved, notice: Notice) -> Notice:
        """What is said after a save: what was typed here is forgotten where it arrived, and else offered again."""
        if self._kept is None or self._kept.payload != payload:
            return notice
        if saved.became in ("saved", "arrived"):
            self._kept = None
        elif saved.became == "not saved":
            return replace(notice, action=SHIP_AGAIN)
        return notice

    def _change(self, change: Callable[[ShippingPanel], ShippingPanel]) -> None:
        panel = self._page.state.shipping
        if panel is not None:
            self._show(replace(change(panel), asked=False))

    def _show(self, panel: ShippingPanel) -> None:
        self._kept = panel
        self._page.show_shipping(panel)


def built_in() -> Carriers:
    """The carriers that come with the program."""
    from console.model.carriers.carriers import carriers

    return carriers()


def why_not(record: OpenRecord) -> str:
    """Why a record cannot be marked shipped as it stands; empty where it can."""
    return refusal(record) if isinstance(record.draft.base, Order) else "This is for orders."
