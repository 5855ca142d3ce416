"""The program's own icon: it is there in every size that is asked for, sharp and not scaled."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from console.ui.look.program_icon import SIZES, program_icon


def test_the_icon_has_a_picture_of_its_own_for_each_size(qapp: QApplication) -> None:
    icon = program_icon()
    assert icon.availableSizes() == [QSize(size, size) for size in SIZES]
    for size in SIZES:
        picture = icon.pixmap(QSize(size, size), 1.0).toImage()
        assert picture.size() == QSize(size, size)
        assert picture.pixelColor(size // 2, size // 8).name() != "#000000"
        assert picture.pixelColor(0, 0).alpha() < 64, "rounded corners"
