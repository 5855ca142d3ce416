"""The Connect dialog: which environment is set up, what is wrong with it, and how far it carries.

It must not know Qt widgets, and a client secret lives in it only as a `Secret`: never in a text, a notice or a repr.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar

from console.model.environment import Accent, Administered, AuthMethod, Environment, Secret
from console.presenters.notice import ActionKey, Notice
from console.presenters.observable import Observable
from console.presenters.settings.connect_words import asked_for, in_keyring, said, trouble, under_test
from console.presenters.settings.connect_work import forget, save, try_kept, try_out
from console.presenters.settings.credentials import ALL, TRIED, CredentialField, CredentialsForm, form_of
from console.presenters.waiting import Waiting
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, Job, JobResult, Submits
from console.store.administered import limited
from console.store.environments import Book, Environments

if TYPE_CHECKING:
    from console.api.call import Watcher
    from console.api.check import ConnectionVerdict

T = TypeVar("T")
Busy = Literal["", "loading", "testing", "saving", "removing"]


@dataclass(frozen=True, slots=True)
class ConnectState:
    """What the dialog shows.

    `known` are the names to choose from and `editing` the chosen one (none: a new environment). `errors` are of the
    fields touched so far, `doubts` what the server had against one. `told` is what the store had to say. `asking`
    means that Remove waits for a yes. `administered` is what an administrator says of the one that is edited, and
    `in_keyring` means that secrets are kept there.
    """

    first_start: bool = False
    known: tuple[str, ...] = ()
    editing: str | None = None
    form: CredentialsForm = field(default_factory=CredentialsForm)
    secret_stored: bool = False
    administered: Administered | None = None
    in_keyring: bool = False
    colours: tuple[Accent, ...] = ("test", "production")
    errors: Mapping[CredentialField, str] = field(default_factory=dict)
    doubts: Mapping[CredentialField, str] = field(default_factory=dict)
    busy: Busy = ""
    asking: bool = False
    told: str = ""
    notice: Notice | None = None

    @property
    def practice_first(self) -> bool:
        """Whether the sandbox is the suggested next step instead of Save: at the first start, until one types."""
        return self.first_start and self.form == CredentialsForm()

    @property
    def working(self) -> bool:
        """Whether the disk is asked, so that nothing else can be begun."""
        return self.busy not in ("", "testing")


class ConnectPresenter(Observable[ConnectState]):
    """Edits one environment at a time; testing, saving and removing are jobs, one under way at most."""

    def __init__(
        self,
        jobs: Submits,
        environments: Environments,
        *,
        render: Callable[[ConnectState], None],
        connected: Callable[[Environment, tuple[str, ...]], None],
        removed: Callable[[str], None],
        renamed: Callable[[str, str], None] | None = None,
        first_start: bool = False,
        proved: Callable[[Environment], object] | None = None,
        check: Callable[[Environment, Watcher, Cancel], ConnectionVerdict] = try_out,
    ) -> None:
        """`connected` hears what to use from now on, with sentences of the store; `removed` the name of what is gone.

        `renamed` hears an old name and the new one, before `connected` does; `proved` what a test found able to write.
        """
        self._renamed, self._proved = renamed, proved
        self._waiting = Waiting()
        self._jobs, self._environments, self._check = jobs, environments, check
        super().__init__(ConnectState(first_start=first_start), render)
        self._connected, self._removed = connected, removed
        self._stored: dict[str, Environment] = {}
        self._forms: dict[str | None, CredentialsForm] = {}
        self._unsaved: Environment | None = None
        self._proposed: AuthMethod | None = None
        self._system: tuple[Environment, ...] = ()
        self._in_keyring = False
        self._why = ""
        self._stop = Cancel()
        self._job: Job | None = None
        self._asked = 0

    def start(self, edit: str = "", form: CredentialsForm | None = None, *, why: str = "") -> None:
        """Read what is known, then show the environment of that name unless something was typed in the meantime.

        With a `form` a new environment begins with it. `why` says why its secret could not be had, if that is so.
        """
        self._why = why
        self.put(replace(self.state, busy="loading", form=form or self.state.form))
        self._submit(lambda _: self._environments.load(), partial(self._loaded, edit))

    def choose(self, name: str | None) -> None:
        """Edit this one, or a new one; what was typed for the one before is kept, but for the secret."""
        if name == self.state.editing or self.state.working:
            self.put(replace(self.state))
            return
        self.stop_test()
        self._forms[self.state.editing] = replace(self.state.form, client_secret=Secret(""))
        self._show(name)

    def type(self, field: CredentialField, text: str) -> None:
        """Put a typed text into the form. A test of what stood there before is given up."""
        value = Secret(text) if field == "client_secret" else text
        typed = replace(self.state.form, touched=self.state.form.touched | {field}, **{field: value})  # type: ignore[arg-type]
        # First, so that nothing else is ever shown beside what stood there before.
        self.put(replace(self.state, form=typed))
        self._proposed = None
        if field in TRIED and self.state.busy == "testing":
            self.stop_test("The test was given up, because you changed what it tests.")
        elif not self.state.busy:
            self.put(replace(self.state, notice=None, doubts={}))

    def colour(self, accent: Accent) -> None:
        """Choose the colour."""
        self.put(replace(self.state, form=replace(self.state.form, accent=accent)))

    def mark_read_only(self, on: bool) -> None:
        """Have nothing sent there that could change something, or have it sent again."""
        by = self.state.administered
        on = on or (by is not None and by.read_only)
        self.put(replace(self.state, form=replace(self.state.form, read_only=on)))

    def learn(self, book: Book) -> None:
        """Know what another program set up or removed in the meantime; what is edited here stays as it is."""
        edited = self._stored.get(self.state.editing or "")
        self._take(book)
        if edited is not None:
            self._stored.setdefault(edited.name, edited)
        self.put(replace(self.state))

    def test(self) -> None:
        """Find out how far these texts carry, whatever the name; a test under way is begun anew."""
        if self.state.working:
            return
        self.stop_test()
        environment = self._environment(TRIED)
        if environment is not None:
            self._waiting = Waiting()
            notice = under_test(self._waiting.words())
            self.put(replace(self.state, busy="testing", doubts={}, notice=notice))
            self._submit(
                partial(try_kept, self._environments, self._check, environment, self._waiting),
                partial(self._tested, environment),
            )

    def look(self) -> None:
        """Say how a test under way stands: how long it takes, and what a server asks to wait."""
        if self.state.busy == "testing" and (now := under_test(self._waiting.words())) != self.state.notice:
            self.put(replace(self.state, notice=now))

    def stop_test(self, why: str = "The test was stopped.") -> None:
        """Give a test under way up."""
        if self.state.busy == "testing":
            self._drop()
            self.put(replace(self.state, busy="", notice=Notice("plain", why, "Nothing was changed.")))

    def save(self) -> None:
        """Store it and tell that it is to be used; a test under way is given up."""
        if self.state.working:
            return
        self.stop_test()
        environment = self._environment(ALL)
        if environment is not None:
            self._unsaved = environment
            self._stop = Cancel()
            words = in_keyring() if self._in_keyring else Notice("plain", "Saving…")
            self.put(replace(self.state, busy="saving", asking=False, notice=words))
            work = partial(save, self._environments, environment, self.state.editing, self._stop)
            self._submit(work, self._saved)

    def act(self, key: ActionKey) -> None:
        """Do what the notice offers."""
        if key == "stop test":
            self.stop_test()
        elif key == "stop keyring":
            self._stop.cancel()
        elif key == "connect unsaved" and self._unsaved is not None:
            self._connected(limited(self._unsaved, self._system), ())
        elif key == "take method" and self._proposed is not None:
            self.type("auth_method", self._proposed)
            self.test()

    def ask_remove(self) -> None:
        """Ask whether the shown environment is to go."""
        self.put(replace(self.state, asking=self.state.editing is not None and not self.state.working))

    def keep(self) -> None:
        """Take back the question whether the environment is to go."""
        self.put(replace(self.state, asking=False))

    def remove(self) -> None:
        """Remove it and its secret from this computer."""
        name = self.state.editing
        if name is None or not self.state.asking or self.state.working:
            return
        self.stop_test()
        self.put(replace(self.state, busy="removing", asking=False, notice=Notice("plain", "Removing…")))
        self._stop = stop = Cancel()
        self._submit(partial(forget, self._environments, name, stop), partial(self._gone, name))

    def back_out(self) -> bool:
        """Esc: end the newest thing that can be ended here; says whether there was one."""
        if self.state.asking:
            self.keep()
        elif self.state.busy == "testing":
            self.stop_test()
        elif self.state.busy in ("saving", "removing"):
            self._stop.cancel()  # the keyring is waited for no longer; it is said what became of it
        else:
            return False
        return True

    def close(self) -> None:
        """Give up whatever is under way and forget every secret; nobody is told of what still comes in."""
        self._drop()
        self._forms.clear()
        self._stored.clear()
        self._unsaved = None
        self.state = ConnectState()

    def _submit(self, work: Callable[[Cancel], T], done: Callable[[T], None]) -> None:
        self._asked += 1
        self._job = self._jobs.submit(work, partial(self._answered, self._asked, done))

    def _drop(self) -> None:
        self._asked += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _answered(self, asked: int, done: Callable[[T], None], result: JobResult[T]) -> None:
        """Hear the newest question answered; one that was cancelled a moment too late is no longer that."""
        if asked != self._asked:
            return
        was = self.state.busy
        self.put(replace(self.state, busy="", notice=None))
        if isinstance(result, Done):
            done(result.value)
        elif isinstance(result, Failed):
            self.put(replace(self.state, notice=trouble(result.error, was)))

    def _take(self, book: Book) -> None:
        self._stored = {environment.name: environment for environment in book.environments}
        self._system, self._in_keyring = book.system, book.secrets_in == "keyring"

    def _loaded(self, edit: str, book: Book) -> None:
        self._take(book)
        self.put(replace(self.state, told=" ".join(book.notices)))
        wanted = book.find(edit)
        if wanted is not None and self.state.form == CredentialsForm():
            self._show(wanted.name)
            self._why = ""

    def _tested(self, environment: Environment, verdict: ConnectionVerdict) -> None:
        if verdict.state == "ready" and self._proved is not None:
            self._proved(environment)
        self._proposed = verdict.method
        refused = "The server refused it, together with the client ID above."
        doubts: dict[CredentialField, str] = (
            {"client_secret": refused} if verdict.state == "wrong secret" else {}
        )
        self.put(replace(self.state, notice=said(verdict), doubts=doubts))

    def _saved(self, saved: tuple[Environment, tuple[str, ...]]) -> None:
        environment, told = saved
        if self._unsaved is not None:
            self._unsaved = None
            before = self.state.editing
            self._stored.pop(before or "", None)
            if before is not None and before != environment.name and self._renamed is not None:
                self._renamed(before, environment.name)
            self._stored[environment.name] = environment
            self._show(environment.name)
            self._connected(environment, told)

    def _gone(self, name: str, gone: tuple[Book, list[str]]) -> None:
        book, told = gone
        self._take(book)
        stays = name in self._stored
        self._show(name if stays else None)
        words = f"“{name}” and its client secret were removed from this computer."
        if stays:
            words = f"The client secret of “{name}” was removed from this computer; your administrator's set-up stays."
        self.put(replace(self.state, told=" ".join(told), notice=Notice("plain", words)))
        self._removed(name)

    def _show(self, name: str | None) -> None:
        self._proposed = None
        stored = self._stored.get(name or "")
        form = self._forms.pop(name, None) or form_of(stored)
        colours = form.colours(stored)
        notice = (
            asked_for(stored, self._why)
            if stored is not None and (self._why or not stored.has_secret)
            else None
        )
        self.put(
            replace(
                self.state, editing=name, form=form, colours=colours, doubts={}, asking=False, notice=notice
            )
        )

    def _environment(self, needed: frozenset[CredentialField]) -> Environment | None:
        """The environment as typed; none where a needed field is wrong, which is then said."""
        form = replace(self.state.form, touched=self.state.form.touched | needed)
        self.put(replace(self.state, form=form, notice=None))
        if needed & self.state.errors.keys():
            mend = Notice("warn", "Mend what is marked first.", "Nothing was sent or saved.")
            self.put(replace(self.state, notice=mend))
            return None
        return form.environment(self._stored.get(self.state.editing or ""))

    def put(self, state: ConnectState) -> None:
        """Show another state, with what follows from what is typed and known."""
        edited = self._stored.get(state.editing or "")
        wrong = state.form.problems(edited, self._stored.keys() - {state.editing})
        super().put(
            replace(
                state,
                known=tuple(self._stored),
                secret_stored=edited is not None and edited.has_secret,
                administered=edited.administered if edited is not None else None,
                in_keyring=self._in_keyring,
                errors={name: wrong[name] for name in wrong if name in state.form.touched},
            )
        )
