"""What an operator typed into the look-up field, understood as ids to try.

It must not guess silently: what a text was taken for can be said, and a text that can be no id is refused in a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from console.model import link
from console.model.fields.field import RecordKind
from console.model.id_labels import is_filler, is_label, unjoined
from console.model.scheme import is_link
from console.model.shop_link import UUID, UUID_INSIDE, WHOLE_UUID, LookFor, NoIdInLink, id_in, short

_LABELLED_UUID = re.compile(
    rf"(?P<label>[A-Za-z][A-Za-z _]{{0,30}}[\"'”]?\s*[:=]?\s*)[\"'“#{{\s]*(?P<id>{UUID})"
)
_CUSTOMER_ID = re.compile(r"#?\w(?:[^\s,;<>{}\"“”„«»`]| (?=\S)){0,99}")
"""What shops call their orders: SO/2024/0015, O'Neil-3, 1001#2. It is sent as one escaped segment of the path."""
_PLAIN_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
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
    """What a text asks for; `left_out` has a sentence for each piece of it that can be no id.

    `environment` is the one that its links name; empty where they name none.
    """

    questions: tuple[Question, ...]
    left_out: tuple[str, ...] = ()
    environment: str = ""


class NotAnId(ValueError):
    """The text can be no id; the message is a sentence for the operator. Nothing was sent."""


def understand(text: str, look_for: LookFor = "anything") -> tuple[Question, ...]:
    """The records that a text asks for, at least one and at most 20. Raises NotAnId, also where one piece of it is no id."""
    if _PLAIN_UUID.fullmatch(text):  # as in most rows of a file
        return (_uuid(text, look_for),)
    found = understood(text, look_for)
    if found.left_out:
        raise NotAnId(found.left_out[0])
    return found.questions


def understood(text: str, look_for: LookFor = "anything") -> Understood:
    """The records that a typed or pasted text asks for, at least one and at most 20. Raises NotAnId where there is none.

    Ids may be padded, braced, quoted, labelled, begin with `#` or end with a full stop; several may be separated by
    lines, tabs, commas, semicolons or blanks; a link is searched for the id in it. Invisible characters are passed over.
    A link of the console's own asks for what it names; of the text around it only what is plainly an id is asked for.
    """
    if len(text) > _LONGEST:
        raise NotAnId("This is too long for an ID; nothing was looked up.")
    links, around = link.standing_in(text)
    if links:
        return _linked(links, around, look_for)
    visible = text
    if not text.isascii():
        visible = "".join(character for character in text if unicodedata.category(character) != "Cf")
    parts = tuple(dict.fromkeys(_parts(visible)))
    if not parts:
        raise NotAnId("Type or paste an ID first.")
    return _all(parts, lambda part: _one(part, look_for))


def _all(parts: Sequence[str], one: Callable[[str], Question]) -> Understood:
    """What all these pieces of a text ask for, each understood by itself."""
    if len(parts) > _MOST:
        raise NotAnId(f"These are {len(parts)} IDs; look up at most {_MOST} at once.")
    questions: list[Question] = []
    left_out: list[str] = []
    for part in parts:
        try:
            questions.append(one(part))
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


def _linked(links: Sequence[str], around: str, look_for: LookFor) -> Understood:
    """What the console's own links ask for, and ids beside them; a link's own kind outranks what is looked for."""
    environments: set[str] = set()

    def of_link(part: str) -> Question:
        if not is_link(part):
            return _one(part, look_for)
        try:
            asked = link.read(part)
        except link.BadLink as bad:
            raise NotAnId(str(bad)) from None
        question = _direct(asked.id, asked.kind)
        environments.add(asked.environment)
        return question

    words = [word for word in re.split(r"[\s,;]+", around) if word.strip(_ENDS)]
    beside = [word for word in words if not (is_label(word.strip(_ENDS)) or is_filler(word))]
    plain = all(_uuid_of(_bare(word)) or _stands_alone(word) for word in beside)
    found = _all(tuple(dict.fromkeys([*links, *(beside if plain else ())])), of_link)
    if len(environments) > 1:
        raise NotAnId("These links name different environments; open those of one at a time.")
    return replace(found, environment=next(iter(environments), ""))


def _direct(text: str, kind: RecordKind) -> Question:
    """The record of an id that stands for itself: of the spellings as of any typed id, but no link and no list."""
    if "://" in text or len(tuple(_parts(text))) != 1:
        raise NotAnId("This link has more in it than an ID; nothing was looked up.")
    if found := _uuid_of(_bare(text)):
        return _uuid(found, kind)
    ids = [one for one in dict.fromkeys(_spellings(text)) if _is_customer_id(one)]
    if not ids:
        raise NotAnId("This link has something else in it where the ID should be; nothing was looked up.")
    return _customer(ids, kind)


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
    if is_link(bare):  # known as one only without what cannot be seen in it
        raise NotAnId("This link has a character in it that cannot be seen; nothing was looked up.")
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
        and not ("?" in text and UUID_INSIDE.search(text))
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
    return hyphened if WHOLE_UUID.fullmatch(hyphened) else ""


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


def _in_link(text: str, look_for: LookFor) -> Question:
    try:
        kind, found = id_in(text, look_for, _is_customer_id)
    except NoIdInLink as error:
        raise NotAnId(str(error)) from None
    return _uuid(found, kind) if WHOLE_UUID.fullmatch(found) else _customer([found], kind)


def _kinds(look_for: LookFor) -> tuple[RecordKind, ...]:
    return ("order", "cart") if look_for == "anything" else (look_for,)


def _not_an_id(text: str) -> NotAnId:
    return NotAnId(
        f"“{short(text.strip())}” is not an ID. An ID is a UUID, the shop's own order or cart ID, or a link that has one."
    )
