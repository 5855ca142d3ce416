"""The first write of a day to production: it asks for a deliberate yes, and is remembered for that day.

It must not send or refuse anything itself; the review sheet asks, and the editor sends nothing without the yes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from PySide6.QtCore import QSettings

from console.model.environment import Environment
from console.model.remembered import CONFIRMED
from console.presenters.clock import utc_now


class FirstWrite:
    """Whether a write to one environment must be confirmed; `window.ini` keeps the local day of the last one that was."""

    def __init__(
        self, ini: QSettings, environment: Environment, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._ini, self._environment, self._clock = ini, environment, clock
        self._key = f"{CONFIRMED}/{quote(environment.name, safe='')}"

    @property
    def question(self) -> str:
        """What must be ticked before a write, such as "Yes, write to Shop"; empty where nothing must."""
        if self._environment.accent != "production" or self._ini.value(self._key) == self._today():
            return ""
        return f"Yes, write to {self._environment.name}"

    def confirmed(self) -> None:
        """Remember the yes to this write: nothing is asked for the rest of the local day."""
        if self.question:
            self._ini.setValue(self._key, self._today())

    def _today(self) -> str:
        return self._clock().astimezone().date().isoformat()
