"""Holds what the window's own practice sandbox wrote down against the API's description.

It must not start anything; a sandbox that a test starts itself checks its requests by `Sandbox.check_requests`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import quote, urlencode

import pytest

from tests.contract import contract


def listen(monkeypatch: pytest.MonkeyPatch) -> list[Iterable[str]]:
    """Return a list that receives the request lines of every practice sandbox started from now on."""
    from console.app.practice import Practice

    heard: list[Iterable[str]] = []
    begin = Practice.start

    def start(self: Practice) -> None:
        if not any(lines is self.requests for lines in heard):
            heard.append(self.requests)
        begin(self)

    monkeypatch.setattr(Practice, "start", start)
    return heard


def check(lines: Iterable[str]) -> int:
    """Return how many calls the lines tell of; AssertionError unless each keeps to the contract."""
    checked = 0
    for text in lines:
        line = json.loads(text, parse_float=Decimal) if text.startswith("{") else {}
        if "method" in line and not line["path"].startswith(("/oauth2/", "/_sandbox/")):
            query = urlencode(line["query"], quote_via=quote)
            contract.check_request(line["method"], f"{line['path']}?{query}".rstrip("?"), None, line["body"])
            checked += 1
    return checked
