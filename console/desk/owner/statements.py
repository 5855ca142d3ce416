"""How the owner's commands ask the database, and what they say where it refuses.

It must not hold what a record holds: a sentence has the server's own first words and never its details.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from console.desk import driver
from console.desk.line import faults
from console.desk.line.bell import Bell
from console.desk.line.dialled import Dialled
from console.desk.trouble import DeskTrouble, NotReached
from console.runtime import hidden

if TYPE_CHECKING:
    from psycopg import Error

    from console.desk.line.address import DeskAddress
    from console.desk.part import DeskConnection
    from console.model.environment import Secret

_LONGEST = 300
_PATIENCE = 900.0
"""Seconds: to delete what grew for years takes longer than what a console asks for. Ctrl+C ends it at any time."""


@contextmanager
def opened(address: DeskAddress, password: Secret) -> Iterator[DeskConnection]:
    """A connection in autocommit to the desk's database, closed afterwards. Raises `DeskTrouble` where there is none."""
    driver.psycopg()
    from console.desk.line.wire import WireWatch, dial

    bell = Bell()
    try:
        connection = dial(
            address.options(password),
            WireWatch(bell, lambda: False, _PATIENCE),
            hopeless=lambda failure: faults.of_one(failure, address).status == "refused",
        )
        connection.prepare_threshold = None  # behind a pooler the next statement may be run elsewhere
        try:
            yield connection
        finally:
            connection.close()
    except Dialled as nobody:
        raise NotReached(faults.of_dialling(nobody.failed, address).sentence) from None
    finally:
        bell.close()


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn what the server refuses into a `DeskTrouble`; `what` could not be done, as in “could not be set up”."""
    try:
        yield
    except driver.psycopg().Error as error:
        lost = error.sqlstate is None or error.sqlstate.startswith(("57P", "08"))
        kind = NotReached if lost else DeskTrouble
        raise kind(f"{what}: {_first_words(error)}") from None


def one(connection: DeskConnection, statement: str, *parameters: object) -> Any:
    """The first column of the first row; None where there is none."""
    row = connection.execute(statement.encode(), parameters or None).fetchone()
    return row[0] if row is not None else None


def _first_words(error: Error) -> str:
    """What the server, or the library that did not get to it, said first; it knows no password."""
    said = " ".join((error.diag.message_primary or str(error)).split())
    return f"{hidden.KNOWN(said)[:_LONGEST].rstrip('.')}."
