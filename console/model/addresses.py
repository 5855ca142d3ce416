"""Addresses of an API, a token endpoint and a proxy: what is allowed in each, and the one form in which it is kept.

It must not ask the network whether anything answers there, and must never repeat a bad address in a sentence.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, unquote, urlsplit

import idna

_LONGEST_ADDRESS = 2_000
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PATH = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*")
_QUERY = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_DEFAULT_PORTS = {"https": 443, "http": 80}


class BadAddress(ValueError):
    """An address that may not be used; its text is one sentence for the operator, without the address."""


def normalise_address(text: str) -> str:
    """Return an API address in its one normal form, as `https://host[:port][/path]`.

    The host is in lower case and ASCII (punycode for international names, so that a look-alike is seen), the
    default port and trailing slashes are gone. https is required except to this machine (localhost,
    127.0.0.0/8, [::1]). Raises `BadAddress` with a sentence.
    """
    parts = _split(text)
    if "?" in text:
        raise BadAddress("The address must end before any ? or #.")
    path = parts.path.rstrip("/")
    if "//" in path:
        raise BadAddress("The path of the address holds an empty part, '.' or '..'.")
    return _origin(parts) + _path(path)


def normalise_token_address(text: str) -> str:
    """Return a token address as `https://host[:port][/path][?query]`, path and query to the letter.

    Servers route by them, so a slash at the end stays, and a query too; of the path's and the query's escapes only the
    spelling is evened out (RFC 3986, 6.2.2), as HTTP libraries do. Hosts, ports and https are as in `normalise_address`.
    """
    parts = _split(text)
    if parts.path.startswith("//"):
        raise BadAddress("The path of the address must not begin with two slashes.")
    if not _QUERY.fullmatch(parts.query):
        raise BadAddress("The address holds a character after the ? that is not allowed there.")
    return _origin(parts) + _path(parts.path) + (f"?{_evened(parts.query)}" if parts.query else "")


def normalise_proxy(text: str) -> str:
    """Return a proxy address as `http[s]://host[:port]`, or raise `BadAddress` with a sentence.

    Plain http is allowed here: calls to the API stay encrypted inside the tunnel that the proxy opens.
    """
    parts = _split(text)
    if parts.path not in ("", "/") or "?" in text:
        raise BadAddress("The address of a proxy has no path.")
    return f"{parts.scheme}://{_with_port(parts, _host(parts))}"


def _split(text: str) -> SplitResult:
    text = text.strip()
    if not text:
        raise BadAddress("The address is missing.")
    if len(text) > _LONGEST_ADDRESS:
        raise BadAddress(f"The address is longer than {_LONGEST_ADDRESS:,} characters.")
    if not text.isprintable() or " " in text or "\\" in text:
        raise BadAddress(
            "The address holds a blank, a line break, a backslash or a character that cannot be shown."
        )
    if not re.match(r"(?i)https?://", text):
        raise BadAddress("The address must start with https://.")
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise BadAddress("The host in the address cannot be read.") from error
    if "@" in parts.netloc:
        raise BadAddress("The address must not hold a user name or a password.")
    if "#" in text:
        raise BadAddress("The address must end before any #.")
    return parts


def _origin(parts: SplitResult) -> str:
    host = _host(parts)
    if parts.scheme == "http" and not is_loopback(host):
        raise BadAddress(
            "The address must start with https://, because plain http shows the client secret to the network."
        )
    return f"{parts.scheme}://{_with_port(parts, host)}"


def _host(parts: SplitResult) -> str:
    return normalise_host(parts.hostname or "", bracketed=parts.netloc.startswith("["))


def normalise_host(host: str, *, bracketed: bool) -> str:
    """Return a host in lower-case ASCII; an IPv6 address, which stood in brackets, without them. Raises `BadAddress`."""
    if not host:
        raise BadAddress("The address names no host.")
    if bracketed:
        if "%" in host:
            raise BadAddress(
                "The host in square brackets is an IPv6 address with a zone, which cannot be used."
            )
        try:
            return ipaddress.IPv6Address(host).compressed
        except ValueError as error:
            raise BadAddress("The host in square brackets is not an IPv6 address.") from error
    if not host.isascii() or "xn--" in host:
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise BadAddress("The host in the address is not a valid international name.") from error
    host = host.removesuffix(".").lower()
    labels = host.split(".")
    if _NUMERIC_LABEL.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise BadAddress(
                "The host looks like an IP address, but is not one with four plain numbers."
            ) from error
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadAddress("The host in the address is not a valid name.")
    return host


def _with_port(parts: SplitResult, host: str) -> str:
    try:
        port = parts.port
    except ValueError as error:
        raise BadAddress("The port in the address is not a number from 1 to 65535.") from error
    if port == 0:
        raise BadAddress("The port in the address is not a number from 1 to 65535.")
    shown = f"[{host}]" if ":" in host else host
    return shown if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{shown}:{port}"


def _path(path: str) -> str:
    if not _PATH.fullmatch(path):
        raise BadAddress("The path of the address holds a character that is not allowed there.")
    if any(unquote(segment) in (".", "..") for segment in path.split("/")):
        raise BadAddress("The path of the address holds an empty part, '.' or '..'.")
    return _evened(path)


def _evened(text: str) -> str:
    """`text` with its escapes in upper case, and none for letters, digits and the four signs that need none."""

    def even(escape: re.Match[str]) -> str:
        character = chr(int(escape[1], 16))
        return character if _UNRESERVED.fullmatch(character) else escape[0].upper()

    return _ESCAPE.sub(even, text)


def is_loopback(host: str) -> bool:
    """Whether a host, as `normalise_host` returns it, is this machine itself."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback and (address.version == 4 or address == ipaddress.IPv6Address("::1"))
