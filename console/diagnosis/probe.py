"""A part that may abort, crash or hang, asked in a process of its own: what it printed, or why it did not.

It must not leave that process running, and it hands it no more than its surroundings.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator

from console.runtime import itself

_MOST_LINES = 60
_SESSION = "SESSION_MANAGER"
"""Qt would register with the desktop's session as one more program that is open."""


def asked(part: str, seconds: float, **variables: str) -> Iterator[str]:
    """The lines that `order-console --probe PART` prints; after so many seconds it is ended, and that is told.

    `variables` stand over those of this process.
    """
    surroundings = {name: value for name, value in os.environ.items() if name != _SESSION} | variables
    with subprocess.Popen(  # noqa: S603 - this very program
        itself.itself_as("--probe", part),
        cwd=itself.FOLDER,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            told, complained = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            told, complained = process.communicate()
            complained += f"Ended after {seconds:g} s without an answer."
    yield from told.splitlines()[:_MOST_LINES]
    if process.returncode < 0 and not complained.endswith("without an answer."):
        yield f"It broke down: {signal.Signals(-process.returncode).name}."
    if process.returncode:
        yield from (line for line in complained.strip().splitlines()[-4:] if line.strip())
