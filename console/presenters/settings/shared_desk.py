"""The desk that is shared, as it is chosen in Settings: its address and the operator's password, tried out, saved, left.

It must not hold a password longer than the dialog is open, nor connect by itself; a job tries, and the app's line follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from console.desk.trouble import DeskTrouble
from console.model.environment import Secret
from console.presenters.notice import STOP_TEST, Notice, from_error
from console.presenters.observable import Observable
from console.runtime.cancel import Cancel
from console.runtime.jobs import Cancelled, Done, Failed, Job, JobResult, Submits
from console.store import desk_entry
from console.store.desk_entry import DeskEntry
from console.store.files import StoreTrouble

if TYPE_CHECKING:
    from console.desk.owner.checkup import Seen
    from console.store.administered_desk import GivenDesk
    from console.store.environments import Environments

SharedDeskField = Literal["address", "name", "ca_file", "password"]
Trial = Callable[[DeskEntry, Cancel], Sequence["Seen"]]
"""Tries a desk out, its password in it, and returns what was found, in order. Raises `DeskTrouble`, `StoreTrouble`."""

_NO_ADDRESS = "Type the address, as in postgresql://anna@db1.example.com/desk."
_NO_NAME = "Type your name at the desk, as its owner gave it to you."
_NOTHING_TYPED = "Type the password that the desk's owner gave you."
_TESTING = Notice("plain", "Trying the desk…", "Nothing is written there.", action=STOP_TEST)
_NOT_JOINED = Notice(
    "warn", "What is typed of the desk is not kept yet.", "Press Join the desk, or leave again without it."
)
_LEFT = Notice(
    "good",
    "You share no desk any more.",
    "What colleagues sent is not shown, and nothing is passed on. What is on this computer stays.",
)


@dataclass(frozen=True, slots=True)
class SharedDeskForm:
    """What is typed; the name only where an administrator gave the rest. The password shows itself to nobody."""

    address: str = ""
    name: str = ""
    ca_file: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))


@dataclass(frozen=True, slots=True)
class SharedDeskState:
    """What the section shows. `kept` is the desk as it is saved, None where none is; `wrong` says what is wrong by its field.

    `given` is the desk that an administrator gives to all here, whose address nobody types.

    `busy` is "", "reading", "testing", "saving" or "leaving".
    """

    form: SharedDeskForm = SharedDeskForm()
    kept: DeskEntry | None = None
    given: GivenDesk | None = None
    busy: str = "reading"
    wrong: Mapping[SharedDeskField, str] = field(default_factory=dict)
    notice: Notice | None = None

    @property
    def password_stored(self) -> bool:
        """Whether an empty password means the one that is kept."""
        kept, given, form = self.kept, self.given, self.form
        if kept is None or not kept.has_password:
            return False
        if given is not None:
            return given.name == form.name.strip() != ""
        return kept.address == form.address.strip()

    @property
    def in_keyring(self) -> bool:
        """Whether the one that is kept is in the system's keyring."""
        return self.kept is not None and bool(self.kept.item)

    @property
    def can_act(self) -> bool:
        """Whether anything can be tried or saved now."""
        return not self.busy


class SharedDeskPresenter(Observable[SharedDeskState]):
    """One opening of the dialog. `saved` is called when the desk that is kept is another, or none."""

    def __init__(
        self,
        jobs: Submits,
        environments: Environments,
        *,
        check: Callable[[str, str], None],
        trial: Trial,
        saved: Callable[[], None],
        given: Callable[[Cancel], GivenDesk | None] = lambda _: None,
        named: Callable[[str, str], str] = lambda address, _: address,
    ) -> None:
        """`check` gets address and CA file and raises `DeskTrouble` for what can be none; `trial` asks the desk itself.

        `given` reads, on a worker, what an administrator gives to all, and may raise as well; `named` puts a name into it.
        """
        super().__init__(SharedDeskState())
        self._jobs, self._environments = jobs, environments
        self._check, self._trial, self._tell_saved = check, trial, saved
        self._given, self._named = given, named
        self._stop = Cancel()
        self._under_way: Job | None = None
        self._warned = False

    def show(self, render: Callable[[SharedDeskState], object]) -> None:
        """Render here from now on, and read what is kept."""
        super().show(render)
        self._jobs.submit(partial(_read, self._environments, self._given), self._loaded)

    @property
    def _is_typed(self) -> bool:
        """Whether something is typed that is not kept."""
        form, kept, given = self.state.form, self.state.kept or DeskEntry(""), self.state.given
        if given is not None:
            return bool(form.password) or form.name.strip() != given.name
        return bool(form.password) or (form.address.strip(), form.ca_file.strip()) != (
            kept.address,
            kept.ca_file,
        )

    def may_leave(self) -> bool:
        """Whether the dialog may be closed now; says so once where what is typed would go."""
        if self._warned or self.state.busy or not self._is_typed:
            return True
        self._warned = True
        self.put(replace(self.state, notice=_NOT_JOINED))
        return False

    def close(self) -> None:
        """Nobody looks any more; what is being saved is saved all the same."""
        self.stop()
        self.hide()

    def type(self, name: SharedDeskField, text: str) -> None:
        """Take what was typed into a field."""
        self._warned = False
        wrong = {other: said for other, said in self.state.wrong.items() if other != name}
        before = self.state.form
        form = _with(before, name, text)
        said = self.state.notice if self.state.busy else None
        self.put(replace(self.state, form=form, wrong=wrong, notice=said))

    def test(self) -> None:
        """Try out what is typed; nothing is saved."""
        if (desk := self._typed()) is not None:
            self._stop = stop = Cancel()
            self.put(replace(self.state, busy="testing", notice=_TESTING))
            self._under_way = self._jobs.submit(partial(_tried, self._trial, desk, stop), self._tested)

    def join(self) -> None:
        """Keep what is typed; the desk is shared from then on."""
        if (desk := self._typed()) is not None:
            self._stop = stop = Cancel()
            self.put(replace(self.state, busy="saving", notice=Notice("plain", "Saving…")))
            self._jobs.submit(partial(_saved, self._environments, desk, stop), self._was_saved)

    def leave(self) -> None:
        """Share no desk any more."""
        if self.state.can_act and self.state.kept is not None:
            self._stop = stop = Cancel()
            self.put(replace(self.state, busy="leaving", notice=None))
            self._jobs.submit(partial(_forgotten, self._environments, stop), self._was_left)

    def stop(self) -> bool:
        """Wait no longer for a test; says whether one was under way."""
        testing = self.state.busy == "testing"
        self._stop.cancel()
        if testing and self._under_way is not None:
            self._under_way.cancel()
        return testing

    def _typed(self) -> DeskEntry | None:
        """What is typed as an entry, or None where it says what is wrong, or something is under way."""
        if not self.state.can_act:
            return None
        form, wrong = self.state.form, dict[SharedDeskField, str]()
        address, ca_file, given = form.address.strip(), form.ca_file.strip(), self.state.given
        where: SharedDeskField = "address" if given is None else "name"
        if not address:
            wrong["address"] = _NO_ADDRESS
        elif given is not None and not form.name.strip():
            wrong["name"] = _NO_NAME
        else:
            try:
                address = address if given is None else self._named(given.address, form.name.strip())
                self._check(address, ca_file)
            except DeskTrouble as trouble:
                wrong[where] = trouble.sentence
        if not form.password and not self.state.password_stored:
            wrong["password"] = _NOTHING_TYPED
        self.put(replace(self.state, wrong=wrong, notice=None))
        if wrong:
            return None
        if not form.password and self.state.kept is not None:
            return replace(self.state.kept, address=address, ca_file=ca_file)
        return DeskEntry(address, ca_file, form.password)

    def _loaded(self, result: JobResult[_Read]) -> None:
        self.put(replace(self.state, busy=""))
        if isinstance(result, Failed):
            self.put(replace(self.state, notice=from_error(result.error)))
        elif isinstance(result, Done):
            kept, given, form = result.value.kept, result.value.given, self.state.form
            if given is not None:
                form = SharedDeskForm(given.address, form.name or given.name, given.ca_file, form.password)
            elif kept is not None and form == SharedDeskForm():
                form = SharedDeskForm(kept.address, ca_file=kept.ca_file)
            why = result.value.why_not_given
            notice = from_error(why) if why is not None else self.state.notice
            self.put(replace(self.state, kept=kept, given=given, form=form, notice=notice))

    def _tested(self, result: JobResult[Sequence[Seen]]) -> None:
        self.put(replace(self.state, busy="", notice=None))
        if isinstance(result, Done):
            self.put(replace(self.state, notice=_found(result.value)))
        elif isinstance(result, Failed):
            self.put(replace(self.state, notice=from_error(result.error)))
        elif isinstance(result, Cancelled):
            self.put(replace(self.state, notice=Notice("plain", "The test was stopped.")))

    def _was_saved(self, result: JobResult[tuple[DeskEntry | None, list[str]]]) -> None:
        self.put(replace(self.state, busy="", notice=None))
        if isinstance(result, Done):
            kept, told = result.value
            said = Notice(
                "warn" if told else "good", "Saved. This console joins the desk now.", " ".join(told)
            )
            form, given = replace(self.state.form, password=Secret("")), self.state.given
            given = replace(given, name=form.name.strip()) if given is not None else None
            self.put(replace(self.state, kept=kept, given=given, form=form, notice=said))
            self._tell_saved()
        elif isinstance(result, Failed):
            self.put(replace(self.state, notice=from_error(result.error)))

    def _was_left(self, result: JobResult[list[str]]) -> None:
        self.put(replace(self.state, busy=""))
        if isinstance(result, Done):
            said = replace(_LEFT, tone="warn", advice=" ".join(result.value)) if result.value else _LEFT
            given = self.state.given
            given = replace(given, name="") if given is not None else None
            self.put(replace(self.state, kept=None, given=given, notice=said))
            self._tell_saved()
        elif isinstance(result, Failed):
            self.put(replace(self.state, notice=from_error(result.error)))


@dataclass(frozen=True, slots=True)
class _Read:
    """What was found: the desk that is kept, and the one that is given, or why it is not used."""

    kept: DeskEntry | None
    given: GivenDesk | None = None
    why_not_given: Exception | None = None


def _read(environments: Environments, given: Callable[[Cancel], GivenDesk | None], stop: Cancel) -> _Read:
    kept = desk_entry.load(environments)
    try:
        return _Read(kept, given(stop))
    except (DeskTrouble, StoreTrouble) as trouble:
        return _Read(kept, why_not_given=trouble)


def _with(form: SharedDeskForm, name: SharedDeskField, text: str) -> SharedDeskForm:
    if name == "password":
        return replace(form, password=Secret(text))
    if name == "address":
        return replace(form, address=text)
    return replace(form, name=text) if name == "name" else replace(form, ca_file=text)


def _found(seen: Sequence[Seen]) -> Notice:
    """What a test says: first of all whether a console can work with it, then what stands in the way or is to be minded."""
    ordered = sorted(seen, key=lambda one: ("bad", "mind", "good").index(one.weight))
    words = " ".join(one.words for one in ordered)
    if ordered[0].weight == "bad":
        return Notice("bad", "This console cannot work with this desk.", words)
    return Notice(
        "good" if ordered[0].weight == "good" else "warn", "This console can work with this desk.", words
    )


def _tried(trial: Trial, desk: DeskEntry, stop: Cancel, _: Cancel) -> Sequence[Seen]:
    return trial(desk_entry.with_password(desk, stop), stop)


def _saved(
    environments: Environments, desk: DeskEntry, stop: Cancel, _: Cancel
) -> tuple[DeskEntry | None, list[str]]:
    told = desk_entry.save(environments, desk, stop)
    return desk_entry.load(environments), told


def _forgotten(environments: Environments, stop: Cancel, _: Cancel) -> list[str]:
    return desk_entry.forget(environments, stop)
