"""Which environment the window works on, and the client and sandbox process that go with it.

It must not know records or widgets; who does is told when the environment changes.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.model.environment import SANDBOX_NAME, Environment
from console.presenters.notice import STOP_KEYRING, Notice, from_error
from console.runtime.cancel import Cancel
from console.runtime.jobs import Cancelled, Done, Failed, Job, JobResult, Jobs
from console.store.places import Places

if TYPE_CHECKING:
    from console.api.client import Client
    from console.app.practice import Practice
    from console.store.environments import Book


class Session(QObject):
    """At most one environment and one client at a time."""

    changed = Signal()
    listed = Signal()
    told = Signal(object)
    must_be_read = Signal(object)
    """What is told and must not be covered by what is told next."""
    secret_wanted = Signal(object, str)
    """The environment whose secret is to be typed, and why the one that is kept could not be had; empty: there is none."""

    def __init__(self, jobs: Jobs, places: Places) -> None:
        super().__init__()
        self._jobs, self._places = jobs, places
        self._practice: Practice | None = None
        self._practising = False
        self._book: Book | None = None
        self._asking: Job | None = None
        self.environment: Environment | None = None
        self.client: Client | None = None

    @property
    def name(self) -> str:
        """The name of the environment in use; empty where there is none."""
        return self.environment.name if self.environment is not None else ""

    @property
    def target(self) -> str:
        """The environment's name as it stands in buttons that write."""
        return "SANDBOX" if self.name == SANDBOX_NAME else self.name

    @property
    def read_only(self) -> bool:
        """Whether nothing may be sent to the environment in use that could change something there."""
        return self.environment is not None and self.environment.read_only

    @property
    def names(self) -> list[str]:
        """Every environment there is to choose, the sandbox first."""
        known = self._book.environments if self._book is not None else ()
        return [SANDBOX_NAME, *(one.name for one in known)]

    @property
    def environments(self) -> tuple[Environment, ...]:
        """Every environment that is set up; the sandbox is none."""
        return self._book.environments if self._book is not None else ()

    @property
    def requests(self) -> list[str]:
        """The sandbox's own account of the requests it answered, one JSON line each."""
        return list(self._practice.requests) if self._practice is not None else []

    def begin(self, book: Book, *, wanted: str) -> bool:
        """Start on the environment asked for, or the one last used; says whether there is one to start on."""
        self._book = book
        self.listed.emit()
        named = wanted or book.last_used or ""
        if named == SANDBOX_NAME:
            self.use_practice()
        elif known := book.find(named) or (None if named else _to_be_begun(book)):
            self.use(known)
        elif wanted:
            names = ", ".join(f"“{name}”" for name in self.names)
            self.must_be_read.emit(
                Notice(
                    "warn",
                    f"There is no environment called “{wanted}”.",
                    f"At the top right there are: {names}.",
                )
            )
        else:
            return False
        return True

    def learn(self, book: Book) -> None:
        """Take over what the Connect dialog changed."""
        self._book = book
        self.listed.emit()

    def choose(self, name: str) -> None:
        """Work on the environment of this name."""
        if name == SANDBOX_NAME:
            self.use_practice()
        elif self._book is not None and (known := self._book.find(name)):
            self.use(known)

    def is_used(self, name: str) -> bool:
        """Whether the environment of this name is in use, just as it is set up now."""
        known = self._book.find(name) if self._book is not None else None
        used = self.environment
        same = known is None or (used is not None and used.has_secret and known.same_as(used))
        return name == self.name and same

    def use_practice(self) -> None:
        """Work on the practice sandbox; its process is started where it is not running."""
        self.stop_asking()
        self._practising = True
        if self._practice is None:
            from console.app.practice import Practice

            # The file of folders that are in use elsewhere is that console's.
            self._practice = Practice(None if self._places.held_by else self._places.data / "practice.db")
            self._practice.ready.connect(self._practice_ready)
            self._practice.failed.connect(self._practice_failed)
        if self._practice.running and self._practice.environment is not None:
            self.use(self._practice.environment)
        elif not self._practice.running:
            self.told.emit(Notice("plain", "Starting the practice sandbox…"))
            self._practice.start()

    def use(self, environment: Environment) -> None:
        """Work on this environment from now on, as soon as its secret is there."""
        self.stop_asking()
        used = self.environment
        if environment.secret:
            self._work_on(environment)
        elif used is not None and environment.has_secret and environment.same_as(used):
            self._practising = False
        elif used is not None and used.secret_item and used.secret_item == environment.secret_item:
            self._work_on(replace(environment, secret=used.secret))
        elif environment.secret_item:
            self._ask_keyring(environment)
        else:
            self.secret_wanted.emit(environment, "")

    def stop_asking(self) -> None:
        """Wait no longer for the system's keyring."""
        asking, self._asking = self._asking, None
        if asking is not None:
            asking.cancel()
            self.told.emit(
                Notice("plain", "The keyring is no longer waited for.", "Choose the environment again.")
            )

    def _ask_keyring(self, environment: Environment) -> None:
        self._practising = False
        words = f"Asking the system's keyring for the secret of “{environment.name}”…"
        self.told.emit(Notice("plain", words, "It may ask for its password first.", action=STOP_KEYRING))
        work = partial(_with_secret, self._places, environment)
        self._asking = self._jobs.submit(work, partial(self._answered, environment))

    def _answered(self, environment: Environment, result: JobResult[Environment]) -> None:
        if isinstance(result, Cancelled):
            return
        self._asking = None
        if isinstance(result, Done):
            self._work_on(result.value)
        elif isinstance(result, Failed):
            notice = from_error(result.error)
            self.told.emit(notice)
            self.secret_wanted.emit(environment, notice.headline)

    def _work_on(self, environment: Environment) -> None:
        """Work on it; the client of the one before is closed."""
        from console.api.client import Client

        self._practising = environment.name == SANDBOX_NAME
        if self.environment is not None and environment.same_as(self.environment):
            return
        if self.client is not None:
            self.client.close()
        self.environment, self.client = environment, Client(environment)
        self.changed.emit()
        self._jobs.submit(self._mark_used, self._marked)

    def close(self) -> None:
        """End the client's calls and the sandbox's process."""
        if self.client is not None:
            self.client.close()
        if self._practice is not None:
            self._practice.stop()

    def _mark_used(self, _: Cancel) -> list[str]:
        from console.store.environments import Environments

        return Environments(self._places).mark_used(self.name)

    def _marked(self, result: JobResult[list[str]]) -> None:
        if isinstance(result, Failed):
            self.must_be_read.emit(from_error(result.error))
        elif isinstance(result, Done):
            for sentence in result.value:
                self.must_be_read.emit(Notice("warn", sentence))

    def _practice_ready(self, environment: Environment) -> None:
        if not self._practising:
            return  # another environment was chosen while it started
        if environment == self.environment:
            self.told.emit(
                Notice("plain", "The practice sandbox is running again.", "What is open stays open.")
            )
        else:
            self.use(environment)

    def _practice_failed(self, sentence: str) -> None:
        if self._practising:
            self.told.emit(
                Notice(
                    "bad",
                    f"The practice sandbox is not running. {sentence}",
                    "Choose it again at the top right to start it. What is open stays open.",
                )
            )


def _to_be_begun(book: Book) -> Environment | None:
    """The one that an administrator set up and whose secret is still to be typed: the first use is the first start."""
    return next(
        (one for one in book.environments if one.administered is not None and not one.has_secret), None
    )


def _with_secret(places: Places, environment: Environment, stop: Cancel) -> Environment:
    from console.store.environments import Environments

    return Environments(places).with_secret(environment, stop)
