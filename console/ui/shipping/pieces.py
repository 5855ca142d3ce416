"""Small pieces of the Mark shipped dialog: its lines to type in, the words below them, the letters of its answers.

It must not know the panel; what they show is given.
"""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy

from console.ui.look.parts import label


def line_named(name: str) -> QLineEdit:
    """A line to type in, called `name`."""
    made = QLineEdit()
    made.setAccessibleName(name)
    return made


def words_below(role: str) -> QLabel:
    """Words of a role that wrap, and never widen what they stand in."""
    made = label(role=role, wrap=True)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made


def put_line(edit: QLineEdit, text: str) -> None:
    """Show a text from its beginning, only where it differs, so that the cursor stays."""
    if edit.text() != text:
        edit.setText(text)
        edit.setCursorPosition(0)


def marked(words: str, letter: str) -> str:
    """The words with a mark at a letter, where they have it, so that its key can be seen."""
    place = words.upper().find(letter)
    return words if place < 0 else f"{words[:place]}&{words[place:]}"
