"""How the owner's commands ask the database, and what they say where it refuses.

It must not hold what a record holds: a sentence has the server's own first words and never its details.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from console.desk.driver import psycopg
from console.desk.trouble import DeskTrouble, NotReached

if TYPE_CHECKING:
    from psycopg import Error

    from console.desk.part import DeskConnection
    from console.model.environment import Secret

_LONGEST = 300


class Options(Protocol):
    """Which database, and how to get there: a `DeskAddress`."""

    def options(self, password: Secret) -> dict[str, object]:
        """Every parameter of the connection."""


@contextmanager
def opened(address: Options, password: Secret) -> Iterator[DeskConnection]:
    """A connection in autocommit to the desk's database, closed afterwards. Raises `NotReached` where there is none."""
    driver = psycopg()
    try:
        connection = driver.connect(**address.options(password), autocommit=True)
    except driver.Error as error:
        raise NotReached(f"The database was not reached. {_first_words(error)}") from None
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn what the server refuses into a `DeskTrouble`; `what` could not be done, as in “could not be set up”."""
    try:
        yield
    except psycopg().Error as error:
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
    return f"{said[:_LONGEST].rstrip('.')}."
