"""ISO 4217's codes with their digits, read out of the table that the package `iso4217` brings, without loading the package.

It must not hold more than that of it: the package itself keeps the whole document, which is a hundred times as large.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec

_FILE = "table.xml"


@lru_cache(maxsize=1)
def exponents() -> dict[str, int | None]:
    """The digits after the point of every currency in use, by code in capitals; None where ISO 4217 has none, as for gold.

    Reads a file of 40 KB the first time. Raises ImportError where the package is missing or without its table.
    """
    from xml.parsers.expat import ParserCreate  # not before the first amount

    found: dict[str, int | None] = {}
    entry: dict[str, str] = {}
    text: list[str] = []

    def begin(tag: str, _: dict[str, str]) -> None:
        if tag == "CcyNtry":
            entry.clear()
        text.clear()

    def end(tag: str) -> None:
        entry[tag] = "".join(text).strip()
        if tag == "CcyNtry" and "CcyNbr" in entry:
            code, digits = entry["Ccy"], entry["CcyMnrUnts"]
            if digits.isdigit() or digits == "N.A.":
                found.setdefault(code, int(digits) if digits.isdigit() else None)

    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = text.append
    parser.Parse(_document(), True)
    return found


def _document() -> bytes:
    spec = find_spec("iso4217")
    reader = getattr(spec and spec.loader, "get_resource_reader", lambda _: None)("iso4217")
    if reader is None:
        raise ImportError("the package iso4217 is missing, or its table is", name="iso4217")
    with reader.open_resource(_FILE) as file:
        document = file.read()
    assert isinstance(document, bytes)
    return document
