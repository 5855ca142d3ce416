"""The environments that are set up, without what signs in: no secret, no client ID, no value of an address.

It must not read them the way the window does, which tightens modes and sets damaged files aside.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import getproxies_environment

from console.diagnosis.masking import place_of
from console.runtime import hidden
from console.store.places import Places

_LARGEST = 4 << 20
_MOST = 12
_AUTHORITIES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


def environments(places: Places) -> Iterator[str]:
    """A line for each, and what else on this computer stands between it and its server."""
    yield from _listed(places.config / "environments.json")
    named = ", ".join(
        f"{name} {place_of(url)}" for name, url in sorted(getproxies_environment().items()) if name != "no"
    )
    yield f"Not used, but said to programs: proxies {named or 'none'}; {_authorities() or 'no authorities'}"


def _listed(path: Path) -> Iterator[str]:
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        yield "None is set up."
        return
    with os.fdopen(file, "rb") as stream:
        raw = stream.read(_LARGEST + 1)
    try:
        content = json.loads(raw[:_LARGEST])
        entries = content.get("environments", [])
        last = content.get("last_used")
        assert isinstance(entries, list)
    except (ValueError, AttributeError, AssertionError, RecursionError):
        yield f"{path.name} is damaged: it is no list of environments."
        return
    if not entries:
        yield "None is set up."
    for entry in entries:
        if isinstance(entry, dict) and isinstance(secret := entry.get("client_secret"), str):
            hidden.KNOWN.secret(secret, str(entry.get("client_id", "")))
    for entry in entries[:_MOST]:
        yield _line(entry) if isinstance(entry, dict) else "one that is no environment"
    if len(entries) > _MOST:
        yield f"{len(entries) - _MOST} more"
    yield f"Last used: {_text(last)}"


def _line(entry: dict[str, Any]) -> str:
    said = [
        f"{_text(entry.get('name'))}: {_address(entry, 'api_url')}",
        f"token {_address(entry, 'token_url')}",
    ]
    said.append(f"by {_text(entry.get('auth_method') or 'post')}")
    said.append("has a secret" if entry.get("client_secret") else "NO SECRET")
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
