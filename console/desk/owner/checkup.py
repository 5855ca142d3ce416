"""What an operator or the owner may find about a desk: whether it will carry, and what its server is set to.

It must not change anything there, and it never asks for a right that an operator has not got.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from console.desk.line.faults import of_version
from console.desk.owner.owner import is_operator, version
from console.desk.owner.statements import one, told
from console.desk.tables import OLDEST_SERVER, ROLE
from console.desk.trouble import DeskTrouble
from console.model.plural import counted
from console.runtime.awake import wall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.desk.part import DeskConnection

SPARE_CONNECTIONS = 20
"""Beside one for each console: for the owner, backups, other programs, and consoles that come back after a cut."""
_MOST_APART = 60.0

Weight = Literal["good", "mind", "bad"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was looked at. "mind": it works, and somebody should know; "bad": a console cannot work with it."""

    weight: Weight
    words: str


def check_desk(connection: DeskConnection, clock: Callable[[], float] = wall) -> list[Seen]:
    """Look at everything; `clock` is this computer's, in seconds since 1970. Raises `NotReached` where it breaks off."""
    with told("The check broke off"):
        seen = [*_server(connection), *_way(connection)]
        desk = list(_desk(connection))
        seen += desk
        if not any(one.weight == "bad" for one in desk):
            seen += [*_places(connection), *_index(connection)]
        return [*seen, *_clock(connection, clock), *_replication(connection)]


def _server(connection: DeskConnection) -> Iterator[Seen]:
    info = connection.info
    number = info.server_version
    named = f"PostgreSQL {number // 10_000}.{number % 10_000}"
    where = f"database “{info.dbname}” as {info.user}"
    if number < OLDEST_SERVER * 10_000:
        yield Seen("bad", f"Reached {named}, which is too old: a desk takes {OLDEST_SERVER} or newer.")
    else:
        yield Seen("good", f"Reached: {named}, {where}.")
    if one(connection, "SELECT pg_catalog.pg_is_in_recovery()"):
        yield Seen(
            "bad", "This server is a standby, which takes no entries. The address must name the primary."
        )


def _way(connection: DeskConnection) -> Iterator[Seen]:
    if connection.pgconn.ssl_in_use:
        how = one(connection, "SELECT version FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()")
        yield Seen(
            "good", f"The connection is encrypted ({how or 'TLS'}), and the certificate fits the address."
        )
    else:
        yield Seen("good", "The connection is not encrypted, as it does not leave this computer.")
    if connection.info.backend_pid != one(connection, "SELECT pg_catalog.pg_backend_pid()"):
        yield Seen(
            "mind", "A connection pooler stands between: changes show within 15 s. Go round it if you can."
        )


def _desk(connection: DeskConnection) -> Iterator[Seen]:
    user = connection.info.user
    try:
        found = version(connection)
    except DeskTrouble as trouble:
        yield Seen("bad", trouble.sentence)
        return
    if found is None:
        yield Seen(
            "bad", "There is no desk in this database; its owner makes one by order-console desk init."
        )
        return
    if (fault := of_version(found)) is not None:
        yield Seen("bad", fault.sentence)
        return
    yield Seen("good", f"The desk has version {found}, as this console.")
    if one(connection, "SELECT has_schema_privilege('desk', 'CREATE')"):
        yield Seen(
            "mind",
            f"{user} owns this desk and could change anything on it. Operators should have logins of their own.",
        )
    elif is_operator(connection, user):
        yield Seen("good", f"{user} is an operator: may add entries, and change or delete none.")
    else:
        yield Seen("bad", f"{user} is no operator of this desk.")


def _places(connection: DeskConnection) -> Iterator[Seen]:
    """Room for connections: one a console. Who is an operator can be seen by all."""
    most = int(one(connection, "SELECT current_setting('max_connections')"))
    operators = "SELECT count(DISTINCT member) FROM pg_auth_members WHERE roleid = to_regrole(%s) AND NOT admin_option"
    people = int(one(connection, operators, ROLE))
    said = f"The server takes {counted(most, 'connection')}; the desk has {counted(people, 'operator')}"
    if most < people + SPARE_CONNECTIONS:
        yield Seen("mind", f"{said}: set max_connections to {people + SPARE_CONNECTIONS} or more.")
    else:
        yield Seen("good", f"{said}, each of whose consoles takes one.")


def _clock(connection: DeskConnection, clock: Callable[[], float]) -> Iterator[Seen]:
    asked = clock()
    theirs = float(one(connection, "SELECT extract(epoch FROM clock_timestamp())"))
    ahead = (asked + clock()) / 2 - theirs
    if abs(ahead) <= _MOST_APART:
        yield Seen("good", f"This computer's clock and the desk's are {abs(ahead):.1f} s apart.")
        return
    which = "ahead of" if ahead > 0 else "behind"
    apart = counted(round(abs(ahead) / 60), "minute")
    yield Seen("mind", f"This computer's clock is {apart} {which} the desk's; times shown are the desk's.")


def _replication(connection: DeskConnection) -> Iterator[Seen]:
    standbys = int(one(connection, "SELECT count(*) FROM pg_catalog.pg_stat_replication"))
    waited_for = one(connection, "SELECT current_setting('synchronous_standby_names')")
    waits = one(connection, "SELECT current_setting('synchronous_commit')") not in ("off", "local")
    if not waits and one(connection, "SELECT current_setting('synchronous_commit')") == "off":
        yield Seen(
            "mind", "synchronous_commit is off: a crash of the server may lose its last entries and claims."
        )
    if waited_for and waits:
        yield Seen("good", "Replication is synchronous: a failover loses nothing that was acknowledged.")
    elif standbys:
        yield Seen(
            "mind",
            f"Replication to {counted(standbys, 'standby')} is not synchronous: a failover may lose the last entries, which"
            " consoles repeat for 24 hours, and claims, which nobody can.",
        )
    else:
        yield Seen("good", "There is no standby: the desk is as safe as this server and its backups.")


def _index(connection: DeskConnection) -> Iterator[Seen]:
    if one(connection, "SELECT to_regclass('desk.sends_words')") is not None:
        yield Seen("good", "Words in old entries are found through an index (pg_trgm).")
    else:
        yield Seen(
            "mind", "Words in old entries are searched without an index (pg_trgm); all works, more slowly."
        )
