"""A dialog that grows as more is shown in it, as far as the screen goes; what does not fit scrolls.

It must not shrink while somebody reads, nor leave the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLayout, QWidget

from console.ui.look.room import keep_on_screen


def grown(dialog: QWidget, whole: QLayout, before: int, *, least: int, later: int) -> int:
    """Give the dialog the pixels in height that all of it needs, and return them; `before` is what that was, 0 at first.

    `least` is its width where the screen has it; `later` is kept free at first for what comes as one types.
    """
    room = dialog.screen().availableSize() - QSize(16, 48)
    width = min(max(dialog.width(), least), room.width())
    wanted = max(whole.totalHeightForWidth(width), whole.totalSizeHint().height())
    if not before:
        wanted += later
        dialog.resize(width, min(wanted, room.height()))
    elif wanted > before:
        dialog.resize(width, min(max(wanted, dialog.height()), room.height()))
    keep_on_screen(dialog)
    return max(wanted, before)
