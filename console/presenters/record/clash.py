"""A clash on one open record, decided field by field; then the edits stand on the newer record.

It must not send anything: the review sheet opens again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from console.model.drafts.draft import Draft
from console.model.merging.clash import Side, merged
from console.presenters.notice import Notice
from console.presenters.observable import Observable
from console.presenters.saving import messages

if TYPE_CHECKING:
    from console.presenters.record.editor_state import EditorState
    from console.presenters.record.history import Onto

DECIDED = "take what was decided"


class ClashDecision:
    """What an operator decides while the state of the page holds a clash."""

    def __init__(
        self,
        page: Observable[EditorState],
        *,
        load: Callable[[Draft, Notice, Onto], None],
        do: Callable[[str, Draft], None],
        review: Callable[[], None],
    ) -> None:
        """`load` takes a draft on a fresh reading, with how earlier ones come there; `do` one more step on top of it.

        `review` opens the sheet.
        """
        self._page, self._load, self._do, self._review = page, load, do, review

    def decide(self, key: str, side: Side) -> None:
        """Keep mine or take theirs, for one clash."""
        state = self._page.state
        if state.clash is not None:
            self._page.put(replace(state, clash=state.clash.chosen(key, side)))

    def accept(self) -> None:
        """Go on with what was decided: the edits stand on the newer record, and the review sheet opens again."""
        question = self._page.state.clash
        if question is None or not question.decided:
            return
        mine: dict[str, Side] = dict.fromkeys(question.choices, "mine")

        def onto(earlier: Draft) -> Draft:
            return merged(earlier, question.theirs, question.read_at, mine)

        # What was decided is a step of its own: undone, all that the operator had typed is there again, on the newer record.
        draft = question.merged()
        self._load(onto(question.draft), messages.clash_decided(question.read_at), onto)
        self._do(DECIDED, draft)
        if draft.dirty:
            self._review()

    def leave(self) -> None:
        """Decide nothing; the edits stay as they are."""
        self._page.put(replace(self._page.state, clash=None))
