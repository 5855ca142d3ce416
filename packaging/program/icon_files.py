"""The icon of the program as Windows and macOS ask for it: pictures in PNG, of several sizes, in one file.

It must not draw: the pictures are kept beside their source, `resources/icons/order-console.svg`.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

ICNS_KINDS = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08"}
"""How Apple's format calls a picture of so many pixels."""


def pictures(folder: Path) -> dict[int, bytes]:
    """Return the pictures `order-console-SIZE.png` of the folder, by size in pixels."""
    return {
        int(path.stem.rpartition("-")[2]): path.read_bytes() for path in folder.glob("order-console-*.png")
    }


def ico(pngs: Mapping[int, bytes]) -> bytes:
    """Return an .ico for Windows, of PNGs of at most 256 pixels by their size."""
    offset, entries = 6 + 16 * len(pngs), b""
    for size, png in sorted(pngs.items()):
        # 256 is told by 0; one plane, 32 bits for a pixel
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
    return struct.pack("<HHH", 0, 1, len(pngs)) + entries + b"".join(png for _, png in sorted(pngs.items()))


def icns(pngs: Mapping[int, bytes]) -> bytes:
    """Return an .icns for macOS, of those PNGs that it has a name for."""
    chunks = b"".join(
        ICNS_KINDS[size] + struct.pack(">I", len(png) + 8) + png
        for size, png in sorted(pngs.items())
        if size in ICNS_KINDS
    )
    return b"icns" + struct.pack(">I", len(chunks) + 8) + chunks
