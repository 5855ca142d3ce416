"""The settings in `window.ini`: read as they count, whatever a person wrote there, and written when they are saved.

It must not know any particular setting, nor what is remembered in the same file (`console/model/remembered.py`).
"""

from __future__ import annotations

from PySide6.QtCore import QSettings

from console.model.setting import amiss, declared, with_choice
from console.model.settings import Settings


class SettingsFile:
    """`usual` are the settings of a first start; its type says which there are."""

    def __init__(self, ini: QSettings, usual: Settings | None = None) -> None:
        self._ini, self._usual = ini, usual or Settings()

    @property
    def path(self) -> str:
        """The file, for sentences about it."""
        return self._ini.fileName()

    def read(self) -> Settings:
        """The settings that count now. Reads no disk: Qt holds the file; what means nothing there is as usual."""
        settings = self._usual
        for name, one in declared(settings).items():
            if (kept := self._ini.value(one.key)) is not None:
                settings = with_choice(settings, name, kept)
        return settings

    def amiss(self) -> tuple[str, ...]:
        """A sentence for each setting that a person wrote otherwise than it can be. Reads no disk."""
        kept = ((one, self._ini.value(one.key)) for one in declared(self._usual).values())
        told = (amiss(one, raw, self.path) for one, raw in kept if raw is not None)
        return tuple(sentence for sentence in told if sentence)

    def write(self, settings: Settings) -> bool:
        """Have these from now on. Writes the file at once; False where that fails, and then they hold until the end.

        What is as it was stays unwritten, so that nobody's silence becomes a choice.
        """
        before = self.read()
        for name, one in declared(settings).items():
            if (value := getattr(settings, name)) != getattr(before, name):
                self._ini.setValue(one.key, value)
        self._ini.sync()
        return self._ini.status() == QSettings.Status.NoError
