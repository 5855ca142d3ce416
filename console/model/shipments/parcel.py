"""One row's parcel: which link its cells for number, link and carrier come to, or why none can be told.

It must not overrule what a row says: a given link stays to the letter, a named carrier wins, and where two cells of a
row do not agree, that is a problem of the row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from console.model.carriers.carriers import Candidate, Carriers, best, sure
from console.model.carriers.links import links_in, without_links
from console.model.carriers.number_shape import LONGEST_NUMBER
from console.model.carriers.number_text import plain, tidy
from console.model.carriers.table import Carrier
from console.model.fields.kinds import LINK

ParcelProblem = Literal["", "no tracking", "bad number", "bad link", "bad carrier"]

_NOTHING = re.compile(r"[\W0_]*|#?n/?a!?|none|null|nil|nan|tba|tbd", re.IGNORECASE)
_SAYS_NO_CARRIER = re.compile(
    r"[\W_]*|n/?a|none|null|nil|nan|other|others|custom|unknown|various|carrier|courier|tbd", re.IGNORECASE
)
_DECIMALS = re.compile(r"\d+[.,]0{1,2}", re.ASCII)
_COUNTRY_AND_CODE = re.compile(r"-[A-Z]{2}-\w{3,10}$")
"""What PostNL writes behind a number: 3SABCD1234567-NL-1011AB."""
_HALF_A_LINK = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)
_BETWEEN_NUMBERS = re.compile(r"[,;/|&+\n]|\b(?:and|und|et|y|e|en|och|og)\b", re.IGNORECASE)
_AFTER_NAME = re.compile(r"([^\W\d_]{3,})[:#(/-]+\s*(?=\S*\d)")
_SHORTEST_NAME = 3
_OWN_LETTERS = re.compile("[A-Z]{2}")
"""Two letters before a number or behind it are its own: CP 123 456 785 CZ."""
_NUMBER = re.compile(r"(?=(?:.*\d){2})[0-9A-Z]{5,64}", re.ASCII)
_NUMBER_ALONE = re.compile(r"(?=[0A-Z]*[1-9])[0-9A-Z]{5,64}")
_WORD = re.compile(r"(?=.*[^\W\d_A-Z])[^\W\d_]{4,}[.,:;!?]*")
_DATE_OR_PRICE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}\.?|\d{1,4}[.,]\d\d?")
_MAY_BE_A_NUMBER = re.compile(r"(?:\D*\d){6}|(?=(?:\D*\d){3})[0-9A-Z]{8}")
_TWO_ALIKE = re.compile(r"(\d{9,})\s?-\s?(\d{9,})")
_LONG = re.compile(r"(?=(?:[^\d]*\d){5})[0-9A-Z]{9,}", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a row's cells come to: the link, and of which carrier and number it is where that is known.

    `problem` keeps the row from being sent as it stands and `why` says so in a sentence. A problem with a link has a
    link that an operator may take all the same.
    """

    link: str = ""
    number: str = ""
    carrier: str = ""
    problem: ParcelProblem = ""
    why: str = ""


def choose(tracking: str, url: str, carrier: str, carriers: Carriers, usual: str = "") -> Parcel:
    """The parcel of a row, from its cell for the number or link, its cell for a link, and its cell for the carrier.

    `usual` names the carrier of the rows that name none. Takes a fraction of a millisecond for a row.
    """
    said = "" if _SAYS_NO_CARRIER.fullmatch(carrier) else carrier.strip()
    if not url and _NUMBER_ALONE.fullmatch(
        tracking
    ):  # as in most rows: no words, links or marks to be told apart
        named = carriers.named(said or usual) if said or usual else ()
        if (said or usual) and not named:
            return Parcel(problem="bad carrier", why=_nobody(said or usual))
        return _of_named(tracking, named, carriers) if named else _of_number(tracking, carriers)
    links = list(dict.fromkeys(_links(tracking) + _links(url)))
    number = " ".join(
        part
        for cell in (tracking, url)
        if (part := without_links(cell).strip()) and not _NOTHING.fullmatch(part) and _has_digit(part)
    )
    if _is_talk(number) and not carriers.candidates(number):
        number = ""  # awaiting stock until 27.11.2026
    beside, bare = _named_beside(number, carriers)
    if beside and said and (both := carriers.named(said)):
        if not {one.key for one in both} & {one.key for one in carriers.named(beside)}:
            why = f"The row names {said[:40]}, but {beside[:40]} stands beside the number."
            return Parcel(number=tidy(bare), problem="bad carrier", why=why)
    elif beside and not said:
        said = beside
    number = bare
    named = carriers.named(said or usual) if said or usual else ()
    broken = next((cell.strip() for cell in (tracking, url) if _is_half_a_link(cell)), "")
    if len(links) > 1 or (links and broken):
        return Parcel(problem="bad link", why="There are two different links in this row; keep one.")
    if links or broken:
        return _of_link(broken or links[0], number, said, named if said else (), carriers)
    if not number:
        words = next((text for text in (tracking.strip(), url.strip()) if text), "")
        return Parcel(
            problem="no tracking",
            why=f"“{words[:40]}” is no number." if words else "There is no number or link in this row.",
        )
    if (said or usual) and not named:
        return Parcel(problem="bad carrier", why=_nobody(said or usual))
    if _several(number, carriers.only(named) if named else carriers):
        why = "There is more than one number in this row; keep one, or give each parcel a row of its own."
        return Parcel(problem="bad number", why=why)
    if _DECIMALS.fullmatch(number):
        why = "This number was made one with decimals; format the column as text and export again."
        return Parcel(problem="bad number", why=why)
    if (carriers.only(named) if named else carriers).leaves_digits(_COUNTRY_AND_CODE.sub("", number)):
        why = f"“{number[:40]}” is more than a number; keep the number alone, or put the link itself into the file."
        return Parcel(problem="bad number", why=why)
    return _of_named(number, named, carriers) if named else _of_number(number, carriers)


def _named_beside(number: str, carriers: Carriers) -> tuple[str, str]:
    """The carrier that is named before or after a number in its own cell, "" for none, and the number without it."""
    words = _AFTER_NAME.sub(r"\1 ", number).split()
    places = [place for place, word in enumerate(words) if _has_digit(word)]
    if not places:
        return "", number
    first, last = places[0], places[-1] + 1
    first -= first > 0 and bool(_OWN_LETTERS.fullmatch(words[first - 1]))
    last += last < len(words) and bool(_OWN_LETTERS.fullmatch(words[last]))
    for name, rest in ((words[:first], words[first:]), (words[last:], words[:last])):
        said = " ".join(name).strip(" :#()/-,;.")
        if len(said) >= _SHORTEST_NAME and carriers.named(said):
            return said, " ".join(rest)
    return "", number


def _of_link(link: str, number: str, said: str, named: tuple[Carrier, ...], carriers: Carriers) -> Parcel:
    """The parcel of a given link; what stands beside it must not say otherwise."""
    reading = LINK.read(link)
    if reading.error or not link.lower().startswith(("http://", "https://")):
        return Parcel(
            problem="bad link", why=reading.error or "A tracking link starts with https:// or http://."
        )
    read, owners = carriers.read_url(link), carriers.of_host(link)
    bare = link.casefold()
    empty = next((one for one in owners if bare == one.template.replace("{n}", "").casefold()), None)
    if read is None and empty is not None:
        return Parcel(problem="bad link", why=f"This link of {empty.name} has no number in it.")
    known = Parcel(link, read.number if read else tidy(number), read.carrier if read else said)
    if named and owners and not {one.key for one in named} & {one.key for one in owners}:
        why = f"The link is one of {owners[0].name}, but the row names {said}."
        return Parcel(known.link, known.number, known.carrier, "bad link", why)
    if read and number and not _same(number, read, link):
        why = f"The link is for {read.number}, but the number beside it is {tidy(number)[:40]}."
        return Parcel(known.link, known.number, known.carrier, "bad link", why)
    return known


def _of_number(number: str, carriers: Carriers) -> Parcel:
    """The parcel of a number whose carrier nobody names."""
    found = carriers.candidates(number)
    if alone := sure(found):
        return _linked(alone)
    standing = list(dict.fromkeys(one.carrier for one in found if one.check != "fails"))
    if len(standing) > 1:
        fitting = " or ".join(standing[:4])
        why = f"This could be of {fitting}; name the carrier in a column of its own, or for the whole file."
    elif standing:
        why = f"This may be of {standing[0]}, or chance; name the carrier in a column of its own, or for the whole file."
    elif len({one.carrier for one in found}) == 1:
        return _linked(found[0])
    elif found:
        fitting = " or ".join(dict.fromkeys(one.carrier for one in found[:4]))
        why = f"The check digit does not fit for {fitting}; compare the number with the label, or name the carrier."
    else:
        why = (
            "No carrier known here has such numbers; name the carrier, or put the link itself into the file."
        )
    return Parcel(number=tidy(number), problem="bad number", why=why)


def _of_named(number: str, named: tuple[Carrier, ...], carriers: Carriers) -> Parcel:
    """The parcel of a number whose carrier, or family of carriers, is named."""
    found = carriers.only(named).candidates(number)
    if found:
        one = best(found)
        if one is not None:
            return _linked(one)
        fitting = " or ".join(dict.fromkeys(candidate.carrier for candidate in found))
        return Parcel(
            number=tidy(number),
            problem="bad number",
            why=f"This could be of {fitting}; write which of them it is.",
        )
    if len(named) > 1:
        fitting = " nor of ".join(carrier.name for carrier in named[:4])
        why = f"This is no number of {fitting}; compare it with the label."
        return Parcel(number=tidy(number), problem="bad number", why=why)
    one = carriers.of_carrier(named[0].key, number)
    other = sure(carriers.candidates(number))
    if named[0].takes_any and other is None and _is_one(number):
        return _linked(one)
    like = f"this is one of {other.carrier}" if other else "as far as is known here"
    why = f"{one.carrier} has no numbers like this, {like}; compare it with the label."
    return Parcel(one.url, tidy(number)[:LONGEST_NUMBER], one.carrier, "bad number", why)


def _linked(one: Candidate) -> Parcel:
    """The parcel of a candidate that was chosen."""
    if not one.url:
        why = f"{one.carrier} has no tracking page; put the link itself into the file."
        return Parcel("", one.number, one.carrier, "bad number", why)
    wrong = f"{one.carrier}: the check digit does not fit." if one.check == "fails" else ""
    return Parcel(one.url, one.number, one.carrier, "bad number" if wrong else "", wrong)


def _links(cell: str) -> list[str]:
    """The links in a cell; what begins as a link and goes on behind a blank is one, to be refused whole."""
    words = cell.split()
    if len(words) > 1 and words[0].lower().startswith(("http://", "https://")):
        return words if all("://" in word for word in words) else [cell.strip()]
    return links_in(cell)


def _is_half_a_link(cell: str) -> bool:
    """Whether a cell means a link and is none that can be opened: another scheme, or none before the host."""
    return bool(_HALF_A_LINK.fullmatch(cell.strip())) or ("://" in cell and not links_in(cell))


def _same(number: str, read: Candidate, link: str) -> bool:
    """Whether a number stands in a link: as it was read, with more or less around it, or to the letter."""
    beside = tidy(number)
    return beside in (tidy(link), read.number) or beside in tidy(link) or tidy(read.number) in beside


def _several(text: str, carriers: Carriers) -> bool:
    """Whether a cell has two numbers or more; groups of one number are one."""
    parts = [tidy(part) for part in _BETWEEN_NUMBERS.split(_TWO_ALIKE.sub(r"\1,\2", plain(text).strip()))]
    if len({part for part in parts if _LONG.fullmatch(part)}) > 1:
        return True
    words = {tidy(word) for word in text.split() if _LONG.fullmatch(tidy(word))}
    if len(words) < 2:
        return False
    whole = tidy(text)
    return not any(
        one.number in whole
        and len(one.number) > max(map(len, words))
        and (one.check == "fits" or one.share < 0.01)
        for one in carriers.candidates(text)
    )


def _is_talk(text: str) -> bool:
    """Whether a text has words and nothing in it is long enough for a number; a date and a price are none."""
    words = text.split()
    others = [word for word in words if not _DATE_OR_PRICE.fullmatch(word.strip(",;:!?()"))]
    return any(map(_WORD.fullmatch, words)) and not any(map(_MAY_BE_A_NUMBER.match, others))


def _is_one(text: str) -> bool:
    """Whether a text can be one number of a carrier whose numbers have no form: no words, no date, not one sign over and over."""
    words, whole = text.split(), tidy(text)
    return (
        bool(_NUMBER.fullmatch(whole))
        and len(set(whole)) > 1
        and not any(map(_WORD.fullmatch, words))
        and not any(map(_DATE_OR_PRICE.fullmatch, words))
    )


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _nobody(name: str) -> str:
    return (
        f"No carrier called “{name[:40]}” is known here; put the link into the file, or add the carrier under "
        "File > Settings > Carriers."
    )
