"""The dialog `Paste lines`: the block as it will be pasted, where each column goes, and what is wrong with it.

It must not decide anything; each choice is told to the presenter, and its state comes back.
"""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from console.presenters.paste import Paste


class PasteDialog(QDialog):
    """Accepted by `Paste`: then `paste.result()` is what to do."""

    def __init__(self, paste: Paste, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        raise NotImplementedError
