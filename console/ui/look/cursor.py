"""Where the cursor goes when the button that has it vanishes or is switched off: back to where it was before.

It must not move the cursor for any other reason; Qt would put it into the next field, where the next key changes something.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary, ref

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QToolButton, QWidget
from shiboken6 import isValid

_REMEMBERED = 8
"""How many places of a window are remembered, since the last of them may be gone as well."""


class CursorKeeper(QObject):
    """Watches where the cursor is, in every window of the application."""

    def __init__(self, window: QWidget) -> None:
        """It lives as long as `window`, which need not be the only one."""
        super().__init__(window)
        self._places: WeakKeyDictionary[QWidget, list[ref[QWidget]]] = WeakKeyDictionary()
        qt = QApplication.instance()
        assert isinstance(qt, QApplication), "a window has an application"
        qt.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, QAbstractButton) and isValid(old) and not _may_have_cursor(old):
            window = old.window()
            if window.isActiveWindow() and (new is None or new.window() is window):
                self._give_back(window)
        elif new is not None and not isinstance(new, QPushButton | QToolButton):
            self._remember(new)

    def _remember(self, place: QWidget) -> None:
        places = self._places.setdefault(place.window(), [])
        places[:] = [known for known in places if known() is not None and known() is not place]
        places[: -_REMEMBERED + 1] = []
        places.append(ref(place))

    def _give_back(self, window: QWidget) -> None:
        for known in reversed(self._places.get(window, [])):
            place = known()
            if place is not None and isValid(place) and place.window() is window and _may_have_cursor(place):
                place.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        window.setFocus(Qt.FocusReason.OtherFocusReason)  # keys that are typed there do nothing


def _may_have_cursor(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()
