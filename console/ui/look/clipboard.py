"""Texts on their way to the clipboard, from where any program may take them.

It must not put a secret or a token there: those that this process knows are taken out, as in the log.
"""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from console.runtime import hidden


def hand_over(text: str) -> None:
    """Put a text on the clipboard."""
    QGuiApplication.clipboard().setText(hidden.KNOWN(text))
