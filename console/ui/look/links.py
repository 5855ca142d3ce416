"""Opening a link in the browser: only when asked for, only http and https, and only after its host was shown.

It must not open anything by itself.
"""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from console.ui.look.parts import button, fit, label, row
from console.ui.look.text import one_line

_LONGEST_HOST, _LONGEST_LINK = 120, 600


def openable(text: str) -> QUrl | None:
    """The address in `text`; none where it is not a whole http or https address with a host."""
    url = QUrl(text.strip(), QUrl.ParsingMode.StrictMode)
    return url if url.isValid() and url.scheme() in ("http", "https") and url.host() else None


class OpenLink(QDialog):
    """Says which host a link leads to; accepted, it is opened."""

    def __init__(self, url: QUrl, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open link")
        self._url = url
        # What looks like another name shows its letters.
        host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        column.addWidget(label(f"Open {one_line(host, _LONGEST_HOST)} in the browser?", "title", wrap=True))
        whole = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        column.addWidget(label(one_line(whole, _LONGEST_LINK), "id", wrap=True, selectable=True))
        column.addWidget(
            label(
                "Whoever wrote this address chose where it leads; the console did not try it.",
                "muted",
                wrap=True,
            )
        )
        self.open_button = button("Open in browser", role="primary")
        self.cancel = button("Cancel", tip="Esc")
        self.open_button.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.accepted.connect(self._open)
        column.addSpacing(4)
        column.addLayout(row(1, self.cancel, self.open_button))
        self.cancel.setFocus()
        fit(self, 520)

    def _open(self) -> None:
        QDesktopServices.openUrl(self._url)
