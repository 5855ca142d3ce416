"""The environments that are set up, without what signs in: no secret, no client ID, no value of an address.

It must not read them the way the window does, which tightens modes and sets damaged files aside.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.request import getproxies_environment

from console.diagnosis.gathering import failed
from console.diagnosis.masking import place_of
from console.diagnosis.program import version
from console.runtime import hidden
from console.store import administered
from console.store.environment_entries import SECRET_KEYS, entry_of, item_of, name_of
from console.store.environments import entries, secrets_in
from console.store.places import Places

_LARGEST = 4 << 20
_MOST = 12
_AUTHORITIES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


def environments(places: Places) -> Iterator[str]:
    """A line for each, and what else on this computer stands between it and its server."""
    content = yield from _content(places.config / "environments.json")
    yield from _listed(entries(content, "environments"), "")
    yield from _of_every_user(places.system, entries(content, "administered"))
    yield f"Last used: {_text(content.get('last_used'))}"
    yield f"New secrets go into the {secrets_in(content)}; keyring {version('keyring')}"
    yield _desk(entries(content, "desk"))
    named = ", ".join(
        f"{name} {place_of(url)}" for name, url in sorted(getproxies_environment().items()) if name != "no"
    )
    yield f"Not used, but said to programs: proxies {named or 'none'}; {_authorities() or 'no authorities'}"


def _content(path: Path) -> Generator[str, None, dict[str, Any]]:
    """What the file holds; nothing where it cannot be understood, which is told."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return {}
    except OSError as error:
        yield f"{path.name} {failed(error)}"
        return {}
    with os.fdopen(file, "rb") as stream:
        raw = stream.read(_LARGEST) if stat.S_ISREG(os.fstat(stream.fileno()).st_mode) else b""
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        content = None
    if isinstance(content, dict) and isinstance(content.get("environments", []), list):
        return content
    yield f"{path.name} is damaged: it is no list of environments."
    return {}


def _listed(found: list[Any], where: str) -> Iterator[str]:
    for entry in found:
        if isinstance(entry, dict) and isinstance(secret := entry.get("client_secret"), str):
            hidden.KNOWN.secret(secret, str(entry.get("client_id", "")))
    for entry in found[:_MOST]:
        yield _line(entry) + where if isinstance(entry, dict) else "one that is no environment"
    if len(found) > _MOST:
        yield f"{len(found) - _MOST} more{where}"
    if not found and not where:
        yield "None is set up by this account."


def _of_every_user(folders: Sequence[Path], kept: list[Any]) -> Iterator[str]:
    """Those of an administrator, each with what this account keeps for it."""
    system = administered.read(folders)
    mine = {name_of(entry).casefold(): entry for entry in kept if isinstance(entry, dict)}
    found = []
    for one in system.environments:
        secret = {
            key: value for key, value in mine.get(one.name.casefold(), {}).items() if key in SECRET_KEYS
        }
        found.append(entry_of(one) | secret)
    yield from _listed(found, ", set up for every account")
    yield from system.notices


def _line(entry: dict[str, Any]) -> str:
    said = [
        f"{_text(entry.get('name'))}: {_address(entry, 'api_url')}",
        f"token {_address(entry, 'token_url')}",
    ]
    said.append(f"by {_text(entry.get('auth_method') or 'post')}")
    said.append(_secret(entry))
    said.append(_text(entry.get("accent") or "production"))
    if entry.get("read_only"):
        said.append("read-only")
    if entry.get("scope"):
        said.append("with a scope")
    if entry.get("proxy"):
        said.append(f"through {place_of(str(entry['proxy']))}")
    if authority := entry.get("ca_file"):
        said.append(f"authority {authority} ({_there(Path(str(authority)))})")
    return ", ".join(said)


def _desk(found: list[Any]) -> str:
    """The desk that is shared, without the operator's name at it."""
    driver = f"psycopg {version('psycopg')}"
    if not found or not isinstance(entry := found[0], dict):
        return f"Desk: none is shared; {driver}"
    if isinstance(password := entry.get("client_secret"), str):
        hidden.KNOWN.secret(password)
    return f"Desk: {_address(entry, 'address')}, {_secret(entry)}; {driver}"


def _secret(entry: dict[str, Any]) -> str:
    if item_of(entry):
        return "its secret in the keyring"
    return "has a secret" if entry.get("client_secret") else "NO SECRET"


def _address(entry: dict[str, Any], name: str) -> str:
    return place_of(str(entry.get(name, "")))


def _text(value: Any) -> str:
    """A word of the file as one line of a ticket; whatever else stands there is no word."""
    text = value if isinstance(value, str) and value else "(none)"
    return "".join(sign if sign.isprintable() else "?" for sign in text[:60])


def _authorities() -> str:
    return ", ".join(f"{name} set" for name in _AUTHORITIES if os.environ.get(name))


def _there(path: Path) -> str:
    if not path.exists():
        return "NOT THERE"
    return "can be read" if os.access(path, os.R_OK) else "CANNOT BE READ"
