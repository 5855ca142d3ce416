"""The program's own picture, for windows and bars where no desktop entry brings it, as in a checkout.

It must not be made before the first paint: its files are read from the disk.
"""

from __future__ import annotations

from PySide6.QtGui import QIcon

from console.runtime.assets import asset

SIZES = (16, 32, 48, 128)
"""Pixels; bars, switchers and docks pick the nearest. More would only be more to hand to the screen."""


def program_icon() -> QIcon:
    """The icon in its sizes. Reads a few kilobytes; the pictures are the ones that the packages install."""
    icon = QIcon()
    for size in SIZES:
        icon.addFile(str(asset("icons") / f"order-console-{size}.png"))
    return icon
