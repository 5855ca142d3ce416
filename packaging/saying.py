"""How bootstrap speaks: lines on standard output as things happen, and one kind of exception for a reason to stop.

It must not decide anything.
"""

from __future__ import annotations


class Trouble(Exception):
    """A reason to stop; its text is one or more sentences for the person at the terminal."""


def say(text: str) -> None:
    """Print a line at once, so that it stands before what a child prints."""
    print(text, flush=True)
