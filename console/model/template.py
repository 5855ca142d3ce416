"""A sentence with places to be filled in, such as {order}: what is wrong with one as it is typed, and the sentence it makes.

It must not know where the words for its places come from, and it leaves no gap: what is missing is told instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

PLACES: dict[str, str] = {
    "order": "order number",
    "carrier": "carrier",
    "number": "tracking number",
    "link": "tracking link",
    "date": "shipping date",
}
"""The places that a sentence for a customer may have, and what stands there."""
USUAL = "Your order {order} is on its way with {carrier}, tracking number {number}: {link}"
LONGEST = 2_000
_HOW = f"Write {', '.join(f'{{{place}}}' for place in PLACES)}, or {{{{ for a brace itself."


def trouble(template: str) -> str:
    """What is wrong with a sentence, in a sentence; empty where nothing is."""
    if not template.strip():
        return "The sentence is empty; there would be nothing to copy."
    if len(template) > LONGEST:
        return f"The sentence is longer than {LONGEST:,} characters."
    try:
        places = _places(template)
    except ValueError:
        return f"A brace stands alone. {_HOW}"
    unknown = next((place for place in places if place not in PLACES), None)
    return "" if unknown is None else f"{{{unknown}}} is not known here. {_HOW}"


def places(template: str) -> tuple[str, ...]:
    """The places of a sentence that has no trouble, each once and in their order."""
    return tuple(dict.fromkeys(_places(template)))


def filled(template: str, words: Mapping[str, str]) -> str:
    """The sentence with these words in its places. Raises ValueError where a place has none, or the sentence trouble."""
    if sentence := trouble(template):
        raise ValueError(sentence)
    if missing := [place for place in places(template) if not words.get(place)]:
        raise ValueError(f"There are no words for {', '.join(missing)}.")
    return "".join(
        text + (words[place] if place is not None else "")
        for text, place, _, _ in Formatter().parse(template)
    )


def _places(template: str) -> list[str]:
    """Every place as it is written; what str.format would take behind a name belongs to the name here, and is unknown."""
    return [
        place + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _, place, form, conversion in Formatter().parse(template)
        if place is not None
    ]
