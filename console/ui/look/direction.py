"""Texts that keep their own order where the window runs from right to left, as with a Hebrew or Arabic desktop.

It must not turn a window round or change what is edited, copied, sent or spoken; it only changes what is painted.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyledItemDelegate

_BEGIN, _END = "\u2068", "\u2069"  # first strong isolate, pop directional isolate


def isolated(text: str) -> str:
    """`text` as it is to be painted: in the order of its own first letter, whatever the window's.

    Without it “Save to SANDBOX…” would end in its first dot, and “3 of 7” or “-5.00 USD” stand in pieces the wrong way
    round. Labels and inputs of Qt go by their own text already; buttons, cells, menus and painted words do not.
    """
    if not text or QGuiApplication.layoutDirection() != Qt.LayoutDirection.RightToLeft:
        return text
    return f"{_BEGIN}{text}{_END}"


class IsolatedCells(QStyledItemDelegate):
    """Paints cells and entries each in the order of its own text."""

    def displayText(self, value: Any, locale: QLocale | QLocale.Language) -> str:
        return isolated(super().displayText(value, locale))
