"""The desk's address: which servers, which database, as whom; what is pasted into the field is read rightly or refused.

It must not hold a password, nor repeat in a sentence what it was given: a password may stand anywhere in that.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from console.desk.line import pasted
from console.desk.trouble import DeskTrouble
from console.model.addresses import is_loopback

if TYPE_CHECKING:
    from console.model.environment import Secret

SslMode = Literal["verify-full", "disable"]
ChannelBinding = Literal["prefer", "require"]
USUAL_PORT = 5432
_NO_FILE = str(Path(os.devnull) / "none")
"""Nothing can have this path. An empty one would be libpq's own in the home folder, and the null device makes it warn."""
_SIGNING_IN = "!gss,!sspi"
"""No sign-in of the computer's own. Without a proof of who answers, as on this computer where any program may take the
port, the password itself is not told either: SCRAM proves that one knows it. An empty text would mean no way at all."""


@dataclass(frozen=True, slots=True)
class DeskHost:
    """One server of the desk's: a name or an IP address, and its port."""

    name: str
    port: int = USUAL_PORT

    def __str__(self) -> str:
        shown = f"[{self.name}]" if ":" in self.name else self.name
        return shown if self.port == USUAL_PORT else f"{shown}:{self.port}"


@dataclass(frozen=True, slots=True)
class DeskAddress:
    """Where a desk is. `str` gives the one form in which it is kept, and `read` gives the same address for that.

    `sslmode` is "disable" only where every host is this computer. `ca_file` is a PEM file that is trusted instead of
    the usual authorities; it is no part of the text.
    """

    user: str
    database: str
    hosts: tuple[DeskHost, ...]
    sslmode: SslMode = "verify-full"
    channel_binding: ChannelBinding = "prefer"
    ca_file: str = ""

    @classmethod
    def read(cls, text: str, ca_file: str = "", *, user: str = "") -> DeskAddress:
        """Read `postgresql://anna@db1[:5433][,db2]/desk` or the same without its beginning. Raises `DeskTrouble`.

        `user` goes there in place of who is named in it, if anybody is.
        """
        found = pasted.read(text, user)
        here = all(is_loopback(name) for name, _ in found.hosts)
        sslmode, channel_binding = found.said.get("sslmode"), found.said.get("channel_binding", "prefer")
        if sslmode not in (None, "verify-full") and not here:
            raise DeskTrouble(
                "The address asks for less than sslmode=verify-full, which would let another server pose as the desk: "
                "leave sslmode out."
            )
        if sslmode not in (None, "verify-full", "disable"):
            raise DeskTrouble(
                "On this computer sslmode is verify-full or disable: leave it out for a server without a certificate."
            )
        encrypted = sslmode == "verify-full" or not here
        if channel_binding == "require" and not encrypted:
            raise DeskTrouble("channel_binding=require takes sslmode=verify-full.")
        if not ca_file.isprintable():
            raise DeskTrouble("The file of authorities holds a character that cannot be shown in its name.")
        return cls(
            found.user,
            found.database,
            tuple(DeskHost(name, port) for name, port in found.hosts),
            "verify-full" if encrypted else "disable",
            "require" if channel_binding == "require" else "prefer",
            ca_file.strip(),
        )

    def __str__(self) -> str:
        said = []
        if self.sslmode == "verify-full" and self.is_here:
            said.append("sslmode=verify-full")
        if self.channel_binding == "require":
            said.append("channel_binding=require")
        hosts = ",".join(map(str, self.hosts))
        query = f"?{'&'.join(said)}" if said else ""
        who = f"{quote(self.user, safe='')}@" if self.user else ""
        return f"postgresql://{who}{hosts}/{quote(self.database, safe='')}{query}"

    @property
    def for_all(self) -> DeskAddress:
        """The same without who goes there, as an administrator gives it to everybody; nobody can connect with it."""
        return replace(self, user="")

    @property
    def is_here(self) -> bool:
        """Whether every host is this computer."""
        return all(is_loopback(host.name) for host in self.hosts)

    @property
    def where(self) -> str:
        """Its hosts, for a sentence."""
        return " or ".join(map(str, self.hosts))

    def options(self, password: Secret) -> dict[str, object]:
        """Every parameter of libpq that could come from elsewhere, but for `hostaddr`. Raises `DeskTrouble`.

        PGSERVICE alone has no value that means none: `driver.psycopg` takes it out of the surroundings.
        """
        return {
            "host": ",".join(host.name for host in self.hosts),
            "port": ",".join(str(host.port) for host in self.hosts),
            "user": self.user,
            "dbname": self.database,
            "password": _speakable(password),
            **_THE_SAME_FOR_ALL,
            "sslmode": self.sslmode,
            "sslrootcert": self._authorities(),
            "channel_binding": self.channel_binding,
            "require_auth": _SIGNING_IN if self.sslmode == "verify-full" else f"{_SIGNING_IN},!password",
        }

    def _authorities(self) -> str:
        """An absolute path: libpq takes the mere word "system" for its own folder, which in psycopg's wheels is empty."""
        if self.sslmode == "disable":
            return _NO_FILE
        if self.ca_file:
            return str(Path(self.ca_file).expanduser().absolute())
        import certifi

        return certifi.where()


_THE_SAME_FOR_ALL: dict[str, object] = {
    "application_name": "Order Console",
    "fallback_application_name": "",
    "client_encoding": "UTF8",
    "target_session_attrs": "read-write",
    "load_balance_hosts": "disable",
    "connect_timeout": 3,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
    # poolers refuse any
    "options": "",
    "passfile": _NO_FILE,
    "requirepeer": "",
    # nobody's own certificate, key or list of revoked ones out of the home folder
    "sslcertmode": "disable",
    "sslcert": "",
    "sslkey": "",
    "sslpassword": "",
    "sslcrl": _NO_FILE,
    "sslcrldir": "",
    "sslcompression": 0,
    "sslsni": 1,
    "sslnegotiation": "postgres",
    "ssl_min_protocol_version": "TLSv1.2",
    "ssl_max_protocol_version": "",
    # the oldest is what every server and pooler speaks
    "min_protocol_version": "3.0",
    "max_protocol_version": "3.0",
    "gssencmode": "disable",
    "gssdelegation": 0,
    "gsslib": "",
    "krbsrvname": "postgres",
}


def _speakable(password: Secret) -> str:
    text = password.reveal()
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "\0"
    if "\0" in text:
        raise DeskTrouble("The password holds a character that PostgreSQL's passwords cannot have.")
    return text
