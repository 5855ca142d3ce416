"""A draft that was kept, put on a fresh reading of its record; worked out by whoever read that, and taken by the window.

It must not decide a clash or hold on to what was kept once it is taken.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from console.model.drafts.checks import looked_over
from console.model.drafts.draft import Change, Draft
from console.model.merging.clash import merged
from console.model.merging.differences import moved
from console.model.records import Cart, Order

_WHAT = "regained"


class Regained(NamedTuple):
    """The draft on the fresh reading, and what had changed on the server since it was kept."""

    draft: Draft
    since: tuple[Change, ...]


def regain_ahead(kept: Draft, record: Order | Cart) -> None:
    """Work it out now, for `regained` to have at once: of ten thousand lines it takes longer than a window may stand still."""
    record.findings.once(_WHAT, kept, lambda: _worked_out(kept, record))


def regained(kept: Draft, record: Order | Cart, read_at: datetime) -> Regained:
    """The kept draft on this reading of `read_at`: worked out ahead of the very same two, or else now."""
    found = record.findings.once(_WHAT, kept, lambda: _worked_out(kept, record))
    record.findings.forget(_WHAT)
    return Regained(replace(found.draft, read_at=read_at), found.since)


def _worked_out(kept: Draft, record: Order | Cart) -> Regained:
    return Regained(looked_over(merged(kept, record, kept.read_at)), moved(kept.base, record))
