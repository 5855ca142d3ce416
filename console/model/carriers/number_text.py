"""Parcel numbers in running text: joined from groups and taken out of sentences.

It must not choose between carriers; which stretches of a text are numbers is told by the forms that it is given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from console.model.carriers.forms import Forms

_BARRIER = re.compile(r"[^0-9A-Za-z -]+")
_DASHES = re.compile("[\u2010-\u2015\u2212\u00b7_-]")
_STOP_INSIDE = re.compile(r"(?<=[0-9A-Za-z])\.(?=[0-9A-Za-z])")
_GAPS = re.compile(r"[\s-]")
_WORD = re.compile(r"[0-9A-Za-z]+")
_LONG_WORD = 9


def plain(text: str) -> str:
    """A text in compatible form, without invisible characters, with one kind of space and dash."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    elif text.isalnum():
        return text
    return _STOP_INSIDE.sub("-", _DASHES.sub("-", text))


def tidy(text: str) -> str:
    """A number as it is compared: in compatible form, no spaces and dashes, upper case."""
    text = plain(text)
    return (text if text.isalnum() else _GAPS.sub("", text)).upper()


def numbers_in(text: str, forms: Forms) -> list[str]:
    """The texts in a text that have some carrier's form, joined and in upper case."""
    if text.isascii() and text.isalnum():  # one word, as in most rows of a file
        return [text.upper()] if _is_number(text.upper(), forms) else []
    return [number for segment in _BARRIER.split(plain(text)) for number in _in_segment(segment, forms)]


def _is_number(word: str, forms: Forms) -> bool:
    return len(word) <= forms.longest and not word.isalpha() and bool(forms.of(word))


def _in_segment(segment: str, forms: Forms) -> list[str]:
    """The same of a stretch of words.

    A run of words with digits is taken whole where it has a form, with capitals beside it (`RB 123 456 785 GB`).
    A part of a run is taken where its form tells much and its check fits, and so is a long word between spaces,
    even in a run that was taken: two numbers may stand side by side.
    """
    words = list(_WORD.finditer(segment))
    alone = [len(word[0]) >= _LONG_WORD and _between_spaces(segment, word) for word in words]
    windows = sorted(_windows(segment, words, alone, forms))
    chosen: list[tuple[int, int]] = []
    texts = []
    for _, _, start, end, text in windows:
        if all(end <= first or start >= last for first, last in chosen):
            chosen.append((start, end))
            texts.append(text)
    for _, _, start, end, text in windows:
        if end - start == 1 and alone[start]:
            around = next(((first, last) for first, last in chosen if first <= start < last), (start, end))
            if sum(_has_digit(word) for word in words[slice(*around)]) > 1:
                texts.append(text)
    return texts


def _windows(
    segment: str, words: list[re.Match[str]], alone: list[bool], forms: Forms
) -> Iterator[tuple[bool, int, int, int, str]]:
    """Every stretch of words that has a form, to be sorted: whether it cuts a run of digits, longest first, its first
    word and the one behind its last, its text."""
    digits = [_has_digit(word) for word in words]
    small = [word[0].isalpha() and not word[0].isupper() for word in words]
    for start in range(len(words)):
        text = ""
        for end in range(start + 1, len(words) + 1):
            text += words[end - 1][0].upper()
            if len(text) > forms.longest:
                break
            if not any(digits[start:end]):
                continue
            if end - start > 1 and segment[words[end - 1].end() :].startswith("-"):
                continue  # 3SABCD1234567-NL is no part of 3SABCD1234567-NL-1011AB
            found = forms.of(text)
            before = start > 0 and digits[start - 1] and digits[start]
            behind = end < len(words) and digits[end - 1] and digits[end]
            if (before or behind) and not (end - start == 1 and alone[start]):
                found = [form for form in found if form.tells and form.fits(text)]
            elif any(small[start:end]) and end - start < len(words):  # "at", "for": words of the sentence
                found = [form for form in found if form.tells or form.fits(text)]
            if found:
                yield before or behind, -len(text), start, end, text


def _has_digit(word: re.Match[str]) -> bool:
    return not word[0].isalpha()


def _between_spaces(segment: str, word: re.Match[str]) -> bool:
    """Whether a word has a space or nothing on either side, not a dash."""
    return "-" not in segment[max(0, word.start() - 1) : word.start()] + segment[word.end() : word.end() + 1]
