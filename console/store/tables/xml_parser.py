"""The parser for the XML inside spreadsheets, which never declare entities of their own.

It must not expand one that a file brings along: a few lines of those can stand for gigabytes.
"""

from __future__ import annotations

from xml.parsers import expat


def xml_parser() -> expat.XMLParserType:
    """A parser that raises ValueError where a document declares an entity."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse
    return parser


def _refuse(name: str, *_: object) -> None:
    raise ValueError(f"The entity {name} is declared, as in no spreadsheet.")
