"""What outlives every environment, handed whole to what works in one.

It must not do anything with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSettings

from console.app.handing import HandingOn
from console.app.settings import SettingsInUse
from console.app.sharing import Sharing
from console.app.telling import Telling
from console.presenters.trail.trail import TrailSearch
from console.presenters.workbench.keeping import Keeping
from console.presenters.workbench.lookup import Lookup
from console.presenters.workbench.workbench import Workbench
from console.runtime.jobs import Jobs
from console.store.database import Database
from console.store.places import Places
from console.ui.shell.window import Window


@dataclass(frozen=True, slots=True)
class Tools:
    """What outlives every environment: who works, what is kept where, the window and what is on it.

    `disk` is the one worker of `database`; `ini` keeps where windows stood.
    """

    jobs: Jobs
    disk: Jobs
    database: Database
    places: Places
    ini: QSettings
    settings: SettingsInUse
    window: Window
    workbench: Workbench
    lookup: Lookup
    search: TrailSearch
    telling: Telling
    keeping: Keeping
    handing: HandingOn
    sharing: Sharing
