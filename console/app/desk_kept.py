"""The desk that is set up, as workers read it, try it out, and see to it that nobody's words go there under another name.

It must not join a desk, nor be called on the thread of the window but for `check`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from console.desk.line.address import DeskAddress
    from console.desk.owner.checkup import Seen
    from console.runtime.cancel import Cancel
    from console.store.administered_desk import GivenDesk
    from console.store.desk_entry import DeskEntry
    from console.store.outbox import OutboxCounts
    from console.store.places import Places

_GIVEN_ANEW = (
    "Your administrator has set up another desk than the one that you joined; your password was not sent there. Type your"
    " name and password for it in File > Settings > Desk."
)
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
    from console.desk.trouble import DeskTrouble
    from console.store.files import StoreTrouble

    theirs = None
    with suppress(DeskTrouble, StoreTrouble):  # what is wrong with the file is said where the desk is set up
        theirs = given(places)
    if theirs is not None and not theirs.name:
        raise DeskTrouble(_GIVEN_ANEW)
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


def given(places: Places, _: Cancel | None = None) -> GivenDesk | None:
    """On a worker: the desk that an administrator gives to all here, in its one form; with who joined it from here.

    Raises `DeskTrouble` for an address that can be none, `StoreTrouble` for a file that is not used.
    """
    from console.desk.line.address import DeskAddress
    from console.desk.trouble import DeskTrouble
    from console.store import administered_desk, desk_entry
    from console.store.environments import Environments

    found = administered_desk.read(places.system)
    if found is None:
        return None
    try:
        theirs = DeskAddress.read(found.address, found.ca_file, user="anybody").for_all
    except DeskTrouble as trouble:
        raise DeskTrouble(f"{found.path} was left aside. {trouble.sentence}") from None
    name, kept = "", desk_entry.load(Environments(places))
    with suppress(DeskTrouble):
        mine = DeskAddress.read(kept.address, kept.ca_file) if kept is not None else None
        name = mine.user if mine is not None and mine.for_all == theirs else ""
    return replace(found, address=str(theirs), name=name)


def named(address: str, name: str) -> str:
    """The address of a desk that was given to all, with who goes there. Raises `DeskTrouble`."""
    from console.desk.line.address import DeskAddress

    return str(DeskAddress.read(address, user=name))


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
