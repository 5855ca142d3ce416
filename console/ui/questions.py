"""The dialogs that one record can ask for: the review sheet, the clash, an act on a cart, each open exactly while asked for.

It must not decide anything; what is chosen in a dialog goes to the editor, and the editor's state opens and closes it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from console.presenters.editor import Editor, EditorState
from console.ui.review import ReviewSheet

if TYPE_CHECKING:
    from console.presenters.cart_acts import CartQuestion
    from console.presenters.clash import ClashState
    from console.presenters.review import Review
    from console.ui.cart_acts import CartActDialog
    from console.ui.clash import ClashDialog

    Asking = ReviewSheet | ClashDialog | CartActDialog


class Questions:
    """The open dialogs of one page."""

    def __init__(self, editor: Editor, page: QWidget) -> None:
        self._editor, self._page = editor, page
        self.sheet: ReviewSheet | None = None
        self.clash: ClashDialog | None = None
        self.act: CartActDialog | None = None

    def follow(self, state: EditorState) -> None:
        """Have open what the state asks for, and nothing else."""
        self._follow("sheet", state.review, self._made_sheet)
        self._follow("clash", state.clash, self._made_clash)
        self._follow("act", state.cart_act, self._made_act)

    def _follow(self, name: str, asked: Any, make: Callable[[Any], Asking]) -> None:
        dialog: Asking | None = getattr(self, name)
        if asked is None:
            if dialog is not None:
                setattr(self, name, None)  # before it is closed, which tells the editor
                dialog.close()
                dialog.deleteLater()
                self._page.window().activateWindow()  # not every window manager gives the keys back by itself
        elif dialog is None:
            dialog = make(asked)
            setattr(self, name, dialog)
            dialog.open()
            dialog.activateWindow()  # nor gives them to it
        else:
            dialog.show_state(asked)

    def _made_sheet(self, asked: Review) -> ReviewSheet:
        sheet = ReviewSheet(asked, self._editor.environment, self._editor.target, self._page)
        sheet.chosen.connect(self._editor.choose)
        sheet.accepted.connect(self._editor.send)
        sheet.rejected.connect(self._editor.keep_editing)
        return sheet

    def _made_clash(self, asked: ClashState) -> ClashDialog:
        from console.ui.clash import ClashDialog

        dialog = ClashDialog(asked, self._editor.environment, self._page)
        dialog.chosen.connect(self._editor.decide)
        dialog.accepted.connect(self._editor.settle_clash)
        dialog.rejected.connect(self._editor.leave_clash)
        return dialog

    def _made_act(self, asked: CartQuestion) -> CartActDialog:
        from console.ui.cart_acts import CartActDialog

        editor = self._editor
        dialog = CartActDialog(asked, editor.environment, editor.target, self._page)
        dialog.accepted.connect(partial(editor.cart_acts.confirm, editor.target))
        dialog.rejected.connect(editor.cart_acts.leave)
        return dialog
