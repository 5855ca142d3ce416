"""A link of a shop's, a carrier's or any other page, searched for the ID of an order or cart in it.

It must not open the link, nor choose between several IDs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from console.model.fields.field import RecordKind

LookFor = Literal["anything", "order", "cart"]

_HEX = r"[0-9a-fA-F]"
UUID = rf"{_HEX}{{8}}-?{_HEX}{{4}}-?{_HEX}{{4}}-?{_HEX}{{4}}-?{_HEX}{{12}}"
WHOLE_UUID = re.compile(UUID)
UUID_INSIDE = re.compile(rf"(?<![0-9A-Za-z]){UUID}(?![0-9A-Za-z])")
_ACTS = frozenset({"view", "edit", "show", "detail", "details", "info", "open", "status"})
_ORDER_STEPS = frozenset(
    {
        *(
            "view-order",
            "order-received",
            "order-details",
            "order-pay",
            "orderdetails",
            "bestellung",
            "bestellungen",
        ),
        *(
            "auftrag",
            "commande",
            "commandes",
            "pedido",
            "pedidos",
            "ordine",
            "ordini",
            "bestelling",
            "bestellingen",
        ),
    }
)
"""How shops call the step of a link that the ID of an order follows."""


class NoIdInLink(ValueError):
    """There is not one ID in the link; the message is a sentence for the operator."""


def id_in(link: str, look_for: LookFor, may_be_id: Callable[[str], bool]) -> tuple[LookFor, str]:
    """The one ID that a link holds, and of which kind of record it is there. Raises `NoIdInLink`, also where it holds several.

    `may_be_id` says whether a shop could have such an ID.
    """
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
        host = parts.hostname or link
    except ValueError as error:
        raise NoIdInLink("This link cannot be read; nothing was looked up.") from error
    fragment, _, more = parts.fragment.partition("?")
    steps = [*_steps(parts.path), *(_steps(fragment) if "/" in fragment else ())]
    pairs = parse_qsl(f"{parts.query}&{more}")
    named = set(_named(steps, pairs, may_be_id))
    found: set[tuple[LookFor, str]] = {(kind, text) for kind, text in named if kind == look_for}
    if not found:  # what was asked for outranks what the link calls it
        found = {(kind if look_for == "anything" else look_for, text) for kind, text in named}
    if with_digits := {one for one in found if any(map(str.isdigit, one[1]))}:
        found = with_digits  # /orders/sold?order_id=7: a step without a digit is what is done there
    if not found:
        told = unquote(f"{parts.path} {parts.query} {parts.fragment}")
        found = {(look_for, inside.lower()) for inside in UUID_INSIDE.findall(told)}
    if not found:
        raise NoIdInLink(f"There is no order or cart ID in this link ({short(host)}); nothing was looked up.")
    if len(found) > 1:
        raise NoIdInLink(f"There are {len(found)} IDs in this link ({short(host)}); paste the one you mean.")
    return found.pop()


def _steps(path: str) -> list[str]:
    return [unquote(step) for step in path.split("/") if step]


def _named(
    steps: list[str], pairs: list[tuple[str, str]], may_be_id: Callable[[str], bool]
) -> Iterator[tuple[RecordKind, str]]:
    """Ids that a link names as such: the step after /orders or /carts, or a query such as orderId=1001."""
    for place, step in enumerate(steps):
        kind = _kind_of(step, ("", "s"))
        after = [
            one
            for one in steps[place + 1 :]
            if not _kind_of(re.sub("[^A-Za-z]", "", one), ("id",)) and one.lower() not in _ACTS
        ]
        if kind and after and may_be_id(after[0]):
            yield kind, after[0]
    for name, text in pairs:
        kind = _kind_of(re.sub("[^A-Za-z]", "", name), ("", "id", "number"))
        if kind and may_be_id(text):
            yield kind, text


def _kind_of(name: str, endings: tuple[str, ...]) -> RecordKind | None:
    plain = name.lower().removeprefix("customer")
    if plain in [f"order{ending}" for ending in endings] or ("s" in endings and plain in _ORDER_STEPS):
        return "order"
    return "cart" if plain in [f"cart{ending}" for ending in endings] else None


def short(text: str) -> str:
    """A text as a sentence may quote it: what cannot be seen is a sign, and it is at most 40 characters long."""
    clean = "".join(character if character.isprintable() else "�" for character in text)
    return clean if len(clean) <= 40 else clean[:39] + "…"
