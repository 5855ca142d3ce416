"""What the buttons at the foot of the window do with a run, each by its key.

It must not do anything by itself; whoever has a run hands it in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from console.presenters.runs.run import ShippingRun

RunAct = Literal["retry", "ask again", "stop", "pause", "resume", "check", "start", "wait", "go alone"]
ACTS: dict[RunAct, Callable[[ShippingRun], None]] = {
    "retry": lambda run: run.retry_failed(),
    "ask again": lambda run: run.later.ask_again(),
    "stop": lambda run: run.stop(),
    "pause": lambda run: run.pause(),
    "resume": lambda run: run.resume(),
    "check": lambda run: run.check(),
    "start": lambda run: run.start(),
    "wait": lambda run: run.claims.answer("wait"),
    "go alone": lambda run: run.claims.answer("alone"),
}
