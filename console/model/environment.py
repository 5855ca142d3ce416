"""An environment: which service the window talks to, as whom, and the rules that its addresses must keep.

It must not touch the disk, the network or a clock, and must never put a client secret into text by accident.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, NoReturn, get_args
from urllib.parse import SplitResult, unquote, urlsplit

import idna

Accent = Literal["sandbox", "test", "production"]
ACCENTS: tuple[Accent, ...] = get_args(Accent)

SANDBOX_NAME = "Practice sandbox"
"""The name of the environment that needs no credentials of the operator's; no other may carry it."""

MASK = "•••"
_LONGEST_NAME = 60
_LONGEST_ADDRESS = 2_000
_LONGEST_CREDENTIAL = 1_000
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PATH = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*")
_VISIBLE_ASCII = re.compile(r"[\x20-\x7e]+")
_DEFAULT_PORTS = {"https": 443, "http": 80}


class BadAddress(ValueError):
    """An address that may not be used; its text is one sentence for the operator, without the address."""


class Secret:
    """A client secret that shows itself only when asked by name.

    `repr`, `str` and formatting give a mask, and pickling is refused, so that a log line, a traceback, a form
    dump or a crash file cannot carry it. Two secrets are equal when their texts are.
    """

    __slots__ = ("_text",)
    _text: str

    def __init__(self, text: str) -> None:
        object.__setattr__(self, "_text", text)

    def reveal(self) -> str:
        """Return the secret itself: for the token request and for the private file, nowhere else."""
        return self._text

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("A secret cannot be changed.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("A secret cannot be changed.")

    def __repr__(self) -> str:
        return MASK

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("A secret is not pickled.")


@dataclass(frozen=True, slots=True)
class Environment:
    """One service and the credentials for it.

    `api_url` and `token_url` are as `normalise_address` returns them; anything else raises `BadAddress`, so
    no environment with a plain http address off this machine can exist. `ca_file` is the path of a PEM file
    that is trusted instead of the usual authorities; `proxy` is as `normalise_proxy` returns it.
    """

    name: str
    api_url: str
    token_url: str
    client_id: str
    secret: Secret
    accent: Accent
    ca_file: str | None = None
    proxy: str | None = None

    def __post_init__(self) -> None:
        for address in (self.api_url, self.token_url):
            if normalise_address(address) != address:
                raise BadAddress("An environment holds addresses in their normal form only.")
        if self.proxy is not None and normalise_proxy(self.proxy) != self.proxy:
            raise BadAddress("An environment holds its proxy in its normal form only.")
        if self.accent not in ACCENTS:
            raise ValueError("The colour of an environment is sandbox, test or production.")


def normalise_address(text: str) -> str:
    """Return an API or token address in its one normal form, as `https://host[:port][/path]`.

    The host is in lower case and ASCII (punycode for international names, so that a look-alike is seen), the
    default port and trailing slashes are gone. https is required except to this machine (localhost,
    127.0.0.0/8, [::1]). Raises `BadAddress` with a sentence.
    """
    parts = _split(text)
    host = _host(parts)
    if parts.scheme == "http" and not _is_loopback(host):
        raise BadAddress(
            "The address must start with https://, because plain http shows the client secret to the network."
        )
    return f"{parts.scheme}://{_with_port(parts, host)}{_path(parts)}"


def normalise_proxy(text: str) -> str:
    """Return a proxy address as `http[s]://host[:port]`, or raise `BadAddress` with a sentence.

    Plain http is allowed here: calls to the API stay encrypted inside the tunnel that the proxy opens.
    """
    parts = _split(text)
    if parts.path not in ("", "/"):
        raise BadAddress("The address of a proxy has no path.")
    return f"{parts.scheme}://{_with_port(parts, _host(parts))}"


def problems(
    *,
    name: str,
    api_url: str,
    token_url: str,
    client_id: str,
    client_secret: str,
    ca_file: str = "",
    proxy: str = "",
    taken_names: Collection[str] = (),
) -> dict[str, str]:
    """Return what is wrong with the texts of the Connect dialog: field -> sentence; empty when all is well.

    Keys are the names of the parameters. `taken_names` are the names of the other environments.
    """
    found = {
        "name": _name_problem(name, taken_names),
        "api_url": _address_problem(api_url),
        "token_url": _address_problem(token_url),
        "client_id": _credential_problem("client ID", client_id),
        "client_secret": _credential_problem("client secret", client_secret),
        "ca_file": None if ca_file.isprintable() else "The file name holds a character that cannot be shown.",
        "proxy": _proxy_problem(proxy),
    }
    return {field: sentence for field, sentence in found.items() if sentence is not None}


def environment_from_texts(
    *,
    name: str,
    api_url: str,
    token_url: str,
    client_id: str,
    client_secret: str,
    accent: Accent,
    ca_file: str = "",
    proxy: str = "",
) -> Environment:
    """Build an environment from texts for which `problems` found nothing; may raise `BadAddress`."""
    return Environment(
        name=name.strip(),
        api_url=normalise_address(api_url),
        token_url=normalise_address(token_url),
        client_id=client_id.strip(),
        secret=Secret(client_secret.strip()),
        accent=accent,
        ca_file=ca_file.strip() or None,
        proxy=normalise_proxy(proxy) if proxy.strip() else None,
    )


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
    if "?" in text or "#" in text:
        raise BadAddress("The address must end before any ? or #.")
    return parts


def _host(parts: SplitResult) -> str:
    """Return the host in lower-case ASCII; an IPv6 address without its brackets."""
    host = parts.hostname or ""
    if not host:
        raise BadAddress("The address names no host.")
    if parts.netloc.startswith("["):
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


def _path(parts: SplitResult) -> str:
    path = parts.path.rstrip("/")
    if not _PATH.fullmatch(path):
        raise BadAddress("The path of the address holds a character that is not allowed there.")
    if any(unquote(segment) in ("", ".", "..") for segment in path.split("/")[1:]):
        raise BadAddress("The path of the address holds an empty part, '.' or '..'.")
    return path


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback and (address.version == 4 or address == ipaddress.IPv6Address("::1"))


def _name_problem(name: str, taken_names: Collection[str]) -> str | None:
    name = name.strip()
    if not name:
        return "Give the environment a name, such as the shop's."
    if len(name) > _LONGEST_NAME:
        return f"The name is longer than {_LONGEST_NAME} characters."
    if not name.isprintable():
        return "The name holds a line break or a character that cannot be shown."
    if name.casefold() == SANDBOX_NAME.casefold():
        return f"{SANDBOX_NAME} is the name of the built-in environment; choose another."
    if name.casefold() in {taken.casefold() for taken in taken_names}:
        return "Another environment has this name."
    return None


def _address_problem(text: str) -> str | None:
    try:
        normalise_address(text)
    except BadAddress as bad:
        return str(bad)
    return None


def _proxy_problem(text: str) -> str | None:
    try:
        if text.strip():
            normalise_proxy(text)
    except BadAddress as bad:
        return str(bad)
    return None


def _credential_problem(what: str, text: str) -> str | None:
    text = text.strip()
    if not text:
        return f"The {what} is missing."
    if len(text) > _LONGEST_CREDENTIAL:
        return f"The {what} is longer than {_LONGEST_CREDENTIAL:,} characters."
    if not _VISIBLE_ASCII.fullmatch(text):
        return f"The {what} holds a character other than plain letters, digits and signs."
    return None
