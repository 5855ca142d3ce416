"""What an operator typed into the look-up field, understood as ids to try.

It must not guess silently: what a text was taken for can be said, and a text that can be no id is refused in a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from console.model.field import RecordKind

LookFor = Literal["anything", "order", "cart"]

_HEX = r"[0-9a-fA-F]"
_UUID = re.compile(rf"{_HEX}{{8}}-?{_HEX}{{4}}-?{_HEX}{{4}}-?{_HEX}{{4}}-?{_HEX}{{12}}")
_CUSTOMER_ID = re.compile(r"\w(?:[\w .:|+@~-]{0,98}[\w+])?")
_LONGEST, _MOST = 2_000, 20


@dataclass(frozen=True, slots=True)
class Try:
    """One place to look: the kind of record, whether by the service's own id or the shop's, and the id."""

    kind: RecordKind
    by: Literal["id", "customer id"]
    id: str


@dataclass(frozen=True, slots=True)
class Question:
    """One record asked for: where to look, in order, and what its id was taken for."""

    tries: tuple[Try, ...]
    taken_for: str


class NotAnId(ValueError):
    """The text can be no id; the message is a sentence for the operator. Nothing was sent."""


def understand(text: str, look_for: LookFor = "anything") -> tuple[Question, ...]:
    """The records that a typed or pasted text asks for, at most 20. Raises NotAnId.

    Ids may be padded, braced, quoted or begin with `#`; several may be separated by lines, tabs, commas or semicolons;
    a link is searched for the id in it.
    """
    if not text.strip():
        raise NotAnId("Type or paste an ID first.")
    if len(text) > _LONGEST:
        raise NotAnId("This is too long for an ID; nothing was looked up.")
    parts = [part for part in re.split(r"[\n\r\t,;]+", text) if part.strip()]
    if len(parts) == 1 and len(_UUID.findall(text)) == len(text.split()):
        parts = text.split()
    if len(parts) > _MOST:
        raise NotAnId(f"These are {len(parts)} IDs; look up at most {_MOST} at once.")
    return tuple(dict.fromkeys(_one(part, look_for) for part in parts))


def _one(text: str, look_for: LookFor) -> Question:
    bare = text.strip().strip("{}[]()<>\"'`“”‘’").strip().removeprefix("urn:uuid:")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", bare):
        return _in_link(bare, look_for)
    bare = bare.lstrip("#").strip()
    if _UUID.fullmatch(bare):
        return _uuid(bare, look_for)
    if not _CUSTOMER_ID.fullmatch(bare):
        raise NotAnId(
            f"“{_short(text.strip())}” is not an ID. An ID is a UUID, the shop's own order or cart ID, or a link that has one."
        )
    return _customer(bare, look_for)


def _uuid(text: str, look_for: LookFor) -> Question:
    digits = text.replace("-", "").lower()
    found = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    tries = [Try(kind, "id", found) for kind in _kinds(look_for)]
    named = {"anything": "an order or cart ID", "order": "an order ID", "cart": "a cart ID"}[look_for]
    return Question(tuple(tries), named)


def _customer(text: str, look_for: LookFor) -> Question:
    tries = [Try(kind, "customer id", text) for kind in _kinds(look_for)]
    named = {
        "anything": "the shop's own order or cart ID",
        "order": "a customer order ID",
        "cart": "a customer cart ID",
    }[look_for]
    return Question(tuple(tries), named)


def _in_link(link: str, look_for: LookFor) -> Question:
    try:
        parts = urlsplit(link)
    except ValueError as error:
        raise NotAnId("This link cannot be read; nothing was looked up.") from error
    steps = [unquote(step) for step in parts.path.split("/") if step]
    narrowed: LookFor = look_for
    for step in steps:
        if look_for == "anything" and step.lower() in ("order", "orders", "cart", "carts"):
            narrowed = "order" if step.lower().startswith("order") else "cart"
    inside = _UUID.search(unquote(f"{parts.path} {parts.query} {parts.fragment}"))
    if inside:
        return _uuid(inside.group(), narrowed)
    if steps and narrowed != "anything" and _CUSTOMER_ID.fullmatch(steps[-1]):
        return _customer(steps[-1], narrowed)
    raise NotAnId(
        f"There is no order or cart ID in this link ({_short(parts.hostname or link)}); nothing was looked up."
    )


def _kinds(look_for: LookFor) -> tuple[RecordKind, ...]:
    return ("order", "cart") if look_for == "anything" else (look_for,)


def _short(text: str) -> str:
    clean = "".join(character if character.isprintable() else "�" for character in text)
    return clean if len(clean) <= 40 else clean[:39] + "…"
