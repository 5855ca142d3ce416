"""What a record's tracking link says, in words: its carrier and number, or that no known carrier's page is behind it.

It must not change the link or visit it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.model.drafts.draft import Draft
from console.model.drafts.shipping import LINK
from console.presenters.shipping.link import read_back

if TYPE_CHECKING:
    from console.model.carriers.carriers import Carriers


class ReadBack:
    """Reads each link once, and again where other carriers count; `known` tells which do."""

    def __init__(self, known: Callable[[], Carriers]) -> None:
        self._known = known
        self._read: tuple[str, Carriers, str] | None = None

    def of(self, draft: Draft) -> str:
        """The words for the link of a draft, such as the carrier and the number; empty where there is none to be read."""
        link = draft.shown(LINK).strip()
        if not link or draft.reading(LINK).error:
            return ""
        known = self._known()
        if self._read is None or self._read[:2] != (link, known):
            self._read = (link, known, _said(known, link))
        return self._read[2]


def _said(known: Carriers, link: str) -> str:
    if (found := known.read_url(link)) is not None:
        return read_back(found)
    carriers = known.of_host(link)
    return f"{carriers[0].name}, no number in it" if carriers else "No page of a known carrier"
