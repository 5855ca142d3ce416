"""The Settings dialog: the settings as they are chosen, and the operator's own carriers as they are typed.

It must not know any particular setting or where they are kept, nor lose what was typed or leave it without a word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from console.model.carriers.carriers import Carriers
from console.model.setting import with_choice
from console.model.settings import Settings
from console.presenters.notice import Notice, from_error
from console.presenters.observable import Observable
from console.presenters.settings import carrier_file
from console.presenters.settings.carrier_file import CarriersReading, EntryProblem, KnownCarrier, TriedCarrier
from console.presenters.settings.carrier_form import (
    NOTHING_TOLD,
    UNREADABLE,
    CarrierForm,
    CarrierPart,
    FormVerdict,
    form_of,
    removed,
    verdict,
    written,
)
from console.runtime.cancel import Cancel
from console.runtime.jobs import Cancelled, Done, Failed, JobResult, Submits
from console.store.carriers import ChangedMeanwhile, OwnCarriers
from console.store.files import StoreTrouble

_LONGEST_TRIED = 2_000
_Wanted = tuple[str, CarrierForm | None]
_Found = tuple[str | None, str, CarriersReading]


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """Files of the operator's: what they are, where, in a sentence what there is to know, and the folder to show."""

    name: str
    path: str
    told: str
    folder: str


@dataclass(frozen=True, slots=True)
class SettingsState:
    """What the dialog shows. `busy` is "", "reading" or "saving"; `carriers` is the text of the own carriers as typed.

    `locked` says why that text cannot be edited. `known`, `problems` and `summary` are of the text as it was a moment
    ago, `answers` and `answer` are what those carriers make of `tried`. `form` is of the carrier that is changed in one, and
    `verdict` what it comes to; the text follows it. `saved` means that the dialog is done.
    """

    settings: Settings
    kept: tuple[KeptFiles, ...] = ()
    busy: str = "reading"
    carriers: str = ""
    locked: str = ""
    known: tuple[KnownCarrier, ...] = ()
    problems: tuple[EntryProblem, ...] = ()
    summary: str = ""
    tried: str = ""
    answers: tuple[TriedCarrier, ...] = ()
    answer: str = ""
    form: CarrierForm | None = None
    verdict: FormVerdict = NOTHING_TOLD
    notice: Notice | None = None
    saved: bool = False

    @property
    def editable(self) -> bool:
        """Whether the carriers can be typed now."""
        return not self.busy and not self.locked


class SettingsPresenter(Observable[SettingsState]):
    """One opening of the dialog. `saved` gets what was chosen, and the carriers where they are known."""

    def __init__(
        self,
        jobs: Submits,
        own: OwnCarriers,
        settings: Settings,
        *,
        kept: tuple[KeptFiles, ...],
        saved: Callable[[Settings, Carriers | None], None],
    ) -> None:
        super().__init__(SettingsState(settings, kept))
        self._jobs, self._own, self._tell_saved = jobs, own, saved
        self._on_disk = ""
        self._reading: CarriersReading | None = None
        self._read_of: _Wanted | None = None
        self._understanding = False
        self._warned = False
        self._base = ""
        self._opened_as: CarrierForm | None = None

    def show(self, render: Callable[[SettingsState], object]) -> None:
        """Render here from now on, and read what there is."""
        super().show(render)
        self._jobs.submit(lambda _: self._own.read(), self._was_read)

    def close(self) -> None:
        """Nobody looks any more; what is being saved is saved all the same."""
        self.hide()

    # -- the settings --------------------------------------------------------------------------------------

    def choose(self, name: str, raw: object) -> None:
        """Have the setting of this field; brought into its limits, and left as it is where that means nothing."""
        self.put(replace(self.state, settings=with_choice(self.state.settings, name, raw)))

    # -- carriers -----------------------------------------------------------------------------------------

    def carriers_typed(self, text: str) -> None:
        """Take the text of the own carriers as it was edited, and have it understood."""
        if self.state.editable:
            self._warned = False
            self.put(replace(self.state, carriers=text, form=None, notice=None))
            self._understand()

    def new_carrier(self) -> None:
        """Begin the form of a carrier that is not known yet."""
        self._begin_form(CarrierForm())

    def change_in_form(self, key: str) -> None:
        """Change this carrier in the form; one of the program's gets an entry among the operator's own with the first key."""
        self._begin_form(form_of(self.state.carriers, key))

    def form_typed(self, part: CarrierPart, text: str) -> None:
        """Take what was typed into the form; the text of the own carriers follows, and so does a try of the sample."""
        if self.state.editable and self.state.form is not None:
            self._warned = False
            form = self.state.form.typed(part, text[:_LONGEST_TRIED])
            tried = form.sample if part == "sample" else self.state.tried
            text = self._base if form == self._opened_as else self.state.carriers
            self.put(
                replace(self.state, form=form, tried=tried, carriers=text, verdict=NOTHING_TOLD, notice=None)
            )
            self._understand()

    def remove_carrier(self, key: str) -> None:
        """Take the operator's own entry of this carrier out; one of the program's is then as it comes with it."""
        if self.state.editable:
            left = removed(self._base if self.state.form is not None else self.state.carriers, key)
            if left is None:
                self.put(replace(self.state, notice=Notice("warn", UNREADABLE)))
            else:
                self.carriers_typed(left)

    def add_example(self) -> int:
        """Put an example behind the text; returns the line where it begins, 0 where nothing can be typed."""
        return self._put(*carrier_file.with_example(self.state.carriers))

    def change(self, key: str) -> int:
        """Have the entry of this carrier in the text, to be edited; returns the line where it begins, or 0."""
        return self._put(*carrier_file.with_entry(self.state.carriers, key))

    def try_out(self, text: str) -> None:
        """Say what the carriers make of this number or link."""
        self.put(self._answered(replace(self.state, tried=text[:_LONGEST_TRIED])))

    def no_folder(self, folder: str) -> None:
        """Say where a folder is that the desktop could not show."""
        self.put(replace(self.state, notice=Notice("plain", f"The folder is {folder}.")))

    # -- the end ------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save everything; carriers that have problems too, since the others count all the same."""
        if not self.state.busy:
            wanted = self._wanted
            self.put(replace(self.state, busy="saving", notice=None))
            self._jobs.submit(partial(self._save, wanted, self._on_disk), self._was_saved)

    def may_leave(self) -> bool:
        """Whether the dialog may be closed without saving; says so once where carriers that were typed would go."""
        if self.state.busy == "saving":
            return False
        typed = self._wanted[1] is not None or self.state.carriers != self._on_disk
        if self._warned or self.state.locked or not typed:
            return True
        self._warned = True
        self.put(
            replace(
                self.state,
                notice=Notice(
                    "warn", "Your carriers are not saved.", "Cancel again to leave without them, or save."
                ),
            )
        )
        return False

    # -- inside -------------------------------------------------------------------------------------------

    def _begin_form(self, form: CarrierForm) -> None:
        if self.state.editable:
            self._base, self._opened_as = self.state.carriers, form
            self.put(replace(self.state, form=form, verdict=NOTHING_TOLD, notice=None))
            self._understand()

    def _put(self, text: str, line: int) -> int:
        if not self.state.editable:
            return 0
        self.carriers_typed(text)
        return line

    def _was_read(self, result: JobResult[str]) -> None:
        if isinstance(result, Done):
            self._on_disk = result.value
            self.put(replace(self.state, busy="", carriers=result.value))
        elif isinstance(result, Failed):
            told = from_error(result.error).headline
            self.put(
                replace(self.state, busy="", locked=f"{told} Only the carriers of the program are in use.")
            )
        self._understand()

    def _understand(self) -> None:
        """Read the text on a worker, one at a time: of texts typed meanwhile only the last counts."""
        wanted = self._wanted
        if not self._understanding and self._read_of != wanted:
            self._understanding = True
            self._jobs.submit(lambda _: _read(wanted), partial(self._understood, wanted))

    @property
    def _wanted(self) -> _Wanted:
        """What is to be read: the text as typed, or the one that a form was opened on with the form in it."""
        form = self.state.form
        return (self.state.carriers, None) if form in (None, self._opened_as) else (self._base, form)

    def _understood(self, wanted: _Wanted, result: JobResult[_Found]) -> None:
        self._understanding = False
        if isinstance(result, Cancelled):
            return
        self._read_of = wanted
        if isinstance(result, Failed):
            self.put(replace(self.state, notice=from_error(result.error)))
        else:
            text, key, reading = result.value
            self._reading = reading
            state = replace(
                self.state, known=reading.known, problems=reading.problems, summary=reading.summary
            )
            if wanted == self._wanted and state.form is not None:
                told = verdict(state.form, key, reading) if wanted[1] is not None else NOTHING_TOLD
                state = replace(state, carriers=text or state.carriers, verdict=told)
                if text is None:
                    state = replace(state, verdict=FormVerdict(UNREADABLE, wrong=True))
            self.put(self._answered(state))
        self._understand()

    def _answered(self, state: SettingsState) -> SettingsState:
        """The state with what the carriers make of the text that is tried in it."""
        if self._reading is None:
            return state
        answers, answer = carrier_file.tried(self._reading.carriers, state.tried)
        return replace(state, answers=answers, answer=answer)

    def _save(self, wanted: _Wanted, on_disk: str, _: Cancel) -> tuple[str, Carriers | None]:
        """On a worker."""
        if self.state.locked:
            return on_disk, None
        text, _key, reading = _read(wanted)
        if text is None:
            raise StoreTrouble(UNREADABLE)
        self._own.write(text, instead_of=on_disk)
        return text, reading.carriers

    def _was_saved(self, result: JobResult[tuple[str, Carriers | None]]) -> None:
        if isinstance(result, Done):
            self._on_disk, carriers = result.value
            self._tell_saved(self.state.settings, carriers)
            self.put(replace(self.state, busy="", saved=True))
        elif isinstance(result, Failed) and isinstance(result.error, ChangedMeanwhile):
            self._on_disk = result.error.text
            advice = "Save again to put yours in its place, or cancel to keep what is there."
            self.put(replace(self.state, busy="", notice=Notice("warn", result.error.sentence, advice)))
        elif isinstance(result, Failed):
            self.put(replace(self.state, busy="", notice=from_error(result.error)))


def _read(wanted: _Wanted) -> _Found:
    """On a worker: the text with the form in it (None where that cannot be), the form's key, and what it comes to."""
    text, form = wanted
    if form is None:
        return text, "", carrier_file.read(text)
    made = written(text, form)
    return (None, form.key, carrier_file.read(text)) if made is None else (*made, carrier_file.read(made[0]))
