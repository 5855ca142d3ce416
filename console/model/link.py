"""A link of the console's own, `order-console://order/ID?environment=NAME`: how it is written, and what one asks for.

It must not guess: what a link has beyond one record and one environment is refused, in a sentence that does not quote it.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

from console.model.fields.field import RECORD_KINDS, RecordKind
from console.model.scheme import SCHEME, is_link

_LONGEST, _LONGEST_NAME = 2_000, 60
_FORM = re.compile(
    rf"{SCHEME}//(?P<place>[^/?#]*)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<behind>#.*)?",
    re.IGNORECASE | re.DOTALL,
)
_INSIDE = re.compile(rf"{SCHEME}(?:(?!{SCHEME})[^\s<>\"])*", re.IGNORECASE)
_ENDS = ".,;:!?…)]}'`”“’»*|\u200b\u200e\u200f\u2060\u2069\ufeff"
"""What a sentence, or a program that sets one, puts behind a link that stands in it."""
_MUST_BE_ENCODED = re.compile(r"[\s,;<>\[\](){}\"'`\\^|\ufffd]")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")


class OwnLink(NamedTuple):
    """One record to look up: its kind and ID as they stand in the link; an empty `environment` is the one in use."""

    kind: RecordKind
    id: str
    environment: str = ""


class BadLink(ValueError):
    """The link asks for nothing that can be understood one way only; the message is a sentence for the operator."""


def written(link: OwnLink) -> str:
    """The link as it is handed on. Raises `BadLink` where it could not be read again as it was meant."""
    text = f"{SCHEME}//{link.kind}/{quote(link.id, safe='')}"
    text += f"?environment={quote(link.environment, safe='')}" if link.environment else ""
    if read(text) != link:
        raise BadLink("This cannot stand in a link.")
    return text


def read(text: str) -> OwnLink:
    """What a link asks for. Raises `BadLink`."""
    if len(text) > _LONGEST:
        raise _bad("is too long")
    if not text.isprintable():
        raise _bad("has a character in it that cannot be seen")
    if _MUST_BE_ENCODED.search(text):
        raise _bad("has a blank or a sign in it that must be written with %, such as %20")
    if "+" in text:
        raise _bad("has a + in it, which could be a blank or a plus; write %20 or %2B")
    form = _FORM.fullmatch(text)
    if form is None:
        raise _bad("does not begin with order-console://order/ or order-console://cart/")
    if form["behind"] is not None:
        raise _bad("has a part behind # in it, and a link can only look up")
    kind = _kind(form["place"])
    steps = form["path"].split("/")[1:]
    if not any(steps):
        raise _bad("has no ID in it")
    if len(steps) > 1:
        raise _bad("has more in it than an ID")
    id = _decoded(steps[0])
    return OwnLink(kind, id, _environment(form["query"]))


def standing_in(text: str) -> tuple[tuple[str, ...], str]:
    """The links of the console that stand in a text, without what only closes them, and the text around them."""
    whole = text.strip()
    if is_link(whole) and whole.lower().count(SCHEME) == 1 and not re.search(r"\s", whole):
        return (whole,), ""  # with all that is wrong with it
    return tuple(found.rstrip(_ENDS) for found in _INSIDE.findall(text)), _INSIDE.sub(" ", text)


def shown(text: str) -> str:
    """A text from a command line as it may stand in a field; in a link, what is blank or cannot be seen is a sign.

    Such a link is refused all the same, since it has the sign in it.
    """
    text = text.strip()
    if not is_link(text) or text.lower().count(SCHEME) > 1:
        return text
    return "".join(one if one.isprintable() and one != " " else "\ufffd" for one in text)


def _kind(place: str) -> RecordKind:
    if "@" in place:
        raise _bad("names a user, and a link can only look up")
    if ":" in place:
        raise _bad("names a port, and a link can only look up")
    for kind in RECORD_KINDS:
        if place.lower() == kind:
            return kind
    raise _bad("is to neither an order nor a cart")


def _environment(query: str | None) -> str:
    if query is None:
        return ""
    pairs = [pair.partition("=") for pair in query[1:].split("&")]
    if any(name != "environment" for name, _, _ in pairs):
        raise _bad("asks for something else than an environment, and a link can only look up")
    if len(pairs) > 1:
        raise _bad("names more than one environment")
    if not (text := pairs[0][2]):
        raise _bad("names no environment behind environment=")
    if len(name := _decoded(text)) > _LONGEST_NAME:
        raise _bad(f"names an environment of more than {_LONGEST_NAME} characters")
    return name


def _decoded(text: str) -> str:
    if _LONE_PERCENT.search(text):
        raise _bad("has a % in it without two digits (0 to 9, A to F) behind it")
    try:
        decoded = unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        raise _bad("has characters in it that are not UTF-8") from None
    if not decoded.isprintable() or "\ufffd" in decoded:
        raise _bad("has a character in it that cannot be seen")
    if _ENCODED.search(decoded):
        raise _bad("is encoded twice")
    return decoded


def _bad(what: str) -> BadLink:
    return BadLink(f"This link {what}; nothing was looked up.")
