"""Unsaved work: every draft on disk within a second of the last keystroke, and the list of them at the left.

It must not touch the disk itself or wait for it; what is to be written is handed over to be kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QTimer

from console.model.fields.field import RecordKind
from console.model.plural import counted
from console.presenters.notice import from_error
from console.presenters.observable import Observable
from console.presenters.workbench.keeping import RETRY_MS, Keeping
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits
from console.store.database_file import is_passing
from console.store.drafts import OpenTabs

if TYPE_CHECKING:
    from console.model.drafts.draft import Draft
    from console.model.records import Cart, Order
    from console.presenters.record.editor import Editor
    from console.presenters.workbench.workbench import Workbench
    from console.store.drafts import Drafts, KeptDraft
    from console.store.trail import Entry, Trail

_PAUSE_MS = 400
"""How long typing is gathered before it is written; with the write itself it stays well under a second."""

Key = tuple[RecordKind, str]


@dataclass(frozen=True, slots=True)
class Unsaved:
    """One draft as the pane lists it."""

    id: str
    title: str
    subtitle: str
    when: datetime


@dataclass(frozen=True, slots=True)
class JournalState:
    """The drafts there are, the latest first; a sentence where one cannot be read, and why none can be read yet."""

    drafts: tuple[KeptDraft, ...] = ()
    trouble: str = ""
    unread: str = ""
    sought: str = ""
    """Never: all unsaved work is listed, whatever is typed."""

    @property
    def entries(self) -> tuple[Unsaved, ...]:
        """The drafts as a list of records."""
        return tuple(
            Unsaved(
                draft.id,
                draft.title,
                f"{counted(draft.count, 'change')} · {draft.kept_at.astimezone():%H:%M}",
                draft.kept_at,
            )
            for draft in self.drafts
        )


class Journal(Observable[JournalState]):
    """Keeps the drafts of one environment."""

    def __init__(
        self,
        disk: Submits,
        store: Drafts,
        trail: Trail,
        *,
        keeping: Keeping,
        environment: str,
        render: Callable[[JournalState], None],
        left_open: Callable[[list[Entry]], None],
    ) -> None:
        """`left_open` gets what was sent before and may still arrive, as soon as that is read."""
        super().__init__(JournalState(), render)
        self._disk, self._store, self._trail, self._environment = disk, store, trail, environment
        self._keeping, self._left_open = keeping, left_open
        self._unreadable: set[Key] = set()
        self._ahead: dict[Key, tuple[dict[str, Any], Draft]] = {}
        self._closed = False
        self._touched: dict[Key, Editor] = {}
        # By editor, so that a record which was only looked at goes when its tab does.
        self._written: WeakKeyDictionary[Editor, Draft] = WeakKeyDictionary()
        self._tabs = OpenTabs()
        self._later: list[Key] = []
        self._following = False
        self._pause = QTimer()
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._again = QTimer()

    def load(self, done: Callable[[OpenTabs], None]) -> None:
        """Read what was kept; `done` gets the records that were open, none where the disk did not tell.

        Where another program has the file just now it is read again until it can be: a draft that nobody has seen yet
        would be written over.
        """
        self._disk.submit(self._read, partial(self._loaded, done))

    def from_before(self, record: Order | Cart) -> Draft | None:
        """The draft that was kept of a record.

        Where what was kept cannot be read, that is told and it stays on the disk until something new is typed.
        """
        from console.model.drafts.kept import NotADraft, restored

        key = (record.kind, record.id)
        content = self.kept(key)
        ahead, draft = self._ahead.pop(key, (None, None))
        if ahead is content:
            return draft
        try:
            return restored(content) if content is not None else None
        except NotADraft as unreadable:
            self._unreadable.add(key)
            self.put(replace(self.state, trouble=str(unreadable)))
            return None

    def regain_ahead(self, record: Order | Cart) -> None:
        """On the worker that read a record: put what was kept of it on this reading, so that the window has it at once."""
        from console.model.drafts.kept import NotADraft, restored
        from console.model.merging.regained import regain_ahead

        key = (record.kind, record.id)
        if (content := self.kept(key)) is None:
            return
        try:
            draft = restored(content)
        except NotADraft:
            return  # that is told where it is opened
        regain_ahead(draft, record)
        self._ahead[key] = content, draft

    @property
    def closed(self) -> bool:
        """Whether another environment has taken the place of this one."""
        return self._closed

    def kept(self, key: Key) -> dict[str, Any] | None:
        """What was kept of a record's draft, if anything was."""
        return next((draft.content for draft in self.state.drafts if (draft.kind, draft.id) == key), None)

    def note(self, editor: Editor) -> None:
        """Have an editor's draft written within a second, or forgotten where nothing is edited any more."""
        if editor.environment != self._environment:
            return  # it was closed with its environment, and only now hears what became of its reading
        key = _key(editor)
        if self._written.get(editor) is not editor.state.draft:
            self._touched[key] = editor
            if not editor.state.draft.dirty and self._is_kept(key):
                self.flush()  # saved or taken back: it is unsaved work no longer
            elif not self._pause.isActive():
                self._pause.start()

    def flush(self) -> None:
        """Hand everything touched to the disk now."""
        self._pause.stop()
        touched, self._touched = self._touched, {}
        for key, editor in touched.items():
            draft = editor.state.draft
            self._written[editor] = draft
            if draft.dirty:
                self._keeping.keep(self._environment, editor.state.title, draft, self._kept)
            elif self._is_kept(key) and key not in self._unreadable:
                self.forget(key)

    def forget(self, key: Key) -> None:
        """Let a draft go."""
        if (editor := self._touched.pop(key, None)) is not None:
            self._written[editor] = editor.state.draft  # what is let go is not written again
        self._keeping.forget((self._environment, *key), partial(self._dropped, key))

    def follow_tabs(self) -> None:
        """From now on what is open is remembered; before, what was open is still being opened again."""
        self._following = True

    def keep_for_later(self, key: Key) -> None:
        """Remember this record as open although it could not be opened now: its server is away, and it was never read."""
        self._later.append(key)

    def note_tabs(self, workbench: Workbench) -> None:
        """Remember which records are open, and those that were and could not be opened again."""
        if not self._following:
            return
        records = tuple(_key(editor) for editor in workbench.state.editors)
        records += tuple(key for key in dict.fromkeys(self._later) if key not in records)
        front = _key(workbench.state.front) if workbench.state.front is not None else None
        if self._tabs != OpenTabs(records, front):
            self._tabs = OpenTabs(records, front)
            self._keeping.keep_tabs(self._environment, self._tabs.tabs, self._tabs.front)

    def close(self) -> None:
        """Write what is left; nothing is shown any more."""
        self.flush()
        self._closed = True
        self._again.stop()
        self.hide()

    def _is_kept(self, key: Key) -> bool:
        return self.kept(key) is not None or self._keeping.waits((self._environment, *key))

    # -- on the disk's worker -------------------------------------------------------------------------------

    def _read(self, _: Cancel) -> tuple[list[KeptDraft], OpenTabs, list[Entry]]:
        name = self._environment
        return self._store.all(name), self._store.tabs(name), self._trail.unsettled(name)

    # -- back on the UI thread --------------------------------------------------------------------------------

    def _loaded(
        self,
        done: Callable[[OpenTabs], None],
        result: JobResult[tuple[list[KeptDraft], OpenTabs, list[Entry]]],
    ) -> None:
        if isinstance(result, Failed) and is_passing(result.error):
            self.put(replace(self.state, unread=from_error(result.error).headline))
            self._read_again(done)
            return
        if isinstance(result, Done):
            drafts, self._tabs, unsettled = result.value
            self._keeping.know(self._environment, drafts)
            self.state = JournalState()
            for draft in reversed((*self._keeping.unkept(self._environment), *drafts)):
                self.state = JournalState((draft, *self._others((draft.kind, draft.id))))
            if not self._closed:
                self._left_open(unsettled)
        elif isinstance(result, Failed):
            self.state = JournalState((), from_error(result.error).headline)
        self.put(self.state)
        done(self._tabs)

    def _read_again(self, done: Callable[[OpenTabs], None]) -> None:
        if not self._closed:
            self._again = QTimer()
            self._again.setSingleShot(True)
            self._again.timeout.connect(partial(self.load, done))
            self._again.start(RETRY_MS)

    def _kept(self, one: KeptDraft) -> None:
        key = (one.kind, one.id)
        self._unreadable.discard(key)
        self.put(JournalState((one, *self._others(key))))

    def _dropped(self, key: Key) -> None:
        self.put(JournalState(self._others(key)))

    def _others(self, key: Key) -> tuple[KeptDraft, ...]:
        return tuple(draft for draft in self.state.drafts if (draft.kind, draft.id) != key)


def _key(editor: Editor) -> Key:
    record = editor.state.draft.base
    return record.kind, record.id
