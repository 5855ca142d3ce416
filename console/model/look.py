"""What can be chosen of the look, and how what is kept of it is read: all that the first paint needs of the settings.

It must not load the other settings; `settings.py` declares these two from what stands here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeVar

V = TypeVar("V")

Look = Literal["light", "dark", "contrast", "system"]
LOOK_KEY, TEXT_SIZE_KEY = "look", "text_size"
"""Their names on disk."""
LOOKS: dict[Look, str] = {
    "system": "As the system",
    "light": "Light",
    "dark": "Dark",
    "contrast": "High contrast",
}
USUAL_LOOK: Look = "system"
LEAST_TEXT, USUAL_TEXT, MOST_TEXT = 70, 100, 200
"""The text's size in per cent of the desktop's own."""


def look_of(raw: object) -> Look:
    """The look that is kept as `raw`; as usual where it means none."""
    return one_of(LOOKS, raw) or USUAL_LOOK


def text_size_of(raw: object) -> int:
    """The text's size that is kept as `raw`, in per cent; as usual where it means none."""
    size = within(LEAST_TEXT, MOST_TEXT, raw)
    return USUAL_TEXT if size is None else size


def one_of(codes: Iterable[V], raw: object) -> V | None:
    """The code that is written like this; None where none is."""
    return next((code for code in codes if str(code) == str(raw)), None)


def within(least: int, most: int, raw: object) -> int | None:
    """The whole number, or the limit it is beyond; None where it is no number."""
    try:
        return max(least, min(int(str(raw)), most))
    except ValueError:
        return None
