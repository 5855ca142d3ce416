"""Standard output that says so where it takes nothing: closed, on a full disk, or refused.

It must not load anything, nor decide what that means for whoever wrote; a reader that has had enough is none of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any, TextIO


class OutputTrouble(Exception):
    """Nothing more can be printed; `sentence` says why. It is no OSError, which argparse would keep to itself."""

    def __init__(self, why: str) -> None:
        self.sentence = f"What there is to print cannot be written: {why}."
        super().__init__(self.sentence)


class Output:
    """A stream that raises `OutputTrouble` where its text cannot be written, and BrokenPipeError as ever."""

    def __init__(self, stream: TextIO | None) -> None:
        """`stream` is None where the program was started without standard output."""
        self._stream = stream

    def write(self, text: str) -> int:
        """Write `text`; returns how many characters were given."""
        if self._stream is None:
            raise OutputTrouble("standard output is closed")
        try:
            return self._stream.write(text)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputTrouble(_words(error)) from error

    def writelines(self, lines: Iterable[str]) -> None:
        """Write each of `lines`."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Write what was held back."""
        if self._stream is None:
            return
        try:
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputTrouble(_words(error)) from error

    @property
    def encoding(self) -> str:
        """By what texts become bytes."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def heed_output() -> None:
    """Have standard output tell of its troubles from now on, and no file take the place of a stream that is closed.

    A program that was started with a stream closed would get its number for the next file that it opens, such as the
    database, and whatever is printed would go into that.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one
    if not isinstance(sys.stdout, Output):
        sys.stdout = Output(sys.stdout)


def close_output() -> None:
    """Let Python's own end not stumble over what cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _words(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
