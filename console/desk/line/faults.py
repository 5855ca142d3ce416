"""What went wrong on the line to the desk, as a status of the line and a sentence for the operator.

It must not let through what a record holds, nor a password, and of a server's own text no more than one short line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.desk.line import proof
from console.desk.line.dialled import NotDialled
from console.desk.part import LineStatus
from console.desk.tables import VERSION
from console.desk.trouble import DeskTrouble, NotReached
from console.runtime import hidden

if TYPE_CHECKING:
    import psycopg

    from console.desk.line.address import DeskAddress

_LONGEST = 200
_PREFIX = re.compile(r"^connection to server at .*? failed: ", re.DOTALL)
_SERVER_SAYS = re.compile(r"(?:^|: )[^\s:]+:  (.+)$", re.MULTILINE)
"""libpq puts two blanks behind a server's severity, which is in the server's own language."""

_NOT_PROVED = {
    proof.NOT_YET: "is not valid yet, or this computer's clock is wrong",
    proof.EXPIRED: "has expired, or this computer's clock is wrong",
    proof.SELF_SIGNED: "is signed by itself and not trusted here",
    **dict.fromkeys(proof.UNKNOWN_AUTHORITY, "comes from an authority that is not trusted here"),
}
_CONNECTIONS = re.compile(
    "verbindung|conexi[oó]n|connexion|connession|conex[õã]|połącze|bağlantı|připojen|anslutning|uppkoppling"
    "|подключени|підключен|接続|连接|連線|연결|접속수|კავშირი",
    re.IGNORECASE,
)
"""What there are too many of, as the translations of PostgreSQL's messages call it; those on passwords do not."""

LOST = "The connection to the desk was lost."
READ_ONLY = "The desk cannot be written to now: what answers is a copy of it."
BUSY = "The desk was too busy to answer in time; try again."
NOT_POSTGRESQL = "not PostgreSQL"


@dataclass(frozen=True, slots=True)
class Fault:
    """How the line stands now, and why in a sentence. Of several the one with the highest `weight` is told."""

    status: LineStatus
    sentence: str
    weight: int = 0


def of_dialling(failed: tuple[NotDialled, ...], address: DeskAddress) -> Fault:
    """What it means that nobody let us in: of several servers' answers the one that says most."""
    return max((of_one(one, address) for one in failed), key=lambda fault: fault.weight)


def of_one(failure: NotDialled, address: DeskAddress) -> Fault:
    """What it means that one server did not let us in."""
    at = failure.host if failure.port == 5432 else f"{failure.host}, port {failure.port}"
    if failure.how == "name":
        return Fault("away", f"No address is known for the desk's server {failure.host}.", 1)
    if failure.how == "silence":
        return Fault("away", f"The desk's server {at} does not answer.", 3)
    text = _PREFIX.sub("", failure.said.strip())
    if (found := _SERVER_SAYS.search(text)) is not None:
        return _server_said(quoted(found[1]), failure, address)
    return _of_encryption(text, failure, at) or _of_the_way(text, failure, at, address)


def _of_encryption(text: str, failure: NotDialled, at: str) -> Fault | None:
    if (found := re.search(r'certificate for "(.+?)".* does not match host name', text)) is not None:
        whose = quoted(found[1]).strip("“”")
        said = f"The desk's certificate is for {whose}, not {failure.host}: not connected."
    elif "does not match host name" in text or "names from server certificate" in text:
        said = f"The desk's certificate is not for {failure.host}: not connected."
    elif proof.FAILED in text:
        why = _NOT_PROVED.get(failure.verify_code, "is not trusted here")
        said = f"The certificate of the desk's server {at} {why}: not connected."
    elif "root certificate file" in text:
        said = "The file of authorities for the desk cannot be read, or holds none: choose another."
    elif "does not support SSL" in text:
        said = f"The desk's server {at} offers no encryption: not connected."
    elif "server requested a cleartext password" in text:
        said = f"The desk's server {at} wants the password in plain text, and has not proved who it is: not connected."
    elif "channel binding" in text:
        said = f"The desk's server {at} offers no channel binding: not connected."
    elif "SSL error" in text:
        said = f"No encrypted connection to {at} came about: {quoted(text)}."
    else:
        return None
    return Fault("certificate", said, 6)


def _of_the_way(text: str, failure: NotDialled, at: str, address: DeskAddress) -> Fault:
    if failure.needs_password or "no password supplied" in text:
        return Fault(
            "refused", f"The desk asks for the password of {address.user}, and none is kept here.", 7
        )
    if "refused" in text:
        return Fault("away", f"Nothing answers at {at}: the desk's server is stopped, or is elsewhere.", 2)
    if "session is read-only" in text or "hot standby mode" in text:
        return Fault("away", READ_ONLY, 4)
    if re.search(
        r"invalid response to SSL negotiation|expected authentication request|invalid message", text
    ):
        return Fault("unusable", f"What answers at {at} is {NOT_POSTGRESQL}.", 5)
    if "unreachable" in text or "No route to host" in text:
        return Fault("away", f"This computer's network has no way to the desk's server {at}.", 2)
    if re.search(r"closed the connection|[Cc]onnection reset|EOF detected", text):
        return Fault("away", f"The desk's server {at} ended the connection at once.", 3)
    return Fault("away", f"The desk was not reached: {quoted(text)}.", 3)


def _server_said(words: str, failure: NotDialled, address: DeskAddress) -> Fault:
    """A server's answer at sign-in comes without its SQLSTATE: its words are all there is, in whatever language.

    Whatever is not known and came after the password was shown counts as the password's, so that nobody is locked out.
    """
    user, database = address.user, address.database
    for pattern, fault in (
        (
            r"too many clients|remaining connection slots|too many connections|no more connections",
            Fault("away", f"The desk has no place for one more console: {words}.", 4),
        ),
        (
            r"starting up|shutting down|recovery mode|not yet accepting|administrator command|cannot connect to server"
            r"|login has been failing|query_wait_timeout|server conn crashed",
            Fault("away", f"The desk is starting or stopping: {words}.", 4),
        ),
        (r"session is read-only|hot standby mode", Fault("away", READ_ONLY, 4)),
        (
            r'database ".*" does not exist|no such database',
            Fault("unusable", f"The server has no database “{database}”.", 5),
        ),
        (
            r"permission denied for database|not permitted to log in|not currently accepting",
            Fault("unusable", f"{user} may not use this desk: {words}.", 5),
        ),
        (
            r"pg_hba\.conf",
            Fault("unusable", f"The desk's server lets {user} not in from here: {words}.", 5),
        ),
        (
            r"unsupported startup parameter|unrecognized configuration parameter|unsupported frontend protocol",
            Fault("unusable", f"What answers there does not take this console's way to connect: {words}.", 5),
        ),
    ):
        if re.search(pattern, words):
            return fault
    if failure.used_password and _CONNECTIONS.search(words):
        return Fault("away", f"The desk has no place for one more console: {words}.", 4)
    if failure.used_password and database in words and user not in words:
        # in whatever language: what is about a password names the user and never the database
        return Fault("unusable", f"{user} was not let into the database “{database}”: {words}.", 5)
    if failure.used_password or "authentication failed" in words:
        return Fault("refused", f"The desk refused the password of {user}: {words}.", 7)
    return Fault("away", f"The desk was not reached: {words}.", 4)


def of_statement(error: psycopg.Error, lost: bool, address: DeskAddress) -> Fault | None:
    """What it means for the line that a statement failed; None: the line is good, it is about the statement alone."""
    state = error.sqlstate or ""
    if state == "42501":
        return Fault("unusable", f"{address.user} may not use this desk: its owner lets people in.")
    if state in ("42P01", "3F000"):
        return Fault(
            "unusable",
            f"The database “{address.database}” is not set up as a desk: its owner runs order-console desk init.",
        )
    if state in ("42883", "42703"):
        return Fault("unusable", "The desk is not set up for this version: its tables are not as expected.")
    if state == "25006":
        return Fault("away", READ_ONLY)
    if state.startswith(("57P", "08")) or lost:
        return Fault("away", LOST)
    return None


def of_version(found: int | None) -> Fault | None:
    """What it means that the desk's tables have this version."""
    if found == VERSION:
        return None
    said = f"The desk is not set up for this version ({'none' if found is None else found}, needs {VERSION})"
    what = (
        "update Order Console"
        if found is not None and found > VERSION
        else "its owner has to bring it up to date"
    )
    return Fault("unusable", f"{said}: {what}.")


def trouble(error: psycopg.Error, fault: Fault | None) -> DeskTrouble:
    """What whoever asked for a statement is told of its failure."""
    if fault is not None:
        return NotReached(fault.sentence)
    state = error.sqlstate or "no code"
    if state in ("55P03", "57014", "40P01", "40001"):
        return NotReached(BUSY)
    if state.startswith("53"):
        return NotReached(f"The desk's server is full or at its limits ({state}).")
    return DeskTrouble(f"The desk did not take it ({state}).")


def quoted(text: str) -> str:
    """A server's own words in quotation marks: one line, not long, and without what must not be shown."""
    line = " ".join("".join(c if c.isprintable() else " " for c in hidden.KNOWN(text)).split())
    return f"“{line if len(line) <= _LONGEST else line[: _LONGEST - 1] + '…'}”"
