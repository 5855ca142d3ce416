"""One of the operator's own carriers as a form: a name, a sample number and a link, over the text that keeps them.

It must not change what the form does not know, nor decide what a number is of; comments and other entries stay as typed.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from console.model.carriers.carriers import shipped
from console.model.carriers.number_shape import LONGEST_NUMBER, BadShape, shape
from console.model.carriers.table import read_table
from console.presenters.settings.carrier_file import CarriersReading, with_entry

CarrierPart = Literal["name", "sample", "link"]
NUMBER = "{number}"
"""Where the number goes in a link, as the form has it; in the file it is {n}."""
UNREADABLE = "The text of your carriers cannot be read as it stands. Mend it in Edit as text first."
_BETWEEN = re.compile(r"[\s.\-/]")
_RUN = re.compile(r"[0-9]+|[A-Z]+")
_OF_A_LINE = re.compile(r"^Line \d+, \[[^\]]*\]: |\s*The entry is not used\.$")


@dataclass(frozen=True, slots=True)
class CarrierForm:
    """What was typed of one carrier. `key` is its place in the file, "" for a new one, which gets one from its name.

    `numbers` says in words what numbers it has by now, "" for none.
    """

    key: str = ""
    name: str = ""
    sample: str = ""
    link: str = ""
    numbers: str = ""

    def typed(self, part: CarrierPart, text: str) -> CarrierForm:
        """The form with another text in one of its fields."""
        return replace(self, **{part: text})


@dataclass(frozen=True, slots=True)
class FormVerdict:
    """What a form comes to: a sentence, and whether it says what is wrong; `parts` are the fields to look at then."""

    told: str = ""
    wrong: bool = False
    part: CarrierPart | None = None


NOTHING_TOLD = FormVerdict()


def form_of(text: str, key: str) -> CarrierForm:
    """The form of the carrier with this key: the operator's own entry, or else that of the program."""
    entry = _entry(with_entry(text, key)[0], key)
    template, name = entry.get("template"), entry.get("name")
    link = template.replace("{n}", NUMBER) if isinstance(template, str) else ""
    return CarrierForm(key, name if isinstance(name, str) else "", link=link, numbers=_numbers(entry))


def written(text: str, form: CarrierForm) -> tuple[str, str] | None:
    """The text with what the form says in it, and the key it stands under; None where the text cannot be read.

    Only the name, the link and, where a sample was typed that none of its numbers is like, one number more are changed.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    key = form.key or _free_key(text, form.name)
    text = with_entry(text, key)[0] if form.key else text
    try:
        document = tomlkit.parse(text)
        if key not in document:
            if document.body:
                document.add(tomlkit.nl())
            document.add(key, tomlkit.table())
        entry: Any = document[key]
        for name, said in (
            ("name", form.name.strip()),
            ("template", form.link.strip().replace(NUMBER, "{n}")),
        ):
            if entry.get(name, "") != said:
                entry[name] = said
        pattern = pattern_of(form.sample)
        if pattern and not _is_like_one(entry, form.sample):
            number = tomlkit.inline_table()
            number.append("pattern", tomlkit.string(pattern, literal=True))
            if not isinstance(entry.get("numbers"), list):
                entry["numbers"] = tomlkit.array()
            entry["numbers"].append(number)
        return tomlkit.dumps(document), key
    except (TOMLKitError, RecursionError, ValueError, TypeError, AttributeError):
        return None


def removed(text: str, key: str) -> str | None:
    """The text without the entry of this carrier; None where the text cannot be read."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        if key in document:
            document.remove(key)
        return tomlkit.dumps(document)
    except (TOMLKitError, RecursionError, ValueError):
        return None


def pattern_of(sample: str) -> str:
    """The pattern of numbers like this one: its letters as they are, any digit where it has one; "" where it is none."""
    said = _plain(sample)
    if not said or re.search(r"[^0-9A-Z]", said):
        return ""
    return "".join(
        run if run.isalpha() else r"\d" if len(run) == 1 else rf"\d{{{len(run)}}}"
        for run in _RUN.findall(said)
    )


def verdict(form: CarrierForm, key: str, reading: CarriersReading) -> FormVerdict:
    """What the form comes to, once its text was read."""
    if not form.name.strip():
        return FormVerdict("Give it the name that the window shall show.", True, "name")
    if form.sample.strip() and not pattern_of(form.sample):
        return FormVerdict("A number has letters A to Z and digits only.", True, "sample")
    if len(_plain(form.sample)) > LONGEST_NUMBER:
        return FormVerdict(f"A number has at most {LONGEST_NUMBER} letters and digits.", True, "sample")
    link = form.link.strip()
    if link and link.count(NUMBER) != 1:
        return FormVerdict(f"The link has {NUMBER} once, where the number goes.", True, "link")
    if not (form.sample.strip() or form.numbers):
        return FormVerdict("Type one of its numbers, as it stands on a parcel.", True, "sample")
    for problem in reading.problems:
        if f"[{key}]" in problem.sentence:
            said = _OF_A_LINE.sub("", problem.sentence)
            said = said.replace("{n}", NUMBER).replace("template", "link")
            return FormVerdict(said, True, "link" if "link" in said else None)
    numbers = _in_words(pattern_of(form.sample)) if form.sample.strip() else form.numbers
    page = link.replace(NUMBER, _plain(form.sample) or "…")
    at = f" Its page is at {urlsplit(link).hostname or ''}: {page}" if link else " It has no public page."
    return FormVerdict(f"Its numbers are like {numbers}.{at}")


def _plain(sample: str) -> str:
    return _BETWEEN.sub("", sample).upper()


def _entry(text: str, key: str) -> dict[str, Any]:
    try:
        found = tomllib.loads(text).get(key)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _patterns(entry: Any) -> list[str]:
    numbers = entry.get("numbers")
    said = (
        [one.get("pattern") for one in numbers if isinstance(one, dict)] if isinstance(numbers, list) else []
    )
    return [str(one) for one in said if isinstance(one, str)]


def _is_like_one(entry: Any, sample: str) -> bool:
    for pattern in _patterns(entry):
        try:
            if shape(pattern).fits(_plain(sample)):
                return True
        except BadShape:
            continue
    return False


def _numbers(entry: dict[str, Any]) -> str:
    patterns = _patterns(entry)
    words = [_in_words(one) for one in patterns[:3]]
    return "; ".join(words) + (f"; and {len(patterns) - 3} more" if len(patterns) > 3 else "")


def _in_words(pattern: str) -> str:
    r"""`TOWN\d{8}` as "TOWN and 8 digits"; a pattern that says more than that stands as it is."""
    parts = re.findall(r"\\d(?:\{(\d+)\})?|([A-Z0-9]+)", pattern)
    again = "".join(text or (rf"\d{{{count}}}" if count else r"\d") for count, text in parts)
    if again != pattern:
        return pattern
    return ", ".join(text or (f"{count} digits" if count else "1 digit") for count, text in parts)


def _free_key(text: str, name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "courier"
    taken = read_table(text).carriers.keys() | shipped().carriers.keys() | _keys(text)
    return next(key for key in (stem, *(f"{stem}_{n}" for n in range(2, 10_000))) if key not in taken)


def _keys(text: str) -> set[str]:
    try:
        return set(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return set()
