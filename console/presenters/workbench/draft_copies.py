"""Copies of unsaved work elsewhere: written to a file, and brought back from one without writing over anything.

It must not choose the file or touch an open record; it says which drafts are back and which were left out, and why.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from console.model.plural import by_count, counted
from console.presenters.notice import Notice, from_error
from console.presenters.workbench.keeping import Keeping
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits

if TYPE_CHECKING:
    from console.store.drafts import KeptDraft

T = TypeVar("T")


class DraftCopies:
    """Writes copies and brings them back. `done` of each act gets what there is to say of it."""

    def __init__(self, jobs: Submits, keeping: Keeping) -> None:
        self._jobs, self._keeping = jobs, keeping

    def save(self, path: str, done: Callable[[Notice], object]) -> None:
        """Write every draft there is to this file."""
        drafts = self._keeping.drafts()

        def work(_: Cancel) -> int:
            from console.store import draft_copies

            return draft_copies.write(Path(path), drafts)

        self._jobs.submit(work, lambda result: _told(result, partial(_saved, path), done))

    def bring_back(
        self, path: str, done: Callable[[Notice], object], *, environment: str, back: Callable[[], object]
    ) -> None:
        """Put the drafts of a copy on the disk again, but for records that have unsaved work by now.

        `environment` is the one in use, for what is said; `back` is called when they are on the disk.
        """

        def work(_: Cancel) -> tuple[list[KeptDraft], int]:
            from console.model.drafts.kept import NotADraft, restored
            from console.store import draft_copies

            found, broken = draft_copies.read(Path(path))
            whole = []
            for draft in found:
                try:
                    restored(draft.content)
                except NotADraft:
                    broken += 1
                else:
                    whole.append(draft)
            return whole, broken

        def read(found: tuple[list[KeptDraft], int]) -> Notice:
            return self._taken(*found, environment, back)

        self._jobs.submit(work, lambda result: _told(result, read, done))

    def _taken(
        self, drafts: list[KeptDraft], broken: int, environment: str, back: Callable[[], object]
    ) -> Notice:
        here = {(one.environment, one.kind, one.id): one.content for one in self._keeping.drafts()}
        new = [one for one in drafts if (one.environment, one.kind, one.id) not in here]
        other = [
            one for one in drafts if here.get((one.environment, one.kind, one.id), one.content) != one.content
        ]
        for draft in new:
            self._keeping.bring_back(draft, back)
        same = len(drafts) - len(new) - len(other)
        return _said(new, other, same, broken=broken, environment=environment)


def _told(result: JobResult[T], words: Callable[[T], Notice], done: Callable[[Notice], object]) -> None:
    if isinstance(result, Failed):
        done(from_error(result.error))
    elif isinstance(result, Done):
        done(words(result.value))


def _saved(path: str, count: int) -> Notice:
    back = "File > Bring back a copy of drafts… brings it back."
    return Notice("good", f"A copy of {counted(count, 'draft')} is in {Path(path).name}.", back)


def _said(
    new: list[KeptDraft], other: list[KeptDraft], same: int, *, broken: int, environment: str
) -> Notice:
    said = []
    if elsewhere := sorted({one.environment for one in new if one.environment != environment}):
        names = ", ".join(f"“{name}”" for name in elsewhere)
        said.append(f"What belongs to {names} is there when you choose it at the top right.")
    if other:
        titles = ", ".join(one.title for one in other)
        said.append(
            f"{titles} {by_count(len(other), 'was', 'were')} left out, because unsaved work is there by now: "
            "save or discard that, then bring the copy back again."
        )
    if same:
        said.append(f"{counted(same, 'draft')} {by_count(same, 'was', 'were')} there already.")
    if broken:
        said.append(f"{counted(broken, 'entry')} of the file {by_count(broken, 'is', 'are')} damaged.")
    if not new:
        return Notice("warn" if other or broken else "plain", "No draft was brought back.", " ".join(said))
    headline = (
        f"{counted(len(new), 'draft')} {by_count(len(new), 'is', 'are')} back, in the list of unsaved work."
    )
    return Notice("warn" if other or broken else "good", headline, " ".join(said))
