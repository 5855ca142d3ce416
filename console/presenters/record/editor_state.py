"""What the editor of one record shows, as one value.

It must not change anything; the editor puts another state in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.model.drafts.draft import Draft, Problem
from console.model.records import Cart, Order
from console.presenters.notice import Notice
from console.presenters.saving.cart_act import CartQuestion
from console.presenters.saving.clash import ClashState
from console.presenters.saving.refused import RefusedField, still_refused
from console.presenters.saving.review import Review
from console.presenters.shipping.panel import ShippingPanel

OpenEnd = tuple[Order | Cart, Mapping[str, Any], int | None]
"""A save whose outcome is unknown: the record it was edited from, the body sent, its number in the trail."""

_BUSY = {"sending": "It is being sent.", "editing": "Its lines are being changed."}
"""What keeps an operator from typing; while a record is read that goes on."""


@dataclass(frozen=True, slots=True)
class EditorState:
    """What the editor shows. `busy` is "", "reading", "editing" or "sending"; `review` is set while the sheet is asked for.

    `clash` is set while the clash dialog is asked for, `cart_act` while it is asked whether to move a cart's status,
    `shipping` while an order is being marked shipped, up to its own review sheet.
    `forbidden` says why nothing can be written for want of the permission; empty where nothing is known against it.
    `named` are the fields that the last refusal named.
    `unsettled` means that it is not known whether the last save arrived, so that nothing can be sent before the
    record was read again.
    """

    draft: Draft
    busy: str = ""
    notice: Notice | None = None
    review: Review | None = None
    clash: ClashState | None = None
    cart_act: CartQuestion | None = None
    shipping: ShippingPanel | None = None
    forbidden: str = ""
    named: tuple[RefusedField, ...] = ()
    unsettled: bool = False
    undo: str = ""
    redo: str = ""

    @property
    def locked(self) -> str:
        """Why nothing may be typed; empty where it may."""
        return self.draft.base.closed or self.forbidden or _BUSY.get(self.busy, "")

    @property
    def refused(self) -> tuple[Problem, ...]:
        """The fields and cells that the server refused as they stand."""
        return still_refused(self.named, self.draft) if self.named else ()

    @property
    def lines_locked(self) -> str:
        """Why the lines may not be edited; empty where they may."""
        return self.locked or self.draft.lines_trouble

    @property
    def title(self) -> str:
        """What the record is called on its tab."""
        called = self.draft.base.called
        return called[0].upper() + called[1:]
