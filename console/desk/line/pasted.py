"""Takes apart what was pasted as the desk's address: a URL of PostgreSQL's, or the same without its beginning.

It must not repeat in a sentence what it was given but for words of its own lists: a password may stand anywhere in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from console.desk.trouble import DeskTrouble
from console.model.addresses import BadAddress, normalise_host

_LONGEST = 2_000
_MOST_HOSTS = 8
"""A silent one takes 3 s."""
_LONGEST_NAME = 63
"""In bytes: PostgreSQL cuts a longer name off, and would look for another one."""
_AN_EXAMPLE = "as in postgresql://anna@db1.example.com/desk"
_SCHEME = re.compile(r"(?i)(?:jdbc:)?(?:postgresql|postgres)(?:\+[a-z0-9_]+)?://")
_ANY_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*://|jdbc:")
_ASSIGNED = re.compile(r"\s*(?:export\s+)?[A-Z][A-Z0-9_]*\s*=\s*['\"]?[a-z]+:")
_KEYWORDS = re.compile(r"(?:^|\s)(?:host|hostaddr|user|dbname|port|password|sslmode)\s*=")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SECRETS = {"password", "sslpassword", "passfile", "pass", "pwd", "oauth_client_secret", "scram_client_key"}
_ELSEWHERE = {
    "host": "The host belongs before the /",
    "hostaddr": "The host belongs before the /, by its name or IP address",
    "port": "The port belongs behind the host",
    "dbname": "The database belongs behind the /",
    "sslrootcert": "The file of authorities has a field of its own",
}
_OURS = {
    "options",
    "connect_timeout",
    "application_name",
    "fallback_application_name",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
    "gssencmode",
    "client_encoding",
    "service",
    "sslcert",
    "sslkey",
    "sslcrl",
    "ssl_min_protocol_version",
    "sslnegotiation",
    "require_auth",
    "load_balance_hosts",
    "ssl",
    "pgbouncer",
    "schema",
    "currentSchema",
    "connection_limit",
    "pool_timeout",
    "targetServerType",
}
_ALLOWED = {
    "sslmode": {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"},
    "channel_binding": {"disable", "prefer", "require"},
    "target_session_attrs": {"any", "read-write", "read-only", "primary", "standby", "prefer-standby"},
}


@dataclass(frozen=True, slots=True)
class Pasted:
    """What stood there. `said` has those parameters behind the ? that were understood."""

    user: str
    database: str
    hosts: tuple[tuple[str, int], ...]
    said: dict[str, str]


def read(text: str, user: str = "") -> Pasted:
    """Take an address apart; `user` goes there in place of who is named in it. Raises `DeskTrouble`, which does not repeat it."""
    rest = _without_beginning(_unquoted(text))
    head, _, query = rest.partition("?")
    _refuse_password(head, query)
    said = _parameters(query)
    authority, slash, path = head.partition("/")
    named, at, hosts = authority.rpartition("@")
    if at and "user" in said:
        raise DeskTrouble("The address names the user twice.")
    there = _name(named, "user") if at else said.pop("user", "")
    user = _name(quote(user, safe=""), "user") or there
    if not user:
        raise DeskTrouble(
            f"The address does not say who you are there: write your name before an @, {_AN_EXAMPLE}."
        )
    if not slash or not path:
        raise DeskTrouble(f"The address names no database: write it behind the /, {_AN_EXAMPLE}.")
    if "/" in path:
        raise DeskTrouble("The address has more than one / behind the hosts.")
    return Pasted(user, _name(path, "database"), _hosts(hosts), said)


def _unquoted(text: str) -> str:
    text = text.strip()
    for first, last in ('""', "''", "<>", "“”"):
        if len(text) > 1 and text[0] == first and text[-1] == last:
            text = text[1:-1].strip()
    if not text:
        raise DeskTrouble(f"The address is missing, {_AN_EXAMPLE}.")
    if len(text) > _LONGEST:
        raise DeskTrouble(f"The address is longer than {_LONGEST:,} characters.")
    if text.split()[0] == "psql" or _ASSIGNED.match(text):
        raise DeskTrouble(f"Paste the address alone, without what stands before it, {_AN_EXAMPLE}.")
    if not _ANY_SCHEME.match(text) and _KEYWORDS.search(text):
        raise DeskTrouble(f"Write the address in one piece and without the password, {_AN_EXAMPLE}.")
    if not text.isprintable() or " " in text or "\\" in text:
        raise DeskTrouble(
            "The address holds a blank, a line break, a backslash or a character that cannot be shown."
        )
    return text


def _without_beginning(text: str) -> str:
    if (scheme := _SCHEME.match(text)) is not None:
        text = text[scheme.end() :]
    elif _ANY_SCHEME.match(text):
        raise DeskTrouble(f"The address must start with postgresql://, {_AN_EXAMPLE}.")
    if "#" in text:
        raise DeskTrouble("The address must end before any #.")
    if _ESCAPE.search(text):
        raise DeskTrouble("The address has a % that no two digits follow: write %25 for the sign itself.")
    return text


def _refuse_password(head: str, query: str) -> None:
    """A password may hold any sign: where a colon comes before the last @, something stands between them."""
    before, at, _ = head.rpartition("@")
    behind = [piece for piece in query.split("&") if "@" in piece and not piece.startswith("user=")]
    cut_by_a_question_mark = ":" in head and bool(behind)
    if (at and ":" in before) or cut_by_a_question_mark:
        raise DeskTrouble("The password must not stand in the address: type it in its own field.")


def _parameters(query: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for piece in filter(None, query.split("&")):
        key, _, value = (unquote(part) for part in piece.partition("="))
        if key in said:
            raise DeskTrouble(f"The address says {key} twice.")
        if key.lower() in _SECRETS:
            raise DeskTrouble("The password must not stand in the address: type it in its own field.")
        if key == "user":
            said[key] = _name(value, "user")
        elif key in _ALLOWED:
            if value not in _ALLOWED[key]:
                raise DeskTrouble(f"The address has a value for {key} that PostgreSQL does not know.")
            said[key] = value
        elif key in _ELSEWHERE:
            raise DeskTrouble(f"{_ELSEWHERE[key]}: take “{key}” out behind the ?.")
        elif key in _OURS:
            raise DeskTrouble(f"Take “{key}” out of the address: the console connects without it.")
        else:
            raise DeskTrouble("The address has a parameter behind the ? that is not known: take it out.")
    if said.pop("target_session_attrs", "read-write") not in ("any", "read-write", "primary"):
        raise DeskTrouble("The desk is written to: take “target_session_attrs” out of the address.")
    if said.get("channel_binding") == "disable":
        raise DeskTrouble("Take “channel_binding” out of the address: it makes signing in safer.")
    return said


def _name(text: str, what: str) -> str:
    try:
        name = unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise DeskTrouble(f"The name of the {what} in the address is not written in UTF-8.") from None
    if not name.isprintable():
        raise DeskTrouble(f"The name of the {what} holds a character that cannot be shown.")
    if len(name.encode()) > _LONGEST_NAME:
        raise DeskTrouble(f"The name of the {what} is longer than PostgreSQL's names can be.")
    return name


def _hosts(text: str) -> tuple[tuple[str, int], ...]:
    hosts = tuple(_host(one) for one in text.split(","))
    if len(hosts) > _MOST_HOSTS:
        raise DeskTrouble(f"The address names more than {_MOST_HOSTS} hosts.")
    if len(set(hosts)) < len(hosts):
        raise DeskTrouble("The address names a host twice.")
    return hosts


def _host(text: str) -> tuple[str, int]:
    found = re.fullmatch(r"(?:\[(?P<six>[^\[\]]*)\]|(?P<name>[^:\[\]]*))(?::(?P<port>[0-9]*))?", text)
    if found is None:
        raise DeskTrouble("A host in the address, or its port, cannot be read.")
    if not (found["six"] or found["name"]):
        raise DeskTrouble(f"The address names no host: write localhost for this computer, {_AN_EXAMPLE}.")
    port = int(found["port"]) if found["port"] else 5432
    if not 0 < port < 65536:
        raise DeskTrouble("The port in the address is not a number from 1 to 65535.")
    name, bracketed = (found["six"], True) if found["six"] else (unquote(found["name"]), False)
    if name.startswith(("/", "@")):
        raise DeskTrouble("A socket's folder cannot be the host: write localhost for this computer.")
    try:
        return normalise_host(name, bracketed=bracketed), port
    except BadAddress as error:
        raise DeskTrouble(str(error)) from None
