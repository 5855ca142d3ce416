"""The dialogs that one record can ask for: the review sheet, the clash, an act on a cart, marking an order shipped.

It must not decide anything; what is chosen in a dialog goes to the editor, and the editor's state opens and closes it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from console.presenters.desk.company import NOBODY, Company
from console.presenters.record.editor import Editor, EditorState
from console.ui.look.room import on_screen
from console.ui.look.text import one_line
from console.ui.record.review import ReviewSheet

if TYPE_CHECKING:
    from console.presenters.saving.cart_act import CartQuestion
    from console.presenters.saving.clash import ClashState
    from console.presenters.saving.review import Review
    from console.presenters.shipping.panel import ShippingPanel
    from console.ui.record.cart_acts import CartActDialog
    from console.ui.record.clash import ClashDialog
    from console.ui.shipping.mark_shipped import MarkShippedDialog

    Asking = ReviewSheet | ClashDialog | CartActDialog | MarkShippedDialog


A = TypeVar("A")
D = TypeVar("D", bound="Asking")


class _Slot(Generic[A, D]):
    """One kind of question: its dialog while it is asked, and how that is made."""

    def __init__(self, make: Callable[[A], D], show: Callable[[D, A], None]) -> None:
        self.dialog: D | None = None
        self._make, self._show = make, show

    def open(self, question: A | None, company: Company) -> None:
        """Have the dialog show this, and who else has the record open; nothing happens where nothing is asked."""
        if question is None:
            return
        if self.dialog is not None:
            self._show(self.dialog, question)
            return
        self.dialog = self._make(question)
        self.show_company(company)
        if company.who:  # which a reader says with the dialog
            told = f"{self.dialog.accessibleDescription()} {one_line(company.who)}."
            self.dialog.setAccessibleDescription(told.strip())
        on_screen(self.dialog)
        self.dialog.open()
        self.dialog.activateWindow()  # not every window manager gives it the keys by itself

    def show_company(self, company: Company) -> None:
        """Have an open dialog say who else has the record open."""
        if self.dialog is not None:
            self.dialog.company.show_company(company)

    def close(self, question: A | None) -> bool:
        """Put the dialog away where nothing is asked any more; whether there was one."""
        dialog = self.dialog
        if question is not None or dialog is None:
            return False
        self.dialog = None
        dialog.blockSignals(True)  # nobody answered it; it is closed for what was answered elsewhere
        dialog.close()
        dialog.deleteLater()
        return True


class Questions:
    """The open dialogs of one page."""

    def __init__(self, editor: Editor, page: QWidget) -> None:
        self._editor, self._page, self._company = editor, page, NOBODY
        self._sheet = _Slot(self._made_sheet, lambda sheet, asked: sheet.show_state(asked))
        self._clash = _Slot(self._made_clash, lambda dialog, asked: dialog.show_state(asked))
        self._act = _Slot(self._made_act, lambda dialog, asked: dialog.show_state(asked))
        self._shipping = _Slot(self._made_shipping, lambda dialog, asked: dialog.show_state(asked))

    @property
    def sheet(self) -> ReviewSheet | None:
        """The review sheet, while it is open."""
        return self._sheet.dialog

    @property
    def act(self) -> CartActDialog | None:
        """The question before an act on a cart, while it is open."""
        return self._act.dialog

    @property
    def clash(self) -> ClashDialog | None:
        """What a clash asks, while it is open."""
        return self._clash.dialog

    @property
    def shipping(self) -> MarkShippedDialog | None:
        """The panel that marks an order shipped, while it is open."""
        return self._shipping.dialog

    def sync(self, state: EditorState) -> None:
        """Have open what the state asks for, and nothing else."""
        shipping = state.shipping if state.review is None else None  # its own sheet takes its place
        company = self._company
        self._sheet.open(
            state.review, company
        )  # before any is closed, which would give the keys to the window
        self._clash.open(state.clash, company)
        self._act.open(state.cart_act, company)
        self._shipping.open(shipping, company)
        closed = [
            self._sheet.close(state.review),
            self._clash.close(state.clash),
            self._act.close(state.cart_act),
            self._shipping.close(shipping),
        ]
        asked = (state.review, state.clash, state.cart_act, shipping)
        if any(closed) and all(question is None for question in asked):
            self._page.window().activateWindow()  # not every window manager gives the keys back by itself

    def show_company(self, company: Company) -> None:
        """Have what is asked, now and later, say who else has the record open."""
        self._company = company
        for slot in (self._sheet, self._clash, self._act, self._shipping):
            slot.show_company(company)

    def _made_sheet(self, asked: Review) -> ReviewSheet:
        sheet = ReviewSheet(asked, self._editor.environment, self._editor.target, parent=self._page)
        sheet.chosen.connect(self._editor.choose)
        sheet.accepted.connect(self._editor.send)
        sheet.rejected.connect(self._editor.keep_editing)
        return sheet

    def _made_clash(self, asked: ClashState) -> ClashDialog:
        from console.ui.record.clash import ClashDialog

        dialog = ClashDialog(asked, self._editor.environment, self._page)
        dialog.chosen.connect(self._editor.clash.decide)
        dialog.accepted.connect(self._editor.clash.accept)
        dialog.rejected.connect(self._editor.clash.leave)
        return dialog

    def _made_act(self, asked: CartQuestion) -> CartActDialog:
        from console.ui.record.cart_acts import CartActDialog

        editor = self._editor
        dialog = CartActDialog(asked, editor.environment, editor.target, parent=self._page)
        dialog.accepted.connect(partial(editor.cart_acts.confirm, editor.target))
        dialog.rejected.connect(editor.cart_acts.leave)
        return dialog

    def _made_shipping(self, asked: ShippingPanel) -> MarkShippedDialog:
        from console.ui.shipping.mark_shipped import MarkShippedDialog

        dialog = MarkShippedDialog(self._editor.shipping, asked, self._editor.environment, parent=self._page)
        dialog.rejected.connect(self._editor.shipping.leave)
        return dialog
