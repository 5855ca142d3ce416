"""The desk that is set up, as workers read it, try it out, and see to it that nobody's words go there under another name.

It must not join a desk, nor be called on the thread of the window but for `check`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from console.desk.line.address import DeskAddress
    from console.desk.owner.checkup import Seen
    from console.runtime.cancel import Cancel
    from console.store.desk_entry import DeskEntry
    from console.store.outbox import OutboxCounts
    from console.store.places import Places

_PATIENCE = 10.0
"""Seconds for which another connection of this computer that writes is waited for; nobody waits for this one."""


def entry(
    places: Places, before: str, console: UUID | None, stop: Cancel
) -> tuple[DeskEntry, DeskAddress] | None:
    """On a worker: the desk that is set up, with its password. Raises `StoreTrouble` or `DeskTrouble`.

    `before` is who was there from here the last time; what waits of somebody else's is put aside first.
    """
    from console.desk.line.address import DeskAddress
    from console.store import desk_entry
    from console.store.environments import Environments

    found = desk_entry.load(Environments(places))
    if found is None:
        return None
    kept, address = desk_entry.with_password(found, stop), DeskAddress.read(found.address, found.ca_file)
    if before not in ("", address.user) and console is not None:
        from console.store.database import Database
        from console.store.outbox import Outbox

        database = Database(places, patience=_PATIENCE, beside=True)
        try:
            Outbox(database).change_hands(before, address.user, console)
        finally:
            database.close()
    return kept, address


def counts(places: Places, _: Cancel) -> OutboxCounts:
    """How many entries wait here for the desk, and how many it would not have. Raises `StoreTrouble`."""
    from console.store.database import Database
    from console.store.outbox import Outbox

    database = Database(places, patience=_PATIENCE, beside=True)
    try:
        return Outbox(database).counts()
    finally:
        database.close()


def check(address: str, ca_file: str) -> None:
    """Raise `DeskTrouble` where that can be no address of a desk."""
    from console.desk.line.address import DeskAddress

    DeskAddress.read(address, ca_file)


def trial(desk: DeskEntry, stop: Cancel) -> Sequence[Seen]:
    """Try a desk out, on a worker; its password is in it. Raises `DeskTrouble`."""
    from console.desk.line.address import DeskAddress
    from console.desk.owner.trial import try_desk

    return try_desk(DeskAddress.read(desk.address, desk.ca_file), desk.password, stop).seen
