"""An environment: which service the window talks to, as whom, and what may stand in each of its fields.

It must not touch the disk, the network or a clock, and must never put a client secret into text by accident.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Literal, NoReturn, TypeGuard, get_args

from console.model.addresses import (
    BadAddress,
    normalise_address,
    normalise_proxy,
    normalise_token_address,
)

Accent = Literal["sandbox", "test", "production"]
ACCENTS: tuple[Accent, ...] = get_args(Accent)

AuthMethod = Literal["post", "basic"]
"""How the client secret travels: in the form (client_secret_post) or in a header (client_secret_basic)."""
AUTH_METHODS: tuple[AuthMethod, ...] = get_args(AuthMethod)

SANDBOX_NAME = "Practice sandbox"
"""The name of the environment that needs no credentials of the operator's; no other may carry it."""

HANDED_ON = ".environment.json"
"""How the name of a file ends in which an environment is handed on, by which one that is dropped is known."""

MASK = "•••"
_LONGEST_NAME = 60
_LONGEST_CREDENTIAL = 1_000
_VISIBLE_ASCII = re.compile(r"[\x20-\x7e]+")
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*")


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
class Administered:
    """What an administrator says of an environment in the file `path`: it is at least so careful.

    `whole` means that all of it but the secret is the administrator's. Otherwise the operator set it up for the same
    server and client ID, and only the limits hold. `asks` says what was changed since the secret was typed, which is
    therefore asked for anew.
    """

    path: str
    read_only: bool
    accent: Accent
    whole: bool = True
    asks: str = ""

    def accents(self) -> tuple[Accent, ...]:
        """The colours that are not looser than the administrator's."""
        return ACCENTS[ACCENTS.index(self.accent) :]


@dataclass(frozen=True, slots=True)
class Environment:
    """One service and the credentials for it.

    `api_url` is as `normalise_address` returns it and `token_url` as `normalise_token_address`; anything else
    raises `BadAddress`, so no environment with a plain http address off this machine can exist. `ca_file` is the
    path of a PEM file that is trusted instead of the usual authorities; `proxy` is as `normalise_proxy` returns it.
    `scope` is what the sign-in asks for, scopes parted by single blanks (RFC 6749, 3.3); empty: it asks for none.
    `read_only` means that the operator wants nothing to be sent there that could change it. An empty `secret` is in the
    system's keyring under `secret_item`, or, where that is empty too, still to be asked for. `administered` is what an
    administrator says of it.
    """

    name: str
    api_url: str
    token_url: str
    client_id: str
    secret: Secret
    accent: Accent
    ca_file: str | None = None
    proxy: str | None = None
    auth_method: AuthMethod = "post"
    scope: str = ""
    read_only: bool = False
    secret_item: str = ""
    administered: Administered | None = None

    def __post_init__(self) -> None:
        normal = (normalise_address(self.api_url), normalise_token_address(self.token_url))
        if normal != (self.api_url, self.token_url):
            raise BadAddress("An environment holds addresses in their normal form only.")
        if self.proxy is not None and normalise_proxy(self.proxy) != self.proxy:
            raise BadAddress("An environment holds its proxy in its normal form only.")
        if self.accent not in ACCENTS:
            raise ValueError("The colour of an environment is sandbox, test or production.")
        if not _is_method(self.auth_method):
            raise ValueError("The client secret of an environment is sent by post or basic.")
        if self.scope and not _SCOPE.fullmatch(self.scope):
            raise ValueError("An environment holds scopes that are parted by single blanks.")

    @property
    def has_secret(self) -> bool:
        """Whether its secret is known, here or in the system's keyring."""
        return bool(self.secret or self.secret_item)

    @property
    def shown_to(self) -> tuple[str, str, str]:
        """Whom the secret is shown to, and as whose: one that was typed for these is sent to no other."""
        return self.api_url, self.token_url, self.client_id

    def same_as(self, other: Environment) -> bool:
        """Whether they are the same to work on, wherever the secret is kept; one that is not here is not compared."""
        mine, theirs = (replace(one, secret=Secret(""), secret_item="") for one in (self, other))
        if mine != theirs:
            return False
        if self.secret and other.secret:
            return self.secret == other.secret
        return self.secret_item == other.secret_item if self.secret_item and other.secret_item else True

    def limited(self, by: Administered) -> Environment:
        """The environment, no looser than the administrator wants it."""
        accent = self.accent if self.accent in by.accents() else by.accent
        return replace(self, read_only=self.read_only or by.read_only, accent=accent, administered=by)


def problems(
    *,
    name: str,
    api_url: str,
    token_url: str,
    client_id: str,
    client_secret: str,
    ca_file: str = "",
    proxy: str = "",
    auth_method: str = "post",
    scope: str = "",
    taken_names: Collection[str] = (),
) -> dict[str, str]:
    """Return what is wrong with the texts of the Connect dialog: field -> sentence; empty when all is well.

    Keys are the names of the parameters. `taken_names` are the names of the other environments.
    """
    found = {
        "name": _name_problem(name, taken_names),
        "api_url": _address_problem(normalise_address, api_url),
        "token_url": _address_problem(normalise_token_address, token_url),
        "client_id": _credential_problem("client ID", client_id),
        "client_secret": _credential_problem("client secret", client_secret),
        "ca_file": None if ca_file.isprintable() else "The file name holds a character that cannot be shown.",
        "proxy": _address_problem(normalise_proxy, proxy) if proxy.strip() else None,
        "auth_method": None if _is_method(auth_method) else "The client secret is sent by post or basic.",
        "scope": _scope_problem(scope),
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
    auth_method: str = "post",
    scope: str = "",
    read_only: bool = False,
) -> Environment:
    """Build an environment from texts for which `problems` found nothing; may raise `ValueError`."""
    if not _is_method(auth_method):
        raise ValueError("The client secret is sent by post or basic.")
    return Environment(
        name=name.strip(),
        api_url=normalise_address(api_url),
        token_url=normalise_token_address(token_url),
        client_id=client_id.strip(),
        secret=Secret(client_secret.strip()),
        accent=accent,
        ca_file=ca_file.strip() or None,
        proxy=normalise_proxy(proxy) if proxy.strip() else None,
        auth_method=auth_method,
        scope=_parted(scope),
        read_only=read_only,
    )


def _is_method(text: str) -> TypeGuard[AuthMethod]:
    return text in AUTH_METHODS


def _parted(scope: str) -> str:
    """The scopes of a typed text, parted by single blanks."""
    return " ".join(part for part in scope.strip().split(" ") if part)


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


def _address_problem(normalise: Callable[[str], str], text: str) -> str | None:
    try:
        normalise(text)
    except BadAddress as bad:
        return str(bad)
    return None


def _scope_problem(text: str) -> str | None:
    scope = _parted(text)
    if len(scope) > _LONGEST_CREDENTIAL:
        return f"The scope is longer than {_LONGEST_CREDENTIAL:,} characters."
    if scope and not _SCOPE.fullmatch(scope):
        return 'A scope is made of plain letters, digits and signs other than " and \\; a blank parts two.'
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
