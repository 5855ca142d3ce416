"""Texts on their way to the screen: on one line, with nothing invisible in them, never taken for markup or a mnemonic.

It must not change what is edited, copied or sent; those keep the original.
"""

from __future__ import annotations

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = "\u200c\u200d"
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
LONGEST_TIP = 1_500
"""How many characters a tooltip has at most."""
_TIP_LINE = 70
LONGEST_TARGET = 28
"""How many characters of an environment's name stand inside a button."""


def one_line(text: str, limit: int = 1_000) -> str:
    """`text` on one line of at most `limit` characters; what nobody would see is written as ⟨U+202E⟩.

    Joiners inside emoji and scripts that need them stay.
    """
    shown = text if text.isprintable() else _visible(text[: limit + 1])
    cut = len(shown) > limit or len(text) > limit + 1
    return shown[: max(limit - 1, 0)].rstrip() + "…" if cut else shown


def _visible(text: str) -> str:
    import unicodedata  # rarely needed, and not before the first paint

    shown: list[str] = []
    before = " "
    for character in text:
        category = unicodedata.category(character)
        if character in "\t\r\n" or category in ("Zl", "Zp"):
            shown.append(" " if before not in "\t\r\n" else "")
        elif category in _HIDDEN and not (character in _JOINERS and ord(before) > 127):
            shown.append(f"⟨U+{ord(character):04X}⟩")
        else:
            shown.append(character)
        before = character
    return "".join(shown).strip()


def tip(text: str) -> str:
    """A tooltip that shows `text` as it is: Qt takes what looks like markup for markup, and never wraps plain text."""
    text = text[:LONGEST_TIP] + ("…" if len(text) > LONGEST_TIP else "")
    if "<" not in text and "&" not in text and len(text) <= _TIP_LINE and text.isprintable():
        return text
    lines = "<br>".join(one_line(line, LONGEST_TIP).translate(_ESCAPED) for line in text.splitlines())
    return f"<p>{lines}</p>"


def suffix_of(filter_: str) -> str:
    """The suffix that a filter of a file dialog stands for, by its pattern: "csv" of "Text table (*.csv)"."""
    return filter_.rpartition("*.")[2].rstrip(")")


def unmarked(text: str) -> str:
    """`text` for a button, tab or menu, where a lone & would vanish and underline what follows."""
    return text.replace("&", "&&")


def spoken(text: str) -> str:
    """The words of a button as they are read aloud: no mark of a mnemonic, and no dots where a question follows."""
    return without_marks(text).removesuffix("…").rstrip()


def without_marks(text: str) -> str:
    """The words of a button or menu entry as they are read: the mnemonic's & gone, a doubled one single."""
    return "&".join(part.replace("&", "") for part in text.split("&&"))


def marked(words: str, letter: str) -> str:
    """The words with a mark at a letter, where they have it, so that its key can be seen."""
    place = words.upper().find(letter)
    return words if place < 0 else f"{words[:place]}&{words[place:]}"
