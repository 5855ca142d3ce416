"""The dialogs that one record can ask for: the review sheet, the clash, an act on a cart, marking an order shipped.

It must not decide anything; what is chosen in a dialog goes to the editor, and the editor's state opens and closes it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from console.presenters.record.editor import Editor, EditorState
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


class Questions:
    """The open dialogs of one page."""

    def __init__(self, editor: Editor, page: QWidget) -> None:
        self._editor, self._page = editor, page
        self.sheet: ReviewSheet | None = None
        self.clash: ClashDialog | None = None
        self.act: CartActDialog | None = None
        self.shipping: MarkShippedDialog | None = None

    def sync(self, state: EditorState) -> None:
        """Have open what the state asks for, and nothing else."""
        asked: dict[str, tuple[Any, Callable[[Any], Asking]]] = {
            "sheet": (state.review, self._made_sheet),
            "clash": (state.clash, self._made_clash),
            "act": (state.cart_act, self._made_act),
            # its own sheet takes its place
            "shipping": (state.shipping if state.review is None else None, self._made_shipping),
        }
        for name, (
            question,
            make,
        ) in asked.items():  # before any is closed, which would give the keys to the window
            if question is not None:
                self._open(name, question, make)
        closed = [name for name, (question, _) in asked.items() if question is None and self._close(name)]
        if closed and all(question is None for question, _ in asked.values()):
            self._page.window().activateWindow()  # not every window manager gives the keys back by itself

    def _close(self, name: str) -> bool:
        dialog: Asking | None = getattr(self, name)
        if dialog is None:
            return False
        setattr(self, name, None)
        dialog.blockSignals(True)  # nobody answered it; it is closed for what was answered elsewhere
        dialog.close()
        dialog.deleteLater()
        return True

    def _open(self, name: str, question: Any, make: Callable[[Any], Asking]) -> None:
        dialog: Asking | None = getattr(self, name)
        if dialog is not None:
            dialog.show_state(question)
            return
        dialog = make(question)
        setattr(self, name, dialog)
        dialog.open()
        dialog.activateWindow()  # nor gives them to it

    def _made_sheet(self, asked: Review) -> ReviewSheet:
        sheet = ReviewSheet(asked, self._editor.environment, self._editor.target, self._page)
        sheet.chosen.connect(self._editor.choose)
        sheet.accepted.connect(self._editor.send)
        sheet.rejected.connect(self._editor.keep_editing)
        return sheet

    def _made_clash(self, asked: ClashState) -> ClashDialog:
        from console.ui.record.clash import ClashDialog

        dialog = ClashDialog(asked, self._editor.environment, self._page)
        dialog.chosen.connect(self._editor.clash.decide)
        dialog.accepted.connect(self._editor.clash.settle)
        dialog.rejected.connect(self._editor.clash.leave)
        return dialog

    def _made_act(self, asked: CartQuestion) -> CartActDialog:
        from console.ui.record.cart_acts import CartActDialog

        editor = self._editor
        dialog = CartActDialog(asked, editor.environment, editor.target, self._page)
        dialog.accepted.connect(partial(editor.cart_acts.confirm, editor.target))
        dialog.rejected.connect(editor.cart_acts.leave)
        return dialog

    def _made_shipping(self, asked: ShippingPanel) -> MarkShippedDialog:
        from console.ui.shipping.mark_shipped import MarkShippedDialog

        dialog = MarkShippedDialog(self._editor.shipping, asked, self._editor.environment, self._page)
        dialog.rejected.connect(self._editor.shipping.leave)
        return dialog
