"""Where client secrets are kept, as it is chosen in Settings: in the operator's file, or in the system's keyring.

It must not choose by itself, nor put the one in the place of the other where the keyring does not do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from console.model.plural import by_count, counted
from console.presenters.notice import STOP_KEYRING, Notice, from_error
from console.presenters.observable import Observable
from console.runtime.cancel import Cancel
from console.runtime.jobs import Done, Failed, JobResult, Submits
from console.store import moving_secrets, system_keyring
from console.store.environments import Environments, SecretsPlace

_ASKING = Notice(
    "plain", "Asking the system's keyring…", "It may ask for its password first.", action=STOP_KEYRING
)


@dataclass(frozen=True, slots=True)
class SecretsPlaceState:
    """What the card shows. `kept` is where the secrets are, `chosen` what is chosen there and not done yet.

    `now` says where they are, with the keyring's name; `keyring` is that name, once it was asked.
    """

    path: str
    kept: SecretsPlace = "file"
    chosen: SecretsPlace = "file"
    keyring: str = ""
    busy: bool = True
    notice: Notice | None = None

    @property
    def now(self) -> str:
        """Where the secrets are now."""
        if self.kept == "file":
            return f"Now in {self.path}, as text that only you can read."
        return f"Now in the system's keyring{f': {self.keyring}' if self.keyring else ''}."

    @property
    def can_move(self) -> bool:
        """Whether there is something to do."""
        return not self.busy and self.chosen != self.kept


class SecretsPlacePresenter(Observable[SecretsPlaceState]):
    """One opening of the dialog; the file and the keyring are asked by jobs, one at a time."""

    def __init__(self, jobs: Submits, environments: Environments) -> None:
        super().__init__(SecretsPlaceState(str(environments.path)))
        self._jobs, self._environments = jobs, environments
        self._stop = Cancel()

    def show(self, render: Callable[[SecretsPlaceState], object]) -> None:
        """Render here from now on, and read how it is; the keyring is asked for its name only where it is chosen."""
        super().show(render)
        self._jobs.submit(lambda _: self._environments.load().secrets_in, self._loaded)

    def close(self) -> None:
        """Nobody looks any more, and the keyring is waited for no longer."""
        self.stop()
        self.hide()

    def choose(self, place: SecretsPlace) -> None:
        """Choose a place; the keyring is asked who it is, and nothing is moved yet."""
        if self.state.busy or place == self.state.chosen:
            self.put(replace(self.state))
            return
        self.put(replace(self.state, chosen=place, notice=None))
        if place == "keyring":
            self._ask_name()

    def move(self) -> None:
        """Move all secrets to the chosen place."""
        if self.state.can_move:
            self._stop = Cancel()
            self.put(replace(self.state, busy=True, notice=_ASKING))
            work = partial(_moved, self._environments, self.state.chosen, self._stop)
            self._jobs.submit(work, partial(self._was_moved, self.state.chosen))

    def stop(self) -> bool:
        """Wait no longer for the keyring; says whether it was being waited for."""
        waiting = self.state.busy and self.state.notice == _ASKING
        self._stop.cancel()
        return waiting

    def _ask_name(self) -> None:
        self._stop = Cancel()
        self.put(replace(self.state, busy=True, notice=_ASKING))
        self._jobs.submit(partial(_name, self._stop), self._named)

    def _loaded(self, result: JobResult[SecretsPlace]) -> None:
        self.put(replace(self.state, busy=False))
        if isinstance(result, Done):
            self.put(replace(self.state, kept=result.value, chosen=result.value))
            if result.value == "keyring":
                self._ask_name()
        elif isinstance(result, Failed):
            self.put(replace(self.state, notice=from_error(result.error)))

    def _named(self, result: JobResult[str]) -> None:
        self.put(replace(self.state, busy=False, notice=None))
        if isinstance(result, Done):
            there = Notice("plain", f"The keyring here is {result.value}.", "Move secrets puts them there.")
            found = replace(self.state, keyring=result.value)
            self.put(replace(found, notice=there if found.can_move else None))
        elif isinstance(result, Failed):
            notice = from_error(result.error)
            self.put(replace(self.state, chosen=self.state.kept, notice=Notice("warn", notice.headline)))

    def _was_moved(self, to: SecretsPlace, result: JobResult[tuple[int, list[str]]]) -> None:
        self.put(replace(self.state, busy=False, notice=None))
        if isinstance(result, Done):
            count, told = result.value
            named = f" ({self.state.keyring})" if self.state.keyring else ""
            where = f"the system's keyring{named}" if to == "keyring" else "the file"
            moved = f"{counted(count, 'secret')} {by_count(count, 'is', 'are')} in {where} now."
            said = moved if count else f"No secret was here yet; new ones go to {where}."
            tone = Notice("warn" if told else "good", said, " ".join(told))
            self.put(replace(self.state, kept=to, chosen=to, notice=tone))
        elif isinstance(result, Failed):
            why = from_error(result.error).headline
            stays = "Nothing was moved: each secret is where it was."
            self.put(replace(self.state, chosen=self.state.kept, notice=Notice("bad", why, stays)))


def _name(stop: Cancel, _: Cancel) -> str:
    return system_keyring.name(stop)


def _moved(environments: Environments, to: SecretsPlace, stop: Cancel, _: Cancel) -> tuple[int, list[str]]:
    return moving_secrets.move(environments, to, stop)
