"""The file `window.ini`: opened once at the start, and how the window is to look by what it holds.

It must not know the other settings that stand there, nor load them before the first paint.
"""

from __future__ import annotations

import shutil

from PySide6.QtCore import QSettings, QTemporaryDir

from console.model.look import LOOK_KEY, TEXT_SIZE_KEY, look_of, text_size_of
from console.store.places import Places
from console.ui.look.theme import Appearance

_NAME = "window.ini"


def ini_of(places: Places) -> QSettings:
    """`window.ini` of these folders; where they are in use on another computer, a copy that ends with the program."""
    return (
        _Copy(places) if places.held_by else QSettings(str(places.config / _NAME), QSettings.Format.IniFormat)
    )


def appearance_of(ini: QSettings) -> Appearance:
    """The look by what is chosen there at any moment. Reads no disk: Qt holds the file."""
    return Appearance(
        ini, lambda: look_of(ini.value(LOOK_KEY)), text=lambda: text_size_of(ini.value(TEXT_SIZE_KEY))
    )


class _Copy(QSettings):
    def __init__(self, places: Places) -> None:
        self._folder = QTemporaryDir()
        copy, there = self._folder.filePath(_NAME), places.config / _NAME
        if there.is_file():
            shutil.copyfile(there, copy)
        super().__init__(copy, QSettings.Format.IniFormat)
