"""What goes wrong with the desk, as a sentence for whoever works with it.

It must not hold a password, nor the text of a statement with what a record holds.
"""

from __future__ import annotations


class DeskTrouble(Exception):
    """Something could not be done with the desk; `sentence` says what, and what to do now."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotReached(DeskTrouble):
    """The desk does not answer now; the same may succeed later."""
