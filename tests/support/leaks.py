"""A search for secrets in whatever a session left behind, in every form that a program or a server may write them in.

It must not ask the console what it hides: it is the second witness.
"""

from __future__ import annotations

import html
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus

_PIECE = 12
"""So many characters of a secret are a leak, even if the rest is missing."""


def leaks(places: Mapping[str, bytes], hidden: Iterable[str], user: str = "") -> list[str]:
    """Where one of `hidden` stands, as "place: form"; `user` is whom HTTP Basic would name with it. Zips are opened."""
    opened = dict(_opened(places))
    return [
        f"{place}: {name}"
        for text in hidden
        for name, form in _forms(text, user).items()
        for place, content in opened.items()
        if form in content
    ]


def _opened(places: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    for place, content in places.items():
        yield place, content
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                inside = {f"{place}/{name}": archive.read(name) for name in archive.namelist()}
            yield from _opened(inside)


def _forms(text: str, user: str) -> dict[str, bytes]:
    texts = {
        "plain": text,
        "beginning": text[:_PIECE],
        "end": text[-_PIECE:],
        "JSON": json.dumps(text)[1:-1],
        "repr": repr(text)[1:-1],
        "percent": quote(text, safe=""),
        "form": quote_plus(text),
        "HTML": html.escape(text),
        "hexadecimal": text.encode().hex(),
    }
    forms = {name: form.encode() for name, form in texts.items()}
    forms["UTF-16"] = text.encode("utf-16-le")
    forms["UTF-16, big end"] = text.encode("utf-16-be")
    forms["Basic"] = b64encode(f"{user}:{text}".encode()).rstrip(b"=")
    for shift in range(3):  # wherever in a longer text it stands, its whole groups of three look like this
        whole = text.encode()[-shift % 3 :]
        forms[f"Base64, shifted by {shift}"] = b64encode(whole[: len(whole) // 3 * 3])
    return forms
