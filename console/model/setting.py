"""What a setting is: what it may be, what the operator reads about it, and its key in the file that keeps it.

It must not know any particular setting; those are declared in `settings.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, fields, replace
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from console.model.look import one_of, within

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)
S = TypeVar("S", bound="DataclassInstance")
_DECLARED = "setting"


class Allowed(Protocol[V_co]):
    """What a setting may be."""

    def read(self, raw: object) -> V_co | None:
        """What is typed, chosen or kept means, brought into the limits; None where it means nothing here."""


class WholeNumber(NamedTuple):
    """A number from `least` to `most`, both among them; `unit` stands behind it, such as "days"."""

    least: int
    most: int
    unit: str = ""

    def read(self, raw: object) -> int | None:
        """The number, or the limit it is beyond."""
        return within(self.least, self.most, raw)


class Choices(Generic[V]):
    """One of a few: the code that is kept, and the words for it, in the order they are offered."""

    def __init__(self, words: Mapping[V, str]) -> None:
        self.words = words

    def read(self, raw: object) -> V | None:
        """The code that is written like this."""
        return one_of(self.words, raw)


class OnOff:
    """On or off."""

    def read(self, raw: object) -> bool | None:
        """The value; QSettings keeps `true` and `false`, a person may write 1 and 0."""
        return {"true": True, "1": True, "false": False, "0": False}.get(str(raw).casefold())


class FreeText(NamedTuple):
    """A text that is typed, and whatever else `trouble` finds nothing wrong with; it answers with a sentence, or with ""."""

    trouble: Callable[[str], str]

    def read(self, raw: object) -> str | None:
        """The text, where nothing is wrong with it."""
        return raw if isinstance(raw, str) and not self.trouble(raw) else None


class ShortText(NamedTuple):
    """A line of text of at most `longest` characters; `nothing` says what counts where it is empty."""

    longest: int
    nothing: str

    def read(self, raw: object) -> str | None:
        """The text without blanks around it, cut to its length; None for what cannot be shown on one line."""
        # A file of settings that a person wrote has a list where there is a comma.
        said = ", ".join(map(str, raw)) if isinstance(raw, list) else str(raw)
        text = said.strip()[: self.longest].strip()
        return text if text.isprintable() else None


class Setting(NamedTuple):
    """One setting beside its value. `group` is the card it stands in, `label` may mark its key with "&"."""

    key: str
    group: str
    label: str
    sentence: str
    allowed: Allowed[Any]

    @property
    def name(self) -> str:
        """The label as it is read aloud."""
        return self.label.replace("&", "")


def setting(default: V, allowed: Allowed[V], *, key: str, group: str, label: str, sentence: str) -> V:
    """Declare a field of a frozen dataclass as a setting. `key` is its name on disk, and stays when the field's changes."""
    return field(default=default, metadata={_DECLARED: Setting(key, group, label, sentence, allowed)})


def declared(settings: DataclassInstance | type[DataclassInstance]) -> dict[str, Setting]:
    """The settings of a dataclass, or of one of its objects, by the names of their fields and in their order."""
    return {one.name: one.metadata[_DECLARED] for one in fields(settings)}


def with_choice(settings: S, name: str, raw: object) -> S:
    """The settings with the one of this name as it was typed, chosen or kept; as they are where that means nothing."""
    value = declared(settings)[name].allowed.read(raw)
    return settings if value is None else replace(settings, **{name: value})


def amiss(one: Setting, raw: object, where: str) -> str:
    """What there is to tell of a setting that is kept as `raw` in the file `where`; empty where it counts as it stands."""
    value = one.allowed.read(raw)
    kept = f"{one.key}={raw!s:.60} in {where}"
    if value is None:
        return f"{kept} means nothing here, so “{one.name}” is as at first."
    if isinstance(one.allowed, WholeNumber) and int(str(raw)) != value:
        return f"{kept} is beyond its limits, so “{one.name}” is {value:,}."
    return ""
