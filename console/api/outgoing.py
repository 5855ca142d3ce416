"""The exact request that the review sheet shows and the transport sends, byte for byte the same.

It must not hold a header, a token or a secret, and nothing here talks to a server: these are pure functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

from console.runtime.giving_way import give_way

if TYPE_CHECKING:
    import simplejson

Method = Literal["GET", "POST", "PUT", "DELETE"]


@dataclass(frozen=True, slots=True)
class About:
    """What a request is about, for the check of its answer and for the words when it fails.

    `id` is the id that was asked for, as the caller wrote it; empty for a search or an add without one.
    A `move` is one of a cart's three steps (fiddle, abandon, expire).
    """

    record: Literal["order", "cart", "sign-in"]
    action: Literal["read", "find", "add", "update", "delete", "move"]
    id: str = ""
    by_customer_id: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request: method, whole URL with its query, the body's text (None: no body), and what it is about.

    What is shown is what is sent: the transport refuses to send a URL that its HTTP library would change.
    """

    method: Method
    url: str
    body: str | None
    about: About

    @property
    def writes(self) -> bool:
        """True when the request may change a record, so that it is never repeated after it left."""
        return self.about.action not in ("read", "find")

    @property
    def forced(self) -> bool:
        """True with force=true: customers may be messaged again, so the machine never repeats it at all."""
        return self.about.record != "sign-in" and "force=true" in urlsplit(self.url).query.split("&")

    @property
    def path(self) -> str:
        """Path and query, for messages; of a sign-in's query the names alone, for its values may be keys."""
        if self.about.record == "sign-in":
            return self.path_without_values
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def path_without_values(self) -> str:
        """The path, and of the query the names alone, for the log."""
        parts = urlsplit(self.url)
        names = [pair.partition("=")[0] for pair in parts.query.split("&") if pair]
        return parts.path + ("?" + "&".join(names) if names else "")

    @property
    def address(self) -> str:
        """host or host:port, for messages."""
        return urlsplit(self.url).netloc


def built(
    method: Method,
    base: str,
    path: str,
    about: About,
    *,
    query: Mapping[str, str | bool] | None = None,
    body: Mapping[str, object] | None = None,
) -> Outgoing:
    """The request to `base` + `path` (segments already encoded). Booleans are written `true` and `false`."""
    pairs = [f"{name}={_query_value(value)}" for name, value in (query or {}).items()]
    url = base.rstrip("/") + path + ("?" + "&".join(pairs) if pairs else "")
    return Outgoing(method, url, None if body is None else to_json(body), about)


_STEP = 100


@cache
def _encoder() -> simplejson.JSONEncoder:
    """Made for the first body, and the library with it: a start has nothing to write."""
    import simplejson

    return simplejson.JSONEncoder(
        use_decimal=True, ensure_ascii=False, indent=2, allow_nan=False, namedtuple_as_object=False
    )


def to_json(value: object) -> str:
    """`value` as JSON for people and machines alike: two blanks a level, Decimal digits kept, no \\u escapes.

    Raises ValueError for NaN and infinities, TypeError for what JSON cannot hold.
    """
    if not (isinstance(value, Mapping) and any(map(_is_long, value.values()))):
        return str(_encoder().encode(value))
    return "{\n" + ",\n".join(map(_member, value.items())) + "\n}"


def _is_long(held: object) -> bool:
    return isinstance(held, list) and len(held) > _STEP


def _member(named: tuple[str, object]) -> str:
    """One member of the outermost object; a long list a hundred items at a time, for the encoder lets no other thread run."""
    name, held = named
    if not isinstance(held, list) or not _is_long(held):
        return str(_encoder().encode({name: held}))[2:-2]
    parts = []
    for start in range(0, len(held), _STEP):
        give_way()
        part = str(_encoder().encode(held[start : start + _STEP]))[1:-2]
        parts.append(part.replace("\n", "\n  "))  # one level further in; a text has no line end of its own
    return f"{str(_encoder().encode({name: 0}))[2:-3]}[{','.join(parts)}\n  ]"


def order_query(
    *, trigger_events: bool, force: bool, create_contact: bool, ignore_invalid_tid: bool
) -> dict[str, bool]:
    """The query of an order write: triggerEvents always (the API's own default is true), others when true."""
    return {"triggerEvents": trigger_events} | _when_true(
        force=force, createContact=create_contact, ignoreInvalidTid=ignore_invalid_tid
    )


def cart_query(*, create_contact: bool, ignore_invalid_tid: bool) -> dict[str, bool]:
    """The query of a cart write; carts have neither triggerEvents nor force."""
    return _when_true(createContact=create_contact, ignoreInvalidTid=ignore_invalid_tid)


def _when_true(**switches: bool) -> dict[str, bool]:
    return {name: True for name, on in switches.items() if on}


def _query_value(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return quote(value, safe="")
