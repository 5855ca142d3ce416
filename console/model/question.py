"""What an operator typed into the look-up field, understood as ids to try.

It must not guess silently: what a text was taken for can be said, and a text that can be no id is refused in a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from console.model.fields.field import RecordKind
from console.model.id_labels import is_filler, is_label, unjoined

LookFor = Literal["anything", "order", "cart"]

_HEX = r"[0-9a-fA-F]"
_UUID = rf"{_HEX}{{8}}-?{_HEX}{{4}}-?{_HEX}{{4}}-?{_HEX}{{4}}-?{_HEX}{{12}}"
_WHOLE_UUID = re.compile(_UUID)
_UUID_INSIDE = re.compile(rf"(?<![0-9A-Za-z]){_UUID}(?![0-9A-Za-z])")
_LABELLED_UUID = re.compile(
    rf"(?P<label>[A-Za-z][A-Za-z _]{{0,30}}[\"'”]?\s*[:=]?\s*)[\"'“#{{\s]*(?P<id>{_UUID})"
)
_CUSTOMER_ID = re.compile(r"#?\w(?:[^\s,;<>{}\"“”„«»`]| (?=\S)){0,99}")
"""What shops call their orders: SO/2024/0015, O'Neil-3, 1001#2. It is sent as one escaped segment of the path."""
_OF_LINKS = re.compile(r"[/\\?#%&=]")
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*://"
_LINK = re.compile(rf"{_SCHEME}|(?:[\w-]+\.)+[A-Za-z]{{2,}}(?::\d+)?/")
_WRAPPING = "{}[]()<>\"'`“”„‘’«»"
_BLANK = " \t\n\r\f\v\u00a0"
_BULLET = re.compile(r"[•·▪]+\s*|[-–—*]\s+|(?P<bold>\*+)(?=.*[^*](?P=bold)$)", re.DOTALL)
"""What stands before each line of a list that was copied from a chat or a mail."""
_BRACKETED_END = re.compile(r"\w.*\s\([^()]*\)")
_WORDS_BEHIND = re.compile(r"(?:\s[^\W\d_]{3,}[.!?]*)+")
_ENDS = _WRAPPING + _BLANK + ".:!?"
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
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_LONGEST, _MOST = 2_000, 20
_LONGEST_ID = 100
_SHORTEST_OF_SEVERAL = 3


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


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text asks for; `left_out` has a sentence for each piece of it that can be no id."""

    questions: tuple[Question, ...]
    left_out: tuple[str, ...] = ()


class NotAnId(ValueError):
    """The text can be no id; the message is a sentence for the operator. Nothing was sent."""


def understand(text: str, look_for: LookFor = "anything") -> tuple[Question, ...]:
    """The records that a text asks for, at least one and at most 20. Raises NotAnId, also where one piece of it is no id."""
    found = understood(text, look_for)
    if found.left_out:
        raise NotAnId(found.left_out[0])
    return found.questions


def understood(text: str, look_for: LookFor = "anything") -> Understood:
    """The records that a typed or pasted text asks for, at least one and at most 20. Raises NotAnId where there is none.

    Ids may be padded, braced, quoted, labelled, begin with `#` or end with a full stop; several may be separated by
    lines, tabs, commas, semicolons or blanks; a link is searched for the id in it. Invisible characters are passed over.
    """
    if len(text) > _LONGEST:
        raise NotAnId("This is too long for an ID; nothing was looked up.")
    visible = "".join(character for character in text if unicodedata.category(character) != "Cf")
    parts = tuple(dict.fromkeys(_parts(visible)))
    if not parts:
        raise NotAnId("Type or paste an ID first.")
    if len(parts) > _MOST:
        raise NotAnId(f"These are {len(parts)} IDs; look up at most {_MOST} at once.")
    questions: list[Question] = []
    left_out: list[str] = []
    for part in parts:
        try:
            questions.append(_one(part, look_for))
        except NotAnId as error:
            left_out.append(str(error))
    digits = any(character.isdigit() for question in questions for character in question.tries[0].id)
    if not questions or (left_out and not digits):  # these are words, and not ids with a slip among them
        raise NotAnId(left_out[0])
    return Understood(tuple(dict.fromkeys(questions)), tuple(left_out))


def spellings(texts: Iterable[str], own_id: str) -> tuple[str, ...]:
    """The ids to try for an order that one of these texts was taken to name, this one first.

    A row with "#7702" asks for 7702, and where there is none, for #7702: as typed, if the shop's ids have the sign.
    """
    for text in texts:
        try:
            [question] = understand(text, "order")
        except (NotAnId, ValueError):
            continue
        tried = tuple(dict.fromkeys(one.id for one in question.tries))
        if tried[0] == own_id:
            return tried
    return (own_id,)


def _parts(text: str) -> Iterator[str]:
    """One text for each id. A link keeps its commas, semicolons and blanks, unless another link follows them."""
    for piece in re.split(rf"[\n\r\t]+|[,;]\s+|[,;\s]+(?={_SCHEME})", text):
        for part in [piece] if _LINK.match(_bare(piece)) else re.split("[,;]+", piece):
            yield from _several(part.split()) or ([part] if part.strip() else [])


def _several(words: list[str]) -> list[str]:
    """The ids among these words where there are several and nothing else but labels; an id may have blanks in it too."""
    found = [word for word in words if not (is_label(word) or is_filler(word))]
    alike = len(found) > 1 and all(map(_uuid_of, map(_bare, found)))
    return found if alike or (len(found) > 1 and all(map(_stands_alone, found))) else []


def _stands_alone(word: str) -> bool:
    bare = _bare(word).rstrip(_ENDS)
    long = len(bare) >= _SHORTEST_OF_SEVERAL or word.startswith("#")
    return long and any(map(str.isdigit, bare)) and bool(_CUSTOMER_ID.fullmatch(bare))


def _one(text: str, look_for: LookFor) -> Question:
    text = text.strip(_BLANK)
    if bullet := _BULLET.match(text):
        text = text[bullet.end() :].removesuffix(bullet["bold"] or "")
    bare = _bare(text)
    if _LINK.match(bare):
        try:
            return _in_link(bare, look_for)
        except NotAnId:
            if "://" in bare or not _is_customer_id(bare):
                raise
            return _customer([bare], look_for)  # INV.AB/2024 looks like a host and a path
    if found := _uuid_of(bare.rstrip(_ENDS)):
        return _uuid(found, look_for)
    if labelled := _LABELLED_UUID.fullmatch(bare.rstrip(_ENDS)):
        return _uuid(labelled["id"], look_for)
    ids = [one for one in dict.fromkeys(_spellings(text)) if _is_customer_id(one)]
    if not ids:
        raise _not_an_id(text)
    return _customer(ids, look_for)


def _is_customer_id(text: str) -> bool:
    """Whether a shop could have such an ID. One with signs of a path or query has digits, else it is a piece of a link."""
    return (
        len(text) <= _LONGEST_ID
        and bool(_CUSTOMER_ID.fullmatch(text))
        and text.isprintable()
        and not ("?" in text and _UUID_INSIDE.search(text))
        and (not _OF_LINKS.search(text) or any(map(str.isdigit, text)))
    )


def _spellings(text: str) -> Iterator[str]:
    """The ids that a text may mean, the likeliest first: without label, sign and full stop, and then with them."""
    whole = _bare(text)
    behind = _unlabelled(whole)
    core = _bare(behind).rstrip(_ENDS)
    bracketed = text.strip(_BLANK + "\"'“”„«».").lstrip("#")
    if _BRACKETED_END.fullmatch(bracketed):  # 1001 (2), where the bracket is the ID's own
        yield _unlabelled(bracketed).lstrip("#")
    yield core
    signed = re.sub(r"\s", "", behind if behind != whole else text.strip(_BLANK + _WRAPPING))
    if signed.startswith("#") and not signed.startswith("##"):
        yield "#" + core
    yield _bare(behind)
    yield core.replace("’", "'")
    if behind != whole and not re.search("[:=#№]", whole.removesuffix(behind) + behind[:1]):
        yield whole
    yield from _in_a_sentence(text)


def _in_a_sentence(text: str) -> Iterator[str]:
    """The ID behind a label in a subject or a question: "Re: Order #1001 confirmed", "Where is order 7701?"."""
    words = text.split()
    place = next((place for place, word in enumerate(words) if any(map(str.isdigit, word))), 0)
    before = [word for word in words[:place] if not is_filler(word)]
    behind = "".join(f" {word}" for word in words[place + 1 :])
    if before and is_label(before[-1]) and (not behind or _WORDS_BEHIND.fullmatch(behind)):
        found = _bare(words[place]).rstrip(_ENDS)
        yield found
        if words[place].startswith("#"):
            yield "#" + found


def _unlabelled(text: str) -> str:
    """What stands behind the labels of an id: "Order #7701" is "#7701"; the same text where it has none."""
    behind = unjoined(text)
    if behind != text:
        return behind
    label, sign, rest = re.match(r"([^\d:=#№]*)([:=#№]*)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    dotted = label.endswith((".", "°", "º")) and rest[:1].isdigit()  # Nr.7701, n°7701
    if (sign or dotted) and rest.strip() and label.strip() and _all_labels(label.split()):
        return ("#" if "#" in sign or rest.lstrip().startswith("#") else "") + rest.strip().lstrip("#")
    words = text.split()
    first = next((place for place, word in enumerate(words) if not (is_label(word) or is_filler(word))), 0)
    return text.split(None, first)[-1] if first and _all_labels(words[:first]) else text


def _all_labels(words: list[str]) -> bool:
    return any(map(is_label, words)) and all(is_label(word) or is_filler(word) for word in words)


def _bare(text: str) -> str:
    bare = text.strip(_WRAPPING + _BLANK).lstrip("#" + _WRAPPING).strip()
    return bare[9:] if bare[:9].lower() == "urn:uuid:" else bare


def _uuid_of(text: str) -> str:
    """The text where it is a UUID, with the hyphens that word processors make of dashes put right; else empty."""
    hyphened = _DASHES.sub("-", text)
    return hyphened if _WHOLE_UUID.fullmatch(hyphened) else ""


def _uuid(text: str, look_for: LookFor) -> Question:
    digits = text.replace("-", "").lower()
    found = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    tries = [Try(kind, "id", found) for kind in _kinds(look_for)]
    named = {"anything": "an order or cart ID", "order": "an order ID", "cart": "a cart ID"}[look_for]
    return Question(tuple(tries), named)


def _customer(ids: Sequence[str], look_for: LookFor) -> Question:
    tries = [Try(kind, "customer id", one) for one in ids for kind in _kinds(look_for)]
    named = {
        "anything": "the shop's own order or cart ID",
        "order": "a customer order ID",
        "cart": "a customer cart ID",
    }[look_for]
    return Question(tuple(tries), named)


def _in_link(link: str, look_for: LookFor) -> Question:
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
        host = parts.hostname or link
    except ValueError as error:
        raise NotAnId("This link cannot be read; nothing was looked up.") from error
    fragment, _, more = parts.fragment.partition("?")
    steps = [*_steps(parts.path), *(_steps(fragment) if "/" in fragment else ())]
    pairs = parse_qsl(f"{parts.query}&{more}")
    named = set(_named(steps, pairs))
    found: set[tuple[LookFor, str]] = {(kind, text) for kind, text in named if kind == look_for}
    if not found:  # what was asked for outranks what the link calls it
        found = {(kind if look_for == "anything" else look_for, text) for kind, text in named}
    if with_digits := {one for one in found if any(map(str.isdigit, one[1]))}:
        found = with_digits  # /orders/sold?order_id=7: a step without a digit is what is done there
    if not found:
        told = unquote(f"{parts.path} {parts.query} {parts.fragment}")
        found = {(look_for, inside.lower()) for inside in _UUID_INSIDE.findall(told)}
    if not found:
        raise NotAnId(f"There is no order or cart ID in this link ({_short(host)}); nothing was looked up.")
    if len(found) > 1:
        raise NotAnId(f"There are {len(found)} IDs in this link ({_short(host)}); paste the one you mean.")
    kind, text = found.pop()
    return _uuid(text, kind) if _WHOLE_UUID.fullmatch(text) else _customer([text], kind)


def _steps(path: str) -> list[str]:
    return [unquote(step) for step in path.split("/") if step]


def _named(steps: list[str], pairs: list[tuple[str, str]]) -> Iterator[tuple[RecordKind, str]]:
    """Ids that a link names as such: the step after /orders or /carts, or a query such as orderId=1001."""
    for place, step in enumerate(steps):
        kind = _kind_of(step, ("", "s"))
        after = [
            one
            for one in steps[place + 1 :]
            if not _kind_of(re.sub("[^A-Za-z]", "", one), ("id",)) and one.lower() not in _ACTS
        ]
        if kind and after and _is_customer_id(after[0]):
            yield kind, after[0]
    for name, text in pairs:
        kind = _kind_of(re.sub("[^A-Za-z]", "", name), ("", "id", "number"))
        if kind and _is_customer_id(text):
            yield kind, text


def _kind_of(name: str, endings: tuple[str, ...]) -> RecordKind | None:
    plain = name.lower().removeprefix("customer")
    if plain in [f"order{ending}" for ending in endings] or ("s" in endings and plain in _ORDER_STEPS):
        return "order"
    return "cart" if plain in [f"cart{ending}" for ending in endings] else None


def _kinds(look_for: LookFor) -> tuple[RecordKind, ...]:
    return ("order", "cart") if look_for == "anything" else (look_for,)


def _not_an_id(text: str) -> NotAnId:
    return NotAnId(
        f"“{_short(text.strip())}” is not an ID. An ID is a UUID, the shop's own order or cart ID, or a link that has one."
    )


def _short(text: str) -> str:
    clean = "".join(character if character.isprintable() else "�" for character in text)
    return clean if len(clean) <= 40 else clean[:39] + "…"
