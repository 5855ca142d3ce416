"""The records that are open, each once, and which of them is in front.

It must not read or save anything itself; each record has an editor for that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from console.presenters.observable import Observable

if TYPE_CHECKING:
    from console.model.fields.field import RecordKind
    from console.model.question import Question
    from console.model.records import Cart, Order
    from console.presenters.record.editor import Editor
    from console.presenters.workbench.found import Found


@dataclass(frozen=True, slots=True)
class WorkbenchState:
    """The open editors in tab order, and the one in front (none when nothing is open)."""

    editors: tuple[Editor, ...] = ()
    front: Editor | None = None


class Workbench(Observable[WorkbenchState]):
    """Opens, raises and closes editors."""

    def __init__(
        self,
        render: Callable[[WorkbenchState], None],
        make_editor: Callable[[Found], Editor],
        opened: Callable[[Order | Cart, datetime], None],
    ) -> None:
        super().__init__(WorkbenchState(), render)
        self._make_editor, self._opened = make_editor, opened
        self._asked: WeakKeyDictionary[Editor, int] = WeakKeyDictionary()

    def open(self, found: Found) -> None:
        """Open a record, or raise it where it is open already."""
        known = self._find(found.record.kind, found.record.id)
        if known is not None:
            self.bring(known)
        else:
            self._open_new(found)
        if found.instead_of is not None:
            self._take_away(found.instead_of)

    def _open_new(self, found: Found) -> None:
        editor = self._make_editor(found)
        self._asked[editor] = found.asked
        self.state = replace(self.state, editors=self._with(editor, found.asked))
        self.bring(editor)
        # Told once the page is there, which waits for whoever writes ten thousand lines down.
        if found.checked:
            self._opened(found.record, found.read_at)

    def _take_away(self, key: tuple[RecordKind, str]) -> None:
        """Close a record that was shown as it was before and is not what was asked for, unless something was typed there."""
        editor = self._find(*key)
        if editor is not None:
            editor.take_over()
            if not editor.state.draft.dirty:
                self.close(editor)

    def _with(self, editor: Editor, asked: int) -> tuple[Editor, ...]:
        """The editors with a new one: the last, but before those that were asked for after it and came sooner."""
        open_ = self.state.editors
        later = (place for place, other in enumerate(open_) if 0 < asked < self._asked.get(other, 0))
        place = next(later, len(open_))
        return (*open_[:place], editor, *open_[place:])

    def raise_open(self, question: Question) -> bool:
        """Raise the record that a question asks for if it is open; says whether it was."""
        for one in question.tries:
            for editor in self.state.editors:
                record = editor.state.draft.base
                if record.kind == one.kind and one.id == (
                    record.id if one.by == "id" else record.customer_id
                ):
                    self.bring(editor)
                    return True
        return False

    def bring(self, editor: Editor | None) -> None:
        """Put an editor in front."""
        self.put(replace(self.state, front=editor))

    def show_again(self) -> None:
        """Show every open record as it is, because what is shown is written in another form from now on."""
        for editor in self.state.editors:
            editor.put(editor.state)

    def bring_key(self, kind: str, record_id: str) -> None:
        """Put a record in front, if it is open."""
        known = self._find(kind, record_id)
        if known is not None:
            self.bring(known)

    def close(self, editor: Editor) -> None:
        """Close one; its edits are gone. The neighbour comes to the front. Nothing happens to one that is not open."""
        if editor not in self.state.editors:
            return
        place = self.state.editors.index(editor)
        editor.cancel()
        rest = tuple(other for other in self.state.editors if other is not editor)
        front = self.state.front if self.state.front is not editor else None
        if front is None and rest:
            front = rest[min(place, len(rest) - 1)]
        self.put(WorkbenchState(rest, front))

    @property
    def unsaved(self) -> tuple[Editor, ...]:
        """The editors that hold edits."""
        return tuple(editor for editor in self.state.editors if editor.state.draft.dirty)

    @property
    def sending(self) -> bool:
        """Whether any save is under way."""
        return any(editor.state.busy == "sending" for editor in self.state.editors)

    def _find(self, kind: str, record_id: str) -> Editor | None:
        return next(
            (
                editor
                for editor in self.state.editors
                if (editor.state.draft.base.kind, editor.state.draft.base.id) == (kind, record_id)
            ),
            None,
        )
