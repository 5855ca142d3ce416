"""What is said when an environment is taken: that it is being signed in to, and once its server has answered, what came.

It must not say anything any more where something else was said meanwhile, or call a server reached before it answered.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from console.presenters.notice import Notice, from_error
from console.runtime.jobs import Done, Failed, Job, JobResult, Submits

if TYPE_CHECKING:
    from console.api.client import Client


class Greeting:
    """One greeting at a time; the newest environment's counts."""

    def __init__(
        self, jobs: Submits, *, say: Callable[[Notice], None], stands: Callable[[Notice], bool]
    ) -> None:
        """`stands` tells whether this notice is still the last that was said where there is no record."""
        self._jobs, self._say, self._stands = jobs, say, stands
        self._asked: Job | None = None

    def greet(self, client: Client, name: str, hint: str = "") -> None:
        """Sign in to this environment and say so; `hint` is said beside it."""
        if self._asked is not None:
            self._asked.cancel()
        said = Notice("plain", f"Signing in to {name}…", "Nothing has been sent.")
        self._say(said)
        self._asked = self._jobs.submit(
            lambda cancel: client.sign_in(cancel=cancel), partial(self._answered, said, name, hint)
        )

    def _answered(self, said: Notice, name: str, hint: str, result: JobResult[None]) -> None:
        if not self._stands(said):
            return
        if isinstance(result, Done):
            self._say(Notice("plain", f"Connected to {name}. Nothing has been sent.", hint))
        elif isinstance(result, Failed):
            self._say(from_error(result.error))
