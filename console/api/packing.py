"""Unpacks an answer's body as it comes, and knows whether the packing came to its end.

It must not read a socket or decide what a body that was cut means; a packing that was not asked for is refused.
"""

from __future__ import annotations

import zlib

ASKED_FOR = "gzip, deflate"
"""What this can unpack, as a request says it."""
_GZIP, _DEFLATE, _NONE = ("gzip", "x-gzip"), ("deflate",), ("", "identity")
_WITH_HEAD, _BARE = 32 + zlib.MAX_WBITS, -zlib.MAX_WBITS
_HEAD = 2


class NotUnpacked(Exception):
    """The body is not packed as its headers say, or in a way that was not asked for. Its text is a clause for people."""


class Unpacker:
    """One body. `coding` is the text of Content-Encoding; several codings in a row were never asked for.

    `cut` says, once all was fed, whether the packing goes on after what came; a body that is not packed never tells.
    """

    def __init__(self, coding: str) -> None:
        self._coding = coding.strip().lower()
        if self._coding not in (*_NONE, *_GZIP, *_DEFLATE):
            raise NotUnpacked("is packed in a way that was not asked for")
        self._inner: zlib._Decompress | None = None
        self._left = b""

    @property
    def cut(self) -> bool:
        """Whether the packing goes on after what was fed."""
        return self._coding not in _NONE and (self._inner is None or not self._inner.eof)

    def feed(self, packed: bytes, most: int) -> bytes:
        """The next at most `most` bytes of the body; feed nothing for more of the same until nothing comes."""
        if self._coding in _NONE:
            return packed
        data = self._left + packed
        if self._inner is None:
            if len(data) < _HEAD:
                self._left = data
                return b""
            self._inner = zlib.decompressobj(self._bits(data))
        try:
            found = self._inner.decompress(data, most)
        except zlib.error:
            raise NotUnpacked("is damaged: it cannot be unpacked") from None
        self._left, rest = self._inner.unconsumed_tail, self._inner.unused_data
        if self._inner.eof and self._coding in _GZIP and rest[:_HEAD] == b"\x1f\x8b":
            self._inner, self._left = None, rest  # one member after the other is one file
        return found

    def _bits(self, data: bytes) -> int:
        """How the body begins: some servers send deflate without the head that it must have."""
        headed = self._coding in _GZIP or (data[0] & 15 == 8 and int.from_bytes(data[:_HEAD]) % 31 == 0)
        return _WITH_HEAD if headed else _BARE
