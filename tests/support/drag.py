"""A drag that enters a window, as each Qt wants it told. It must not hold tests."""

from __future__ import annotations

import PySide6
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent

_BY_FRACTIONS = tuple(map(int, PySide6.__version__.split(".")[:2])) >= (6, 12)


def drag_enter(at: QPointF, actions: Qt.DropAction, data: QMimeData) -> QDragEnterEvent:
    """The event, with the left button down; from 6.12 on Qt calls it deprecated to give the place in whole pixels."""
    place = at if _BY_FRACTIONS else at.toPoint()
    return QDragEnterEvent(
        place,  # type: ignore[arg-type, unused-ignore]
        actions,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
