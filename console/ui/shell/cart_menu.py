"""The menu of acts on a cart's status.

It must not decide when an act is offered; the presenter says it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from console.ui.look.text import one_line
from console.ui.shell.actions import MENUS

if TYPE_CHECKING:
    from console.presenters.record.editor_state import EditorState
    from console.ui.record.editor import EditorPage
    from console.ui.shell.actions import Actions


class CartMenu:
    """The actions of the menu: each is on where it can do something, and its tip says why where it cannot.

    It is there before the first record, so it must load nothing that only records need.
    """

    def __init__(self, actions: Actions, front: Callable[[], EditorPage | None]) -> None:
        self._actions, self._front = actions, front
        self._tips = {act.name: act.tip for act in MENUS["cart"] if act is not None}
        actions.connect_to({step: partial(self._ask, step) for step in self._tips})

    def sync(self, state: EditorState | None) -> None:
        """Turn the acts on or off for the record in front, each with the reason."""
        for step, tip in self._tips.items():
            refusal = "" if state is None else _refusal(step, state)
            self._actions[step].setEnabled(state is not None and not refusal)
            self._actions[step].setToolTip(one_line(refusal) or tip)
            self._actions[step].setStatusTip(one_line(refusal) or tip)

    def _ask(self, step: str) -> None:
        if (page := self._front()) is not None:
            page.editor.cart_acts.ask(step)


def _refusal(step: str, state: EditorState) -> str:
    from console.presenters.saving.cart_act import ACTS

    return ACTS[step].refusal(state)
