"""What a screen reader says by itself: words that come without the cursor.

It must not put words on the screen or choose them; whoever shows them hands them in.
"""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

_COUNTED = re.compile(r"\d[\d.,]*(?=(?: of [\d.,]+)? (?:s|MB)\b)")
INVALID = "Invalid entry."
"""Begins the description of a field with an error: Qt tells no reader the state of that name."""


class SpokenWords:
    """Has the words of one place said as they come: `widget` is where they stand, and says in which window."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._said = ""

    def tell(self, words: str, *, urgent: bool = False, aloud: bool = True) -> None:
        """Say these, once; a count-down is said when it begins. Empty words, or without `aloud`, say nothing.

        Nothing is said for a window that is put away.
        """
        said, self._said = self._said, _uncounted(words)
        if words and aloud and self._said != said and self._widget.window().isVisible():
            from console.ui.look.accessible import announce  # not before the first paint

            announce(self._widget, words, urgent=urgent)
            Voice.of(self._widget).say(words)


class Voice(QWidget):
    """A window's notification: what was said last, for readers that ignore announcements; a dot that nobody sees.

    Readers remember what a widget is, so that one which shows words at times could not become a notification.
    """

    def __init__(self, window: QWidget) -> None:
        from console.ui.look.accessible import HeardRole, hear_as

        super().__init__(window)
        hear_as(self, HeardRole.Notification)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setGeometry(0, 0, 1, 1)
        self.lower()
        # Later, or the window would be laid out before what it shows has changed; by a timer of its own, since
        # singleShot() keeps what it was given for one that is destroyed first (see findings).
        soon = QTimer(self)
        soon.setSingleShot(True)
        soon.timeout.connect(self.show)
        soon.start(0)

    @classmethod
    def of(cls, widget: QWidget) -> Voice:
        """That of the window in which a widget stands."""
        window = widget.window()
        found = window.findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return found or cls(window)

    def say(self, words: str) -> None:
        """Stand there with these words as if they had just come up."""
        self.setAccessibleName(words)
        if self.isVisible():
            from console.ui.look.accessible import come_up

            come_up(self)


def _uncounted(words: str) -> str:
    """The words without the seconds and megabytes of a wait, which change all the time."""
    return _COUNTED.sub("#", words).replace("… # s", "…")  # which are not told in the first second
