"""Dropping a link of the console's own onto the window, out of a browser or a ticket.

It must not understand the link; the look-up does.
"""

from __future__ import annotations

from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from console.model.link import standing_in
from console.ui.runs.drop import FileDrop

_LINKS = "text/uri-list"


class LinkDrop(FileDrop):
    """`dropped` has the links as they were offered, whatever is wrong with them."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target, words="Drop the link to look it up.")

    def wanted(self, event: QDropEvent) -> str:
        """The links, or the text with one in it; empty where there is none."""
        offered = event.mimeData()
        # Qt's own reading of the links would undo what is percent-encoded in them.
        raw = (
            bytes(offered.data(_LINKS).data()).decode("utf-8", "replace") if offered.hasFormat(_LINKS) else ""
        )
        links = "\n".join(line for line in raw.splitlines() if line and not line.startswith("#"))
        found, _ = standing_in(links or (offered.text() if offered.hasText() else ""))
        return " ".join(found)
