"""The list of environments: copied, made read-only, coloured, handed on and removed, each with a word on what is kept.

It must not show a secret, switch to an environment, or remove one without saying what becomes of its drafts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from console.model.environment import Accent, Environment
from console.model.plural import by_count
from console.presenters.notice import Notice, from_error
from console.presenters.observable import Observable
from console.presenters.settings.connect_words import in_keyring
from console.presenters.settings.credentials import ALL, CredentialsForm
from console.presenters.settings.environment_row import ListedEnvironment, listed, question, secret_question
from console.presenters.settings.taking_in import Adding, add_new
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits
from console.store import handed_on, leftovers
from console.store.database import Database
from console.store.environments import Book, Environments
from console.store.handed_on import ExportedEnvironment, HandedOn
from console.store.leftovers import Leftovers

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EnvironmentsState:
    """What the dialog shows. `chosen` is a name of `listed`, or "".

    `asking` is the question before the chosen one is removed, empty while it is not asked; `drafts` are those that it is
    about.
    """

    listed: tuple[ListedEnvironment, ...] = ()
    chosen: str = ""
    asking: str = ""
    drafts: int = 0
    busy: bool = True
    notice: Notice | None = None

    @property
    def row(self) -> ListedEnvironment | None:
        """The chosen one."""
        return next((one for one in self.listed if one.name == self.chosen), None)


class EnvironmentsPresenter(Observable[EnvironmentsState]):
    """One opening of the dialog; the files and the database are asked by jobs, one at a time."""

    def __init__(
        self,
        disk: Submits,
        environments: Environments,
        database: Database,
        *,
        patient: Submits | None = None,
        in_use: Callable[[], str],
        changed: Callable[[Environment | None], None],
        proposed: Callable[[CredentialsForm], None],
    ) -> None:
        """`disk` asks the files and the database, `patient` the system's keyring, which may take minutes.

        `in_use` names the environment that the window works on. `changed` hears that the list is another one now.

        It gets the environment that was changed itself, if one was. `proposed` gets what an imported file says, to be
        looked at and given its secret.
        """
        super().__init__(EnvironmentsState())
        self._disk, self._patient = disk, patient or disk
        self._environments, self._database = environments, database
        self._stop = Cancel()
        self._in_use, self._tell_changed, self._propose = in_use, changed, proposed
        self._book: Book | None = None

    def show(self, render: Callable[[EnvironmentsState], object]) -> None:
        """Render here from now on, and read what there is."""
        super().show(render)
        self._begin(lambda _: self._environments.load(), self._loaded)

    def close(self) -> None:
        """Nobody looks any more."""
        self.hide()

    def learn(self, book: Book) -> None:
        """Take over what was set up or removed elsewhere in the meantime."""
        self._book = book
        self._list()

    def choose(self, name: str) -> None:
        """Have this one chosen."""
        if name != self.state.chosen:
            self.put(replace(self.state, chosen=name, asking=""))

    def duplicate(self) -> None:
        """Set up another one like the chosen one, its secret too, under a name that is free."""
        if (environment := self._chosen()) is not None:
            self._stop = Cancel()
            work = partial(_duplicated, self._environments, environment, self._stop)
            self._begin(work, self._duplicated, keyring=self._asks_keyring)

    def mark_read_only(self, on: bool) -> None:
        """Have nothing sent to the chosen one that could change something there, or have it sent again."""
        environment = self._chosen()
        held = self.state.row is not None and self.state.row.held
        if environment is not None and environment.read_only != on and not held:
            self._save(replace(environment, read_only=on))

    def colour(self, accent: Accent) -> None:
        """Give the chosen one this colour."""
        if (environment := self._chosen()) is not None and environment.accent != accent:
            self._save(replace(environment, accent=accent))

    def ask_remove(self) -> None:
        """Count what is kept of the chosen one, and ask what shall become of it."""
        environment = self._chosen()
        if environment is None:
            return
        if environment.name == self._in_use():
            advice = "Choose another environment at the top right, then remove this one."
            self.put(
                replace(
                    self.state, notice=Notice("warn", f"The window works on “{environment.name}”.", advice)
                )
            )
            return
        self._begin(
            lambda _: leftovers.count(self._database, environment.name),
            partial(self._counted, environment),
        )

    def keep(self) -> None:
        """Do not remove it."""
        self.put(replace(self.state, asking=""))

    def remove(self, *, with_drafts: bool) -> None:
        """Remove the chosen one and its secret; its drafts stay unless they are to go with it."""
        environment = self._chosen()
        if environment is not None and self.state.asking:
            self._stop = Cancel()
            work = partial(_removed, self._environments, environment.name, self._stop)
            self._begin(work, partial(self._removed, environment, with_drafts), keyring=self._asks_keyring)

    def export(self, path: str) -> None:
        """Write the chosen one to a file for colleagues, without its secret."""
        if (environment := self._chosen()) is not None:
            target = Path(path)
            self._begin(
                lambda _: handed_on.write(target, environment),
                lambda _: self._say(
                    Notice("good", f"Wrote {target.name}, without the secret.", "Hand that on another way.")
                ),
            )

    def take_in(self, path: str) -> None:
        """Read a file that a colleague exported; one environment is proposed, of several those that are new are added."""
        self._begin(partial(add_new, self._environments, Path(path)), self._taken_in)

    def stop(self) -> bool:
        """Wait no longer for the system's keyring; says whether something was under way."""
        self._stop.cancel()
        return self.state.busy

    # -- inside -------------------------------------------------------------------------------------------

    def _chosen(self) -> Environment | None:
        if self.state.busy or self._book is None:
            return None
        return next((one for one in self._book.environments if one.name == self.state.chosen), None)

    def _save(self, environment: Environment) -> None:
        self._stop = stop = Cancel()

        def work(_: Cancel) -> Book:
            self._environments.save(environment, stop=stop)
            return self._environments.load()

        def done(book: Book) -> None:
            self._loaded(book)
            self._tell_changed(environment)

        self._begin(work, done, keyring=self._asks_keyring)

    @property
    def _asks_keyring(self) -> bool:
        return self._book is not None and self._book.secrets_in == "keyring"

    def _begin(
        self,
        work: Callable[[Cancel], T],
        done: Callable[[T], None],
        *,
        keyring: bool = False,
    ) -> None:
        self.put(replace(self.state, busy=True, notice=in_keyring() if keyring else None))
        (self._patient if keyring else self._disk).submit(work, partial(self._ended, done))

    def _ended(self, done: Callable[[T], None], result: JobResult[T]) -> None:
        self.put(replace(self.state, busy=False, notice=None))
        if isinstance(result, Done):
            done(result.value)
        elif isinstance(result, Failed):
            self._say(from_error(result.error))

    def _say(self, notice: Notice) -> None:
        self.put(replace(self.state, notice=notice))

    def _loaded(self, book: Book) -> None:
        self._book = book
        self._list()
        if book.notices:
            self._say(Notice("warn", " ".join(book.notices)))

    def _list(self) -> None:
        used = self._in_use()
        known = self._book.environments if self._book is not None else ()
        rows = tuple(listed(one, in_use=one.name == used) for one in known)
        names = [one.name for one in rows]
        chosen = self.state.chosen if self.state.chosen in names else next(iter(names), "")
        asking = self.state.asking if chosen == self.state.chosen else ""
        self.put(replace(self.state, listed=rows, chosen=chosen, asking=asking))

    def _duplicated(self, found: tuple[str, Book]) -> None:
        name, book = found
        self._loaded(book)
        self.choose(name)
        self._say(
            Notice("good", f"“{name}” is set up like it, with the same secret.", "Edit it as you need.")
        )
        self._tell_changed(None)

    def _taken_in(self, found: tuple[HandedOn, Adding]) -> None:
        file, adding = found
        if len(file.environments) == 1 and not adding.said:
            self._propose(form_from(file.environments[0]))
            return
        self._loaded(adding.book)
        if adding.added:
            self._tell_changed(None)
        self._say(Notice("warn" if file.wrong else "plain", " ".join(adding.said)))

    def _counted(self, environment: Environment, found: Leftovers) -> None:
        name, by = environment.name, environment.administered
        if name != self.state.chosen:
            return
        if by is not None and by.whole:
            self.put(replace(self.state, asking=secret_question(name, by.path), drafts=0))
        else:
            self.put(replace(self.state, asking=question(name, found), drafts=found.drafts))

    def _removed(self, environment: Environment, with_drafts: bool, gone: tuple[Book, list[str]]) -> None:
        book, told = gone
        by = environment.administered
        if by is not None and by.whole:
            self.put(replace(self.state, asking=""))
            self._loaded(book)
            said = f"The client secret of “{environment.name}” was removed from this computer."
            self._say(Notice("plain", said, " ".join(told)))
            self._tell_changed(None)
        elif with_drafts:
            work = partial(_without_drafts, self._database, environment.name)
            self._begin(work, lambda _: self._gone(environment.name, with_drafts, book, told))
        else:
            self._gone(environment.name, with_drafts, book, told)

    def _gone(self, name: str, with_drafts: bool, book: Book, told: list[str]) -> None:
        drafts = self.state.drafts
        self.put(replace(self.state, asking=""))
        self._loaded(book)
        if with_drafts:
            what = f"{by_count(drafts, 'Its draft is', f'Its {drafts:,} drafts are')} deleted with it."
        else:
            what = (
                "What is kept of it is there again once an environment of this name is set up."
                if drafts
                else ""
            )
        words = " ".join([what, *told]).strip()
        self._say(Notice("plain", f"“{name}” and its client secret were removed from this computer.", words))
        self._tell_changed(None)


def form_from(found: ExportedEnvironment) -> CredentialsForm:
    """The form with what a file says; the secret is still to be typed."""
    said: dict[str, Any] = found.texts()
    return CredentialsForm(
        **said, accent=found.accent, read_only=found.read_only, touched=ALL - {"client_secret"}
    )


def _duplicated(
    environments: Environments, environment: Environment, stop: Cancel, _: Cancel
) -> tuple[str, Book]:
    taken = {one.name.casefold() for one in environments.load().environments}
    stem = environment.name[:50]
    names = (f"{stem} (copy)", *(f"{stem} (copy {number})" for number in range(2, 1_000)))
    name = next(name for name in names if name.casefold() not in taken)
    copied = environments.with_secret(environment, stop)
    environments.save(replace(copied, name=name, secret_item="", administered=None), stop=stop)
    return name, environments.load()


def _removed(environments: Environments, name: str, stop: Cancel, _: Cancel) -> tuple[Book, list[str]]:
    told = environments.forget(name, stop)
    return environments.load(), told


def _without_drafts(database: Database, name: str, _: Cancel) -> None:
    leftovers.forget_drafts(database, name)
