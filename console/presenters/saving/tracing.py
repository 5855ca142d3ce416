"""A trace of every write: one line in the log, and the cause where it did not go as it should.

It must not decide what became of a write, nor hold a body, a header, or a value of the query.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from console.presenters.saving.saved import Saved

if TYPE_CHECKING:
    from console.api.call import CallTrace
    from console.api.errors import ApiError
    from console.api.outgoing import Outgoing
    from console.store.trail import Cause

log = logging.getLogger(__name__)


def traced(number: int | None, outgoing: Outgoing, send: Callable[[CallTrace], Saved]) -> Saved:
    """What became of a write, with its cause where there was an error; a line in the log says how it went.

    `send` sends it and finds out what became of it, and fills in the trace. `number` is its place in the trail; None
    where it has none. What `send` raises goes on, and is in the line as well.
    """
    from console.api.call import CallTrace

    trace, result = CallTrace(), "broke off"
    try:
        saved = send(trace)
        result = saved.became
        if (
            error := saved.error
        ) is not None:  # it knows better what became of the request than its sign-in does
            trace.left = trace.left if error.sent is None else error.sent
            trace.status = trace.status or error.status
    finally:
        log.info(
            "write %s %s %s left=%s refused=%s step=%s status=%s result=%s ms=%.0f",
            "-" if number is None else number,
            outgoing.method,
            outgoing.path_without_values,
            _flag(trace.left),
            _flag(trace.refused),
            trace.step,
            trace.status or "-",
            result.replace(" ", "-"),
            trace.ms,
        )
    return saved if saved.error is None else replace(saved, cause=_cause(saved.error, trace))


def broken(error: Exception | None) -> Cause | None:
    """The cause where a save itself fell over; of an error that nobody foresaw only its kind may be told."""
    from console.store.trail import Cause

    return None if error is None else Cause(type(error).__name__, "", "")


def _cause(error: ApiError, trace: CallTrace) -> Cause:
    from console.store.trail import Cause

    return Cause(
        type(error).__name__,
        error.headline,
        error.note,
        trace.step,
        left=trace.left,
        refused=trace.refused,
        status=trace.status,
    )


def _flag(on: bool) -> str:
    return "1" if on else "0"
