"""A line of the list of environments, and what is asked before one is removed.

It must not read or write anything; whoever counts what is kept hands the counts over.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.model.environment import ACCENTS, Accent, Environment
from console.model.plural import by_count, counted
from console.presenters.settings.connect_words import set_by
from console.store.leftovers import Leftovers


@dataclass(frozen=True, slots=True)
class ListedEnvironment:
    """One line of the list. `set_by` says what an administrator set of it and where; empty: nothing.

    `accents` are the colours that it may have, `held` means that it cannot be anything but read-only.
    """

    name: str
    address: str
    accent: Accent
    read_only: bool
    in_use: bool
    set_by: str = ""
    accents: tuple[Accent, ...] = ACCENTS
    held: bool = False
    theirs: bool = False
    """Whether all of it but the secret is the administrator's."""


def listed(one: Environment, *, in_use: bool) -> ListedEnvironment:
    """The line of an environment."""
    by = one.administered
    return ListedEnvironment(
        one.name,
        one.api_url,
        one.accent,
        one.read_only,
        in_use,
        set_by=set_by(by),
        accents=by.accents() if by is not None else ACCENTS,
        held=by is not None and by.read_only,
        theirs=by is not None and by.whole,
    )


def question(name: str, found: Leftovers) -> str:
    """What is asked before an environment is removed: what of it is kept here, and what stays in any case."""
    asked = f"Remove “{name}” and its client secret from this computer?"
    if found.drafts:
        asked += f" There {by_count(found.drafts, 'is', 'are')} {counted(found.drafts, 'draft')} with unsaved edits."
    if found.unfinished:
        asked += f" {counted(found.unfinished, 'run')} of a file {by_count(found.unfinished, 'is', 'are')} not finished."
    if found.entries:
        asked += f" The trail keeps its {counted(found.entries, 'entry')}."
    return asked


def secret_question(name: str, path: str) -> str:
    """What is asked before the secret of an environment is removed that an administrator set up in the file `path`."""
    stays = f"The environment itself was set by your administrator in {path} and stays."
    return f"Remove the client secret of “{name}” from this computer? {stays}"
