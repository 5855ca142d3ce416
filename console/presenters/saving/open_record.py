"""What can be done with an open record depends on how it stands; here is what of that the rooms below its editor see.

It must not know the editor or decide anything but whether something may be sent now.
"""

from __future__ import annotations

from typing import Protocol

from console.model.drafts.draft import Draft


class OpenRecord(Protocol):
    """How an open record stands. `busy` is "" while nothing is under way; the locks are sentences, empty where it is free.

    `may_arrive` says what is known of a write that may still arrive; it is asked about before anything else is sent.
    """

    @property
    def draft(self) -> Draft: ...
    @property
    def busy(self) -> str: ...
    @property
    def locked(self) -> str: ...
    @property
    def lines_locked(self) -> str: ...
    @property
    def may_arrive(self) -> str: ...


def refusal(record: OpenRecord) -> str:
    """Why nothing can be sent for a record as it stands; empty where something can."""
    kind = record.draft.base.kind
    if record.locked:
        return record.locked
    if record.busy:
        return f"The {kind} is being read; wait until it is there."
    return ""
