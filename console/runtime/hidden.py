"""What must never be written down, known by its value: the client secret and the tokens, in every form they travel in.

It must not show what it holds, whatever it is asked, and it knows nothing of who asks.
"""

from __future__ import annotations

import json
import re
import threading
from base64 import b64encode, urlsafe_b64encode
from collections import deque
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

MASK = "•••"
_ANYWHERE, _ALONE, _CUT = 8, 4, 16
"""From how many characters on a text is taken out anywhere, where it stands alone as a word, and where it was cut short."""
_END = 12
"""So much of a long text's beginning or end is no chance."""
_TOKENS_KEPT = 64
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_HTML_QUOTES = str.maketrans({'"': "&quot;", "'": "&#x27;"})
"""As `html.escape` writes them, which brings the name of every character: a third of a MiB that each start would keep."""


class Hidden:
    """Takes the secrets and the last 64 tokens that it was told of out of any text. Safe to use from any thread.

    They are found as they are, quoted, escaped, percent-encoded and in the Base64 that HTTP Basic sends; long ones
    also where a text holds only their beginning or end. Short ones could be a part of any word: below eight characters
    only the whole word is taken out, below four only where it is quoted or stands behind `=` or `: `.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._secrets: dict[str, tuple[str, ...]] = {}
        self._tokens: deque[tuple[str, ...]] = deque(maxlen=_TOKENS_KEPT)
        self._whole: tuple[str, ...] = ()
        self._short: re.Pattern[str] | None = None
        self._cut: tuple[str, ...] = ()

    def secret(self, text: str, user: str = "") -> None:
        """Hide this secret from now on, and for good; `user` is whom HTTP Basic would name with it."""
        key = f"{user}:{text}"
        with self._lock:
            if text and key not in self._secrets:
                self._secrets[key] = tuple(_forms(text, user))
                self._sort()

    def token(self, text: str) -> None:
        """Hide this token from now on, until 64 others came after it."""
        forms = tuple(_forms(text))
        with self._lock:
            if text and forms not in self._tokens:
                self._tokens.append(forms)
                self._sort()

    def __call__(self, text: str) -> str:
        """`text` without them."""
        with self._lock:
            whole, short, cut = self._whole, self._short, self._cut
        for form in whole:
            text = text.replace(form, MASK)
        if cut:
            text = _without_pieces(text, cut)
        return short.sub(MASK, text) if short is not None else text

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def _sort(self) -> None:
        every = {form for forms in (*self._secrets.values(), *self._tokens) for form in forms}
        by_length = sorted(every, key=lambda form: (-len(form), form))
        self._whole = tuple(form for form in by_length if len(form) >= _ANYWHERE)
        self._cut = tuple(form for form in by_length if len(form) >= _CUT)
        patterns = [_pattern(form) for form in by_length if len(form) < _ANYWHERE]
        self._short = re.compile("|".join(patterns)) if patterns else None


KNOWN = Hidden()
"""What this process knows: whoever reads a secret or gets a token tells it, and the log asks it."""


def _forms(text: str, user: str = "") -> Iterator[str]:
    """Every form in which a text is sent, quoted or printed."""
    text, user = (
        part.encode(errors="replace").decode() for part in (text, user)
    )  # a file may hold half characters
    plain = {text, text.strip()}
    plain |= {
        quoted
        for form in tuple(plain)
        for escaped in (quote(form), quote(form, safe=""), quote_plus(form))
        for quoted in (escaped, re.sub("%..", lambda code: code[0].lower(), escaped))
    }
    plain |= {text.translate(_HTML | _HTML_QUOTES), text.translate(_HTML), text.encode().decode("latin-1")}
    for _ in range(2):  # a text that quotes a text that quotes it
        plain |= set(_escaped(plain))
    yield from plain - {""}
    pairs = {text, f"{user}:{text}", f"{quote_plus(user)}:{quote_plus(text)}"}
    pairs.add(f"{quote(user, safe='')}:{quote(text, safe='')}")
    for pair in pairs if user else {text}:
        for encode in (b64encode, urlsafe_b64encode):
            encoded = encode(pair.encode()).decode()
            # The Base64 of a few letters is a few letters, as any word is.
            yield from (form for form in (encoded, encoded.rstrip("=")) if len(form) >= _ANYWHERE)


def _escaped(forms: Iterable[str]) -> Iterator[str]:
    for form in forms:
        yield json.dumps(form)[1:-1]
        yield json.dumps(form, ensure_ascii=False)[1:-1]
        yield repr(form)[1:-1]
        yield repr(f"{form}'\"")[1:-4]  # as it stands in a text that has both kinds of quotes
        yield ascii(form)[1:-1]
        yield repr(form.encode())[2:-1]


def _pattern(short: str) -> str:
    alone = rf"(?<![A-Za-z0-9]){re.escape(short)}(?![A-Za-z0-9])"
    return alone if len(short) >= _ALONE else rf"(?:(?<=['\"=])|(?<=: )){alone}"


def _without_pieces(text: str, forms: tuple[str, ...]) -> str:
    """`text` without the beginnings and ends of `forms`, each as far as it goes: what is too long is quoted in part."""
    text = _without_beginnings(text, forms)
    return _without_beginnings(text[::-1], tuple(form[::-1] for form in forms))[::-1]


def _without_beginnings(text: str, forms: tuple[str, ...]) -> str:
    by_head: dict[str, list[str]] = {}
    for form in forms:
        if (head := form[:_END]) in text:
            by_head.setdefault(head, []).append(form)
    if not by_head:
        return text
    kept: list[str] = []
    end = 0
    for found in re.finditer("|".join(map(re.escape, by_head)), text):
        at = found.start()
        if at < end:
            continue
        kept += text[end:at], MASK
        end = at + max(_common(text, at, form) for form in by_head[found[0]])
    return "".join(kept) + text[end:]


def _common(text: str, at: int, form: str) -> int:
    """How many characters of `form` stand in `text` at this place."""
    most = min(len(form), len(text) - at)
    return next((place for place in range(most) if text[at + place] != form[place]), most)
